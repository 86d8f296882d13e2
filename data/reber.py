"""An endless stream of words of the embedded Reber grammar, to be predicted symbol by symbol."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: The seven symbols, in the order of their numbers.
REBER_SYMBOLS = "BTPSXVE"

#: From each node of Reber's grammar two ways lead on: a symbol, and the node behind it. Node 5 is the way out.
_WAYS = {0: ("T1", "P2"), 1: ("S1", "X3"), 2: ("T2", "V4"), 3: ("X2", "S5"), 4: ("P3", "V5")}


class ReberStream(NamedTuple):
    """Symbols by number, and which of them repeats the second symbol of its word; both of shape (length,)."""

    ids: NDArray[np.int64]
    recalls: NDArray[np.bool_]


def reber_word(*, rng: np.random.Generator) -> str:
    """Draw a word of the embedded Reber grammar, such as BTBPVVETE.

    B, then T or P, then a word of Reber's own grammar from B to E, then the same T or P again, then E. Wherever two
    ways lead on, each is as likely as the other.
    """
    node, inner = 0, ""
    while node < 5:
        way = _WAYS[node][rng.integers(2)]
        node, inner = int(way[1]), inner + way[0]
    outer = "TP"[rng.integers(2)]
    return f"B{outer}B{inner}E{outer}E"


def reber_stream(length: int, *, rng: np.random.Generator) -> ReberStream:
    """Write words one after the other, without a sign where the memory may be emptied.

    Args:
        length: symbols; the last word may be cut off.
        rng: source of all choices.

    Returns:
        ids (length,): numbers of `REBER_SYMBOLS`. recalls (length,): True at the last but one symbol of a word. All
        others can be predicted, as far as they can be at all, from a few symbols before them.

    Raises:
        ValueError: length is below 1.
    """
    if length < 1:
        raise ValueError(f"length is at least 1, not {length}")
    text, recalls = "", []
    while len(text) < length:
        word = reber_word(rng=rng)
        text += word
        recalls += [False] * (len(word) - 2) + [True, False]
    ids = np.array([REBER_SYMBOLS.index(symbol) for symbol in text[:length]])
    return ReberStream(ids, np.array(recalls[:length]))
