"""Every text of the program has its Spanish: none is missing, empty, doubtful or left over."""

import re

import pytest

from tests.architecture.catalogues import LANGUAGES, catalogue, forms, keys, sources, texts

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")


def test_there_is_something_to_translate() -> None:
    assert len(keys(texts())) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing(language: str) -> None:
    assert not sorted(keys(texts()) - keys(catalogue(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    kept = catalogue(language)
    assert not sorted(keys(kept) - keys(texts())) + [str(message) for message in kept.obsolete]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_empty_or_doubtful(language: str) -> None:
    kept = [message for message in catalogue(language) if message.id]
    assert not [sources(message)[0] for message in kept if message.fuzzy or not all(forms(message))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_plurals_in_both(language: str) -> None:
    """A text with a count in the code has its plural forms in the catalogue, and only such a text."""
    collected = {sources(message)[0]: len(sources(message)) for message in texts() if message.id}
    kept = {sources(message)[0]: len(sources(message)) for message in catalogue(language) if message.id}
    assert {text for text in kept if kept[text] != collected.get(text, kept[text])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_on_both_sides(language: str) -> None:
    """A singular may leave its count out; nothing else may differ."""
    different = []
    for message in (message for message in catalogue(language) if message.id):
        offered = set(PLACEHOLDER.findall(" ".join(sources(message))))
        for position, form in enumerate(forms(message)):
            used = set(PLACEHOLDER.findall(form))
            counts = {"%(num)s", "%(num)d"} if position == 0 and len(forms(message)) > 1 else set()
            if used - offered or offered - used - counts:
                different.append(sources(message)[0])
    assert not different


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_shouted(language: str) -> None:
    """The tone is calm: no exclamation mark in either language."""
    said = [text for message in catalogue(language) if message.id for text in [*sources(message), *forms(message)]]
    assert not [text for text in said if set(text) & set("!¡")]
