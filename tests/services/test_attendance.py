"""What stands marked, who sees which part of it, and the minutes of one participant."""

from datetime import date, datetime, time, timedelta

import pytest

from client_app.domain.appointments import Kind
from client_app.domain.attendance import Attendance, Attended, Mark
from client_app.domain.local_days import ONE_DAY
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.attendance import attended_by, others_for
from client_app.services.groups import found_by
from tests.cast import Cast
from tests.support.attendance import EXCUSED, LATE, MISSED, PRESENT, mark, roll
from tests.support.calendars import MONDAY, NEXT_MONDAY, a_session, make_series, planned


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    """A group that begins in five minutes, and so can be marked."""
    return make_series(cast.counselor.viewer, now, session=a_session(time(9, 5)))


def test_everybody_is_expected_and_unmarked_at_first(cast: Cast, now: datetime, key: str) -> None:
    tell_absence(cast.luis.viewer, key, Told("ride", wants_change=False, note=""), now)
    found = roll(cast.counselor.viewer, key, now)
    assert [(person.name, person.suggested) for person in found.unmarked] == [("Ana", PRESENT), ("Luis", EXCUSED)]
    assert (found.why_not, found.undo, found.marked_at_once) == (None, {}, None)


def test_it_says_why_nothing_can_be_marked_yet(cast: Cast, now: datetime) -> None:
    found = roll(cast.counselor.viewer, make_series(cast.counselor.viewer, now), now)
    assert found.why_not is not None
    assert "has not begun" in found.why_not.english()


def test_who_came_all_the_same_stands_below(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    one = planned(cast)[0]
    series = make_series(
        cast.counselor.viewer, now, "Talk", weekdays=(1,), participant_id=cast.luis.id, kind=Kind.INDIVIDUAL
    )
    talk = found_by(cast.counselor.viewer, series)
    assert others_for(cast.counselor.viewer, one, ()) == {cast.ana.id: "Ana", cast.luis.id: "Luis"}
    assert others_for(cast.counselor.viewer, one, roll(cast.counselor.viewer, key, now).people) == {}
    assert others_for(cast.counselor.viewer, talk, ()) == {}


def test_a_note_is_for_the_reader_and_for_whoever_marked_it(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.other_counselor.viewer, key, {cast.ana.id: Mark(PRESENT, note="Was quiet.")}, now)
    seen = {}
    for who in ("counselor", "other_counselor", "cover", "director"):
        marked = roll(cast.everyone[who].viewer, key, now).people[0].marked
        assert marked is not None
        assert (marked.mark.mark, marked.has_note, marked.by) == (PRESENT, True, "Olive Stone")
        seen[who] = (marked.mark.note, marked.hides_note)
    assert seen == {
        "counselor": ("Was quiet.", False),
        "other_counselor": ("Was quiet.", False),
        "cover": ("", True),
        "director": ("", True),
    }


def test_what_was_marked_last_can_be_taken_back_for_ten_minutes(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.luis.id: PRESENT}, now)
    later = now + timedelta(minutes=3)
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, later)
    found = roll(cast.counselor.viewer, key, later + timedelta(minutes=10))
    assert (list(found.undo), found.marked_at_once) == ([cast.ana.id], None)
    assert roll(cast.counselor.viewer, key, later + timedelta(minutes=11)).undo == {}
    assert roll(cast.other_counselor.viewer, key, later).undo == {}


def test_minutes_are_those_of_the_programs_days(cast: Cast, now: datetime) -> None:
    late = make_series(cast.counselor.viewer, now, session=a_session(time(23, 30)))  # already Tuesday in UTC
    viewer, at = cast.counselor.viewer, now + ONE_DAY
    mark(viewer, late, {cast.ana.id: Mark(LATE, 40), cast.luis.id: MISSED}, at)
    assert attended_by(cast.ana.id, MONDAY, MONDAY) == [Attended(MONDAY, 90, LATE, 40)]
    assert attended_by(cast.ana.id, MONDAY + ONE_DAY, NEXT_MONDAY) == []
    assert attended_by(cast.ana.id, date(2026, 11, 1), MONDAY - ONE_DAY) == []
    assert [one.mark for one in attended_by(cast.luis.id, MONDAY, NEXT_MONDAY)] == [Attendance.MISSED]
