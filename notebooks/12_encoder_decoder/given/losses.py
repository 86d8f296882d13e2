"""What this lesson is given of solutions.losses: made by `autograder build`, not to be edited."""

import numpy as np


def sequence_cross_entropy(y_pred: np.ndarray, y: np.ndarray, mask: np.ndarray) -> float:
    r"""Average the surprise of the right class over the valid time steps, in nats.

    .. math:: \mathcal{L} = -\frac{1}{N} \sum_{(t, i)\,\text{valid}} \log \hat p^{(i)<t>},
              \quad N = \text{number of valid pairs } (t, i)

    where p-hat is the probability that y_pred gives to the right class of that step.

    A probability below 1e-12 counts as 1e-12, so that the loss stays finite and NumPy does not warn.
    (Adding 1e-12 to each probability will do as well.) All arguments are left as they are.

    Args:
        y_pred: probabilities, shape (T_x, n_y, m); where masked, any numbers from 0 to 1.
        y: the right classes, whole numbers 0 to n_y - 1, shape (T_x, m); any whole number where masked.
        mask: True where a time step is valid, bool, shape (T_x, m); False may be anywhere, but at
            least one entry is True.

    Returns:
        The loss, one number: the sum over valid steps divided by their number.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.1.
    """
    t, i = np.nonzero(mask)
    p = y_pred[t, y[t, i], i]  # (N,) probability of the right class
    loss: float = -np.log(np.maximum(p, 1e-12)).mean().item()
    return loss
