"""What a participant may choose: each field by itself, quiet hours, and until when reminders rest."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.reminder_choices import (
    DAY_IS_HERE,
    FIELDS,
    FROM_THE_LIST,
    IN_QUIET_HOURS,
    LONGEST_AWAY,
    MINUTES_BEFORE,
    NO_DAY,
    NO_TIME,
    TOO_FAR,
    Choices,
    TypedChoices,
    next_monday,
    why_not_away,
)
from client_app.domain.sentences import Sentence

WEDNESDAY = date(2026, 11, 25)
USUAL = TypedChoices.of(Choices()).texts


def typed(**different: str) -> TypedChoices:
    """The usual choices with these fields typed otherwise."""
    return TypedChoices({**USUAL, **different})


QUIET = [
    # from, until, clock, is quiet
    (time(21), time(8), time(20, 59), False),
    (time(21), time(8), time(21), True),
    (time(21), time(8), time(0), True),
    (time(21), time(8), time(7, 59), True),
    (time(21), time(8), time(8), False),
    (time(13), time(15), time(12, 59), False),
    (time(13), time(15), time(13), True),
    (time(13), time(15), time(14, 59), True),
    (time(13), time(15), time(15), False),
    (time(8), time(8), time(8), False),
    (time(8), time(8), time(3), False),
    (time(0), time(8), time(0), True),
    (time(21), time(0), time(23, 59), True),
    (time(21), time(0), time(0), False),
]


@pytest.mark.parametrize(("begins", "ends", "clock", "is_quiet"), QUIET)
def test_quiet_hours_hold_their_first_minute_and_not_their_last(
    begins: time, ends: time, clock: time, is_quiet: bool
) -> None:
    assert Choices(quiet_from=begins, quiet_until=ends).is_quiet_at(clock) is is_quiet


@pytest.mark.parametrize(("days", "is_away"), [(-1, True), (0, False), (1, False)])
def test_reminders_rest_until_the_day_and_not_on_it(days: int, is_away: bool) -> None:
    assert Choices(away_until=WEDNESDAY).is_away(WEDNESDAY + timedelta(days=days)) is is_away
    assert not Choices().is_away(WEDNESDAY)


PROBLEMS: list[tuple[dict[str, str], dict[str, Sentence]]] = [
    ({}, {}),
    ({"check_in_at": "7:30", "quiet_until": "07:30"}, {}),
    ({"check_in_at": "08:00"}, {}),
    ({"check_in_at": "07:59"}, {"check_in_at": IN_QUIET_HOURS}),
    ({"check_in_at": "20:59"}, {}),
    ({"check_in_at": "21:00"}, {"check_in_at": IN_QUIET_HOURS}),
    ({"check_in": "off", "check_in_at": "21:00"}, {}),
    ({"evening_before_at": "21:00"}, {"evening_before_at": IN_QUIET_HOURS}),
    ({"appointments": "off", "evening_before_at": "22:00"}, {}),
    ({"quiet_from": "08:00", "check_in_at": "03:00"}, {}),
    ({"check_in_at": "09:00:00"}, {}),
    ({"check_in_at": ""}, {"check_in_at": NO_TIME}),
    ({"check_in_at": "24:00"}, {"check_in_at": NO_TIME}),
    ({"check_in_at": "9"}, {"check_in_at": NO_TIME}),
    ({"check_in_at": "٠٩:٠٠"}, {"check_in_at": NO_TIME}),
    ({"quiet_from": "soon\0", "quiet_until": "-1:00"}, {"quiet_from": NO_TIME, "quiet_until": NO_TIME}),
    ({"minutes_before": "45"}, {"minutes_before": FROM_THE_LIST}),
    ({"minutes_before": "060"}, {"minutes_before": FROM_THE_LIST}),
    ({"minutes_before": "120"}, {}),
    ({"nudges": "maybe"}, {"nudges": FROM_THE_LIST}),
]


@pytest.mark.parametrize(("different", "problems"), PROBLEMS)
def test_each_field_says_why_it_cannot_be_kept(different: dict[str, str], problems: dict[str, Sentence]) -> None:
    assert typed(**different).problems() == problems


def test_a_box_that_is_not_ticked_sends_nothing_and_a_field_says_one_thing() -> None:
    posted = {name: [text] for name, text in USUAL.items() if name != "nudges"}
    read = TypedChoices.read({**posted, "check_in_at": [" 10:15 ", "10:15"], "else": ["x"]})
    assert read.problems() == {}
    assert read.choices() == Choices(nudges=False, check_in_at=time(10, 15))
    twice = TypedChoices.read({**posted, "quiet_from": ["20:00", "22:00"], "check_in": ["on", "off"]})
    assert twice.problems() == {"quiet_from": NO_TIME, "check_in": FROM_THE_LIST}
    assert TypedChoices.read({}).problems().keys() == set(FIELDS) - {"check_in", "appointments", "nudges"}


def test_what_no_page_can_carry_is_not_shown_again() -> None:
    assert typed(check_in_at="9\0:0").shown("check_in_at") == "9:0"


times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
choices = st.builds(
    Choices,
    check_in=st.booleans(),
    check_in_at=times,
    appointments=st.booleans(),
    evening_before_at=times,
    minutes_before=st.sampled_from(MINUTES_BEFORE),
    nudges=st.booleans(),
    quiet_from=times,
    quiet_until=times,
)


@given(choices)
def test_choices_come_back_from_their_form(kept: Choices) -> None:
    assert TypedChoices.of(kept).choices() == kept


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        (None, NO_DAY),
        (WEDNESDAY - timedelta(days=1), DAY_IS_HERE),
        (WEDNESDAY, DAY_IS_HERE),
        (WEDNESDAY + timedelta(days=1), None),
        (WEDNESDAY + LONGEST_AWAY, None),
        (WEDNESDAY + LONGEST_AWAY + timedelta(days=1), TOO_FAR),
    ],
)
def test_reminders_rest_from_a_day_to_three_months(until: date | None, reason: Sentence | None) -> None:
    assert why_not_away(until, WEDNESDAY) == reason


@pytest.mark.parametrize(("day", "monday"), [(22, 23), (23, 30), (25, 30), (28, 30), (29, 30)])
def test_the_next_monday_is_never_today(day: int, monday: int) -> None:
    assert next_monday(date(2026, 11, day)) == date(2026, 11, monday)
