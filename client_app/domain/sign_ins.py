"""How long a sign-in lives, and where it may lead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from client_app.domain.roles import Role


@dataclass(frozen=True)
class Lifetime:
    """A sign-in ends this long after the last request by a hand, and this long after its start in any case."""

    idle: timedelta
    absolute: timedelta


_STAFF = Lifetime(idle=timedelta(minutes=15), absolute=timedelta(hours=12))
_AT_HOME = Lifetime(idle=timedelta(minutes=30), absolute=timedelta(hours=12))

LIFETIMES: Mapping[Role, Lifetime] = {
    Role.PARTICIPANT: _AT_HOME,
    Role.FAMILY_MEMBER: _AT_HOME,
    Role.COUNSELOR: _STAFF,
    Role.DIRECTOR: _STAFF,
}
"""Staff screens stand open in shared rooms, so they close sooner (HIPAA's automatic log-off names no figure)."""

LONGEST_NEXT = 200
"""More characters than any address of our own has."""

_OWN_PATH = re.compile(r"(?P<path>(?:/[A-Za-z0-9._~-]+)*/?)(?:\?[A-Za-z0-9._~=&+-]*)?")
"""Our addresses are plain: no escapes, no colon, no second slash in a row, nothing a browser could read otherwise."""

_SIGN_OUT = "sign-out"


def ends_at(started_at: datetime, last_seen_at: datetime, role: Role) -> datetime:
    """When a sign-in ends by itself, if nobody touches it any more."""
    lifetime = LIFETIMES[role]
    return min(last_seen_at + lifetime.idle, started_at + lifetime.absolute)


def is_alive(
    started_at: datetime, last_seen_at: datetime, ended_at: datetime | None, role: Role, now: datetime
) -> bool:
    """Does this sign-in still count? It has not been ended, is not idle for too long, and is not too old."""
    return ended_at is None and now < ends_at(started_at, last_seen_at, role)


@dataclass(frozen=True)
class TimeLeft:
    """How long a sign-in still lives, for the page that warns before its end."""

    seconds: int
    can_stay: bool
    """A tap now would move the end beyond the warning; not in the last two minutes of the twelve hours."""


WARN_BEFORE = timedelta(minutes=2)
"""So long before its end the page warns (WCAG 2.2.1 asks for 20 seconds at least)."""


def time_left(started_at: datetime, last_seen_at: datetime, role: Role, now: datetime) -> TimeLeft:
    """What is left of a living sign-in, in whole seconds."""
    left = ends_at(started_at, last_seen_at, role) - now
    return TimeLeft(max(0, int(left.total_seconds())), ends_at(started_at, now, role) - now > WARN_BEFORE)


def safe_next(raw: str | None) -> str | None:
    """Give the address to go on to after signing in, when it is a path of our own and not the way out; else nothing.

    Everything that is not plainly ours is refused, however it is disguised: another host, a scheme, a backslash, a
    control character, an escape, a dot segment that a browser would resolve into something else.
    """
    if not raw or len(raw) > LONGEST_NEXT:
        return None
    match = _OWN_PATH.fullmatch(raw)
    if match is None or not match["path"]:
        return None
    segments = match["path"].lower().split("/")
    return None if {".", "..", _SIGN_OUT} & set(segments) else raw
