"""Where a participant stands in the program, how they came there, and moving them down or up."""

import re
from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.phases import bp
from client_app.domain.audit_actions import Action
from client_app.domain.phases import in_words
from client_app.domain.plans import readable, tidy
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.services.openings import keep_record
from client_app.services.phases import REASON_LIMIT, move_participant, phase_card
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other

PHASE = "/participants/<int(max=2147483647):participant_id>/phase"
CHOOSE = N_("Please choose where to move this person.")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class MoveForm:
    """What stands in the form, and why nobody was moved."""

    phase: str = ""
    reason: str = ""
    seen: str = ""
    problem: Sentence | None = None

    @classmethod
    def read(cls, fields: posts.Fields, problem: Sentence | None = None) -> "MoveForm":
        """Read a post."""
        return cls(fields.get("phase", ""), tidy(fields.get("reason", "")), fields.get("seen", ""), problem)

    @property
    def typed(self) -> str:
        """The reason as a page can show it again."""
        return readable(self.reason)


@bp.get(PHASE)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_phase(participant_id: int) -> FlaskResponse:
    """The phase, its history, and a form to move the participant."""
    response = _phase(participant_id, MoveForm())
    keep_record(the_viewer(), participant_id, (), now(), Action.PHASE_OPENED)
    return response


def _move(fields: posts.Fields, participant_id: int) -> Response:
    form = MoveForm.read(fields)
    if not (_NUMBER.fullmatch(form.phase) and _NUMBER.fullmatch(form.seen)):
        return _phase(participant_id, MoveForm.read(fields, Sentence(CHOOSE)), 422)
    try:
        move_participant(the_viewer(), participant_id, int(form.phase), form.reason, int(form.seen), now())
    except (Conflict, Invalid) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _phase(participant_id, MoveForm.read(fields, refusal.reason), status)
    return see_other(f"/participants/{participant_id}#phase")


def _keep(fields: posts.Fields, status: int, reason: Sentence, participant_id: int) -> Response:
    return _phase(participant_id, MoveForm.read(fields, reason), status)


@bp.post(PHASE)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_move)
@posts.kept_when_refused(_keep)
def move(participant_id: int) -> Response:
    """Move the participant down or up from today on."""
    return _move(request.form, participant_id)


def _phase(participant_id: int, form: MoveForm, status: int = 200) -> FlaskResponse:
    card = phase_card(the_viewer(), participant_id, now())
    return page(
        "phases/page.html",
        status,
        card=card,
        form=form,
        often=in_words,
        limit=REASON_LIMIT,
        now=now(),
    )
