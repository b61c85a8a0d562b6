"""Each line of a program's set-up is judged by what is stored."""

from typing import Any

import pytest

from client_app.domain.set_up import NOTHING_TO_LOOK_AT, Line, Standing, State, judged, why_not_leave

WHOLE: dict[str, Any] = {
    "has_hours": True,
    "has_on_call": True,
    "has_checked_lines": True,
    "has_own_questions": True,
    "phases": 3,
    "groups": 2,
    "counselors": 1,
    "participants": 1,
}


def test_a_new_program_has_all_of_it_before_it() -> None:
    assert judged(Standing()) == {
        Line.DETAILS: State.OPEN,
        Line.CRISIS_LINES: State.LOOK,
        Line.PHASES: State.OPEN,
        Line.STAFF: State.OPEN,
        Line.GROUPS: State.OPEN,
        Line.QUESTIONS: State.LOOK,
        Line.PARTICIPANTS: State.OPEN,
    }


def test_a_program_that_is_set_up_has_nothing_left() -> None:
    assert set(judged(Standing(**WHOLE)).values()) == {State.DONE}
    assert list(judged(Standing(**WHOLE))) == list(Line)


@pytest.mark.parametrize(
    ("missing", "line", "state"),
    [
        ({"has_hours": False}, Line.DETAILS, State.OPEN),
        ({"has_on_call": False}, Line.DETAILS, State.LOOK),
        ({"has_checked_lines": False}, Line.CRISIS_LINES, State.LOOK),
        ({"phases": 0}, Line.PHASES, State.OPEN),
        ({"groups": 0}, Line.GROUPS, State.OPEN),
        ({"counselors": 0}, Line.STAFF, State.OPEN),
        ({"has_own_questions": False}, Line.QUESTIONS, State.LOOK),
        ({"participants": 0}, Line.PARTICIPANTS, State.OPEN),
    ],
)
def test_what_is_missing_opens_its_line_only(missing: dict[str, Any], line: Line, state: State) -> None:
    standing = Standing(**{**WHOLE, **missing})
    found = judged(standing)
    assert found.pop(line) is state  # type: ignore[attr-defined]
    assert set(found.values()) == {State.DONE}
    assert why_not_leave(standing, line) == (NOTHING_TO_LOOK_AT if state is State.OPEN else None)


@pytest.mark.parametrize("line", list(Line))
def test_a_look_closes_what_works_as_it_is_and_nothing_else(line: Line) -> None:
    before = judged(Standing())[line]
    after = judged(Standing(looked_at=frozenset({line})))[line]
    assert after is (State.DONE if before is State.LOOK else before)


def test_what_was_fine_opens_again_when_something_is_needed() -> None:
    """The on-call line was left out on purpose; later the hours are gone as well."""
    looked = frozenset({Line.DETAILS})
    assert judged(Standing(has_hours=True, looked_at=looked))[Line.DETAILS] is State.DONE
    assert judged(Standing(looked_at=looked))[Line.DETAILS] is State.OPEN
