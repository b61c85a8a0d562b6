"""Marking who was there. A form is saved whole or not at all, and says what was marked when it was opened.

Counselors of a program mark each other's groups, as they may change each other's appointments: whoever stands in for a
colleague finds a list to mark. It shows names and marks, and nothing else of anybody's record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from client_app.domain.appointments import Appointment
from client_app.domain.attendance import NOTE_LIMIT, Attendance, Mark, planned_minutes, why_not_mark
from client_app.domain.audit_actions import Action
from client_app.domain.flag_life import UNDO_WINDOW
from client_app.domain.plans import why_not_kept
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.rosters import expected
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AttendanceMark, AuditEntry
from client_app.services._missing import note_corrected, raise_missed
from client_app.services._series_rows import take_turns
from client_app.services.acts import Act, act, subject_of
from client_app.services.attendance import version_of
from client_app.services.calendars import Calendar, Stretch
from client_app.services.enrollments import read_by
from client_app.services.groups import found_by
from client_app.services.rosters import stays_in

STALE = N_(
    "Somebody marked this after you opened it. Nothing of yours was saved yet: please look at both, then save again."
)
NOT_THERE = N_("Somebody on this form does not take part in this program that day. Nothing was saved.")
CANNOT_UNDO = N_("This cannot be taken back any more. You can correct each mark at any time.")


@dataclass(frozen=True)
class Wanted:
    """What a form wants for one person."""

    mark: Mark
    seen: str
    """The version of what was marked when it was opened; empty when nothing was."""


def mark_attendance(viewer: Viewer, key: str, wanted: Mapping[int, Wanted], now: datetime) -> None:
    """Mark, or correct, who was there. The same once more changes nothing, whoever marked it.

    A note that the viewer does not read is kept; what they write is added to it. Marking somebody as missed raises its
    flag in the same act, and correcting that says so on the flag.

    Raises:
        NotFound: the program has no such appointment.
        Refused: nothing can be marked of it.
        Invalid: somebody does not take part that day, or a mark cannot stand.
        Conflict: somebody has marked one of them otherwise since the form was opened.

    """
    with act(viewer, now) as a:
        take_turns(a, viewer.program_id)
        one = found_by(viewer, key)
        _refuse(why_not_mark(one, now))
        rows = _rows(a, one)
        _refuse_unfit(viewer, one, wanted, rows)
        meant = _with_hidden_notes(viewer, wanted, rows, now)
        changes = {number: meant[number] for number in sorted(meant) if not _stands(rows.get(number), meant[number])}
        if any(_version(rows.get(number)) != change.seen for number, change in changes.items()):
            raise Conflict(Sentence(STALE))
        if not changes:
            a.leave_unchanged()
            return
        _lock_missed(a, rows, changes)
        before = {number: _kept(rows.get(number)) for number in changes}
        written = {number: _written(a, one, number, rows.get(number), each.mark) for number, each in changes.items()}
        a.session.flush()  # all new ones in one statement
        for number, row in written.items():
            _tell(a, one, row, before[number])


def undo_marks(viewer: Viewer, key: str, seen: Mapping[int, str], now: datetime) -> None:
    """Take back what the viewer has just marked: each is what it was before, or unmarked.

    Notes stay as they are, except with a mark that is gone.

    Raises:
        NotFound: the program has no such appointment.
        Conflict: it was marked by somebody else, has changed since, or is too long ago.

    """
    with act(viewer, now) as a:
        take_turns(a, viewer.program_id)
        one = found_by(viewer, key)
        rows = _rows(a, one)
        chosen = {number: rows[number] for number in sorted(seen) if number in rows}
        is_own = all(
            version_of(row) == seen[number] and row.marked_by_id == viewer.person_id for number, row in chosen.items()
        )
        if not chosen or len(chosen) < len(seen) or not is_own:
            raise Conflict(Sentence(CANNOT_UNDO))
        if any(now - row.marked_at > UNDO_WINDOW for row in chosen.values()):
            raise Conflict(Sentence(CANNOT_UNDO))
        before = _before(a, chosen)
        for number in chosen:
            a.lock_participant(number)
        for number, row in chosen.items():
            _take_back(a, one, number, row, before[number])


def _rows(a: Act, one: Appointment) -> dict[int, AttendanceMark]:
    rows = a.session.scalars(
        select(AttendanceMark).where(AttendanceMark.series_id == one.series.id, AttendanceMark.day == one.day)
    )
    return {row.participant_id: row for row in rows}


def _refuse_unfit(
    viewer: Viewer, one: Appointment, wanted: Mapping[int, Wanted], rows: Mapping[int, AttendanceMark]
) -> None:
    """Take only those who are expected; to a group, others of the program may come as well."""
    day = one.takes_place_on
    stays = stays_in(Calendar.of(viewer), Stretch(day, day))
    there = stays if one.series.participant_id is None else expected(stays, one)
    if not wanted.keys() <= {stay.participant_id for stay in there} | rows.keys():
        raise Invalid(Sentence(NOT_THERE))
    planned = planned_minutes(one)
    problem = next((problem for each in wanted.values() for problem in each.mark.problems(planned).values()), None)
    if problem:
        raise Invalid(problem)


def _with_hidden_notes(
    viewer: Viewer, wanted: Mapping[int, Wanted], rows: Mapping[int, AttendanceMark], now: datetime
) -> dict[int, Wanted]:
    """What is wanted, with the notes that the viewer does not read: what they write is added, and nothing is lost."""
    of_others = {n: row.note for n, row in rows.items() if row.note and row.marked_by_id != viewer.person_id}
    readable = set(db.session.scalars(read_by(viewer, now))) if of_others else set()
    meant = dict(wanted)
    for number in wanted.keys() & of_others.keys() - readable:
        each, hidden = wanted[number], of_others[number]
        note = f"{hidden}\n{each.mark.note}" if each.mark.note else hidden
        problem = why_not_kept(note, NOTE_LIMIT)
        if problem:
            raise Invalid(problem)
        meant[number] = replace(each, mark=replace(each.mark, note=note))
    return meant


def _stands(row: AttendanceMark | None, wanted: Wanted) -> bool:
    """Is it marked so already?"""
    return row is not None and Mark(row.mark, row.minutes, row.note) == wanted.mark


def _version(row: AttendanceMark | None) -> str:
    return "" if row is None else version_of(row)


def _lock_missed(a: Act, rows: Mapping[int, AttendanceMark], changes: Mapping[int, Wanted]) -> None:
    """Let acts about those whose flags this one touches take turns; in order, so that none waits in a circle."""
    for number, change in changes.items():
        row = rows.get(number)
        if Attendance.MISSED in (change.mark.mark, row.mark if row else None):
            a.lock_participant(number)


def _written(a: Act, one: Appointment, participant_id: int, row: AttendanceMark | None, mark: Mark) -> AttendanceMark:
    """The row with its mark; whoever writes another note alone has not marked it."""
    if row is None:
        row = AttendanceMark(series_id=one.series.id, day=one.day, participant_id=participant_id, revision=0)
        a.session.add(row)
    if (row.mark, row.minutes) != (mark.mark, mark.minutes):
        row.mark, row.minutes = mark.mark, mark.minutes
        row.marked_at, row.marked_by_id = a.now, a.actor_id or 0
    row.note = mark.note
    row.starts_at, row.ends_at = one.starts_at, one.ends_at
    row.revision += 1
    return row


def _tell(a: Act, one: Appointment, row: AttendanceMark, before: Mapping[str, Any] | None) -> None:
    """Tell the record, and the rule of missed appointments, what has become of a mark."""
    participant_id = row.participant_id
    if before and (row.mark, row.minutes) == (before["mark"], before["minutes"]):
        a.audit(Action.ATTENDANCE_NOTED, subject=row, participant_id=participant_id)
        return
    details: dict[str, Any] = {"mark": row.mark, "minutes": row.minutes, "before": before}
    a.audit(Action.ATTENDANCE_MARKED, subject=row, participant_id=participant_id, **details)
    was_missed = before is not None and before["mark"] == Attendance.MISSED
    _tell_rule(a, one, participant_id, was=was_missed, now=row.mark is Attendance.MISSED)


def _take_back(
    a: Act, one: Appointment, participant_id: int, row: AttendanceMark, before: Mapping[str, Any] | None
) -> None:
    was_missed = row.mark is Attendance.MISSED
    a.audit(Action.ATTENDANCE_UNDONE, subject=row, participant_id=participant_id, before=before)
    if before is None:
        a.session.delete(row)
    else:
        row.mark, row.minutes = Attendance(before["mark"]), before["minutes"]
        row.marked_at, row.marked_by_id = datetime.fromisoformat(before["at"]), before["by"]
        row.revision += 1
    is_missed = before is not None and before["mark"] == Attendance.MISSED
    _tell_rule(a, one, participant_id, was=was_missed, now=is_missed)


def _tell_rule(a: Act, one: Appointment, participant_id: int, *, was: bool, now: bool) -> None:
    if now and not was:
        raise_missed(a, participant_id, one)
    if was and not now:
        note_corrected(a, participant_id, one)


def _kept(row: AttendanceMark | None) -> dict[str, Any] | None:
    """What the record keeps of a mark that is replaced; never its note."""
    if row is None:
        return None
    return {"mark": row.mark, "minutes": row.minutes, "by": row.marked_by_id, "at": row.marked_at.isoformat()}


def _before(a: Act, chosen: Mapping[int, AttendanceMark]) -> dict[int, dict[str, Any] | None]:
    """What each was before it was marked as it stands, as the record has it."""
    subjects = {subject_of(row) for row in chosen.values()}
    entries = a.session.execute(
        select(AuditEntry.participant_id, AuditEntry.details)
        .where(
            AuditEntry.action == Action.ATTENDANCE_MARKED,
            AuditEntry.at.in_({row.marked_at for row in chosen.values()}),
            AuditEntry.participant_id.in_(chosen.keys()),
            AuditEntry.subject.in_(subjects),
        )
        .order_by(AuditEntry.id)
    )
    return {row.participant_id: row.details["before"] for row in entries}


def _refuse(reason: Sentence | None) -> None:
    if reason:
        raise Refused(reason)
