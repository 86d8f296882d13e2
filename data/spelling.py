"""Two models that count: which token follows which, and which letter follows which in a token."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

DISCOUNT = 0.75  # taken from each count of a pair and given to what was not seen


def vocabulary_bigram(
    train: Sequence[Sequence[int]], size: int
) -> Callable[[Iterable[Sequence[int]]], NDArray[np.float64]]:
    """Count pairs of tokens; give a function from sentences to the logarithms of their probabilities.

    From each count of a pair 0.75 is taken and shared out among all tokens by how frequent they are, so that no pair
    has the probability 0 (absolute discounting: Ney, Essen and Kneser, 1994).

    Args:
        train: numbers of the tokens of each sentence, "<EOS>" included.
        size: entries of the vocabulary.
    """
    pairs = Counter(pair for ids in train for pair in zip([-1, *ids], ids, strict=False))
    alone = Counter(k for ids in train for k in ids)
    follows = Counter(before for ids in train for before in [-1, *ids[:-1]])
    kinds = Counter(before for before, _ in pairs)
    total = sum(alone.values()) + 0.1 * size

    def log_p(before: int, k: int) -> float:
        share = (alone[k] + 0.1) / total
        if not follows[before]:
            return log(share)
        return log((max(pairs[before, k] - DISCOUNT, 0) + DISCOUNT * kinds[before] * share) / follows[before])

    def judge(sentences: Iterable[Sequence[int]]) -> NDArray[np.float64]:
        return np.array([sum(map(log_p, [-1, *ids], ids)) for ids in sentences])

    return judge


def spelling_of(train: Iterable[Iterable[str]]) -> Callable[[str], float]:
    """Count pairs of characters in the tokens of a text; give a function from a token to the logarithm of its spelling.

    The end of a token is a character, so that the spellings of all tokens together have the probability 1; 0.1 is added
    to every count.

    Args:
        train: sentences, each a list of tokens.
    """
    tokens = Counter(token for sentence in train for token in sentence)
    pairs: Counter[tuple[str, str]] = Counter()
    for token, count in tokens.items():
        for pair in _pairs(token):
            pairs[pair] += count
    characters = {character for pair in pairs for character in pair} | {"other"}
    follows: Counter[str] = Counter()
    for (before, _), count in pairs.items():
        follows[before] += count

    def spell(token: str) -> float:
        known = [character if character in characters else "other" for character in token]
        shares = [(pairs[pair] + 0.1) / (follows[pair[0]] + 0.1 * len(characters)) for pair in _pairs(known)]
        return sum(map(log, shares))

    return spell


def _pairs(token: Iterable[str]) -> list[tuple[str, str]]:
    return list(zip(["", *token], [*token, ""], strict=True))
