"""Stored answers in words: in the order of the questions, skips told apart, nothing lost."""

from collections.abc import Mapping

import pytest

from client_app.domain.answer_sheets import answer_sheet
from client_app.domain.answers import Answer
from client_app.domain.definitions import Choice, Definition, Question, QuestionKind, Text
from tests.support.questions import whole_definition


def text(words: str) -> Text:
    """The same words in both languages, told apart by a prefix."""
    return Text(words, f"es:{words}")


DEFINITION = Definition(
    "1",
    (
        Question(
            "craving_now",
            QuestionKind.SCALE,
            text("Craving"),
            text("How strong?"),
            choices=(Choice("0", text("0 none")), Choice("9", text("9"))),
        ),
        Question(
            "triggers",
            QuestionKind.SEVERAL,
            text("Triggers"),
            text("What?"),
            choices=(Choice("people", text("People")),),
        ),
        Question("coping", QuestionKind.SEVERAL, text("Helped"), text("What helped?")),
        Question("note", QuestionKind.TEXT, text("Note"), text("Anything else?")),
    ),
)
COPING = (Choice("own:3", Text("Walk", "Walk")),)


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        pytest.param({}, [], id="nothing was answered"),
        pytest.param({"craving_now": 0}, [("Craving", ["0 none"])], id="a number with its words"),
        pytest.param({"craving_now": "skip"}, [("Craving", [])], id="skipped"),
        pytest.param({"triggers": ("people", "gone")}, [("Triggers", ["People", "gone"])], id="a chip that is gone"),
        pytest.param({"coping": ("own:3", "own:9")}, [("Helped", ["Walk", "own:9"])], id="own strategies"),
        pytest.param({"days": ("2026-11-23",)}, [], id="no question"),
        pytest.param(
            {"note": "Fine.", "craving_now": 9}, [("Craving", ["9"]), ("Note", ["Fine."])], id="in the order asked"
        ),
    ],
)
def test_answers_in_words(answers: Mapping[str, Answer], lines: list[tuple[str, list[str]]]) -> None:
    sheet = answer_sheet(answers, DEFINITION, COPING)
    assert [(line.title.en, [words.en for words in line.words]) for line in sheet] == lines


def test_only_the_note_is_in_the_persons_own_words() -> None:
    sheet = answer_sheet({"craving_now": 9, "note": "Fine."}, DEFINITION)
    assert [line.is_own for line in sheet] == [False, True]


def test_a_trigger_speaks_in_the_programs_own_words_even_when_it_is_off_the_list() -> None:
    own = (
        Choice("stress", Text("Too much at once", "Demasiado a la vez")),
        Choice("payday", Text("Payday", "Quincena")),
    )
    [line] = answer_sheet({"triggers": ("people", "payday", "stress")}, whole_definition(), triggers=own)
    assert [words.en for words in line.words] == ["people (en)", "Payday", "Too much at once"]
