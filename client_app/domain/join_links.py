"""Single-use links by which people come in: an invitation, or a way back in after a forgotten password."""

from enum import StrEnum


class LinkKind(StrEnum):
    """What a link was made for."""

    INVITATION = "invitation"
    RESET = "reset"
