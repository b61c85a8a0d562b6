"""The shared guard of what only directors do; routes hold the same, and here it holds whoever calls."""

from client_app.domain.refusals import NotFound
from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer


def refuse_all_but_directors(viewer: Viewer) -> None:
    """Let a director go on.

    Raises:
        NotFound: the viewer is none, so none of it is there.

    """
    if viewer.role is not Role.DIRECTOR:
        raise NotFound
