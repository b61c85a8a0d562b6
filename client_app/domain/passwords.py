"""What a password must be: long, and not among the first that a stranger would try (NIST SP 800-63B-4, single factor).

Nothing else is asked of it: no digit, no capital, no change after some months. Length and an unexpected choice are what
keeps a guesser out; the rest only makes people write it down.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

from client_app.domain.answers import UNREADABLE
from client_app.domain.sentences import N_, Sentence

SHORTEST = 15
"""Characters."""

LONGEST = 200
"""Characters; hashing a longer one only keeps the machine busy."""

FEWEST_DIFFERENT = 6
"""Different characters that a password has at least, however often each of them comes."""

MOST_EXPECTED = 2
"""A password that comes down to so many expected words is expected itself; of three and more there are too many."""

FEWEST_OF_ITS_OWN = 5
"""Letters beside the expected words that make a password its owner's own."""

SHORTEST_OWN_WORD = 3
"""Letters; initials and shorter parts of a name say nothing."""

LONGEST_SMALL_WORD = 3
"""Letters of "my", "the" and the like: they stand between the words that count."""

DRAWN_BY_LOT = 11
"""So many different characters, none of them in a word or a walk: a machine chose them, however few are letters."""

TOO_SHORT = N_("A password has %(shortest)s characters or more.")
TOO_LONG = N_("A password has %(longest)s characters at most.")
EXPECTED = N_("This password would be easy to guess. Choose four or five words that do not belong together.")
TOO_NEAR = N_(
    "This password is too close to your name, your email or the name of this app. "
    "Choose four or five words that do not belong together."
)
NOT_READ = N_("Some characters here could not be read. Please type the password again.")

_WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",  # down the columns of the keyboard
    "qweasdzxc",
    "azertyuiop",
    "qwertzuiop",
)
_SHORTEST_WALK = 4
"""Keys in a row that nobody types by chance."""

_LOOKALIKES = str.maketrans("@430!1$57", "aaeoiisst")
"""Digits and signs that stand for the letter they look like: guessers know them all."""

_NO_LETTER = re.compile(r"[\W\d_]+")
_PADDING = re.compile(r"[\W\d_]+\Z")


def canonical(password: str) -> str:
    """The password as it is hashed: the same characters, whichever way a keyboard puts an accent on them."""
    return unicodedata.normalize("NFKC", password)


def why_not_password(password: str, common: Collection[str] = (), own: Iterable[str] = ()) -> Sentence | None:
    """Say why this cannot be somebody's password.

    Args:
        password: As it was typed.
        common: What many people choose, in lower case and without spaces.
        own: What is known of its owner, and so to others: e-mail, name, the app's name.

    """
    if UNREADABLE.search(password):
        return Sentence(NOT_READ)
    if len(password) < SHORTEST:
        return Sentence(TOO_SHORT, {"shortest": SHORTEST})
    if len(password) > LONGEST:
        return Sentence(TOO_LONG, {"longest": LONGEST})
    written = canonical(password).casefold()
    if len(set(written)) < FEWEST_DIFFERENT or _is_one_again(written):
        return Sentence(EXPECTED)
    expected = set(common)
    if _is_expected(written, expected):
        return Sentence(EXPECTED)
    near = expected.union(*map(_own_words, own))
    return Sentence(TOO_NEAR) if _is_expected(written, near) else None


def _is_one_again(written: str) -> bool:
    """Is it one shorter text over and over, and too short a password without that?"""
    return any(
        written == (written[:length] * (len(written) // length + 1))[: len(written)]
        for length in range(1, min(SHORTEST, len(written) // 2 + 1))
    )


def _letters(written: str) -> str:
    """Its letters alone, without accents: digits and signs between or behind the words keep nobody out."""
    return _NO_LETTER.sub("", _plain(written))


def _plain(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


def _own_words(text: str) -> set[str]:
    """The words of a name or an address, and all of it in one."""
    plain = _plain(canonical(text).casefold())
    words = {*_NO_LETTER.split(plain), _NO_LETTER.sub("", plain), _NO_LETTER.sub("", plain.partition("@")[0])}
    return {word for word in words if len(word) >= SHORTEST_OWN_WORD}


def _is_expected(written: str, expected: set[str]) -> bool:
    """Does it come down to expected words, read as it is or with look-alikes for letters (and digits behind them)?"""
    longest = max(map(len, expected), default=0)
    readings = {_letters(written), _letters(_PADDING.sub("", written).translate(_LOOKALIKES))}
    is_mixed = len(set(written)) >= DRAWN_BY_LOT
    return any(_comes_down_to(letters, expected, longest, is_mixed=is_mixed) for letters in readings)


def _comes_down_to(letters: str, expected: set[str], longest: int, *, is_mixed: bool) -> bool:
    """Take the longest expected word at each place, or a walk, and see how little is left of the owner's own."""
    found: set[str] = set()
    place = own = 0
    while place < len(letters):
        length = _word_length(letters, place, expected, longest)
        if length > LONGEST_SMALL_WORD:
            found.add(letters[place : place + length])
        length = length or _walk_length(letters, place)
        own += not length
        place += length or 1
    is_by_lot = is_mixed and own == len(letters) > 1
    return own < FEWEST_OF_ITS_OWN and len(found) <= MOST_EXPECTED and not is_by_lot


def _word_length(letters: str, place: int, expected: set[str], longest: int) -> int:
    """How many letters of an expected word begin at this place; none: 0."""
    reach = min(longest, len(letters) - place)
    return next((length for length in range(reach, 1, -1) if letters[place : place + length] in expected), 0)


def _walk_length(letters: str, place: int) -> int:
    """How many letters from this place on follow the alphabet or the keys, in either direction, or are the same."""
    return max(_run_length(letters[place:], walk) for walk in (*_WALKS, *(walk[::-1] for walk in _WALKS), ""))


def _run_length(letters: str, walk: str) -> int:
    """How far the letters follow the walk, where that is far enough; without a walk: how often the first repeats."""
    if not walk:
        same = len(letters) - len(letters.lstrip(letters[0]))
        return same if same >= _SHORTEST_WALK else 0
    begins = walk.find(letters[0])
    if begins < 0:
        return 0
    length = 0
    for here, there in zip(letters, walk[begins:], strict=False):
        if here != there:
            break
        length += 1
    return length if length >= _SHORTEST_WALK else 0
