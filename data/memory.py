"""Three tasks that measure memory: an early input decides a late answer, and nothing in between helps.

Latch: after Bengio, Simard and Frasconi (1994). Adding: Hochreiter and Schmidhuber (1997). Copy: the same, as in
Arjovsky, Shah and Bengio (2016). Inputs are (T_x, n_x, m), time first.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class OneAnswer(NamedTuple):
    """A batch with one answer a sequence, due at the last step."""

    x: Floats
    y: Integers | Floats


class AnswerEachStep(NamedTuple):
    """A batch with an answer at every step; mask (T_x, m) says which count."""

    x: Floats
    y: Integers
    mask: NDArray[np.bool_]


def latch_task(m: int, *, length: int, symbols: int = 4, distractors: int = 3, rng: np.random.Generator) -> OneAnswer:
    """Recall the first symbol when the query comes, at the last step.

    Args:
        m: number of sequences.
        length: T_x; the symbol must be kept for length - 1 steps.
        symbols: how many different ones the first may be; guessing is right once in so many times.
        distractors: how many different ones fill the time between.
        rng: source of all choices.

    Returns:
        x of shape (length, symbols + distractors + 1, m), one-hot, the last unit is the query; y of shape (m,).
    """
    _at_least("length", length, 2)
    ids = rng.integers(symbols, symbols + distractors, size=(length, m))
    ids[0] = rng.integers(symbols, size=m)
    ids[-1] = symbols + distractors
    return OneAnswer(np.moveaxis(np.eye(symbols + distractors + 1)[ids], -1, 1), ids[0].copy())


def adding_task(m: int, *, length: int, rng: np.random.Generator) -> OneAnswer:
    """Add the two numbers that are marked, one in each half of the sequence.

    Always answering 1 has a mean squared error of 1/6, the variance of the sum of two uniform numbers.

    Returns:
        x of shape (length, 2, m): numbers between 0 and 1, and marks 0 or 1; y of shape (m,).
    """
    _at_least("length", length, 2)
    values, marks = rng.random((length, m)), np.zeros((length, m))
    columns, half = np.arange(m), length // 2
    marks[rng.integers(half, size=m), columns] = 1
    marks[rng.integers(half, length, size=m), columns] = 1
    return OneAnswer(np.stack([values, marks], axis=1), (values * marks).sum(axis=0))


def copy_task(m: int, *, delay: int, items: int = 10, symbols: int = 8, rng: np.random.Generator) -> AnswerEachStep:
    """Read some symbols, wait, and give them back in order after the signal.

    Args:
        m: number of sequences.
        delay: blank steps between the last symbol and the signal.
        items: how many symbols to remember.
        symbols: how many different ones there are.
        rng: source of all choices.

    Returns:
        x of shape (items + delay + items, symbols + 2, m), one-hot; the last two units are blank and signal.
        y of shape (T_x, m): blank until the signal, then the symbols. mask is True from the signal on.
    """
    _at_least("delay", delay, 1)
    blank, signal, length = symbols, symbols + 1, 2 * items + delay
    ids, y = np.full((length, m), blank), np.full((length, m), blank)
    ids[:items] = y[-items:] = rng.integers(symbols, size=(items, m))
    ids[-items] = signal
    mask = np.zeros((length, m), dtype=bool)
    mask[-items:] = True
    return AnswerEachStep(np.moveaxis(np.eye(symbols + 2)[ids], -1, 1), y, mask)


def _at_least(name: str, value: int, least: int) -> None:
    if value < least:
        raise ValueError(f"{name} is at least {least}, not {value}")
