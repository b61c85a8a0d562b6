"""YAML files that people edit, read so that each mistake can be shown by file and line."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

import yaml

from client_app.domain.definitions import Text

_ROOT = Path(__file__).parents[2]
_LANGUAGES = {"en": "English", "es": "Spanish"}


class ContentError(Exception):
    """A content file cannot be used. The message names the file and the line, and says what to mend."""


@dataclass(frozen=True)
class Entry:
    """A part of a file, with its place in it."""

    node: yaml.Node
    file: str
    subject: str
    """What the part is about, as it stands at the start of a message, for example ``question 'mood'``."""

    def fault(self, reason: str) -> ContentError:
        """Make the error that says what is wrong here."""
        return ContentError(f"{self.file}, line {self.node.start_mark.line + 1}: {reason}")

    def about(self, subject: str) -> Self:
        """Give the same part, called by what it says of itself."""
        return replace(self, subject=subject)

    def named(self) -> dict[str, Self]:
        """Read entries that stand behind a name each, in their order.

        Raises:
            ContentError: there are none, or a name stands there twice.

        """
        if not isinstance(self.node, yaml.MappingNode) or not self.node.value:
            raise self.fault(f"{self.subject} needs named entries here")
        found: dict[str, Self] = {}
        for key, value in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._at(key).fault(f"{self.subject} has a name that is not one word")
            if key.value in found:
                raise self._at(key).fault(f"{self.subject} has '{key.value}' twice")
            found[key.value] = self._at(value)
        return found

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Self]:
        """Read named fields.

        Raises:
            ContentError: a required one is missing, or one is unknown or stands there twice.

        """
        found = self.named()
        for name, entry in found.items():
            if name not in required and name not in optional:
                raise entry.fault(f"{self.subject} has '{name}', which nothing reads")
        for name in required:
            if name not in found:
                raise self.fault(f"{self.subject} has no '{name}'")
        return found

    def listed(self) -> list[Self]:
        """Read a list of at least one entry.

        Raises:
            ContentError: there is no such list.

        """
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            raise self.fault(f"{self.subject} needs a list here")
        return [self._at(node) for node in self.node.value]

    def words(self) -> str:
        """Read words, or anything else that stands on one line, as it is written.

        Raises:
            ContentError: there are none.

        """
        words = self.node.value.strip() if isinstance(self.node, yaml.ScalarNode) else ""
        if not words:
            raise self.fault(f"{self.subject} is left empty here")
        return str(words)

    def text(self, part: str) -> Text:
        """Read the same words in both languages; ``part`` says which words, for example ``hint``.

        Raises:
            ContentError: a language is missing.

        """
        found = self.fields((), _LANGUAGES)
        for language, name in _LANGUAGES.items():
            if language not in found or not str(found[language].node.value).strip():
                raise self.fault(f"{self.subject} has no {name} {part}")
        return Text(en=found["en"].words(), es=found["es"].words())

    def number(self) -> int:
        """Read a whole number from 0 up.

        Raises:
            ContentError: it is none.

        """
        words = self.words()
        if not (words.isascii() and words.isdigit()):
            raise self.fault(f"{self.subject} needs a whole number here, not '{words}'")
        return int(words)

    def day(self) -> date:
        """Read a date such as ``2026-11-01``.

        Raises:
            ContentError: it is none.

        """
        words = self.words()
        try:
            return date.fromisoformat(words)
        except ValueError as error:
            raise self.fault(f"{self.subject} needs a date such as 2026-11-01 here, not '{words}'") from error

    def one_of(self, known: Collection[str]) -> str:
        """Read one of some known words.

        Raises:
            ContentError: it is another.

        """
        words = self.words()
        if words not in known:
            raise self.fault(f"{self.subject} has '{words}' where only {', '.join(known)} can stand")
        return words

    def _at(self, node: yaml.Node) -> Self:
        """Go to a part of this one."""
        return replace(self, node=node)


def read_file(path: Path) -> Entry:
    """Read a whole file, without judging it.

    Raises:
        ContentError: it is missing, empty, or no YAML.

    """
    file = str(path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else path)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{file} cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(f"{file}, line {line}: this is no YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{file} is no YAML: {error}") from error
    if node is None:
        raise ContentError(f"{file}, line 1: the file is empty")
    return Entry(node, file, "the file")
