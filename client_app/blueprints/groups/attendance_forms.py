"""What is typed where attendance is marked: for each person a choice, minutes, a note, and what stood there before."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from client_app.blueprints.groups.reading import NO_NUMBER
from client_app.domain.attendance import PARTLY, Attendance, Mark
from client_app.domain.plans import readable, tidy
from client_app.domain.sentences import N_, Sentence
from client_app.services.attendance import Attendee
from client_app.services.attendance_marks import Wanted
from client_app.web.fields import whole_number
from client_app.web.posts import Fields

CHOOSE = N_("Please choose one of these.")
_NAME = re.compile(r"(mark|minutes|note|seen)-([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True)
class Typed:
    """What a form says of one person."""

    mark: str = ""
    minutes: str = ""
    note: str = ""
    seen: str = ""

    @property
    def shown_note(self) -> str:
        """The note as a page can show it again."""
        return readable(self.note)

    @property
    def shown_minutes(self) -> str:
        """The minutes as a page can show them again."""
        return readable(self.minutes)


@dataclass(frozen=True)
class AttendanceForm:
    """The form as it stands on the page."""

    typed: Mapping[int, Typed] = field(default_factory=dict)
    other: str = ""
    """Who came all the same."""
    problems: Mapping[tuple[int, str], Sentence] = field(default_factory=dict)
    other_problem: Sentence | None = None
    reason: Sentence | None = None
    """Why nothing was saved."""
    stale: frozenset[int] = frozenset()
    """Those whom somebody else has marked since the form was opened."""

    @classmethod
    def of(cls, people: Iterable[Attendee]) -> Self:
        """What is marked, and what is suggested where nothing is."""
        return cls({person.id: _as_it_stands(person) for person in people})

    @classmethod
    def read(cls, fields: Fields, reason: Sentence | None = None) -> Self:
        """Read a post; of fields with one name the first counts, and others are passed over."""
        found: dict[int, dict[str, str]] = {}
        for name, value in fields.items():
            about = _NAME.fullmatch(name)
            if about:
                found.setdefault(int(about[2]), {})[about[1]] = tidy(value)
        typed = {number: Typed(**said) for number, said in found.items() if "mark" in said}
        return cls(typed, fields.get("other", ""), reason=reason)

    @staticmethod
    def read_seen(fields: Fields) -> dict[int, str]:
        """The versions that a form names, by person."""
        found = ((_NAME.fullmatch(name), value) for name, value in fields.items())
        return {int(about[2]): value for about, value in found if about and about[1] == "seen"}

    def wanted(self, planned: int) -> dict[int, Wanted] | Self:
        """What is to be marked, or the form with what cannot be read.

        Args:
            planned: the minutes that the appointment takes.

        """
        problems: dict[tuple[int, str], Sentence] = {}
        wanted = {}
        for number, said in self.typed.items():
            mark = _mark_in(said)
            found = mark if isinstance(mark, dict) else mark.problems(planned)
            problems.update({(number, name): problem for name, problem in found.items()})
            if isinstance(mark, Mark):
                wanted[number] = Wanted(mark, said.seen)
        other = whole_number(self.other)
        if self.other and other is None:
            return replace(self, problems=problems, other_problem=Sentence(N_("Please choose from the list.")))
        if problems:
            return replace(self, problems=problems)
        if other is not None:
            wanted.setdefault(other, Wanted(Mark(Attendance.PRESENT), ""))
        return wanted

    def beside(self, people: Iterable[Attendee], reason: Sentence) -> Self:
        """The form again, beside what somebody else has marked meanwhile; saved once more, it counts."""
        now = {person.id: _as_it_stands(person) for person in people}
        stale = frozenset(
            number for number, said in self.typed.items() if number in now and said.seen != now[number].seen
        )
        typed = {
            number: replace(said, seen=now[number].seen) if number in now else said
            for number, said in self.typed.items()
        }
        return replace(self, typed={**now, **typed}, stale=stale, reason=reason)

    def again(self, people: Iterable[Attendee]) -> Self:
        """The form with everybody on it, as typed where something was typed."""
        return replace(self, typed={**{person.id: _as_it_stands(person) for person in people}, **self.typed})


def _as_it_stands(person: Attendee) -> Typed:
    if person.marked is None:
        return Typed(person.suggested)
    mark = person.marked.mark
    return Typed(mark.mark, "" if mark.minutes is None else str(mark.minutes), mark.note, person.marked.version)


def _mark_in(said: Typed) -> Mark | dict[str, Sentence]:
    """A mark, or why it cannot be read. Minutes that were typed before another choice was made say nothing."""
    if said.mark not in set(Attendance):
        return {"mark": Sentence(CHOOSE)}
    mark = Attendance(said.mark)
    told = said.minutes if mark in PARTLY else ""
    minutes = whole_number(told)
    if told and minutes is None:
        return {"minutes": Sentence(NO_NUMBER)}
    return Mark(mark, minutes, said.note)
