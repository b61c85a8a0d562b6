"""A participant's own plan: what helps, what it is for, and the safety plan."""

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.plans import bp
from client_app.blueprints.plans.forms import EntryForm, SafetyPlanForm
from client_app.domain.plans import PART_WORDS, Direction
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer
from client_app.services import plans
from client_app.services.quiet_plans import quiet_plan_of
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, page_or_fragment, see_other, wants_fragment

STRATEGIES = "plans/_strategies.html"
REASONS = "plans/_reasons.html"


@bp.get("/plan")
@open_to(Role.PARTICIPANT)
def show_plan() -> Response:
    """The whole plan, also fit for paper."""
    return _plan(STRATEGIES)


def _add_strategy(fields: posts.Fields) -> Response:
    try:
        plans.add_strategy(the_viewer(), fields.get("text", ""), now())
    except Invalid as refusal:
        return _refuse_strategy(fields, 422, refusal.reason)
    return _changed(STRATEGIES)


def _refuse_strategy(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return _plan(STRATEGIES, status, strategy_form=EntryForm.refused(fields, reason))


@bp.post("/plan/strategies")
@open_to(Role.PARTICIPANT)
@posts.carried_over_sign_in(_add_strategy)
@posts.kept_when_refused(_refuse_strategy)
def add_strategy() -> Response:
    """Add a coping strategy."""
    return _add_strategy(request.form)


@bp.post("/plan/strategies/<int(max=2147483647):strategy_id>/move")
@open_to(Role.PARTICIPANT)
def move_strategy(strategy_id: int) -> Response:
    """Move a strategy one place up or down."""
    direction = request.form.get("direction", "")
    if direction not in set(Direction):
        raise NotFound
    plans.move_strategy(the_viewer(), strategy_id, Direction(direction), now())
    return _changed(STRATEGIES)


@bp.post("/plan/strategies/<int(max=2147483647):strategy_id>/remove")
@open_to(Role.PARTICIPANT)
def remove_strategy(strategy_id: int) -> Response:
    """Take a strategy off the list."""
    plans.remove_strategy(the_viewer(), strategy_id, now())
    return _changed(STRATEGIES, is_shorter=True)


def _add_reason(fields: posts.Fields) -> Response:
    try:
        plans.add_reason(the_viewer(), fields.get("text", ""), now())
    except Invalid as refusal:
        return _refuse_reason(fields, 422, refusal.reason)
    return _changed(REASONS)


def _refuse_reason(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return _plan(REASONS, status, reason_form=EntryForm.refused(fields, reason))


@bp.post("/plan/reasons")
@open_to(Role.PARTICIPANT)
@posts.carried_over_sign_in(_add_reason)
@posts.kept_when_refused(_refuse_reason)
def add_reason() -> Response:
    """Add a reason for recovery."""
    return _add_reason(request.form)


@bp.post("/plan/reasons/<int(max=2147483647):reason_id>/remove")
@open_to(Role.PARTICIPANT)
def remove_reason(reason_id: int) -> Response:
    """Take a reason off the list."""
    plans.remove_reason(the_viewer(), reason_id, now())
    return _changed(REASONS, is_shorter=True)


@bp.get("/plan/safety-plan")
@open_to(Role.PARTICIPANT)
def show_safety_plan() -> FlaskResponse:
    """The six parts as they stand, to be written."""
    viewer = the_viewer()
    written = plans.plan_of(viewer, viewer.person_id, now()).safety_plan
    return page("plans/safety_plan.html", form=SafetyPlanForm.of(written), written=None)


def _write_safety_plan(fields: posts.Fields) -> Response:
    viewer = the_viewer()
    form = SafetyPlanForm.read(fields)
    try:
        plans.write_safety_plan(viewer, viewer.person_id, form.plan, now(), seen=form.version)
    except Conflict as overtaken:
        return _show_both(viewer, form, overtaken.reason)
    except Invalid:
        return page("plans/safety_plan.html", 422, form=form, written=None)
    return see_other("/plan#safety-plan")


def _show_both(viewer: Viewer, form: SafetyPlanForm, reason: Sentence) -> FlaskResponse:
    """What somebody else has written meanwhile, and the form with what was typed: to be kept knowingly."""
    written = plans.plan_of(viewer, viewer.person_id, now()).safety_plan
    again = replace(form, version=written.number if written else 0, problem=reason)
    return page("plans/safety_plan.html", 409, form=again, written=written, part_words=PART_WORDS, now=now())


def _refuse_safety_plan(fields: posts.Fields, status: int, reason: Sentence) -> FlaskResponse:
    return page("plans/safety_plan.html", status, form=SafetyPlanForm.read(fields, reason), written=None)


@bp.post("/plan/safety-plan")
@open_to(Role.PARTICIPANT)
@posts.carried_over_sign_in(_write_safety_plan)
@posts.kept_when_refused(_refuse_safety_plan)
def write_safety_plan() -> Response:
    """Keep the safety plan as it was written now."""
    return _write_safety_plan(request.form)


def _plan(
    fragment: str,
    status: int = 200,
    *,
    strategy_form: EntryForm | None = None,
    reason_form: EntryForm | None = None,
    is_shorter: bool = False,
) -> FlaskResponse:
    """The plan's page, or one of its lists alone; after a removal the list's heading takes the focus."""
    viewer = the_viewer()
    return page_or_fragment(
        "plans/page.html",
        fragment,
        status,
        plan=plans.plan_of(viewer, viewer.person_id, now()),
        quiet_plan=quiet_plan_of(viewer, viewer.person_id, now()),
        strategy_form=strategy_form or EntryForm(),
        reason_form=reason_form or EntryForm(),
        is_shorter=is_shorter,
        part_words=PART_WORDS,
        now=now(),
    )


def _changed(fragment: str, *, is_shorter: bool = False) -> Response:
    """Show the list as it stands now: to htmx at once, to a browser behind a redirect."""
    if wants_fragment():
        return _plan(fragment, is_shorter=is_shorter)
    return see_other("/plan#strategies" if fragment == STRATEGIES else "/plan#reasons")
