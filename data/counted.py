"""Language models that only count: how often each symbol follows the n - 1 symbols before it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Sequences = Sequence[Sequence[int] | Ids]


def counted_loss(
    train: Sequences, held_out: Sequences, n: int, *, n_symbols: int, added: float = 0.1, start: int = 0
) -> float:
    """Return the loss of n-gram frequencies on held-out sequences, in nats per symbol.

    Args:
        train: what is counted: lists of numbers of symbols, an end symbol included where there is one. A stream is one
            list.
        held_out: what is predicted, likewise; every number in it counts.
        n: 1 counts symbols, 2 pairs, 3 triples.
        n_symbols: size of the vocabulary; n_symbols**n is below 2**63.
        added: to each count, above 0, so that nothing has the probability 0.
        start: the number that stands for what was before the first symbol of a sequence.
    """
    before, ids = _contexts(train, n, n_symbols, start)
    before_asked, ids_asked = _contexts(held_out, n, n_symbols, start)
    together = _counts(before * n_symbols + ids, before_asked * n_symbols + ids_asked) + added
    alone = _counts(before, before_asked) + added * n_symbols
    return float(-np.log(together / alone).mean())


def _contexts(sequences: Sequences, n: int, n_symbols: int, start: int) -> tuple[Ids, Ids]:
    """Return for every symbol one number for the n - 1 before it, and its own number."""
    padded = [np.concatenate([np.full(n - 1, start), sequence]).astype(np.int64) for sequence in sequences]
    before = [
        sum((row[j : len(row) - n + 1 + j] * n_symbols**j for j in range(n - 1)), np.zeros(len(row) - n + 1, np.int64))
        for row in padded
    ]
    return np.concatenate(before), np.concatenate([row[n - 1 :] for row in padded])


def _counts(seen: Ids, asked: Ids) -> NDArray[np.float64]:
    """Return how often each asked number was seen."""
    numbers, counts = np.unique(seen, return_counts=True)
    at = np.searchsorted(numbers, asked).clip(max=len(numbers) - 1)
    return np.where(numbers[at] == asked, counts[at], 0).astype(np.float64)
