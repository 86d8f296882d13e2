"""Gradients without calculus, and the test that holds a gradient with calculus to them."""

from collections.abc import Callable

import numpy as np


def numerical_gradient(f: Callable[[np.ndarray], float], theta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    r"""Estimate the gradient of f at theta by nudging one entry at a time, up and down.

    .. math:: \frac{\partial f}{\partial \theta_k} \approx
              \frac{f(\theta + \varepsilon e_k) - f(\theta - \varepsilon e_k)}{2 \varepsilon}

    Args:
        f: a function of an array of the shape of theta that returns one number.
        theta: where the gradient is wanted, float64, any shape; holds the same numbers afterwards.
        eps: size of the nudge.

    Returns:
        The estimate, of the shape of theta. Its error shrinks with eps squared until rounding takes over.

    Source: the central difference; Nocedal and Wright (2006), Numerical Optimization, section 8.1.
    """
    ### BEGIN SOLUTION
    gradient = np.zeros_like(theta)
    for index in np.ndindex(theta.shape):
        nudge = np.zeros_like(theta)
        nudge[index] = eps
        gradient[index] = (f(theta + nudge) - f(theta - nudge)) / (2 * eps)
    return gradient
    ### END SOLUTION


def my_grad_check(
    loss: Callable[[np.ndarray], float],
    gradient: Callable[[np.ndarray], np.ndarray],
    theta: np.ndarray,
) -> bool:
    r"""Decide whether `gradient` is the gradient of `loss` at theta, in every entry.

    .. math:: \left| g_k - \hat g_k \right| \le \text{a tolerance relative to } |\hat g_k|
              \text{ for every } k, \quad \hat g \text{ the numerical gradient}

    It must accept gradients that are right to rounding, and reject one that is off by a thousandth
    of its size in a single entry (of 0.001 or more), has another shape than theta, or holds nan.

    Args:
        loss: a function of an array of the shape of theta that returns one number, of ordinary size.
        gradient: a function of the same array that claims to return the gradient of `loss`.
        theta: where to compare, float64, any shape.

    Returns:
        True where the claim holds, else False.

    Source: Bengio (2012), Practical recommendations for gradient-based training.
    """
    ### BEGIN SOLUTION
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    if np.shape(claimed) != measured.shape:
        return False
    # Absolute part: rounding in `loss`, about 1e-16 of its size, comes back divided by 2e-5.
    rounding = 1e-9 * max(1.0, abs(loss(theta)))
    return bool(np.allclose(claimed, measured, rtol=1e-5, atol=rounding))
    ### END SOLUTION
