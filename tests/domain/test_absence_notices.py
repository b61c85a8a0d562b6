"""What got in the way is asked once and kindly; use told here is any use."""

from datetime import date

import pytest

from client_app.domain.absence_notices import OBSTACLE_WORDS, TEAM_WORDS, Obstacle, use_told, why_not_tell
from client_app.domain.flags import Severity


def test_every_obstacle_has_words_for_both() -> None:
    assert list(OBSTACLE_WORDS) == list(TEAM_WORDS) == list(Obstacle)


def test_use_is_a_same_day_flag_of_the_check_ins_rule() -> None:
    found = use_told(date(2026, 11, 25))
    assert (found.code, found.severity) == ("any_use", Severity.SAME_DAY)
    assert found.inputs == {"used": "yes", "days": ("2026-11-25",)}


@pytest.mark.parametrize(
    ("is_over", "is_cancelled", "is_told"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_what_is_still_to_come_can_be_missed(is_over: bool, is_cancelled: bool, is_told: bool) -> None:
    assert (why_not_tell(is_over=is_over, is_cancelled=is_cancelled) is None) is is_told
