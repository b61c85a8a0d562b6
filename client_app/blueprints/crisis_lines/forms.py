"""What is typed into the form of a crisis line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from client_app.domain.crisis_lines import CrisisLine, why_not_review_on
from client_app.domain.definitions import Text
from client_app.domain.phone_numbers import as_dialled
from client_app.domain.plans import readable, tidy
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.services.crisis_lines import Checked
from client_app.web.fields import day_in, version_in
from client_app.web.posts import Fields

WORDS = tuple(f"{part}_{language}" for part in ("name", "about", "hours") for language in ("en", "es"))
NUMBERS = ("tel", "sms", "tty")
NO_DAY = Sentence(N_("Please choose the day of the next check."))


@dataclass(frozen=True)
class LineForm:
    """A line as it stands in the fields, with the version that was seen and the day of the next check."""

    typed: Mapping[str, str]
    """What each field shows."""
    number: int
    """Of the version that the form was opened at; -1, which no line has, when it is missing."""
    review_on: date | None
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    problem: Sentence | None = None
    """Why the whole post was not kept."""
    is_stale: bool = False
    """Somebody saved the line since the form was opened; the page shows both."""

    @classmethod
    def of(cls, line: CrisisLine, number: int, review_on: date) -> Self:
        """The form as it opens on a line."""
        words = {name: getattr(getattr(line, name[:-3]), name[-2:]) for name in WORDS}
        others = {name: getattr(line, name) or "" for name in (*NUMBERS, "chat")}
        return cls({**words, **others, "review_on": review_on.isoformat()}, number, review_on)

    @classmethod
    def empty(cls, review_on: date) -> Self:
        """The form of a line that is not there yet."""
        return cls({"review_on": review_on.isoformat()}, 0, review_on)

    @classmethod
    def read(cls, fields: Fields, problem: Sentence | None = None) -> Self:
        """Read a post; numbers are kept as they are dialled."""
        typed = {name: " ".join(tidy(fields.get(name, "")).split("\n")) for name in (*WORDS, "chat", "review_on")}
        typed |= {name: as_dialled(fields.get(name, "")) or "" for name in NUMBERS}
        review_on = day_in(typed["review_on"])
        return cls(typed, version_in(fields.get("number")), review_on, problem=problem)

    def line(self, code: str) -> CrisisLine:
        """The line that was typed; it is dated when it is kept."""

        def text(part: str) -> Text:
            return Text(en=self.typed[f"{part}_en"], es=self.typed[f"{part}_es"])

        return CrisisLine(
            code=code,
            name=text("name"),
            about=text("about"),
            hours=text("hours"),
            tel=self.typed["tel"],
            sms=self.typed["sms"] or None,
            chat=self.typed["chat"] or None,
            tty=self.typed["tty"] or None,
            owner=Role.DIRECTOR,
            checked_on=date.min,
            review_on=date.min,
        )

    def found_problems(self, code: str, today: date) -> dict[str, Sentence]:
        """Why the fields cannot be kept as they are."""
        found = self.line(code).problems()
        late = why_not_review_on(self.review_on, today) if self.review_on else NO_DAY
        return found | ({"review_on": late} if late else {})

    def checked(self) -> Checked:
        """The version that was seen, and when to look again; ``found_problems`` has found none."""
        return Checked(self.number, self.review_on or date.min)

    def shown(self, name: str) -> str:
        """What a field shows again."""
        return readable(self.typed.get(name, ""))
