"""What staff see of the calendar: the own first, who is expected, and no more of others' reasons than is theirs."""

from datetime import datetime, time, timedelta

import pytest

from client_app.domain.absence_notices import Obstacle
from client_app.domain.appointments import Kind
from client_app.domain.attendance import Attendance
from client_app.domain.refusals import NotFound
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import Move, cancel, change_one, change_series
from client_app.services.groups import appointment_page, choices_of, found_by, week
from client_app.services.holidays import add_holiday
from tests.cast import Cast
from tests.support.attendance import mark
from tests.support.calendars import (
    AGREED,
    MONDAY,
    NEXT_MONDAY,
    TUESDAY,
    WEDNESDAY,
    a_plan,
    a_session,
    make_phase,
    make_series,
    planned,
)


def test_a_week_shows_the_own_appointments_first(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, "Breakfast", session=a_session(facilitator_id=cast.other_counselor.id))
    make_series(cast.counselor.viewer, now, session=a_session(facilitator_id=cast.counselor.id))
    make_series(cast.counselor.viewer, now, "Talk", kind=Kind.INDIVIDUAL, participant_id=cast.ana.id, weekdays=(2,))
    found = week(cast.counselor.viewer, WEDNESDAY, now)
    assert (found.monday, found.today) == (MONDAY, MONDAY)
    assert [(day, [entry.appointment.series.topic for entry in found.days[day]]) for day in found.days] == [
        (MONDAY, ["Early recovery", "Breakfast"]),
        (WEDNESDAY, ["Talk"]),
    ]
    first, second = found.days[MONDAY]
    assert (first.is_own, first.facilitator, first.expected) == (True, "Carla Reyes", 2)
    assert (second.is_own, second.facilitator) == (False, "Olive Stone")
    [talk] = found.days[WEDNESDAY]
    assert (talk.participant, talk.expected) == ("Ana", 1)
    assert found.named == {cast.ana.id}
    assert week(cast.strange_counselor.viewer, MONDAY, now).days == {}


def test_a_week_says_where_something_went_and_who_cannot_come(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    change_one(cast.counselor.viewer, key, Move(TUESDAY, a_session()), AGREED, now)
    tell_absence(cast.ana.viewer, key, Told("ride", wants_change=False, note=""), now)
    found = week(cast.counselor.viewer, MONDAY, now)
    assert list(found.days) == [MONDAY, TUESDAY]
    assert found.days[TUESDAY][0].absent == 1
    cancel(cast.counselor.viewer, planned(cast)[1].key, Scope.THIS, AGREED, now)
    assert week(cast.counselor.viewer, NEXT_MONDAY, now).days[NEXT_MONDAY][0].expected == 0


def test_a_week_says_what_is_still_to_be_marked(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, session=a_session(time(9, 10)))
    make_series(cast.counselor.viewer, now, "Music", session=a_session(time(11)))

    def marks() -> list[int | None]:
        return [entry.marked for entry in week(cast.counselor.viewer, MONDAY, now).days[MONDAY]]

    assert marks() == [0, None]
    mark(cast.counselor.viewer, key, {cast.ana.id: Attendance.PRESENT}, now)
    assert marks() == [1, None]


def test_one_that_was_moved_to_another_week_is_said_in_both(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, last_on=MONDAY)
    change_one(cast.counselor.viewer, key, Move(NEXT_MONDAY, a_session()), AGREED, now)
    assert list(week(cast.counselor.viewer, MONDAY, now).days) == [MONDAY]
    assert list(week(cast.counselor.viewer, NEXT_MONDAY, now).days) == [NEXT_MONDAY]


def test_one_appointment_shows_who_is_expected(cast: Cast, now: datetime) -> None:
    phase = make_phase(cast.program_id, now, "Five days")
    key = make_series(cast.counselor.viewer, now, phase_ids=frozenset({phase}))
    found = appointment_page(cast.counselor.viewer, key, now)
    assert [(person.name, person.is_readable) for person in found.people] == [("Ana", True), ("Luis", False)]
    assert found.phases == ("Five days",)
    assert (found.moves.change, found.moves.series, found.is_holiday) == (None, None, False)
    assert found.moves.restore is not None


def test_who_has_left_is_not_expected_any_more(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    db.session.query(Enrollment).filter_by(participant_id=cast.luis.id).one().ended_on = MONDAY - timedelta(days=1)
    db.session.commit()
    assert [person.name for person in appointment_page(cast.counselor.viewer, key, now).people] == ["Ana"]


def test_why_somebody_cannot_come_is_for_those_who_read_their_record(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    tell_absence(cast.ana.viewer, key, Told("ashamed", wants_change=True, note="I will call."), now)
    notice = appointment_page(cast.counselor.viewer, key, now).people[0].notice
    assert notice is not None
    assert (notice.obstacle, notice.note, notice.wants_change) == (Obstacle.ASHAMED, "I will call.", True)
    for other in (cast.other_counselor, cast.director):
        hidden = appointment_page(other.viewer, key, now).people[0].notice
        assert hidden is not None
        assert (hidden.obstacle, hidden.note) == (None, "")


def test_a_holiday_says_that_nobody_cancelled_it(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    add_holiday(cast.director.viewer, MONDAY, "Closed", now)
    assert appointment_page(cast.counselor.viewer, key, now).is_holiday


def test_a_past_one_says_why_it_is_not_changed(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    found = appointment_page(cast.counselor.viewer, key, now + timedelta(days=1))
    assert None not in {found.moves.change, found.moves.series, found.moves.restore}


def test_an_old_name_leads_to_the_series_that_goes_on(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now)
    second = planned(cast)[1].key
    change_series(cast.counselor.viewer, second, a_plan("Music"), Scope.LATER, AGREED, now)
    assert found_by(cast.counselor.viewer, second).series.topic == "Music"


@pytest.mark.parametrize("key", ["", "1", "x", "999999999-20261123", "1-20261124"])
def test_what_is_not_on_the_calendar_is_not_there(cast: Cast, now: datetime, key: str) -> None:
    make_series(cast.counselor.viewer, now)
    with pytest.raises(NotFound):
        appointment_page(cast.counselor.viewer, key, now)


def test_only_people_of_the_program_can_be_chosen(cast: Cast, now: datetime) -> None:
    phase = make_phase(cast.program_id, now, "Five days")
    found = choices_of(cast.counselor.viewer)
    assert list(found.facilitators.values()) == ["Carla Reyes", "Cory Bell", "Dora Kent", "Olive Stone"]
    assert list(found.participants.values()) == ["Ana", "Luis"]
    assert found.phases == {phase: "Five days"}
