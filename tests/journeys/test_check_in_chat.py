"""The check-in as a chat: one question at a time, with a way back, by tap or by keyboard, in both languages."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from client_app.extensions import db
from client_app.models import Enrollment
from tests.cast import Cast
from tests.factories import make_history
from tests.journeys.steps import answered, check_in_by_tapping, enter, send, skip_to, tap
from tests.support.browser import OpenPage

QUESTIONS = 12
"""What somebody without medication on record is asked; each branch adds one."""
MOST_TAPS = 20
SMALLEST_CHIP = 48
"""Pixels, measured on the label."""


def in_focus(page: Page) -> str:
    """The question that holds the focus."""
    return str(page.evaluate("document.activeElement.closest('.step')?.dataset.question ?? ''"))


def test_back_keeps_answers_and_a_second_answer_is_added_to_the_chat(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    expect(phone.locator("#step-words")).to_have_text(f"Question 1 of {QUESTIONS}")
    expect(phone.locator("#back")).to_be_hidden()
    tap(phone, "craving_now", "7")
    expect(phone.locator("#log .bubble.you")).to_have_text(["You said: 7"])
    assert in_focus(phone) == "craving_worst"

    phone.locator("#back").tap()
    assert in_focus(phone) == "craving_now"
    expect(phone.locator("#step-craving_now input[value='7']")).to_be_checked()
    tap(phone, "craving_now", "3")
    expect(phone.locator("#log .bubble.you")).to_have_text(["You said: 7", "You said: 3"])
    assert answered(cast.ana)["craving_now"] == 3

    phone.locator("#back").tap()
    tap(phone, "craving_now", "3")  # the same once more: it goes on all the same
    expect(phone.locator("#step-craving_worst")).to_be_visible()


def test_next_right_after_a_tap_skips_no_question(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    phone.evaluate(
        """() => {
            const chip = document.querySelector("#step-craving_now input[value='7']");
            chip.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
            chip.click();
            document.getElementById("next").click();
        }"""
    )
    expect(phone.locator("#step-craving_worst")).to_be_visible()
    expect(phone.locator("#step-triggers")).to_be_hidden()


def test_the_count_follows_the_branches(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    skip_to(phone, "used")
    expect(phone.locator("#step-words")).to_have_text(f"Question 7 of {QUESTIONS}")
    tap(phone, "used", "yes")
    expect(phone.locator("#step-words")).to_have_text(f"Question 8 of {QUESTIONS + 1}")
    tap(phone, "used_what", "cannabis", "stimulant")
    expect(phone.locator("#log")).to_contain_text("Cannabis, Stimulants, such as meth or cocaine")

    phone.locator("#back").tap()
    phone.locator("#back").tap()
    tap(phone, "used", "no")
    expect(phone.locator("#step-home_safe")).to_be_visible()
    expect(phone.locator("#step-words")).to_have_text(f"Question 8 of {QUESTIONS}")
    phone.locator("#back").tap()
    tap(phone, "used", "yes")
    expect(phone.locator("#step-used_what input:checked")).to_have_count(0)


def test_by_keyboard_alone(cast: Cast, open_page: OpenPage) -> None:
    laptop = enter(open_page, cast.ana, width=1280)
    laptop.goto("/check-in")
    press = laptop.keyboard.press
    while in_focus(laptop) != "craving_now":
        press("Tab")
    press("Space")
    for _point in range(4):
        press("ArrowRight")
    expect(laptop.locator("#step-craving_now input[value='4']")).to_be_checked()
    assert in_focus(laptop) == "craving_now"  # arrows choose, they do not send anybody on
    press("Enter")
    assert in_focus(laptop) == "craving_worst"
    expect(laptop.locator("#log .bubble.you")).to_have_text(["You said: 4"])
    press("Enter")  # no answer is fine too
    assert in_focus(laptop) == "triggers"
    for key in ("Tab", "Space", "Tab", "Space", "Enter"):
        press(key)
    expect(laptop.locator("#log .bubble.you")).to_have_text(["You said: 4", "You said: People, A place"])

    while in_focus(laptop) != "note":
        press("Enter")
    press("Tab")
    laptop.keyboard.type("A quiet day.")
    for key in ("Tab", "Tab", "Enter"):
        press(key)
    expect(laptop.locator("h1")).to_have_text("Thank you for checking in")
    assert answered(cast.ana) == {"craving_now": 4, "triggers": ["people", "place"], "note": "A quiet day."}


def test_every_answer_in_twenty_taps_on_targets_that_a_thumb_finds(cast: Cast, open_page: OpenPage) -> None:
    db.session.execute(update(Enrollment).values(takes_medication=True))
    db.session.commit()
    wanted = {
        "craving_now": ("6",),
        "craving_worst": ("8",),
        "triggers": ("payday",),
        "confidence": ("7",),
        "mood": ("3",),
        "sleep": ("2",),
        "used": ("yes",),
        "used_what": ("alcohol",),
        "medication": ("taken",),
        "home_safe": ("unsure",),
        "coping": ("breathing",),
        "safety": ("passive",),
        "safe_now": ("yes",),
        "call_me": ("yes",),
    }
    phone = enter(open_page, cast.ana, width=320)
    phone.goto("/check-in")
    taps = 0
    for question, values in wanted.items():
        sizes = phone.locator(f"#step-{question} .chip").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert min(sizes) >= SMALLEST_CHIP, question
        taps += tap(phone, question, *values)
    phone.locator("#send button").tap()
    taps += 1
    expect(phone.locator("h1")).to_have_text("Thank you for checking in")
    assert taps <= MOST_TAPS
    assert set(answered(cast.ana)) == set(wanted)


def test_the_whole_story_in_spanish(cast: Cast, now: datetime, open_page: OpenPage) -> None:
    make_history(cast.luis.id, now - timedelta(days=1), [6, 6, 6, 6, 6])
    phone = enter(open_page, cast.luis, language="es")
    phone.goto("/check-in")
    expect(phone.locator("#step-words")).to_have_text(f"Pregunta 1 de {QUESTIONS}")
    tap(phone, "craving_now", "3")
    expect(phone.locator("#log")).to_contain_text("Es menos que tu 6 de siempre.")
    check_in_by_tapping(phone, craving_now="3", call_me="yes")
    expect(phone.locator("html")).to_have_attribute("lang", "es")
    expect(phone.locator("h1")).to_have_text("Gracias por tu registro")
    expect(phone.locator("#receipt")).to_contain_text(cast.other_counselor.name)
    assert answered(cast.luis)["call_me"] == "yes"


def test_a_change_is_made_where_everything_that_was_said_stands(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    check_in_by_tapping(phone, craving_now="4", used="no")
    phone.get_by_role("link", name="Change", exact=True).tap()
    expect(phone.locator("#step-craving_now input[value='4']")).to_be_checked()
    expect(phone.locator("#step-used_what")).to_be_hidden()
    phone.locator("#step-used label:has(input[value=yes])").tap()
    expect(phone.locator("#step-used_what")).to_be_visible()
    phone.locator("#step-craving_now label:has(input[value='6'])").tap()
    send(phone)
    expect(phone.locator("#receipt")).to_contain_text("Changed today")
    assert (answered(cast.ana)["craving_now"], answered(cast.ana)["used"]) == (6, "yes")


def test_new_bubbles_stand_still_for_who_wants_less_motion(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    tap(phone, "craving_now", "2")
    bubble = phone.locator("#log .bubble.you")
    expect(bubble).to_have_css("animation-name", "arrive")
    phone.emulate_media(reduced_motion="reduce")
    expect(bubble).to_have_css("animation-name", "none")
    expect(phone.locator("#next")).to_have_css("transition-duration", "0s")
