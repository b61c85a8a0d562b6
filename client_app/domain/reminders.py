"""What a participant is reminded of, and when: the check-in at their own time, and appointments twice.

Every reminder is due at an instant that is counted here, from the program's zone: of a time that the clocks show twice
the first, of one that they skip the same while later, as for appointments.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from client_app.domain.appointments import Appointment, instant
from client_app.domain.local_days import ONE_DAY, day_bounds, in_utc, local_day
from client_app.domain.pauses import Pause
from client_app.domain.pushes import TRAVEL, PushKind
from client_app.domain.reminder_choices import Choices
from client_app.domain.sentences import N_, Sentence

CHECK_IN_PATH, SCHEDULE_PATH, TODAY_PATH, SETTINGS_PATH = "/check-in", "/schedule", "/today", "/settings/reminders"
EVENING_BEFORE = "evening_before"
"""What an evening's reminder is about: all that is on the next day."""
SNOOZE = "snooze"
"""What a prompt is about that somebody put off."""
THIS_EVENING = time(18)
AN_HOUR = timedelta(hours=1)
ON_TIME = timedelta(minutes=5)
"""How long after it was due a reminder still counts as sent on time, quiet hours or not."""

NOTHING_TO_PUT_OFF = Sentence(N_("No check-in reminder is left for today."))
NOT_LATER_TODAY = Sentence(N_("That would be too late for today."))
EVENING_IS_HERE = Sentence(N_("It is evening now."))


@dataclass(frozen=True)
class Reminder:
    """Something to remind one participant of, and from when on nobody needs it any more."""

    kind: PushKind
    due_at: datetime
    stale_at: datetime
    path: str
    about: str = ""

    @property
    def name(self) -> tuple[PushKind, datetime, str]:
        """By what it is told from the person's other reminders."""
        return self.kind, self.due_at, self.about


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """A participant who takes part, with all that decides what they are reminded of."""

    choices: Choices
    zone: ZoneInfo
    active_from: date | None
    """The first local day on which they could check in; nothing before they have joined."""
    pauses: tuple[Pause, ...] = ()
    """Days on which nothing is expected of them."""
    checked_in_on: Collection[date] = ()
    """The local days whose check-in is sent."""
    appointments: tuple[Appointment, ...] = ()
    """What they are expected at, and did not say that they cannot come to."""
    snoozed: tuple[Reminder, ...] = ()
    """Prompts that they put off, the latest wish first."""
    prompted_at: Collection[datetime] = ()
    """When they were prompted without having put it off."""


def reminders_of(person: Reminded, first: date, last: date) -> list[Reminder]:
    """Give what is due to a participant on these local days, both included, by when it is due."""
    days = [first + more * ONE_DAY for more in range((last - first).days + 1)]
    prompts = (prompt for day in days if (prompt := check_in_prompt(person, day)))
    found = (*prompts, *appointment_reminders(person.appointments, person.choices, person.zone))
    kept = [one for one in found if first <= local_day(one.due_at, person.zone) <= last]
    return sorted(kept, key=lambda one: (one.due_at, one.kind, one.about))


def check_in_prompt(person: Reminded, day: date) -> Reminder | None:
    """Give the one prompt for the check-in of a local day, if any; one that was put off comes instead of the usual."""
    if not person.choices.check_in or not _expects(person, day):
        return None
    snoozed = next((one for one in person.snoozed if local_day(one.due_at, person.zone) == day), None)
    if snoozed is not None:
        return _kept_back(snoozed, person.choices, person.zone)
    begins_at, ends_at = day_bounds(day, person.zone)
    usual = instant(day, person.choices.check_in_at, person.zone)
    prompt = _kept_back(Reminder(PushKind.CHECK_IN, usual, ends_at, CHECK_IN_PATH), person.choices, person.zone)
    if prompt and any(begins_at <= at < ends_at and at != prompt.due_at for at in person.prompted_at):
        return None
    return prompt


@lru_cache(maxsize=512)
def appointment_reminders(coming: tuple[Appointment, ...], choices: Choices, zone: ZoneInfo) -> tuple[Reminder, ...]:
    """Give the reminders of appointments: one in the evening before for the whole day, and one before each.

    Remembered: most participants of a phase have the same appointments, and chose nothing of their own.
    """
    return tuple(_of_appointments(coming, choices, zone)) if choices.appointments else ()


def _of_appointments(coming: Iterable[Appointment], choices: Choices, zone: ZoneInfo) -> Iterator[Reminder]:
    on = sorted((one for one in coming if one.is_on), key=lambda one: (one.starts_at, one.series.id))
    before: dict[datetime, Reminder] = {}
    for one in on:
        shortly = _before(one, choices)
        if shortly:
            before.setdefault(shortly.due_at, shortly)  # two that start at the same time are one reminder
    yield from before.values()
    for day in sorted({one.takes_place_on for one in on}):
        first = next(one for one in on if one.takes_place_on == day)
        evening = _evening_before(first, choices, zone)
        if evening and not any(due_at <= evening.due_at and due_at >= day_bounds(day, zone)[0] for due_at in before):
            yield evening


def nudge_reminder(now: datetime, about: str, choices: Choices, zone: ZoneInfo) -> Reminder | None:
    """Give the push of a counselor's kind words; nothing where they only stand on the page."""
    if not choices.nudges:
        return None
    longest = TRAVEL[PushKind.NUDGE].longest
    return _kept_back(Reminder(PushKind.NUDGE, in_utc(now), in_utc(now) + longest, TODAY_PATH, about), choices, zone)


class Snooze(StrEnum):
    """Until when a participant puts the check-in off."""

    AN_HOUR = "hour"
    THIS_EVENING = "evening"


def put_off(person: Reminded, until: Snooze, now: datetime) -> Reminder | Sentence:
    """Give the prompt that comes instead of today's, or say why there is none to come later."""
    today = local_day(now, person.zone)
    if not person.choices.check_in or person.choices.is_away(today) or not _expects(person, today):
        return NOTHING_TO_PUT_OFF
    due_at = in_utc(now) + AN_HOUR if until is Snooze.AN_HOUR else instant(today, THIS_EVENING, person.zone)
    if due_at <= now:
        return EVENING_IS_HERE
    _, ends_at = day_bounds(today, person.zone)
    later = Reminder(PushKind.CHECK_IN, due_at, ends_at, CHECK_IN_PATH, SNOOZE)
    return _kept_back(later, person.choices, person.zone) or NOT_LATER_TODAY


def after_quiet_hours(at: datetime, choices: Choices, zone: ZoneInfo) -> datetime:
    """Give the instant itself, or the end of the quiet hours that hold it."""
    if not is_quiet(at, choices, zone):
        return in_utc(at)
    local = in_utc(at).astimezone(zone)
    day = local.date() + (ONE_DAY if local.time() >= choices.quiet_until else timedelta())
    ends_at = instant(day, choices.quiet_until, zone)
    if ends_at <= at:  # the clocks were set back meanwhile: the hours end when their end is shown once more
        ends_at = datetime.combine(day, choices.quiet_until, zone).replace(fold=1).astimezone(UTC)
    return after_quiet_hours(ends_at, choices, zone)  # where the clocks skip that end, they are at its other side


def is_quiet(at: datetime, choices: Choices, zone: ZoneInfo) -> bool:
    """Is this instant within the quiet hours?"""
    return choices.is_quiet_at(in_utc(at).astimezone(zone).time())


def is_kept_back(due_at: datetime, now: datetime, choices: Choices, zone: ZoneInfo) -> bool:
    """Is a reminder that could not be sent in time to wait now? Late or not, none comes in quiet hours."""
    return now - due_at > ON_TIME and is_quiet(now, choices, zone)


def _expects(person: Reminded, day: date) -> bool:
    """Is a check-in of this day to be expected, and not there yet?"""
    if person.active_from is None or day < person.active_from or day in person.checked_in_on:
        return False
    return not any(pause.covers(day) for pause in person.pauses)


def _before(one: Appointment, choices: Choices) -> Reminder | None:
    due_at = one.starts_at - timedelta(minutes=choices.minutes_before)
    about = f"appointment_series:{one.key}"
    shortly = Reminder(PushKind.APPOINTMENT, due_at, one.starts_at, f"{SCHEDULE_PATH}/{one.key}", about)
    return _kept_back(shortly, choices, one.series.zone)


def _evening_before(first: Appointment, choices: Choices, zone: ZoneInfo) -> Reminder | None:
    """Before the first appointment of a day, for all of them."""
    due_at = instant(first.takes_place_on - ONE_DAY, choices.evening_before_at, zone)
    evening = Reminder(PushKind.APPOINTMENT, due_at, first.starts_at, SCHEDULE_PATH, EVENING_BEFORE)
    return _kept_back(evening, choices, zone)


def _kept_back(reminder: Reminder, choices: Choices, zone: ZoneInfo) -> Reminder | None:
    """The reminder after quiet hours; nothing when it is stale by then, or the person is away."""
    due_at = after_quiet_hours(reminder.due_at, choices, zone)
    if due_at >= reminder.stale_at or choices.is_away(local_day(due_at, zone)):
        return None
    return replace(reminder, due_at=due_at)
