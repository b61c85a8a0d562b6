"""The crisis lines as directors keep them: confirmed, corrected, added, hidden. They stand for the whole clinic."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.crisis_lines import bp
from client_app.blueprints.crisis_lines.forms import NO_DAY, LineForm
from client_app.domain.crisis_lines import next_review
from client_app.domain.local_days import local_day
from client_app.domain.refusals import Conflict, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services import crisis_lines as lines
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.fields import version_in
from client_app.web.pages import page, see_other

LINES = "/program/crisis-lines"
LINE = f"{LINES}/<string(maxlength=40):code>"


@bp.get(LINES)
@open_to(Role.DIRECTOR)
def show_lines() -> FlaskResponse:
    """Every line as it stands, those whose review is due first of all marked."""
    return _lines()


@bp.post(f"{LINE}/confirm")
@open_to(Role.DIRECTOR)
def confirm_line(code: str) -> Response:
    """Say that the line was looked up today and is right."""
    form = LineForm.read(request.form)
    if form.review_on is None:
        return _lines(422, code, NO_DAY)
    return _done(code, lambda: lines.confirm_line(the_viewer(), code, form.checked(), now()))


@bp.post(f"{LINE}/hide")
@open_to(Role.DIRECTOR)
def hide_line(code: str) -> Response:
    """Show the line to nobody but directors."""
    return _done(code, lambda: lines.hide_line(the_viewer(), code, _number(), now(), hidden=True))


@bp.post(f"{LINE}/show")
@open_to(Role.DIRECTOR)
def show_line_again(code: str) -> Response:
    """Show a hidden line to everybody again."""
    return _done(code, lambda: lines.hide_line(the_viewer(), code, _number(), now(), hidden=False))


@bp.get(f"{LINES}/new")
@open_to(Role.DIRECTOR)
def show_new_line() -> FlaskResponse:
    """The empty form of a line of the clinic's own."""
    return _form(LineForm.empty(next_review(_today())), None)


def _add(fields: posts.Fields) -> Response:
    form = LineForm.read(fields)
    problems = form.found_problems("", _today())
    if problems or form.review_on is None:
        return _form(replace(form, problems=problems, problem=lines.LOOK_AGAIN), None, 422)
    try:
        code = lines.add_line(the_viewer(), form.line(""), form.review_on, now())
    except Conflict as refusal:
        return _form(replace(form, problem=refusal.reason), None, 409)
    return see_other(f"{LINES}#line-{code}")


def _keep_new(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return _form(LineForm.read(fields, reason), None, status)


@bp.post(f"{LINES}/new")
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_add)
@posts.kept_when_refused(_keep_new)
def add_line() -> Response:
    """Add a line of the clinic's own."""
    return _add(request.form)


@bp.get(LINE)
@open_to(Role.DIRECTOR)
def show_line(code: str) -> FlaskResponse:
    """One line with its words in both languages, to be corrected."""
    kept = lines.kept_line(code, _today())
    return _form(LineForm.of(kept.line, kept.number, next_review(_today())), kept)


def _change(fields: posts.Fields, code: str) -> Response:
    form = LineForm.read(fields)
    kept = lines.kept_line(code, _today())
    problems = form.found_problems(code, _today())
    if problems:
        return _form(replace(form, problems=problems, problem=lines.LOOK_AGAIN), kept, 422)
    try:
        lines.change_line(the_viewer(), form.line(code), form.checked(), now())
    except Conflict as refusal:
        kept = lines.kept_line(code, _today())
        return _form(replace(form, number=kept.number, problem=refusal.reason, is_stale=True), kept, 409)
    return see_other(f"{LINES}#line-{code}")


def _keep_change(fields: posts.Fields, status: int, reason: Sentence, code: str) -> Response:
    return _form(LineForm.read(fields, reason), lines.kept_line(code, _today()), status)


@bp.post(LINE)
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_change)
@posts.kept_when_refused(_keep_change)
def change_line(code: str) -> Response:
    """Keep a corrected line."""
    return _change(request.form, code)


def _done(code: str, act: Callable[[], None]) -> Response:
    """Do it and show the lines; or say beside the line why it was not done."""
    try:
        act()
    except Refused as refusal:
        return _lines(status_of(refusal), code, refusal.reason)
    return see_other(f"{LINES}#line-{code}")


def _lines(status: int = 200, refused: str = "", reason: Sentence | None = None) -> FlaskResponse:
    today = _today()
    return page(
        "crisis_lines/list.html",
        status,
        lines=lines.kept_lines(today),
        next_review=next_review(today),
        refused=refused,
        reason=reason,
    )


def _form(form: LineForm, kept: lines.KeptLine | None, status: int = 200) -> FlaskResponse:
    return page("crisis_lines/form.html", status, form=form, kept=kept)


def _number() -> int:
    return version_in(request.form.get("number"))


def _today() -> date:
    return local_day(now(), ZoneInfo(the_viewer().zone))
