"""What this lesson is given of solutions.language_model: made by `autograder build`, not to be edited."""

import numpy as np


def make_lm_pair(ids: list[int], bos_id: int) -> tuple[np.ndarray, np.ndarray]:
    r"""Make of a sentence what a language model reads and what it predicts.

    .. math:: x^{<1>} = \text{start}, \quad x^{<t>} = y^{<t-1>} \text{ for } t > 1

    Args:
        ids: a list of the numbers of a sentence's tokens, "<EOS>" included, at least one. A number may occur
            in it more than once, bos_id too. It is left as it is.
        bos_id: the number that is read before the first token is predicted. `one_hot` makes a column of zeros of -1.

    Returns:
        X and Y, arrays of whole numbers, each of shape (T_x,), where T_x is the number of tokens: what is read and
        what is to be predicted at each step.

    Source: Ng (2018), Sequence Models.
    """
    return np.array([bos_id, *ids[:-1]]), np.array(ids)
