# mypy: disable-error-code="type-arg"
# A cache is its author's business, so its type is the plain word `tuple`.
"""The types of recurrent networks: which one a task needs, many to one both ways, one to many."""

import numpy as np

from solutions.activations import softmax
from solutions.backpropagation_through_time import rnn_backward
from solutions.simple_rnn import rnn_cell_forward, rnn_forward


def classify_task(task: str) -> tuple[str, int, int]:
    r"""Name the type of network that a task needs, and how many steps its example has.

    The types are "one-to-one", "one-to-many", "many-to-one", "many-to-many" (one prediction for each element, so
    that always T_y = T_x) and "encoder-decoder" (many to many where T_y need not be T_x).

    | task | one example |
    |---|---|
    | "sentiment" | a review of 12 words is given; the number of its stars, 1 to 5, is asked for |
    | "music" | a first note is given; the 31 notes that go on from it are asked for |
    | "names" | a sentence of 9 words is given; for each word, whether it is part of a person's name |
    | "translation" | a French sentence of 7 words is given; an English sentence, here of 7 words as well |
    | "photo" | a photo of 640 by 480 dots is given, all at once; the animal on it, one of 20 |
    | "caption" | a photo is given, all at once; a sentence of 11 words that describes it |
    | "speech" | 300 slices of a recording are given; the sentence of 8 words that was said |
    | "gesture" | the position of a hand at 40 moments is given; which of 6 gestures the whole movement was |
    | "phases" | the position of a hand at 40 moments is given; for each, whether the hand rests, rises or falls |
    | "digits" | a number in words, "quatre-vingt-dix-neuf", 21 letters, is given; the number in digits, "99" |
    | "dna" | 150 letters of a genome are given; for each letter, whether it is inside a gene |
    | "weather" | the temperatures of the last 30 days are given; the temperature of the next day |

    Args:
        task: a name of the first column.

    Returns:
        The type, T_x and T_y of the example.

    Source: Karpathy (2015), The Unreasonable Effectiveness of Recurrent Neural Networks, for the types.
    """
    ### BEGIN SOLUTION
    types = {
        "sentiment": ("many-to-one", 12, 1),
        "music": ("one-to-many", 1, 31),
        "names": ("many-to-many", 9, 9),
        "translation": ("encoder-decoder", 7, 7),
        "photo": ("one-to-one", 1, 1),
        "caption": ("one-to-many", 1, 11),
        "speech": ("encoder-decoder", 300, 8),
        "gesture": ("many-to-one", 40, 1),
        "phases": ("many-to-many", 40, 40),
        "digits": ("encoder-decoder", 21, 2),
        "dna": ("many-to-many", 150, 150),
        "weather": ("many-to-one", 30, 1),
    }
    return types[task]
    ### END SOLUTION


def many_to_one_forward(
    x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray], lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[tuple]]:
    r"""Read each sequence of a padded batch to its end and predict once.

    .. math:: \hat y^{(i)} = \mathrm{softmax}(W_{ya} a^{(i)<T_x^{(i)}>} + b_y)

    What x holds beyond the length of an example changes nothing. All arguments are left as they are.

    Args:
        x: inputs, shape (T_x, n_x, m); padded at the end.
        a0: activation before the first time step, shape (n_a, m).
        parameters: the dict that `rnn_cell_forward` takes.
        lengths: how many steps of each example are valid, whole numbers from 1 to T_x, shape (m,).

    Returns:
        y_hat (n_y, m); a_last (n_a, m), the activation of each example at its last valid step; and the caches of
        `rnn_forward`, one a step.

    Source: Karpathy (2015) for the type; the index follows from the padding of this course.
    """
    ### BEGIN SOLUTION
    a, _, caches = rnn_forward(x, a0, parameters)
    a_last = a[lengths - 1, :, np.arange(len(lengths))].T  # (n_a, m): index arrays put the examples first
    y_hat = softmax(parameters["Wya"] @ a_last + parameters["by"])
    return y_hat, a_last, caches
    ### END SOLUTION


def many_to_one_backward(da_last: np.ndarray, caches: list[tuple], lengths: np.ndarray) -> dict[str, np.ndarray]:
    r"""Carry the gradient of a single prediction back through each sequence of a padded batch.

    .. math:: \frac{\partial \mathcal{L}}{\partial a^{(i)<t>}}\Big|_{\text{from } \hat y} = \begin{cases}
              \mathtt{da\_last}^{(i)} & \text{where } t = T_x^{(i)} \\ 0 & \text{elsewhere} \end{cases}

    All arguments are left as they are.

    Args:
        da_last: gradient of the loss with respect to a_last of `many_to_one_forward`, shape (n_a, m).
        caches: the list of T_x caches, one a step, as `rnn_backward` reads them.
        lengths: how many steps of each example are valid, whole numbers from 1 to T_x, shape (m,).

    Returns:
        The dict that `rnn_backward` returns: dx, da0, dWax, dWaa, dba.

    Source: Werbos (1990) for the way back.
    """
    ### BEGIN SOLUTION
    n_a, m = da_last.shape
    da = np.zeros((len(caches), n_a, m))
    da[lengths - 1, :, np.arange(m)] = da_last.T
    return rnn_backward(da, caches)
    ### END SOLUTION


def generate_one_to_many(
    x0: np.ndarray,
    a0: np.ndarray,
    parameters: dict[str, np.ndarray],
    n_steps: int,
    rng: np.random.Generator,
) -> np.ndarray:
    r"""Draw a sequence from a network that reads what it has drawn.

    .. math:: k^{<t>} \sim \hat y^{<t>}, \quad x^{<t+1>} = \text{one-hot column of } k^{<t>}

    Symbols are drawn with `rng` and nothing else. All arguments but rng are left as they are.

    Args:
        x0: the first input, one column: a one-hot symbol to go on from, or zeros to start from nothing; shape
            (n_x, 1).
        a0: activation before the first time step, shape (n_a, 1).
        parameters: the dict that `rnn_cell_forward` takes, with n_y = n_x.
        n_steps: how many symbols to draw, at least 1.
        rng: source of the draws.

    Returns:
        The numbers of the drawn symbols, whole numbers 0 to n_y - 1, shape (n_steps,).

    Source: Karpathy (2015).
    """
    ### BEGIN SOLUTION
    xt, a, drawn = x0, a0, []
    for _ in range(n_steps):
        a, yt_pred, _ = rnn_cell_forward(xt, a, parameters)
        k = rng.choice(len(yt_pred), p=yt_pred[:, 0])
        xt = np.zeros_like(x0)
        xt[k] = 1
        drawn.append(k)
    return np.array(drawn)
    ### END SOLUTION
