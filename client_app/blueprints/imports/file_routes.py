"""Files to take away: a template with one example, and what a program has, as the import reads it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Response as FlaskResponse

from client_app.blueprints.imports import bp
from client_app.blueprints.imports.reading import COLUMNS, subject_in
from client_app.domain import participant_files, schedule_files
from client_app.domain.csv_files import written
from client_app.domain.imports import Subject
from client_app.domain.local_days import local_day
from client_app.domain.roles import Role
from client_app.services.exports import export_participants, export_schedule
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.languages import language

A_WEEK = timedelta(weeks=1)
FILE_NAMES = {Subject.SCHEDULE: "schedule", Subject.PARTICIPANTS: "people"}
"""They tell nobody who sees the folder of downloads what kind of program it is."""


@bp.get("/program/import/<subject>/template.csv")
@open_to(Role.DIRECTOR)
def send_template(subject: str) -> FlaskResponse:
    """A header with every column, and one row that shows how it is meant."""
    about, today = subject_in(subject), local_day(now(), ZoneInfo(the_viewer().zone))
    if about is Subject.SCHEDULE:
        example = schedule_files.example_of(today + A_WEEK, language())
    else:
        example = participant_files.example_of(today, language())
    return _file(about, [example], f"{FILE_NAMES[about]}-template")


@bp.get("/program/export/<subject>.csv")
@open_to(Role.DIRECTOR)
def send_export(subject: str) -> FlaskResponse:
    """What is still to come of the schedule, or who takes part now."""
    about, viewer = subject_in(subject), the_viewer()
    if about is Subject.SCHEDULE:
        rows = export_schedule(viewer, language(), now())
    else:
        rows = export_participants(viewer, now())
    return _file(about, rows, FILE_NAMES[about])


def _file(subject: Subject, rows: Iterable[Sequence[str]], name: str) -> FlaskResponse:
    header = [column.name_in(language()) for column in COLUMNS[subject]]
    response = FlaskResponse(written([header, *rows]), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
