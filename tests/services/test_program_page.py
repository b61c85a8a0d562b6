"""What a director sees of the own program."""

from datetime import datetime, timedelta

from client_app.domain.programs import Track
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, Person, Program
from client_app.services.health import beat
from client_app.services.program_page import program_of
from client_app.services.staff import disable_member
from tests.cast import Cast
from tests.factories import enroll, make_flag, make_person


def test_the_program_at_a_glance(cast: Cast, now: datetime) -> None:
    found = program_of(cast.director.viewer, now)
    assert found.name == "Riverside"
    assert found.zone.key == "America/Chicago"
    assert len(found.hours.openings) == 5
    assert (found.counselors, found.participants, found.unassigned) == (3, 2, 0)
    assert found.on_call is None
    assert (found.worker, found.worker_seen_at) == ("never", None)
    assert (found.track, found.away, found.reviews) == (Track.DAY, 0, 0)


def test_who_left_is_not_counted_and_who_has_nobody_is_named_as_a_number(cast: Cast, now: datetime) -> None:
    program = db.session.get_one(Program, cast.program_id)
    enroll(make_person(program, Role.PARTICIPANT, "Nora"), None)
    db.session.get_one(Person, cast.cover.id).disabled_at = now
    db.session.query(Enrollment).filter_by(participant_id=cast.luis.id).one().ended_on = now.date()
    db.session.commit()
    found = program_of(cast.director.viewer, now)
    assert (found.counselors, found.participants, found.unassigned) == (2, 2, 1)


def test_a_flag_that_only_directors_read_is_said_though_its_person_has_left(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id)
    make_flag(cast.ana.id, "call_me")
    make_flag(cast.luis.id)
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = now.date()
    db.session.get_one(Caseload, cast.caseload_id).cover_id = None
    db.session.commit()
    assert program_of(cast.director.viewer, now).waiting == 0
    disable_member(cast.director.viewer, cast.counselor.id, now)
    found = program_of(cast.director.viewer, now)
    assert (found.unassigned, found.waiting, found.is_in_order) == (0, 1, False)


def test_an_empty_program_is_all_zeros(cast: Cast, now: datetime) -> None:
    db.session.query(Enrollment).filter_by(program_id=cast.program_id).delete()
    db.session.query(Person).filter_by(id=cast.cover.id).update({"disabled_at": now})
    db.session.commit()
    found = program_of(cast.director.viewer, now)
    assert (found.participants, found.unassigned) == (0, 0)


def test_the_workers_last_sign_of_life(cast: Cast, now: datetime) -> None:
    beat(now - timedelta(minutes=5))
    found = program_of(cast.director.viewer, now)
    assert (found.worker, found.worker_seen_at) == ("late", now - timedelta(minutes=5))


def test_a_counselor_who_is_away_without_a_cover_is_counted(cast: Cast, now: datetime) -> None:
    caseload = db.session.get_one(Caseload, cast.caseload_id)
    caseload.away_from = now - timedelta(hours=1)
    db.session.commit()
    assert program_of(cast.director.viewer, now).away == 0, "the cover reads"
    caseload.cover_id = None
    db.session.commit()
    assert program_of(cast.director.viewer, now).away == 1
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = now.date()
    db.session.commit()
    assert program_of(cast.director.viewer, now).away == 0, "nobody waits for them"


def test_a_program_is_in_order_when_nothing_waits_for_a_director(cast: Cast, now: datetime) -> None:
    assert not program_of(cast.director.viewer, now).is_in_order, "the worker has never run"
    beat(now)
    assert program_of(cast.director.viewer, now).is_in_order
    later = now + timedelta(days=160)
    beat(later)
    assert program_of(cast.director.viewer, later).reviews == 3
    assert not program_of(cast.director.viewer, later).is_in_order
