"""Whom staff bring in: somebody with a name, an e-mail and one role."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from client_app.domain.people import why_not_email, why_not_name
from client_app.domain.plans import tidy
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence

STAFF_ROLES = {Role.COUNSELOR.value: Role.COUNSELOR, Role.DIRECTOR.value: Role.DIRECTOR}
"""What a director invites staff as."""

EMAIL = "person_email"
"""The field's name; ``email`` is the sign-in's own, and no form is carried over a sign-in with it."""

TAKEN = Sentence(
    N_("Nobody can be invited with this email. Please check it; if it is right, this person signs in here already.")
)
"""It says no more, whoever has it: that somebody is a patient here is itself a secret."""


@dataclass(frozen=True)
class Invitation:
    """Somebody who is invited; a password is theirs to choose."""

    name: str = ""
    email: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> Self:
        """Read a posted form; other fields are ignored."""
        return cls(" ".join(tidy(typed.get("name", "")).split()), tidy(typed.get(EMAIL, "")).lower())

    def problems(self) -> dict[str, Sentence]:
        """Say for each field why it will not do; empty when all is well."""
        found = {"name": why_not_name(self.name), EMAIL: why_not_email(self.email)}
        return {name: problem for name, problem in found.items() if problem}
