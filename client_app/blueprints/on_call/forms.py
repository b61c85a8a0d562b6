"""What is typed into the form of a program's on-call hours and of its ladder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Self

from client_app.domain.escalation import Ladder
from client_app.domain.on_call import Turn, shifts_of, turns_of
from client_app.domain.plans import readable
from client_app.domain.sentences import N_, Sentence
from client_app.services.on_call import NO_PERSON, KeptOnCall, OnCall
from client_app.web.fields import UNKNOWN, time_in, version_in, whole_number
from client_app.web.posts import Fields

FEWEST_ROWS = 1
"""Empty rows that the form shows at least."""
NO_DAYS = Sentence(N_("Choose at least one day for these hours."))
NO_TIMES = Sentence(N_("Type when these hours begin and end."))

_ROW = re.compile(r"(?:person|days|starts|ends|remove)-([0-9]{1,2})", re.ASCII)
_FIGURES = ("second_after", "repeat_every")


@dataclass(frozen=True)
class TurnRow:
    """One person's hours on some weekdays, as they stand in the fields."""

    person: str = ""
    days: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was filled in."""
        return not (self.person or self.days or self.starts or self.ends)

    def problem(self, staff: Mapping[int, str]) -> Sentence | None:
        """Say why these hours cannot be kept; ``staff`` are those who can be on call."""
        if whole_number(self.person) not in staff:
            return NO_PERSON
        if not self.weekdays:
            return NO_DAYS
        return NO_TIMES if time_in(self.starts) is None or time_in(self.ends) is None else None

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The days that are ticked, 0 for Monday."""
        return tuple(sorted({int(day) for day in self.days if day in "0123456" and len(day) == 1}))

    @property
    def turn(self) -> Turn:
        """The hours as they are kept; ``problem`` has found none."""
        person_id = whole_number(self.person) or UNKNOWN
        return Turn(person_id, self.weekdays, time_in(self.starts) or time.min, time_in(self.ends) or time.min)


@dataclass(frozen=True)
class OnCallForm:
    """The week and the ladder as they stand in the fields."""

    rows: tuple[TurnRow, ...]
    figures: Mapping[str, str]
    revision: int
    problem: Sentence | None = None
    """Why the whole post was not kept."""
    is_stale: bool = False
    """Somebody saved the program since the form was opened; the page shows both."""

    @classmethod
    def of(cls, kept: KeptOnCall) -> Self:
        """The form as it opens."""
        rows = tuple(
            TurnRow(str(one.person_id), tuple(map(str, one.weekdays)), f"{one.starts:%H:%M}", f"{one.ends:%H:%M}")
            for one in turns_of(kept.on_call.shifts)
        )
        figures = {name: str(minutes) for name, minutes in kept.on_call.ladder.to_json().items()}
        return cls(rows, figures, kept.revision)

    @classmethod
    def read(cls, fields: Fields, problem: Sentence | None = None) -> Self:
        """Read a post."""
        numbers = sorted({int(found[1]) for name in fields if (found := _ROW.fullmatch(name))})
        rows = (_row(fields, number) for number in numbers if not fields.get(f"remove-{number}"))
        figures = {name: readable(fields.get(name, "").strip())[:20] for name in _FIGURES}
        kept = tuple(row for row in rows if not row.is_empty)
        return cls(kept, figures, version_in(fields.get("revision")), problem)

    @property
    def on_call(self) -> OnCall:
        """What was typed; ``problems`` has found none."""
        return OnCall(shifts_of(row.turn for row in self.rows), self._ladder)

    def problems(self, staff: Mapping[int, str]) -> dict[str, Sentence]:
        """Say why each field cannot be kept as it is; rows by ``turn-0`` and so on."""
        rows = {f"turn-{number}": row.problem(staff) for number, row in enumerate(self.rows)}
        return self._ladder.problems() | {name: problem for name, problem in rows.items() if problem}

    @property
    def shown_rows(self) -> tuple[TurnRow, ...]:
        """The rows with an empty one at the end."""
        return (*self.rows, *[TurnRow()] * FEWEST_ROWS)

    @property
    def _ladder(self) -> Ladder:
        return Ladder(**{name: whole_number(typed) or 0 for name, typed in self.figures.items()})


def _row(fields: Fields, number: int) -> TurnRow:
    person, starts, ends = (
        readable(fields.get(f"{name}-{number}", "").strip())[:20] for name in ("person", "starts", "ends")
    )
    return TurnRow(person, tuple(fields.getlist(f"days-{number}")), starts, ends)
