"""What a group has been dealing with since it last met, told so that nobody in it can be recognised.

Enough people answered, enough of them named a theme; and two briefs that are compared tell no more than each alone:

- No count is told, and no order: nobody sees whether it was three or everybody, or that one more came.
- What is counted stands still: what had come in by the end of the day before, from which on nothing of it can be
  changed. Whoever opens the brief twice that day reads the same, whoever has checked in meanwhile.
- The next brief begins where this one ended: no check-in is counted in two briefs of one group.

What remains: who is expected. Where somebody joins or leaves the group on the very day, or two groups of a day differ
by one person, a theme that hung by that one answer can come or go.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from client_app.domain.appointments import Appointment
from client_app.domain.check_ins import CHANGE_WINDOW
from client_app.domain.local_days import day_bounds
from client_app.domain.sentences import N_, Sentence

FEWEST_ANSWERS = 5
"""People who answered; with fewer, nothing is told."""
FEWEST_NAMED = 3
"""People who named a theme; a rarer one is not told."""
FIRST_TIME = timedelta(days=7)
"""How far a group looks back that has not met lately."""


def themes(named: Iterable[Collection[str]]) -> tuple[tuple[str, int], ...]:
    """Give the themes that enough people named, the most frequent first.

    Args:
        named: for each person who answered, the triggers that they named since the group last met; a person counts
            once for a theme, however often they named it.

    """
    people = [set(triggers) for triggers in named]
    if len(people) < FEWEST_ANSWERS:
        return ()
    counted = Counter(theme for triggers in people for theme in triggers)
    told = [(theme, count) for theme, count in counted.items() if count >= FEWEST_NAMED]
    return tuple(sorted(told, key=lambda pair: (-pair[1], pair[0])))


def why_not_brief(one: Appointment, now: datetime) -> Sentence | None:
    """Say why there is no brief: it is no group, is cancelled, is on a later day, or is over."""
    if one.series.participant_id is not None:
        return Sentence(N_("This is for groups only."))
    if not one.is_on:
        return Sentence(N_("It was cancelled, so there is nothing to get ready for."))
    if now < day_bounds(one.takes_place_on, one.series.zone)[0]:
        return Sentence(N_("This opens on the day of the group."))
    if now >= one.ends_at:
        return Sentence(N_("This group is over."))
    return None


def counted_between(one: Appointment, met_on: date | None) -> tuple[datetime, datetime]:
    """Give the instants between which a check-in came in that counts for a group's brief, the second one excluded.

    Args:
        one: the group that meets.
        met_on: the local day on which it last met; nothing where it has not met lately.

    """
    until = _end(one, one.takes_place_on)
    return (until - FIRST_TIME if met_on is None else _end(one, met_on)), until


def _end(one: Appointment, day: date) -> datetime:
    """From here on, nothing that had come in before can be changed once the day has begun."""
    return day_bounds(day, one.series.zone)[0] - CHANGE_WINDOW
