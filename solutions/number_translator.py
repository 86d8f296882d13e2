"""Numbers in words turned into digits by a trained encoder and decoder; lesson 12 says how such a pair is made."""

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


def read_to_the_end(x: np.ndarray, lengths: np.ndarray, encoder: Parameters) -> np.ndarray:
    """Return the activation of each example after its last valid step, shape (n_a, m): all that the decoder gets."""
    a = np.zeros((len(encoder["ba"]), x.shape[2]))
    for t, xt in enumerate(x):
        a = np.where(t < lengths, np.tanh(encoder["Waa"] @ a + encoder["Wax"] @ xt + encoder["ba"]), a)
    return a


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


def translate_numbers(
    texts: Sequence[str], encoder: Parameters, decoder: Parameters, letters: Sequence[str], digits: Sequence[str]
) -> list[str]:
    """Turn numbers in words into digits.

    Args:
        texts: m numbers such as "vingt et un".
        encoder: reads the letters.
        decoder: says the digits.
        letters: the symbols that the encoder reads, by number.
        digits: the symbols that the decoder says, by number.

    Source: Cho et al. (2014); Sutskever, Vinyals and Le (2014).
    """
    x, lengths = as_columns(texts, letters)
    return say_digits(read_to_the_end(x, lengths, encoder), decoder, digits)
