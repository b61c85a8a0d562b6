"""What a push service's answers mean."""

import pytest

from client_app.domain.deliveries import Meaning, meaning_of


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
