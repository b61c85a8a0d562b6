"""What is typed into the forms of the calendar: shape only. Whether it can stand, the acts say."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from client_app.blueprints.groups.reading import NO_DAY, NO_NUMBER, NO_TIME, day_in, problem_of, time_in
from client_app.domain.appointment_plans import Plan, session_problems
from client_app.domain.appointments import Appointment, Kind, Series, Session, Weekly
from client_app.domain.plans import readable, tidy
from client_app.domain.refusals import Refused
from client_app.domain.schedule_conflicts import Clashes
from client_app.domain.sentences import N_, Sentence
from client_app.services.appointments import Move
from client_app.services.group_defaults import Usual
from client_app.web.fields import whole_number
from client_app.web.posts import Fields
from client_app.web.words import say

CHOOSE = N_("Please choose from the list.")
WEEKDAYS = frozenset("0123456")
TEXTS = ("topic", "place", "address", "link", "minutes", "capacity", "first_on", "last_on", "starts", "day")
CHOICES = ("kind", "repeats", "facilitator", "participant")
SEVERAL = ("weekdays", "phases")
REPEATS = ("0", "1", "2", "3", "4")
"""Weeks between two weeks in which a series meets; 0 means once."""
NEW = {"kind": Kind.GROUP.value, "repeats": "1"}
"""What a new form offers."""


@dataclass(frozen=True)
class CalendarForm:
    """A form of the calendar as it stands on the page."""

    typed: dict[str, str] = field(default_factory=dict)
    several: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: dict[str, Sentence] = field(default_factory=dict)
    reason: Sentence | None = None
    """Why the whole was not saved."""
    clashes: tuple[Sentence, ...] = ()
    agreed: str = ""
    """The conflicts that saving anyway would accept."""
    is_stale: bool = False

    @classmethod
    def read(cls, fields: Fields, reason: Sentence | None = None) -> Self:
        """Read a post."""
        typed = {name: tidy(fields.get(name, "")) for name in (*TEXTS, *CHOICES)}
        several = {name: tuple(fields.getlist(name)) for name in SEVERAL}
        return cls(typed, several, reason=reason, agreed=fields.get("agreed", ""))

    @classmethod
    def new(cls, day: date, usual: Usual) -> Self:
        """A form for something that begins on this day, as the last group was."""
        typed = {**dict.fromkeys((*TEXTS, *CHOICES), ""), **NEW, **_session_texts(usual.session)}
        typed |= {"first_on": day.isoformat(), "capacity": _text(usual.capacity)}
        return cls(typed, {"weekdays": (str(day.weekday()),), "phases": ()})

    @classmethod
    def of_series(cls, series: Series) -> Self:
        """A series as it stands."""
        weekly = series.weekly
        typed = {
            "kind": series.kind.value,
            "topic": series.topic,
            "repeats": "0" if weekly.is_single else str(weekly.every_weeks),
            "first_on": weekly.first_on.isoformat(),
            "last_on": weekly.last_on.isoformat() if weekly.last_on and not weekly.is_single else "",
            "capacity": _text(series.capacity),
            "participant": _text(series.participant_id),
            "day": "",
            **_session_texts(series.session),
        }
        several = {
            "weekdays": tuple(str(day) for day in weekly.weekdays),
            "phases": tuple(str(number) for number in sorted(series.phase_ids)),
        }
        return cls(typed, several)

    @classmethod
    def of_one(cls, one: Appointment) -> Self:
        """One appointment as it stands."""
        return cls({"day": one.takes_place_on.isoformat(), **_session_texts(one.session)})

    @property
    def shown(self) -> dict[str, str]:
        """What was typed, as a page can show it again."""
        return {name: readable(text) for name, text in self.typed.items()}

    @property
    def errors(self) -> dict[str, str | None]:
        """For each field why it cannot be kept, in the reader's language."""
        names = (*TEXTS, *CHOICES, *SEVERAL)
        return {name: say(self.problems[name]) if name in self.problems else None for name in names}

    def refused(self, refusal: Refused) -> Self:
        """The form again, with why it was not saved."""
        if isinstance(refusal, Clashes):
            return self._with(reason=refusal.reason, clashes=refusal.sentences, agreed=refusal.token)
        return self._with(reason=refusal.reason, agreed="")

    def with_problems(self, problems: dict[str, Sentence]) -> Self:
        """The form again, with a sentence beside each field that cannot be kept."""
        return self._with(problems=problems, agreed="")

    def stale(self, reason: Sentence) -> Self:
        """The form again, beside what somebody else has saved meanwhile."""
        return self._with(reason=reason, agreed="", is_stale=True)

    def plan(self, first_on: date | None = None) -> Plan | dict[str, Sentence]:
        """The series that is wanted, or why it cannot be read.

        Args:
            first_on: where a change begins; the form's own field when it asks for it.

        """
        session, problems = self._session()
        weekly = self._weekly(first_on, problems)
        for name, words in (("capacity", NO_NUMBER), ("facilitator", CHOOSE), ("participant", CHOOSE)):
            if self.typed[name] and whole_number(self.typed[name]) is None:
                problems[name] = Sentence(words)
        phases = [whole_number(text) for text in self.several["phases"]]
        if None in phases:
            problems["phases"] = Sentence(CHOOSE)
        if self.typed["kind"] not in set(Kind):
            problems["kind"] = Sentence(CHOOSE)
        if weekly is None or session is None or problems:
            return problems
        participant_id = whole_number(self.typed["participant"])
        plan = Plan(
            kind=Kind(self.typed["kind"]),
            topic=self.typed["topic"],
            weekly=weekly,
            session=session,
            capacity=None if participant_id else whole_number(self.typed["capacity"]),
            phase_ids=frozenset() if participant_id else frozenset(number for number in phases if number is not None),
            participant_id=participant_id,
        )
        return plan.problems() or plan

    def move(self) -> Move | dict[str, Sentence]:
        """How one appointment is to be, or why that cannot be read."""
        session, problems = self._session()
        day = day_in(self.typed["day"])
        if day is None:
            problems["day"] = Sentence(NO_DAY)
        return Move(day, session) if day and session and not problems else problems

    def _session(self) -> tuple[Session | None, dict[str, Sentence]]:
        starts, minutes = time_in(self.typed["starts"]), whole_number(self.typed["minutes"])
        told = self.typed["facilitator"]
        found = {"starts": problem_of(starts, NO_TIME), "minutes": problem_of(minutes, NO_NUMBER)}
        problems = {name: problem for name, problem in found.items() if problem}
        if told and whole_number(told) is None:
            problems["facilitator"] = Sentence(CHOOSE)
        if starts is None or minutes is None:
            return None, problems
        session = Session(
            starts=starts,
            minutes=minutes,
            place=self.typed["place"],
            address=self.typed["address"],
            link=self.typed["link"],
            facilitator_id=whole_number(told),
        )
        return session, problems | session_problems(session)

    def _weekly(self, first_on: date | None, problems: dict[str, Sentence]) -> Weekly | None:
        """When it meets; what cannot be read is noted among the problems."""
        first, last = first_on or day_in(self.typed["first_on"]), day_in(self.typed["last_on"])
        weekdays = tuple(sorted({int(text) for text in self.several["weekdays"] if text in WEEKDAYS}))
        is_single = self.typed["repeats"] == "0"
        if first is None:
            problems["first_on"] = Sentence(NO_DAY)
        if is_single and first is not None:
            return Weekly(weekdays=(first.weekday(),), first_on=first, last_on=first)
        if self.typed["last_on"] and last is None:
            problems["last_on"] = Sentence(NO_DAY)
        elif first and last and last < first:
            problems["last_on"] = Sentence(N_("It cannot end before it starts."))
        if not weekdays:
            problems["weekdays"] = Sentence(N_("Please choose one day or more."))
        if self.typed["repeats"] not in REPEATS:
            problems["repeats"] = Sentence(CHOOSE)
        if first is None or not problems.keys().isdisjoint({"last_on", "weekdays", "repeats"}):
            return None
        return Weekly(weekdays=weekdays, first_on=first, last_on=last, every_weeks=int(self.typed["repeats"]))

    def _with(self, **new: object) -> Self:
        return replace(self, **new)  # type: ignore[arg-type]


def _session_texts(session: Session) -> dict[str, str]:
    return {
        "starts": f"{session.starts:%H:%M}",
        "minutes": str(session.minutes),
        "place": session.place,
        "address": session.address,
        "link": session.link,
        "facilitator": _text(session.facilitator_id),
    }


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
