"""Is it time to talk about stepping down? Weeks beside what the phase asks, and what was agreed.

The figures open a conversation between people. They move nobody, they are no score, and nothing follows from a low one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from client_app.domain.attendance import Attended, minutes_by_week
from client_app.domain.local_days import ONE_DAY
from client_app.domain.phases import LEVEL_2_1_HOURS, Phase, in_words, week_of
from client_app.domain.rosters import Stay
from client_app.domain.sentences import N_, Sentence, Value

WEEKS_SHOWN = 8
"""The last weeks that stand beside each other, the current one among them."""
WEEKS_LOOKED_AT = 3
"""Whole weeks of the present phase that the opener looks at: the product's own default, no clinical figure."""
MOST_CRITERIA = 8
"""What counselor and participant agree at most: more is no longer a conversation."""
ONE_WEEK = timedelta(weeks=1)
ONE_HOUR = 60
"""Minutes."""

GONE_MEANWHILE = Sentence(N_("Somebody changed this after you opened the page. Please look again."))
AGREED_ALREADY = Sentence(N_("This is agreed already."))


@dataclass(frozen=True)
class Criterion:
    """Something that counselor and participant agreed to look at before the next step."""

    id: int
    text: str
    agreed_at: datetime
    agreed_by: str
    met_at: datetime | None

    @property
    def is_met(self) -> bool:
        """Whether it was marked as met."""
        return self.met_at is not None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of a participant's weeks."""

    attended: Sequence[Attended] = ()
    unmarked: Sequence[date] = ()
    """The day of each appointment that is over, at which they were expected, and of which nothing is marked."""
    checked_in: Collection[date] = ()


@dataclass(frozen=True, kw_only=True)
class Week:
    """A local week of a participant, beside what its phase asks."""

    monday: date
    phase: Phase | None
    """In which the week ended, or is now."""
    minutes: int
    """Of treatment."""
    days_attended: int
    days_checked_in: int
    days_there: int
    """Days of it that have come, on which the participant took part and was not away."""
    days_away: int
    unmarked: int
    """Appointments of which nobody has marked anything yet."""
    is_over: bool
    is_whole: bool
    """It is over, and the participant took part on each of its days, in one phase: it can stand for what is asked."""

    @property
    def asked_hours(self) -> tuple[int, int]:
        """The hours that its phase asks for, both included; without phases, those of the program's level of care."""
        return (self.phase.least_hours, self.phase.most_hours) if self.phase else LEVEL_2_1_HOURS

    @property
    def reaches_hours(self) -> bool:
        """Has it the least hours that are asked for?"""
        return self.minutes >= self.asked_hours[0] * ONE_HOUR

    @property
    def reaches_days(self) -> bool:
        """Has it as many days as its phase asks for?"""
        return self.phase is None or self.days_attended >= self.phase.days_a_week


@dataclass(frozen=True)
class Opener:
    """Whether to say "Ready to talk about stepping down?", and why, or what is missing."""

    reasons: tuple[Sentence, ...] = ()
    missing: tuple[Sentence, ...] = ()
    is_last: bool = False
    """There is no phase that asks less, so nobody steps down from here."""

    @property
    def is_shown(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing and not self.is_last


def first_shown(until: date) -> date:
    """Give the Monday of the first week that is shown when the last is the one that this day is in."""
    return week_of(until)[0] - (WEEKS_SHOWN - 1) * ONE_WEEK


def weeks(stay: Stay, phases: Mapping[int, Phase], told: Told, today: date) -> tuple[Week, ...]:
    """Give the last weeks (8) of a participant's time in the program, the earliest first."""
    until = min(today, stay.last_on or today)
    monday = max(first_shown(until), week_of(stay.first_on)[0])
    minutes = minutes_by_week(told.attended)
    found = []
    while monday <= until:
        found.append(_week(monday, until, minutes.get(monday, 0), stay, phases, told, today))
        monday += ONE_WEEK
    return tuple(found)


def opener(phase: Phase, following: Phase | None, found: Sequence[Week], criteria: Sequence[Criterion]) -> Opener:
    """Decide whether the conversation is offered, and say why in words; it is offered when nothing is missing.

    Args:
        phase: in which the participant is.
        following: the phase that asks less; nothing when this is the last.
        found: the participant's weeks, the earliest first.
        criteria: what was agreed.

    """
    if following is None:
        return Opener(is_last=True)
    whole = [week for week in found if week.is_whole and week.phase == phase][-WEEKS_LOOKED_AT:]
    told = [_about_criteria(criteria)]
    if len(whole) < WEEKS_LOOKED_AT:
        words = N_("There are not %(weeks)s whole weeks in this phase yet. Whole weeks so far: %(found)s.")
        told.insert(0, (False, Sentence(words, {"weeks": WEEKS_LOOKED_AT, "found": len(whole)})))
    else:
        told[:0] = _about_weeks(phase, whole)
    return Opener(
        tuple(sentence for is_there, sentence in told if is_there),
        tuple(sentence for is_there, sentence in told if not is_there),
    )


def hours_in_words(minutes: int) -> Sentence:
    """Say how long that is, such as "7 h 30 min"."""
    hours, left = divmod(minutes, ONE_HOUR)
    if not left:
        return Sentence(N_("%(hours)s h"), {"hours": hours})
    if not hours:
        return Sentence(N_("%(minutes)s min"), {"minutes": left})
    return Sentence(N_("%(hours)s h %(minutes)s min"), {"hours": hours, "minutes": left})


def unmarked_in_words(count: int) -> Sentence:
    """Say of how many appointments nobody has marked anything: a low figure is not read as absence."""
    if count == 1:
        return Sentence(N_("1 appointment not marked yet"))
    return Sentence(N_("%(count)s appointments not marked yet"), {"count": count})


def asked_in_words(least: int, most: int) -> Sentence:
    """Say how many hours a week are asked for, such as "9 to 19 h"."""
    if least == most:
        return Sentence(N_("%(hours)s h"), {"hours": least})
    return Sentence(N_("%(least)s to %(most)s h"), {"least": least, "most": most})


def widest(found: Sequence[Week]) -> int:
    """Give the hours that a picture of these weeks has room for: a little more than any week has, or is asked for."""
    return 1 + max((max(week.asked_hours[1], -(-week.minutes // ONE_HOUR)) for week in found), default=0)


def why_not_more(agreed: Sequence[Criterion]) -> Sentence | None:
    """Say why nothing more can be agreed."""
    if len(agreed) < MOST_CRITERIA:
        return None
    return Sentence(N_("%(most)s points are enough for a talk. Remove one to make room."), {"most": MOST_CRITERIA})


def _week(
    monday: date, until: date, minutes: int, stay: Stay, phases: Mapping[int, Phase], told: Told, today: date
) -> Week:
    days = [monday + number * ONE_DAY for number in range(7)]
    come = [day for day in days if stay.first_on <= day <= until]
    there = [day for day in come if stay.is_there(day)]
    is_over = days[-1] < today
    return Week(
        monday=monday,
        phase=phases.get(stay.phase_on(min(days[-1], until)) or 0),
        minutes=minutes,
        days_attended=len({one.day for one in told.attended if one.day in days and one.minutes_counted}),
        days_checked_in=len(set(told.checked_in).intersection(days)),
        days_there=len(there),
        days_away=len(come) - len(there),
        unmarked=sum(day in days for day in told.unmarked),
        is_over=is_over,
        is_whole=is_over and len(there) == len(days) and len({stay.phase_on(day) for day in days}) == 1,
    )


def _about_weeks(phase: Phase, whole: Sequence[Week]) -> Iterator[tuple[bool, Sentence]]:
    """Say of hours and days whether each of these weeks has them; what is not marked yet is no absence."""
    few_hours = sum(not week.reaches_hours for week in whole)
    few_days = sum(not week.reaches_days for week in whole)
    asked: dict[str, Value] = {"weeks": len(whole), "hours": hours_in_words(phase.least_hours * ONE_HOUR)}
    often: dict[str, Value] = {"weeks": len(whole), "often": in_words(phase.days_a_week)}
    if few_hours:
        words = N_("Less than %(hours)s in %(few)s of the last %(weeks)s whole weeks.")
        yield False, Sentence(words, asked | {"few": few_hours})
    else:
        yield True, Sentence(N_("%(hours)s or more in each of the last %(weeks)s whole weeks."), asked)
    if few_days:
        words = N_("Came less often than %(often)s in %(few)s of the last %(weeks)s whole weeks.")
        yield False, Sentence(words, often | {"few": few_days})
    else:
        yield True, Sentence(N_("Came %(often)s or more in each of the last %(weeks)s whole weeks."), often)
    unmarked = sum(week.unmarked for week in whole)
    if unmarked and (few_hours or few_days):
        yield (
            False,
            Sentence(N_("Some hours of these weeks may be missing: %(told)s."), {"told": unmarked_in_words(unmarked)}),
        )


def _about_criteria(criteria: Sequence[Criterion]) -> tuple[bool, Sentence]:
    met = sum(one.is_met for one in criteria)
    if not criteria:
        return False, Sentence(N_("Nothing is agreed yet on which a next step would rest."))
    if met < len(criteria):
        return False, Sentence(
            N_("Agreed and not met yet: %(open)s of %(all)s."), {"open": len(criteria) - met, "all": len(criteria)}
        )
    return True, Sentence(N_("All that was agreed is met: %(met)s of %(met)s."), {"met": met})
