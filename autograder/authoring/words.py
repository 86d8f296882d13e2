"""Plain words: short sentences, at the level of a schoolbook for thirteen-year-olds, and nobody is blamed."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_SENTENCE = 32  # words
GRADE = 9.0  # years at school
BLAME = re.compile(r"!(?!=)|\b(simply|just|obviously|of course|stupid|you forgot|you should)\b")


def plain(text: str) -> str:
    """Return the text without code and symbols, which are not read as words."""
    text = re.sub(
        r"`[^`]*`|\S*[_\[\]()<>=*/@^0-9|]\S*|\b[A-Z][a-z]?[a-z]{2}\b(?=\W)|\bd?[WbazxyTnm][a-z]?\b", " ", text
    )
    return re.sub(r"\s+", " ", text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, those after a colon or semicolon as well."""
    return [sentence for sentence in re.split(r"(?<=[.?!:;])\s+", text) if re.search(r"[a-z]{2}", sentence)]


def long_sentences(text: str) -> list[str]:
    """Return the sentences that have too many words."""
    return [each for each in sentences(text) if len(each.split()) > LONGEST_SENTENCE]


def grade(text: str) -> float:
    """Return the reading grade of Kincaid, Fishburne, Rogers and Chissom (1975)."""
    words = re.findall(r"[A-Za-z']{2,}", text)
    return 0.39 * len(words) / len(sentences(text)) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    found = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, found - (word.lower().endswith("e") and not word.lower().endswith("le")))


def flaws(said: str) -> Iterator[str]:
    """Yield what is wrong with the words of one sentence of a mistake, in sentences."""
    for each in long_sentences(said):
        yield f"It has {len(each.split())} words in one sentence, and {LONGEST_SENTENCE} are the most."
    if found := BLAME.search(said):
        yield f"Leave out {found[0]!r}: nobody is blamed or shouted at."
