"""Stored answers as people read them: each question's short title with the words of the chips that were chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from client_app.domain.answers import Answer
from client_app.domain.check_in_options import TRIGGERS
from client_app.domain.definitions import COPING, SKIP, Choice, Definition, Question, QuestionKind, Text


@dataclass(frozen=True)
class Line:
    """One answered question."""

    name: str
    title: Text
    words: tuple[Text, ...]
    """One for each choice; none when it was skipped."""
    is_own: bool = False
    """The person's own words, in no language but their own."""


def answer_sheet(
    answers: Mapping[str, Answer],
    definition: Definition,
    coping: Sequence[Choice] = (),
    triggers: Sequence[Choice] = (),
) -> tuple[Line, ...]:
    """Label the answers in the order of the questions.

    Args:
        answers: as stored; names that are no question of the definition are passed over.
        definition: the version that was answered.
        coping: what a stored ``coping`` value may name: own strategies, removed ones too, and the kit.
        triggers: the program's own, removed ones too, where it has a list of its own.

    """
    known = {COPING: coping, TRIGGERS: triggers}
    return tuple(
        Line(
            question.name,
            question.title,
            _words(question, answers[question.name], known.get(question.name, ())),
            is_own=question.kind is QuestionKind.TEXT,
        )
        for question in definition.questions
        if question.name in answers
    )


def _words(question: Question, answer: Answer, known: Sequence[Choice]) -> tuple[Text, ...]:
    """Find the words of each value; a value without a chip speaks for itself."""
    if answer == SKIP:
        return ()
    values = answer if isinstance(answer, tuple) else (str(answer),)
    words = {choice.value: choice.text for choice in (*question.choices, *known)}
    return tuple(words.get(value, Text(value, value)) for value in values)
