"""Strings of so many a and as many b: whoever is to say where they end has to count."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.memory import AnswerEachStep

#: The three symbols, in the order of their numbers: what stands before and after a string, a and b.
COUNTING_SYMBOLS = ".ab"
COUNTER = Path(__file__).parent / "models" / "counter.npz"


def ab_strings(counts: Sequence[int]) -> AnswerEachStep:
    """Give one string for each count n: a full stop, n times a and n times b are read, and each next symbol is due.

    Args:
        counts: the n of each string, at least 1.

    Returns:
        x of shape (T_x, 3, m), one-hot, zeros behind the end; y of shape (T_x, m), 0 behind the end; mask True on the
        2n + 1 steps of each string.

    Raises:
        ValueError: a count is below 1, or there is none.
    """
    if len(counts) == 0 or min(counts) < 1:
        raise ValueError("Give at least one count, and none below 1.")
    ids = np.full((2 * max(counts) + 2, len(counts)), -1)
    for column, n in enumerate(counts):
        ids[: 2 * n + 2, column] = [0, *[1] * n, *[2] * n, 0]
    mask = ids[1:] >= 0
    x = np.moveaxis(np.eye(4)[ids[:-1]], -1, 1)[:, :3] * mask[:, np.newaxis]
    return AnswerEachStep(x, np.where(mask, ids[1:], 0), mask)


def counts_up_to(y_hat: NDArray[np.float64]) -> int:
    """Return up to which n all strings are right, from predictions on `ab_strings(range(1, m + 1))`.

    A string is right where from the first b on each likeliest next symbol is the true one. Before, nobody can know.

    Args:
        y_hat: predictions, shape (T_x, 3, m).
    """
    counts = np.arange(1, y_hat.shape[2] + 1)
    _, y, mask = ab_strings([*counts])
    known = mask & (np.arange(len(y))[:, np.newaxis] > counts)
    wrong = (known & (y_hat.argmax(axis=1) != y)).any(axis=0)
    return int(wrong.argmax()) if wrong.any() else len(counts)


def load_counter() -> dict[str, NDArray[np.float64]]:
    """Give the parameters of an LSTM of two cells that has learned to count; how stands in the data sheet.

    Returns:
        Wf, Wi, Wc, Wo (2, 5), bf, bi, bc, bo (2, 1), Wy (3, 2), by (3, 1). It reads `ab_strings`.
    """
    with np.load(COUNTER) as stored:
        return {name: stored[name] for name in stored.files}
