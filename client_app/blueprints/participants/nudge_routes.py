"""Kind words to a participant, chosen on their record."""

from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.participants import bp
from client_app.blueprints.participants.routes import PERSON, record_page
from client_app.domain.refusals import Invalid, Refused
from client_app.domain.roles import Role
from client_app.services.nudges import send_nudge
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import see_other


@bp.post(f"{PERSON}/nudge")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def nudge(participant_id: int) -> Response:
    """Send the chosen text."""
    try:
        send_nudge(the_viewer(), participant_id, request.form.get("words", ""), now())
    except Invalid as refusal:
        return record_page(participant_id, 422, nudge_problem=refusal.reason)
    except Refused as refusal:
        return record_page(participant_id, 409, nudge_problem=refusal.reason)
    return see_other(f"/participants/{participant_id}#nudge")
