"""Marking who was there: whole or not at all, corrected at any time, taken back for a while; never over another's."""

from datetime import datetime, time, timedelta
from functools import partial

import pytest
from flask import Flask

from client_app.domain.attendance import EARLIEST, Attendance, Mark
from client_app.domain.local_days import ONE_DAY
from client_app.domain.refusals import Conflict, NotFound, Refused
from client_app.domain.series_edits import Scope
from client_app.services.appointments import Move, cancel, change_one, change_series
from client_app.services.attendance_marks import Wanted, mark_attendance, undo_marks
from client_app.services.groups import appointment_page
from tests.cast import Cast
from tests.support.attendance import EXCUSED, LATE, LEFT_EARLY, MISSED, PRESENT, mark, marked, roll, versions
from tests.support.calendars import AGREED, a_plan, a_session, make_phase, make_series, planned, refused
from tests.support.posts import at_once, audit_lines


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    """A group that begins in five minutes, and so can be marked."""
    return make_series(cast.counselor.viewer, now, session=a_session(time(9, 5)))


def test_everybody_is_marked_in_one_act(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT, cast.luis.id: Mark(LATE, 60, "The bus.")}, now)
    assert marked(cast.ana.id) == [(PRESENT, None, "")]
    assert marked(cast.luis.id) == [(LATE, 60, "The bus.")]
    lines = [line for line in audit_lines() if line.action == "attendance.marked"]
    assert [(line.actor_id, line.participant_id, line.details) for line in lines] == [
        (cast.counselor.id, cast.ana.id, {"mark": "present", "minutes": None, "before": None}),
        (cast.counselor.id, cast.luis.id, {"mark": "late", "minutes": 60, "before": None}),
    ]
    assert not any("bus" in str(line) for line in audit_lines())


def test_what_is_marked_is_changed_no_more_though_it_has_not_begun(cast: Cast, now: datetime, key: str) -> None:
    one = planned(cast)[0]
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    move = Move(one.day, a_session(time(12)))
    for act in (
        partial(change_one, cast.counselor.viewer, key, move, AGREED, now),
        partial(cancel, cast.counselor.viewer, key, Scope.THIS, AGREED, now),
    ):
        assert "is marked already" in refused(act, Refused)
    assert appointment_page(cast.counselor.viewer, key, now).moves.change is not None
    later = partial(change_series, cast.counselor.viewer, key, a_plan("Music"), Scope.LATER, AGREED, now)
    assert "What has happened stays" in refused(later, Refused)
    all_to_come = a_plan("Music", session=a_session(time(13)))
    change_series(cast.counselor.viewer, planned(cast)[1].key, all_to_come, Scope.ALL, AGREED, now)
    first, second = planned(cast)[:2]
    assert (first.series.topic, first.starts_at, second.series.topic) == ("Early recovery", one.starts_at, "Music")


def test_the_same_once_more_changes_nothing_whoever_saves_it(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    before = len(audit_lines())
    mark(cast.other_counselor.viewer, key, {cast.ana.id: PRESENT}, now, seen={})
    assert len(audit_lines()) == before


@pytest.mark.parametrize("who", ["counselor", "other_counselor", "cover", "director"])
def test_staff_of_the_program_stand_in_for_each_other(cast: Cast, now: datetime, key: str, who: str) -> None:
    mark(cast.everyone[who].viewer, key, {cast.luis.id: PRESENT}, now)
    assert marked(cast.luis.id) == [(PRESENT, None, "")]


def test_others_have_no_such_appointment(cast: Cast, now: datetime, key: str) -> None:
    wanted = {cast.ana.id: Wanted(Mark(PRESENT), "")}
    with pytest.raises(NotFound):
        mark_attendance(cast.strange_counselor.viewer, key, wanted, now)
    with pytest.raises(NotFound):
        mark_attendance(cast.counselor.viewer, "999-20261123", wanted, now)
    with pytest.raises(NotFound):
        undo_marks(cast.strange_counselor.viewer, key, {cast.ana.id: ""}, now)
    assert marked(cast.ana.id) == []


def test_nothing_is_marked_before_it_begins_or_once_it_is_cancelled(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, session=a_session(time(10)))
    begins = now + timedelta(hours=1)
    act = partial(mark, cast.counselor.viewer, key, {cast.ana.id: PRESENT})
    early = begins - EARLIEST - timedelta(seconds=1)
    assert "has not begun yet" in refused(lambda: act(early), Refused)
    act(begins - EARLIEST)
    off = make_series(cast.counselor.viewer, now, "Music", session=a_session(time(11)))
    cancel(cast.counselor.viewer, off, Scope.THIS, AGREED, now)
    assert "was cancelled" in refused(
        lambda: mark(cast.counselor.viewer, off, {cast.ana.id: PRESENT}, now + ONE_DAY), Refused
    )


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (Mark(LATE, 0), "tell 1 to 90"),
        (Mark(LEFT_EARLY, 91), "tell 1 to 90"),
        (Mark(PRESENT, 30), "came late or left early"),
        (Mark(PRESENT, note="x" * 2001), "too long"),
        (Mark(PRESENT, note="a\0b"), "could not be read"),
    ],
)
def test_what_cannot_stand_is_not_stored(cast: Cast, now: datetime, key: str, one: Mark, why: str) -> None:
    marks: dict[int, Attendance | Mark] = {cast.ana.id: PRESENT, cast.luis.id: one}
    assert why in refused(lambda: mark(cast.counselor.viewer, key, marks, now))
    assert marked(cast.ana.id) == []


@pytest.mark.parametrize("who", ["stranger", "family_member", "counselor"])
def test_only_participants_of_the_program_are_marked(cast: Cast, now: datetime, key: str, who: str) -> None:
    marks: dict[int, Attendance | Mark] = {cast.ana.id: PRESENT, cast.everyone[who].id: PRESENT}
    assert "does not take part" in refused(lambda: mark(cast.counselor.viewer, key, marks, now))
    assert marked(cast.ana.id) == []


def test_somebody_who_was_not_expected_can_come_to_a_group_not_to_a_talk(cast: Cast, now: datetime) -> None:
    five, three = (make_phase(cast.program_id, now, name) for name in ("Five days", "Three days"))
    assert five
    group = make_series(cast.counselor.viewer, now, session=a_session(time(9, 5)), phase_ids=frozenset({three}))
    assert roll(cast.counselor.viewer, group, now).people == ()
    mark(cast.counselor.viewer, group, {cast.luis.id: PRESENT}, now)
    [luis] = roll(cast.counselor.viewer, group, now).people
    assert (luis.name, luis.is_expected, luis.is_readable) == ("Luis", False, False)
    talk = make_series(cast.counselor.viewer, now, "Talk", session=a_session(time(9, 6)), participant_id=cast.ana.id)
    assert "does not take part" in refused(lambda: mark(cast.counselor.viewer, talk, {cast.luis.id: PRESENT}, now))


def test_a_stale_form_is_refused_whole(cast: Cast, now: datetime, key: str) -> None:
    opened = versions(cast.counselor.viewer, key, now)
    mark(cast.other_counselor.viewer, key, {cast.ana.id: LATE}, now)
    stale = partial(mark, cast.counselor.viewer, key, {cast.ana.id: MISSED, cast.luis.id: PRESENT}, now, seen=opened)
    assert "Somebody marked this after you opened it." in refused(stale, Conflict)
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([(LATE, None, "")], [])


def test_one_that_was_taken_back_and_marked_anew_is_not_the_first(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    opened = versions(cast.other_counselor.viewer, key, now)
    undo_marks(cast.counselor.viewer, key, opened and {cast.ana.id: opened[cast.ana.id]}, now)
    mark(cast.counselor.viewer, key, {cast.ana.id: EXCUSED}, now + timedelta(seconds=1))
    stale = partial(mark, cast.other_counselor.viewer, key, {cast.ana.id: PRESENT}, now, seen=opened)
    refused(stale, Conflict)


def test_of_two_at_the_same_moment_one_is_told(app: Flask, cast: Cast, now: datetime, key: str) -> None:
    acts = [
        partial(mark_attendance, member.viewer, key, {cast.ana.id: Wanted(Mark(one), "")}, now)
        for member, one in ((cast.counselor, PRESENT), (cast.other_counselor, MISSED))
    ]
    results = at_once(app, *acts)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    assert len(marked(cast.ana.id)) == 1


def test_the_same_at_the_same_moment_is_stored_once(app: Flask, cast: Cast, now: datetime, key: str) -> None:
    wanted = {cast.ana.id: Wanted(Mark(PRESENT), "")}
    acts = [partial(mark_attendance, one.viewer, key, wanted, now) for one in (cast.counselor, cast.other_counselor)]
    assert at_once(app, *acts) == [None, None]
    assert [line.action for line in audit_lines()].count("attendance.marked") == 1


def test_a_mark_is_corrected_at_any_later_time(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    mark(cast.cover.viewer, key, {cast.ana.id: Mark(LEFT_EARLY, 45)}, now + 90 * ONE_DAY)
    assert marked(cast.ana.id) == [(LEFT_EARLY, 45, "")]
    assert audit_lines()[-1].details["before"] == {
        "mark": "present",
        "minutes": None,
        "by": cast.counselor.id,
        "at": now.isoformat(),
    }


def test_another_note_alone_is_no_other_mark(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    opened = versions(cast.counselor.viewer, key, now)
    mark(cast.counselor.viewer, key, {cast.ana.id: Mark(PRESENT, note="Helped to clear up.")}, now + ONE_DAY)
    assert (audit_lines()[-1].action, audit_lines()[-1].details) == ("attendance.noted", {})
    person = roll(cast.counselor.viewer, key, now).people[0]
    assert person.marked is not None
    assert (person.marked.at, person.marked.version == opened[cast.ana.id]) == (now, False)


def test_a_note_that_the_viewer_does_not_read_is_never_lost(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: Mark(PRESENT, note="Was quiet.")}, now)
    mark(cast.cover.viewer, key, {cast.ana.id: Mark(LATE, 80)}, now)
    assert marked(cast.ana.id) == [(LATE, 80, "Was quiet.")]
    mark(cast.other_counselor.viewer, key, {cast.ana.id: Mark(LATE, 80, "Came by bus.")}, now)
    assert marked(cast.ana.id) == [(LATE, 80, "Was quiet.\nCame by bus.")]
    long = Mark(LATE, 80, "x" * 1990)
    assert "too long" in refused(lambda: mark(cast.director.viewer, key, {cast.ana.id: long}, now))
    mark(cast.counselor.viewer, key, {cast.ana.id: Mark(LATE, 80)}, now)
    assert marked(cast.ana.id) == [(LATE, 80, "")]


def test_what_was_just_marked_is_taken_back(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.other_counselor.viewer, key, {cast.ana.id: Mark(LATE, 60, "The bus.")}, now)
    later = now + timedelta(minutes=1)
    mark(cast.counselor.viewer, key, {cast.ana.id: Mark(EXCUSED, note="The bus."), cast.luis.id: PRESENT}, later)
    undo = roll(cast.counselor.viewer, key, later).undo
    assert set(undo) == {cast.ana.id, cast.luis.id}
    undo_marks(cast.counselor.viewer, key, undo, later + timedelta(minutes=10))
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([(LATE, 60, "The bus.")], [])
    person = roll(cast.counselor.viewer, key, later).people[0]
    assert person.marked is not None
    assert (person.marked.by, person.marked.at) == ("Olive Stone", now)
    assert [line.action for line in audit_lines()][-2:] == ["attendance.undone"] * 2


def test_what_cannot_be_taken_back(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    undo = roll(cast.counselor.viewer, key, now).undo
    too_late = now + timedelta(minutes=10, seconds=1)
    for viewer, seen, at in (
        (cast.other_counselor.viewer, undo, now),
        (cast.counselor.viewer, {}, now),
        (cast.counselor.viewer, {cast.ana.id: "x"}, now),
        (cast.counselor.viewer, {**undo, cast.luis.id: ""}, now),
        (cast.counselor.viewer, undo, too_late),
    ):
        assert "cannot be taken back" in refused(partial(undo_marks, viewer, key, seen, at), Conflict)
    assert marked(cast.ana.id) == [(PRESENT, None, "")]
