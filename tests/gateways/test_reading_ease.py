"""Everything that the check-in, the kit and the crisis lines say is easy to read in both languages."""

import ast
import inspect

import pytest

from client_app.domain import acknowledgements
from client_app.domain.definitions import Text
from client_app.gateways.content import crisis_lines, current_definition, kit_tools
from tests.readability import ENGLISH_GRADE_LIMIT, SPANISH_EASE_LIMIT, english_grade, spanish_ease


def _questions() -> list[Text]:
    """The running text of the check-in; chips are too short to judge."""
    return [text for question in current_definition().questions for text in (question.text, question.hint) if text]


def _kit() -> list[Text]:
    """The running text of the kit."""
    return [text for tool in kit_tools() for text in (tool.summary, *tool.steps)]


def _lines() -> list[Text]:
    """The running text of the crisis lines."""
    return [line.about for line in crisis_lines()]


@pytest.mark.parametrize(
    "texts",
    [_questions(), _kit(), [*_lines(), *_kit(), *_questions()]],
    ids=["check-in", "kit", "all with crisis lines"],
)
def test_content_is_easy_to_read(texts: list[Text]) -> None:
    assert english_grade([text.en for text in texts]) <= ENGLISH_GRADE_LIMIT
    assert spanish_ease([text.es for text in texts]) >= SPANISH_EASE_LIMIT


def test_acknowledgements_are_easy_to_read() -> None:
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(acknowledgements))) if isinstance(node, ast.Call))
    marked = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "N_"]
    texts = [text.value for text in marked if isinstance(text, ast.Constant) and isinstance(text.value, str)]
    assert english_grade(texts) <= ENGLISH_GRADE_LIMIT
