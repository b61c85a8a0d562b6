"""How long a phone is trusted, and how often a use is noted."""

from datetime import UTC, datetime, timedelta

import pytest

from client_app.domain.trusted_phones import TRUSTED_FOR, is_due_a_touch

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_a_phone_is_trusted_for_thirty_days() -> None:
    assert timedelta(days=30) == TRUSTED_FOR


@pytest.mark.parametrize(
    ("ago", "is_due"), [(None, True), (0, False), (3599, False), (3600, True), (86_400, True)], ids=str
)
def test_a_use_is_noted_once_an_hour(ago: int | None, *, is_due: bool) -> None:
    last_used_at = None if ago is None else NOW - timedelta(seconds=ago)
    assert is_due_a_touch(last_used_at, NOW) is is_due
