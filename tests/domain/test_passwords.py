"""A password is long enough, and not so long that it keeps the machine busy."""

import pytest

from client_app.domain.passwords import why_not_password


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (0, "A password has 15 characters or more."),
        (14, "A password has 15 characters or more."),
        (15, None),
        (200, None),
        (201, "A password has 200 characters at most."),
    ],
)
def test_a_password_is_judged_by_its_length_only(length: int, reason: str | None) -> None:
    said = why_not_password(" " * length)
    assert (said.english() if said else None) == reason
