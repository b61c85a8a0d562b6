"""Staff of a program: who is there, and what a director cannot do to whom. No participant is left without a reader.

Each guard says in one sentence why not; the page shows it beside the disabled button.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from client_app.domain.absences import Absence
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence

LAST_DIRECTOR = Sentence(N_("This is the last active director. Somebody must be left who can run the program."))
HAND_OVER_FIRST = N_("%(name)s looks after %(number)s participants. Hand them over, or choose a cover who is there.")
HAND_ONE_OVER_FIRST = N_("%(name)s looks after one participant. Hand them over, or choose a cover who is there.")
COVERS = N_("%(name)s covers for %(who)s. Choose another cover first.")
IS_DISABLED = N_("%(name)s is disabled already.")
IS_ENABLED = N_("%(name)s is not disabled.")
NOBODY_THERE = Sentence(N_("Nobody is in this caseload."))
NO_COUNSELOR = N_("%(name)s cannot take anybody on now: only an active counselor can.")
THEMSELVES = Sentence(N_("Please choose somebody else."))
AWAY_AS_WELL = N_("%(name)s is away in these days as well.")
COVERS_THEN = N_("%(name)s covers for %(who)s in these days. Choose another cover for them first.")
NOT_AWAY = N_("%(name)s is not away.")
NO_CASELOAD = N_("%(name)s looks after nobody: only an active counselor has a caseload.")


class StaffState(StrEnum):
    """Where somebody of the staff stands."""

    ACTIVE = "active"
    AWAY = "away"
    INVITED = "invited"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Covering:
    """Somebody for whom a counselor reads, or is going to: their participants have no other reader then."""

    name: str
    absence: Absence | None
    """Nothing: the account is disabled, so it is now and for good."""


@dataclass(frozen=True)
class StaffMember:
    """Somebody of the staff, as far as the guards need to know."""

    id: int
    name: str
    role: Role
    has_joined: bool
    is_disabled: bool
    participants: int = 0
    """Enrolled in their caseload now."""
    absence: Absence | None = None
    """Now or to come; one that is over is none."""
    has_cover_there: bool = False
    """Their cover is active, and not away at this moment."""
    covers: tuple[Covering, ...] = ()
    is_last_director: bool = False
    """No other director of the program is active."""

    @property
    def is_active(self) -> bool:
        """Somebody who can sign in."""
        return self.has_joined and not self.is_disabled

    @property
    def is_counselor(self) -> bool:
        """Somebody with a caseload, not a director."""
        return self.role is Role.COUNSELOR

    @property
    def is_counselor_there(self) -> bool:
        """Somebody who can look after participants."""
        return self.is_active and self.is_counselor

    def state(self, now: datetime) -> StaffState:
        """Where they stand at this instant."""
        if self.is_disabled:
            return StaffState.DISABLED
        if not self.has_joined:
            return StaffState.INVITED
        return StaffState.AWAY if self.absence and self.absence.is_now(now) else StaffState.ACTIVE


def why_not_disable(member: StaffMember) -> Sentence | None:
    """Say why an account cannot be disabled: somebody would be left without a reader, or a program without director."""
    if member.is_disabled:
        return Sentence(IS_DISABLED, {"name": member.name})
    if member.is_last_director:
        return LAST_DIRECTOR
    if member.participants and not member.has_cover_there:
        text = HAND_ONE_OVER_FIRST if member.participants == 1 else HAND_OVER_FIRST
        return Sentence(text, {"name": member.name, "number": member.participants})
    if member.covers:
        return Sentence(COVERS, {"name": member.name, "who": _names(member.covers)})
    return None


def why_not_enable(member: StaffMember) -> Sentence | None:
    """Say why an account cannot be enabled again."""
    return None if member.is_disabled else Sentence(IS_ENABLED, {"name": member.name})


def why_not_hand_over(member: StaffMember) -> Sentence | None:
    """Say why a caseload cannot be handed over."""
    return None if member.participants else NOBODY_THERE


def why_not_take(member: StaffMember) -> Sentence | None:
    """Say why somebody cannot look after participants."""
    return None if member.is_counselor_there else Sentence(NO_COUNSELOR, {"name": member.name})


def why_not_leave(member: StaffMember) -> Sentence | None:
    """Say why somebody needs no cover."""
    return None if member.is_counselor_there else Sentence(NO_CASELOAD, {"name": member.name})


def why_not_return(member: StaffMember) -> Sentence | None:
    """Say why an absence cannot be ended."""
    return None if member.absence else Sentence(NOT_AWAY, {"name": member.name})


def why_not_cover(member: StaffMember, cover: StaffMember, absence: Absence) -> Sentence | None:
    """Say why one counselor cannot cover for another in these days: both would be away, or a third left alone."""
    if cover.id == member.id:
        return THEMSELVES
    if reason := why_not_take(cover):
        return reason
    if cover.absence and cover.absence.overlaps(absence):
        return Sentence(AWAY_AS_WELL, {"name": cover.name})
    then = [one for one in member.covers if one.absence is None or one.absence.overlaps(absence)]
    return Sentence(COVERS_THEN, {"name": member.name, "who": _names(then)}) if then else None


def _names(covers: Iterable[Covering]) -> str:
    return ", ".join(one.name for one in covers)
