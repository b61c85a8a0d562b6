"""Who looks after whom, as a director sees it: names and counselors, and no answers."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.caseloads import bp
from client_app.domain.audit_actions import Action
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.caseload_reads import participants_of_program
from client_app.services.handovers import CHOOSE_COUNSELOR, Assignment, assign
from client_app.services.openings import keep_list
from client_app.services.staff_reads import counselors_there, staff_of
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.fields import whole_number
from client_app.web.pages import page, see_other

PARTICIPANTS = "/program/participants"


@bp.get(PARTICIPANTS)
@open_to(Role.DIRECTOR)
def show_participants() -> FlaskResponse:
    """Everybody who takes part, those without a counselor first."""
    return _participants()


@bp.post(f"{PARTICIPANTS}/<int(max=2147483647):participant_id>/counselor")
@open_to(Role.DIRECTOR)
def assign_participant(participant_id: int) -> Response:
    """Let a counselor look after a participant."""
    counselor_id = whole_number(request.form.get("counselor"))
    seen = whole_number(request.form.get("caseload")) or None
    if not counselor_id:
        return _participants(422, participant_id, CHOOSE_COUNSELOR)
    try:
        assign(the_viewer(), Assignment(participant_id, counselor_id, seen), now())
    except (Conflict, Invalid) as refusal:
        return _participants(status_of(refusal), participant_id, refusal.reason)
    return see_other(f"{PARTICIPANTS}#participant-{participant_id}")


def _participants(status: int = 200, refused_id: int | None = None, reason: Sentence | None = None) -> FlaskResponse:
    viewer = the_viewer()
    people = participants_of_program(viewer, now())
    if refused_id is not None and refused_id not in {one.id for one in (*people.unassigned, *people.assigned)}:
        raise NotFound
    shown = [one.id for one in (*people.unassigned, *people.assigned, *people.ended)]
    keep_list(viewer, Action.ROLL_OPENED, shown, now())
    return page(
        "caseloads/participants.html",
        status,
        people=people,
        counselors=counselors_there(staff_of(viewer, now())),
        refused_id=refused_id,
        reason=reason,
    )
