"""A participant's schedule: what is theirs, by the phase of the day, and what has changed about it."""

from datetime import datetime, time, timedelta

import pytest

from client_app.domain.appointments import Kind
from client_app.domain.refusals import NotFound
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.appointments import Move, cancel, change_one
from client_app.services.groups import appointment_page
from client_app.services.phases import move_participant
from client_app.services.schedules import Schedule, coming_up, facilitator_of, own_appointment, schedule_of
from tests.cast import Cast
from tests.factories import make_pause
from tests.support.calendars import AGREED, MONDAY, TUESDAY, WEDNESDAY, a_session, make_phase, make_series, planned


def topics(found: Schedule) -> tuple[list[str], list[str], list[str]]:
    """What stands under today, this week and later."""
    now, this_week, later = (
        [entry.appointment.series.topic for entry in part] for part in (found.now, found.this_week, found.later)
    )
    return now, this_week, later


def test_an_empty_schedule(cast: Cast, now: datetime) -> None:
    assert schedule_of(cast.ana.viewer, now).is_empty
    assert coming_up(cast.ana.viewer, now) == ()


def test_today_this_week_and_later(cast: Cast, now: datetime) -> None:
    lead = a_session(facilitator_id=cast.counselor.id)
    make_series(cast.counselor.viewer, now, "Talk", weekdays=(0,), kind=Kind.INDIVIDUAL, participant_id=cast.ana.id)
    make_series(cast.counselor.viewer, now, "Music", weekdays=(2,), session=lead)
    found = schedule_of(cast.ana.viewer, now)
    assert topics(found) == (["Talk"], ["Music"], ["Talk", "Music", "Talk", "Music", "Talk", "Music", "Talk"])
    assert found.this_week[0].facilitator == "Carla Reyes"
    assert topics(schedule_of(cast.luis.viewer, now)) == ([], ["Music"], ["Music"] * 3)
    assert schedule_of(cast.stranger.viewer, now).is_empty
    assert [entry.appointment.series.topic for entry in coming_up(cast.luis.viewer, now)] == ["Music"]


def test_what_has_ended_is_gone_and_what_goes_on_is_there(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, session=a_session(time(10), 60), last_on=now.date())
    assert topics(schedule_of(cast.ana.viewer, now + timedelta(minutes=119)))[0] == ["Early recovery"]
    assert schedule_of(cast.ana.viewer, now + timedelta(minutes=120)).is_empty


def test_on_a_sunday_next_week_is_later(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now)
    assert topics(schedule_of(cast.ana.viewer, now + timedelta(days=6)))[1:] == ([], ["Early recovery"] * 4)


def test_the_phase_of_the_day_decides(cast: Cast, now: datetime) -> None:
    five, three = (make_phase(cast.program_id, now, name) for name in ("Five days", "Three days"))
    make_series(cast.counselor.viewer, now, "Daily", phase_ids=frozenset({five}))
    make_series(cast.counselor.viewer, now, "Staying well", weekdays=(2,), phase_ids=frozenset({three}))
    assert topics(schedule_of(cast.ana.viewer, now))[:2] == (["Daily"], [])
    move_participant(cast.counselor.viewer, cast.ana.id, three, "Three steady weeks.", 0, now)
    assert topics(schedule_of(cast.ana.viewer, now))[:2] == ([], ["Staying well"])
    assert topics(schedule_of(cast.luis.viewer, now))[:2] == (["Daily"], [])


def test_who_has_left_has_nothing_planned(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, weekdays=(1, 2))
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = TUESDAY
    db.session.commit()
    assert topics(schedule_of(cast.ana.viewer, now)) == ([], ["Early recovery"], [])


def test_what_is_cancelled_or_moved_today_is_said_before_the_next(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    other = make_series(cast.counselor.viewer, now, "Music", session=a_session(time(12)))
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    change_one(cast.counselor.viewer, other, Move(WEDNESDAY, a_session(time(12))), AGREED, now)
    found = coming_up(cast.ana.viewer, now)
    told = [(one.appointment.key, one.appointment.is_on, one.is_elsewhere) for one in found]
    assert set(told[:2]) == {(other, True, True), (key, False, False)}
    assert told[2:] == [(other, True, False)]


def test_an_own_appointment_is_opened_by_its_name(cast: Cast, now: datetime) -> None:
    key = make_series(
        cast.counselor.viewer,
        now,
        "Talk",
        kind=Kind.INDIVIDUAL,
        participant_id=cast.ana.id,
        session=a_session(facilitator_id=cast.counselor.id),
    )
    one = own_appointment(cast.ana.viewer, key)
    assert (one.series.topic, facilitator_of(one)) == ("Talk", "Carla Reyes")
    for other in (cast.luis, cast.stranger):
        with pytest.raises(NotFound):
            own_appointment(other.viewer, key)
    for name in ("", "x-1", planned(cast)[0].key[:-1] + "9"):
        with pytest.raises(NotFound):
            own_appointment(cast.ana.viewer, name)


def test_a_move_leaves_what_has_begun_today_on_the_schedule_and_on_the_roster(cast: Cast, now: datetime) -> None:
    """Moved at 9:00: the group that began at 8:30 stays Ana's, the next one of the old phase does not."""
    five, three = (make_phase(cast.program_id, now, name, days) for name, days in (("Five days", 5), ("Three", 3)))
    carla, began = cast.counselor.viewer, now - timedelta(days=1)
    names = {
        (hour, phase): make_series(
            carla, began, f"{hour} of {phase}", session=a_session(hour), phase_ids=frozenset({phase})
        )
        for hour in (time(8, 30), time(10))
        for phase in (five, three)
    }
    move_participant(carla, cast.ana.id, three, "Steady.", 0, now)
    expected = {(time(8, 30), five), (time(10), three)}
    schedule = schedule_of(cast.ana.viewer, now)
    assert {entry.appointment.key for entry in schedule.now} == {names[one] for one in expected}
    for which, key in names.items():
        people = [person.name for person in appointment_page(carla, key, now).people]
        assert ("Ana" in people) is (which in expected)


@pytest.mark.parametrize(
    ("first", "last", "is_expected"), [(0, 0, False), (1, 3, True), (-9, -1, True), (-1, 0, False)]
)
def test_who_is_away_is_not_expected(cast: Cast, now: datetime, first: int, last: int, *, is_expected: bool) -> None:
    key = make_series(cast.counselor.viewer, now)
    make_pause(cast.ana.id, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))
    assert bool(schedule_of(cast.ana.viewer, now).now) is is_expected
    people = [person.name for person in appointment_page(cast.counselor.viewer, key, now).people]
    assert ("Ana" in people) is is_expected
