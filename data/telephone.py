"""Telephone numbers as the French read them out, two digits at a time, and in digits; as long or short as asked for.

"zéro six, quarante-deux, dix-sept" is 064217. What is read first is written first, and each length is as frequent as
the next, so that how well a network does can be shown by length.
"""

import numpy as np

from data.dates import Translations, TranslationSplits
from data.number_words import in_french
from data.splits import split


def read_in_pairs(digits: str) -> str:
    """Write an even number of digits as they are read out; a pair below ten has its zero.

    Raises:
        DataMissing: the package `num2words` is not installed.
    """
    if len(digits) % 2 or not digits:
        raise ValueError(f"digits are read in pairs, and '{digits}' has no pairs or a digit left over")
    pairs = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    return ", ".join(in_french(int(two)) if two[0] != "0" else f"zéro {in_french(int(two))}" for two in pairs)


def telephone_splits(
    each: int = 2000, pairs: tuple[int, ...] = (2, 3, 4, 5, 6), *, rng: np.random.Generator
) -> TranslationSplits:
    """Give numbers read out and in digits, in three parts that share none: 8, 1 and 1 of 10 of each length.

    Args:
        each: how many numbers of each length; of one pair there are never more than 100.
        pairs: how many pairs of digits they have.
        rng: source of all choices.

    Raises:
        DataMissing: the package `num2words` is not installed.
    """
    if each < 10 or not pairs or min(pairs) < 1:
        raise ValueError("each is at least 10, and a number has at least one pair")
    targets: list[list[str]] = [[], [], []]
    for many in sorted(set(pairs)):
        parts = split(_numbers(each, many, rng), rng=rng)
        for target, part in zip(targets, parts, strict=True):
            target += part
    return TranslationSplits(*(Translations([read_in_pairs(number) for number in part], part) for part in targets))


def _numbers(each: int, many: int, rng: np.random.Generator) -> list[str]:
    """Draw different numbers of so many pairs, in order."""
    wanted, drawn = min(each, 100**many), set[str]()
    while len(drawn) < wanted:
        drawn.add("".join(str(digit) for digit in rng.integers(10, size=2 * many)))
    return sorted(drawn)
