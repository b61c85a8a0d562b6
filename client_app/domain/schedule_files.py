"""A program's schedule as a table: each row a series that is to meet, with the checks of the calendar's own form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Kind, Session, Weekly
from client_app.domain.csv_files import joined, parts_of, plain
from client_app.domain.imports import (
    NO_DAY,
    NO_NUMBER,
    NO_TIME,
    SPANISH,
    Column,
    DayReader,
    Record,
    choice_in,
    number_in,
    time_in,
)
from client_app.domain.people import as_kept
from client_app.domain.plans import readable
from client_app.domain.sentences import N_, Sentence

COLUMNS = (
    Column("kind", "tipo", N_("group, family, education or medication"), is_required=True),
    Column("topic", "tema", N_("What it is called"), is_required=True),
    Column("weekdays", "días", N_("Mon;Wed, in English or Spanish; may be empty when it takes place once")),
    Column("every_weeks", "cada_semanas", N_("1 for every week, 2 for every other one; empty means 1")),
    Column("first_on", "desde", N_("The first day, like 2026-12-31"), is_required=True),
    Column("last_on", "hasta", N_("The last day; empty when it goes on")),
    Column("starts", "hora", N_("By the clock of your program, like 18:00"), is_required=True),
    Column("minutes", "minutos", N_("How long it takes"), is_required=True),
    Column("place", "sala", N_("The room")),
    Column("address", "dirección", N_("Where the house is")),
    Column("link", "enlace", N_("For telehealth, with https://")),
    Column("facilitator", "dirige", N_("The email of whoever leads it")),
    Column("capacity", "cupo", N_("For how many people there is room")),
    Column("phases", "fases", N_("The names of the phases that attend, with ; between them; empty means everybody")),
)
DAYS = ("first_on", "last_on")
_WEEKDAYS = (["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"])
_LONG_WEEKDAYS = (
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"],
)
SHORTEST_WEEKDAY = 3
"""Letters that tell a weekday from the others in both languages."""
KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.INDIVIDUAL: ("individual", "individual"),
    Kind.GROUP: ("group", "grupo"),
    Kind.FAMILY: ("family", "familia"),
    Kind.EDUCATION: ("education", "educación"),
    Kind.MEDICATION: ("medication", "medicación"),
}
"""In English and in Spanish."""
LONGEST_INTERVAL = 52
"""Weeks."""

NO_KIND = Sentence(N_("Please write group, family, education or medication."))
FOR_ONE = Sentence(N_("Individual therapy is for one person, and no file names them. Please add it on the calendar."))
NO_WEEKDAY = Sentence(N_("Please write days of the week like Mon;Wed."))
NO_INTERVAL = Sentence(N_("Please write how many weeks lie between, from 1 to %(most)s."), {"most": LONGEST_INTERVAL})
END_BEFORE_START = Sentence(N_("It cannot end before it starts."))
NO_FACILITATOR = Sentence(N_("Nobody on your staff has this email."))
NO_PHASE = N_("Your program has no phase with the name %(name)s.")
TWO_PHASES = N_("Your program has more than one phase with the name %(name)s.")


@dataclass(frozen=True)
class Known:
    """Whom and what the rows of a schedule may name."""

    facilitators: Mapping[str, int] = field(default_factory=dict)
    """By e-mail."""
    phases: Sequence[tuple[int, str]] = ()
    """Number and name."""


def plan_of(record: Record, days: DayReader, known: Known) -> Plan | dict[str, Sentence]:
    """The series that a row asks for, or for each of its columns why it cannot be read or kept."""
    problems: dict[str, Sentence] = {}
    kind = choice_in(record["kind"], KINDS)
    if kind is None or kind is Kind.INDIVIDUAL:
        problems["kind"] = FOR_ONE if kind else NO_KIND
    weekly = _weekly(record, days, problems)
    session = _session(record, known, problems)
    capacity = number_in(record["capacity"])
    if record["capacity"] and capacity is None:
        problems["capacity"] = NO_NUMBER
    phase_ids = _phases(record, known, problems)
    draft = Plan(
        kind=Kind(kind or Kind.GROUP),
        topic=record["topic"],
        weekly=weekly or Weekly(weekdays=(0,), first_on=date(2026, 1, 5)),
        session=session,
        capacity=capacity,
        phase_ids=phase_ids,
    )
    found = {column: problem for column, problem in draft.problems().items() if column != "participant"}
    problems = found | problems  # what cannot be read says so first
    return draft if weekly and not problems else problems


def cells_of(plan: Plan, facilitator: str, phases: Sequence[str], language: str) -> tuple[str, ...]:
    """The row of a series, in the order of the columns; ``plan_of`` reads the same series out of it."""
    weekly, session = plan.weekly, plan.session
    at = int(language == SPANISH)
    return (
        KINDS[plan.kind][at],
        plan.topic,
        ";".join(_WEEKDAYS[at][day] for day in weekly.weekdays),
        str(weekly.every_weeks),
        weekly.first_on.isoformat(),
        weekly.last_on.isoformat() if weekly.last_on else "",
        f"{session.starts:%H:%M}",
        str(session.minutes),
        session.place,
        session.address,
        session.link,
        facilitator,
        "" if plan.capacity is None else str(plan.capacity),
        joined(phases) if phases else "",
    )


def example_of(day: date, language: str) -> tuple[str, ...]:
    """A row that shows how it is meant; on a day that is still to come it could be imported as it stands."""
    topic, place = ("Recuperación temprana", "Sala 2") if language == SPANISH else ("Early recovery", "Room 2")
    weekdays = tuple(sorted({day.weekday(), (day.weekday() + 2) % 7}))
    session = Session(starts=time(18), minutes=90, place=place)
    weekly = Weekly(weekdays=weekdays, first_on=day)
    return cells_of(Plan(kind=Kind.GROUP, topic=topic, weekly=weekly, session=session, capacity=12), "", (), language)


def _weekly(record: Record, days: DayReader, problems: dict[str, Sentence]) -> Weekly | None:
    first, last = _day(record, "first_on", days, problems), _day(record, "last_on", days, problems)
    if not record["first_on"]:
        problems["first_on"] = NO_DAY
    if first and last and last < first:
        problems["last_on"] = END_BEFORE_START
    every_weeks = number_in(record["every_weeks"] or "1")
    if every_weeks is None or not 1 <= every_weeks <= LONGEST_INTERVAL:
        problems["every_weeks"] = NO_INTERVAL
    weekdays = _weekdays(record["weekdays"])
    if first and first == last and not record["weekdays"]:
        weekdays = (first.weekday(),)
    if not weekdays:
        problems["weekdays"] = NO_WEEKDAY
    if first is None or not problems.keys().isdisjoint({"last_on", "every_weeks", "weekdays"}):
        return None
    return Weekly(weekdays=weekdays, first_on=first, last_on=last, every_weeks=every_weeks or 1)


def _day(record: Record, column: str, days: DayReader, problems: dict[str, Sentence]) -> date | None:
    """The day in a column; nothing where it is empty or none."""
    if not record[column]:
        return None
    found = days.read(record[column])
    if isinstance(found, Sentence):
        problems[column] = found
        return None
    return found


def _weekdays(cell: str) -> tuple[int, ...]:
    """Weekdays by number, in order, each once; nothing when one of them is none."""
    found = {_weekday(plain(word)) for word in re.split(r"[;,/\s]+", cell.strip()) if word}
    numbers = {number for number in found if number is not None}
    return tuple(sorted(numbers)) if len(numbers) == len(found) else ()


def _weekday(word: str) -> int | None:
    if len(word.rstrip(".")) < SHORTEST_WEEKDAY:
        return None
    names = [(number, name) for language in _LONG_WEEKDAYS for number, name in enumerate(language)]
    return next((number for number, name in names if name.startswith(word.rstrip("."))), None)


def _session(record: Record, known: Known, problems: dict[str, Sentence]) -> Session:
    starts, minutes = time_in(record["starts"]), number_in(record["minutes"])
    if starts is None:
        problems["starts"] = NO_TIME
    if minutes is None:
        problems["minutes"] = NO_NUMBER
    email = as_kept(record["facilitator"])
    facilitator_id = known.facilitators.get(email)
    if email and facilitator_id is None:
        problems["facilitator"] = NO_FACILITATOR
    usual = Session(starts=starts or time.min, minutes=minutes or 0, facilitator_id=facilitator_id)
    return replace(usual, place=record["place"], address=record["address"], link=record["link"])


def _phases(record: Record, known: Known, problems: dict[str, Sentence]) -> frozenset[int]:
    found: set[int] = set()
    for name in parts_of(record["phases"]):
        alike = [number for number, called in known.phases if plain(called) == plain(name)]
        numbers = [number for number, called in known.phases if called == name] or alike
        if len(numbers) != 1:
            problems["phases"] = Sentence(TWO_PHASES if numbers else NO_PHASE, {"name": readable(name[:100])})
        found.update(numbers)
    return frozenset(found)
