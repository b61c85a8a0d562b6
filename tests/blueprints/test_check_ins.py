"""The check-in as its participant meets it: the form, the receipt, yesterday, a change, an update, another device."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.extensions import db
from client_app.models import CheckIn, Enrollment
from tests.cast import Cast
from tests.factories import make_check_in, make_history
from tests.support.check_in_posts import answer, honest, send, sign_in
from tests.support.pages import Browser
from tests.support.posts import check_ins_of, versions

RECEIPT = "/check-in/receipt"
ANSWERS = {"craving_now": "3", "mood": "4", "safety": "no"}

pytestmark = pytest.mark.usefixtures("clock")


def sent(cast: Cast) -> list[dict[str, object]]:
    """What Ana has sent, in order of arrival."""
    db.session.rollback()
    db.session.expire_all()
    found = select(CheckIn.answers).where(CheckIn.participant_id == cast.ana.id).order_by(CheckIn.id)
    return list(db.session.scalars(found))


def test_all_questions_stand_on_one_page_and_post_once(cast: Cast, browser: Browser) -> None:
    page = sign_in(browser, cast.ana)
    assert page.heading == "Check-in"
    assert len(page.all("form#check-in-form section.step")) == 14  # medication is asked only where one is on record
    assert "Carla Reyes reads this. They are there until 5:00" in page.text
    receipt = browser.submit(note="A good day.", triggers=["people", "stress"], **ANSWERS)
    assert (receipt.path, receipt.heading) == (RECEIPT, "Thank you for checking in")
    assert "Sent today at 9:00" in receipt.text
    assert "Not read yet. Carla Reyes reads it." in receipt.text
    assert not receipt.has("#urgent-help")
    assert sent(cast) == [
        {"craving_now": 3, "mood": 4, "safety": "no", "note": "A good day.", "triggers": ["people", "stress"]}
    ]


def test_medication_is_asked_where_it_is_on_record(cast: Cast, browser: Browser) -> None:
    assert not sign_in(browser, cast.ana).has("[name=medication]")
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().takes_medication = True
    db.session.commit()
    browser.get("/check-in")
    browser.submit(medication="missed")
    assert sent(cast) == [{"medication": "missed"}]


def test_a_field_that_nobody_was_asked_is_never_stored(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    send(browser, honest(browser, medication="missed", role="director", participant_id="1", answered="x"))
    assert sent(cast) == [{"craving_now": 3, "note": "Words that must not be lost: ¿sí?"}]


@pytest.mark.parametrize("value", ["3", " 3 ", "\t3\n"])
def test_surrounding_spaces_say_nothing(cast: Cast, browser: Browser, value: str) -> None:
    sign_in(browser, cast.ana)
    send(browser, honest(browser, craving_now=value, note="  Spaced.  ", kind=" daily ", day=" 2026-11-23 "))
    assert sent(cast) == [{"craving_now": 3, "note": "Spaced."}]


def test_the_same_value_twice_is_one_and_empty_ones_are_none(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    fields = honest(browser, craving_now=["3", "3", ""], mood="", triggers=["", "stress", "stress"], note=None, kind="")
    assert send(browser, fields).path == RECEIPT
    assert sent(cast) == [{"craving_now": 3, "triggers": ["stress"]}]


def test_a_bare_form_is_enough(cast: Cast, browser: Browser) -> None:
    """Neither kind nor day nor id: a daily check-in of today."""
    sign_in(browser, cast.ana)
    send(browser, {"csrf_token": browser.token, "call_me": "yes"})
    assert check_ins_of(cast.ana.id) == [("daily", date(2026, 11, 23))]


def test_the_urgent_screen_stands_behind_the_one_redirect(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = browser.submit(safety="active")
    assert page.path == RECEIPT
    assert "We have put this at the top of your team's list. They are there until 5:00" in page.text
    assert page.has("#urgent-help a[href='tel:988']")


def test_use_is_met_with_thanks_and_overdose_safety(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = browser.submit(used="yes", used_what=["alcohol"])
    assert page.has("#after-use")
    assert not page.has("#urgent-help")


def test_a_sent_check_in_shows_its_receipt_and_takes_no_second(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    browser.submit(**ANSWERS)
    assert browser.get("/check-in").heading == "Thank you for checking in"
    assert browser.get("/check-in?day=today&kind=daily").heading == "Thank you for checking in"


def test_without_anything_sent_the_receipt_leads_to_the_form(cast: Cast, browser: Browser) -> None:
    assert sign_in(browser, cast.ana, RECEIPT).path == "/check-in"
    assert browser.get("/check-in?kind=change").path == "/check-in"


def test_yesterday_is_still_open_and_has_a_receipt_of_its_own(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    browser.submit(**ANSWERS)
    browser.click("Fill in yesterday")
    assert "This is for Sunday, November 22." in browser.page.text
    page = browser.submit(mood="2")
    assert page.path == RECEIPT
    assert "It counts for Sunday, November 22." in page.text
    assert not page.has("a[href='/check-in?day=yesterday']")
    assert "It counts for" not in browser.get("/check-in").text
    assert "It counts for Sunday, November 22." in browser.get("/check-in?day=yesterday").text
    assert [day for _, day in check_ins_of(cast.ana.id)] == [date(2026, 11, 23), date(2026, 11, 22)]


def test_another_browser_shows_what_was_sent_last(
    cast: Cast, clock: TimeMachineFixture, browser: Browser, open_browser: Callable[..., Browser]
) -> None:
    """A receipt that this browser remembers is not shown for ever."""
    sign_in(browser, cast.ana)
    browser.submit(mood="2")
    clock.shift(timedelta(minutes=20))
    phone = open_browser()
    sign_in(phone, cast.ana, "/check-in?kind=update")
    phone.submit(call_me="yes")
    assert browser.get("/check-in").heading == "Thank you for the update"
    assert browser.get(RECEIPT).heading == "Thank you for the update"


def test_a_change_is_open_for_fifteen_minutes(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    browser.submit(note="First words.", **ANSWERS)
    clock.shift(timedelta(minutes=14, seconds=59))
    browser.get(RECEIPT)
    page = browser.click("Change")
    assert page.heading == "Change your check-in"
    assert page.has("[name=craving_now][value='3'][checked]")
    assert "First words." in page.soup.select_one("textarea").get_text()  # type: ignore[union-attr]
    assert "Changed today at 9:14" in browser.submit(craving_now="8").text
    assert [answers["craving_now"] for _, answers in versions(1)] == [3, 8]
    clock.shift(timedelta(seconds=1))
    assert "Change" not in browser.get(RECEIPT).all("a")
    assert browser.get("/check-in?kind=change").path == RECEIPT


def test_a_change_is_of_the_check_in_on_whose_receipt_it_stands(cast: Cast, browser: Browser) -> None:
    """Yesterday was filled in right after today: each receipt leads to its own answers."""
    sign_in(browser, cast.ana)
    browser.submit(mood="4")
    browser.click("Fill in yesterday")
    browser.submit(mood="2")
    for path, mood in [("/check-in", "4"), ("/check-in?day=yesterday", "2"), (RECEIPT, "2")]:
        browser.get(path)
        assert browser.click("Change").has(f"[name=mood][value='{mood}'][checked]")
    assert browser.get("/check-in?kind=change&day=2026-11-20").path == RECEIPT


def test_a_change_that_comes_too_late_keeps_what_was_typed(
    cast: Cast, clock: TimeMachineFixture, browser: Browser
) -> None:
    sign_in(browser, cast.ana)
    browser.submit(**ANSWERS)
    browser.get("/check-in?kind=change")
    clock.shift(timedelta(minutes=15))
    page = browser.submit(note="One more thing.", used="yes")
    assert page.status == 409
    assert page.all("#send button") == ["Send as an update"]
    assert browser.submit(button="Send as an update").path == RECEIPT
    assert sent(cast)[1] == {"safety": "no", "note": "One more thing.", "used": "yes"}


def test_an_update_asks_only_what_may_have_changed(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    browser.submit(**ANSWERS)
    page = browser.click("Something changed?")
    assert page.heading == "Something changed?"
    names = [section["data-question"] for section in page.soup.select("section.step")]
    assert names == ["used", "used_what", "safety", "safe_now", "call_me", "note"]
    assert browser.submit(call_me="yes").heading == "Thank you for the update"
    send(browser, honest(browser, kind="update", craving_now="9", note="Again."))
    assert sent(cast)[1:] == [{"call_me": "yes"}, {"note": "Again."}]


def test_the_open_question_of_safety_is_asked_once_more(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = browser.submit(safety="passive")
    assert page.has("form#ask-safe-now")
    page = browser.submit("form#ask-safe-now", safe_now="no")
    assert page.has("#urgent-help")
    assert sent(cast)[1] == {"safety": "passive", "safe_now": "no"}


def test_a_draft_is_gone_on_with_on_another_device(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser]
) -> None:
    sign_in(browser, cast.ana)
    answer(browser, mood="2", note="Begun here.")
    laptop = open_browser()
    page = sign_in(laptop, cast.ana)
    assert "Good to see you. Your answers so far are here." in page.text
    assert page.has("[name=mood][value='2'][checked]")
    assert "Begun here." in page.text
    laptop.submit(sleep="3")
    assert sent(cast) == [{"mood": 2, "sleep": 3, "note": "Begun here."}]
    assert browser.submit(mood="1").status == 409


def test_who_is_not_enrolled_finds_it_closed_and_help_open(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = date(2026, 11, 22)
    db.session.commit()
    page = send(browser, honest(browser, safety="active"))
    assert page.status == 403
    assert "The check-in is closed for you now." in page.all("#reason")[0]
    assert page.has("#urgent-help a[href='tel:988']")
    assert "top of your team's list" in page.text  # a flag is raised even now, and has its reader
    assert browser.get("/check-in").heading == "Check-in"
    assert not browser.page.has("form#check-in-form")
    assert sent(cast) == []


@pytest.mark.parametrize("days_ago", [1, 7])
def test_a_check_in_begun_offline_comes_late_and_says_so(
    cast: Cast, browser: Browser, now: datetime, days_ago: int
) -> None:
    sign_in(browser, cast.ana)
    answered_at = now - timedelta(days=days_ago)
    fields = honest(browser, day=answered_at.date().isoformat(), answered_at=answered_at.isoformat())
    page = send(browser, fields)
    assert page.path == RECEIPT
    assert "You answered" in page.text
    assert send(browser, fields).path == RECEIPT
    assert len(sent(cast)) == 1


def test_the_page_draws_on_the_persons_own_past_alone(cast: Cast, browser: Browser, now: datetime) -> None:
    make_history(cast.ana.id, now - timedelta(days=1), [7, 7, 7, 7, 7])
    make_check_in(cast.luis.id, now, craving_now=1)
    sign_in(browser, cast.ana)
    assert "That is lower than your usual 7." in answer(browser, craving_now="3").text
