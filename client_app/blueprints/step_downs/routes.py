"""The page from which a talk about stepping down begins: weeks beside what is asked, and what was agreed."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.step_downs import bp
from client_app.domain.audit_actions import Action
from client_app.domain.phases import in_words
from client_app.domain.plans import ENTRY_LIMIT, readable
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.step_downs import (
    asked_in_words,
    hours_in_words,
    unmarked_in_words,
    why_not_more,
    widest,
)
from client_app.services.openings import keep_record
from client_app.services.step_criteria import Wish, agree, change_criterion
from client_app.services.step_downs import step_down_of
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other

STEP_DOWN = "/participants/<int(max=2147483647):participant_id>/step-down"
CHOOSE = N_("Please press one of the buttons.")
STANDINGS = {"met": True, "open": False}
"""How a form says that something stood when the page was opened."""


@bp.get(STEP_DOWN)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_step_down(participant_id: int) -> FlaskResponse:
    """Hours, days and check-ins of the last weeks, what was agreed, and whether it is time to talk."""
    return _page(participant_id)


def _agree(fields: posts.Fields, participant_id: int) -> Response:
    text = fields.get("text", "")
    try:
        agree(the_viewer(), participant_id, text, now())
    except Invalid as refusal:
        return _page(participant_id, 422, text=text, problem=refusal.reason)
    except Conflict as refusal:
        return _page(participant_id, 409, text=text, problem=refusal.reason)
    return see_other(f"/participants/{participant_id}/step-down#agreed")


def _keep(fields: posts.Fields, status: int, reason: Sentence, participant_id: int, **_: int) -> Response:
    return _page(participant_id, status, text=fields.get("text", ""), reason=reason)


@bp.post(f"{STEP_DOWN}/criteria")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_agree)
@posts.kept_when_refused(_keep)
def agree_criterion(participant_id: int) -> Response:
    """Keep what counselor and participant agreed to look at before the next step."""
    return _agree(request.form, participant_id)


@bp.post(f"{STEP_DOWN}/criteria/<int(max=2147483647):criterion_id>")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.kept_when_refused(_keep)
def mark_criterion(participant_id: int, criterion_id: int) -> Response:
    """Mark it as met or not met, or remove it."""
    wish, stood = request.form.get("wish", ""), STANDINGS.get(request.form.get("stood", ""))
    if wish not in set(Wish):
        return _page(participant_id, 422, reason=Sentence(CHOOSE))
    try:
        change_criterion(the_viewer(), participant_id, criterion_id, Wish(wish), now(), was_met=stood)
    except Conflict as refusal:
        return _page(participant_id, 409, reason=refusal.reason)
    return see_other(f"/participants/{participant_id}/step-down#agreed")


def _page(
    participant_id: int,
    status: int = 200,
    *,
    text: str = "",
    problem: Sentence | None = None,
    reason: Sentence | None = None,
) -> FlaskResponse:
    """The page as things stand; it is a look at the record, beside a refused form too."""
    found = step_down_of(the_viewer(), participant_id, now())
    response = page(
        "step_downs/page.html",
        status,
        phase_card=found.card,
        weeks=found.weeks,
        criteria=found.criteria,
        usual=found.usual,
        opener=found.opener,
        full=why_not_more(found.criteria),
        text=readable(text),
        problem=problem,
        reason=reason,
        limit=ENTRY_LIMIT,
        room=widest(found.weeks),
        often=in_words,
        hours=hours_in_words,
        asked=asked_in_words,
        not_marked=unmarked_in_words,
    )
    keep_record(the_viewer(), participant_id, (), now(), Action.STEP_DOWN_OPENED)
    return response
