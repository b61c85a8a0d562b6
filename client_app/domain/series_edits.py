"""Changing a series: this one, this and later ones, or all. The past stays as it happened, whichever is chosen."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from client_app.domain.appointments import Weekly
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


def why_not_edit(day: date, today: date) -> Sentence | None:
    """Say why an appointment on this day is not changed any more, or nothing when it can be.

    ``today`` is the first local day on which nothing of its series has begun.
    """
    if day < today:
        return Sentence(N_("What has happened stays as it was. Choose an appointment from today on."))
    return None


def split(old: Weekly, new: Weekly, scope: Scope, day: date, today: date) -> Split:
    """Give how a change from ``day`` (or, for all, from today) on is made.

    Args:
        old: when the series has met so far.
        new: when it is to meet; its start counts for a series that has no past yet.
        scope: later ones or all; one appointment alone is a change of its own, not of its series.
        day: the appointment that was opened.
        today: the first local day on which nothing of the series has begun; nothing before it moves.

    Raises:
        ValueError: one appointment alone splits nothing, or the day has passed.

    """
    if scope is Scope.THIS or day < today:
        raise ValueError("Only this day and later ones, or all to come, split a series.")
    begins_on = day if scope is Scope.LATER else today
    if begins_on <= old.first_on:
        return Split(None, replace(new, first_on=max(new.first_on, today)))
    return Split(begins_on - ONE_DAY, replace(new, first_on=_in_step(old, new, begins_on)))


def _in_step(old: Weekly, new: Weekly, begins_on: date) -> date:
    """The first day of the new series, in a week in which the old one meets, so that every other week stays so."""
    if new.every_weeks == 1:
        return begins_on
    monday, first_monday = (day - ONE_DAY * day.weekday() for day in (begins_on, old.first_on))
    weeks_off = ((monday - first_monday).days // 7) % new.every_weeks
    return begins_on if weeks_off == 0 else monday + ONE_DAY * 7 * (new.every_weeks - weeks_off)
