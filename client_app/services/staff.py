"""What a director does about the own program's staff: disable, enable, cover an absence. Nobody is left alone by it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from client_app.domain.absences import NO_FIRST_DAY, absence_of, why_not_days
from client_app.domain.local_days import local_day
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.sentences import N_, Sentence
from client_app.domain.staff import (
    IS_DISABLED,
    why_not_cover,
    why_not_disable,
    why_not_enable,
    why_not_leave,
    why_not_return,
)
from client_app.domain.viewers import Viewer
from client_app.models import Person
from client_app.services._caseloads import caseload_of, write_caseload
from client_app.services._ending import end_pushing, end_sign_ins
from client_app.services._links import withdraw_links
from client_app.services._releasing import release_what_is_not_read
from client_app.services.acts import act
from client_app.services.staff_reads import staff_member

SAVED_MEANWHILE = Sentence(N_("Somebody else has just changed this absence. Please look again, then save."))


@dataclass(frozen=True)
class Leave:
    """The days on which a counselor is away, both included, and who covers."""

    first: date | None
    last: date | None
    """Nothing: until somebody says that they are back."""
    cover_id: int
    seen: str
    """Cover and absence as they stood when the form was opened."""


def disable_member(viewer: Viewer, person_id: int, now: datetime) -> None:
    """Disable an account: every sign-in ends, no link of theirs opens it, what they had claimed is open for others.

    Raises:
        Conflict: it is disabled already.
        NotFound: this is nobody of the director's own staff.
        Refused: participants, or the program, would be left without anybody.

    """
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        member = staff_member(viewer, person_id, now).member
        if reason := why_not_disable(member):
            raise Conflict(reason) if reason.text == IS_DISABLED else Refused(reason)
        person = a.session.get_one(Person, person_id)
        person.disabled_at = now
        ended = end_sign_ins(a, person_id)
        end_pushing(a, person_id)
        withdraw_links(a, person_id)
        released = release_what_is_not_read(a, viewer.program_id)
        a.audit("person.disabled", subject=person, sign_ins=ended, flags=released)


def enable_member(viewer: Viewer, person_id: int, now: datetime) -> None:
    """Let somebody sign in again with the password they had; whom they look after, nobody else reads any longer.

    Raises:
        Conflict: it is not disabled.
        NotFound: this is nobody of the director's own staff.

    """
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        if reason := why_not_enable(staff_member(viewer, person_id, now).member):
            raise Conflict(reason)
        person = a.session.get_one(Person, person_id)
        person.disabled_at = None
        a.audit("person.enabled", subject=person)
        release_what_is_not_read(a, viewer.program_id)


def cover_absence(viewer: Viewer, person_id: int, leave: Leave, now: datetime) -> None:
    """Let another counselor read a caseload while its counselor is away, from and to whole local days.

    Raises:
        Conflict: somebody changed the absence since the form was opened.
        Invalid: nobody can be away on these days, or the other one cannot cover then.
        NotFound: one of them is nobody of the director's own staff.

    """
    zone, first = ZoneInfo(viewer.zone), leave.first
    if first is None:
        raise Invalid(NO_FIRST_DAY)
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        known = staff_member(viewer, person_id, now)
        if known.seen != leave.seen:
            raise Conflict(SAVED_MEANWHILE)
        if reason := why_not_leave(known.member) or why_not_days(first, leave.last, local_day(now, zone)):
            raise Invalid(reason)
        absence = absence_of(first, leave.last, zone)
        cover = staff_member(viewer, leave.cover_id, now).member
        if reason := why_not_cover(known.member, cover, absence):
            raise Invalid(reason)
        write_caseload(a, caseload_of(a, viewer.program_id, person_id), leave.cover_id, absence)


def end_absence(viewer: Viewer, person_id: int, seen: str, now: datetime) -> None:
    """Say that a counselor is back, or is not going to be away after all; the cover stays for the next time.

    Raises:
        Conflict: they are not away, or somebody changed the absence since the form was opened.
        NotFound: this is nobody of the director's own staff.

    """
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        known = staff_member(viewer, person_id, now)
        if reason := why_not_return(known.member) or (SAVED_MEANWHILE if known.seen != seen else None):
            raise Conflict(reason)
        write_caseload(a, caseload_of(a, viewer.program_id, person_id), known.cover_id, None)
