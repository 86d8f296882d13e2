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
