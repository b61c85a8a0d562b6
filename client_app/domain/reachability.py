"""Whether a participant's phone can be reached: who is quiet with a broken phone looks different from who is quiet.

Reached means that the phone's push service accepted something for it. Nobody knows more.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from client_app.domain.local_days import local_day
from client_app.domain.sentences import N_, Sentence

PASSES = timedelta(days=1)
"""A phone that was reached, or set up, less than so long ago is no broken one: a push service has bad hours too."""

NO_PHONE = Sentence(N_("No phone is set up for reminders."))


@dataclass(frozen=True)
class Phones:
    """A person's devices that may be pushed to, in figures."""

    living: int = 0
    failing: int = 0
    """How many of them failed at the last try."""
    set_up_at: datetime | None = None
    """The latest that is still there."""
    reached_at: datetime | None = None
    """When one of theirs, gone ones included, was last reached."""
    gone_at: datetime | None = None
    """When a push service last said of one that it is no more."""
    left_at: datetime | None = None
    """When they last turned one off themselves, or signed out on it."""


@dataclass(frozen=True)
class Reachability:
    """What staff are told."""

    sentence: Sentence
    is_broken: bool
    """A phone was set up, and does not work: silence may only be the phone's."""


def reachability(phones: Phones, now: datetime, zone: ZoneInfo) -> Reachability:
    """Say how a person's phones stand."""
    today = local_day(now, zone)
    known_at = phones.reached_at or phones.set_up_at
    if phones.living and known_at:
        if phones.living > phones.failing or now - known_at < PASSES:
            reached = local_day(known_at, zone)
            return Reachability(_reached(reached, today) if phones.reached_at else _set_up(reached), is_broken=False)
        return Reachability(_broken(local_day(known_at, zone), today), is_broken=True)
    if phones.gone_at and (phones.left_at is None or phones.left_at < phones.gone_at):
        return Reachability(_broken(local_day(phones.gone_at, zone), today), is_broken=True)
    return Reachability(NO_PHONE, is_broken=False)


def _reached(day: date, today: date) -> Sentence:
    if day == today:
        return Sentence(N_("Phone last reached today."))
    if today - day == timedelta(days=1):
        return Sentence(N_("Phone last reached yesterday."))
    return Sentence(N_("Phone last reached on %(day)s."), {"day": day})


def _set_up(day: date) -> Sentence:
    return Sentence(N_("Phone set up on %(day)s, nothing sent to it yet."), {"day": day})


def _broken(day: date, today: date) -> Sentence:
    days = (today - day).days
    if days <= 0:
        return Sentence(N_("No working phone since today."))
    if days == 1:
        return Sentence(N_("No working phone since yesterday."))
    return Sentence(N_("No working phone for %(days)s days."), {"days": days})
