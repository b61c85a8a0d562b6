"""Sentences are said in English, and kept as plain JSON for another language later."""

import json

import pytest

from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.sentences import N_, Sentence

NESTED = Sentence("Craving %(number)s, %(comparison)s.", {"number": 9, "comparison": Sentence("a lot")})


@pytest.mark.parametrize(
    ("sentence", "english"),
    [
        (Sentence("All is well."), "All is well."),
        (Sentence("About 100% of it."), "About 100% of it."),
        (Sentence("Claimed by %(name)s.", {"name": "Ana"}), "Claimed by Ana."),
        (NESTED, "Craving 9, a lot."),
    ],
)
def test_a_sentence_is_said_in_english(sentence: Sentence, english: str) -> None:
    assert sentence.english() == english


@pytest.mark.parametrize("sentence", [Sentence("All is well."), NESTED])
def test_a_sentence_comes_back_from_json_as_it_was(sentence: Sentence) -> None:
    assert Sentence.from_json(json.loads(json.dumps(sentence.to_json()))) == sentence


def test_sentences_can_be_collected() -> None:
    assert len({Sentence("a", {"n": 1}), Sentence("a", {"n": 1}), Sentence("a", {"n": 2})}) == 2


def test_marking_changes_nothing() -> None:
    assert N_("Thank you.") == "Thank you."


@pytest.mark.parametrize("kind", [Refused, Conflict, Invalid])
def test_a_refusal_carries_its_reason(kind: type[Refused]) -> None:
    with pytest.raises(Refused, match="Already closed by Ana") as refused:
        raise kind(Sentence("Already closed by %(name)s.", {"name": "Ana"}))
    assert refused.value.reason.values == {"name": "Ana"}


def test_what_is_not_there_is_no_refusal() -> None:
    assert not issubclass(NotFound, Refused)
