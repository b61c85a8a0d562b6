"""Every text of the program has its Spanish: none is missing, empty, doubtful or left over."""

import re
from functools import cache
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.sources import ROOT

KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "N_": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
LANGUAGES = ["es"]


@cache
def texts() -> Catalog:
    """What the code and the templates say, collected afresh."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    collected = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(ROOT, methods, options, KEYWORDS):
        collected.add(message, context=context)
    return collected


@cache
def catalogue(language: str) -> Catalog:
    """The translations as they are kept."""
    path = ROOT / "client_app" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as kept:
        return read_po(kept, locale=language)


def forms(message: Message) -> list[str]:
    """The message's translations: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def sources(message: Message) -> list[str]:
    """The message in English: one text, or singular and plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def keys(found: Catalog) -> set[str]:
    """The messages of a catalogue by their (singular) English."""
    return {sources(message)[0] for message in found if message.id}


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
