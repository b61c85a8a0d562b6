"""A link lets its person in once, in its time, unless it was taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from client_app.domain.join_links import GOOD_FOR, LinkKind, is_good

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("expires_at", "used_at", "withdrawn_at", "expected"),
    [
        (NOW + MOMENT, None, None, True),
        (NOW, None, None, False),
        (NOW - MOMENT, None, None, False),
        (NOW + MOMENT, NOW - MOMENT, None, False),
        (NOW + MOMENT, None, NOW - MOMENT, False),
    ],
)
def test_when_a_link_is_good(
    expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, *, expected: bool
) -> None:
    assert is_good(expires_at, used_at, withdrawn_at, NOW) is expected


def test_how_long_it_is_good() -> None:
    assert {LinkKind.INVITATION: timedelta(days=3), LinkKind.RESET: timedelta(minutes=30)} == GOOD_FOR
