"""What the rules would have raised, had other thresholds stood: the real rules over the check-ins as they came in.

It counts firings, one for each rule, person and local day. Fewer flags than that would stand in triage: while one is
open, its rule adds to it instead of raising a second.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from client_app.domain.answers import Answer
from client_app.domain.check_ins import Kind
from client_app.domain.flag_rules import RULES
from client_app.domain.flags import Case, Rule
from client_app.domain.history import REMEMBERED, History, PastDay
from client_app.domain.local_days import ONE_DAY
from client_app.domain.quiet import quiet_days_found
from client_app.domain.stays import Stay
from client_app.domain.thresholds import Thresholds

QUIET = "quiet_days"


@dataclass(frozen=True)
class Sent:
    """One check-in or update as it came in."""

    day: date
    kind: Kind
    answers: Mapping[str, Answer]
    arrived_at: datetime


@dataclass(frozen=True)
class Window:
    """The local days that are looked at again, both ends included, in the program's zone."""

    first: date
    last: date
    zone: ZoneInfo
    now: datetime

    @property
    def days(self) -> Iterator[date]:
        """Each of them."""
        return (self.first + ONE_DAY * number for number in range((self.last - self.first).days + 1))


def firings(
    sent: Sequence[Sent], stays: Sequence[Stay], codes: frozenset[str], thresholds: Thresholds, window: Window
) -> Counter[str]:
    """Count for each rule on how many local days it would have fired for one person.

    Args:
        sent: the person's check-ins and updates of the window and of the 35 days before, in the order they came in.
        stays: the person's times in the program.
        codes: the rules to run.
        thresholds: by which they judge.
        window: the days that count.

    """
    rules = tuple(rule for rule in RULES if rule.code in codes and rule.code != QUIET)
    found = set(_fired(sent, rules, thresholds, window)) if rules else set()
    counted = Counter(code for code, _ in found)
    if QUIET in codes:
        counted[QUIET] = sum(1 for _ in _quiet_mornings(sent, stays, thresholds, window))
    return counted


def _fired(
    sent: Iterable[Sent], rules: tuple[Rule, ...], thresholds: Thresholds, window: Window
) -> Iterator[tuple[str, date]]:
    """Judge each check-in beside the ones that were there when it came in, as it was judged then."""
    there: dict[date, PastDay] = {}
    for one in sent:
        if window.first <= one.day <= window.last:
            past = tuple(past for past in there.values() if past.day >= one.day - REMEMBERED)
            case = Case(one.answers, one.day, History(past), thresholds, one.kind)
            yield from ((rule.code, one.day) for rule in rules if rule.applies(case))
        if one.kind is Kind.DAILY:
            there[one.day] = PastDay(one.day, one.answers)


def _quiet_mornings(
    sent: Iterable[Sent], stays: Sequence[Stay], thresholds: Thresholds, window: Window
) -> Iterator[date]:
    """Find the days on which the worker would have found quiet days at its hour."""
    heard: dict[date, datetime] = {}
    for one in sent:
        heard[one.day] = min(one.arrived_at, heard.get(one.day, one.arrived_at))
    for day in window.days:
        looked_at = datetime.combine(day, time(thresholds.quiet_hour), window.zone)
        stay = next((stay for stay in stays if stay.is_current(day)), None)
        if stay is None or looked_at > window.now:
            continue
        back = (day - ONE_DAY * number for number in range(1, thresholds.quiet_days + 1))
        known = {earlier for earlier in back if earlier in heard and heard[earlier] < looked_at}
        if quiet_days_found(day, stay.started_on, stay.pauses, known, thresholds):
            yield day
