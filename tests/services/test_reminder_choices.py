"""What a participant decides about reminders: kept once, never over a newer choice; put off, let rest, tried."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from client_app.domain.local_days import ONE_DAY
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.reminder_choices import DAY_IS_HERE, IN_QUIET_HOURS, Choices, TypedChoices
from client_app.domain.reminders import EVENING_IS_HERE, NOT_LATER_TODAY, NOTHING_TO_PUT_OFF, Snooze
from client_app.extensions import db
from client_app.models import Enrollment, OutboxMessage, ReminderChoice
from client_app.services.check_ins import send_check_in
from client_app.services.reminder_choices import (
    KeptChoices,
    ask_for_test,
    choices_of,
    keep_choices,
    rest_until,
    snooze,
    why_not_snooze,
)
from client_app.services.reminders_today import later_of
from tests.cast import Cast
from tests.factories import make_pause
from tests.support.posts import a_post, at_once, audit_lines
from tests.support.reminders import messages, waiting

TOMORROW = date(2026, 11, 24)


def keep(cast: Cast, now: datetime, revision: int, **chosen: Any) -> None:
    """Keep the product's own choices but these."""
    keep_choices(cast.ana.viewer, TypedChoices.of(Choices(**chosen)), revision, now)


def lines(cast: Cast) -> list[str]:
    """What the record holds of reminders, and it never says which."""
    found = [line for line in audit_lines() if line.action.startswith("reminder.")]
    assert all(line.participant_id == cast.ana.id and set(line.details) <= {"revision"} for line in found)
    return [line.action for line in found]


def test_untouched_they_are_the_products_own(cast: Cast) -> None:
    assert choices_of(cast.ana.viewer) == KeptChoices(Choices(), 0)


def test_they_are_kept_over_the_revision_that_was_opened(cast: Cast, now: datetime) -> None:
    keep(cast, now, 0, check_in_at=time(7, 30), quiet_until=time(7))
    keep(cast, now, 1, check_in_at=time(7, 30), quiet_until=time(7))  # the same again changes nothing
    assert choices_of(cast.ana.viewer) == KeptChoices(Choices(check_in_at=time(7, 30), quiet_until=time(7)), 1)
    with pytest.raises(Conflict):
        keep(cast, now, 0, nudges=False)
    keep(cast, now, 1, nudges=False)
    assert choices_of(cast.ana.viewer) == KeptChoices(Choices(nudges=False), 2)
    assert choices_of(cast.luis.viewer) == KeptChoices(Choices(), 0)
    assert lines(cast) == ["reminder.chosen", "reminder.chosen"]


def test_of_two_forms_at_the_same_moment_one_is_kept(app: Flask, cast: Cast, now: datetime) -> None:
    def save(**chosen: Any) -> Callable[[], None]:
        return lambda: keep(cast, now, 0, **chosen)

    answers = at_once(app, save(nudges=False), save(appointments=False))
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "NoneType"]
    assert choices_of(cast.ana.viewer).revision == 1


def test_saving_the_products_own_is_a_choice_as_well(cast: Cast, now: datetime) -> None:
    keep(cast, now, 0)
    assert choices_of(cast.ana.viewer).revision == 1


def test_what_cannot_be_kept_is_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        keep(cast, now, 0, check_in_at=time(22))
    assert refusal.value.reason == IN_QUIET_HOURS
    assert lines(cast) == []


def test_a_rest_leaves_an_open_form_of_choices_as_it_is(cast: Cast, now: datetime) -> None:
    rest_until(cast.ana.viewer, TOMORROW, now)
    rest_until(cast.ana.viewer, TOMORROW, now)
    keep(cast, now, 0, nudges=False)
    assert choices_of(cast.ana.viewer) == KeptChoices(Choices(nudges=False, away_until=TOMORROW), 1)
    rest_until(cast.ana.viewer, None, now)
    assert choices_of(cast.ana.viewer).choices.away_until is None
    with pytest.raises(Invalid) as refusal:
        rest_until(cast.ana.viewer, now.date(), now)
    assert refusal.value.reason == DAY_IS_HERE
    assert lines(cast) == ["reminder.rested", "reminder.chosen", "reminder.rested"]


def test_the_days_end_by_the_programs_wall(cast: Cast) -> None:
    late = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)  # still Monday in Chicago
    rest_until(cast.ana.viewer, TOMORROW, late)
    with pytest.raises(Invalid):
        rest_until(cast.ana.viewer, TOMORROW, late + timedelta(minutes=30))


def test_a_check_in_is_put_off(cast: Cast, now: datetime) -> None:
    assert why_not_snooze(cast.ana.viewer, now) == {Snooze.AN_HOUR: None, Snooze.THIS_EVENING: None}
    snooze(cast.ana.viewer, Snooze.AN_HOUR, now)
    assert waiting(cast.ana.id) == ["Mon 23 10:00 snooze"]
    assert later_of(cast.ana.viewer, now).snoozed_until == now + timedelta(hours=1)
    snooze(cast.ana.viewer, Snooze.THIS_EVENING, now)
    assert waiting(cast.ana.id) == ["Mon 23 18:00 snooze"]
    assert lines(cast) == ["reminder.snoozed", "reminder.snoozed"]


@pytest.mark.parametrize(
    ("hours", "reasons"),
    [
        (0, (None, None)),
        (9, (None, EVENING_IS_HERE)),
        (11, (NOT_LATER_TODAY, EVENING_IS_HERE)),
    ],
)
def test_later_in_the_day_less_can_be_put_off(cast: Cast, now: datetime, hours: int, reasons: tuple[Any, Any]) -> None:
    later = now + timedelta(hours=hours)
    found = why_not_snooze(cast.ana.viewer, later)
    assert (found[Snooze.AN_HOUR], found[Snooze.THIS_EVENING]) == reasons
    assert later_of(cast.ana.viewer, later).ways == tuple(until for until in Snooze if found[until] is None)
    for until, reason in found.items():
        if reason:
            with pytest.raises(Refused) as refusal:
                snooze(cast.ana.viewer, until, later)
            assert refusal.value.reason == reason


def check_in(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(), now)


def pause(cast: Cast, now: datetime) -> None:
    make_pause(cast.ana.id, now.date(), now.date())


def end(cast: Cast, now: datetime) -> None:
    change(cast, ended_on=now.date())


def change(cast: Cast, **columns: Any) -> None:
    db.session.execute(update(Enrollment).where(Enrollment.participant_id == cast.ana.id).values(**columns))
    db.session.commit()


@pytest.mark.parametrize("happens", [check_in, pause, end])
def test_without_a_prompt_nothing_is_put_off(
    cast: Cast, now: datetime, happens: Callable[[Cast, datetime], None]
) -> None:
    happens(cast, now)
    assert set(why_not_snooze(cast.ana.viewer, now).values()) == {NOTHING_TO_PUT_OFF}
    with pytest.raises(Refused):
        snooze(cast.ana.viewer, Snooze.AN_HOUR, now)
    assert waiting(cast.ana.id) == []


def test_one_test_at_a_time_is_on_its_way(cast: Cast, now: datetime) -> None:
    rest_until(cast.ana.viewer, TOMORROW, now)
    for minutes in (0, 1, 9):
        ask_for_test(cast.ana.viewer, now + timedelta(minutes=minutes))
    one, *others = messages(OutboxMessage.kind == PushKind.TEST)
    assert not others
    assert (one.due_at, one.stale_at, one.path, one.about) == (
        now,
        now + timedelta(minutes=10),
        "/settings/reminders",
        "",
    )
    ask_for_test(cast.ana.viewer, now + timedelta(minutes=10))
    db.session.execute(update(OutboxMessage).values(state=MessageState.SENT))
    db.session.commit()
    ask_for_test(cast.ana.viewer, now + timedelta(minutes=11))
    assert len(messages(OutboxMessage.kind == PushKind.TEST)) == 3
    assert lines(cast).count("reminder.tested") == 3


@pytest.mark.parametrize(("days", "rests"), [(0, [1, 7]), (5, [1, 2]), (6, [1])])
def test_the_first_page_offers_tomorrow_and_monday(cast: Cast, now: datetime, days: int, rests: list[int]) -> None:
    later = later_of(cast.ana.viewer, now + days * ONE_DAY)
    today = (now + days * ONE_DAY).date()
    assert list(later.rests) == [today + more * ONE_DAY for more in rests]
    assert (later.rests_until, later.snoozed_until, later.nudge) == (None, None, None)


def test_the_first_page_tells_until_when_reminders_rest(cast: Cast, now: datetime) -> None:
    rest_until(cast.ana.viewer, TOMORROW, now)
    assert later_of(cast.ana.viewer, now).rests_until == TOMORROW
    assert later_of(cast.ana.viewer, now).ways == ()
    assert later_of(cast.ana.viewer, now + ONE_DAY).rests_until is None
    make_pause(cast.ana.id, TOMORROW, TOMORROW)
    assert later_of(cast.ana.viewer, now + ONE_DAY).ways == ()


def test_a_row_that_others_made_is_no_choice_yet(cast: Cast, now: datetime) -> None:
    rest_until(cast.ana.viewer, TOMORROW, now)
    row = db.session.scalars(select(ReminderChoice)).one()
    assert (row.revision, row.answered_at, row.check_in_at) == (0, None, time(9))
