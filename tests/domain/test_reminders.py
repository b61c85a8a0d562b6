"""What is reminded when: the check-in, appointments, quiet hours, rest, putting off; in zones whose clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from client_app.domain.appointments import Appointment, Standing
from client_app.domain.local_days import ONE_DAY, day_bounds
from client_app.domain.pauses import Pause
from client_app.domain.pushes import PushKind
from client_app.domain.reminder_choices import Choices
from client_app.domain.reminders import (
    EVENING_BEFORE,
    EVENING_IS_HERE,
    NOT_LATER_TODAY,
    NOTHING_TO_PUT_OFF,
    SNOOZE,
    Reminder,
    Snooze,
    appointment_reminders,
    check_in_prompt,
    nudge_reminder,
    put_off,
    reminders_of,
)
from client_app.domain.sentences import Sentence
from tests.support.reminder_cases import AUTUMN, CHICAGO, SPRING, TUESDAY, appointment, at, never_quiet, person, told

PROMPTS: list[tuple[dict[str, Any], str | None]] = [
    ({}, "09:00"),
    ({"choices": Choices(check_in_at=time(10, 30))}, "10:30"),
    ({"choices": Choices(check_in=False)}, None),
    ({"choices": Choices(check_in_at=time(7, 59))}, "08:00"),
    ({"choices": Choices(check_in_at=time(0))}, "08:00"),
    ({"choices": Choices(check_in_at=time(20, 59))}, "20:59"),
    ({"choices": Choices(check_in_at=time(21))}, None),
    ({"choices": never_quiet(check_in_at=time(23, 59))}, "23:59"),
    ({"choices": Choices(away_until=TUESDAY)}, "09:00"),
    ({"choices": Choices(away_until=TUESDAY + ONE_DAY)}, None),
    ({"active_from": TUESDAY}, "09:00"),
    ({"active_from": TUESDAY + ONE_DAY}, None),
    ({"active_from": None}, None),
    ({"pauses": (Pause(TUESDAY, TUESDAY),)}, None),
    ({"pauses": (Pause(TUESDAY - ONE_DAY, TUESDAY - ONE_DAY),)}, "09:00"),
    ({"pauses": (Pause(TUESDAY + ONE_DAY, TUESDAY + ONE_DAY),)}, "09:00"),
    ({"checked_in_on": {TUESDAY}}, None),
    ({"checked_in_on": {TUESDAY - ONE_DAY}}, "09:00"),
    ({"prompted_at": [at(TUESDAY, time(9))]}, "09:00"),
    ({"prompted_at": [at(TUESDAY, time(8, 30))]}, None),
    ({"prompted_at": [at(TUESDAY - ONE_DAY, time(23, 59))]}, "09:00"),
    ({"prompted_at": [at(TUESDAY, time(0))]}, None),
]


@pytest.mark.parametrize(("about", "clock"), PROMPTS)
def test_the_prompt_of_a_day(about: dict[str, Any], clock: str | None) -> None:
    prompt = check_in_prompt(person(**about), TUESDAY)
    assert (f"{prompt.due_at.astimezone(CHICAGO):%H:%M}" if prompt else None) == clock
    if prompt:
        assert (prompt.kind, prompt.about, prompt.path) == (PushKind.CHECK_IN, "", "/check-in")
        assert prompt.stale_at == day_bounds(TUESDAY, CHICAGO)[1]


@pytest.mark.parametrize(
    ("day", "clock", "due_at"),
    [
        (SPRING, time(1, 59), datetime(2026, 3, 8, 7, 59, tzinfo=UTC)),
        (SPRING, time(2, 30), datetime(2026, 3, 8, 8, 30, tzinfo=UTC)),  # the clocks show 3:30
        (SPRING, time(3), datetime(2026, 3, 8, 8, 0, tzinfo=UTC)),
        (AUTUMN, time(0, 59), datetime(2026, 11, 1, 5, 59, tzinfo=UTC)),
        (AUTUMN, time(1, 30), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),  # the first of two
        (AUTUMN, time(2), datetime(2026, 11, 1, 8, 0, tzinfo=UTC)),
        (SPRING, time(9), datetime(2026, 3, 8, 14, 0, tzinfo=UTC)),
        (AUTUMN, time(9), datetime(2026, 11, 1, 15, 0, tzinfo=UTC)),
    ],
)
def test_a_night_on_which_the_clocks_change(day: date, clock: time, due_at: datetime) -> None:
    prompt = check_in_prompt(person(choices=never_quiet(check_in_at=clock)), day)
    assert prompt is not None
    assert prompt.due_at == due_at


SNOOZED = Reminder(PushKind.CHECK_IN, at(TUESDAY, time(10)), day_bounds(TUESDAY, CHICAGO)[1], "/check-in", SNOOZE)


@pytest.mark.parametrize(
    ("about", "due"),
    [
        ({}, ["Tue 10:00 snooze"]),
        ({"prompted_at": [at(TUESDAY, time(9))]}, ["Tue 10:00 snooze"]),
        ({"checked_in_on": {TUESDAY}}, []),
        ({"choices": Choices(check_in=False)}, []),
        ({"choices": Choices(away_until=TUESDAY + ONE_DAY)}, []),
        ({"choices": Choices(quiet_from=time(9), quiet_until=time(12))}, ["Tue 12:00 snooze"]),
    ],
)
def test_a_prompt_that_was_put_off_takes_the_place_of_the_usual(about: dict[str, Any], due: list[str]) -> None:
    earlier = replace(SNOOZED, due_at=at(TUESDAY, time(9, 30)))
    yesterdays = replace(SNOOZED, due_at=at(TUESDAY - ONE_DAY, time(9, 30)))
    found = reminders_of(person(snoozed=(SNOOZED, earlier, yesterdays), **about), TUESDAY, TUESDAY)
    assert told(found) == due


APPOINTMENTS: list[tuple[list[Appointment], Choices, list[str]]] = [
    ([], Choices(), []),
    ([appointment(time(14))], Choices(), ["Mon 18:00 evening_before", "Tue 13:00 appointment_series"]),
    ([appointment(time(14))], Choices(appointments=False), []),
    ([appointment(time(14), standing=Standing.CANCELLED)], Choices(), []),
    (
        [appointment(time(14))],
        Choices(evening_before_at=time(20, 30), minutes_before=15),
        ["Mon 20:30 evening_before", "Tue 13:45 appointment_series"],
    ),
    # quiet until 8:00: an hour before 8:30 waits for the end, before 8:00 it would be stale
    ([appointment(time(8, 30))], Choices(), ["Mon 18:00 evening_before", "Tue 08:00 appointment_series"]),
    ([appointment(time(8, 1))], Choices(), ["Mon 18:00 evening_before", "Tue 08:00 appointment_series"]),
    ([appointment(time(8))], Choices(), ["Mon 18:00 evening_before"]),
    ([appointment(time(22))], Choices(), ["Mon 18:00 evening_before"]),
    ([appointment(time(21, 59))], Choices(), ["Mon 18:00 evening_before", "Tue 20:59 appointment_series"]),
    # an evening's reminder that quiet hours keep until the morning says nothing that the next one does not say
    (
        [appointment(time(14))],
        Choices(evening_before_at=time(22)),
        ["Tue 08:00 evening_before", "Tue 13:00 appointment_series"],
    ),
    ([appointment(time(9))], Choices(evening_before_at=time(22)), ["Tue 08:00 appointment_series"]),
    ([appointment(time(8))], Choices(evening_before_at=time(22)), []),
    # a day has one evening before, and what starts together is told together
    (
        [appointment(time(14), number=1), appointment(time(10), number=2), appointment(time(10), number=3)],
        Choices(),
        ["Mon 18:00 evening_before", "Tue 09:00 appointment_series", "Tue 13:00 appointment_series"],
    ),
    (
        [appointment(time(10), standing=Standing.CANCELLED), appointment(time(14), number=2)],
        Choices(),
        ["Mon 18:00 evening_before", "Tue 13:00 appointment_series"],
    ),
    ([appointment(time(14))], Choices(away_until=TUESDAY), ["Tue 13:00 appointment_series"]),
    ([appointment(time(14))], Choices(away_until=TUESDAY + ONE_DAY), []),
]


@pytest.mark.parametrize(("coming", "choices", "due"), APPOINTMENTS)
def test_appointments_are_told_in_the_evening_before_and_shortly_before(
    coming: list[Appointment], choices: Choices, due: list[str]
) -> None:
    assert told(appointment_reminders(tuple(coming), choices, CHICAGO)) == due


def test_a_reminder_of_an_appointment_leads_there_and_is_stale_at_its_start() -> None:
    first, second = appointment(time(10)), appointment(time(14), number=2)
    evening, *shortly = sorted(appointment_reminders((second, first), Choices(), CHICAGO), key=lambda one: one.due_at)
    assert (evening.stale_at, evening.path, evening.about) == (first.starts_at, "/schedule", EVENING_BEFORE)
    assert [(one.stale_at, one.path, one.about) for one in shortly] == [
        (first.starts_at, "/schedule/1-20261124", "appointment_series:1-20261124"),
        (second.starts_at, "/schedule/2-20261124", "appointment_series:2-20261124"),
    ]


def test_only_the_days_that_are_asked_for_are_told() -> None:
    one = person(appointments=(appointment(time(14)),))
    assert told(reminders_of(one, TUESDAY - ONE_DAY, TUESDAY - ONE_DAY)) == [
        "Mon 09:00 check_in",
        "Mon 18:00 evening_before",
    ]
    assert told(reminders_of(one, TUESDAY, TUESDAY + ONE_DAY)) == [
        "Tue 09:00 check_in",
        "Tue 13:00 appointment_series",
        "Wed 09:00 check_in",
    ]


PUT_OFF: list[tuple[Snooze, time, dict[str, Any], time | Sentence]] = [
    (Snooze.AN_HOUR, time(9, 5), {}, time(10, 5)),
    (Snooze.AN_HOUR, time(19, 59), {}, time(20, 59)),
    (Snooze.AN_HOUR, time(20), {}, NOT_LATER_TODAY),
    (Snooze.AN_HOUR, time(6), {}, time(8)),
    (Snooze.AN_HOUR, time(22, 59), {"choices": never_quiet()}, time(23, 59)),
    (Snooze.AN_HOUR, time(23), {"choices": never_quiet()}, NOT_LATER_TODAY),
    (Snooze.THIS_EVENING, time(17, 59), {}, time(18)),
    (Snooze.THIS_EVENING, time(18), {}, EVENING_IS_HERE),
    (Snooze.THIS_EVENING, time(9), {"choices": Choices(quiet_from=time(17))}, NOT_LATER_TODAY),
    (Snooze.THIS_EVENING, time(9), {"choices": Choices(quiet_from=time(17), quiet_until=time(19))}, time(19)),
    (Snooze.AN_HOUR, time(9), {"checked_in_on": {TUESDAY}}, NOTHING_TO_PUT_OFF),
    (Snooze.AN_HOUR, time(9), {"choices": Choices(check_in=False)}, NOTHING_TO_PUT_OFF),
    (Snooze.AN_HOUR, time(9), {"choices": Choices(away_until=TUESDAY + ONE_DAY)}, NOTHING_TO_PUT_OFF),
    (Snooze.AN_HOUR, time(9), {"pauses": (Pause(TUESDAY, TUESDAY),)}, NOTHING_TO_PUT_OFF),
]


@pytest.mark.parametrize(("until", "clock", "about", "answer"), PUT_OFF)
def test_the_check_in_is_put_off(until: Snooze, clock: time, about: dict[str, Any], answer: time | Sentence) -> None:
    later = put_off(person(**about), until, at(TUESDAY, clock))
    if isinstance(later, Sentence):
        assert later == answer
    else:
        assert (later.due_at, later.about) == (at(TUESDAY, answer) if isinstance(answer, time) else None, SNOOZE)
        assert later.stale_at == day_bounds(TUESDAY, CHICAGO)[1]


@pytest.mark.parametrize(
    ("clock", "choices", "due_at"),
    [
        (time(20, 59), Choices(), at(TUESDAY, time(20, 59))),
        (time(21), Choices(), at(TUESDAY + ONE_DAY, time(8))),
        (time(7), Choices(), at(TUESDAY, time(8))),
        (time(12), Choices(nudges=False), None),
        (time(12), Choices(away_until=TUESDAY), at(TUESDAY, time(12))),
        (time(12), Choices(away_until=TUESDAY + ONE_DAY), None),
        (time(21), Choices(away_until=TUESDAY + ONE_DAY), at(TUESDAY + ONE_DAY, time(8))),
    ],
)
def test_a_nudge_waits_for_the_end_of_quiet_hours(clock: time, choices: Choices, due_at: datetime | None) -> None:
    push = nudge_reminder(at(TUESDAY, clock), "nudges:1", choices, CHICAGO)
    assert (push.due_at if push else None) == due_at
    if push:
        assert (push.kind, push.path, push.about) == (PushKind.NUDGE, "/today", "nudges:1")
        assert push.stale_at == at(TUESDAY, clock) + timedelta(hours=24)
