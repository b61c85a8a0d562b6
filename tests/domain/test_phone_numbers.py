"""Phone numbers: however they are typed, they are stored as they are dialled, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.phone_numbers import as_dialled, is_phone_number, why_not_phone


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("312-555-0142", "312-555-0142"),
        ("+1 (312) 555-0142", "+1-312-555-0142"),
        (" 312.555.0142 ", "312-555-0142"),
        ("312\N{NO-BREAK SPACE}555 0142", "312-555-0142"),
        ("3125550142", "3125550142"),
        ("911", "911"),
        ("1" * 15, "1" * 15),
    ],
)
def test_a_number_is_kept_as_it_is_dialled(typed: str, dialled: str) -> None:
    assert as_dialled(typed) == dialled
    assert is_phone_number(dialled)


@pytest.mark.parametrize("typed", [None, "", "   ", "-", "()"])
def test_nothing_typed_is_no_number(typed: str | None) -> None:
    assert as_dialled(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["11", "1" * 16, "call me", "312-555-CALL", "٣١٢٥٥٥٠١٤٢", "312;ext=5", "++312555", "312+555", "tel:312", "312\0"],
)
def test_what_cannot_be_dialled_is_none(typed: str) -> None:
    assert not is_phone_number(as_dialled(typed) or "")


@given(st.text(max_size=30))
def test_whatever_is_typed_what_is_dialled_is_plain(typed: str) -> None:
    dialled = as_dialled(typed) or ""
    if is_phone_number(dialled):
        assert set(dialled) <= set("+-0123456789")
        assert as_dialled(dialled) == dialled


@pytest.mark.parametrize("phone", ["988", "911", "+1-555-010-0123", "1-800-662-4357", "123456789012345"])
def test_what_can_be_dialled_has_no_reason_against_it(phone: str) -> None:
    assert why_not_phone(phone) is None


@pytest.mark.parametrize(
    "phone", ["", "98", "1234567890123456", "٩٨٨", "call-me", "988;ext=1", "9--88", "javascript:alert(1)", "98\0" + "8"]
)
def test_what_cannot_be_dialled_is_told(phone: str) -> None:
    reason = why_not_phone(phone)
    assert reason is not None
    assert reason.english().startswith("This is no phone number: ")
    assert "\0" not in reason.english()
