"""An acknowledgement draws on the person's own past, thanks, and promises nothing."""

from datetime import date, timedelta

import pytest

from client_app.domain.acknowledgements import acknowledge
from client_app.domain.answers import Answer, Answers
from client_app.domain.definitions import ITEMS

DAY = date(2026, 11, 20)
DAYS = [DAY + timedelta(days=after) for after in range(6)]


def said(name: str, answer: Answer, usual: float | None = None, day: date = DAY) -> str:
    """What is said after an answer, in English."""
    sentence = acknowledge(name, Answers({name: answer}), usual, day)
    assert sentence is not None
    return sentence.english()


@pytest.mark.parametrize(
    ("name", "number", "usual", "beginning"),
    [
        ("craving_now", 5, 6.0, "That is lower than your usual 6."),
        ("craving_now", 6, 6.0, "That is about your usual 6."),
        ("craving_now", 7, 6.0, "That is higher than your usual 6."),
        ("craving_now", 6, 6.5, "That is about your usual 6.5."),
        ("craving_now", 7, 6.5, "That is about your usual 6.5."),
        ("craving_now", 5, 6.5, "That is lower than your usual 6.5."),
        ("craving_now", 8, 6.5, "That is higher than your usual 6.5."),
        ("craving_now", 0, 0.0, "That is about your usual 0."),
        ("craving_worst", 9, 6.0, "That is higher than your usual 6."),
        ("confidence", 4, 6.0, "That is lower than your usual 6."),
        ("confidence", 8, 6.0, "That is higher than your usual 6. Good to see."),
        ("mood", 2, 3.0, "That is lower than your usual 3."),
        ("mood", 4, 3.0, "That is better than your usual 3. Good to see."),
        ("sleep", 2, 3.0, "That is less than your usual 3."),
        ("sleep", 3, 3.0, "That is about your usual 3."),
        ("sleep", 4, 3.0, "That is better than your usual 3."),
    ],
)
def test_a_number_is_held_beside_the_persons_own_usual_one(
    name: str, number: int, usual: float, beginning: str
) -> None:
    words = {said(name, number, usual, day) for day in DAYS}
    close = beginning.replace("about", "close to")
    assert all(text.startswith((beginning, close)) for text in words)


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("craving_now", 0, "None at all. Good to know."),
        ("craving_worst", 8, "That is strong. Cravings rise, and they pass. You do not have to face this one alone."),
        ("confidence", 3, "Thank you for being open. One small step is enough for today."),
        ("mood", 2, "Thank you for telling us. Hard days are part of this too."),
        ("sleep", 2, "A rough night can make the day harder. Go easy on yourself."),
    ],
)
def test_without_a_past_a_hard_number_is_met_with_kind_words(name: str, number: int, words: str) -> None:
    assert said(name, number) == words


@pytest.mark.parametrize(
    ("name", "number"),
    [("craving_now", 1), ("craving_now", 7), ("confidence", 4), ("mood", 3), ("sleep", 3), ("steps_walked", 9)],
)
def test_without_a_past_any_other_number_is_met_with_thanks(name: str, number: int) -> None:
    assert "hank" in said(name, number)


def test_a_number_that_has_no_usual_words_is_met_with_thanks() -> None:
    assert "hank" in said("steps_walked", 9, 4.0)


@pytest.mark.parametrize("name", sorted(set(ITEMS) - {"safety", "safe_now"}))
def test_a_skip_is_fine(name: str) -> None:
    words = {said(name, "skip", day=day) for day in DAYS}
    assert "That is fine. You can skip anything." in words
    assert len(words) == 3


@pytest.mark.parametrize("name", ["safety", "safe_now"])
def test_a_skip_about_safety_is_fine_and_names_the_way_to_help(name: str) -> None:
    words = {said(name, "skip", day=day) for day in DAYS}
    assert len(words) == 1
    assert "Help now" in words.pop()


@pytest.mark.parametrize(
    ("name", "answer", "part"),
    [
        ("used", "yes", "Thank you for telling us. Nothing is reset. Safety first"),
        ("used", "yes", "keep naloxone close"),
        ("used", "no", "Thank you."),
        ("used_what", ("alcohol", "opioid"), "keep naloxone close"),
        ("used_what", ("alcohol",), "helps your team help you"),
        ("medication", "taken", "Good."),
        ("medication", "missed", "your team can help"),
        ("medication", "side_effects", "before you change anything"),
        ("home_safe", "yes", "Good to hear."),
        ("home_safe", "unsure", "say more in the note"),
        ("home_safe", "no", "You deserve to be safe."),
        ("safety", "no", "Thank you for answering."),
        ("safety", "passive", "do not have to carry this alone"),
        ("safety", "active", "call or text for help right now"),
        ("safe_now", "yes", "If that changes, open Help now."),
        ("safe_now", "no", "call or text for help right now"),
        ("call_me", "yes", "when you send this"),
        ("call_me", "no", "ask at any time"),
        ("triggers", ("out_of_the_blue", "stress"), "out of nowhere"),
        ("triggers", ("stress",), "To name it"),
        ("coping", ("own:7",), "something that helps"),
        ("note", "A hard day.", "your own words"),
        ("favorite_color", "blue", "hank"),
    ],
)
def test_each_answer_is_met_with_its_own_words(name: str, answer: Answer, part: str) -> None:
    assert part in said(name, answer)


@pytest.mark.parametrize("name", ITEMS)
def test_nothing_is_said_before_there_is_an_answer(name: str) -> None:
    assert acknowledge(name, Answers(), 5.0, DAY) is None


def test_the_words_stay_the_same_on_one_day_and_vary_over_days() -> None:
    assert said("mood", 3) == said("mood", 3)
    assert len({said("mood", 3, day=day) for day in DAYS}) == 3


@pytest.mark.parametrize("name", ITEMS)
def test_every_answer_of_every_item_is_met_without_blame_or_noise(name: str) -> None:
    values = [*ITEMS[name].values, "skip"]
    answers: list[Answer] = [int(value) if value.isdigit() else value for value in values]
    for answer in answers:
        for usual in (None, 0.0, 5.0, 10.0):
            for day in DAYS:
                words = said(name, answer, usual, day)
                assert words.endswith(".")
                assert not {"!", "should", "fail", "relapse", "clean", "dirty"} & set(words.lower().split())
