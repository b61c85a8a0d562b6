"""From an empty database to the answer of who looked: a clinic sets itself up without a developer."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from client_app.extensions import db
from client_app.models import SignIn
from tests.journeys.beginnings import ZONE, address_of, come_in, create, invite
from tests.journeys.steps import check_in_by_tapping
from tests.support.accessibility import axe
from tests.support.browser import LiveServer, OpenPage, sign_in
from tests.support.links import NEW_PASSWORD

WORDS = {
    "en": ("Thank you for checking in", "Asks for a call.", "opened your check-ins.", "Counselor", "Home"),
    "es": ("Gracias por tu registro", "Pide una llamada.", "abrió tus registros.", "Consejer", "Casa"),
}


def set_up(director: Page) -> None:
    """Hours on every day, and a line of the program's own."""
    director.goto("/program/details")
    for weekday in range(7):
        director.locator(f"label:has(input[name=days-0][value='{weekday}'])").click()
    director.fill("[name=opens-0]", "08:00")
    director.fill("[name=closes-0]", "20:00")
    director.fill("[name=on_call_name]", "Front desk")
    director.fill("[name=on_call_phone]", "555-0100")
    director.locator("main form button").first.click()
    director.goto("/program")
    expect(director.locator("main")).to_contain_text("555-0100")
    axe(director)


def send_away(director: Page, name: str, cover: str) -> None:
    """The counselor's leave begins today, and somebody covers."""
    director.goto("/program/staff")
    director.get_by_role("link", name=name).click()
    director.fill("[name=first]", datetime.now(UTC).astimezone(ZoneInfo(ZONE)).date().isoformat())
    director.select_option("[name=cover]", label=cover)
    director.locator("form[action$='/cover'] button").click()
    expect(director.locator("#absence")).to_contain_text(cover)


def end_every_sign_in() -> None:
    """As the night does."""
    db.session.rollback()
    db.session.execute(update(SignIn).values(ended_at=SignIn.started_at))
    db.session.commit()


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_clinic_sets_itself_up_and_a_participant_reads_who_looked(
    live_server: LiveServer, open_page: OpenPage, language: str
) -> None:
    thanks, call_wanted, looked, counselor, home = WORDS[language]
    director = open_page(width=1280, language=language)
    come_in(director, create(live_server), "Dora Kent")
    set_up(director)
    links = {name: invite(director, "/program/staff/invite", name, counselor) for name in ("Nina Cole", "Cory Bell")}
    come_in(open_page(language=language), links["Nina Cole"], "Nina Cole")
    links["Rosa"] = invite(director, "/program/participants/invite", "Rosa", "Nina Cole", home)

    phone = open_page(language=language)
    come_in(phone, links["Rosa"], "Rosa")
    phone.goto("/settings/phones")
    phone.locator("#trust-phone button").click()
    expect(phone.locator("#phones")).to_be_visible()
    end_every_sign_in()
    check_in_by_tapping(phone, craving_now="9", call_me="yes")
    expect(phone.locator("h1")).to_have_text(thanks)
    expect(phone.locator("body")).not_to_contain_text("Rosa")

    cover = open_page(language=language)
    come_in(cover, links["Cory Bell"], "Cory Bell")
    sign_in(director, address_of("Dora Kent"), NEW_PASSWORD)
    send_away(director, "Nina Cole", "Cory Bell")

    cover.goto("/triage")
    row = cover.locator(".triage-row", has_text="Rosa")
    expect(row).to_contain_text(call_wanted)
    cover.goto("/participants")
    cover.get_by_role("link", name="Rosa").first.click()
    axe(cover)

    sign_in(phone, address_of("Rosa"), NEW_PASSWORD)
    phone.goto("/settings/record")
    expect(phone.locator(".looks li", has_text="Cory Bell").filter(has_text=looked)).to_have_count(1)
    axe(phone)
