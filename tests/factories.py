"""Rows for tests, made with as few words as the test needs. Each is committed; an app context must be open."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import select

from client_app.domain.answers import Answers
from client_app.domain.appointments import key_parts
from client_app.domain.attendance import Attendance
from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import State
from client_app.domain.flags import Severity
from client_app.domain.local_days import local_day
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.extensions import Base, db
from client_app.models import (
    AttendanceMark,
    Caseload,
    CheckIn,
    CheckInDraft,
    CheckInVersion,
    Enrollment,
    Flag,
    FlagEvent,
    Pause,
    Person,
    Program,
    StaffedInterval,
    ThresholdVersion,
)

PASSWORD = "quiet rivers carry paper boats"
DEFINITION = "2026-11-01"
"""The version of the questions that made check-ins answered."""
MONDAY_MORNING = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""9:00 on a Monday in America/Chicago: staff have just arrived."""
WEEKDAYS = range(5)

Row = TypeVar("Row", bound=Base)


@contextmanager
def together() -> Iterator[None]:
    """Commit the rows of the block at its end, not one by one: the cast is made for almost every test."""
    about = db.session().info
    about["together"] = True
    try:
        yield
    finally:
        del about["together"]
    db.session.commit()


def stored(row: Row) -> Row:
    """Commit one row and hand it back."""
    db.session.add(row)
    if "together" in db.session().info:
        db.session.flush()
    else:
        db.session.commit()
    return row


@cache
def password_hash() -> str:
    """Every invented person has the same password, hashed for the least cost: thousands of tests sign in with it.

    A hash names its own cost, so the product verifies it like any other.
    """
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_program(
    name: str = "Riverside", time_zone: str = "America/Chicago", thresholds: Thresholds | None = None, **columns: Any
) -> Program:
    """A program that is staffed from 9 to 17 on weekdays, with its first thresholds."""
    columns.setdefault("created_at", MONDAY_MORNING - timedelta(days=100))
    program = stored(Program(name=name, time_zone=time_zone, **columns))
    db.session.add_all(
        StaffedInterval(program_id=program.id, weekday=weekday, opens=time(9), closes=time(17)) for weekday in WEEKDAYS
    )
    make_thresholds(program, thresholds or Thresholds())
    return program


def make_thresholds(program: Program, thresholds: Thresholds, number: int = 1) -> ThresholdVersion:
    """A version of the program's thresholds; the highest number counts."""
    return stored(
        ThresholdVersion(
            program_id=program.id, number=number, thresholds=thresholds.to_json(), created_at=program.created_at
        )
    )


def make_person(program: Program, role: Role, name: str, **columns: Any) -> Person:
    """A person who signs in as ``<name>@riverside.example`` with ``PASSWORD``."""
    columns.setdefault("email", f"{name.lower().replace(' ', '.')}@{program.name.lower()}.example")
    columns.setdefault("phone", "+15555550100" if role is Role.PARTICIPANT else None)
    return stored(
        Person(
            program_id=program.id,
            role=role,
            name=name,
            password_hash=password_hash(),
            created_at=program.created_at,
            joined_at=program.created_at,
            **columns,
        )
    )


def viewer_of(person: Person) -> Viewer:
    """The person as services see them; without a browser, so the sign-in's number is 0."""
    program = db.session.get_one(Program, person.program_id)
    return Viewer(person.id, person.role, person.program_id, program.time_zone, person.name, person.language, 0)


def make_caseload(counselor: Person, cover: Person | None = None, **columns: Any) -> Caseload:
    """The counselor's caseload, and who covers it."""
    return stored(
        Caseload(
            program_id=counselor.program_id,
            counselor_id=counselor.id,
            cover_id=cover.id if cover else None,
            **columns,
        )
    )


def enroll(participant: Person, caseload: Caseload | None, **columns: Any) -> Enrollment:
    """The participant's current time in the program, begun four weeks before ``MONDAY_MORNING``."""
    columns.setdefault("started_on", MONDAY_MORNING.date() - timedelta(days=28))
    return stored(
        Enrollment(
            program_id=participant.program_id,
            participant_id=participant.id,
            caseload_id=caseload.id if caseload else None,
            **columns,
        )
    )


def make_pause(participant_id: int, first: date, last: date, reason: str = "In the hospital.") -> Pause:
    """Days on which the participant is away, kept by themselves for lack of a counselor."""
    enrollment = select(Enrollment.id).where(Enrollment.participant_id == participant_id).order_by(Enrollment.id.desc())
    return stored(
        Pause(
            enrollment_id=db.session.scalars(enrollment).first(),
            first_on=first,
            last_on=last,
            reason=reason,
            changed_at=MONDAY_MORNING,
            changed_by_id=participant_id,
        )
    )


def make_mark(
    participant_id: int,
    key: str,
    starts_at: datetime,
    mark: Attendance = Attendance.PRESENT,
    minutes: int | None = None,
    takes: int = 90,
) -> AttendanceMark:
    """What was marked for a participant at the appointment of this name, which began then and took so many minutes."""
    series_id, day = key_parts(key) or (0, starts_at.date())
    return stored(
        AttendanceMark(
            series_id=series_id,
            day=day,
            participant_id=participant_id,
            mark=mark,
            minutes=minutes,
            note="",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=takes),
            marked_at=starts_at + timedelta(minutes=takes),
            marked_by_id=participant_id,
        )
    )


def make_check_in(
    participant_id: int, answered_at: datetime, kind: Kind = Kind.DAILY, day: date | None = None, **answers: Any
) -> CheckIn:
    """A sent check-in with these answers, without any flag: for yesterday's facts, not for the act itself."""
    kept = Answers.from_json(answers).to_json()
    check_in = stored(
        CheckIn(
            participant_id=participant_id,
            kind=kind,
            day=day or local_day(answered_at, _zone_of(participant_id)),
            definition_version=DEFINITION,
            answers=kept,
            craving_now=answers.get("craving_now") if isinstance(answers.get("craving_now"), int) else None,
            answered_at=answered_at,
            arrived_at=answered_at,
        )
    )
    stored(
        CheckInVersion(check_in_id=check_in.id, number=1, client_id=str(uuid4()), answers=kept, stored_at=answered_at)
    )
    return check_in


def make_history(participant_id: int, until: datetime, cravings: Iterable[int | None]) -> list[CheckIn]:
    """Daily check-ins on the days that end with ``until``, oldest first; None is a day without one."""
    found = list(cravings)
    days = [until - timedelta(days=back) for back in range(len(found) - 1, -1, -1)]
    return [
        make_check_in(participant_id, instant, craving_now=craving)
        for instant, craving in zip(days, found, strict=True)
        if craving is not None
    ]


def make_draft(participant_id: int, touched_at: datetime, kind: Kind = Kind.DAILY, **columns: Any) -> CheckInDraft:
    """An open draft of that local day, begun and left at ``touched_at``; in it a call is asked for unless said else."""
    columns.setdefault("answers", {"call_me": "yes"})
    return stored(
        CheckInDraft(
            participant_id=participant_id,
            kind=kind,
            day=local_day(touched_at, _zone_of(participant_id)),
            client_id=str(uuid4()),
            definition_version=DEFINITION,
            started_at=touched_at,
            touched_at=touched_at,
            **columns,
        )
    )


def make_flag(
    participant_id: int,
    rule: str = "craving",
    severity: Severity = Severity.SAME_DAY,
    raised_at: datetime = MONDAY_MORNING,
    **columns: Any,
) -> Flag:
    """An open flag with the event that raised it."""
    version_id = db.session.scalars(
        select(ThresholdVersion.id)
        .join(Enrollment, Enrollment.program_id == ThresholdVersion.program_id)
        .where(Enrollment.participant_id == participant_id)
        .order_by(ThresholdVersion.number.desc())
    ).first()
    columns.setdefault("state", State.OPEN)
    columns.setdefault("inputs", {"craving_now": 9})
    columns.setdefault("due_at", raised_at + timedelta(hours=8) if severity is Severity.SAME_DAY else None)
    flag: Flag = stored(
        Flag(
            participant_id=participant_id,
            rule=rule,
            threshold_version_id=version_id,
            rule_version="1",
            severity=severity,
            reason=Sentence("Craving is %(craving)s of 10.", {"craving": 9}).to_json(),
            answered_at=raised_at,
            raised_at=raised_at,
            **columns,
        )
    )
    stored(FlagEvent(flag_id=flag.id, kind="raised", at=raised_at, inputs=flag.inputs))
    return flag


def _zone_of(participant_id: int) -> ZoneInfo:
    name = db.session.scalars(
        select(Program.time_zone).join(Person, Person.program_id == Program.id).where(Person.id == participant_id)
    ).one()
    return ZoneInfo(name)
