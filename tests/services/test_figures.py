"""How a program is doing: rules, claims and days, and no small count."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind, State
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, FlagEvent, Person, Program
from client_app.services.figures import Figures, RuleFigures, figures_of
from tests.cast import Cast
from tests.factories import enroll, make_check_in, make_flag, make_history, make_pause, make_person, stored
from tests.support.applications import Statements

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def raised(cast: Cast, times: int, at: datetime, rule: str = "craving", **columns: Any) -> list[int]:
    """Closed flags of Ana's."""
    columns = {"state": State.RESOLVED, "due_at": None} | columns
    return [make_flag(cast.ana.id, rule, raised_at=at, **columns).id for _ in range(times)]


def claimed(number: int, at: datetime) -> None:
    """Somebody claimed the flag."""
    stored(FlagEvent(flag_id=number, kind=EventKind.CLAIMED, at=at))


def rule(found: Figures, code: str = "craving") -> RuleFigures:
    """One rule's figures."""
    return next(one for one in found.rules if one.code == code)


def fired(cast: Cast, now: datetime, window: int = 30, code: str = "craving") -> str:
    """How often a rule fired, in words."""
    return rule(figures_of(cast.director.viewer, window, now), code).fired.said().english()


def test_how_often_each_rule_fired_in_its_own_program(cast: Cast, now: datetime) -> None:
    raised(cast, 6, now - DAY)
    raised(cast, 4, now - DAY, "call_me")
    raised(cast, 2, now - 30 * DAY, "any_use")
    raised(cast, 4, now - 30 * DAY - HOUR, "any_use")
    for _ in range(7):
        make_flag(cast.stranger.id, "any_use", raised_at=now - DAY, state=State.RESOLVED)
    assert fired(cast, now) == "6"
    assert fired(cast, now, code="call_me") == "fewer than 5"
    assert fired(cast, now, code="any_use") == "fewer than 5"
    assert fired(cast, now, 90, "any_use") == "6"
    found = figures_of(cast.director.viewer, 30, now)
    assert (found.window, found.fired.said().english()) == (30, "6 or more")
    assert len(found.rules) == 15


def test_ninety_days_do_not_betray_the_sixty_before_the_last_thirty(cast: Cast, now: datetime) -> None:
    raised(cast, 6, now - DAY)
    raised(cast, 2, now - 60 * DAY)
    assert (fired(cast, now), fired(cast, now, 90)) == ("6", "6 or more")
    raised(cast, 3, now - 90 * DAY)
    assert fired(cast, now, 90) == "11"


def test_how_many_were_useful_of_those_that_were_marked(cast: Cast, now: datetime) -> None:
    raised(cast, 9, now - DAY, useful=True)
    raised(cast, 6, now - DAY, useful=False)
    raised(cast, 20, now - DAY, useful=None)
    raised(cast, 20, now - 40 * DAY, useful=False)
    found = figures_of(cast.director.viewer, 30, now)
    assert rule(found).useful.said().english() == "60%"
    assert rule(found, "call_me").useful.said().english() == "too few to say"


def test_how_fast_it_was_claimed_the_first_time(cast: Cast, now: datetime) -> None:
    numbers = raised(cast, 5, now - DAY)
    for number, hours in zip(numbers, (1, 2, 3, 9), strict=False):
        claimed(number, now - DAY + hours * HOUR)
    claimed(numbers[0], now)  # undone, and claimed once more
    assert rule(figures_of(cast.director.viewer, 30, now)).claimed_after is None
    claimed(numbers[4], now - DAY + 20 * HOUR)
    assert rule(figures_of(cast.director.viewer, 30, now)).claimed_after == 3 * HOUR


def test_flags_past_their_promised_time(cast: Cast, now: datetime) -> None:
    for number in range(5):
        program = db.session.get_one(Program, cast.program_id)
        person = make_person(program, Role.PARTICIPANT, f"Late {number}")
        enroll(person, None)
        make_flag(person.id, raised_at=now - 2 * DAY, due_at=now - HOUR)
        make_flag(person.id, "call_me", raised_at=now - 2 * DAY, due_at=now + HOUR)
    late: dict[str, Any] = {"due_at": now - 2 * DAY, "resolved_at": now - DAY}
    raised(cast, 6, now - 3 * DAY, **late)
    raised(cast, 3, now - 3 * DAY, due_at=now - 2 * DAY, resolved_at=now - 2 * DAY)
    raised(cast, 3, now - 40 * DAY, due_at=now - 31 * DAY, resolved_at=now - DAY)
    found = figures_of(cast.director.viewer, 30, now)
    assert (found.late_now.said().english(), found.late_before.said().english()) == ("5", "6")


def test_a_quiet_program_shows_no_count(cast: Cast, now: datetime) -> None:
    found = figures_of(cast.director.viewer, 90, now)
    assert {one.fired.said().english() for one in found.rules} == {"fewer than 5"}
    assert found.fired.is_hidden
    assert found.late_now.is_hidden
    assert found.late_before.is_hidden


def shares(cast: Cast, now: datetime) -> dict[int, str]:
    """The share of days with a check-in, in words."""
    return {one.days: one.share.said().english() for one in figures_of(cast.director.viewer, 30, now).shares}


def test_the_share_of_ended_days_that_have_a_daily_check_in(cast: Cast, now: datetime) -> None:
    """Two people for a week and for 28 days; today has not ended."""
    make_history(cast.ana.id, now, [5] * 15)
    make_check_in(cast.luis.id, now - DAY, Kind.UPDATE, note="An update counts for no day.")
    make_history(cast.stranger.id, now, [5] * 30)
    assert shares(cast, now) == {7: "50%", 30: "25%"}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "50%"),
        ({"ended_on": 7}, "too few to say"),  # Ana's seven days alone
        ({"ended_on": 3}, "60% or more"),  # seven of eleven
    ],
)
def test_days_after_the_end_are_not_expected(cast: Cast, now: datetime, columns: dict[str, int], said: str) -> None:
    make_history(cast.ana.id, now, [5] * 15)
    luis = db.session.query(Enrollment).filter_by(participant_id=cast.luis.id).one()
    for name, back in columns.items():
        setattr(luis, name, now.date() - back * DAY)
    db.session.commit()
    assert shares(cast, now)[7] == said


@pytest.mark.parametrize(("away", "said"), [((7, 1), "too few to say"), ((3, 0), "60% or more"), ((30, 8), "50%")])
def test_days_away_are_not_expected(cast: Cast, now: datetime, away: tuple[int, int], said: str) -> None:
    make_history(cast.ana.id, now, [5] * 15)
    make_pause(cast.luis.id, now.date() - away[0] * DAY, now.date() - away[1] * DAY)
    assert shares(cast, now)[7] == said


def test_a_check_in_during_a_pause_or_after_the_end_counts_as_little_as_its_day(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [5] * 28)
    pause = make_pause(cast.ana.id, now.date() - 20 * DAY, now.date() - 11 * DAY)
    assert shares(cast, now)[30] == f"{round(100 * 17 / 46)}%"
    db.session.delete(pause)
    enrollment = db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one()
    enrollment.ended_on = now.date() - 10 * DAY
    db.session.commit()
    assert shares(cast, now)[30] == f"{round(100 * 17 / 46)}%"


def test_days_before_somebody_has_joined_are_not_expected(cast: Cast, now: datetime) -> None:
    """Luis was invited and never came; Ana came a week ago, and filled in the day before as well."""
    make_history(cast.ana.id, now, [5] * 9)
    db.session.get_one(Person, cast.luis.id).joined_at = None
    db.session.get_one(Person, cast.ana.id).joined_at = now - 20 * DAY
    db.session.commit()
    assert shares(cast, now) == {7: "too few to say", 30: f"{round(100 * 8 / 20)}%"}
    db.session.get_one(Person, cast.ana.id).joined_at = now - 7 * DAY
    db.session.commit()
    assert shares(cast, now) == {7: "too few to say", 30: "too few to say"}


def test_it_asks_as_often_however_many_there_are(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    def asked() -> int:
        db.session.rollback()
        with count_statements() as statements:
            figures_of(cast.director.viewer, 90, now)
        return len(statements)

    few = asked()
    for number in range(6):
        person = make_person(db.session.get_one(Program, cast.program_id), Role.PARTICIPANT, f"Person {number}")
        enroll(person, db.session.get_one(Caseload, cast.caseload_id))
        make_history(person.id, now, [5, 9, 3])
        make_flag(person.id)
    assert few == asked() == 5
