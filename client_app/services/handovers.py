"""Who looks after whom changes hands: a whole caseload at once, or one participant. A director does it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.sentences import N_, Sentence
from client_app.domain.staff import THEMSELVES, why_not_hand_over, why_not_take
from client_app.domain.viewers import Viewer
from client_app.models import Enrollment
from client_app.services._caseloads import caseload_of, enrollments_in, move_to
from client_app.services.acts import act
from client_app.services.staff_reads import staff_member

ASSIGNED_MEANWHILE = Sentence(N_("Somebody else has just changed who looks after them. Please look again."))
CHOOSE_COUNSELOR = Sentence(N_("Please choose a counselor."))


@dataclass(frozen=True)
class Assignment:
    """Who is going to look after a participant, and whose caseload it was when the form was opened."""

    participant_id: int
    counselor_id: int
    seen_caseload_id: int | None
    """Nothing: nobody's."""


def hand_over(viewer: Viewer, from_id: int, to_id: int, now: datetime) -> None:
    """Move everybody of one counselor's caseload into another's.

    Raises:
        Conflict: nobody is there to be handed over, perhaps since somebody did it just now.
        Invalid: the other one is no active counselor, or the same person.
        NotFound: one of them is nobody of the director's own staff.

    """
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        leaving, taking = staff_member(viewer, from_id, now), staff_member(viewer, to_id, now)
        if reason := why_not_hand_over(leaving.member):
            raise Conflict(reason)
        if reason := THEMSELVES if from_id == to_id else why_not_take(taking.member):
            raise Invalid(reason)
        caseload = caseload_of(a, viewer.program_id, to_id)
        a.audit("caseload.handed_over", subject=caseload, earlier_caseload_id=leaving.caseload_id)
        move_to(a, caseload, enrollments_in(a, leaving.caseload_id))


def assign(viewer: Viewer, assignment: Assignment, now: datetime) -> None:
    """Let a counselor look after a participant who is enrolled now; nothing changes when they do already.

    Raises:
        Conflict: somebody else has assigned them since the form was opened.
        Invalid: the counselor is not an active one.
        NotFound: the participant is not enrolled in the director's own program, or the counselor is not of its staff.

    """
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        taking = staff_member(viewer, assignment.counselor_id, now)
        enrollment = a.session.scalars(
            select(Enrollment).where(
                Enrollment.participant_id == assignment.participant_id,
                Enrollment.program_id == viewer.program_id,
                Enrollment.ended_on.is_(None),
            )
        ).one_or_none()
        if enrollment is None:
            raise NotFound
        if enrollment.caseload_id != assignment.seen_caseload_id:
            raise Conflict(ASSIGNED_MEANWHILE)
        if reason := why_not_take(taking.member):
            raise Invalid(reason)
        caseload = caseload_of(a, viewer.program_id, assignment.counselor_id)
        if enrollment.caseload_id == caseload.id:
            a.leave_unchanged()
        else:
            move_to(a, caseload, [enrollment])
