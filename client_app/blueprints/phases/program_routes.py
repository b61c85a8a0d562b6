"""The phases of a program as its director sets them up: added, changed, put in order, removed."""

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.phases import bp
from client_app.blueprints.phases.forms import PhaseForm
from client_app.domain.phase_plans import EXAMPLE, SAVED_MEANWHILE, PhasePlan, following
from client_app.domain.phases import in_words
from client_app.domain.plans import Direction
from client_app.domain.refusals import LOOK_AGAIN, Conflict, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services import program_phases as phases
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import error_page, status_of
from client_app.web.fields import version_in, whole_number
from client_app.web.pages import page, see_other
from client_app.web.words import say

PHASES = "/program/phases"
PHASE = f"{PHASES}/<int(max=2147483647):phase_id>"


@bp.get(PHASES)
@open_to(Role.DIRECTOR)
def show_phases() -> FlaskResponse:
    """Every phase in its order; an example to begin with while there is none."""
    return _phases()


@bp.post(f"{PHASES}/start")
@open_to(Role.DIRECTOR)
def start_with_example() -> Response:
    """Begin with the example, in the director's language."""
    try:
        phases.add_example(the_viewer(), example(), now())
    except Conflict as refusal:
        return _phases(409, refusal.reason)
    return see_other(PHASES)


@bp.get(f"{PHASES}/new")
@open_to(Role.DIRECTOR)
def show_new_phase() -> FlaskResponse:
    """A form for one more phase, with what usually follows the last one."""
    plans = [kept.plan for kept in phases.kept_phases(the_viewer(), now())]
    return _form(PhaseForm.of(following(plans)), None)


def _add(fields: posts.Fields) -> Response:
    form = PhaseForm.read(fields)
    viewer, problems = the_viewer(), form.plan.problems()
    if problems:
        return _form(replace(form, problems=problems, problem=LOOK_AGAIN), None, 422)
    try:
        number = phases.add_phase(viewer.program_id, form.plan, now(), viewer=viewer)
    except Conflict as refusal:
        return _form(replace(form, problem=refusal.reason), None, 409)
    return see_other(f"{PHASES}#phase-{number}")


def _keep_new(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return _form(PhaseForm.read(fields, reason), None, status)


@bp.post(f"{PHASES}/new")
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_add)
@posts.kept_when_refused(_keep_new)
def add_phase() -> Response:
    """Add a phase behind the others."""
    return _add(request.form)


@bp.get(PHASE)
@open_to(Role.DIRECTOR)
def show_program_phase(phase_id: int) -> FlaskResponse:
    """One phase, to be changed or removed."""
    kept = phases.kept_phase(the_viewer(), phase_id, now())
    return _form(PhaseForm.of_kept(kept), kept)


def _change(fields: posts.Fields, phase_id: int) -> Response:
    form = PhaseForm.read(fields)
    kept = phases.kept_phase(the_viewer(), phase_id, now())
    problems = form.plan.problems()
    if problems:
        return _form(replace(form, problems=problems, problem=LOOK_AGAIN), kept, 422)
    try:
        phases.change_phase(the_viewer(), phase_id, form.plan, form.revision, now())
    except Conflict as refusal:
        return _refused(form, phase_id, refusal)
    return see_other(f"{PHASES}#phase-{phase_id}")


def _keep_change(fields: posts.Fields, status: int, reason: Sentence, phase_id: int) -> Response:
    kept = phases.kept_phase(the_viewer(), phase_id, now())
    return _form(PhaseForm.read(fields, reason), kept, status)


@bp.post(PHASE)
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_change)
@posts.kept_when_refused(_keep_change)
def change_phase(phase_id: int) -> Response:
    """Keep what a phase asks for from now on."""
    return _change(request.form, phase_id)


@bp.post(f"{PHASE}/move")
@open_to(Role.DIRECTOR)
def move_phase(phase_id: int) -> Response:
    """Let a phase change places with the one before or behind it."""
    where = request.form.get("direction", "")
    if where not in set(Direction):
        return error_page(400)
    seen = [whole_number(text) or 0 for text in request.form.get("order", "").split("-")]
    try:
        phases.move_phase(the_viewer(), phase_id, Direction(where), seen, now())
    except Conflict as refusal:
        return _phases(409, refusal.reason)
    return see_other(f"{PHASES}#phase-{phase_id}")


@bp.post(f"{PHASE}/remove")
@open_to(Role.DIRECTOR)
def remove_phase(phase_id: int) -> Response:
    """Take a phase away that nobody was ever in."""
    try:
        phases.remove_phase(the_viewer(), phase_id, version_in(request.form.get("revision")), now())
    except Refused as refusal:
        kept = phases.kept_phase(the_viewer(), phase_id, now())
        return _form(replace(PhaseForm.of_kept(kept), problem=refusal.reason), kept, status_of(refusal))
    return see_other(PHASES)


def example() -> tuple[PhasePlan, ...]:
    """The example in the reader's language."""
    return tuple(
        PhasePlan(
            name=say(Sentence(one.name)),
            days_a_week=one.days_a_week,
            least_hours=one.hours[0],
            most_hours=one.hours[1],
            criteria=say(Sentence(one.criteria)),
        )
        for one in EXAMPLE
    )


def _refused(form: PhaseForm, phase_id: int, refusal: Conflict) -> Response:
    """What was typed; where somebody saved the phase meanwhile, beside what stands there now."""
    kept = phases.kept_phase(the_viewer(), phase_id, now())
    if refusal.reason is not SAVED_MEANWHILE:
        return _form(replace(form, problem=refusal.reason), kept, 409)
    return _form(replace(form, revision=kept.revision, problem=refusal.reason, is_stale=True), kept, 409)


def _phases(status: int = 200, reason: Sentence | None = None) -> FlaskResponse:
    return page(
        "phases/list.html",
        status,
        phases=phases.kept_phases(the_viewer(), now()),
        example=example(),
        reason=reason,
        often=in_words,
    )


def _form(form: PhaseForm, kept: phases.KeptPhase | None, status: int = 200) -> FlaskResponse:
    return page("phases/form.html", status, form=form, kept=kept, often=in_words)
