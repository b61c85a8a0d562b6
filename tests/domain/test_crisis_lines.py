"""Crisis lines: which facts can be shown, when they are looked at again, and what a clinic can never do without."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.crisis_lines import (
    ALWAYS_THERE,
    CHAT_LIMIT,
    EMPTY,
    LIMITS,
    NO_CHAT,
    NO_NUMBER,
    PRESS_THREE,
    TOO_LATE,
    TOO_SOON,
    CrisisLine,
    Review,
    months_after,
    next_review,
    standing_lines,
    why_not_hide,
    why_not_review_on,
)
from client_app.domain.definitions import Text
from client_app.domain.roles import Role

CHECKED = date(2026, 11, 1)
LINE = CrisisLine(
    code="samhsa",
    name=Text("Helpline", "Línea"),
    about=Text("They help you.", "Te ayudan."),
    hours=Text("All day", "Todo el día"),
    tel="1-800-662-4357",
    sms=None,
    chat="https://example.org/chat?x=1",
    tty="1-800-487-4889",
    owner=Role.DIRECTOR,
    checked_on=CHECKED,
    review_on=date(2027, 5, 1),
)


def test_a_sound_line_has_no_problem() -> None:
    assert LINE.problems() == {}


@pytest.mark.parametrize("field", ["name", "about", "hours"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("length", "is_kept"), [(0, False), (1, True), ("limit", True), ("over", False)])
def test_words_stand_in_both_languages_and_are_short(
    field: str, language: str, length: int | str, is_kept: bool
) -> None:
    letters = {"limit": LIMITS[field], "over": LIMITS[field] + 1}.get(str(length), length)
    assert isinstance(letters, int)
    text = replace(getattr(LINE, field), **{language: "x" * letters})
    problems = replace(LINE, **{field: text}).problems()
    assert list(problems) == ([] if is_kept else [f"{field}_{language}"])
    if not letters:
        assert problems[f"{field}_{language}"] == EMPTY


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tel": "call us"}, "tel"),
        ({"tel": "９８８"}, "tel"),
        ({"sms": "12"}, "sms"),
        ({"tty": "tel:911"}, "tty"),
        ({"name": Text("a\0b", "x")}, "name_en"),
        ({"name": Text("x", "a\udc00b")}, "name_es"),
    ],
)
def test_numbers_can_be_dialled_and_words_can_be_read(change: dict[str, Any], field: str) -> None:
    assert list(replace(LINE, **change).problems()) == [field]


def test_a_line_without_a_number_is_none() -> None:
    assert replace(LINE, tel="").problems() == {"tel": NO_NUMBER}


@pytest.mark.parametrize(
    "chat",
    ["https://988lifeline.org", "https://988lifeline.org/chat/", "https://a.b-c.example.org/x?y=1&z=2#top", None, ""],
)
def test_a_chat_is_a_page_of_a_named_site(chat: str | None) -> None:
    assert replace(LINE, chat=chat).problems() == {}


@pytest.mark.parametrize(
    "chat",
    [
        "http://988lifeline.org",
        "HTTPS://988lifeline.org",
        "javascript:alert(1)",
        "//988lifeline.org",
        "https://",
        "https://localhost",
        "https://10.0.0.1/chat",
        "https://user:secret@988lifeline.org",
        "https://988lifeline.org:8443",
        "https://988lifeline.org\\@evil.example",
        "https://988lifeline.org/\nx",
        "https://988lifeline.org/ x",
        'https://988lifeline.org/"x',
        "https://988lifelíne.org",
        "https://[::1",
        "https://988lifeline.org/" + "x" * CHAT_LIMIT,
    ],
)
def test_every_other_address_is_refused(chat: str) -> None:
    assert replace(LINE, chat=chat).problems() == {"chat": NO_CHAT}


@pytest.mark.parametrize(
    ("words", "is_refused"),
    [
        ("When you call, press 3 for young people.", True),
        ("Press three.", True),
        ("Marca TRES.", True),
        ("Oprime ３ para jóvenes.", True),
        ("Press 1 for veterans or 2 for Spanish.", False),
        ("Open since 1983, 30 languages.", False),
    ],
)
@pytest.mark.parametrize("change", [{"code": "988"}, {"tel": "988"}])
def test_the_choice_that_ended_is_never_printed(change: dict[str, str], words: str, is_refused: bool) -> None:
    line = replace(LINE, about=Text(words, words), **change)  # type: ignore[arg-type]
    assert line.problems() == (dict.fromkeys(("about_en", "about_es"), PRESS_THREE) if is_refused else {})
    assert replace(line, code="samhsa", tel="555-0123").problems() == {}


@pytest.mark.parametrize("code", sorted(ALWAYS_THERE))
def test_nobody_hides_988_and_911(code: str) -> None:
    assert why_not_hide(code) is not None
    assert why_not_hide("samhsa") is None


def test_what_a_director_said_last_stands_above_the_content_and_own_lines_follow() -> None:
    shipped = (replace(LINE, code="988"), replace(LINE, code="911"))
    corrected, own = replace(LINE, code="911", tel="112"), replace(LINE, code="own-1")
    found = standing_lines(shipped, {"own-1": own, "911": corrected})
    assert found == (shipped[0], corrected, own)


def test_a_line_survives_its_storing() -> None:
    line = replace(LINE, is_hidden=True)
    assert CrisisLine.from_json("samhsa", line.to_json(), line.checked_on, line.review_on) == line


@pytest.mark.parametrize(
    ("today", "review"),
    [
        (date(2027, 4, 16), Review.CURRENT),
        (date(2027, 4, 17), Review.DUE),
        (date(2027, 5, 1), Review.DUE),
        (date(2027, 5, 2), Review.OVERDUE),
    ],
)
def test_a_review_is_due_two_weeks_before_its_day(today: date, review: Review) -> None:
    assert LINE.review(today) is review


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 23), 6, date(2027, 5, 23)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@given(day=st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_the_usual_review_is_always_one_that_will_do(day: date) -> None:
    assert why_not_review_on(next_review(day), day) is None


@pytest.mark.parametrize(
    ("days", "reason"), [(-1, TOO_SOON), (0, TOO_SOON), (1, None), (365, None), (366, TOO_LATE), (100_000, TOO_LATE)]
)
def test_a_line_is_checked_again_after_today_and_within_a_year(days: int, reason: object) -> None:
    assert why_not_review_on(CHECKED + timedelta(days=days), CHECKED) == reason
