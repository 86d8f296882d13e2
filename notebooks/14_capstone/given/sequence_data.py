"""What this lesson is given of solutions.sequence_data: made by `autograder build`, not to be edited."""

import numpy as np


def one_hot(ids: np.ndarray, n_x: int) -> np.ndarray:
    r"""Write every id as a column with a single 1 in the row of that id.

    .. math:: x^{(i)<t>}_k = 1 \text{ if } k = \mathrm{ids}[t-1,\, i-1] \text{ else } 0

    Args:
        ids: whole numbers 0 to n_x - 1, or -1 for padding; shape (T, m). They are left as they are.
        n_x: number of different ids; not all of them need to occur.

    Returns:
        Float64 array of shape (T, n_x, m). The column of a padding id holds zeros alone.

    Source: Ng (2018), Sequence Models.
    """
    # (T, 1, m) against (n_x, 1): a -1 equals no row number, so its column stays zero.
    return (ids[:, np.newaxis, :] == np.arange(n_x)[:, np.newaxis]).astype(np.float64)


def pad_batch(
    seqs: list[list[int]], pad_id: int, max_len: int | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Put sequences of unequal length side by side, one column each, and fill up at the end.

    .. math:: \mathrm{mask}[t-1,\, i-1] = \text{True if } t \le T_x^{(i)} \text{, else False}

    What is padding is known from the lengths alone: a sequence may hold `pad_id` as a token of its
    own. The sequences themselves are left as they are.

    Args:
        seqs: m lists of whole numbers, m at least 1; some lists may be empty, but not all.
        pad_id: the number to fill up with.
        max_len: a longer sequence loses its end beyond this length, at least 1. None: no limit.

    Returns:
        ids (T, m) of whole numbers, mask (T, m) of bool, lengths (m,) of whole numbers. T is the
        longest length that is left; lengths counts what was kept of each sequence.

    Source: the convention of this course; lengths and mask follow from it.
    """
    kept = [list(seq[:max_len]) for seq in seqs]
    lengths = np.array([len(seq) for seq in kept], dtype=int)
    T = lengths.max(initial=0)
    ids = np.full((T, len(kept)), pad_id)
    for i, seq in enumerate(kept):
        ids[: len(seq), i] = seq
    mask = np.arange(T)[:, np.newaxis] < lengths
    return ids, mask, lengths
