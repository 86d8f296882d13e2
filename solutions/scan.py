"""A gate that does not read the memory, and what becomes of its loop; given to learners in lesson 13."""

import numpy as np

from solutions.activations import sigmoid


def input_gates(
    x: np.ndarray, Wu: np.ndarray, Wc: np.ndarray, bu: np.ndarray, bc: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return what a minimal GRU keeps and what it adds at every step, which it knows before any step is taken.

    .. math:: \Gamma_u = \sigma(W_u x^{<t>} + b_u), \quad \tilde c^{<t>} = W_c x^{<t>} + b_c, \quad
              c^{<t>} = (1 - \Gamma_u) * c^{<t-1>} + \Gamma_u * \tilde c^{<t>}

    Args:
        x: inputs, shape (T_x, n_x, m).
        Wu: shape (n_a, n_x).
        Wc: shape (n_a, n_x).
        bu: shape (n_a, 1).
        bc: shape (n_a, 1).

    Returns:
        keep, 1 - Gu, and new, Gu * c_tilde, each (T_x, n_a, m), so that c[t] = keep[t] * c[t - 1] + new[t].

    Source: Feng et al. (2024), the minGRU.
    """
    Gu = sigmoid(Wu @ x + bu)
    return 1 - Gu, Gu * (Wc @ x + bc)


def scan_by_doubling(keep: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Return every c[t] = keep[t] * c[t - 1] + new[t] from c = 0 on, in about log2(T_x) passes over all steps.

    After each pass an entry sums up twice as many steps as before. Both arguments, (T_x, n_a, m), are left as they are.

    Source: Hillis and Steele (1986), for any operation that may be put in brackets at will.
    """
    keep, c, reach = keep.copy(), new.copy(), 1
    while reach < len(c):
        c[reach:] += keep[reach:] * c[:-reach]
        keep[reach:] = keep[reach:] * keep[:-reach]
        reach *= 2
    return c


def scan_in_blocks(keep: np.ndarray, new: np.ndarray, length: int = 64) -> np.ndarray:
    """Return the same in two loops: over the steps of all blocks at once, then over the blocks.

    Args:
        keep: shape (T_x, n_a, m).
        new: shape (T_x, n_a, m).
        length: steps of a block; T_x must be a multiple of it.

    Source: Blelloch (1990), for scans in blocks.
    """
    shape = (-1, length, *keep.shape[1:])
    keep, c = keep.reshape(shape).copy(), new.reshape(shape).copy()
    for t in range(1, length):
        c[:, t] += keep[:, t] * c[:, t - 1]
        keep[:, t] *= keep[:, t - 1]
    for block in range(1, len(c)):
        c[block] += keep[block] * c[block - 1, -1]
    return c.reshape(new.shape)


def loop_over_time(keep: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Return the same step by step."""
    c, c_t = np.empty_like(new), 0.0
    for t in range(len(new)):
        c_t = keep[t] * c_t + new[t]
        c[t] = c_t
    return c
