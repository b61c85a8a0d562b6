"""Moments that no address shows: what stands on the screen once somebody has done something."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.steps import asked_now


@dataclass(frozen=True)
class Moment:
    """What its picture is called, who looks at it, and what they did before."""

    name: str
    who: str | None
    act: Callable[[Page], None]


def _choose(page: Page, question: str, value: str) -> None:
    page.locator(f"#step-{question} label:has(input[value='{value}'])").click()


def _skip_to(page: Page, question: str) -> None:
    while asked_now(page) != question:
        page.locator("#next").click()


def _chat(page: Page) -> None:
    page.goto("/check-in")
    _choose(page, "craving_now", "3")
    expect(page.locator("#log .bubble.you")).to_have_count(1)
    expect(page.locator("#status")).to_be_empty()


def _chat_at_its_end(page: Page) -> None:
    page.goto("/check-in")
    _skip_to(page, "call_me")
    _choose(page, "call_me", "yes")
    expect(page.locator("#send")).to_be_visible()


def _chat_urgent(page: Page) -> None:
    page.goto("/check-in")
    _skip_to(page, "safety")
    _choose(page, "safety", "active")
    expect(page.locator("#urgent-help")).to_be_visible()


def _check_in_refused(page: Page) -> None:
    """The same day, sent from two tabs."""
    with page.context.new_page() as other:
        for tab in (page, other):
            tab.goto("/check-in?day=yesterday")
        for tab, craving in ((other, "2"), (page, "5")):
            _choose(tab, "craving_now", craving)
            _skip_to(tab, "note")
            tab.locator("#send button").click()
            expect(tab.locator("#receipt, #reason")).to_be_visible()


def _sign_in_refused(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("input[name=email]", "ana@riverside.example")
    page.fill("input[name=password]", "mistyped")
    page.locator("main form button").click()
    expect(page.locator(".notice")).to_be_visible()


def _sign_in_waits(page: Page) -> None:
    """Six times, as nobody whom the other pictures need."""
    page.goto("/sign-in")
    for _ in range(6):
        page.fill("input[name=email]", "somebody@riverside.example")
        page.fill("input[name=password]", "mistyped")
        page.locator("main form button").click()
    expect(page.locator(".notice")).to_contain_text("15")


def _password_refused(page: Page) -> None:
    page.goto("/settings/password")
    for field, value in (
        ("old_password", "mistyped"),
        ("new_password", "passwordpassword"),
        ("again", "passwordpassword"),
    ):
        page.fill(f"#{field}", value)
    page.locator("main form button").click()
    expect(page.locator("#new_password-error")).to_be_visible()


def _flag_claimed(page: Page) -> None:
    page.goto("/triage")
    page.locator(".triage-row:has(form[action$=claim]) .triage-why a").last.click()
    page.locator("#claim").click()
    expect(page.locator("#outcome")).to_be_visible()


def _triage_refused(page: Page) -> None:
    """Somebody else claimed it while the list stood on the screen."""
    with page.context.new_page() as other:
        for tab in (page, other):
            tab.goto("/triage")
        claim = page.locator("section:has(#urgent-title) form[action$=claim] button").first.get_attribute("id")
        other.locator(f"#{claim}").click()
        expect(other.locator(f"#{claim}")).to_have_count(0)
        page.locator(f"#{claim}").click()
        expect(page.locator("#refusal")).to_be_visible()


def _keys(page: Page) -> None:
    page.goto("/triage")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()


def _type_figures(page: Page, **figures: str) -> None:
    page.goto("/program/rules")
    for name, figure in figures.items():
        page.fill(f"#{name}", figure)


def _rules_replayed(page: Page) -> None:
    _type_figures(page, craving_high="6", craving_floor="4", confidence_low="5", quiet_days="3")
    page.click("[name=step][value=replay]")
    expect(page.locator("#replay")).to_be_visible()


def _rules_refused(page: Page) -> None:
    _type_figures(page, craving_floor="9", mood_low="8")
    page.click("[name=step][value=replay]")
    expect(page.locator(".error")).to_have_count(2)


def _rules_refused_twice(page: Page) -> None:
    """Another director saves while the replay stands on the screen."""
    _type_figures(page, craving_high="9")
    page.click("[name=step][value=replay]")
    with page.context.new_page() as other:
        figure = other.goto("/program/rules") and other.locator("#mood_days").input_value()
        other.fill("#mood_days", "4" if figure == "3" else "3")
        for step in ("replay", "save"):
            other.click(f"[name=step][value={step}]")
        expect(other.locator("#replay")).to_have_count(0)
    page.click("[name=step][value=save]")
    expect(page.locator("#compared")).to_be_visible()


def _options_refused(page: Page) -> None:
    page.goto("/program/check-in")
    page.click("#trigger-stress summary")
    page.fill("[id=es-stress]", "")
    page.fill("#en-new", "Payday")
    page.click("#options-form > button")
    expect(page.locator(".error").first).to_be_visible()


def _options_refused_twice(page: Page) -> None:
    """Another director saves while the form stands on the screen."""
    page.goto("/program/check-in")
    with page.context.new_page() as other:
        other.goto("/program/check-in")
        other.locator("[name=asked][value=sleep]").click()
        other.click("#options-form > button")
        other.wait_for_load_state()
    page.fill("#en-new", "Bad news")
    page.fill("#es-new", "Malas noticias")
    page.click("#options-form > button")
    expect(page.locator("#meanwhile")).to_be_visible()


def _handed_over(page: Page) -> None:
    """A link as it is shown, once."""
    page.goto("/participants/invite")
    page.fill("[name=name]", "Rosa")
    page.fill("[name=person_email]", "rosa@mail.example")
    page.locator("label:has(input[value=detox])").click()
    page.locator("main form button").click()
    expect(page.locator("#address")).to_be_visible()


def _ended_people(page: Page) -> None:
    page.goto("/participants")
    page.locator("#ended summary").click()


def _calendar_refused(page: Page) -> None:
    """A group in a room that is taken, led by somebody who is elsewhere then."""
    page.goto("/groups")
    page.locator(".entry a", has_text="Early recovery").first.click()
    page.locator("#change").click()
    page.fill("[name=starts]", "10:15")
    page.locator("main form button").first.click()
    expect(page.locator("#reason li").first).to_be_visible()


def _use_told(page: Page) -> None:
    page.goto("/schedule")
    page.locator(".entry:not(.off) a", has_text="One to one").last.click()
    page.locator("label:has(input[value=used])").click()
    page.locator("#absence button").click()
    expect(page.locator("#after-use")).to_be_visible()


MOMENTS = (
    Moment("sign-in-refused", None, _sign_in_refused),
    Moment("sign-in-waits", None, _sign_in_waits),
    Moment("password-refused", "ana", _password_refused),
    Moment("chat", "ana", _chat),
    Moment("chat-end", "ana", _chat_at_its_end),
    Moment("chat-urgent", "ana", _chat_urgent),
    Moment("check-in-refused", "luis", _check_in_refused),
    Moment("triage-refused", "counselor", _triage_refused),
    Moment("flag-claimed", "counselor", _flag_claimed),
    Moment("keys", "counselor", _keys),
    Moment("rules-replayed", "director", _rules_replayed),
    Moment("rules-refused", "director", _rules_refused),
    Moment("rules-conflict", "director", _rules_refused_twice),
    Moment("check-in-options-refused", "director", _options_refused),
    Moment("check-in-options-conflict", "director", _options_refused_twice),
    Moment("handed-over", "counselor", _handed_over),
    Moment("participants-ended", "counselor", _ended_people),
    Moment("calendar-refused", "counselor", _calendar_refused),
    Moment("use-told", "ana", _use_told),
)
