# mypy: disable-error-code="no-any-return"
# NumPy's stubs give Any for the operators of arrays whose dtype is not named.
"""Sequences as arrays: time is axis 0, features axis 1, and each example is a column."""

import numpy as np


def get_step(x: np.ndarray, i: int, t: int) -> np.ndarray:
    r"""Return element t of example i, both counted from 1 as in the formula.

    .. math:: x^{(i)<t>}, \quad 1 \le i \le m, \quad 1 \le t \le T_x

    Args:
        x: a batch of sequences, shape (T_x, n_x, m).
        i: number of the example, 1 to m.
        t: number of the time step, 1 to T_x.

    Returns:
        The features of that step, shape (n_x,). A step of padding is a step too.

    Raises:
        IndexError: i or t is outside its range: 0, a negative number or one too large.

    Source: the notation of Ng (2018), Sequence Models.
    """
    ### BEGIN SOLUTION
    T_x, _, m = x.shape
    # Without this, 0 would become -1, and NumPy counts -1 from the end.
    if not (1 <= i <= m and 1 <= t <= T_x):
        raise IndexError(f"i must be 1 to {m} and t must be 1 to {T_x}, got i={i}, t={t}")
    return x[t - 1, :, i - 1]
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    # (T, 1, m) against (n_x, 1): a -1 equals no row number, so its column stays zero.
    return (ids[:, np.newaxis, :] == np.arange(n_x)[:, np.newaxis]).astype(np.float64)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    kept = [list(seq[:max_len]) for seq in seqs]
    lengths = np.array([len(seq) for seq in kept], dtype=int)
    T = lengths.max(initial=0)
    ids = np.full((T, len(kept)), pad_id)
    for i, seq in enumerate(kept):
        ids[: len(seq), i] = seq
    mask = np.arange(T)[:, np.newaxis] < lengths
    return ids, mask, lengths
    ### END SOLUTION
