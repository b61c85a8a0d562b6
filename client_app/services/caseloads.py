"""Who looks after whom: caseloads with their covers, and participants entering the program."""

from datetime import date, datetime

from sqlalchemy import select

from client_app.domain.absences import Absence
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.models import Caseload, Enrollment
from client_app.services._caseloads import caseload_of, write_caseload
from client_app.services.acts import act
from client_app.services.people import Account


def set_caseload(counselor: Account, cover: Account | None, absence: Absence | None, now: datetime) -> int:
    """Give a counselor a caseload, or change its cover and absence, and return the caseload's number.

    Raises:
        Invalid: one of them is no counselor, or the cover is the counselor or of another program.

    """
    reason = _why_not_counselor(counselor) or (_why_not_cover(counselor, cover) if cover else None)
    if reason is not None:
        raise Invalid(reason)
    with act(None, now) as a:
        caseload = caseload_of(a, counselor.program_id, counselor.id)
        write_caseload(a, caseload, cover.id if cover else None, absence)
        return caseload.id


def enroll(
    participant: Account, counselor: Account | None, started_on: date, now: datetime, *, takes_medication: bool = False
) -> int:
    """Let a participant take part from a local day on, in a counselor's caseload, and return the enrollment's number.

    Without a counselor a director reads.

    Raises:
        Invalid: the person is no participant, or the counselor has no caseload in the same program.
        Conflict: the participant is enrolled already.

    """
    if participant.role is not Role.PARTICIPANT:
        raise Invalid(Sentence("%(name)s is no participant.", {"name": participant.name}))
    with act(None, now) as a:
        own = select(Caseload).where(Caseload.counselor_id == counselor.id) if counselor else None
        caseload = a.session.scalars(own).one_or_none() if own is not None else None
        if counselor and (caseload is None or caseload.program_id != participant.program_id):
            raise Invalid(Sentence("%(name)s has no caseload in this program.", {"name": counselor.name}))
        current = select(Enrollment.id).where(
            Enrollment.participant_id == participant.id, Enrollment.ended_on.is_(None)
        )
        if a.session.scalar(current):
            raise Conflict(Sentence("%(name)s is enrolled already.", {"name": participant.name}))
        enrollment = Enrollment(
            program_id=participant.program_id,
            participant_id=participant.id,
            caseload_id=caseload.id if caseload else None,
            started_on=started_on,
            takes_medication=takes_medication,
        )
        a.session.add(enrollment)
        a.session.flush()
        a.audit("enrollment.started", subject=enrollment, participant_id=participant.id)
        return enrollment.id


def _why_not_counselor(person: Account) -> Sentence | None:
    if person.role is Role.COUNSELOR:
        return None
    return Sentence("%(name)s is no counselor.", {"name": person.name})


def _why_not_cover(counselor: Account, cover: Account) -> Sentence | None:
    if cover.id == counselor.id:
        return Sentence("A counselor cannot be their own cover.")
    if cover.program_id != counselor.program_id:
        return Sentence("%(name)s works in another program.", {"name": cover.name})
    return _why_not_counselor(cover)
