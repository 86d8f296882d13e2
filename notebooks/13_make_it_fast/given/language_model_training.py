"""What this lesson is given of solutions.language_model_training: made by `autograder build`, not to be edited."""

import numpy as np


def lm_batches(ids: np.ndarray, m: int, k: int) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Cut a long text into m streams, and these into windows of k steps for truncated backpropagation through time.

    Stream i is the i-th of m consecutive pieces of equal length T = (len(ids) - 1) // m. Each window holds k steps of
    every stream, the last one what is left. So column i of a window goes on where column i of the window before
    ended. The label of a step is the token that follows in the text.

    Args:
        ids: numbers of the tokens of the text in their order, whole numbers, shape (n,), n greater than m. They are
            left as they are.
        m: number of streams, at least 1.
        k: steps of a window, at least 1; it may be more than T.

    Returns:
        A list of pairs (X, Y), what is read and what is to be predicted, whole numbers of shape (k, m) each; those of
        the last pair may have fewer steps. X reads the first m T tokens, each once; the rest is left out, but for the
        one that is the last label.

    Source: Mikolov et al. (2010) for truncated training over a running text.
    """
    T = (len(ids) - 1) // m
    X = np.reshape(ids[: T * m], (m, T)).T
    Y = np.reshape(ids[1 : T * m + 1], (m, T)).T
    return [(X[t : t + k], Y[t : t + k]) for t in range(0, T, k)]
