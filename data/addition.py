"""Addition in binary, bit by bit from the lowest: the task, a network before it has learned it, and one after."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.memory import AnswerEachStep

ADDER = Path(__file__).parent / "models" / "adder.npz"

Parameters = dict[str, NDArray[np.float64]]


def addition_task(m: int, *, bits: int = 8, rng: np.random.Generator) -> AnswerEachStep:
    """Read two binary numbers, one bit of each a step, the lowest first, and give the bits of their sum.

    Args:
        m: number of additions.
        bits: how many bits the longest numbers have, 2 to 60; each pair has 2 to `bits` of them.
        rng: source of all choices.

    Returns:
        x of shape (bits + 1, 2, m), zeros and ones; y of shape (bits + 1, m), the bits of the sum. mask is True for
        one step more than a pair has bits, since the sum may be one bit longer.
    """
    if not 2 <= bits <= 60:
        raise ValueError(f"bits is 2 to 60, not {bits}")
    lengths, place = rng.integers(2, bits + 1, size=m), np.arange(bits + 1)[:, np.newaxis]
    x = rng.integers(2, size=(bits + 1, 2, m)) * (place < lengths)[:, np.newaxis]
    total = np.sum(x.sum(axis=1) * 2**place, axis=0)
    return AnswerEachStep(x.astype(np.float64), total // 2**place % 2, place <= lengths)


def untrained_adder(n_a: int = 16, *, rng: np.random.Generator) -> Parameters:
    """Draw the parameters of a simple RNN that could learn to add; W_aa is 0.9 times an orthogonal matrix."""
    return {
        "Wax": 0.5 * rng.standard_normal((n_a, 2)),
        "Waa": 0.9 * np.linalg.qr(rng.standard_normal((n_a, n_a)))[0],
        "Wya": rng.standard_normal((2, n_a)) / np.sqrt(n_a),
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((2, 1)),
    }


def load_adder() -> Parameters:
    """Give the parameters of the trained adder, in float64; it starts from a0 = 0.

    How it was made and how good it is stands in the data sheet.

    Returns:
        Wax (16, 2), Waa (16, 16), Wya (2, 16), ba (16, 1), by (2, 1).
    """
    with np.load(ADDER) as stored:
        return {name: stored[name].astype(np.float64) for name in stored.files}
