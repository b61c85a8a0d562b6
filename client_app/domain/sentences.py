"""Sentences that the rules say, in English with named places, ready to be translated.

The domain knows no language but its own: the web layer says a sentence in the reader's language, and a stored one
(the reason of a flag) can still be said in another language later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Self, TypeAlias

Value: TypeAlias = "str | int | date | time | Sentence"
"""What a named place of a sentence may hold; sentences, days and wall-clock times are said in the reader's language.

One that is stored holds no times.
"""


def N_(text: str) -> str:  # noqa: N802 - the name that translators' tools look for
    """Mark a text for translation and leave it as it is."""
    return text


@dataclass(frozen=True)
class Sentence:
    """A text with named places (``%(usual)s``) and what stands in them."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def english(self) -> str:
        """Say it in English, the language it is written in."""
        if not self.values:
            return self.text
        return self.text % {name: _english(value) for name, value in self.values.items()}

    def to_json(self) -> dict[str, Any]:
        """Write it as plain JSON values."""
        return {
            "text": self.text,
            "values": {name: _plain(value) for name, value in self.values.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what ``to_json`` wrote."""
        return cls(
            stored["text"],
            {name: cls._value(value) for name, value in stored["values"].items()},
        )

    @classmethod
    def _value(cls, stored: Any) -> Value:
        if not isinstance(stored, Mapping):
            return stored  # type: ignore[no-any-return]
        return date.fromisoformat(stored["day"]) if "day" in stored else cls.from_json(stored)


def _plain(value: Value) -> Any:
    if isinstance(value, Sentence):
        return value.to_json()
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _english(value: Value) -> str | int | date:
    if isinstance(value, Sentence):
        return value.english()
    return f"{value:%H:%M}" if isinstance(value, time) else value
