"""The ladder: when each step is, how wide it goes, and whom it pages; it never ends by itself."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.escalation import LONGEST_REPEAT, LONGEST_SECOND, SHORTEST, Ladder, Reach, Team

SECOND = timedelta(seconds=1)
LADDERS = st.builds(Ladder, st.integers(SHORTEST, LONGEST_SECOND), st.integers(SHORTEST, LONGEST_REPEAT))
PASSED = st.timedeltas(timedelta(0), timedelta(days=60))


def minutes(number: float) -> timedelta:
    """So many minutes after the ladder's beginning."""
    return timedelta(minutes=number)


@pytest.mark.parametrize(
    ("passed", "following"),
    [
        (minutes(-60), 0),
        (minutes(0) - SECOND, 0),
        (minutes(0), 15),
        (minutes(15) - SECOND, 15),
        (minutes(15), 30),
        (minutes(44), 45),
        (minutes(45), 60),
        (minutes(60), 75),
        (minutes(720) - SECOND, 720),
        (minutes(720), 735),
        (minutes(60 * 24 * 30), 60 * 24 * 30 + 15),
    ],
)
def test_the_next_step_of_the_products_own_ladder(passed: timedelta, following: int) -> None:
    assert Ladder().next_after(passed) == minutes(following)


@pytest.mark.parametrize(
    ("ladder", "steps"),
    [
        (Ladder(5, 60), [5, 60, 65, 125, 185]),
        (Ladder(15, 45), [15, 60, 105, 150]),
        (Ladder(10, 40), [10, 50, 60, 90, 130]),
        (Ladder(7, 5), [7, 12, 17]),
    ],
)
def test_a_programs_own_ladder_goes_to_every_director_at_the_hour(ladder: Ladder, steps: list[int]) -> None:
    found, passed = [], minutes(0)
    for _ in steps:
        passed = ladder.next_after(passed)
        found.append(passed)
    assert found == [minutes(step) for step in steps]


@pytest.mark.parametrize(
    ("due", "passed", "reach"),
    [
        (minutes(0), minutes(0), Reach.FIRST),
        (minutes(0), minutes(15) - SECOND, Reach.FIRST),
        (minutes(0), minutes(15), Reach.WIDER),
        (minutes(45), minutes(60) - SECOND, Reach.WIDER),
        (minutes(60), minutes(60), Reach.EVERY_DIRECTOR),
        (minutes(60), minutes(61), Reach.EVERY_DIRECTOR),
        (minutes(75), minutes(75), Reach.WIDER),
        (minutes(45), minutes(65), Reach.EVERY_DIRECTOR),
        (minutes(75), minutes(720) - SECOND, Reach.WIDER),
        (minutes(75), minutes(720), Reach.EVERY_DIRECTOR),
        (minutes(720) + SECOND, minutes(735), Reach.WIDER),
        (minutes(0), minutes(60 * 24), Reach.EVERY_DIRECTOR),
    ],
)
def test_a_step_goes_as_wide_as_the_widest_that_it_stands_for(due: timedelta, passed: timedelta, reach: Reach) -> None:
    assert Ladder().reach_between(due, passed) is reach


@given(LADDERS, PASSED)
def test_there_is_always_a_next_step_and_it_is_in_the_future_and_soon(ladder: Ladder, passed: timedelta) -> None:
    following = ladder.next_after(passed)
    assert passed < following <= passed + minutes(max(ladder.second_after, ladder.repeat_every))


@given(LADDERS)
def test_no_two_steps_are_at_one_instant_and_the_two_hours_are_never_passed_over(ladder: Ladder) -> None:
    steps = [minutes(0)]
    while steps[-1] <= minutes(13 * 60):
        steps.append(ladder.next_after(steps[-1]))
    assert all(earlier < later for earlier, later in pairwise(steps))
    assert {minutes(60), minutes(720)} <= set(steps)
    assert steps[1] <= minutes(15)


@pytest.mark.parametrize(
    ("ladder", "fields"),
    [
        (Ladder(), set()),
        (Ladder(SHORTEST, SHORTEST), set()),
        (Ladder(LONGEST_SECOND, LONGEST_REPEAT), set()),
        (Ladder(LONGEST_SECOND + 1, LONGEST_REPEAT), {"second_after"}),
        (Ladder(SHORTEST, LONGEST_REPEAT + 1), {"repeat_every"}),
        (Ladder(0, 0), {"second_after", "repeat_every"}),
    ],
)
def test_a_program_may_page_sooner_but_never_later(ladder: Ladder, fields: set[str]) -> None:
    assert set(ladder.problems()) == fields


def test_it_is_stored_and_read_again_and_nothing_stored_can_switch_it_off() -> None:
    assert Ladder.from_json(None) == Ladder(15, 15)
    assert Ladder.from_json(Ladder(7, 20).to_json()) == Ladder(7, 20)
    assert Ladder.from_json({"second_after": 9999, "repeat_every": 9999}) == Ladder(15, 60)
    assert Ladder.from_json({"second_after": 0, "repeat_every": 0}) == Ladder(5, 5)


COUNSELOR, COVER, FIRST_DIRECTOR, OTHER_DIRECTOR, ON_CALL = 1, 2, 3, 4, 5
WHOLE = Team(COUNSELOR, COVER, director_ids=(FIRST_DIRECTOR, OTHER_DIRECTOR), on_call_ids=(ON_CALL,))
AWAY = Team(COUNSELOR, COVER, is_away=True, director_ids=(FIRST_DIRECTOR,))


@pytest.mark.parametrize(
    ("team", "reach", "claimer", "paged"),
    [
        (WHOLE, Reach.FIRST, None, (COUNSELOR, ON_CALL)),
        (WHOLE, Reach.WIDER, None, (COUNSELOR, ON_CALL, COVER, FIRST_DIRECTOR)),
        (WHOLE, Reach.EVERY_DIRECTOR, None, (COUNSELOR, ON_CALL, COVER, FIRST_DIRECTOR, OTHER_DIRECTOR)),
        (WHOLE, Reach.FIRST, COVER, (COVER,)),
        (WHOLE, Reach.WIDER, ON_CALL, (ON_CALL, COUNSELOR, COVER, FIRST_DIRECTOR)),
        (AWAY, Reach.FIRST, None, (COVER,)),
        (AWAY, Reach.WIDER, None, (COVER, COUNSELOR, FIRST_DIRECTOR)),
        (Team(COUNSELOR, is_away=True, director_ids=(FIRST_DIRECTOR,)), Reach.FIRST, None, (COUNSELOR,)),
        (Team(cover_id=COVER), Reach.FIRST, None, (COVER,)),
        (Team(director_ids=(FIRST_DIRECTOR, OTHER_DIRECTOR)), Reach.FIRST, None, (FIRST_DIRECTOR,)),
        (Team(COUNSELOR, on_call_ids=(COUNSELOR,)), Reach.FIRST, None, (COUNSELOR,)),
        (Team(), Reach.EVERY_DIRECTOR, None, ()),
    ],
)
def test_whom_a_step_pages(team: Team, reach: Reach, claimer: int | None, paged: tuple[int, ...]) -> None:
    assert team.paged_by(reach, claimer) == paged
