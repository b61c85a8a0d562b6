"""A mark and the rule of missed appointments: raised, raised again, corrected; nothing is resolved by itself."""

from datetime import datetime, time, timedelta

import pytest

from client_app.domain.absence_notices import Obstacle
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flags import Severity
from client_app.domain.local_days import ONE_DAY
from client_app.extensions import db
from client_app.models import Enrollment, Flag
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.attendance_marks import undo_marks
from client_app.services.flag_pages import flag_page
from tests.cast import Cast
from tests.factories import make_flag
from tests.support.attendance import EXCUSED, LATE, MISSED, PRESENT, mark, roll
from tests.support.calendars import NEXT_MONDAY, a_session, make_series, planned
from tests.support.posts import audit_lines, events_of, flags_of

RULE = "missed_appointment"


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    """A group that begins in five minutes, and so can be marked."""
    return make_series(cast.counselor.viewer, now, session=a_session(time(9, 5)))


@pytest.mark.parametrize("one", [PRESENT, LATE, EXCUSED])
def test_whoever_was_there_or_excused_is_not_flagged(cast: Cast, now: datetime, key: str, one: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: type(MISSED)(one)}, now)
    assert flags_of(cast.ana.id) == []


def test_missed_is_for_the_next_contact(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: MISSED}, now)
    [flag] = flags_of(cast.ana.id)
    assert (flag.rule, flag.severity, flag.state, flag.due_at) == (RULE, Severity.NEXT_CONTACT, State.OPEN, None)
    assert flag.inputs == {"appointment": key, "days": ["2026-11-23"]}
    assert flags_of(cast.luis.id) == []


def test_a_second_one_is_an_event_on_the_open_flag(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: MISSED}, now)
    mark(cast.counselor.viewer, planned(cast, NEXT_MONDAY)[1].key, {cast.ana.id: MISSED}, now + 7 * ONE_DAY)
    assert events_of(cast.ana.id, RULE) == [EventKind.RAISED, EventKind.RAISED_AGAIN]
    [flag] = flags_of(cast.ana.id)
    shown = flag_page(cast.counselor.viewer, flag.id, now)
    assert [one.key for one in shown.grounds.missed] == [planned(cast, NEXT_MONDAY)[1].key, key]
    assert [event.days for event in shown.events][1] == (NEXT_MONDAY,)


def test_a_correction_is_noted_and_the_flag_stays(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: MISSED}, now)
    mark(cast.other_counselor.viewer, key, {cast.ana.id: EXCUSED}, now + ONE_DAY)
    assert events_of(cast.ana.id, RULE) == [EventKind.RAISED, EventKind.MARK_CORRECTED]
    [flag] = flags_of(cast.ana.id)
    assert flag.state is State.OPEN
    shown = flag_page(cast.counselor.viewer, flag.id, now)
    assert shown.events[1].what.english().startswith("Olive Stone corrected it")
    assert [(one.mark, one.marked_by) for one in shown.grounds.missed] == [(EXCUSED, "Olive Stone")]
    assert [line.action for line in audit_lines()].count("flag.mark_corrected") == 1


def test_one_that_is_taken_back_is_a_correction_and_may_come_again(cast: Cast, now: datetime, key: str) -> None:
    viewer = cast.counselor.viewer
    mark(viewer, key, {cast.ana.id: MISSED}, now)
    undo_marks(viewer, key, roll(viewer, key, now).undo, now)
    [flag] = flags_of(cast.ana.id)
    [one] = flag_page(viewer, flag.id, now).grounds.missed
    assert (one.mark, one.marked_by, one.starts_at, one.topic) == (None, None, None, "Early recovery")
    mark(viewer, key, {cast.ana.id: MISSED}, now + timedelta(minutes=1))
    assert events_of(cast.ana.id, RULE) == [EventKind.RAISED, EventKind.MARK_CORRECTED, EventKind.RAISED_AGAIN]


def test_taking_a_correction_back_raises_it_again(cast: Cast, now: datetime, key: str) -> None:
    viewer, later = cast.counselor.viewer, now + timedelta(minutes=1)
    mark(viewer, key, {cast.ana.id: MISSED}, now)
    mark(viewer, key, {cast.ana.id: PRESENT}, later)
    undo_marks(viewer, key, roll(viewer, key, later).undo, later)
    assert events_of(cast.ana.id, RULE) == [EventKind.RAISED, EventKind.MARK_CORRECTED, EventKind.RAISED_AGAIN]


def test_a_resolved_flag_hears_of_the_correction_too(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: MISSED}, now)
    flag = db.session.query(Flag).filter_by(participant_id=cast.ana.id).one()
    flag.state = State.RESOLVED
    db.session.commit()
    mark(cast.counselor.viewer, key, {cast.ana.id: LATE}, now)
    assert events_of(cast.ana.id, RULE) == [EventKind.RAISED, EventKind.MARK_CORRECTED]


def test_whose_time_has_ended_is_marked_and_not_flagged(cast: Cast, now: datetime, key: str) -> None:
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = now.date()
    db.session.commit()
    mark(cast.counselor.viewer, key, {cast.ana.id: MISSED}, now)
    assert flags_of(cast.ana.id) == []
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now + ONE_DAY)
    assert events_of(cast.ana.id, RULE) == []


def test_the_flag_says_what_had_got_in_the_way(cast: Cast, now: datetime, key: str) -> None:
    tell_absence(cast.ana.viewer, key, Told("ride", wants_change=False, note="No bus."), now)
    mark(cast.counselor.viewer, key, {cast.ana.id: MISSED}, now)
    [flag] = flags_of(cast.ana.id)
    [one] = flag_page(cast.counselor.viewer, flag.id, now).grounds.missed
    assert one.notice is not None
    assert (one.notice.obstacle, one.notice.note) == (Obstacle.RIDE, "No bus.")


def test_a_flag_that_names_no_appointment_shows_none(cast: Cast, now: datetime) -> None:
    flag = make_flag(cast.ana.id, RULE, Severity.NEXT_CONTACT, now, inputs={})
    assert flag_page(cast.counselor.viewer, flag.id, now).grounds.missed == ()
