"""The token of a message: the same each time, nobody else's, and nothing but a token is read as one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.message_tokens import LARGEST, is_token_of, number_in, token_of

MADE = datetime(2026, 11, 23, 15, tzinfo=UTC)
SECRET = "a secret for tests only, long enough to be taken"
PROOF = "0" * 64


@pytest.mark.parametrize(
    ("token", "number"),
    [
        (f"1-{PROOF}", 1),
        (f"ff-{PROOF}", 255),
        (f"7fffffff-{PROOF}", LARGEST),
        (f"80000000-{PROOF}", None),
        (f"100000000-{PROOF}", None),
        (f"0-{PROOF}", None),
        (f"01-{PROOF}", None),
        (f"-1-{PROOF}", None),
        (f"FF-{PROOF}", None),
        (f"1-{PROOF}0", None),
        (f"1-{PROOF[1:]}", None),
        (f"1-{PROOF}\n", None),
        (f"\N{ARABIC-INDIC DIGIT ONE}-{PROOF}", None),
        ("", None),
        ("1", None),
    ],
)
def test_only_a_token_is_read_as_one(token: str, number: int | None) -> None:
    assert number_in(token) == number


@given(st.integers(1, LARGEST), st.integers(1, LARGEST), st.timedeltas(timedelta(), timedelta(days=9)))
def test_a_token_is_its_own_message_s_alone(number: int, other: int, later: timedelta) -> None:
    token = token_of(number, MADE, SECRET)
    assert number_in(token) == number
    assert is_token_of(token, number, MADE, SECRET)
    assert is_token_of(token, other, MADE, SECRET) is (other == number)
    assert is_token_of(token, number, MADE + later, SECRET) is (not later)
    assert not is_token_of(token, number, MADE, SECRET + "x")


@given(st.text())
def test_whatever_is_claimed_to_be_one_is_an_answer(token: str) -> None:
    assert not is_token_of(token, 1, MADE, SECRET)
    assert number_in(token) is None or len(token) > 65
