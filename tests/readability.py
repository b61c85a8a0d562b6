"""How easy a text is to read: Flesch–Kincaid's grade in English, Fernández-Huerta's ease in Spanish.

Both hold for running text of 100 words or more; on a few short words they mean nothing. Syllables are counted by rule,
as every tool for these formulas does: a word here and there is off by one, a page is not.
"""

import re
from collections.abc import Callable, Sequence

ENGLISH_GRADE_LIMIT = 6.0
"""The highest school grade for participants and families."""

SPANISH_EASE_LIMIT = 70.0
"""The lowest ease for participants and families; 100 is easiest."""

FEWEST_WORDS = 100

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_HEARD_APART = re.compile(r"ia(?!l)|io(?!us|n)|eo(?![up])|[aeiouy]ing$|(?<![qg])ua(?!r)|iu|sm$")
"""Two vowels in a row that are two syllables (be·ing, us·u·al), and the one nobody writes in -ism."""
_SILENT_END = re.compile(r"(?<![aeiouyl])e$|[aeiouy]le$|[^aeiouytd]ed$|[^aeiouyscxzg]es$")
"""An ending that is written but not heard (time, whole, asked, comes)."""
_SENTENCE_END = re.compile(r"[.!?…:;]+(?:\s|$)")


def english_grade(texts: Sequence[str]) -> float:
    """Give the school grade that is enough to read these texts, each at least one sentence.

    Raises:
        ValueError: they have fewer than 100 words.

    """
    words_per_sentence, syllables_per_word = _measures(texts, english_syllables)
    return 0.39 * words_per_sentence + 11.8 * syllables_per_word - 15.59


def spanish_ease(texts: Sequence[str]) -> float:
    """Give the reading ease of these texts, each at least one sentence: 70 and more is easy.

    Raises:
        ValueError: they have fewer than 100 words.

    """
    words_per_sentence, syllables_per_word = _measures(texts, spanish_syllables)
    return 206.84 - 60 * syllables_per_word - 1.02 * words_per_sentence


def _measures(texts: Sequence[str], syllables: Callable[[str], int]) -> tuple[float, float]:
    """Count words per sentence and syllables per word."""
    sentences = [_WORD.findall(part) for text in texts for part in _SENTENCE_END.split(_PLACEHOLDER.sub("6", text))]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < FEWEST_WORDS:
        raise ValueError(f"{len(words)} words are too few to judge; it takes {FEWEST_WORDS}")
    counted = sum(len(word) if word.isdigit() else syllables(word.lower()) for word in words)
    return len(words) / sum(1 for sentence in sentences if sentence), counted / len(words)


def english_syllables(word: str) -> int:
    """Count the syllables of an English word in lower case: groups of vowels that are heard."""
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    groups = len(re.findall(r"[aeiouy]+", word)) + len(_HEARD_APART.findall(word)) - len(_SILENT_END.findall(word))
    return max(groups, 1)


def spanish_syllables(word: str) -> int:
    """Count the syllables of a Spanish word in lower case: diphthongs are one, open vowels side by side are two."""
    word = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "k", word.replace("h", ""))
    word = re.sub(r"y(?![aeiouáéíóúü])", "i", word)
    nuclei = re.findall(r"[aeiouáéíóúü]+", word)
    return max(sum(_spanish_nucleus(nucleus) for nucleus in nuclei), 1)


def _spanish_nucleus(vowels: str) -> int:
    """Count the syllables in a row of vowels: each open or stressed closed vowel carries one, weak ones lean on it."""
    carriers = len(re.findall(r"[aeoáéóíú]", vowels))
    return max(carriers, 1)
