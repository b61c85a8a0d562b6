"""What the program says, collected afresh from code and templates, and its translations as they are kept."""

from functools import cache
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.sources import ROOT

KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "N_": None}
LANGUAGES = ["es"]


@cache
def texts() -> Catalog:
    """What the code and the templates say, each with the files that say it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    collected = Catalog()
    for file, line, message, _comments, context in extract_from_dir(ROOT, methods, options, KEYWORDS):
        collected.add(message, locations=[(file, line)], context=context)
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
