"""Figures that give no small count away: not by themselves, not by a total, not by a longer time, not by a share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.figures import FEWEST, Bound, Count, share_of, shown, shown_within, total_of

counts = st.integers(0, 60)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (14, "14"), (1200, "1200")]
)
def test_a_count_under_five_is_not_shown(count: int, words: str) -> None:
    assert shown(count).said().english() == words
    assert shown(count).is_hidden == (count < FEWEST)


@pytest.mark.parametrize(
    ("count", "part", "words"),
    [
        (4, 4, "fewer than 5"),
        (9, 4, "9"),  # the part is not shown, so no difference is
        (9, 5, "5 or more"),
        (10, 5, "10"),
        (7, 7, "7 or more"),
    ],
)
def test_a_longer_time_does_not_betray_the_days_before_a_shorter_one(count: int, part: int, words: str) -> None:
    assert shown_within(count, part).said().english() == words


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([5, 9], "14"),
        ([5, 4], "5 or more"),
        ([4, 4], "fewer than 5"),
        ([], "fewer than 5"),
    ],
)
def test_a_total_does_not_betray_its_parts(found: list[int], words: str) -> None:
    assert total_of(shown(count) for count in found).said().english() == words


@given(st.lists(counts, max_size=6))
def test_what_a_total_says_is_true_and_no_more_than_its_parts_say(found: list[int]) -> None:
    total = total_of(shown(count) for count in found)
    hidden = [count for count in found if count < FEWEST]
    if total.exact is not None:
        assert (total.exact, hidden) == (sum(found), [])
    if total.at_least is not None:
        assert total.at_least == sum(found) - sum(hidden) <= sum(found)


@given(counts, counts)
def test_no_difference_of_two_shown_times_is_small(earlier: int, part: int) -> None:
    longer, shorter = shown_within(earlier + part, part), shown(part)
    if longer.exact is not None and shorter.exact is not None:
        assert longer.exact - shorter.exact >= FEWEST
    assert total_of([longer]) == longer or longer == Count()


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "too few to say"),
        (7, 9, "too few to say"),
        (5, 9, "too few to say"),
        (5, 10, "50%"),
        (4, 10, "40% or less"),
        (0, 10, "40% or less"),
        (6, 10, "60% or more"),
        (10, 10, "60% or more"),
        (37, 40, "90% or more"),
        (2, 40, "10% or less"),
        (20, 30, "67%"),
    ],
)
def test_a_share_says_as_much_as_it_may(part: int, whole: int, words: str) -> None:
    assert share_of(part, whole).said().english() == words


@given(st.integers(0, 300).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_share_is_true_and_hides_a_small_part_or_rest(found: tuple[int, int]) -> None:
    part, whole = found
    share = share_of(part, whole)
    if share.bound is Bound.EXACT:
        assert min(part, whole - part) >= FEWEST
        assert abs(share.percent - 100 * part / whole) <= 0.5
    if share.bound is Bound.AT_LEAST:
        assert 100 * part / whole >= share.percent == share_of(whole, whole).percent
    if share.bound is Bound.AT_MOST:
        assert 100 * part / whole <= share.percent == share_of(0, whole).percent
