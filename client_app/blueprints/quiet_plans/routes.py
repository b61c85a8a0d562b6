"""What a participant wants when they fall silent: written by themselves, or by staff with them."""

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.quiet_plans import bp
from client_app.blueprints.quiet_plans.forms import QuietPlanForm
from client_app.domain.audit_actions import Action
from client_app.domain.quiet_plans import NAME_LIMIT, WISHES, WORDS_LIMIT, TypedQuietPlan
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services import quiet_plans
from client_app.services.openings import keep_record
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import version_in
from client_app.web.pages import page, see_other

OWN_PLAN = "/plan/quiet"
PLAN = "/participants/<int(max=2147483647):participant_id>/quiet-plan"


@bp.get(OWN_PLAN)
@open_to(Role.PARTICIPANT)
def show_own_plan() -> FlaskResponse:
    """The participant's own plan, to be written."""
    return _plan(the_viewer().person_id)


@bp.get(PLAN)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_plan(participant_id: int) -> FlaskResponse:
    """A participant's plan, for whoever reads for them."""
    return _plan(participant_id)


def _keep(fields: posts.Fields, participant_id: int | None = None) -> Response:
    """Keep the plan, or show the form again with what was typed and why; a stale one beside what stands there now."""
    viewer = the_viewer()
    person_id = viewer.person_id if participant_id is None else participant_id
    form = _read(fields)
    try:
        quiet_plans.keep_quiet_plan(viewer, person_id, form.typed, form.version, now())
    except Invalid:
        return _plan(person_id, 422, replace(form, problems=form.typed.problems()))
    except Conflict as refusal:
        kept = quiet_plans.quiet_plan_of(viewer, person_id, now())
        return _plan(person_id, 409, replace(form, problem=refusal.reason, version=kept.number, kept=kept))
    return see_other("/plan#quiet-plan" if participant_id is None else f"/participants/{participant_id}#quiet-plan")


def _refuse(fields: posts.Fields, status: int, reason: Sentence, participant_id: int | None = None) -> Response:
    form = replace(_read(fields), problem=reason)
    return _plan(the_viewer().person_id if participant_id is None else participant_id, status, form)


@bp.post(OWN_PLAN)
@open_to(Role.PARTICIPANT)
@posts.carried_over_sign_in(_keep)
@posts.kept_when_refused(_refuse)
def keep_own_plan() -> Response:
    """Keep the plan as the participant wrote it."""
    return _keep(request.form)


@bp.post(PLAN)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_keep)
@posts.kept_when_refused(_refuse)
def keep_plan(participant_id: int) -> Response:
    """Keep the plan as staff wrote it with the participant."""
    return _keep(request.form, participant_id)


def _read(fields: posts.Fields) -> QuietPlanForm:
    return QuietPlanForm(TypedQuietPlan.read(fields.to_dict(flat=False)), version_in(fields.get("version")))


def _plan(participant_id: int, status: int = 200, form: QuietPlanForm | None = None) -> FlaskResponse:
    """The plan's page for whoever looks at it; where that is staff, it is a look at the record."""
    viewer = the_viewer()
    is_own = viewer.role is Role.PARTICIPANT
    written = quiet_plans.quiet_plan_of(viewer, participant_id, now())
    response = page(
        "quiet_plans/own.html" if is_own else "quiet_plans/page.html",
        status,
        written=written,
        told_after=quiet_plans.told_after(participant_id),
        form=form or QuietPlanForm.of(written),
        wishes=WISHES,
        limits={"words": WORDS_LIMIT, "name": NAME_LIMIT},
        now=now(),
    )
    if not is_own:
        keep_record(viewer, participant_id, (), now(), Action.QUIET_PLAN_OPENED)
    return response
