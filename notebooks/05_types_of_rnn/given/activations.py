"""What this lesson is given of solutions.activations: made by `autograder build`, not to be edited."""

import numpy as np


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
