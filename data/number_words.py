"""Numbers in French words and in digits: a translation whose right answer anyone can check.

The words come from the package `num2words`. Letters and digits do not run side by side: "quatre-vingt-dix-neuf" is 99.
"""

from typing import NamedTuple

import numpy as np

from data.errors import DataMissing
from data.splits import split
from data.vocabulary import Vocabulary

#: Letters, the space and the hyphen: enough for all numbers below a million.
FRENCH_LETTERS = Vocabulary(tuple(" -acdefghilmnopqrstuvxzé"))
#: The digits, and the full stop after the last one; the number of a digit is the digit itself.
DIGITS = Vocabulary(tuple("0123456789."))


class NumberWords(NamedTuple):
    """Numbers, each in words and in digits: words[k] and digits[k] are the same number."""

    words: list[str]
    digits: list[str]


class NumberSplits(NamedTuple):
    """Numbers to learn from, to choose with, to judge by; no number is in two of them."""

    train: NumberWords
    dev: NumberWords
    test: NumberWords


def in_french(number: int) -> str:
    """Write a number in French: 71 is "soixante et onze".

    Raises:
        DataMissing: the package `num2words` is not installed.
    """
    try:
        from num2words import num2words  # here: every lesson imports `data`, and few need this
    except ModuleNotFoundError as error:
        message = "The package 'num2words' writes these numbers and is not installed. Run: pip install num2words"
        raise DataMissing(message) from error
    return str(num2words(number, lang="fr"))


def number_words(below: int = 10_000, *, dev: float = 0.1, test: float = 0.1, rng: np.random.Generator) -> NumberSplits:
    """Give all numbers from 0 to below - 1 in French words and in digits, in three parts that share no number.

    Args:
        below: 1,000 is a smaller setting, 100,000 a larger one; at most a million.
        dev: share of the part to choose with.
        test: share of the part to judge by.
        rng: decides which number goes where.

    Raises:
        DataMissing: the package `num2words` is not installed.
    """
    if not 10 <= below <= 1_000_000:
        raise ValueError(f"below is 10 to 1,000,000, not {below}")
    parts = split([str(number) for number in range(below)], rng=rng, dev=dev, test=test)
    return NumberSplits(*(NumberWords([in_french(int(number)) for number in part], part) for part in parts))
