"""``/program/crisis-lines``: directors keep the lines, and every page that calls for help shows them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from client_app.domain.crisis_lines import next_review
from client_app.domain.definitions import Text
from client_app.services import crisis_lines as lines
from client_app.services.crisis_lines import Checked
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import HOST, Browser

LINES = "/program/crisis-lines"
SAMHSA = f"{LINES}/samhsa"
CONFIRM = "form[action='/program/crisis-lines/{}/confirm']"
FORM = "main form"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, looking at the lines."""
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get(LINES)
    return browser


def test_the_lines_stand_there_with_their_days(dora: Browser) -> None:
    assert dora.page.all(".card h2") == [
        "988 Suicide and Crisis Lifeline",
        "911 Emergency",
        "SAMHSA National Helpline",
    ]
    assert dora.page.text.count("Checked on November 1, 2026. Next check by May 1, 2027.") == 3
    assert dora.page.text.count("As it came with this product.") == 3
    assert not dora.page.has("#review-due")


def test_a_line_is_confirmed_with_one_button(dora: Browser, cast: Cast) -> None:
    page = dora.submit(CONFIRM.format("988"))
    assert (page.status, page.path) == (200, LINES)
    assert "Checked on November 23, 2026. Next check by May 23, 2027." in page.text
    assert f"Last saved by {cast.director.name}." in page.text
    page = dora.submit(CONFIRM.format("911"), review_on="2026-12-24")
    assert "Next check by December 24, 2026." in page.text


@pytest.mark.parametrize(
    ("review_on", "why"),
    [
        ("", "Please choose the day of the next check."),
        ("2027-02-31", "Please choose the day of the next check."),
        ("２０２７-01-01", "Please choose the day of the next check."),
        ("2026-11-23", "The next check must be after today."),
        ("9999-12-31", "A line is checked at least once a year."),
    ],
)
def test_a_day_that_will_not_do_is_told_beside_the_line(dora: Browser, review_on: str, why: str) -> None:
    page = dora.submit(CONFIRM.format("988"), review_on=review_on)
    assert page.status == 422
    assert why in " ".join(page.all("#line-988 [role=alert]"))


def test_an_old_list_confirms_nothing(dora: Browser, cast: Cast, now: datetime) -> None:
    lines.confirm_line(cast.director.viewer, "988", Checked(0, next_review(now.date())), now)
    page = dora.submit(CONFIRM.format("988"))
    assert page.status == 409
    assert page.has("#line-988 [role=alert]")


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999999999", "٠"])
def test_a_version_that_is_none_is_an_old_one(dora: Browser, number: str) -> None:
    fields = {"csrf_token": dora.token, "number": number, "review_on": "2027-01-01"}
    assert dora.post(f"{LINES}/988/confirm", fields).status == 409


def test_a_review_that_is_due_is_said_plainly(
    cast: Cast, browser: Browser, clock: TimeMachineFixture, now: datetime
) -> None:
    clock.move_to(now + timedelta(days=150))
    browser.sign_in(cast.director.email, PASSWORD)
    assert "3 crisis lines are to be checked" in browser.get("/program").text
    page = browser.click("3 crisis lines are to be checked")
    assert page.has("#review-due")
    assert page.text.count("Check is due") == 3
    clock.move_to(now + timedelta(days=160))
    browser.sign_in(cast.director.email, PASSWORD)
    assert browser.get(LINES).text.count("Check is overdue") == 3


def test_a_corrected_number_stands_on_every_page_of_everybody(
    dora: Browser, cast: Cast, open_browser: Callable[..., Browser]
) -> None:
    stranger = open_browser()
    tag = stranger.get("/help-now").headers["ETag"]
    dora.get(SAMHSA)
    page = dora.submit(FORM, tel="(800) 555.0199", about_es="Te ayudan a hallar apoyo.")
    assert page.path == LINES
    assert stranger.get("/help-now").headers["ETag"] != tag
    assert stranger.page.has("a[href='tel:800-555-0199']")
    assert "Te ayudan a hallar apoyo." in open_browser(language="es").get("/help-now").text
    family = open_browser()
    family.sign_in(cast.family_member.email, PASSWORD)
    assert family.get("/family").has("a[href='tel:800-555-0199']")


def test_urgent_help_shows_the_lines_as_they_stand(dora: Browser, cast: Cast, browser: Browser) -> None:
    dora.get(f"{LINES}/988")
    dora.submit(FORM, chat="https://chat.example.org/now")
    dora.sign_out()
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/check-in")
    page = browser.submit("form#check-in-form", safety="active")
    assert page.has("#urgent-help a[href='https://chat.example.org/now']")
    assert browser.get("/today").has("a[href='https://chat.example.org/now']")


def test_a_signed_out_page_still_asks_only_once(browser: Browser) -> None:
    tag = browser.get("/help-now").headers["ETag"]
    again = browser.client.get("/help-now", base_url=HOST, headers={"If-None-Match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({"tel": ""}, "tel", "Please type the number to call."),
        ({"tel": "call us"}, "tel", "This is no phone number: call-us"),
        ({"name_es": " "}, "name_es", "Please write this in both languages."),
        ({"chat": "http://example.org"}, "chat", "A chat address begins with https://"),
        ({"about_en": "x" * 301}, "about_en", "This is too long to keep: 301 characters."),
        ({"hours_en": "a\0b"}, "hours_en", "Some characters here could not be read."),
        ({"review_on": "soon"}, "review_on", "Please choose the day of the next check."),
    ],
)
@pytest.mark.parametrize("path", [SAMHSA, f"{LINES}/new"])
def test_what_cannot_be_shown_stays_in_its_field_with_the_reason(
    dora: Browser, path: str, fields: dict[str, str], field: str, why: str
) -> None:
    dora.get(SAMHSA)
    typed = {str(one["name"]): str(one.get("value", one.get_text())) for one in dora.page.soup.select(f"{FORM} [name]")}
    page = dora.post(path, typed | {"note": "kept", "name_en": "Help line of the county"} | fields)
    assert page.status == 422
    assert why in page.text
    assert page.has(f"#{field}[aria-invalid=true]")
    assert page.soup.select_one("#name_en")["value"] == "Help line of the county"  # type: ignore[index]
    assert "Help line of the county" not in dora.get(LINES).text


def test_988_never_says_press_three(dora: Browser) -> None:
    dora.get(f"{LINES}/988")
    page = dora.submit(FORM, about_en="Press 3 for young people.")
    assert page.status == 422
    assert "ended on July 17, 2025" in page.text


def test_two_directors_see_both_versions_and_lose_nothing(dora: Browser, cast: Cast, now: datetime) -> None:
    dora.get(SAMHSA)
    other = replace(lines.kept_line("samhsa", now.date()).line, tel="555-0111", name=Text("Theirs", "Suya"))
    lines.change_line(cast.director.viewer, other, Checked(0, next_review(now.date())), now)
    page = dora.submit(FORM, tel="555-0122", name_en="Mine")
    assert page.status == 409
    assert "Theirs" in page.all("#standing")[0]
    assert "555-0111" in page.all("#standing")[0]
    assert page.has("#tel[value='555-0122']")
    page = dora.submit(FORM)
    assert page.path == LINES
    assert "Mine" in page.all("#line-samhsa h2")


def test_a_line_of_the_clinics_own(dora: Browser, open_browser: Callable[..., Browser]) -> None:
    dora.click("Add a line of your own")
    page = dora.submit(
        FORM,
        name_en="County warm line",
        name_es="Línea del condado",
        about_en="A calm voice.",
        about_es="Una voz en calma.",
        hours_en="From 6 to 10",
        hours_es="De 6 a 10",
        tel="555-0130",
    )
    assert page.path == LINES
    assert page.all("#line-own-1 h2") == ["County warm line"]
    assert open_browser().get("/help-now").has("#line-own-1")
    page = dora.submit("#line-own-1 form", button="Hide this line")
    assert "Hidden: only directors see it" in page.all("#line-own-1")[0]
    assert not open_browser().get("/help-now").has("#line-own-1")
    dora.submit("#line-own-1 form", button="Show it again")
    assert open_browser().get("/help-now").has("#line-own-1")


def test_988_cannot_be_hidden_and_the_button_says_so(dora: Browser) -> None:
    assert dora.page.has("#line-988 form[action$=hide] button[disabled]")
    assert "This line is always shown." in dora.page.all("#line-988")[0]
    page = dora.post(f"{LINES}/988/hide", {"csrf_token": dora.token, "number": "0"})
    assert page.status == 403
    assert page.has("#line-988 [role=alert]")
    assert dora.get("/help-now").has("#line-988")


@pytest.mark.parametrize("code", ["nothing", "own-1", "x" * 41, "988%00", "%ED%A0%80"])
@pytest.mark.parametrize("end", ["", "/confirm", "/hide", "/show"])
def test_lines_that_are_not_there(dora: Browser, code: str, end: str) -> None:
    fields = {"csrf_token": dora.token, "number": "0", "review_on": "2027-01-01", "tel": "1"}
    assert dora.post(f"{LINES}/{code}{end}", fields).status == 404


def test_an_old_token_and_a_sign_in_that_ran_out_lose_nothing(
    dora: Browser, cast: Cast, clock: TimeMachineFixture, now: datetime
) -> None:
    dora.get(SAMHSA)
    page = dora.post(SAMHSA, {"csrf_token": "old", "name_en": "Kept words", "number": "0"})
    assert (page.status, page.soup.select_one("#name_en")["value"]) == (400, "Kept words")  # type: ignore[index]
    assert dora.post(f"{LINES}/nothing", {"csrf_token": "old"}).status == 404
    page = dora.post(f"{LINES}/new", {"csrf_token": "old", "name_en": "Kept words"})
    assert (page.status, page.soup.select_one("#name_en")["value"]) == (400, "Kept words")  # type: ignore[index]
    dora.get(SAMHSA)
    clock.move_to(now + timedelta(hours=1))
    assert dora.submit(FORM, name_en="After a break").status == 401
    page = dora.submit("form[action='/sign-in']", email=cast.director.email, password=PASSWORD)
    assert "After a break" in page.all("#line-samhsa h2")
