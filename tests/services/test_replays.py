"""What other thresholds would have raised: from the stored check-ins of the program, and nobody else's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from client_app.domain.roles import Role
from client_app.domain.thresholds import Thresholds
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, Person, Program
from client_app.services.replays import Replay, replay
from tests.cast import Cast
from tests.factories import enroll, make_check_in, make_history, make_pause, make_person
from tests.support.applications import Statements

DAY = timedelta(days=1)


def said(found: Replay) -> list[tuple[str, str, str]]:
    """The lines of a replay in words, the total last."""
    lines = [(line.code, line.before.said().english(), line.after.said().english()) for line in found.lines]
    return [*lines, ("all", found.before.said().english(), found.after.said().english())]


@pytest.fixture
def weeks(cast: Cast, now: datetime) -> None:
    """Ana checks in daily for two weeks, with a craving of 8 on nine days and of 7 on five; Stella at 10, next door."""
    make_history(cast.ana.id, now, [8] * 9 + [7] * 5)
    make_history(cast.luis.id, now, [1] * 30)
    make_history(cast.stranger.id, now, [10] * 20)


@pytest.mark.usefixtures("weeks")
def test_the_rule_that_judges_otherwise_is_counted_by_both(cast: Cast, now: datetime) -> None:
    found = replay(cast.director.viewer, Thresholds(), Thresholds(craving_high=7), now)
    assert found.days == 30
    assert said(found) == [("craving", "9", "14"), ("all", "9", "14")]


@pytest.mark.usefixtures("weeks")
def test_small_counts_are_not_shown_and_cannot_be_reckoned(cast: Cast, now: datetime) -> None:
    for back in range(3):
        make_check_in(cast.luis.id, now - 40 * DAY + back * DAY, confidence=1)  # long ago
        make_check_in(cast.ana.id, now - 20 * DAY + back * DAY, confidence=1)
    found = replay(cast.director.viewer, Thresholds(), Thresholds(craving_high=7, confidence_low=0), now)
    assert said(found) == [
        ("craving", "9", "14"),
        ("confidence_low", "fewer than 5", "fewer than 5"),
        ("all", "9 or more", "14 or more"),
    ]


def test_silence_is_counted_for_those_who_never_sent_anything(cast: Cast, now: datetime) -> None:
    """At 9:00 the worker has not looked today; both have been enrolled for 28 days."""
    found = replay(cast.director.viewer, Thresholds(), Thresholds(quiet_days=10), now)
    assert said(found) == [("quiet_days", "52", "36"), ("all", "52", "36")]


def test_times_in_the_program_are_kept_to(cast: Cast, now: datetime) -> None:
    luis = db.session.query(Enrollment).filter_by(participant_id=cast.luis.id).one()
    luis.ended_on = now.date() - 20 * DAY
    make_pause(cast.ana.id, now.date() - 20 * DAY, now.date())
    enroll_again(cast, now)
    found = replay(cast.director.viewer, Thresholds(), Thresholds(quiet_days=14), now)
    assert said(found)[0] == ("quiet_days", "17", "fewer than 5")


def test_who_has_not_joined_yet_is_not_quiet(cast: Cast, now: datetime) -> None:
    for person_id in (cast.ana.id, cast.luis.id):
        db.session.get_one(Person, person_id).joined_at = None
    db.session.commit()
    found = replay(cast.director.viewer, Thresholds(), Thresholds(quiet_days=10), now)
    assert said(found) == [("quiet_days", "fewer than 5", "fewer than 5"), ("all", "fewer than 5", "fewer than 5")]


def enroll_again(cast: Cast, now: datetime) -> None:
    """Luis comes back a week ago."""
    luis = db.session.query(Enrollment).filter_by(participant_id=cast.luis.id).one()
    db.session.add(
        Enrollment(program_id=luis.program_id, participant_id=luis.participant_id, started_on=now.date() - 7 * DAY)
    )
    db.session.commit()


@pytest.mark.usefixtures("weeks")
def test_it_asks_as_often_however_many_there_are_and_changes_nothing(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    def asked() -> Statements:
        db.session.rollback()
        with count_statements() as statements:
            replay(cast.director.viewer, Thresholds(), Thresholds(craving_high=6, quiet_days=3), now)
        return statements

    few = asked()
    program = db.session.get_one(Program, cast.program_id)
    for number in range(8):
        person = make_person(program, Role.PARTICIPANT, f"Person {number}")
        enroll(person, db.session.get_one(Caseload, cast.caseload_id))
        make_history(person.id, now, [5, 9, 3])
    many = asked()
    assert len(few) == len(many) == len(many.selects) == 2


def test_nothing_to_replay(cast: Cast, now: datetime) -> None:
    found = replay(cast.director.viewer, Thresholds(), Thresholds(), now)
    assert found.lines == ()
