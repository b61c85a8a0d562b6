"""What a participant is reminded of, and when."""

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.reminders import bp
from client_app.blueprints.reminders.choice_page import choice_page
from client_app.blueprints.reminders.forms import ChoicesForm
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.reminder_choices import choices_of, keep_choices
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import version_in
from client_app.web.pages import see_other


@bp.get("/settings/reminders")
@open_to(Role.PARTICIPANT)
def show_reminders() -> FlaskResponse:
    """The participant's own choices."""
    return choice_page()


def _keep(fields: posts.Fields) -> Response:
    """Keep the choices, or show the form again with what was typed; a stale one beside what stands there now."""
    form = ChoicesForm.read(fields, version_in(fields.get("revision")))
    try:
        keep_choices(the_viewer(), form.typed, form.revision, now())
    except Invalid:
        return choice_page(422, replace(form, problems=form.typed.problems()))
    except Conflict as refusal:
        kept = choices_of(the_viewer())
        stale = replace(form, reason=refusal.reason, revision=kept.revision, kept=kept.choices)
        return choice_page(409, stale)
    return see_other("/settings/reminders?done=choices")


def _refuse(fields: posts.Fields, status: int, reason: Sentence) -> FlaskResponse:
    return choice_page(status, ChoicesForm.read(fields, version_in(fields.get("revision")), reason))


@bp.post("/settings/reminders")
@open_to(Role.PARTICIPANT)
@posts.carried_over_sign_in(_keep)
@posts.kept_when_refused(_refuse)
def keep_reminders() -> Response:
    """Keep the choices as the participant made them."""
    return _keep(request.form)
