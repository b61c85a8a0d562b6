"""A participant's time in the program: what was agreed, its end by a person, and its beginning again."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.enrollments import bp
from client_app.domain.audit_actions import Action
from client_app.domain.enrollments import COMES_FROM_WORDS, TypedBeginning
from client_app.domain.local_days import local_day
from client_app.domain.plans import readable, tidy
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services import enrollment_life
from client_app.services.openings import keep_record
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import version_in
from client_app.web.pages import page, see_other

TIME = "/participants/<int(max=2147483647):participant_id>/enrollment"


@bp.get(TIME)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_enrollment(participant_id: int) -> FlaskResponse:
    """How it began, and how it ended or can end."""
    return _page(participant_id)


def _correct(fields: posts.Fields, participant_id: int) -> Response:
    typed = TypedBeginning.read(fields)
    problems = typed.problems(enrollment_life.stay_of(the_viewer(), participant_id, now()).started_on)
    if problems:
        return _page(participant_id, 422, typed=typed, problems=problems)
    known = version_in(fields.get("revision"))
    try:
        enrollment_life.correct_beginning(the_viewer(), participant_id, known, typed.beginning(), now())
    except Conflict as refusal:
        return _page(participant_id, 409, typed=typed, reason=refusal.reason)
    return see_other(f"/participants/{participant_id}/enrollment")


def _keep(fields: posts.Fields, status: int, reason: Sentence, participant_id: int) -> Response:
    return _page(participant_id, status, typed=TypedBeginning.read(fields), reason=reason)


@bp.post(TIME)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_correct)
@posts.kept_when_refused(_keep)
def correct_beginning(participant_id: int) -> Response:
    """Keep where the participant came from, what was agreed, and the planned end, as they are known now."""
    return _correct(request.form, participant_id)


def _start(fields: posts.Fields, participant_id: int) -> Response:
    typed = TypedBeginning.read(fields)
    enrollment_life.stay_of(the_viewer(), participant_id, now())  # a stranger is not told what is wrong with a form
    problems = typed.problems(_today())
    if problems:
        return _page(participant_id, 422, typed=typed, problems=problems)
    try:
        enrollment_life.start_again(the_viewer(), participant_id, typed.beginning(), now())
    except Conflict as refusal:
        return _page(participant_id, 409, typed=typed, reason=refusal.reason)
    return see_other(f"/participants/{participant_id}/enrollment")


@bp.post(f"{TIME}/start")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_start)
@posts.kept_when_refused(_keep)
def start_again(participant_id: int) -> Response:
    """Begin a new time in the program today."""
    return _start(request.form, participant_id)


@bp.get(f"{TIME}/end")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_end(participant_id: int) -> FlaskResponse:
    """Say what ending means, and ask for the aftercare note."""
    return _end_page(participant_id, "")


def _end(fields: posts.Fields, participant_id: int) -> Response:
    note = tidy(fields.get("aftercare_note", ""))
    try:
        enrollment_life.end_enrollment(the_viewer(), participant_id, note, now())
    except Invalid as refusal:
        return _end_page(participant_id, note, 422, problem=refusal.reason)
    except Conflict as refusal:
        return _page(participant_id, 409, reason=refusal.reason, unsaved=note)
    return see_other(f"/participants/{participant_id}/enrollment")


def _keep_end(fields: posts.Fields, status: int, reason: Sentence, participant_id: int) -> Response:
    return _end_page(participant_id, fields.get("aftercare_note", ""), status, reason=reason)


@bp.post(f"{TIME}/end")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_end)
@posts.kept_when_refused(_keep_end)
def end_enrollment(participant_id: int) -> Response:
    """End it today."""
    return _end(request.form, participant_id)


def _page(
    participant_id: int,
    status: int = 200,
    *,
    typed: TypedBeginning | None = None,
    problems: Mapping[str, Sentence] | None = None,
    reason: Sentence | None = None,
    unsaved: str = "",
) -> FlaskResponse:
    """The page as things stand, with what was typed where it was not kept; it is a look at the record."""
    stay = enrollment_life.stay_of(the_viewer(), participant_id, now())
    kept = TypedBeginning() if stay.ended_on else TypedBeginning.of(stay.beginning)
    response = page(
        "enrollments/page.html",
        status,
        stay=stay,
        form=(typed or kept).shown(),
        is_typed=typed is not None,
        problems=problems or {},
        reason=reason,
        unsaved=readable(unsaved),
        comes_from_words=COMES_FROM_WORDS,
    )
    keep_record(the_viewer(), participant_id, (), now(), Action.ENROLLMENT_OPENED)
    return response


def _end_page(
    participant_id: int,
    note: str,
    status: int = 200,
    *,
    problem: Sentence | None = None,
    reason: Sentence | None = None,
) -> FlaskResponse:
    """The confirmation; of a time that has ended already there is nothing to end."""
    stay = enrollment_life.stay_of(the_viewer(), participant_id, now())
    if stay.ended_on:
        return _page(participant_id, status, reason=reason, unsaved=note)
    response = page("enrollments/end.html", status, stay=stay, note=readable(note), problem=problem, reason=reason)
    keep_record(the_viewer(), participant_id, (), now(), Action.ENROLLMENT_OPENED)
    return response


def _today() -> date:
    return local_day(now(), ZoneInfo(the_viewer().zone))
