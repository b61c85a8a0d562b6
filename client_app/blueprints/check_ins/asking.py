"""What a participant is asked now: which questions, for which day, with which answers so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import uuid4
from zoneinfo import ZoneInfo

from client_app.blueprints.check_ins.forms import CheckInForm, FormKind, read_form
from client_app.domain.answers import Answers
from client_app.domain.check_in_options import AS_SHIPPED, CheckInOptions
from client_app.domain.check_ins import questions_taken
from client_app.domain.definitions import COPING, SKIP, Choice, Question
from client_app.domain.local_days import local_day, why_not_day
from client_app.domain.sentences import N_, Sentence
from client_app.domain.tools import coping_choices, is_own_value, own_value
from client_app.domain.viewers import Viewer
from client_app.gateways.content import current_definition, kit_tools
from client_app.services.check_in_reads import Draft, open_draft
from client_app.services.enrollments import standing_of
from client_app.services.plans import own_strategies
from client_app.web.words import in_words, say

SKIPPED = N_("Skipped")
OWN_WAY = N_("Something of my own")
"""Said of an own strategy where its words are not shown."""
NO_ANSWERS = Answers()


@dataclass(frozen=True)
class Sheet:
    """The form as its page shows it."""

    form_kind: FormKind
    day: date
    client_id: str
    questions: tuple[Question, ...]
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    answered_at: str = ""
    said: tuple[tuple[Question, str | Sentence], ...] = ()
    """The questions that a resumed draft has answered, with the answers in words."""

    def chosen(self, name: str) -> Sequence[str]:
        """What is chosen or typed for a question."""
        return self.typed.get(name, ())


@dataclass(frozen=True)
class Asking:
    """The questions of one participant at one moment."""

    viewer: Viewer
    form_kind: FormKind
    today: date
    day: date
    """The day whose draft is gone on with."""
    questions: tuple[Question, ...]
    """Those whose answers are taken; a form that is shown asks the ones of them that the program asks now."""
    coping: tuple[Choice, ...]
    options: CheckInOptions
    is_enrolled: bool

    @cached_property
    def draft(self) -> Draft | None:
        """The draft to go on with, looked for when somebody wants to know; a change has none, nor a trusted phone."""
        if self.form_kind is FormKind.CHANGE or self.viewer.is_on_trusted_phone:
            return None
        return open_draft(self.viewer, self.form_kind.kind, self.day)

    def read(self, fields: Mapping[str, Sequence[str]]) -> CheckInForm:
        """Read a post of this form."""
        known = frozenset(choice.value for choice in self.coping) | self._own_coping(fields)
        names_its_own = any(value.strip() for value in fields.get("client_id", ()))
        draft = None if names_its_own else self.draft
        return read_form(fields, self.questions, known, today=self.today, draft=draft)

    def _own_coping(self, fields: Mapping[str, Sequence[str]]) -> frozenset[str]:
        """Own strategies that a trusted phone does not show, and that a page from before the sign-in ended may send."""
        if not self.viewer.is_on_trusted_phone or not any(map(is_own_value, fields.get(COPING, ()))):
            return frozenset()
        return frozenset(map(own_value, own_strategies(self.viewer.person_id)))

    def sheet(self, day: date, answers: Answers, client_id: str | None = None) -> Sheet:
        """The form for ``day`` with these answers in it."""
        return Sheet(
            self.form_kind,
            day,
            client_id or str(uuid4()),
            self.options.asked_of(self.questions, typed_of(answers)),
            typed_of(answers),
            said=tuple(
                (question, answer_words(question, answers)) for question in self.questions if question.name in answers
            ),
        )


def asking(viewer: Viewer, form_kind: FormKind, now: datetime, *, day: date | None = None) -> Asking:
    """Find what the participant is asked."""
    standing = standing_of(viewer.person_id)
    today = local_day(now, ZoneInfo(viewer.zone))
    own = {} if viewer.is_on_trusted_phone else own_strategies(viewer.person_id)
    coping = coping_choices(own, kit_tools())
    options = standing.options if standing else AS_SHIPPED
    questions = questions_taken(
        current_definition(),
        kind=form_kind.kind,
        takes_medication=standing is not None and standing.takes_medication,
        coping=coping,
        options=options,
    )
    return Asking(viewer, form_kind, today, day or today, questions, coping, options, standing is not None)


def sheet_again(viewer: Viewer, asked: Asking, form: CheckInForm, now: datetime, *, is_conflict: bool) -> Sheet:
    """The form as it was posted, with everything that was typed, made ready to be sent once more.

    What was sent before goes out as an update, under an id of its own. A day that is closed has become today.
    """
    answered_at = None if is_conflict else form.answered_at
    is_closed = why_not_day(form.day, now, ZoneInfo(viewer.zone), answered_at) is not None
    return Sheet(
        form_kind=form.form_kind,
        day=asked.today if is_closed else form.day,
        client_id=str(uuid4()) if is_conflict else form.client_id,
        questions=asked.options.asked_of(asked.questions, said_in(form.reading.typed)),
        typed=form.reading.typed,
        problems=form.reading.problems,
        answered_at=answered_at.isoformat() if answered_at and not is_closed else "",
    )


def said_in(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The fields of a form in which something stands."""
    said = {name: [text for text in texts if text.strip()] for name, texts in typed.items()}
    return {name: texts for name, texts in said.items() if texts}


def typed_of(answers: Answers) -> dict[str, list[str]]:
    """The answers as a form would carry them."""
    return {name: list(answer) if isinstance(answer, tuple) else [str(answer)] for name, answer in answers.items()}


def answer_words(question: Question, answers: Answers) -> str | Sentence:
    """An answer as the person would say it, in the reader's language."""
    answer = answers.get(question.name)
    if answer is None or answer == SKIP:
        return Sentence(SKIPPED)
    values = answer if isinstance(answer, tuple) else (str(answer),)
    choices = [question.choice(value) for value in values]
    return ", ".join(
        in_words(choice.text) if choice else say(Sentence(OWN_WAY)) if is_own_value(value) else value
        for choice, value in zip(choices, values, strict=True)
    )
