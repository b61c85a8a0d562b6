"""Where a participant stands in the program, and who reads for them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from client_app.domain.absences import Absence
from client_app.domain.check_in_options import AS_SHIPPED, CheckInOptions
from client_app.domain.enrollments import active_from
from client_app.domain.local_days import local_day
from client_app.domain.refusals import Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Caseload, CheckInOptionVersion, Enrollment, Person, Program, ThresholdVersion

CLOSED = Sentence(N_("The check-in is closed for you now. Your history, lessons and help stay open."))

Counselor = aliased(Person)
Cover = aliased(Person)


@dataclass(frozen=True)
class Standing:
    """A participant's current enrollment with what its program decides for it."""

    enrollment_id: int
    participant_id: int
    program_id: int
    zone: ZoneInfo
    started_on: date
    active_from: date | None
    """The first local day on which the participant could check in; nothing before they have joined."""
    takes_medication: bool
    threshold_version_id: int
    thresholds: Thresholds
    options: CheckInOptions = AS_SHIPPED
    """What the program asks; read where one person is asked (``standing_of``), not for a whole program at once."""


@dataclass(frozen=True)
class Reader:
    """Who reads a participant's check-ins now."""

    name: str
    is_director: bool
    """Nobody is assigned, so a director reads."""


def standing_of(participant_id: int) -> Standing | None:
    """The participant's current enrollment, or nothing when there is none."""
    row = db.session.execute(_standing(), {"participant_id": participant_id}).one_or_none()
    return _as_standing(row, _options(row.options)) if row else None


def last_standing_of(participant_id: int) -> Standing | None:
    """The participant's current enrollment, else the one that ended last: what is urgent is somebody's even then."""
    last = _standings().where(Enrollment.participant_id == participant_id).order_by(Enrollment.id.desc()).limit(1)
    row = db.session.execute(last).one_or_none()
    return _as_standing(row) if row else None


def standing_to_check_in(viewer: Viewer) -> Standing:
    """The viewer's current enrollment.

    Raises:
        Refused: there is none now.

    """
    standing = standing_of(viewer.person_id)
    if standing is None:
        raise Refused(CLOSED)
    return standing


def current_standings(program_id: int) -> list[Standing]:
    """Every current enrollment of a program."""
    current = _standings().where(Enrollment.program_id == program_id, Enrollment.ended_on.is_(None))
    return [_as_standing(row) for row in db.session.execute(current)]


def reader_of(participant_id: int, now: datetime) -> Reader | None:
    """The active counselor, the cover while the counselor is away or gone, else a director of the program."""
    row = db.session.execute(
        select(
            Enrollment.program_id,
            Counselor.name.label("counselor"),
            _looks_after(Counselor).label("is_ready"),
            Cover.name.label("cover"),
            Caseload.away_from,
            Caseload.away_until,
        )
        .select_from(Enrollment)
        .outerjoin(Caseload, Caseload.id == Enrollment.caseload_id)
        .outerjoin(Counselor, Counselor.id == Caseload.counselor_id)
        .outerjoin(Cover, and_(Cover.id == Caseload.cover_id, _looks_after(Cover)))
        .where(Enrollment.participant_id == participant_id, Enrollment.ended_on.is_(None))
    ).one_or_none()
    if row is None:
        return None
    is_away = row.away_from is not None and Absence(row.away_from, row.away_until).is_now(now)
    if row.counselor and row.is_ready and not (is_away and row.cover):
        return Reader(row.counselor, is_director=False)
    if row.cover:
        return Reader(row.cover, is_director=False)
    director = db.session.scalar(
        select(Person.name)
        .where(Person.program_id == row.program_id, Person.role == Role.DIRECTOR, is_ready(Person))
        .order_by(Person.id)
        .limit(1)
    )
    return Reader(director, is_director=True) if director else None


def read_by(viewer: Viewer, now: datetime) -> Select[int]:
    """The ids of the participants whose record the viewer may read; put into the ``where`` of every staff read.

    A counselor reads the own caseload, and as cover another one's while its counselor is away or disabled. A director
    reads only where nobody else is left to. The latest enrollment decides: who looked after an earlier one has left
    the record to others, and what is open at the end of the last one still has its reader.
    """
    later = aliased(Enrollment)
    is_latest = ~exists().where(later.participant_id == Enrollment.participant_id, later.id > Enrollment.id)
    participants = select(Enrollment.participant_id).where(is_latest)
    if viewer.role is Role.COUNSELOR:
        # Not by the program as well: SQLite would then walk all its enrollments instead of one caseload's.
        return participants.where(Enrollment.caseload_id.in_(_caseloads_of(viewer, now)))
    if viewer.role is Role.DIRECTOR:
        return participants.where(
            Enrollment.program_id == viewer.program_id,
            or_(Enrollment.caseload_id.is_(None), Enrollment.caseload_id.not_in(_caseloads_with_a_reader())),
        )
    return participants.where(Enrollment.id.is_(None))


def is_ready(person: type[Person]) -> ColumnElement[bool]:
    """Somebody who can sign in: whoever is only invited reads nothing yet."""
    return and_(person.joined_at.is_not(None), person.disabled_at.is_(None))


def _caseloads_of(viewer: Viewer, now: datetime) -> Select[int]:
    return select(Caseload.id).where(
        Caseload.program_id == viewer.program_id,
        or_(
            Caseload.counselor_id == viewer.person_id,
            and_(Caseload.cover_id == viewer.person_id, or_(_is_away(now), ~_is_active(Caseload.counselor_id))),
        ),
    )


def _caseloads_with_a_reader() -> Select[int]:
    return select(Caseload.id).where(or_(_is_active(Caseload.counselor_id), _is_active(Caseload.cover_id)))


def _is_away(now: datetime) -> ColumnElement[bool]:
    return and_(Caseload.away_from <= now, or_(Caseload.away_until.is_(None), Caseload.away_until > now))


def _is_active(person_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    reader = aliased(Person)
    return exists().where(reader.id == person_id, _looks_after(reader))


def _looks_after(person: type[Person]) -> ColumnElement[bool]:
    """Somebody who reads a caseload, the own or a covered one: who has another role by now reads none."""
    return and_(person.role == Role.COUNSELOR, is_ready(person))


@cache
def _standing() -> Select[*tuple[Any, ...]]:
    """Built once: every request of a participant asks."""
    options = (
        select(CheckInOptionVersion.options)
        .where(CheckInOptionVersion.program_id == Enrollment.program_id)
        .order_by(CheckInOptionVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    one = (Enrollment.participant_id == bindparam("participant_id"), Enrollment.ended_on.is_(None))
    return _standings().add_columns(options.label("options")).where(*one)


def _standings() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id,
            Enrollment.participant_id,
            Enrollment.program_id,
            Program.time_zone,
            Person.joined_at,
            Enrollment.started_on,
            Enrollment.takes_medication,
            ThresholdVersion.id.label("threshold_version_id"),
            ThresholdVersion.thresholds,
        )
        .join(Program, Program.id == Enrollment.program_id)
        .join(Person, Person.id == Enrollment.participant_id)
        .join(ThresholdVersion, ThresholdVersion.program_id == Program.id)
        .where(ThresholdVersion.number == _latest_version())
    )


def _latest_version() -> ScalarSelect[int]:
    version = aliased(ThresholdVersion)
    return select(func.max(version.number)).where(version.program_id == Program.id).scalar_subquery()


def _options(stored: dict[str, Any] | None) -> CheckInOptions:
    return AS_SHIPPED if stored is None else CheckInOptions.from_json(stored)


def _as_standing(row: Row[Any], options: CheckInOptions = AS_SHIPPED) -> Standing:
    zone = ZoneInfo(row.time_zone)
    return Standing(
        enrollment_id=row.id,
        participant_id=row.participant_id,
        program_id=row.program_id,
        zone=zone,
        started_on=row.started_on,
        active_from=active_from(row.started_on, local_day(row.joined_at, zone) if row.joined_at else None),
        takes_medication=row.takes_medication,
        threshold_version_id=row.threshold_version_id,
        thresholds=Thresholds.from_json(row.thresholds),
        options=options,
    )
