"""All parameters in one vector, and the loss at every step; given to learners in lesson 13."""

from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


def views(theta: np.ndarray, shapes: dict[str, tuple[int, ...]]) -> Arrays:
    """Return the parts of a vector as arrays of these shapes, without copying a number.

    The parts stand one behind the other in the order of `shapes`, each of them row by row. What changes a part changes
    the vector.

    Args:
        theta: shape (n,), n the number of entries of all shapes together.
        shapes: a dict from name to shape.
    """
    parts, begin = {}, 0
    for name, shape in shapes.items():
        end = begin + int(np.prod(shape))
        parts[name] = theta[begin:end].reshape(shape)
        begin = end
    return parts


def joined(parts: Arrays) -> tuple[np.ndarray, dict[str, tuple[int, ...]]]:
    """Return arrays as one new vector, and the shapes with which `views` takes it apart again."""
    vector = np.concatenate([part.ravel() for part in parts.values()])
    return vector, {name: part.shape for name, part in parts.items()}


def adam_begin(theta: np.ndarray) -> dict[str, Any]:
    """Return the state of Adam before the first step: the means so far, and how many steps there have been."""
    return {"mean": np.zeros_like(theta), "square": np.zeros_like(theta), "steps": 0}


def softmax_cross_entropy(scores: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    r"""Return the mean surprise of the right class over all steps and examples, in nats, and its gradient.

    .. math:: \mathcal{L} = \frac{1}{T_x m} \sum_{t, i} \Big( \log \sum_k e^{s_k} - s_{\text{target}} \Big), \quad
              \frac{d\mathcal{L}}{ds} = \frac{\hat y - \text{one-hot of the target}}{T_x m}

    Args:
        scores: shape (T_x, n_y, m). They are left as they are.
        targets: the right classes, whole numbers, shape (T_x, m).

    Returns:
        The loss, one number, and dscores (T_x, n_y, m) in the dtype of the scores.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, sections 4.1 and 6.2.2.
    """
    T_x, _, m = scores.shape
    right = (np.arange(T_x)[:, None], targets, np.arange(m))
    s = scores - scores.max(axis=1, keepdims=True)
    exp_s = np.exp(s)
    total = exp_s.sum(axis=1, keepdims=True)
    dscores = exp_s / total
    dscores[right] -= 1
    loss = np.mean(np.log(total[:, 0]) - s[right])
    return float(loss), dscores / targets.size
