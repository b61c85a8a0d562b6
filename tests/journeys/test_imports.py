"""A director brings a schedule and people in from files, on a phone and without JavaScript as well."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from client_app.domain.csv_files import written
from client_app.domain.local_days import local_day
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.journeys.steps import enter
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in

SERIES = ("kind", "topic", "weekdays", "first_on", "starts", "minutes", "place", "facilitator", "capacity")


def a_schedule(cast: Cast, now: datetime) -> list[list[str]]:
    """A file with two groups in one room, and a third row for a test to spoil."""
    day = (local_day(now, ZoneInfo(cast.director.viewer.zone)) + timedelta(days=7)).isoformat()
    leader = cast.counselor.email
    return [
        list(SERIES),
        ["group", "Early recovery, first steps", "Mon;Wed;Fri", day, "18:00", "180", "Room 2", leader, "12"],
        ["education", "Cravings and triggers", "Mon", day, "19:00", "60", "Room 2", leader, ""],
        ["family", "Families", "Sat", day, "10:00", "90", "Large room", "", ""],
    ]


def choose(page: Page, subject: str, rows: list[list[str]], folder: Path) -> None:
    """Choose a file with these rows and send it."""
    file = folder / "list.csv"
    file.write_text(written(rows), encoding="utf-8", newline="")
    page.goto("/program/import")
    page.set_input_files(f"#{subject}-file", file)
    page.locator(f"#{subject} form .primary").click()
    expect(page).to_have_url(re.compile(rf"/program/import/{subject}$"))


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("en", "light", 320), ("es", "dark", 390), ("es", "light", 1280)]
)
def test_a_schedule_is_mended_and_comes_in(
    cast: Cast,
    now: datetime,
    open_page: OpenPage,
    tmp_path: Path,
    language: str,
    theme: str,
    width: int,
) -> None:
    dora = open_page(language=language, theme=theme, width=width)
    sign_in(dora, cast.director.email, PASSWORD)
    rows = a_schedule(cast, now)
    spoiled = [
        rows[0],
        *([*row[:3], "2027-02-31", *row[4:6], "", "nobody@mail.example", "many"] for row in rows[1:3]),
        rows[3],
    ]
    choose(dora, "schedule", spoiled, tmp_path)
    expect(dora.locator("#problems tbody tr")).to_have_count(6)
    expect(dora.locator("form[action$=confirm]")).to_have_count(0)
    axe(dora)
    choose(dora, "schedule", rows, tmp_path)
    expect(dora.locator(".imported > li")).to_have_count(3)
    expect(dora.locator("#rows .error").first).to_contain_text("Room 2")
    axe(dora)
    dora.locator("form[action$=confirm] .primary").click()
    expect(dora).to_have_url(re.compile(r"/program/import$"))
    expect(dora.locator("#news")).to_contain_text("3")
    axe(dora)


def test_people_come_in_and_their_counselor_makes_the_link(cast: Cast, open_page: OpenPage, tmp_path: Path) -> None:
    dora = enter(open_page, cast.director, javascript=False)
    choose(
        dora,
        "participants",
        [["name", "email", "counselor"], ["Nina", "nina@mail.example", cast.counselor.email]],
        tmp_path,
    )
    dora.locator("form[action$=confirm] .primary").tap()
    expect(dora.locator("#news")).to_contain_text("1 person was imported.")
    carla = enter(open_page, cast.counselor)
    carla.goto("/participants")
    expect(carla.locator("main")).to_contain_text("Nina")
    carla.locator("form[action$=reset-link] button").first.tap()
    expect(carla.locator("#address")).to_contain_text("/join/")


def test_the_files_can_be_saved(cast: Cast, open_page: OpenPage, tmp_path: Path) -> None:
    dora = enter(open_page, cast.director)
    choose(dora, "schedule", [["x"]], tmp_path)
    expect(dora.locator("#schedule-file-error")).to_be_visible()
    axe(dora)
    dora.locator("details summary").first.tap()
    axe(dora)
    for address, name in (
        ("/program/export/participants.csv", "people.csv"),
        ("/program/import/schedule/template.csv", "schedule-template.csv"),
    ):
        with dora.expect_download() as saved:
            dora.locator(f"a[href='{address}']").tap()
        assert saved.value.suggested_filename == name
