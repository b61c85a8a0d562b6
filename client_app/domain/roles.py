"""The four roles of people who sign in."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does in the program. Each person has one role."""

    PARTICIPANT = "participant"
    COUNSELOR = "counselor"
    FAMILY_MEMBER = "family_member"
    DIRECTOR = "director"


STAFF = (Role.COUNSELOR, Role.DIRECTOR)
"""Who leads appointments and keeps the calendar."""
