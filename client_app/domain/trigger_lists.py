"""A program's list of triggers as its director wants it: which words can be kept, and what the new list is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from client_app.domain.check_in_options import NEW, OTHER, CheckInOptions, new_code
from client_app.domain.definitions import Choice, Definition, Text
from client_app.domain.plans import why_not_kept
from client_app.domain.sentences import N_, Sentence

LABEL_LIMIT = 60
"""The longest words for a trigger, in characters: they stand on a chip."""

MOST_TRIGGERS = 30
"""How many a program offers: nobody in a hard moment reads more."""

BOTH_LANGUAGES = Sentence(N_("Please write it in both languages: people read one or the other."))
ALREADY_THERE = Sentence(N_("Another trigger on the list says the same."))


@dataclass(frozen=True)
class Line:
    """One trigger as it is wanted."""

    code: str
    """``new`` for one that is added."""
    words: Text
    place: int
    """Where on the list, counted from 1."""
    is_offered: bool


@dataclass(frozen=True)
class Change:
    """What one version did differently from the one before it: a text with a place for the words it is about."""

    text: str
    label: Text | None = None


def problems_of(lines: Sequence[Line]) -> dict[tuple[str, str], Sentence]:
    """Say for each field, by code and language, why it cannot be kept as it is; empty when all can."""
    found: dict[tuple[str, str], Sentence] = {}
    for line in lines:
        for language, words in (("en", line.words.en), ("es", line.words.es)):
            problem = BOTH_LANGUAGES if not words else why_not_kept(words, LABEL_LIMIT)
            if problem:
                found[line.code, language] = problem
    for line in _repeated(lines):
        found.setdefault((line.code, "en"), ALREADY_THERE)
    offered = [line for line in lines if line.is_offered]
    if len(offered) > MOST_TRIGGERS:
        most = Sentence(N_("The list is full: it holds %(most)s. Take one off to make room."), {"most": MOST_TRIGGERS})
        found.setdefault((offered[-1].code, "en"), most)
    return found


def rebuilt(options: CheckInOptions, lines: Sequence[Line], off: frozenset[str]) -> CheckInOptions:
    """Give the options that the lines ask for.

    Args:
        options: as they stand, with a list of the program's own.
        lines: one for each trigger that is known, and one more for a new one; all without problems.
        off: the optional questions that are not asked.

    """
    taken = {choice.value for choice in options.known}
    here = {choice.value: place for place, choice in enumerate(options.triggers, start=1)}
    wanted = sorted((line for line in lines if line.is_offered), key=lambda line: _place(line, here.get(line.code)))
    triggers = [
        Choice(line.code if line.code != NEW else new_code(line.words.en, taken), line.words) for line in wanted
    ]
    removed = tuple(Choice(line.code, line.words) for line in lines if not line.is_offered)
    return CheckInOptions(off, tuple(triggers), removed)


def new_place(options: CheckInOptions) -> int:
    """Give the place of a new trigger: the last one, but before ``other`` where that closes the list."""
    places = len(options.triggers)
    return places if options.triggers[-1].value == OTHER else places + 1


def changes(old: CheckInOptions, new: CheckInOptions, definition: Definition) -> tuple[Change, ...]:
    """Say what one version did differently from the one before it."""
    return (*_of_questions(old, new, definition), *_of_triggers(old, new))


def _place(line: Line, here: int | None) -> tuple[int, int]:
    """Of two that want one place, the one that moved up goes first, and the one that moved down goes last."""
    return line.place, 0 if here is None or line.place < here else 1 if line.place == here else 2


def _repeated(lines: Sequence[Line]) -> Iterator[Line]:
    """Find offered triggers that read like an earlier one in a language."""
    for language in ("en", "es"):
        seen: set[str] = set()
        for line in lines:
            words = line.words.in_language(language).casefold()
            if line.is_offered and words in seen:
                yield line
            if line.is_offered and words:
                seen.add(words)


def _of_questions(old: CheckInOptions, new: CheckInOptions, definition: Definition) -> Iterator[Change]:
    for question in definition.questions:
        if question.name in new.off - old.off:
            yield Change(N_("No longer asked: %(label)s"), question.title)
        if question.name in old.off - new.off:
            yield Change(N_("Asked again: %(label)s"), question.title)


def _of_triggers(old: CheckInOptions, new: CheckInOptions) -> Iterator[Change]:
    before = _by_code(old.triggers)
    known = _by_code(old.known)
    after = _by_code(new.triggers)
    for code, words in after.items():
        if code not in known:
            yield Change(N_("Trigger added: %(label)s"), words)
        elif code not in before:
            yield Change(N_("Trigger offered again: %(label)s"), words)
        elif before[code] != words:
            yield Change(N_("Trigger put in other words: %(label)s"), words)
    for code, words in before.items():
        if code not in after:
            yield Change(N_("Trigger taken off the list: %(label)s"), words)
    if [code for code in before if code in after] != [code for code in after if code in before]:
        yield Change(N_("The order of the triggers"))


def _by_code(choices: Sequence[Choice]) -> Mapping[str, Text]:
    return {choice.value: choice.text for choice in choices}
