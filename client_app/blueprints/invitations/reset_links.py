"""A new link for somebody who forgot their password, or whose invitation ran out."""

from flask import Response

from client_app.blueprints.invitations import bp
from client_app.blueprints.invitations.handing_over import handed_over
from client_app.domain.roles import Role
from client_app.services import join_links
from client_app.services.join_links import Awaited
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page

PARTICIPANT = "/participants/<int(max=2147483647):participant_id>/reset-link"
STAFF = "/program/staff/<int(max=2147483647):person_id>/reset-link"


@bp.get(PARTICIPANT)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_participant_link(participant_id: int) -> Response:
    """Ask whether a new link shall be made, and say what becomes of the earlier ones."""
    awaited = join_links.participant_to_link(the_viewer(), participant_id, now())
    return _ask(awaited, f"/participants/{participant_id}/reset-link", back=f"/participants/{participant_id}")


@bp.post(PARTICIPANT)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def make_participant_link(participant_id: int) -> Response:
    """Make it, and show it once."""
    return handed_over(join_links.link_for_participant(the_viewer(), participant_id, now()))


@bp.get(STAFF)
@open_to(Role.DIRECTOR)
def show_staff_link(person_id: int) -> Response:
    """Ask whether a new link shall be made, and say what becomes of the earlier ones."""
    awaited = join_links.staff_to_link(the_viewer(), person_id)
    return _ask(awaited, f"/program/staff/{person_id}/reset-link", back="/program/staff")


@bp.post(STAFF)
@open_to(Role.DIRECTOR)
def make_staff_link(person_id: int) -> Response:
    """Make it, and show it once."""
    return handed_over(join_links.link_for_staff(the_viewer(), person_id, now()))


def _ask(awaited: Awaited, action: str, back: str) -> Response:
    return page("invitations/new_link.html", awaited=awaited, action=action, back=back)
