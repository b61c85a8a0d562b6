"""What somebody wants to put on the calendar, and why it cannot stand there as it is typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from client_app.domain.appointments import (
    LARGEST_GROUP,
    LONGEST,
    TEXT_LIMIT,
    Kind,
    Session,
    Weekly,
    why_not_day,
    why_not_time,
)
from client_app.domain.plans import why_not_kept
from client_app.domain.sentences import N_, Sentence

LINK_LIMIT = 500
"""Characters of a telehealth link."""
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A series as it is to be, or a single appointment: then its first day is its last."""

    kind: Kind
    topic: str
    weekly: Weekly
    session: Session
    capacity: int | None = None
    phase_ids: frozenset[int] = frozenset()
    participant_id: int | None = None

    def problems(self) -> dict[str, Sentence]:
        """Say for each field why it cannot be kept; empty when all of it can."""
        return text_problems(self.topic) | self._day_problems() | session_problems(self.session) | self._who_problems()

    def _day_problems(self) -> dict[str, Sentence]:
        found = {"first_on": self.weekly.first_on, "last_on": self.weekly.last_on}
        problems = {field: why_not_day(day) for field, day in found.items() if day is not None}
        return {field: problem for field, problem in problems.items() if problem}

    def _who_problems(self) -> dict[str, Sentence]:
        if self.kind is Kind.INDIVIDUAL and self.participant_id is None:
            return {"participant": Sentence(N_("Individual therapy is for one person. Please choose who it is for."))}
        if self.capacity is not None and not 1 <= self.capacity <= LARGEST_GROUP:
            return {
                "capacity": Sentence(N_("Room for 1 to %(most)s people, or leave it empty."), {"most": LARGEST_GROUP})
            }
        return {}


def text_problems(topic: str) -> dict[str, Sentence]:
    """Say why a topic cannot be kept."""
    problem = why_not_kept(topic, TEXT_LIMIT) if topic else Sentence(N_("Please say what it is called."))
    return {"topic": problem} if problem else {}


def session_problems(session: Session) -> dict[str, Sentence]:
    """Say for each field of when and where why it cannot be kept."""
    found: dict[str, Sentence | None] = {
        "minutes": None
        if 1 <= session.minutes <= LONGEST
        else Sentence(N_("An appointment takes 1 to %(most)s minutes."), {"most": LONGEST}),
        "place": why_not_kept(session.place, TEXT_LIMIT),
        "address": why_not_kept(session.address, TEXT_LIMIT),
        "link": why_not_link(session.link),
    }
    return {field: problem for field, problem in found.items() if problem}


def why_not_link(link: str) -> Sentence | None:
    """Say why a link cannot be kept: only a secure address of another site is one."""
    if not link:
        return None
    unkept = why_not_kept(link, LINK_LIMIT)
    if unkept:
        return unkept
    try:
        parts = urlsplit(link)
        is_link = parts.scheme == "https" and bool(parts.hostname) and not _SPACE.search(link)
    except ValueError:
        is_link = False
    return None if is_link else Sentence(N_("A link begins with https:// and has no spaces."))


def why_not_days(days: Iterable[date], session: Session, zone: ZoneInfo) -> Mapping[str, Sentence]:
    """Say why a series cannot meet on these days: there are none, or the clocks change just then."""
    is_empty = True
    for day in days:
        is_empty = False
        problem = why_not_time(day, session.starts, zone)
        if problem:
            return {"starts": problem}
    if is_empty:
        return {
            "last_on": Sentence(N_("It would never take place: none of its days lies between its first and its last."))
        }
    return {}
