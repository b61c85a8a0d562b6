"""The page that shows a link, once: it answers the post itself, since nobody can ask for it again."""

from flask import Response

from client_app.domain.join_links import LinkKind
from client_app.domain.roles import Role
from client_app.services.join_links import Handover
from client_app.web.access import the_viewer
from client_app.web.addresses import public_url
from client_app.web.clock import now
from client_app.web.pages import page


def handed_over(link: Handover) -> Response:
    """The link, how long it is good, and what to say when it is handed over."""
    is_participant = link.role is Role.PARTICIPANT
    is_own = the_viewer().role is Role.COUNSELOR
    back = "/participants" if is_participant else "/staff"
    return page(
        "invitations/handed_over.html",
        link=link,
        address=public_url(link.path),
        is_invitation=link.kind is LinkKind.INVITATION,
        is_participant=is_participant,
        back=back if is_own else f"/program{back}",
        now=now(),
    )
