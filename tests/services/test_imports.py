"""What was imported last is what the record says."""

from datetime import datetime, timedelta

from client_app.domain import participant_files, schedule_files
from client_app.domain.imports import Subject
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Program
from client_app.services.imports import LastImport, last_import
from client_app.services.participant_imports import import_participants, preview_participants
from client_app.services.schedule_imports import import_schedule, preview_schedule
from tests.cast import Cast
from tests.factories import make_person, viewer_of
from tests.support.files import NINA, SERIES, a_file, records


def test_the_latest_import_of_the_own_program_is_told(cast: Cast, now: datetime) -> None:
    dora = cast.director.viewer
    assert last_import(dora) is None
    people = records(a_file(NINA), participant_files.COLUMNS)
    import_participants(dora, people, preview_participants(dora, people, now).token, now)
    assert last_import(dora) == LastImport(Subject.PARTICIPANTS, 1, 1, now, "Dora Kent", is_own=True)
    later = now + timedelta(minutes=1)
    file = records(a_file(SERIES, {**SERIES, "topic": "Music"}), schedule_files.COLUMNS)
    import_schedule(dora, file, preview_schedule(dora, file, later).token, later)
    other = viewer_of(make_person(db.session.get_one(Program, cast.program_id), Role.DIRECTOR, "Dan"))
    assert last_import(other) == LastImport(Subject.SCHEDULE, 2, 0, later, "Dora Kent", is_own=False)
    assert last_import(cast.strange_counselor.viewer) is None
