"""Changing a series: this one, this and later ones, or all. The past stays as it happened, whichever is chosen."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from client_app.domain.appointments import Appointment, Weekly
from client_app.domain.local_days import ONE_DAY
from client_app.domain.sentences import N_, Sentence


class Scope(StrEnum):
    """Which appointments of a series a change is meant for."""

    THIS = "this"
    LATER = "later"
    ALL = "all"


SCOPE_WORDS = {
    Scope.THIS: N_("This one only"),
    Scope.LATER: N_("This and later ones"),
    Scope.ALL: N_("All that are still to come"),
}


@dataclass(frozen=True)
class Split:
    """How a series is changed from a day on: it ends the day before, and another one goes on with what is new."""

    ends_on: date | None
    """The old series' last day; nothing when it has no past, so that it is changed as a whole."""
    continues: Weekly
    """When the new series meets."""


PAST = N_("What has happened stays as it was. Choose an appointment that is still to come.")


def why_not_edit(day: date, today: date) -> Sentence | None:
    """Say why a series is not changed from this day on any more, or nothing when it can be.

    ``today`` is the first local day on which nothing of the series has begun.
    """
    return Sentence(PAST) if day < today else None


def why_not_change(one: Appointment, now: datetime) -> Sentence | None:
    """Say why one appointment is not changed any more, or nothing when it can be."""
    if one.starts_at <= now:
        return Sentence(PAST)
    return None if one.is_on else Sentence(N_("It is cancelled. Put it back first."))


def why_not_restore(one: Appointment, now: datetime) -> Sentence | None:
    """Say why a cancelled appointment cannot be put back, or nothing when it can be."""
    if one.starts_at <= now:
        return Sentence(PAST)
    return Sentence(N_("It is not cancelled.")) if one.is_on else None


def split(old: Weekly, new: Weekly, scope: Scope, day: date, today: date) -> Split:
    """Give how a change from ``day`` (or, for all, from today) on is made.

    Args:
        old: when the series has met so far.
        new: when it is to meet; its start counts for a series that has no past yet.
        scope: later ones or all; one appointment alone is a change of its own, not of its series.
        day: the appointment that was opened.
        today: the first local day on which nothing of the series has begun; nothing before it moves.

    Raises:
        ValueError: one appointment alone splits nothing, the day has passed, or the new end lies before the new start.

    """
    if scope is Scope.THIS or day < today:
        raise ValueError("Only this day and later ones, or all to come, split a series.")
    begins_on = day if scope is Scope.LATER else today
    if begins_on <= old.first_on:
        return Split(None, replace(new, first_on=max(new.first_on, today)))
    return Split(begins_on - ONE_DAY, replace(new, first_on=_in_step(old, new, begins_on)))


def _in_step(old: Weekly, new: Weekly, begins_on: date) -> date:
    """The first day of the new series: where every other week stays so, it is in a week in which the old one meets."""
    if new.every_weeks == 1 or new.every_weeks != old.every_weeks:
        return begins_on
    monday, first_monday = (day - ONE_DAY * day.weekday() for day in (begins_on, old.first_on))
    weeks_off = ((monday - first_monday).days // 7) % new.every_weeks
    return begins_on if weeks_off == 0 else monday + ONE_DAY * 7 * (new.every_weeks - weeks_off)
