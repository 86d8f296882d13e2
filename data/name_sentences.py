"""Sentences of one length with one name in them, at a place of your choice: find the name.

A network with one weight for each place learns where names stood in training; a recurrent one learns what a name is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.vocabulary import Vocabulary

NAMES = ("ada", "boris", "chen", "dalia", "edgar", "farah", "goran", "hana", "imre", "jana", "kofi", "lena")

# Phrases by their number of words. What stands before the name sets a scene; what stands after it tells what was done.
BEFORE = {
    1: ("yesterday", "later", "perhaps", "suddenly", "today"),
    2: ("last night", "after lunch", "this morning", "near home", "every winter"),
    3: ("behind the house", "in the garden", "on the train", "before the storm", "at the market"),
}
AFTER = {
    1: ("sang", "slept", "laughed", "waited", "arrived"),
    2: ("walked home", "lit candles", "baked bread", "kept quiet", "told stories"),
    3: ("opened the window", "found a coin", "mended the roof", "painted a boat", "heard the rain"),
}


@dataclass(frozen=True)
class NameSentences:
    """Sentences of T words and the place of the name in each.

    Attributes:
        words: the sentences, each a list of T words.
        positions: place of the name counted from 1 as in the formula, shape (m,).
        ids: numbers of the words in `name_vocabulary()`, shape (T, m).
        is_name: 1 where the word is the name, shape (T, m).
    """

    words: list[list[str]]
    positions: NDArray[np.int64]
    ids: NDArray[np.int64]
    is_name: NDArray[np.int64]


def name_vocabulary() -> Vocabulary:
    """Give all words that these sentences can hold."""
    phrases = [phrase for bank in (BEFORE, AFTER) for group in bank.values() for phrase in group]
    return Vocabulary.of([NAMES, *(phrase.split() for phrase in phrases)])


def name_sentences(m: int, *, positions: Sequence[int], length: int = 7, rng: np.random.Generator) -> NameSentences:
    """Make m sentences whose name stands at one of the positions.

    Args:
        m: number of sentences.
        positions: where the name may stand, counted from 1, each as likely as the other.
        length: T, number of words of every sentence.
        rng: source of all choices.
    """
    if not positions or not all(1 <= position <= length for position in positions):
        raise ValueError(f"positions are counted from 1 to {length}, not {list(positions)}")
    places = rng.choice(np.asarray(positions, dtype=np.int64), size=m)
    words = [_sentence(int(place), length, rng) for place in places]
    vocabulary = name_vocabulary()
    ids = np.array([vocabulary.encode(sentence) for sentence in words], dtype=np.int64).reshape(m, length).T
    is_name = (np.arange(1, length + 1)[:, None] == places).astype(np.int64)
    return NameSentences(words, places, ids, is_name)


def _sentence(position: int, length: int, rng: np.random.Generator) -> list[str]:
    before = _phrases(BEFORE, position - 1, rng)
    return [*before, str(rng.choice(NAMES)), *_phrases(AFTER, length - position, rng)]


def _phrases(bank: Mapping[int, tuple[str, ...]], count: int, rng: np.random.Generator) -> list[str]:
    """Put phrases together until there are exactly so many words."""
    words: list[str] = []
    while len(words) < count:
        room = min(count - len(words), max(bank))
        words += str(rng.choice(bank[int(rng.integers(1, room + 1))])).split()
    return words
