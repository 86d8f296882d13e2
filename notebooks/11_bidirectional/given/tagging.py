"""What this lesson is given of solutions.tagging: made by `autograder build`, not to be edited."""

from collections.abc import Callable
import numpy as np
from given.activations import softmax
from given.backpropagation_through_time import softmax_ce_backward
from given.losses import sequence_cross_entropy
from given.sequence_data import one_hot, pad_batch


Parameters = dict[str, np.ndarray]


Reads = Callable[[np.ndarray, np.ndarray, Parameters, Parameters], tuple[np.ndarray, object]]


def untrained_tagger(n_x: int, n_a: int, n_y: int, rng: np.random.Generator) -> tuple[Parameters, Parameters]:
    """Draw the parameters of both directions before training, each a dict that `rnn_cell_forward` takes.

    Args:
        n_x: words of the vocabulary.
        n_a: units of each direction.
        n_y: tags.
        rng: source of the draws.
    """
    return _untrained(n_x, n_a, n_y, rng), _untrained(n_x, n_a, n_y, rng)


def _untrained(n_x: int, n_a: int, n_y: int, rng: np.random.Generator) -> Parameters:
    return {
        "Wax": 0.1 * rng.standard_normal((n_a, n_x)),
        "Waa": 0.9 * np.linalg.qr(rng.standard_normal((n_a, n_a)))[0],
        "ba": np.zeros((n_a, 1)),
        "Wya": 0.1 * rng.standard_normal((n_y, n_a)),
        "by": np.zeros((n_y, 1)),
    }


def tag_probabilities(a: np.ndarray, forward: Parameters, backward: Parameters) -> np.ndarray:
    r"""Let both directions vote for the tag of each word.

    .. math:: \hat y^{<t>} = \mathrm{softmax}\big(\overrightarrow W_{ya} \overrightarrow a^{<t>} + \overrightarrow b_y
              + \overleftarrow W_{ya} \overleftarrow a^{<t>} + \overleftarrow b_y\big)

    Args:
        a: activations as `birnn_forward` returns them, shape (T_x, 2 n_a, m).
        forward: Wya (n_y, n_a) and by (n_y, 1) of the first half of a; more entries do no harm.
        backward: those of the second half.

    Returns:
        Probabilities, shape (T_x, n_y, m).
    """
    n_a = forward["Wya"].shape[1]
    scores = forward["Wya"] @ a[:, :n_a] + forward["by"] + backward["Wya"] @ a[:, n_a:] + backward["by"]
    return softmax(scores, axis=1)


def tag_loss_and_grads(
    a: np.ndarray, y: np.ndarray, mask: np.ndarray, forward: Parameters, backward: Parameters
) -> tuple[float, np.ndarray, Parameters, Parameters]:
    """Compare the votes with the right tags, and carry the gradient back to what `birnn_forward` returned.

    Args:
        a: activations, shape (T_x, 2 n_a, m).
        y: the right tags, whole numbers 0 to n_y - 1, shape (T_x, m); any whole number where masked.
        mask: True where a step is valid, bool, shape (T_x, m).
        forward: Wya (n_y, n_a) and by (n_y, 1) of the first half of a; more entries do no harm.
        backward: those of the second half.

    Returns:
        The loss, a mean over the valid steps; da, its gradient with respect to a, zeros at padded steps, shape
        (T_x, 2 n_a, m); and for each direction a dict of dWya and dby.
    """
    n_a = forward["Wya"].shape[1]
    y_pred = tag_probabilities(a, forward, backward)
    dz_y = softmax_ce_backward(y_pred, y, mask)  # (T_x, n_y, m)
    dby = dz_y.sum(axis=(0, 2))[:, np.newaxis]
    ahead, back = ({"dWya": np.einsum("tyi,tai->ya", dz_y, half), "dby": dby} for half in (a[:, :n_a], a[:, n_a:]))
    da = np.concatenate([each["Wya"].T @ dz_y for each in (forward, backward)], axis=1)
    return sequence_cross_entropy(y_pred, y, mask), da, ahead, back


def predict_tags(
    sentences: list[list[int]], forward: Parameters, backward: Parameters, reads: Reads
) -> list[list[int]]:
    """Return the most probable tag of each word.

    Args:
        sentences: numbers of the words, -1 for one that is not in the vocabulary; at least one word each.
        forward: parameters of the direction that reads from the first word.
        backward: those of the other one.
        reads: `birnn_forward`, or another function of the same arguments whose first result is a.
    """
    ids, _, lengths = pad_batch(sentences, -1)
    a, _ = reads(one_hot(ids, forward["Wax"].shape[1]), lengths, forward, backward)
    best = tag_probabilities(a, forward, backward).argmax(axis=1)  # (T_x, m)
    return [best[:length, i].tolist() for i, length in enumerate(lengths)]
