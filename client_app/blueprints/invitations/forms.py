"""What is typed into the forms by which people are invited: shape only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from client_app.domain.enrollments import TypedBeginning
from client_app.domain.invitations import STAFF_ROLES, Invitation
from client_app.domain.plans import readable
from client_app.domain.sentences import N_, Sentence
from client_app.services.invitations import CHOOSE_COUNSELOR
from client_app.web.posts import Fields

CHOOSE_ROLE = Sentence(N_("Please choose one of these."))
NOBODY = ""
"""Chosen instead of a caseload: a director reads."""


@dataclass(frozen=True)
class InviteForm:
    """The form as it stands in its fields, and why it was not accepted."""

    invitation: Invitation = field(default_factory=Invitation)
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    reason: Sentence | None = None
    """Why the whole of it was refused."""

    @property
    def typed(self) -> Invitation:
        """What can be shown again."""
        return Invitation(readable(self.invitation.name), readable(self.invitation.email))


@dataclass(frozen=True)
class StaffForm(InviteForm):
    """A counselor or a director is invited."""

    works_as: str = "counselor"

    @classmethod
    def read(cls, fields: Fields, reason: Sentence | None = None) -> Self:
        """Read a post."""
        invitation, works_as = Invitation.read(fields), fields.get("role", "")
        problems = invitation.problems() | ({} if works_as in STAFF_ROLES else {"works_as": CHOOSE_ROLE})
        return cls(invitation, problems, reason, works_as)


@dataclass(frozen=True)
class ParticipantForm(InviteForm):
    """A participant is invited."""

    beginning: TypedBeginning = field(default_factory=TypedBeginning)
    caseload: str = NOBODY
    """A caseload's number as the form offers it; a counselor's form has none."""

    @classmethod
    def read(
        cls, fields: Fields, today: date, caseloads: frozenset[str] | None, reason: Sentence | None = None
    ) -> Self:
        """Read a post; only the caseloads that the form offers are taken."""
        invitation, beginning = Invitation.read(fields), TypedBeginning.read(fields)
        caseload = fields.get("counselor", NOBODY) if caseloads is not None else NOBODY
        problems = invitation.problems() | beginning.problems(today)
        if caseload != NOBODY and caseload not in (caseloads or ()):
            problems["counselor"] = CHOOSE_COUNSELOR
        return cls(invitation, problems, reason, beginning, caseload)

    @property
    def caseload_id(self) -> int | None:
        """The chosen caseload, once there are no problems."""
        return int(self.caseload) if self.caseload != NOBODY else None
