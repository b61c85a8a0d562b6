"""What a program has, as a file that the import reads: the same series again, and no record in a list of people."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from client_app.domain import participant_files, schedule_files
from client_app.domain.appointments import Kind
from client_app.domain.audit_actions import Action
from client_app.domain.csv_files import Decoded, decoded, written
from client_app.domain.imports import Column
from client_app.domain.local_days import ONE_DAY
from client_app.domain.refusals import NotFound
from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Person, Program
from client_app.services.calendars import Calendar, series_of
from client_app.services.exports import export_participants, export_schedule
from client_app.services.looks import looks_at
from client_app.services.participant_imports import import_participants, preview_participants
from client_app.services.schedule_imports import import_schedule, preview_schedule
from tests.cast import Cast
from tests.factories import make_caseload, make_person, make_program, viewer_of
from tests.support.calendars import MONDAY, NEXT_MONDAY, ONE_WEEK, TUESDAY, a_session, make_phase, make_series
from tests.support.files import records
from tests.support.posts import audit_lines


@pytest.fixture
def empty(now: datetime) -> Viewer:
    """The director of a program with nothing in it."""
    program = make_program("Lakeside", created_at=now)
    return viewer_of(make_person(program, Role.DIRECTOR, "Lea"))


def text_of(columns: tuple[Column, ...], rows: object, language: str = "en") -> str:
    """The exported file as it is read again."""
    header = [column.name_in(language) for column in columns]
    found = decoded(written([header, *rows]).encode())  # type: ignore[misc]
    assert isinstance(found, Decoded)
    return found.text


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_exported_schedule_is_the_same_in_an_empty_program(
    cast: Cast, now: datetime, empty: Viewer, language: str
) -> None:
    carla = cast.counselor.viewer
    once = TUESDAY + ONE_WEEK
    where = a_session(time(9), 180, place="=Room 2", address="-12 Main; Street", link="https://meet.example/a")
    make_series(
        carla, now, '@Recuperación, "temprana"', weekdays=(0, 2, 4), first_on=NEXT_MONDAY, session=where, capacity=12
    )
    make_series(carla, now, "Familias", weekdays=(5,), first_on=NEXT_MONDAY, kind=Kind.FAMILY, every_weeks=2)
    make_series(carla, now, "Once", weekdays=(1,), first_on=once, last_on=once, kind=Kind.EDUCATION)
    text = text_of(schedule_files.COLUMNS, export_schedule(cast.director.viewer, language, now), language)
    file = records(text, schedule_files.COLUMNS)
    preview = preview_schedule(empty, file, now)
    assert preview.problems == ()
    assert import_schedule(empty, file, preview.token, now) == 3
    original, copy = (series_of(Calendar.of(viewer)) for viewer in (carla, empty))
    told = [[(one.kind, one.topic, one.weekly, one.session, one.capacity) for one in of] for of in (original, copy)]
    assert told[0] == told[1]


def test_phases_and_facilitators_go_by_name_and_email(cast: Cast, now: datetime) -> None:
    five, three = make_phase(cast.program_id, now, "Five; days"), make_phase(cast.program_id, now, "Three days")
    led = a_session(facilitator_id=cast.counselor.id)
    make_series(cast.counselor.viewer, now, session=led, phase_ids=frozenset({five, three}))
    [row] = export_schedule(cast.director.viewer, "en", now)
    assert row[-3:] == (cast.counselor.email, "", '"Five; days";Three days')


def test_what_is_over_or_for_one_person_is_left_out(cast: Cast, now: datetime) -> None:
    carla, earlier = cast.counselor.viewer, now - 4 * ONE_WEEK
    begun = MONDAY - 2 * ONE_WEEK
    make_series(carla, earlier, "Begun", first_on=begun, every_weeks=2)
    make_series(carla, earlier, "This morning", first_on=begun, session=a_session(time(8)), every_weeks=2)
    make_series(carla, earlier, "Over", first_on=begun, last_on=MONDAY - ONE_DAY)
    make_series(carla, now, "One to one", session=a_session(time(12)), kind=Kind.INDIVIDUAL, participant_id=cast.ana.id)
    make_series(carla, now, "Tuesdays", weekdays=(1,))
    rows = {row[1]: date.fromisoformat(row[4]) for row in export_schedule(cast.director.viewer, "en", now)}
    assert rows == {"Begun": MONDAY, "This morning": MONDAY + 2 * ONE_WEEK, "Tuesdays": TUESDAY}
    [line] = [line for line in audit_lines() if line.action == Action.SCHEDULE_EXPORTED]
    assert (line.actor_id, line.details) == (cast.director.id, {"rows": 3})


def test_participants_are_exported_without_their_record(cast: Cast, now: datetime) -> None:
    luis = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.luis.id)).one()
    luis.caseload_id, luis.agreement = None, "Rides."
    db.session.commit()
    rows = export_participants(cast.director.viewer, now)
    assert [row[:5] for row in rows] == [
        ("Ana", cast.ana.email, cast.counselor.email, "en", "2026-10-26"),
        ("Luis", cast.luis.email, "", "es", "2026-10-26"),
    ]
    assert "Rides." not in str(rows)
    [line] = audit_lines()
    assert (line.action, line.details) == (Action.PARTICIPANTS_EXPORTED, {"participants": [cast.ana.id, cast.luis.id]})
    told = looks_at(cast.ana.viewer, now).days[0].looks[0].words.english()
    assert (
        told == "Dora Kent (the program's director) saved a list of everybody in the program, with your name and email."
    )


def test_whoever_has_left_is_not_exported(cast: Cast, now: datetime) -> None:
    for enrollment in db.session.scalars(select(Enrollment).where(Enrollment.program_id == cast.program_id)):
        enrollment.ended_on = now.date()
    db.session.commit()
    assert export_participants(cast.director.viewer, now) == []
    assert audit_lines() == []


def test_exported_people_can_be_imported_where_nobody_knows_them(cast: Cast, now: datetime, empty: Viewer) -> None:
    rows = export_participants(cast.director.viewer, now)
    lakeside = db.session.get_one(Program, empty.program_id)
    for email in {row[2] for row in rows}:
        db.session.execute(db.update(Person).where(Person.email == email).values(email=f"old.{email}"))
        make_caseload(make_person(lakeside, Role.COUNSELOR, "Vera", email=email))
    for row in rows:
        db.session.execute(db.update(Person).where(Person.email == row[1]).values(email=f"old.{row[1]}"))
    db.session.commit()
    file = records(text_of(participant_files.COLUMNS, rows), participant_files.COLUMNS)
    later = now + timedelta(minutes=1)
    preview = preview_participants(empty, file, later)
    assert preview.problems == ()
    assert import_participants(empty, file, preview.token, later) == 2
    assert [row[:5] for row in export_participants(empty, later)] == [row[:5] for row in rows]


@pytest.mark.parametrize("who", ["ana", "counselor", "family_member"])
def test_only_a_director_exports(cast: Cast, now: datetime, who: str) -> None:
    viewer = cast.everyone[who].viewer
    with pytest.raises(NotFound):
        export_schedule(viewer, "en", now)
    with pytest.raises(NotFound):
        export_participants(viewer, now)
