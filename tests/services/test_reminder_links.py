"""The address in a notification: the first tap is noted once; a forged one and an old one find nothing."""

from datetime import datetime, timedelta

import pytest

from client_app.services.outbox import REMINDERS, claim_messages
from client_app.services.reminder_links import GOOD_FOR, open_message, path_of
from tests.cast import Cast
from tests.support.applications import SECRET
from tests.support.outbox import message, row

SECOND = timedelta(seconds=1)


@pytest.fixture
def sent(cast: Cast, now: datetime) -> tuple[int, str]:
    """A message in a worker's hands, and its token."""
    number = message(cast.ana.id, now)
    return number, claim_messages(REMINDERS, "worker", SECRET, now)[0].token


def test_the_first_tap_is_noted(sent: tuple[int, str], now: datetime) -> None:
    number, token = sent
    assert open_message(token, SECRET, now + SECOND) == "/check-in"
    assert open_message(token, SECRET, now + 2 * SECOND) == "/check-in"
    assert row(number).opened_at == now + SECOND


def test_looking_ahead_is_no_tap(sent: tuple[int, str], now: datetime) -> None:
    number, token = sent
    assert path_of(token, SECRET, now) == "/check-in"
    assert row(number).opened_at is None


@pytest.mark.parametrize(("age", "path"), [(GOOD_FOR - SECOND, "/check-in"), (GOOD_FOR, None)])
def test_it_leads_on_for_a_week(sent: tuple[int, str], now: datetime, age: timedelta, path: str | None) -> None:
    number, token = sent
    assert path_of(token, SECRET, now + age) == path
    assert open_message(token, SECRET, now + age) == path
    assert (row(number).opened_at is None) is (path is None)


@pytest.mark.parametrize(
    "forged", ["", "0" * 64, "1-" + "0" * 64, "\0", "\ud800", "1-" + "\ud800" * 64, "a" * 10_000, "ñ"]
)
def test_a_forged_one_finds_nothing(sent: tuple[int, str], now: datetime, forged: str) -> None:
    assert open_message(forged, SECRET, now) is None
    assert row(sent[0]).opened_at is None


def test_a_token_is_its_own_message_s_alone(cast: Cast, sent: tuple[int, str], now: datetime) -> None:
    other = message(cast.luis.id, now)
    _, _, secret_part = sent[1].partition("-")
    for number in (other, other + 1, 2**31 - 1, 2**31, 2**32 - 1):
        assert open_message(f"{number:x}-{secret_part}", SECRET, now) is None
    assert open_message(sent[1], "another secret of another deployment", now) is None
