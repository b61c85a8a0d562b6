"""Names and e-mails that can be kept, on both sides of each limit."""

import pytest

from client_app.domain.people import why_not_email, why_not_name


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Ana", None),
        ("Ñandú O'Neill-García", None),
        ("x" * 100, None),
        ("x" * 101, "A name has 100 characters at most."),
        ("", "A person needs a name."),
        ("   ", "A person needs a name."),
        ("An\0a", "Some characters here could not be read. Please look at it and send it again."),
        ("An\ud800a", "Some characters here could not be read. Please look at it and send it again."),
    ],
)
def test_names(name: str, problem: str | None) -> None:
    found = why_not_name(name)
    assert (found.english() if found else None) == problem


@pytest.mark.parametrize(
    ("email", "is_taken"),
    [
        ("ana@mail.example", True),
        (" ana@mail.example ", True),
        ("a" * 241 + "@mail.example", True),
        ("a" * 242 + "@mail.example", False),
        ("", False),
        ("ana", False),
        ("ana@", False),
        ("@mail.example", False),
        ("ana@mail@example", False),
        ("ana maria@mail.example", False),
        ("an\0a@mail.example", False),
        ("an\ufffda@mail.example", False),
    ],
)
def test_emails(email: str, *, is_taken: bool) -> None:
    assert (why_not_email(email) is None) is is_taken
