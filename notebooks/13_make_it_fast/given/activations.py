"""What this lesson is given of solutions.activations: made by `autograder build`, not to be edited."""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    r"""Squash every entry of z into the interval from 0 to 1.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}}

    A large entry of either sign, such as 1000 or -1000, gives 1 or 0 and no warning.

    Args:
        z: array of any shape, float64 or whole numbers. It is left as it is.

    Returns:
        Float64 numbers, in the shape of z.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 3.10.
    """
    # Equal to 1 / (1 + exp(-z)), but tanh saturates where exp would overflow.
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z)))


def softmax(z: np.ndarray, axis: int = 0) -> np.ndarray:
    r"""Turn scores into probabilities along one axis, by default down each column.

    .. math:: \mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}

    Adding one number to all scores of a column changes nothing. Large scores give no warning, and
    a column stays right when another column's scores are a thousand larger.

    Args:
        z: scores with at least one axis, float64 or whole numbers; for one time step
            (n_y, m), one column per example. It is left as it is.
        axis: the axis along which the results sum to 1; -1 is the last.

    Returns:
        Float64 probabilities, in the shape of z.

    Source: Bridle (1990) for the name and the use; Blanchard, Higham and Higham (2021) for computing it.
    """
    exp_z = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return exp_z / exp_z.sum(axis=axis, keepdims=True)
