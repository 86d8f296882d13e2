"""What this lesson is given of solutions.bag_of_words: made by `autograder build`, not to be edited."""

from collections.abc import Sequence
import numpy as np


def count_words(texts: Sequence[Sequence[int]], n_x: int) -> np.ndarray:
    """Return how often each word occurs in each text, shape (n_x, m).

    Args:
        texts: m texts as numbers of words, 0 to n_x - 1; negative ones are left out.
        n_x: number of words of the vocabulary.
    """
    known = [[k for k in text if k >= 0] for text in texts]
    return np.stack([np.bincount(np.array(text, dtype=int), minlength=n_x) for text in known], axis=1).astype(float)


def bag_of_words_fit(counts: np.ndarray, y: np.ndarray, penalty: float = 3.0) -> tuple[np.ndarray, float]:
    r"""Fit p(y = 1) = 1 / (1 + exp(-(w . counts + b))) by Newton's method, from 0.

    Args:
        counts: what `count_words` gives, shape (n_x, m).
        y: 0 or 1, shape (m,).
        penalty: half of it times the squared norm of w is added to the sum of the losses.

    Returns:
        The weight of each word, shape (n_x,), and the bias b.

    Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 4.4.
    """
    x = np.vstack([counts, np.ones(counts.shape[1])])  # the last row is for the bias
    w, penalties = np.zeros(len(x)), np.append(np.full(len(counts), penalty), 1e-9)
    for _ in range(8):  # each step about doubles the digits that are right
        p = bag_of_words_predict(counts, w[:-1], w[-1])
        curvature = (x * (p * (1 - p))) @ x.T + np.diag(penalties)
        w = w - np.linalg.solve(curvature, x @ (p - y) + penalties * w)
    return w[:-1], w[-1].item()


def bag_of_words_predict(counts: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Return the probability of y = 1 for each text, shape (m,)."""
    return 1 / (1 + np.exp(-(w @ counts + b)))
