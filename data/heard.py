"""What a recogniser may have heard and what a translator may offer: sentences to be ranked by a language model."""

import re
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from data.grammar import other_number

# Words of the grammar that sound alike to many speakers of English and are written differently.
HOMOPHONES = (
    ("two", "to", "too"), ("pear", "pair"), ("pears", "pairs"), ("sea", "see"), ("seas", "sees"), ("flour", "flower"),
    ("sun", "son"), ("meat", "meet"), ("tail", "tale"), ("tails", "tales"), ("night", "knight"), ("nights", "knights"),
    ("blue", "blew"), ("hare", "hair"), ("sail", "sale"), ("sails", "sales"), ("bear", "bare"), ("wait", "weight"),
    ("hour", "our"), ("write", "right"), ("week", "weak"), ("road", "rode"),
    ("plane", "plain"), ("planes", "plains"), ("eight", "ate"), ("deer", "dear"), ("wood", "would"), ("by", "buy"),
    ("hear", "here"), ("one", "won"), ("four", "for"), ("there", "their"), ("piece", "peace"), ("steel", "steal"),
    ("new", "knew"), ("no", "know"), ("not", "knot"), ("aunt", "ant"), ("aunts", "ants"), ("beach", "beech"),
    ("board", "bored"), ("maid", "made"), ("way", "weigh"),
)  # fmt: skip

_GROUP_OF = {word: group for group in HOMOPHONES for word in group}
_WORD = re.compile("[A-Za-z]+")


class Choice(NamedTuple):
    """Sentences of which one is right.

    Attributes:
        sentences: the right one among the others.
        right: its place, counted from 0.
    """

    sentences: tuple[str, ...]
    right: int


def readings(sentence: str) -> list[str]:
    """Give every way to write down a sentence that sounds like this one, this one first."""
    parts, alike = _WORD.split(sentence), [_alike(word) for word in _WORD.findall(sentence)]
    return ["".join(_zipped(parts, words)) for words in product(*alike)]


def heard(sentences: Sequence[str], *, rng: np.random.Generator, most: int = 24) -> list[Choice]:
    """Give what a recogniser may have heard where one of these sentences was said: all its readings.

    Args:
        sentences: what was said. Those with one reading, or with more than `most`, are left out.
        rng: source of the order of the readings.
        most: the largest number of readings.
    """
    found = [readings(sentence) for sentence in sentences]
    return [_choice(each, rng) for each in found if 1 < len(each) <= most]


def offered(sentences: Sequence[str], *, rng: np.random.Generator, count: int = 5) -> list[Choice]:
    """Give what a translator that knows words and no grammar may offer: the sentence and changes of it.

    A change exchanges two neighbouring words, puts a verb into the other number, or drops an article. A word that is
    spelled like a verb counts as one: "dry" in "dry logs" may become "dries".

    Args:
        sentences: the right translations. One with less than count - 1 different changes is left out.
        rng: source of the changes and of their order.
        count: sentences in each choice, at least 2.
    """
    choices = []
    for sentence in sentences:
        others = sorted(_changed(sentence) - {sentence})
        if len(others) >= count - 1:
            picked = [others[k] for k in rng.choice(len(others), size=count - 1, replace=False)]
            choices.append(_choice([sentence, *picked], rng))
    return choices


def _choice(first_is_right: list[str], rng: np.random.Generator) -> Choice:
    order = rng.permutation(len(first_is_right))
    return Choice(tuple(first_is_right[k] for k in order), int(np.flatnonzero(order == 0)[0]))


def _alike(word: str) -> list[str]:
    """Return the homophones of a word, itself first, with a capital where it has one."""
    others = [other for other in _GROUP_OF.get(word.lower(), ()) if other != word.lower()]
    return [word, *(other.capitalize() if word[0].isupper() else other for other in others)]


def _zipped(parts: list[str], words: Sequence[str]) -> list[str]:
    return [text for both in zip(parts, [*words, ""], strict=True) for text in both]


def _changed(sentence: str) -> set[str]:
    """Return every sentence that one change makes."""
    words, mark = sentence[:-1].split(" "), sentence[-1]
    words[0] = words[0].lower()
    number = other_number()
    changed = [[*words[:k], words[k + 1], words[k], *words[k + 2 :]] for k in range(len(words) - 1)]
    changed += [[*words[:k], number[word], *words[k + 1 :]] for k, word in enumerate(words) if word in number]
    changed += [[*words[:k], *words[k + 1 :]] for k, word in enumerate(words) if word in ("the", "a", "an")]
    return {text[0].upper() + text[1:] + mark for text in map(" ".join, changed) if not re.search(", |,$", text + mark)}
