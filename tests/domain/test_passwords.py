"""A password is long, and not among the first that somebody would try; nothing else is asked of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.passwords import (
    EXPECTED,
    LONGEST,
    NOT_READ,
    SHORTEST,
    TOO_LONG,
    TOO_NEAR,
    TOO_SHORT,
    canonical,
    why_not_password,
)
from client_app.gateways.content import common_passwords

OWN = ("ana.maria@riverside.example", "Ana María López", "Companion")
VARIED = "quiet rivers carry paper boats "


def said(password: str) -> str | None:
    """The text of the reason, for somebody of whom ``OWN`` is known."""
    reason = why_not_password(password, common_passwords(), OWN)
    return reason.text if reason else None


@pytest.mark.parametrize(
    ("length", "reason"),
    [(0, TOO_SHORT), (14, TOO_SHORT), (15, None), (200, None), (201, TOO_LONG), (100_000, TOO_LONG)],
)
def test_length_is_what_counts(length: int, reason: str | None) -> None:
    assert said((VARIED * (length // len(VARIED) + 1))[:length]) == reason


def test_the_sentences_name_the_figures() -> None:
    for password, figure in [("short", SHORTEST), (VARIED * 7, LONGEST)]:
        reason = why_not_password(password)
        assert reason is not None
        assert str(figure) in reason.english()


@pytest.mark.parametrize(
    "password",
    [
        "calm-river-morning",
        "quiet rivers carry paper boats",
        "tangerine copper lantern velvet",
        "lion tiger bear wolf",  # four expected words make an unexpected password
        "perro azul cafetera ventana",
        "Ana López likes purple tea",
        "k7#Qz!p0Vt2$mLx9",
        "8#k2$9!x4&5@7%1",  # drawn by lot, with few letters
        "ñandú sobre bicicleta roja",
        "密码短语很长但没有人会猜到它的",
    ],
)
def test_a_long_one_of_ones_own_is_taken(password: str) -> None:
    assert said(password) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",  # repeated
        "letmein-letmein-letmein",
        "abcxyzabcxyzabcxyz",
        "iloveyouiloveyou1",
        "Password123456789",  # padded
        "!!!!!password!!!!!",
        "2026-monkey-2026-11",
        "monkey sunshine 2024",  # two of them
        "contraseña contraseña",
        "mypasswordisdragon",
        "p@ssw0rd1234567!",  # look-alikes
        "$unshine$unshine",
        "qwertyuiopasdfgh",  # walks
        "1qaz2wsx3edc4rfv5tgb",
        "poiuytrewqlkjhgf",
        "abcdefghijklmnop",
        "aaaabbbbccccddddeeeeffff",
        "aaaaaaaaaaaaaaa",  # few different characters
        "121212121212121",
        "               ",
        "123456789012345",
        "2026-11-25 10:30:00",
        "onedayatatime2024!",  # what a stranger would try at this program
        "welcome to recovery 2026",
        "correct horse battery staple",  # known to everybody
        "to be or not to be",
    ],
)
def test_what_many_choose_is_refused_and_the_sentence_says_what_to_do(password: str) -> None:
    assert said(password) == EXPECTED
    assert "four or five words" in EXPECTED


@pytest.mark.parametrize(
    "password",
    [
        "ana.maria@riverside.example",
        "AnaMariaLopez1985!",
        "lopez-riverside-2026",
        "LópezLópezLópez1",
        "MyCompanion López",
    ],
)
def test_ones_own_name_address_and_app_are_refused(password: str) -> None:
    assert said(password) == TOO_NEAR
    assert why_not_password(password) is None


@pytest.mark.parametrize("sign", ["\0", chr(0xD800), "\N{REPLACEMENT CHARACTER}"])
def test_what_no_keyboard_types_is_refused(sign: str) -> None:
    assert said(VARIED + sign) == NOT_READ


def test_an_accent_is_one_however_it_is_typed() -> None:
    assert canonical("n\u0303andu\u0301") == canonical("ñandú")


@given(st.text(max_size=250))
def test_any_text_is_judged(password: str) -> None:
    reason = said(password)
    if SHORTEST <= len(password) <= LONGEST:
        assert reason in {None, EXPECTED, TOO_NEAR, NOT_READ}
    else:
        assert reason in {TOO_SHORT, TOO_LONG, NOT_READ}


@given(st.sampled_from(sorted(common_passwords())), st.text(alphabet="0123456789!.-_ ", min_size=14, max_size=30))
def test_no_padding_makes_a_common_word_a_password(word: str, padding: str) -> None:
    assert said(word + padding) == EXPECTED
    assert said(padding + word) == EXPECTED
