# mypy: disable-error-code="type-arg, no-any-return"
# A cache is its author's business, so its type is the plain word `tuple`; and NumPy's stubs give Any
# for the operators of arrays whose dtype is not named.
"""How a gradient shrinks or grows on its way back through time."""

import numpy as np

from solutions.backpropagation_through_time import rnn_cell_backward


def step_jacobian(a_t: np.ndarray, Waa: np.ndarray) -> np.ndarray:
    r"""Return how much each entry of an activation moves when an entry of the one before it moves.

    .. math:: J^{<t>} = \frac{\partial a^{<t>}}{\partial a^{<t-1>}} =
              \mathrm{diag}\!\left(1 - (a^{<t>})^2\right) W_{aa}

    Both arguments are left as they are.

    Args:
        a_t: activation of one example after the step, floats from -1 to 1, shape (n_a,).
        Waa: weight of the old activation, floats or whole numbers, shape (n_a, n_a).

    Returns:
        The Jacobian, float64, shape (n_a, n_a): row j responds, column k is moved.

    Source: Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks.
    """
    ### BEGIN SOLUTION
    return (1 - a_t**2)[:, np.newaxis] * Waa
    ### END SOLUTION


def gradient_norm_profile(dL_da_T: np.ndarray, caches: list[tuple]) -> np.ndarray:
    r"""Follow the gradient of a loss at the last time step back, and measure it at every step.

    .. math:: \left\| \frac{\partial \mathcal{L}}{\partial a^{<t>}} \right\|, \quad t = 1, \dots, T_x

    The norm is the root of the sum of squares over all entries, all examples together. Both
    arguments are left as they are.

    Args:
        dL_da_T: gradient with respect to the last activation, shape (n_a, m).
        caches: a list of T_x caches, T_x at least 1, as the `rnn_forward` that is given in this lesson
            returns them: each is (a_next, a_prev, xt, parameters), and `rnn_cell_backward` reads it.

    Returns:
        The norms in the order of time, float64, shape (T_x,); the last one is that of dL_da_T itself.

    Source: Pascanu, Mikolov and Bengio (2013).
    """
    ### BEGIN SOLUTION
    da = dL_da_T
    norms = [np.linalg.norm(da)]
    for cache in reversed(caches[1:]):  # the first step's cache leads to a0, which is not asked for
        da = rnn_cell_backward(da, cache)["da_prev"]
        norms.append(np.linalg.norm(da))
    return np.array(norms[::-1])
    ### END SOLUTION


def gradient_regime(Waa: np.ndarray, act: str) -> str:
    r"""Say what the recurrent weight alone decides about a gradient that travels far back.

    .. math:: \text{linear: } \frac{\partial a^{<T>}}{\partial a^{<t>}} = W_{aa}^{T-t}
              \ \text{follows the spectral radius } \rho(W_{aa}) \qquad
              \text{tanh: } \left\| \frac{\partial a^{<T>}}{\partial a^{<t>}} \right\|
              \le \sigma_{max}(W_{aa})^{T-t}

    Without an activation function the spectral radius (the largest distance of an eigenvalue from 0)
    decides: below 1 the gradient vanishes, above 1 it explodes. With tanh each step has a matrix of
    its own, so eigenvalues decide nothing; but the largest singular value (the 2-norm) bounds every
    step. Below 1 the gradient vanishes whatever the activations are. Otherwise it depends on them:
    an upper bound can never promise growth.

    Args:
        Waa: weight of the old activation, floats, shape (n_a, n_a).
        act: "linear" or "tanh", in small letters.

    Returns:
        "vanish" or "explode" where Waa alone decides, else "borderline". Closer to 1 than 1e-6 counts as 1.

    Raises:
        ValueError: act is neither "linear" nor "tanh".

    Source: Pascanu, Mikolov and Bengio (2013), section 2.1. The condition is often told with
    eigenvalues; that holds for linear networks only, and for tanh it needs the 2-norm.
    """
    ### BEGIN SOLUTION
    if act == "linear":
        growth = np.abs(np.linalg.eigvals(Waa)).max()
    elif act == "tanh":
        growth = np.linalg.norm(Waa, ord=2)
    else:
        raise ValueError(f'act must be "linear" or "tanh", got {act!r}')
    if growth < 1 - 1e-6:
        return "vanish"
    if growth > 1 + 1e-6 and act == "linear":
        return "explode"
    return "borderline"
    ### END SOLUTION
