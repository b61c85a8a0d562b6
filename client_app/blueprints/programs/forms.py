"""What is typed into the form of a program's details."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Self

from client_app.domain.phone_numbers import as_dialled
from client_app.domain.plans import readable, tidy
from client_app.domain.programs import Details, Stretch, Track, openings_of, stretches_of
from client_app.domain.sentences import N_, Sentence
from client_app.domain.staffed_hours import Opening
from client_app.services.program_details import KeptDetails, Opened, known_zones
from client_app.web.fields import time_in, version_in
from client_app.web.posts import Fields

FEWEST_ROWS = 2
"""Rows for hours that the form shows at least; there is always an empty one."""

NO_DAYS = Sentence(N_("Choose at least one day for these hours."))
NO_TIMES = Sentence(N_("Type when these hours begin and end."))
TIMES_TURNED = Sentence(N_("These hours end before they begin. Hours until midnight end at 12:00 AM."))
NO_TRACK = Sentence(N_("Please choose a track."))

_ROW = re.compile(r"(?:days|opens|closes|remove)-([0-9]{1,2})", re.ASCII)
_TEXTS = ("name", "zone", "track", "on_call_name")


@dataclass(frozen=True)
class HoursRow:
    """The same hours on some weekdays, as they stand in the fields."""

    days: tuple[str, ...] = ()
    opens: str = ""
    closes: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was filled in."""
        return not (self.days or self.opens or self.closes)

    @property
    def problem(self) -> Sentence | None:
        """Why these hours cannot be kept."""
        opens, closes = time_in(self.opens), time_in(self.closes)
        if opens is None or closes is None:
            return NO_TIMES
        if not self.weekdays:
            return NO_DAYS
        return None if opens < closes or closes == time.min else TIMES_TURNED

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The days that are ticked, 0 for Monday."""
        return tuple(sorted({int(day) for day in self.days if day in "0123456" and len(day) == 1}))

    @property
    def stretch(self) -> Stretch:
        """The hours on their days; ``problem`` has found none."""
        return Stretch(self.weekdays, time_in(self.opens) or time.min, time_in(self.closes) or time.min)


@dataclass(frozen=True)
class DetailsForm:
    """The details as they stand in the fields."""

    typed: Mapping[str, str]
    rows: tuple[HoursRow, ...]
    opened: Opened
    problem: Sentence | None = None
    """Why the whole post was not kept."""
    is_stale: bool = False
    """Somebody saved the program since the form was opened; the page shows both."""

    @classmethod
    def of(cls, kept: KeptDetails) -> Self:
        """The form as it opens on the program."""
        details = kept.details
        typed = {name: str(getattr(details, name)) for name in (*_TEXTS, "on_call_phone")}
        return cls(typed, _rows_of(details.openings), Opened(kept.revision))

    @classmethod
    def read(cls, fields: Fields, problem: Sentence | None = None) -> Self:
        """Read a post."""
        typed = {name: " ".join(tidy(fields.get(name, "")).split("\n")) for name in _TEXTS}
        typed["on_call_phone"] = as_dialled(fields.get("on_call_phone", "")) or ""
        numbers = sorted({int(found[1]) for name in fields if (found := _ROW.fullmatch(name))})
        rows = tuple(_row(fields, number) for number in numbers if not fields.get(f"remove-{number}"))
        opened = Opened(version_in(fields.get("revision")), fields.get("confirmed_zone", ""))
        return cls(typed, tuple(row for row in rows if not row.is_empty), opened, problem)

    @property
    def details(self) -> Details:
        """What was typed, as far as it can be kept."""
        return Details(
            name=self.typed["name"],
            zone=self.typed["zone"],
            track=Track(self.typed["track"]) if self.typed["track"] in set(Track) else Track.DAY,
            openings=openings_of(row.stretch for row in self.rows if not row.problem),
            on_call_name=self.typed["on_call_name"],
            on_call_phone=self.typed["on_call_phone"],
        )

    @property
    def problems(self) -> dict[str, Sentence]:
        """Why each field cannot be kept as it is; rows of hours by ``hours-0`` and so on."""
        found = self.details.problems(known_zones())
        if self.typed["track"] not in set(Track):
            found["track"] = NO_TRACK
        return found | {f"hours-{number}": row.problem for number, row in enumerate(self.rows) if row.problem}

    @property
    def shown_rows(self) -> tuple[HoursRow, ...]:
        """The rows with an empty one at the end."""
        return (*self.rows, *[HoursRow()] * max(1, FEWEST_ROWS - len(self.rows)))

    def shown(self, name: str) -> str:
        """What a field shows again."""
        return readable(self.typed[name])


def _rows_of(openings: Iterable[Opening]) -> tuple[HoursRow, ...]:
    return tuple(
        HoursRow(tuple(map(str, one.weekdays)), f"{one.opens:%H:%M}", f"{one.closes:%H:%M}")
        for one in stretches_of(openings)
    )


def _row(fields: Fields, number: int) -> HoursRow:
    opens, closes = (readable(fields.get(f"{end}-{number}", "").strip()) for end in ("opens", "closes"))
    return HoursRow(tuple(fields.getlist(f"days-{number}")), opens, closes)
