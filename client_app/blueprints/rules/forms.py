"""What is typed into the form of the thresholds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from client_app.domain.plans import readable
from client_app.domain.rule_words import FIGURE_WORDS, FIGURES_OF, FigureWords, why_not_figure
from client_app.domain.sentences import N_, Sentence
from client_app.domain.thresholds import RANGES, Thresholds, contradictions
from client_app.services.rules import RuleVersion
from client_app.web.fields import version_in
from client_app.web.posts import Fields

TWO_FIGURES = Sentence(N_("There are two figures here. Please type one."))


@dataclass(frozen=True)
class FigureField:
    """One threshold, ready to be typed."""

    name: str
    words: FigureWords
    typed: str
    in_use: int
    problem: Sentence | None


@dataclass(frozen=True)
class RulesForm:
    """The figures as they stand in the fields."""

    newest: RuleVersion
    typed: Mapping[str, str]
    seen: int
    """The number of the version that the form was opened with; -1 when it names none."""
    replayed: str = ""
    """The figures whose replay stands on the page, so that none is saved that was not looked at."""
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    problem: Sentence | None = None
    """Why the whole post was refused."""

    @classmethod
    def of(cls, newest: RuleVersion) -> Self:
        """The form as it is opened."""
        return cls(newest, _texts(newest.thresholds), newest.number)

    @classmethod
    def read(cls, fields: Fields, newest: RuleVersion, problem: Sentence | None = None) -> Self:
        """Read a post: the thresholds and nothing else; one that is not there at all stays as it is in use."""
        typed = _texts(newest.thresholds)
        problems: dict[str, Sentence] = {}
        for name in RANGES:
            values = list(dict.fromkeys(value.strip() for value in fields.getlist(name)))
            if not values:
                continue
            typed[name] = readable(values[0])
            why_not = TWO_FIGURES if len(values) > 1 else why_not_figure(name, values[0])
            if why_not:
                problems[name] = why_not
        sound = {name: int(text) for name, text in typed.items() if name not in problems}
        problems |= contradictions(sound)
        return cls(newest, typed, version_in(fields.get("seen")), fields.get("replayed", ""), problems, problem)

    @property
    def thresholds(self) -> Thresholds:
        """The figures, once nothing is wrong with them."""
        return Thresholds(**{name: int(text) for name, text in self.typed.items()})

    @property
    def key(self) -> str:
        """The figures in one line, by which a replay is known as theirs, and the version that it compares with."""
        return "-".join([str(self.newest.number), *(self.typed[name] for name in RANGES)])

    @property
    def is_stale(self) -> bool:
        """Whether another version was saved since the form was opened."""
        return self.seen != self.newest.number

    @property
    def groups(self) -> Iterator[tuple[str, list[FigureField]]]:
        """The fields of each rule."""
        for code, names in FIGURES_OF.items():
            yield code, [self._field(name) for name in names]

    @property
    def differing(self) -> list[FigureField]:
        """The fields in which something else stands than the figure in use."""
        fields = (one for _, of_rule in self.groups for one in of_rule)
        return [one for one in fields if one.typed != str(one.in_use)]

    def compared(self, opened: RuleVersion | None) -> Self:
        """The form that goes on from the newest version, with all that was typed.

        A figure that stood untouched takes what somebody else has made of it, so that nobody undoes it unawares.

        Args:
            opened: the version that the form was opened with; nothing when it is not known.

        """
        before = _texts(opened.thresholds) if opened else {}
        newest = _texts(self.newest.thresholds)
        typed = {name: newest[name] if text == before.get(name) else text for name, text in self.typed.items()}
        return replace(self, typed=typed, seen=self.newest.number, replayed="")

    def _field(self, name: str) -> FigureField:
        in_use = self.newest.thresholds.to_json()[name]
        return FigureField(name, FIGURE_WORDS[name], self.typed[name], in_use, self.problems.get(name))


def _texts(thresholds: Thresholds) -> dict[str, str]:
    return {name: str(figure) for name, figure in thresholds.to_json().items()}
