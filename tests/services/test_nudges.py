"""A counselor's nudge: for the own caseload, once a day, in quiet hours without a push; until it is seen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from client_app.domain.nudges import CHOOSE_WORDS, NOT_IN_PROGRAM, NUDGE_WORDS, ONE_A_DAY
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.reminder_choices import Choices, TypedChoices
from client_app.extensions import db
from client_app.models import Enrollment, Nudge, OutboxMessage, Person
from client_app.services.nudges import NudgeCard, nudge_card, see_nudge, send_nudge
from client_app.services.reminder_choices import keep_choices, rest_until
from client_app.services.reminders_today import later_of
from tests.cast import Cast
from tests.support.posts import at_once, audit_lines
from tests.support.reminders import messages, said

HOUR = timedelta(hours=1)


def nudge(cast: Cast, now: datetime, words: str = "thinking") -> int:
    """Let Ana's counselor send her something; its number."""
    send_nudge(cast.counselor.viewer, cast.ana.id, words, now)
    return db.session.scalars(select(Nudge.id).order_by(Nudge.id.desc())).all()[0]


def pushes() -> list[str]:
    """The nudges that wait to be pushed."""
    return [said(row) for row in messages(OutboxMessage.kind == PushKind.NUDGE, OutboxMessage.state == "waiting")]


def test_kind_words_stand_on_the_page_and_wait_to_be_pushed(cast: Cast, now: datetime) -> None:
    number = nudge(cast, now)
    found = later_of(cast.ana.viewer, now).nudge
    assert found is not None
    assert (found.id, found.words, found.author, found.sent_at) == (
        number,
        NUDGE_WORDS["thinking"],
        "Carla Reyes",
        now,
    )
    assert later_of(cast.luis.viewer, now).nudge is None
    assert pushes() == ["Mon 23 09:00 nudges"]
    assert [(line.action, line.actor_id, line.participant_id, line.details) for line in audit_lines()] == [
        ("nudge.sent", cast.counselor.id, cast.ana.id, {})
    ]


def test_in_quiet_hours_the_push_waits_for_their_end(cast: Cast, now: datetime) -> None:
    nudge(cast, now + 13 * HOUR)
    assert pushes() == ["Tue 24 08:00 nudges"]
    assert later_of(cast.ana.viewer, now).nudge is not None


def test_who_wants_no_push_or_rests_finds_them_on_the_page_only(cast: Cast, now: datetime) -> None:
    keep_choices(cast.ana.viewer, TypedChoices.of(Choices(nudges=False)), 0, now)
    nudge(cast, now)
    assert not nudge_card(cast.counselor.viewer, cast.ana.id, now).wants_push
    rest_until(cast.luis.viewer, date(2026, 11, 30), now)
    assert not nudge_card(cast.other_counselor.viewer, cast.luis.id, now).wants_push
    send_nudge(cast.other_counselor.viewer, cast.luis.id, "here", now)
    assert pushes() == []
    assert later_of(cast.ana.viewer, now).nudge
    assert later_of(cast.luis.viewer, now).nudge


def test_one_a_day(cast: Cast, now: datetime) -> None:
    counselor = cast.counselor.viewer
    assert nudge_card(counselor, cast.ana.id, now) == NudgeCard(sent=(), wants_push=True, reason=None)
    nudge(cast, now)
    assert nudge_card(counselor, cast.ana.id, now).reason == ONE_A_DAY
    with pytest.raises(Conflict) as refusal:
        nudge(cast, now + 14 * HOUR, "here")
    assert refusal.value.reason == ONE_A_DAY
    tomorrow = now + 15 * HOUR  # midnight in Chicago
    assert nudge_card(counselor, cast.ana.id, tomorrow).reason is None
    nudge(cast, tomorrow, "here")
    assert [one.words for one in nudge_card(counselor, cast.ana.id, tomorrow).sent] == [
        NUDGE_WORDS["here"],
        NUDGE_WORDS["thinking"],
    ]


def test_of_two_at_the_same_moment_one_is_sent(app: Flask, cast: Cast, now: datetime) -> None:
    def send() -> None:
        nudge(cast, now)

    assert sorted(map(str, at_once(app, send, send))) == sorted(["None", ONE_A_DAY.english()])
    assert len(pushes()) == 1


@pytest.mark.parametrize("who", ["cover", "other_counselor", "director", "strange_counselor", "family_member"])
def test_only_who_reads_the_record_sends_or_looks(cast: Cast, now: datetime, who: str) -> None:
    viewer = cast.everyone[who].viewer
    for act in (lambda: send_nudge(viewer, cast.ana.id, "here", now), lambda: nudge_card(viewer, cast.ana.id, now)):
        with pytest.raises(NotFound):
            act()


def test_only_the_texts_of_the_list_are_sent(cast: Cast, now: datetime) -> None:
    for words in ("", "Call me", "thinking ", "\0"):
        with pytest.raises(Invalid) as refusal:
            send_nudge(cast.counselor.viewer, cast.ana.id, words, now)
        assert refusal.value.reason == CHOOSE_WORDS
    assert not audit_lines()


def ended(cast: Cast) -> None:
    enrollment = update(Enrollment).where(Enrollment.participant_id == cast.ana.id)
    db.session.execute(enrollment.values(ended_on=date(2026, 11, 23)))


def not_joined(cast: Cast) -> None:
    db.session.execute(update(Person).where(Person.id == cast.ana.id).values(joined_at=None))


def disabled(cast: Cast) -> None:
    gone_at = datetime(2026, 11, 23, tzinfo=UTC)
    db.session.execute(update(Person).where(Person.id == cast.ana.id).values(disabled_at=gone_at))


@pytest.mark.parametrize("happens", [ended, not_joined, disabled])
def test_who_takes_no_part_gets_none(cast: Cast, now: datetime, happens: Callable[[Cast], None]) -> None:
    happens(cast)
    db.session.commit()
    assert nudge_card(cast.counselor.viewer, cast.ana.id, now).reason == NOT_IN_PROGRAM
    with pytest.raises(Refused) as refusal:
        nudge(cast, now)
    assert refusal.value.reason == NOT_IN_PROGRAM


def test_seen_it_is_gone_and_its_push_too(cast: Cast, now: datetime) -> None:
    first = nudge(cast, now)
    second = nudge(cast, now + 24 * HOUR, "here")
    with pytest.raises(NotFound):
        see_nudge(cast.luis.viewer, second, now + 25 * HOUR)
    with pytest.raises(NotFound):
        see_nudge(cast.ana.viewer, second + 1, now + 25 * HOUR)
    see_nudge(cast.ana.viewer, second, now + 25 * HOUR)
    see_nudge(cast.ana.viewer, second, now + 26 * HOUR)  # a second tap changes nothing
    assert later_of(cast.ana.viewer, now).nudge is None
    assert pushes() == []
    assert [(one.id, one.seen_at) for one in nudge_card(cast.counselor.viewer, cast.ana.id, now).sent] == [
        (second, now + 25 * HOUR),
        (first, now + 25 * HOUR),
    ]
    assert [line.action for line in audit_lines()].count("nudge.seen") == 1


def test_the_counselor_sees_that_a_push_was_tapped(cast: Cast, now: datetime) -> None:
    nudge(cast, now)
    db.session.execute(update(OutboxMessage).values(opened_at=now + HOUR, state=MessageState.SENT))
    db.session.commit()
    found = nudge_card(cast.counselor.viewer, cast.ana.id, now + HOUR).sent
    assert [(one.opened_at, one.seen_at) for one in found] == [(now + HOUR, None)]
