"""A list of triggers as a director wants it: words, places, codes, and what a version did differently."""

import pytest

from client_app.domain.check_in_options import NEW, CheckInOptions
from client_app.domain.definitions import Choice, Text
from client_app.domain.trigger_lists import (
    ALREADY_THERE,
    BOTH_LANGUAGES,
    LABEL_LIMIT,
    MOST_TRIGGERS,
    Line,
    changes,
    new_place,
    problems_of,
    rebuilt,
)
from tests.support.questions import whole_definition


def choice(code: str, en: str | None = None) -> Choice:
    """A trigger that says its code."""
    return Choice(code, Text(en or code.title(), f"{en or code} (es)"))


NOW = CheckInOptions(
    triggers=tuple(choice(code) for code in ("people", "place", "stress", "payday", "other")),
    removed=(choice("pain"),),
)


def lines(**wanted: Line) -> list[Line]:
    """The list as it stands, with some lines as they are wanted."""
    here = [Line(one.value, one.text, place, True) for place, one in enumerate(NOW.triggers, start=1)]
    gone = [Line(one.value, one.text, len(here), False) for one in NOW.removed]
    return [wanted.get(line.code, line) for line in [*here, *gone]]


def line(code: str, place: int, is_offered: bool = True) -> Line:
    """One trigger in another place."""
    return Line(code, choice(code).text, place, is_offered)


@pytest.mark.parametrize(
    ("moved", "order"),
    [
        ({}, "people place stress payday other"),
        ({"payday": line("payday", 1)}, "payday people place stress other"),
        ({"people": line("people", 3)}, "place stress people payday other"),
        ({"people": line("people", 5)}, "place stress payday other people"),
        ({"other": line("other", 2)}, "people other place stress payday"),
        ({"people": line("people", 2), "place": line("place", 1)}, "place people stress payday other"),
        ({"pain": line("pain", 5)}, "people place stress payday pain other"),
        ({"pain": line("pain", 1)}, "pain people place stress payday other"),
        ({"stress": line("stress", 3, False)}, "people place payday other"),
        ({"people": line("people", 99)}, "place stress payday other people"),
    ],
)
def test_a_trigger_stands_where_it_was_put(moved: dict[str, Line], order: str) -> None:
    found = rebuilt(NOW, lines(**moved), frozenset({"sleep"}))
    assert [one.value for one in found.triggers] == order.split()
    assert {one.value for one in found.known} == {one.value for one in NOW.known}
    assert found.off == {"sleep"}


def test_a_new_one_gets_a_code_and_the_last_place_before_other() -> None:
    added = Line(NEW, Text("Payday", "Quincena"), new_place(NOW), True)
    found = rebuilt(NOW, [*lines(), added], frozenset())
    assert [one.value for one in found.triggers] == ["people", "place", "stress", "payday", "payday_a", "other"]
    assert new_place(CheckInOptions(triggers=(choice("other"), choice("stress")))) == 3


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        (Text("Stress", "Estrés"), {}),
        (Text("x" * LABEL_LIMIT, "y" * LABEL_LIMIT), {}),
        (Text("", "Estrés"), {"en": "Please write it in both languages"}),
        (Text("Stress", ""), {"es": "Please write it in both languages"}),
        (Text("x" * (LABEL_LIMIT + 1), "Estrés"), {"en": "This is too long to keep: 61 characters"}),
        (Text("Stress", "Estr\0s"), {"es": "Some characters here could not be read"}),
        (Text("Str\ud800ss", "Estrés"), {"en": "Some characters here could not be read"}),
        (Text("PEOPLE", "Estrés"), {"en": "Another trigger on the list says the same"}),
        (Text("Stress", "people (ES)"), {"en": "Another trigger on the list says the same"}),
        (Text("Pain", "Estrés"), {}),  # nobody sees the one that is not offered
    ],
)
def test_words_are_kept_or_the_reason_stands_beside_them(words: Text, problems: dict[str, str]) -> None:
    found = problems_of(lines(stress=Line("stress", words, 3, True)))
    assert {language: found["stress", language].english()[:30] for _, language in found} == {
        language: reason[:30] for language, reason in problems.items()
    }


def test_a_list_holds_so_many_and_no_more() -> None:
    many = [
        Line(f"t_{'x' * number}", Text(f"t{number}", f"d{number}"), 1, True) for number in range(1, MOST_TRIGGERS + 1)
    ]
    assert problems_of(many) == {}
    [(key, reason)] = problems_of([*many, Line(NEW, Text("One", "Uno"), 1, True)]).items()
    assert key == (NEW, "en")
    assert reason.english() == "The list is full: it holds 30. Take one off to make room."
    assert problems_of([*many, Line("pain", Text("Pain", "Dolor"), 1, False)]) == {}


def test_what_is_wrong_with_words_is_said_before_that_they_repeat() -> None:
    twice = [Line("a", Text("Same", "Igual"), 1, True), Line("b", Text("Same", ""), 2, True)]
    assert problems_of(twice) == {("b", "en"): ALREADY_THERE, ("b", "es"): BOTH_LANGUAGES}


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (NOW, []),
        (
            CheckInOptions(frozenset({"sleep"}), NOW.triggers, NOW.removed),
            ["No longer asked: sleep (en)"],
        ),
        (
            CheckInOptions(triggers=(choice("pain"), *NOW.triggers, choice("news")), removed=()),
            ["Trigger offered again: Pain", "Trigger added: News"],
        ),
        (
            CheckInOptions(triggers=NOW.triggers[1:], removed=(*NOW.removed, NOW.triggers[0])),
            ["Trigger taken off the list: People"],
        ),
        (
            CheckInOptions(triggers=(choice("people", "Folks"), *NOW.triggers[1:]), removed=NOW.removed),
            ["Trigger put in other words: Folks"],
        ),
        (CheckInOptions(triggers=NOW.triggers[::-1], removed=NOW.removed), ["The order of the triggers"]),
    ],
)
def test_a_version_says_what_it_did_differently(then: CheckInOptions, said: list[str]) -> None:
    def words(before: CheckInOptions, after: CheckInOptions) -> list[str]:
        found = changes(before, after, whole_definition())
        return [one.text % {"label": one.label.en if one.label else ""} for one in found]

    assert words(NOW, then) == said
    if then.off:
        assert words(then, NOW) == ["Asked again: sleep (en)"]
