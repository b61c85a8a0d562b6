"""A program's name, zone, track, staffed hours and on-call line, set up by its director on one page."""

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.programs import bp
from client_app.blueprints.programs.forms import DetailsForm
from client_app.domain.programs import SAVED_MEANWHILE, TRACKS, stretches_of, zone_groups
from client_app.domain.refusals import LOOK_AGAIN, Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.program_details import Opened, change_details, details_of, known_zones
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other

DETAILS = "/program/details"


@bp.get(DETAILS)
@open_to(Role.DIRECTOR)
def show_details() -> FlaskResponse:
    """The program as it stands, to be changed."""
    return _details(DetailsForm.of(details_of(the_viewer())))


def _change(fields: posts.Fields) -> Response:
    form = DetailsForm.read(fields)
    if form.problems:
        return _details(replace(form, problem=LOOK_AGAIN), 422)
    try:
        change_details(the_viewer(), form.details, form.opened, now())
    except Conflict as refusal:
        return _details(replace(form, problem=refusal.reason, is_stale=refusal.reason is SAVED_MEANWHILE), 409)
    except Invalid as refusal:
        return _details(replace(form, problem=refusal.reason), 422)
    return see_other(f"{DETAILS}#hours" if fields.get("then") == "hours" else "/program")


def _keep(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return _details(DetailsForm.read(fields, reason), status)


@bp.post(DETAILS)
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_change)
@posts.kept_when_refused(_keep)
def change() -> Response:
    """Save all of it at once."""
    return _change(request.form)


def _details(form: DetailsForm, status: int = 200) -> FlaskResponse:
    """The form; beside what was typed stands what another director saved meanwhile."""
    kept = details_of(the_viewer())
    if form.is_stale:  # saving again is meant to put it in its place
        form = replace(form, opened=Opened(kept.revision, form.opened.confirmed_zone))
    new_zone = form.typed["zone"] if form.typed["zone"] in known_zones() else kept.details.zone
    return page(
        "programs/details.html",
        status,
        form=form,
        problems=form.problems if form.problem else {},
        kept=kept.details,
        kept_stretches=stretches_of(kept.details.openings),
        new_zone=new_zone if new_zone != kept.details.zone else None,
        zones=zone_groups(known_zones(), kept.details.zone),
        tracks=TRACKS,
        now=now(),
    )
