"""The staff of a director's own program: who is there, who is away, who looks after how many. No answers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from client_app.domain.absences import Absence
from client_app.domain.refusals import NotFound
from client_app.domain.roles import Role
from client_app.domain.staff import Covering, StaffMember, StaffState
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, Person, SignIn

STAFF = (Role.COUNSELOR, Role.DIRECTOR)

Cover = aliased(Person)
CoverCaseload = aliased(Caseload)


@dataclass(frozen=True)
class KnownMember:
    """Somebody of the staff as a director sees them."""

    member: StaffMember
    state: StaffState
    email: str
    caseload_id: int | None
    cover_id: int | None
    cover: str | None
    last_sign_in_at: datetime | None

    @property
    def seen(self) -> str:
        """Cover and absence as they stand, for a form to carry: whoever saved them meanwhile is not overwritten."""
        absence = self.member.absence
        return f"{self.cover_id or 0} {absence.starts_at if absence else ''} {absence.ends_at if absence else ''}"


def staff_of(viewer: Viewer, now: datetime) -> list[KnownMember]:
    """Everybody of the staff by name, disabled accounts last."""
    if viewer.role is not Role.DIRECTOR:
        return []
    rows = db.session.execute(_staff(viewer)).all()
    covers = _covers(viewer, now)
    directors = [row.id for row in rows if row.role is Role.DIRECTOR and row.joined_at and not row.disabled_at]
    found = [_known(row, covers, directors, now) for row in rows]
    return sorted(found, key=lambda one: (one.member.is_disabled, one.member.name.casefold(), one.member.id))


def staff_member(viewer: Viewer, person_id: int, now: datetime) -> KnownMember:
    """One of them.

    Raises:
        NotFound: the viewer is no director, or this is nobody of the own program's staff.

    """
    found = next((one for one in staff_of(viewer, now) if one.member.id == person_id), None)
    if found is None:
        raise NotFound
    return found


def counselors_there(staff: list[KnownMember]) -> list[StaffMember]:
    """Those who can look after participants."""
    return [one.member for one in staff if one.member.is_counselor_there]


def _staff(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    enrolled = select(func.count()).where(Enrollment.caseload_id == Caseload.id, Enrollment.ended_on.is_(None))
    signed_in = select(func.max(SignIn.started_at)).where(SignIn.person_id == Person.id)
    return (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.role,
            Person.joined_at,
            Person.disabled_at,
            Caseload.id.label("caseload_id"),
            Caseload.away_from,
            Caseload.away_until,
            Cover.id.label("cover_id"),
            Cover.name.label("cover"),
            Cover.joined_at.label("cover_joined_at"),
            Cover.disabled_at.label("cover_disabled_at"),
            CoverCaseload.away_from.label("cover_away_from"),
            CoverCaseload.away_until.label("cover_away_until"),
            enrolled.scalar_subquery().label("participants"),
            signed_in.scalar_subquery().label("last_sign_in_at"),
        )
        .outerjoin(Caseload, Caseload.counselor_id == Person.id)
        .outerjoin(Cover, Cover.id == Caseload.cover_id)
        .outerjoin(CoverCaseload, CoverCaseload.counselor_id == Cover.id)
        .where(Person.program_id == viewer.program_id, Person.role.in_(STAFF))
    )


def _covers(viewer: Viewer, now: datetime) -> Mapping[int, list[Covering]]:
    """By the covers' numbers: whose participants they read, or are going to."""
    enrolled = select(Enrollment.id).where(Enrollment.caseload_id == Caseload.id, Enrollment.ended_on.is_(None))
    rows = db.session.execute(
        select(Caseload.cover_id, Person.name, Person.disabled_at, Caseload.away_from, Caseload.away_until)
        .join(Person, Person.id == Caseload.counselor_id)
        .where(Caseload.program_id == viewer.program_id, Caseload.cover_id.is_not(None), enrolled.exists())
        .order_by(Person.name)
    )
    found: dict[int, list[Covering]] = defaultdict(list)
    for row in rows:
        absence = _absence(row.away_from, row.away_until, now)
        if row.disabled_at:
            found[row.cover_id].append(Covering(row.name, None))
        elif absence:
            found[row.cover_id].append(Covering(row.name, absence))
    return found


def _known(row: Row[Any], covers: Mapping[int, list[Covering]], directors: list[int], now: datetime) -> KnownMember:
    cover_absence = _absence(row.cover_away_from, row.cover_away_until, now)
    is_cover_active = row.cover_joined_at is not None and row.cover_disabled_at is None
    member = StaffMember(
        id=row.id,
        name=row.name,
        role=row.role,
        has_joined=row.joined_at is not None,
        is_disabled=row.disabled_at is not None,
        participants=row.participants,
        absence=_absence(row.away_from, row.away_until, now),
        has_cover_there=is_cover_active and not (cover_absence and cover_absence.is_now(now)),
        covers=tuple(covers.get(row.id, ())),
        is_last_director=directors == [row.id],
    )
    return KnownMember(
        member=member,
        state=member.state(now),
        email=row.email,
        caseload_id=row.caseload_id,
        cover_id=row.cover_id,
        cover=row.cover if is_cover_active else None,
        last_sign_in_at=row.last_sign_in_at,
    )


def _absence(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> Absence | None:
    absence = Absence(starts_at, ends_at) if starts_at else None
    return None if absence is None or absence.is_over(now) else absence
