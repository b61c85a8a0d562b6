"""Who is to take part, as a table: each row somebody who is invited, with the checks of the invitation's own form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from client_app.domain.enrollments import LATEST_END_YEARS, Beginning, ComesFrom, TypedBeginning
from client_app.domain.imports import SPANISH, Column, DayReader, Record, choice_in
from client_app.domain.invitations import EMAIL, Invitation
from client_app.domain.people import as_kept
from client_app.domain.sentences import N_, Sentence

COLUMNS = (
    Column("name", "nombre", N_("What the person wants to be called"), is_required=True),
    Column("email", "correo", N_("The person signs in with it; nothing is sent there"), is_required=True),
    Column("counselor", "consejería", N_("The counselor's email; empty: nobody yet")),
    Column("language", "idioma", N_("en or es; empty: as the phone says")),
    Column("started_on", "desde", N_("The first day in the program, like 2026-12-31; empty: today")),
    Column("comes_from", "viene_de", N_("home, detox or residential; empty: not known yet")),
    Column("agreement", "acuerdo", N_("What was agreed at the start")),
    Column("planned_end_on", "fin_previsto", N_("The planned last day")),
)
DAYS = ("started_on", "planned_end_on")
LANGUAGE_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("en", "english", "inglés"),
    "es": ("es", "spanish", "español"),
}
PLACES: Mapping[ComesFrom, tuple[str, ...]] = {
    ComesFrom.HOME: ("home", "casa"),
    ComesFrom.DETOX: ("detox", "desintoxicación"),
    ComesFrom.RESIDENTIAL: ("residential", "residencial"),
}

NO_COUNSELOR = Sentence(N_("No counselor here has this email."))
NO_LANGUAGE = Sentence(N_("Please write en or es, or leave it empty."))
NO_PLACE = Sentence(N_("Please write home, detox or residential, or leave it empty."))
NO_START = Sentence(N_("The first day is today or earlier, at most %(years)s years ago."), {"years": LATEST_END_YEARS})


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is to be invited."""

    invitation: Invitation
    beginning: Beginning
    started_on: date
    caseload_id: int | None = None
    """Nothing: nobody looks after them yet, and a director reads."""
    language: str | None = None
    """Nothing leaves it to the browser."""


def newcomer_of(
    record: Record, days: DayReader, caseloads: Mapping[str, int], today: date
) -> Newcomer | dict[str, Sentence]:
    """Whom a row brings in, or for each of its columns why it cannot be read or kept.

    Args:
        record: the row.
        days: how the days of its file are written.
        caseloads: those of the program, by their counselor's e-mail.
        today: the local day.

    """
    invitation = Invitation.read({"name": record["name"], EMAIL: record["email"]})
    found: dict[str, Sentence | None] = dict(invitation.problems())
    found["email"] = found.pop(EMAIL, None)
    started_on, found["started_on"] = _first_day(record["started_on"], days, today)
    typed, found["planned_end_on"] = _beginning(record, days)
    told = typed.problems(started_on)
    found |= {
        "agreement": told.get("agreement"),
        "planned_end_on": found["planned_end_on"] or told.get("planned_end_on"),
    }
    comes_from = choice_in(record["comes_from"], PLACES)
    found["comes_from"] = NO_PLACE if record["comes_from"] and comes_from is None else None
    language = choice_in(record["language"], LANGUAGE_WORDS)
    found["language"] = NO_LANGUAGE if record["language"] and language is None else None
    counselor = as_kept(record["counselor"])
    found["counselor"] = NO_COUNSELOR if counselor and counselor not in caseloads else None
    problems = {column: problem for column, problem in found.items() if problem}
    if problems:
        return problems
    planned_end_on = date.fromisoformat(typed.planned_end_on) if typed.planned_end_on else None
    beginning = Beginning(comes_from, typed.agreement, planned_end_on)
    return Newcomer(invitation, beginning, started_on, caseloads.get(counselor), language)


def cells_of(invitation: Invitation, counselor: str, language: str | None, started_on: date) -> tuple[str, ...]:
    """The row of a participant: what a director's list shows of them, and nothing of their record."""
    return (invitation.name, invitation.email, counselor, language or "", started_on.isoformat(), "", "", "")


def example_of(today: date, language: str) -> tuple[str, ...]:
    """A row that shows how it is meant; it could be imported as it stands."""
    at = int(language == SPANISH)
    told = ("Rides home on Fridays", "Alguien la lleva a casa los viernes")
    return (
        "Sam",
        "sam@mail.example",
        "",
        ("en", "es")[at],
        today.isoformat(),
        PLACES[ComesFrom.HOME][at],
        told[at],
        "",
    )


def _first_day(cell: str, days: DayReader, today: date) -> tuple[date, Sentence | None]:
    """The first day in the program, with what is wrong about it; today where none can be read."""
    if not cell:
        return today, None
    day = days.read(cell)
    if isinstance(day, Sentence):
        return today, day
    earliest = today.replace(year=today.year - LATEST_END_YEARS, day=1)
    return (day, None) if earliest <= day <= today else (today, NO_START)


def _beginning(record: Record, days: DayReader) -> tuple[TypedBeginning, Sentence | None]:
    """What the beginning's own form would have been told, with what is wrong about the planned end."""
    cell = record["planned_end_on"]
    planned = days.read(cell) if cell else None
    typed = TypedBeginning(agreement=record["agreement"])
    if isinstance(planned, Sentence):
        return typed, planned
    return (TypedBeginning(agreement=typed.agreement, planned_end_on=planned.isoformat()) if planned else typed), None
