"""The pages of a participant's own reminders: choices, later today, a rest, a test, the last reminders."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from time_machine import TimeMachineFixture

from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.reminder_choices import (
    CHANGED_MEANWHILE,
    DAY_IS_HERE,
    FROM_THE_LIST,
    IN_QUIET_HOURS,
    NO_DAY,
    NO_TIME,
    Choices,
    TypedChoices,
)
from client_app.domain.reminders import EVENING_IS_HERE, NOTHING_TO_PUT_OFF
from client_app.extensions import db
from client_app.models import DeliveryAttempt, Enrollment, OutboxMessage, SignIn
from client_app.services.check_ins import send_check_in
from client_app.services.reminder_choices import KeptChoices, choices_of, keep_choices
from tests.cast import Cast
from tests.factories import PASSWORD, stored
from tests.support.pages import Browser, Page
from tests.support.posts import a_post
from tests.support.push_subscriptions import pushing
from tests.support.reminders import messages, waiting

pytestmark = pytest.mark.usefixtures("clock")

PAGE = "/settings/reminders"
FORM = "form#choices-form"


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser on her reminders."""
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get(PAGE)
    return browser


def error(page: Page, name: str) -> list[str]:
    """What stands at a field."""
    return page.all(f"#{name}-error")


def test_she_chooses_what_and_when(cast: Cast, ana: Browser) -> None:
    assert ana.page.has("#check-in-at[value='09:00']")
    assert ana.page.has("#evening-before-at[value='18:00']")
    assert ana.page.all("#minutes-before option[selected]") == ["1 hour"]
    page = ana.submit(FORM, check_in_at="07:45", quiet_until="07:00", minutes_before="30", nudges=None)
    assert (page.status, page.all("#done p")) == (200, ["Your choices are kept."])
    assert page.has("#check-in-at[value='07:45']")
    assert not page.has("#nudges[checked]")
    kept = Choices(check_in_at=time(7, 45), quiet_until=time(7), minutes_before=30, nudges=False)
    assert choices_of(cast.ana.viewer) == KeptChoices(kept, 1)
    assert ana.get("/settings").has(f"a[href='{PAGE}']")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"check_in_at": "22:00"}, "check-in-at", IN_QUIET_HOURS),
        ({"check_in_at": ""}, "check-in-at", NO_TIME),
        ({"quiet_from": "late"}, "quiet-from", NO_TIME),
        ({"quiet_until": "\0" + "9" * 5000}, "quiet-until", NO_TIME),
        ({"evening_before_at": "١٨:٠٠"}, "evening-before-at", NO_TIME),
        ({"minutes_before": "7"}, "minutes-before", FROM_THE_LIST),
        ({"minutes_before": str(2**31)}, "minutes-before", FROM_THE_LIST),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field(
    cast: Cast, ana: Browser, typed: dict[str, str], field: str, words: Any
) -> None:
    posted = {**TypedChoices.of(Choices(check_in_at=time(10))).texts, "revision": "0", **typed}
    page = ana.post(PAGE, {"csrf_token": ana.token, **posted})
    assert (page.status, error(page, field)) == (422, [words.english()])
    if "check_in_at" not in typed:
        assert page.has("#check-in-at[value='10:00']")
    assert choices_of(cast.ana.viewer).revision == 0


def test_a_stale_form_shows_both(cast: Cast, now: datetime, ana: Browser) -> None:
    other = Choices(check_in_at=time(11), minutes_before=15, appointments=False)
    keep_choices(cast.ana.viewer, TypedChoices.of(other), 0, now)
    page = ana.submit(FORM, check_in_at="10:00")
    assert (page.status, page.all("#refusal p")) == (409, [CHANGED_MEANWHILE.english()])
    assert page.all("#kept dt") == ["Time of day", "Remind me of appointments", "And on the day, before it starts"]
    assert page.all("#kept dd") == ["11:00", "Off", "15 minutes"]
    assert page.has("#check-in-at[value='10:00']")
    assert ana.submit(FORM).status == 200
    assert choices_of(cast.ana.viewer).choices.check_in_at == time(10)


def test_a_stale_form_that_says_the_same(cast: Cast, now: datetime, ana: Browser) -> None:
    keep_choices(cast.ana.viewer, TypedChoices.of(Choices()), 0, now)
    page = ana.submit(FORM)
    assert (page.status, page.all("#kept dt")) == (409, ["The same as below"])


def test_a_refused_post_keeps_what_was_typed(ana: Browser) -> None:
    posted = TypedChoices.of(Choices(check_in_at=time(10, 20))).texts
    page = ana.post(PAGE, {**posted, "revision": "x", "csrf_token": "forged"})
    assert page.status == 400
    assert page.has("#check-in-at[value='10:20']")


def test_a_post_is_carried_over_a_new_sign_in(cast: Cast, ana: Browser) -> None:
    db.session.execute(update(SignIn).values(ended_at=SignIn.started_at))
    db.session.commit()
    page = ana.submit(FORM, check_in_at="10:20")
    assert page.status == 401
    page = ana.submit("form[action^='/sign-in']", email=cast.ana.email, password=PASSWORD)
    assert page.path.startswith(PAGE)
    assert choices_of(cast.ana.viewer).choices.check_in_at == time(10, 20)


def test_later_today(cast: Cast, ana: Browser) -> None:
    page = ana.submit("#later form", button="In 1 hour")
    assert page.path == PAGE
    assert "We remind you of your check-in at 10:00" in page.text
    assert waiting(cast.ana.id) == ["Mon 23 10:00 snooze"]
    page = ana.post(f"{PAGE}/snooze", {"csrf_token": ana.token, "until": "never"})
    assert (page.status, page.all("#later .error")) == (422, [FROM_THE_LIST.english()])


def test_nothing_is_put_off_once_the_check_in_is_sent(cast: Cast, now: datetime, ana: Browser) -> None:
    ana.get(PAGE)
    send_check_in(cast.ana.viewer, a_post(), now)
    page = ana.submit("#later form", button="In 1 hour")
    assert (page.status, page.all("#later .error")) == (409, [NOTHING_TO_PUT_OFF.english()])
    assert not page.has("#later button")


def test_a_rest_until_a_day_and_its_end(cast: Cast, ana: Browser) -> None:
    page = ana.submit("#away form", button="Rest until then", until="2026-11-30")
    assert page.path == PAGE
    assert "No reminder comes before Monday, November 30." in page.text
    page = ana.submit("#away form[action$='/back']")
    assert "No reminder comes" not in page.text
    for until, reason in (("2026-11-23", DAY_IS_HERE), ("", NO_DAY), ("9999-99-99", NO_DAY), ("٢٠٢٦-١١-٣٠", NO_DAY)):
        page = ana.post(f"{PAGE}/away", {"csrf_token": ana.token, "until": until})
        assert (page.status, error(page, "away-until")) == (422, [reason.english()])
    assert choices_of(cast.ana.viewer).choices.away_until is None


def test_without_enrollment_nothing_is_put_off(cast: Cast, ana: Browser) -> None:
    db.session.execute(
        update(Enrollment).where(Enrollment.participant_id == cast.ana.id).values(ended_on=date(2026, 11, 23))
    )
    db.session.commit()
    assert not ana.get("/today").has("#later")
    assert ana.get(PAGE).all("#later p") == [NOTHING_TO_PUT_OFF.english()]
    assert not ana.page.has("#later button")


def test_what_cannot_be_is_said_beside_the_button(
    now: datetime, clock: TimeMachineFixture, cast: Cast, browser: Browser
) -> None:
    clock.move_to(now + timedelta(hours=9), tick=False)
    browser.sign_in(cast.ana.email, PASSWORD)
    page = browser.get(PAGE)
    assert page.all("#later button[disabled]") == ["This evening"]
    assert page.all("#later .hint") == [EVENING_IS_HERE.english()]


STATES: list[tuple[MessageState, str | None, str]] = [
    (MessageState.WAITING, None, "Your test is on its way."),
    (MessageState.CLAIMED, None, "Your test is on its way."),
    (MessageState.SENT, "accepted", "Your phone's push service took it today at 9:00"),
    (MessageState.UNREACHABLE, None, "No phone is set up yet"),
    (MessageState.UNREACHABLE, "gone", "Your phone's push service could not be reached."),
    (MessageState.EXPIRED, "later", "We tried today at 9:00"),
    (MessageState.EXPIRED, None, "The test could not be sent."),
]


@pytest.mark.parametrize(("state", "answer", "words"), STATES)
def test_a_test_says_what_happened(
    ana: Browser, now: datetime, state: MessageState, answer: str | None, words: str
) -> None:
    page = ana.submit("#test form")
    assert "Your test is on its way." in page.text
    assert page.has("#test-state[data-ask]")
    test = messages(OutboxMessage.kind == PushKind.TEST)[0]
    if answer:
        stored(DeliveryAttempt(message_id=test.id, at=now, status=201, answer=answer))
    db.session.execute(update(OutboxMessage).values(state=state))
    db.session.commit()
    fragment = ana.fragment(f"{PAGE}/test-state")
    assert words in fragment.text
    assert words in ana.get(PAGE).text
    is_waiting = state in {MessageState.WAITING, MessageState.CLAIMED}
    assert fragment.has("#test-state[data-ask]") is is_waiting
    assert "HX-Request" in fragment.headers["Vary"]


def test_a_test_that_was_opened_has_come(ana: Browser, now: datetime) -> None:
    ana.submit("#test form")
    db.session.execute(update(OutboxMessage).values(state=MessageState.SENT, opened_at=now))
    db.session.commit()
    assert "It reached you: you opened it today at 9:00" in ana.get(PAGE).text


def test_looking_again_works_without_scripts_and_keeps_no_sign_in_alive(
    ana: Browser, clock: TimeMachineFixture, now: datetime
) -> None:
    assert ana.submit("#test form").path == PAGE
    assert ana.click("Look again").path == PAGE
    seen_at = db.session.scalars(select(SignIn.last_seen_at)).one()
    db.session.rollback()
    clock.move_to(now + timedelta(minutes=5), tick=False)
    ana.fragment(f"{PAGE}/test-state")
    assert db.session.scalars(select(SignIn.last_seen_at)).one() == seen_at


def test_the_log_tells_what_rows_prove(cast: Cast, now: datetime, ana: Browser) -> None:
    assert "There was none yet." in ana.page.text
    due_at = now - timedelta(minutes=30)
    row = stored(
        OutboxMessage(
            kind=PushKind.CHECK_IN,
            person_id=cast.ana.id,
            due_at=due_at,
            stale_at=now,
            about="",
            path="/check-in",
            state=MessageState.SENT,
            next_at=due_at,
            made_at=due_at,
            opened_at=now,
        )
    )
    stored(DeliveryAttempt(message_id=row.id, at=due_at, status=201, answer="accepted"))
    told = " ".join(ana.get(PAGE).all("#log li")[0].replace("\u202f", " ").split())
    assert told == (
        "Check-in Due today at 8:30 AM. Sent at 8:30 AM. Your phone's push service took it at 8:30 AM. "
        "You opened it at 9:00 AM."
    )
    assert "deliver" not in ana.page.body


def test_where_nothing_is_pushed_the_page_says_so(ana: Browser) -> None:
    assert ana.page.has("#not-pushing")
    with pushing(ana.app):
        assert not ana.get(PAGE).has("#not-pushing")
