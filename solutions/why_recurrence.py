"""What a standard network would need to read sequences: its number of parameters and its input."""

import numpy as np


def count_parameters(kind: str, n_x: int, T: int, n_h: int, n_y: int) -> int:
    r"""Count the weights and biases of a network with one hidden layer that reads T time steps.

    .. math:: \text{mlp: } W_1\,(n_h, T\,n_x),\ b_1,\ W_2\,(n_y, n_h),\ b_2 \qquad
              \text{rnn: } W_{ax}, W_{aa}, b_a, W_{ya}, b_y

    The standard network ("mlp") sees all time steps at once, stacked, and gives its n_y outputs
    once. The recurrent one ("rnn") uses the same parameters at every time step.

    Args:
        kind: "mlp" or "rnn".
        n_x: features of one time step.
        T: number of time steps; for "mlp" the length of its window.
        n_h: hidden units (the n_a of the recurrent network).
        n_y: outputs.

    Returns:
        The number of parameters, biases included.

    Raises:
        ValueError: kind is any text other than "mlp" or "rnn".

    Source: counted from the equations; the recurrent network in the form of Elman (1990).
    """
    ### BEGIN SOLUTION
    if kind not in ("mlp", "rnn"):
        raise ValueError(f'kind must be "mlp" or "rnn", got {kind!r}')
    n_in = T * n_x if kind == "mlp" else n_x + n_h
    return n_h * (n_in + 1) + n_y * (n_h + 1)
    ### END SOLUTION


def window_features(x: np.ndarray, lengths: np.ndarray, T_max: int) -> np.ndarray:
    r"""Stack the first T_max time steps of each example into one column, for a standard network.

    .. math:: \mathrm{column}_i = [x^{(i)<1>}; x^{(i)<2>}; \dots; x^{(i)<T_{max}>}]

    Steps after T_max are left out. Between an example's own length and T_max there are zeros,
    whatever x holds there, even nan or inf. x and lengths are left as they are.

    Args:
        x: a padded batch of floats, shape (T_x, n_x, m).
        lengths: true length of each example, 0 to T_x; shape (m,).
        T_max: number of time steps in the window (the T of count_parameters), at least 1; it may
            be more than T_x.

    Returns:
        One column for each example, shape (n_x * T_max, m).

    Source: Bengio et al. (2003), A neural probabilistic language model, for a window as input.
    """
    ### BEGIN SOLUTION
    T_x, n_x, m = x.shape
    valid = np.arange(T_x)[:, np.newaxis] < lengths  # (T_x, m)
    T = min(T_x, T_max)
    window = np.zeros((T_max, n_x, m), dtype=x.dtype)
    window[:T] = np.where(valid[:, np.newaxis, :], x, 0)[:T]
    return window.reshape(T_max * n_x, m)
    ### END SOLUTION
