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


def sentence_log_prob(y_pred: np.ndarray, Y: np.ndarray, mask: np.ndarray) -> np.ndarray:
    r"""Return the logarithm of the probability that a language model gives to each sentence of a batch.

    .. math:: \log P(y^{<1>}, \dots, y^{<T>}) = \sum_{t} \log P(y^{<t>} \mid y^{<1>}, \dots, y^{<t-1>})

    The term of step t is in y_pred[t], which holds probabilities already: each counts as it is. Sentences may be long:
    the product of their probabilities may be smaller than any float, while the sum of their logarithms is an ordinary
    number. All arguments are left as they are.

    Args:
        y_pred: the model's probabilities, shape (T_x, n_y, m). Those of the right tokens are at least 1e-6; where the
            mask is False there may be any numbers from 0 to 1.
        Y: numbers of the right tokens, shape (T_x, m); any whole number where the mask is False.
        mask: True where a token is part of the sentence, bool, shape (T_x, m). Sentences are padded at the end, and
            each has at least one token.

    Returns:
        log_p, one natural logarithm a sentence, shape (m,).

    Source: the chain rule of probability.
    """
    right = np.where(mask, Y, 0)[:, np.newaxis]  # (T_x, 1, m)
    p = np.take_along_axis(y_pred, right, axis=1)[:, 0]  # (T_x, m)
    log_p: np.ndarray = np.log(np.where(mask, p, 1.0)).sum(axis=0)
    return log_p


def perplexity(log_probs: np.ndarray, n_tokens: np.ndarray) -> float:
    r"""Return the perplexity of a model on a corpus.

    .. math:: \exp\Big(-\frac{1}{N} \sum_i \log P(\text{sentence } i)\Big), \quad N = \sum_i T^{(i)}

    Every token of the corpus weighs the same, in a long sentence or in a short one. Both arguments are left as they
    are.

    Args:
        log_probs: natural logarithm of the probability of each sentence, shape (m,).
        n_tokens: how many tokens each sentence has, "<EOS>" included, whole numbers, at least 1, shape (m,).

    Returns:
        One number: among how many equally likely tokens the model hesitates on average.

    Source: Jelinek et al. (1977).
    """
    return float(np.exp(-np.sum(log_probs) / np.sum(n_tokens)))
