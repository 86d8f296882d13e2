"""What this lesson is given of solutions.number_translator: made by `autograder build`, not to be edited."""

from collections.abc import Sequence
import numpy as np


Parameters = dict[str, np.ndarray]


LONGEST = 10


def as_columns(texts: Sequence[str], symbols: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return texts as one-hot columns, padded at the end, shape (T_x, n_x, m), and their lengths, shape (m,)."""
    lengths = np.array([len(text) for text in texts])
    x = np.zeros((lengths.max(), len(symbols), len(texts)))
    for i, text in enumerate(texts):
        for t, symbol in enumerate(text):
            x[t, symbols.index(symbol), i] = 1.0
    return x, lengths


def say_digits(a: np.ndarray, decoder: Parameters, symbols: Sequence[str]) -> list[str]:
    """Say the most probable symbol at each step and read it at the next, up to the full stop.

    Args:
        a: activation to start from, shape (n_a, m).
        decoder: Wax, Waa, ba, Wya and by, with n_x = n_y = len(symbols).
        symbols: how each number is written; the full stop begins and ends what is said.
    """
    stop = symbols.index(".")
    said = np.full((1, a.shape[1]), stop)
    for _ in range(LONGEST):
        xt = np.eye(len(symbols))[:, said[-1]]
        a = np.tanh(decoder["Waa"] @ a + decoder["Wax"] @ xt + decoder["ba"])
        said = np.vstack([said, (decoder["Wya"] @ a + decoder["by"]).argmax(axis=0)])
    return ["".join(symbols[k] for k in column).split(".")[0] for column in said[1:].T]
