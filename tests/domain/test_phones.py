"""Phone numbers: kept as they are dialled, and refused when nobody could dial them."""

import pytest

from client_app.domain.phones import as_dialled, why_not_phone


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("988", "988"),
        (" (555) 010-0123 ", "555-010-0123"),
        ("+1 555.010.0123", "+1-555-010-0123"),
        ("", ""),
        ("—", "—"),
    ],
)
def test_a_number_is_kept_as_it_is_dialled(typed: str, dialled: str) -> None:
    assert as_dialled(typed) == dialled


@pytest.mark.parametrize("phone", ["988", "911", "+1-555-010-0123", "1-800-662-4357", "123456789012345"])
def test_what_can_be_dialled(phone: str) -> None:
    assert why_not_phone(phone) is None


@pytest.mark.parametrize(
    "phone", ["", "98", "1234567890123456", "٩٨٨", "call-me", "988;ext=1", "9--88", "javascript:alert(1)", "98\0" + "8"]
)
def test_what_cannot(phone: str) -> None:
    reason = why_not_phone(phone)
    assert reason is not None
    assert reason.english().startswith("This is no phone number: ")
    assert "\0" not in reason.english()
