"""The shared steps about caseloads. They never commit: the act that calls them does."""

from collections.abc import Iterable

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from client_app.domain.absences import Absence
from client_app.models import Caseload, Enrollment
from client_app.services._releasing import release_what_is_not_read
from client_app.services.acts import Act


def caseload_of(a: Act, program_id: int, counselor_id: int) -> Caseload:
    """The counselor's caseload; one that has none yet gets an empty one."""
    found = a.session.scalars(select(Caseload).where(Caseload.counselor_id == counselor_id)).one_or_none()
    if found is None:
        found = Caseload(program_id=program_id, counselor_id=counselor_id)
        a.session.add(found)
        a.session.flush()
    return found


def write_caseload(a: Act, caseload: Caseload, cover_id: int | None, absence: Absence | None) -> None:
    """Set who covers and when; what a cover has claimed who does not read any longer is open again."""
    caseload.cover_id = cover_id
    caseload.away_from = absence.starts_at if absence else None
    caseload.away_until = absence.ends_at if absence else None
    a.audit("caseload.set", subject=caseload, cover_id=cover_id, is_away=absence is not None)
    release_what_is_not_read(a, caseload.program_id)


def enrollments_in(a: Act, caseload_id: int | None) -> list[Enrollment]:
    """Whom a caseload's counselor reads: enrolled now, or ended there, since what is open still has its reader."""
    later = aliased(Enrollment)
    is_latest = ~exists().where(later.participant_id == Enrollment.participant_id, later.id > Enrollment.id)
    found = (
        select(Enrollment).where(Enrollment.caseload_id == caseload_id, is_latest).order_by(Enrollment.participant_id)
    )
    return list(a.session.scalars(found))


def move_to(a: Act, caseload: Caseload, enrollments: Iterable[Enrollment]) -> None:
    """Let another counselor look after these people; what others have claimed who read it no longer is open again."""
    for enrollment in enrollments:
        a.audit(
            "enrollment.assigned",
            subject=enrollment,
            participant_id=enrollment.participant_id,
            caseload_id=caseload.id,
            earlier_caseload_id=enrollment.caseload_id,
        )
        enrollment.caseload_id = caseload.id
    release_what_is_not_read(a, caseload.program_id)
