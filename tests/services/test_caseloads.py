"""Who looks after whom: caseloads, covers, absences, enrollments."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from client_app.domain.absences import Absence
from client_app.domain.refusals import Conflict, Invalid
from client_app.extensions import db
from client_app.models import AuditEntry, Caseload, Enrollment
from client_app.services.caseloads import enroll, set_caseload
from client_app.services.enrollments import reader_of
from client_app.services.people import Account, account_of
from tests.cast import Cast, Member

TODAY = date(2026, 11, 23)


def account(member: Member) -> Account:
    """A member of the cast as commands know them."""
    found = account_of(member.email)
    assert found is not None
    return found


def end_enrollment(participant: Member) -> None:
    """Let a participant's time in the program be over."""
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == participant.id)).one()
    enrollment.ended_on = TODAY
    db.session.commit()


def test_a_counselor_gets_a_caseload(cast: Cast, now: datetime) -> None:
    number = set_caseload(account(cast.cover), None, None, now)
    caseload = db.session.get_one(Caseload, number)
    assert (caseload.program_id, caseload.counselor_id, caseload.cover_id) == (cast.program_id, cast.cover.id, None)
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.subject) == ("caseload.set", f"caseloads:{number}")


def test_a_caseload_is_changed_in_place(cast: Cast, now: datetime) -> None:
    away = Absence(now - timedelta(hours=1), now + timedelta(days=1))
    assert set_caseload(account(cast.counselor), account(cast.other_counselor), away, now) == cast.caseload_id
    reader = reader_of(cast.ana.id, now)
    assert reader is not None
    assert reader.name == cast.other_counselor.name
    set_caseload(account(cast.counselor), None, None, now)
    caseload = db.session.get_one(Caseload, cast.caseload_id)
    assert (caseload.cover_id, caseload.away_from, caseload.away_until) == (None, None, None)


@pytest.mark.parametrize(
    ("counselor", "cover", "reason"),
    [
        ("ana", "cover", "Ana is no counselor."),
        ("counselor", "director", "Dora Kent is no counselor."),
        ("counselor", "counselor", "A counselor cannot be their own cover."),
        ("counselor", "strange_counselor", "Sam Hill works in another program."),
    ],
)
def test_only_two_counselors_of_a_program_share_a_caseload(
    cast: Cast, now: datetime, counselor: str, cover: str, reason: str
) -> None:
    with pytest.raises(Invalid) as refused:
        set_caseload(account(cast.everyone[counselor]), account(cast.everyone[cover]), None, now)
    assert refused.value.reason.english() == reason


def test_a_participant_is_enrolled(cast: Cast, now: datetime) -> None:
    end_enrollment(cast.ana)
    number = enroll(account(cast.ana), account(cast.other_counselor), TODAY, now, takes_medication=True)
    enrollment = db.session.get_one(Enrollment, number)
    assert (enrollment.program_id, enrollment.started_on, enrollment.ended_on) == (cast.program_id, TODAY, None)
    assert enrollment.takes_medication
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.participant_id) == ("enrollment.started", cast.ana.id)
    reader = reader_of(cast.ana.id, now)
    assert reader is not None
    assert reader.name == cast.other_counselor.name


def test_without_a_counselor_a_director_reads(cast: Cast, now: datetime) -> None:
    end_enrollment(cast.ana)
    enroll(account(cast.ana), None, TODAY, now)
    reader = reader_of(cast.ana.id, now)
    assert reader is not None
    assert reader.is_director


@pytest.mark.parametrize(
    ("participant", "counselor", "reason"),
    [
        ("counselor", "counselor", "Carla Reyes is no participant."),
        ("ana", "cover", "Cory Bell has no caseload in this program."),
        ("ana", "strange_counselor", "Sam Hill has no caseload in this program."),
    ],
)
def test_only_a_participant_is_enrolled_and_only_in_a_caseload_of_the_program(
    cast: Cast, now: datetime, participant: str, counselor: str, reason: str
) -> None:
    end_enrollment(cast.ana)
    with pytest.raises(Invalid) as refused:
        enroll(account(cast.everyone[participant]), account(cast.everyone[counselor]), TODAY, now)
    assert refused.value.reason.english() == reason


def test_nobody_is_enrolled_twice(cast: Cast, now: datetime) -> None:
    with pytest.raises(Conflict, match="Ana is enrolled already"):
        enroll(account(cast.ana), account(cast.counselor), TODAY, now)
