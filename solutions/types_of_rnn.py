# mypy: disable-error-code="type-arg"
# A cache is its author's business, so its type is the plain word `tuple`.
"""The types of recurrent networks: which one a task needs, many to one both ways, one to many."""

import numpy as np

from solutions.activations import softmax
from solutions.backpropagation_through_time import rnn_backward
from solutions.simple_rnn import rnn_cell_forward, rnn_forward


def classify_task(task: str) -> tuple[str, int, int]:
    r"""Name the type of network that a task needs, and how many steps its example has.

    | type | what it reads and what it predicts |
    |---|---|
    | "one-to-one" | one step is given, one is asked for |
    | "one-to-many" | one step is given, several are asked for |
    | "many-to-one" | several steps are given, one is asked for |
    | "many-to-many" | several are given, and one prediction is asked for each of them, so that always T_y = T_x |
    | "encoder-decoder" | several are given and several asked for, as many as it takes: T_y may or may not equal T_x |

    | task | one example |
    |---|---|
    | "sentiment" | a review of 12 words is given; asked for is a single number, its stars from 1 to 5 |
    | "music" | the first note of a tune is given, and nothing else; asked for are the 31 notes that go on from it |
    | "names" | a sentence of 9 words is given; asked for is, for each word, whether it is part of a person's name |
    | "translation" | a French sentence of 7 words is given; asked for is an English one, here of 7 words too |
    | "photo" | a photo of 640 by 480 dots is given, all at once; asked for is the animal in it, one of 20 |
    | "caption" | a photo is given, all at once; asked for is a sentence of 11 words that describes it |
    | "speech" | 300 slices of a recording are given; asked for is the sentence of 8 words that was said |
    | "gesture" | the place of a hand at 40 moments is given; asked for is which of 6 gestures the whole movement was |
    | "phases" | the place of a hand at 40 moments is given; asked for is, for each, if the hand rests, rises or falls |
    | "digits" | 21 characters, "quatre-vingt-dix-neuf", are given one by one; asked for are the 2 digits of 99 |
    | "dna" | 150 letters of a genome are given; asked for is, for each letter, whether it is inside a gene |
    | "weather" | the temperatures of the last 30 days are given; asked for is that of the next day |

    What is given or asked for all at once is one step. Marks for a start or an end do not count.

    Args:
        task: a name of the first column of the second table.

    Returns:
        The type, as written in the first table, and T_x and T_y of the example: the steps that are given and those
        that are asked for.

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

    where T_x^{(i)} is `lengths[i]`. What x holds beyond the length of an example (any numbers of ordinary size)
    changes neither y_hat nor a_last. All arguments are left as they are.

    Args:
        x: inputs, shape (T_x, n_x, m); padded at the end. T_x is at least the longest length.
        a0: activation before the first time step, shape (n_a, m).
        parameters: the dict that `rnn_cell_forward` takes.
        lengths: how many steps of each example are valid, whole numbers from 1 to T_x, shape (m,).

    Returns:
        y_hat (n_y, m); a_last (n_a, m), the activation of each example at its last valid step; and the caches for
        the way back, as `rnn_forward` of the course returns them and `rnn_backward` reads them: a list of T_x tuples
        (a_next, a_prev, xt, parameters), one a step, the examples in the order of x. What they hold in the padding
        (finite numbers) is up to you.

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
        caches: those of `many_to_one_forward`: the list of T_x caches, one a step, as `rnn_backward` reads them; steps
            of padding have one too.
        lengths: how many steps of each example are valid, whole numbers from 1 to T_x, shape (m,).

    Returns:
        A dict of the gradients dx (T_x, n_x, m), da0 (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a) and dba (n_a, 1),
        the last three summed over steps and examples. More keys do no harm.

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

    where k^{<t>} is drawn from the n_y probabilities of step t, the first step reads x0 and a0, and every other one
    reads the symbol that was just drawn and the activation that the step before has left. Chance comes from `rng`
    alone. The other arguments are left as they are.

    Args:
        x0: the first input, one column, read as it is: a one-hot symbol to go on from, or zeros to start from
            nothing (zeros are no symbol, not symbol 0 either); shape (n_x, 1).
        a0: activation before the first time step, shape (n_a, 1).
        parameters: the dict that `rnn_cell_forward` takes, with n_y = n_x.
        n_steps: how many symbols to draw, at least 1.
        rng: source of the draws.

    Returns:
        The numbers of the drawn symbols, an array of whole numbers 0 to n_y - 1, shape (n_steps,). x0 is not among
        them.

    Source: Karpathy (2015) for the type.
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
