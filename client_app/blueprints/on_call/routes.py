"""A program's on-call hours and its ladder, set by its director on one page."""

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.on_call import bp
from client_app.blueprints.on_call.forms import OnCallForm
from client_app.domain.escalation import LONGEST_REPEAT, LONGEST_SECOND, SHORTEST
from client_app.domain.on_call import turns_of
from client_app.domain.refusals import LOOK_AGAIN, Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.on_call import on_call_of, set_on_call
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other

ON_CALL = "/program/on-call"


@bp.get(ON_CALL)
@open_to(Role.DIRECTOR)
def show_on_call() -> FlaskResponse:
    """Who is on call when, and after how many minutes pages widen and repeat."""
    return _on_call(OnCallForm.of(on_call_of(the_viewer())))


def _change(fields: posts.Fields) -> Response:
    form = OnCallForm.read(fields)
    if form.problems(on_call_of(the_viewer()).staff):
        return _on_call(replace(form, problem=LOOK_AGAIN), 422)
    try:
        set_on_call(the_viewer(), form.on_call, form.revision, now())
    except Conflict as refusal:
        return _on_call(replace(form, problem=refusal.reason, is_stale=True), 409)
    except Invalid as refusal:
        return _on_call(replace(form, problem=refusal.reason), 422)
    return see_other(f"{ON_CALL}#turns" if fields.get("then") == "turns" else "/program")


def _keep(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return _on_call(OnCallForm.read(fields, reason), status)


@bp.post(ON_CALL)
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_change)
@posts.kept_when_refused(_keep)
def change_on_call() -> Response:
    """Save all of it at once."""
    return _change(request.form)


def _on_call(form: OnCallForm, status: int = 200) -> FlaskResponse:
    """The form; beside what was typed stands what another director saved meanwhile."""
    kept = on_call_of(the_viewer())
    if form.is_stale:  # saving again is meant to put it in its place
        form = replace(form, revision=kept.revision)
    return page(
        "on_call/page.html",
        status,
        form=form,
        problems=form.problems(kept.staff) if form.problem else {},
        staff=kept.staff,
        choices=[(str(number), name) for number, name in kept.staff.items()],
        kept=kept.on_call,
        kept_turns=turns_of(kept.on_call.shifts),
        limits={"fewest": SHORTEST, "second": LONGEST_SECOND, "repeat": LONGEST_REPEAT},
    )
