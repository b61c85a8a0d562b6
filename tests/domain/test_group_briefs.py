"""Themes of a group, told only where nobody can be recognised."""

import pytest

from client_app.domain.group_briefs import themes


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ([], ()),
        ([["stress"]] * 4, ()),
        ([["stress"]] * 5, (("stress", 5),)),
        ([["stress"]] * 3 + [[]] * 2, (("stress", 3),)),
        ([["stress"]] * 2 + [[]] * 3, ()),
        ([["stress", "stress", "stress"]] * 2 + [["payday"]] * 3, (("payday", 3),)),
        ([["stress", "payday"]] * 3 + [["payday"]] * 2, (("payday", 5), ("stress", 3))),
        ([["stress", "payday"]] * 5, (("payday", 5), ("stress", 5))),
    ],
)
def test_themes(named: list[list[str]], told: tuple[tuple[str, int], ...]) -> None:
    assert themes(named) == told
