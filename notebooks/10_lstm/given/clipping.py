"""What this lesson is given of solutions.clipping: made by `autograder build`, not to be edited."""

import numpy as np


def clip_by_global_norm(grads: dict[str, np.ndarray], c: float) -> tuple[dict[str, np.ndarray], float]:
    r"""Shorten all gradients by one common factor if together they are longer than c.

    .. math:: \|g\| = \sqrt{\textstyle\sum_{\text{arrays}} \sum_k g_k^2}, \qquad
              g \leftarrow \frac{c}{\|g\|}\, g \ \text{ if } \|g\| > c

    Args:
        grads: dict of arrays of floats, with any names and shapes, seen as one long vector; left as it is.
        c: largest norm that they may keep together, at least 1e-3.

    Returns:
        A new dict of new arrays with the same names and shapes, and the norm as it was before clipping, a float.
        Gradients longer than c end up with the norm c, off by at most 1e-6 times c. Others stay as they are,
        zeros without a warning; an empty dict gives an empty dict and 0.

    Source: Pascanu, Mikolov and Bengio (2013), algorithm 1.
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = c / max(norm, c)  # exactly 1 up to c, a norm of 0 included
    return {name: g * factor for name, g in grads.items()}, norm
