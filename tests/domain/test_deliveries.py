"""What a push service's answers mean."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.deliveries import LONGEST_WAIT, Meaning, meaning_of, seconds_asked

NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (199, Meaning.OUR_FAULT),
        (200, Meaning.ACCEPTED),
        (201, Meaning.ACCEPTED),
        (299, Meaning.ACCEPTED),
        (300, Meaning.OUR_FAULT),
        (307, Meaning.OUR_FAULT),
        (400, Meaning.OUR_FAULT),
        (401, Meaning.OUR_FAULT),
        (403, Meaning.OUR_FAULT),
        (404, Meaning.GONE),
        (406, Meaning.LATER),
        (410, Meaning.GONE),
        (413, Meaning.OUR_FAULT),
        (429, Meaning.LATER),
        (499, Meaning.OUR_FAULT),
        (500, Meaning.LATER),
        (599, Meaning.LATER),
        (600, Meaning.OUR_FAULT),
    ],
)
def test_only_404_and_410_end_a_subscription(status: int, meaning: Meaning) -> None:
    assert meaning_of(status) is meaning


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0),
        ("120", 120),
        (" 120 ", 120),
        ("3600", LONGEST_WAIT),
        ("3601", LONGEST_WAIT),
        ("9" * 10_000, LONGEST_WAIT),
        ("-1", None),
        ("1.5", None),
        ("١٢٠", None),
        ("²", None),
        ("soon", None),
        ("Wed, 25 Nov 2026 17:02:00 GMT", 120),
        ("Wed, 25 Nov 2026 12:02:00 -0500", 120),
        ("Wed, 25 Nov 2026 17:02:00", 120),
        ("Wed, 25 Nov 2026 16:59:00 GMT", 0),
        ("Wed, 25 Nov 2099 17:00:00 GMT", LONGEST_WAIT),
        ("Wed, 99 Nov 2026 17:00:00 GMT", None),
        ("Wed, 25 Nov 99999999999 17:00:00 GMT", None),
        ("Wed, 25 Nov 2026 17:00:00 +9999", None),
    ],
)
def test_a_service_asks_to_be_left_alone_in_seconds_or_until_an_instant(said: str | None, seconds: int | None) -> None:
    assert seconds_asked(said, NOW) == seconds


@given(st.text() | st.text(st.sampled_from("0123456789 :,+-GMTNovWed/"), max_size=40))
def test_whatever_it_says_it_is_left_alone_for_an_hour_at_most(said: str) -> None:
    seconds = seconds_asked(said, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_WAIT
