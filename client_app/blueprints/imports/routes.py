"""The import in two steps: a file is looked at and nothing is stored; then all of it comes in, or nothing.

The file travels with the page, in a hidden field of the form that confirms it: so no row that waits for a confirmation
is ever stored, and none has to be cleared away. What comes back is judged again and not trusted for having been shown.
"""

from datetime import timedelta
from typing import Any

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.imports import bp
from client_app.blueprints.imports.reading import COLUMNS, chosen_file, records_in, subject_in
from client_app.domain.appointments import KIND_WORDS
from client_app.domain.csv_files import LARGEST_FILE, MOST_ROWS, TOO_LARGE
from client_app.domain.enrollments import COMES_FROM_WORDS
from client_app.domain.imports import BAD_ROWS, Records, Subject
from client_app.domain.refusals import Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.imports import last_import
from client_app.services.participant_imports import ParticipantsPreview, import_participants, preview_participants
from client_app.services.schedule_imports import SchedulePreview, import_schedule, preview_schedule
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.languages import language
from client_app.web.navigation import LANGUAGE_NAMES
from client_app.web.pages import page, see_other

IMPORT = "/program/import"
OF_SUBJECT = f"{IMPORT}/<subject>"
MOST_SHOWN = 100
"""Bad rows that one page names; a file with more of them has one mistake many times."""
NEWS_FOR = timedelta(minutes=15)
"""How long an import is told as news to whoever did it."""


@bp.get(IMPORT)
@open_to(Role.DIRECTOR)
def show_import() -> FlaskResponse:
    """Ask for a file, say what goes into it, and offer the same as a file to take out."""
    return _import()


@bp.get(OF_SUBJECT)
@bp.get(f"{OF_SUBJECT}/confirm")
@open_to(Role.DIRECTOR)
def lead_back(subject: str) -> Response:
    """A preview is the answer to a post; whoever comes back to its address chooses the file again."""
    subject_in(subject)
    return see_other(IMPORT)


def _keep_upload(_fields: posts.Fields, status: int, reason: Sentence, subject: str) -> Response:
    return _import(status, subject_in(subject), TOO_LARGE if status == 413 else reason)


@bp.post(OF_SUBJECT)
@open_to(Role.DIRECTOR)
@posts.kept_when_refused(_keep_upload)
def look(subject: str) -> Response:
    """Show what the file would do, and which of its rows cannot be taken; nothing is stored."""
    found, about = chosen_file(), subject_in(subject)
    if isinstance(found, Sentence):
        return _import(422, about, found)
    return _preview(about, found.text, is_guessed=found.is_guessed)


def _confirm(fields: posts.Fields, subject: str) -> Response:
    about, text, seen = subject_in(subject), fields.get("text", ""), fields.get("seen", "")
    records = records_in(about, text)
    if isinstance(records, Sentence):
        return _import(422, about, records)
    try:
        _bring_in(about, records, seen)
    except Refused as refusal:
        return _preview(about, text, status_of(refusal), refusal.reason)
    return see_other(IMPORT)


def _keep(fields: posts.Fields, status: int, reason: Sentence, subject: str) -> Response:
    if status == 413:
        return _import(status, subject_in(subject), TOO_LARGE)
    return _preview(subject_in(subject), fields.get("text", ""), status, reason)


@bp.post(f"{OF_SUBJECT}/confirm")
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_confirm)
@posts.kept_when_refused(_keep)
def confirm(subject: str) -> Response:
    """Bring all of it in, unless something has changed since it was looked at."""
    return _confirm(request.form, subject)


def _bring_in(subject: Subject, records: Records, seen: str) -> int:
    act = import_schedule if subject is Subject.SCHEDULE else import_participants
    return act(the_viewer(), records, seen, now())


def _previewed(subject: Subject, records: Records) -> SchedulePreview | ParticipantsPreview:
    look_at = preview_schedule if subject is Subject.SCHEDULE else preview_participants
    return look_at(the_viewer(), records, now())


def _preview(
    subject: Subject, text: str, status: int = 200, reason: Sentence | None = None, *, is_guessed: bool = False
) -> FlaskResponse:
    """What a file would do as things stand now."""
    records = records_in(subject, text)
    if isinstance(records, Sentence):
        return _import(422 if status == 200 else status, subject, reason or records)
    preview = _previewed(subject, records)
    if preview.problems and status == 200:
        status, reason = 422, BAD_ROWS
    return page(
        "imports/preview.html",
        status,
        subject=subject.value,
        preview=preview,
        problems=preview.problems[:MOST_SHOWN],
        reason=reason,
        text=text,
        is_guessed=is_guessed,
        kind_words=KIND_WORDS,
        places=COMES_FROM_WORDS,
        languages=LANGUAGE_NAMES,
    )


def _import(status: int = 200, refused: Subject | None = None, reason: Sentence | None = None) -> FlaskResponse:
    last = last_import(the_viewer())
    told: dict[str, Any] = {"refused": refused.value if refused else None, "reason": reason}
    return page(
        "imports/page.html",
        status,
        last=last,
        is_news=last is not None and last.is_own and last.at > now() - NEWS_FOR,
        columns={
            subject.value: [(column.name_in(language()), column) for column in columns]
            for subject, columns in COLUMNS.items()
        },
        most_rows=MOST_ROWS,
        most_kilobytes=LARGEST_FILE // 1024,
        now=now(),
        **told,
    )
