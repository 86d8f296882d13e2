"""What this lesson is given of solutions.backpropagation_through_time: made by `autograder build`, not to be edited."""

import numpy as np


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
