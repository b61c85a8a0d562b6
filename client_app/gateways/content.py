"""The product's content: check-in definitions, the public kit and the crisis lines, read once from reviewed files.

All of it is validated whole, so that a mistake stops the start and not a participant.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from client_app.domain.crisis_lines import CrisisLine
from client_app.domain.definitions import Definition
from client_app.domain.roles import Role
from client_app.domain.tools import Tool
from client_app.gateways.definitions import read_definitions
from client_app.gateways.marked_yaml import ContentError, Entry, read_file

CONTENT = Path(__file__).parents[1] / "content"


def load_content() -> None:
    """Read everything, at start-up.

    Raises:
        ContentError: something in it cannot be used.

    """
    current_definition()
    kit_tools()
    crisis_lines()
    common_passwords()


def current_definition() -> Definition:
    """Give the newest definition of the check-in.

    Raises:
        ContentError: a definition cannot be used, or there is none.

    """
    return _definitions()[max(_definitions())]


def definition(version: str) -> Definition:
    """Give the definition that a stored check-in names.

    Raises:
        ContentError: its file was removed.

    """
    if version not in _definitions():
        raise ContentError(f"client_app/content/check_ins/{version}.yaml is missing, and a stored check-in names it")
    return _definitions()[version]


@cache
def kit_tools() -> tuple[Tool, ...]:
    """Give the tools of the public kit, in their order.

    Raises:
        ContentError: the file cannot be used.

    """
    return read_tools(CONTENT / "kit_tools.yaml")


@cache
def crisis_lines() -> tuple[CrisisLine, ...]:
    """Give the crisis lines, in the order in which they are shown.

    Raises:
        ContentError: the file cannot be used.

    """
    return read_crisis_lines(CONTENT / "crisis_lines.yaml")


@cache
def common_passwords() -> frozenset[str]:
    """Give what many people choose as a password.

    Raises:
        ContentError: the file cannot be used.

    """
    return read_words(CONTENT / "common_passwords.txt")


@cache
def _definitions() -> Mapping[str, Definition]:
    """Read every version of the check-in."""
    return read_definitions(CONTENT / "check_ins")


def read_words(path: Path) -> frozenset[str]:
    """Read a file of words, several in a line; a line that begins with ``#`` is for its readers.

    Raises:
        ContentError: a word is not written in small plain letters.

    """
    words: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for word in [] if line.startswith("#") else line.split():
            if not (word.isascii() and word.isalpha() and word.islower()):
                raise ContentError(f"{path.name}, line {number}: '{word}' must be small letters from a to z only")
            words.add(word)
    return frozenset(words)


def read_tools(path: Path) -> tuple[Tool, ...]:
    """Read a file of tools.

    Raises:
        ContentError: it cannot be used.

    """
    tools = read_file(path).fields(("tools",))["tools"].named()
    return tuple(_tool(name, entry.about(f"tool '{name}'")) for name, entry in tools.items())


def _tool(name: str, entry: Entry) -> Tool:
    """Read one tool of the kit."""
    fields = entry.fields(("title", "summary", "steps"))
    return Tool(
        name=name,
        title=fields["title"].text("title"),
        summary=fields["summary"].text("summary"),
        steps=tuple(step.text("text in this step") for step in fields["steps"].listed()),
    )


def read_crisis_lines(path: Path) -> tuple[CrisisLine, ...]:
    """Read a file of crisis lines.

    Raises:
        ContentError: it cannot be used.

    """
    lines = read_file(path).fields(("lines",))["lines"].named()
    return tuple(_crisis_line(code, entry.about(f"line '{code}'")) for code, entry in lines.items())


def _crisis_line(code: str, entry: Entry) -> CrisisLine:
    """Read one crisis line."""
    fields = entry.fields(("name", "about", "hours", "tel", "owner", "checked_on", "review_on"), ("sms", "chat", "tty"))
    sms, chat, tty = (fields[part].words() if part in fields else None for part in ("sms", "chat", "tty"))
    line = CrisisLine(
        code=code,
        name=fields["name"].text("name"),
        about=fields["about"].text("text in 'about'"),
        hours=fields["hours"].text("hours"),
        tel=fields["tel"].words(),
        sms=sms,
        chat=chat,
        tty=tty,
        owner=Role(fields["owner"].one_of([role.value for role in Role])),
        checked_on=fields["checked_on"].day(),
        review_on=fields["review_on"].day(),
    )
    if line.review_on <= line.checked_on:
        raise fields["review_on"].fault(f"{entry.subject} is to be reviewed before it was checked")
    return line
