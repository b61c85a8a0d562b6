"""A schedule as a table: each row is judged column by column, and what is written is read as the same series."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Kind, Session, Weekly
from client_app.domain.csv_files import Decoded, decoded, written
from client_app.domain.imports import NO_DAY, NO_NUMBER, NO_TIME, DayReader, Record
from client_app.domain.plans import tidy
from client_app.domain.schedule_files import (
    COLUMNS,
    END_BEFORE_START,
    FOR_ONE,
    NO_FACILITATOR,
    NO_INTERVAL,
    NO_KIND,
    NO_WEEKDAY,
    Known,
    cells_of,
    example_of,
    plan_of,
)
from client_app.domain.sentences import Sentence
from tests.support.files import SERIES, records

KNOWN = Known({"carla@mail.example": 7}, [(1, "Five days"), (2, "Three days"), (3, "A;B"), (4, "Twice"), (5, "twice")])
MONDAY = date(2026, 11, 30)
CODES = tuple(column.code for column in COLUMNS)


def read(**cells: str) -> Plan | dict[str, Sentence]:
    """What a row with these cells, and else with those of ``SERIES``, asks for."""
    return plan_of(Record(2, {**SERIES, **cells}), DayReader(), KNOWN)


def test_a_row_is_a_series() -> None:
    plan = read(
        last_on="2026-12-31",
        every_weeks="2",
        place="Room 2",
        address="12 Main Street",
        link="https://meet.example/carla",
        facilitator=" Carla@Mail.example",
        capacity="12",
        phases='three days;"A;B"',
    )
    session = Session(
        starts=time(18),
        minutes=90,
        place="Room 2",
        address="12 Main Street",
        link="https://meet.example/carla",
        facilitator_id=7,
    )
    weekly = Weekly(weekdays=(0, 2), first_on=MONDAY, last_on=date(2026, 12, 31), every_weeks=2)
    phases = frozenset({2, 3})
    assert plan == Plan(
        kind=Kind.GROUP, topic="Early recovery", weekly=weekly, session=session, capacity=12, phase_ids=phases
    )


@pytest.mark.parametrize(
    ("cell", "weekdays"),
    [
        ("Mon;Wed", (0, 2)),
        ("wednesday, MONDAY", (0, 2)),
        ("lun / mié", (0, 2)),
        ("miercoles lunes lunes", (0, 2)),
        ("Tues. Thurs", (1, 3)),
        ("sáb;domingo;vie", (4, 5, 6)),
    ],
)
def test_weekdays_are_read_in_both_languages(cell: str, weekdays: tuple[int, ...]) -> None:
    plan = read(weekdays=cell)
    assert isinstance(plan, Plan)
    assert plan.weekly.weekdays == weekdays


def test_a_single_appointment_needs_no_weekday() -> None:
    plan = read(weekdays="", last_on=SERIES["first_on"])
    assert isinstance(plan, Plan)
    assert plan.weekly == Weekly(weekdays=(0,), first_on=MONDAY, last_on=MONDAY)


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("kind", "", NO_KIND),
        ("kind", "yoga", NO_KIND),
        ("kind", "individual", FOR_ONE),
        ("topic", "", "Please say what it is called."),
        ("topic", "x" * 201, "This is too long to keep: 201 characters."),
        ("topic", "a\ufffdb", "Some characters here could not be read."),
        ("weekdays", "", NO_WEEKDAY),
        ("weekdays", "Mon;Noday", NO_WEEKDAY),
        ("weekdays", "Mo", NO_WEEKDAY),
        ("every_weeks", "0", NO_INTERVAL),
        ("every_weeks", "53", NO_INTERVAL),
        ("every_weeks", "often", NO_INTERVAL),
        ("first_on", "", NO_DAY),
        ("first_on", "2027-02-31", NO_DAY),
        ("first_on", "1999-12-31", "Please choose a day from 2000 to 2100."),
        ("last_on", "31/2/2027", NO_DAY),
        ("last_on", "2026-11-29", END_BEFORE_START),
        ("last_on", "2101-01-01", "Please choose a day from 2000 to 2100."),
        ("starts", "25:00", NO_TIME),
        ("minutes", "", NO_NUMBER),
        ("minutes", "0", "An appointment takes 1 to 720 minutes."),
        ("link", "http://meet.example", "A link begins with https:// and has no spaces."),
        ("facilitator", "nobody@mail.example", NO_FACILITATOR),
        ("capacity", "many", NO_NUMBER),
        ("capacity", "0", "Room for 1 to 200 people"),
        ("phases", "Ten days", "Your program has no phase with the name Ten days."),
        ("phases", "TWICE", "Your program has more than one phase with the name TWICE."),
    ],
)
def test_what_cannot_be_read_or_kept_is_said_of_its_column(column: str, cell: str, why: Sentence | str) -> None:
    problems = read(**{column: cell})
    assert isinstance(problems, dict)
    assert list(problems) == [column]
    told = problems[column]
    assert told.english().startswith(why) if isinstance(why, str) else told == why


def test_every_bad_column_of_a_row_is_said() -> None:
    bad = dict.fromkeys(CODES, "?")
    problems = read(**bad)
    assert isinstance(problems, dict)
    assert set(problems) == set(CODES) - {"topic", "place", "address"}


def test_phases_of_the_same_letters_are_told_apart_by_their_capitals() -> None:
    plan = read(phases="Twice")
    assert isinstance(plan, Plan)
    assert plan.phase_ids == {4}


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd"), max_size=200).map(tidy)
WEEKLIES = st.builds(
    lambda weekdays, first_on, more, every: Weekly(
        weekdays=tuple(sorted(weekdays)),
        first_on=first_on,
        last_on=None if more is None else max(first_on, more),
        every_weeks=every,
    ),
    st.sets(st.integers(0, 6), min_size=1),
    st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    st.integers(1, 52),
)
PLANS = st.builds(
    lambda kind, topic, weekly, session, capacity, phases: Plan(
        kind=kind, topic=topic, weekly=weekly, session=session, capacity=capacity, phase_ids=frozenset(phases)
    ),
    st.sampled_from([kind for kind in Kind if kind is not Kind.INDIVIDUAL]),
    TEXT.filter(bool),
    WEEKLIES,
    st.builds(
        lambda starts, minutes, place, address, leader: Session(
            starts=starts.replace(second=0, microsecond=0),
            minutes=minutes,
            place=place,
            address=address,
            facilitator_id=leader,
        ),
        st.times(),
        st.integers(1, 720),
        TEXT,
        TEXT,
        st.sampled_from([None, 7]),
    ),
    st.none() | st.integers(1, 200),
    st.sets(st.sampled_from([1, 2, 3, 4, 5])),
)


@given(PLANS, st.sampled_from(["en", "es"]))
def test_what_is_exported_is_imported_as_the_same_series(plan: Plan, language: str) -> None:
    names = [name for number, name in KNOWN.phases if number in plan.phase_ids]
    facilitator = "carla@mail.example" if plan.session.facilitator_id else ""
    header = [column.name_in(language) for column in COLUMNS]
    found = decoded(written([header, cells_of(plan, facilitator, names, language)]).encode())
    assert isinstance(found, Decoded)
    [record] = records(found.text, COLUMNS).records
    assert plan_of(record, DayReader(), KNOWN) == plan


@given(st.fixed_dictionaries(dict.fromkeys(CODES, st.text())))
def test_whatever_stands_in_a_row_nothing_is_raised(cells: dict[str, str]) -> None:
    assert isinstance(plan_of(Record(2, cells), DayReader.of(cells.values()), KNOWN), Plan | dict)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_example_can_be_read(language: str) -> None:
    cells = dict(zip(CODES, example_of(date(2026, 12, 5), language), strict=True))
    plan = plan_of(Record(2, cells), DayReader(), KNOWN)
    assert isinstance(plan, Plan)
    assert plan.weekly.weekdays == (0, 5)
