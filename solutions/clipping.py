"""Bounding a gradient before a parameter update, so that one cliff does not end the training."""

import numpy as np


def clip_by_value(grads: dict[str, np.ndarray], c: float) -> dict[str, np.ndarray]:
    r"""Bring every entry outside the interval from -c to c back to its nearer end.

    .. math:: g_k \leftarrow \min(\max(g_k, -c), c)

    Args:
        grads: dict of arrays of finite floats, with any names and shapes; left as it is. It may be empty.
        c: largest size that an entry may keep, above 0.

    Returns:
        A new dict of new arrays with the same names and shapes, also where there was nothing to clip.

    Source: Mikolov (2012), Statistical language models based on neural networks, thesis.
    """
    ### BEGIN SOLUTION
    return {name: np.clip(g, -c, c) for name, g in grads.items()}
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))
    factor = c / max(norm, c)  # exactly 1 up to c, a norm of 0 included
    return {name: g * factor for name, g in grads.items()}, norm
    ### END SOLUTION
