"""What this lesson is given of solutions.backpropagation_through_time: made by `autograder build`, not to be edited."""

from collections.abc import Callable
import numpy as np


def numerical_gradient(f: Callable[[np.ndarray], float], theta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    r"""Estimate the gradient of f at theta by nudging one entry at a time, up and down.

    .. math:: \frac{\partial f}{\partial \theta_k} \approx
              \frac{f(\theta + \varepsilon e_k) - f(\theta - \varepsilon e_k)}{2 \varepsilon}

    Args:
        f: a function of an array of the shape of theta that returns one number.
        theta: where the gradient is wanted, float64, any shape, also () or an empty one. It may be nudged in
            place, if every entry is put back: it holds the same numbers afterwards.
        eps: size of each nudge, up and down alike.

    Returns:
        The estimate, a float64 array of the shape of theta. Its error shrinks with eps squared until rounding
        takes over.

    Source: the central difference; Nocedal and Wright (2006), Numerical Optimization, section 8.1.
    """
    gradient = np.zeros_like(theta)
    for index in np.ndindex(theta.shape):
        nudge = np.zeros_like(theta)
        nudge[index] = eps
        gradient[index] = (f(theta + nudge) - f(theta - nudge)) / (2 * eps)
    return gradient


def softmax_ce_backward(y_pred: np.ndarray, y: np.ndarray, mask: np.ndarray) -> np.ndarray:
    r"""Return the gradient of `sequence_cross_entropy` with respect to the scores before the softmax.

    .. math:: dz_y^{(i)<t>} = \frac{\partial \mathcal{L}}{\partial z_y^{(i)<t>}} =
              \frac{1}{N} \left( \hat y^{(i)<t>} - \mathrm{onehot}(y^{(i)<t>}) \right)
              \text{ at valid steps, else } 0

    The formula holds for probabilities below 1e-12 as well, although the loss counts them as 1e-12.

    Args:
        y_pred: softmax of the scores, shape (T, n_y, m); anything where masked, nan too.
        y: the right classes, int, 0 to n_y - 1, shape (T, m); any whole number where masked.
        mask: True where a time step is valid, bool, shape (T, m), N of them True, at least one.

    All three are left as they are.

    Returns:
        dz_y, float64, shape (T, n_y, m).

    Source: Bridle (1990).
    """
    t, i = np.nonzero(mask)
    dz_y = np.where(mask[:, np.newaxis, :], y_pred, 0)
    dz_y[t, y[t, i], i] -= 1
    return dz_y / len(t)
