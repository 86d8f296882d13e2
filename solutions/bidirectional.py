# mypy: disable-error-code="type-arg"
# What is in a cache is said by the docstring, so its type is the plain word `tuple`.
"""Bidirectional networks on padded batches, and named entities as spans."""

import numpy as np

from solutions.gradient_checking import rnn_backward_masked
from solutions.simple_rnn import rnn_forward_masked


def bio_to_spans(tags: list[str]) -> list[tuple[int, int, str]]:
    r"""Read the entities of a sentence from its tags.

    "B-PER" begins an entity of type PER, also right behind another one. "I-PER" goes on with the entity that the word
    before belongs to, if its type is PER; else it begins one, as "B-PER" does. "O" is outside of all entities.

    Args:
        tags: one tag a word, each "O", "B-type" or "I-type", where a type is one or more letters; possibly none. They
            are left as they are.

    Returns:
        A list of tuples (first, end, type), one an entity, in the order of the sentence. Words are counted from 0, and
        end is the word behind the entity: it has the words first to end - 1.

    Source: Tjong Kim Sang and De Meulder (2003) for entities as spans; Ramshaw and Marcus (1995) for the tags.
    """
    ### BEGIN SOLUTION
    spans: list[tuple[int, int, str]] = []
    for t, tag in enumerate(tags):
        if tag == "O":
            continue
        begins, kind = tag[0] == "B", tag[2:]
        if not begins and spans and spans[-1][1:] == (t, kind):
            spans[-1] = (spans[-1][0], t + 1, kind)
        else:
            spans.append((t, t + 1, kind))
    return spans
    ### END SOLUTION


def span_f1(gold: list[list[tuple[int, int, str]]], pred: list[list[tuple[int, int, str]]]) -> float:
    r"""Return the F1 of predicted entities over a corpus.

    .. math:: P = \frac{\text{right}}{\text{predicted}}, \quad R = \frac{\text{right}}{\text{true}}, \quad
              F_1 = \frac{2 P R}{P + R} = \frac{2\, \text{right}}{\text{predicted} + \text{true}}

    A predicted entity is right where the same sentence has one with the same first word, end and type. The three are
    counted over all sentences together. Where nothing is right F1 is 0, unless no entity is true and none was
    predicted: then it is 1.

    Args:
        gold: for each sentence the true entities, as `bio_to_spans` gives them. They are left as they are.
        pred: for each of the same sentences the entities that were predicted, in any order, none of them twice. They
            are left as they are.

    Returns:
        One number from 0 to 1.

    Source: Tjong Kim Sang and De Meulder (2003).
    """
    ### BEGIN SOLUTION
    right = sum(len(set(there) & set(said)) for there, said in zip(gold, pred, strict=True))
    total = sum(map(len, gold)) + sum(map(len, pred))
    return 2 * right / total if total else 1.0
    ### END SOLUTION


def reverse_padded(x: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    r"""Turn each sequence of a padded batch round and leave the padding where it is.

    .. math:: \overleftarrow{x}^{(i)<t>} = \begin{cases} x^{(i)<T_x^{(i)} + 1 - t>} & \text{where } t \le T_x^{(i)} \\
              x^{(i)<t>} & \text{beyond} \end{cases}

    Both arguments are left as they are.

    Args:
        x: a batch, shape (T_x, n_x, m); padded at the end.
        lengths: how many steps of each example are valid, whole numbers from 0 to T_x, shape (m,).

    Returns:
        A new array of the shape of x.

    Source: Schuster and Paliwal (1997) for the second direction; the index follows from the padding of this course.
    """
    ### BEGIN SOLUTION
    steps = np.arange(len(x))[:, np.newaxis]  # (T_x, 1)
    source = np.where(steps < lengths, lengths - 1 - steps, steps)  # (T_x, m)
    return np.take_along_axis(x, source[:, np.newaxis], axis=0)
    ### END SOLUTION


def birnn_forward(
    x: np.ndarray, lengths: np.ndarray, forward: dict[str, np.ndarray], backward: dict[str, np.ndarray]
) -> tuple[np.ndarray, tuple]:
    r"""Read a padded batch from both ends, each direction with its own parameters.

    .. math:: \overrightarrow a^{<t>} \text{ reads } x^{<1>} \dots x^{<t>}, \quad
              \overleftarrow a^{<t>} \text{ reads } x^{<T_x>} \dots x^{<t>}, \quad
              a^{<t>} = [\overrightarrow a^{<t>}; \overleftarrow a^{<t>}]

    Here T_x stands for the length of each example: the second direction begins at the last valid step, whatever padding
    is behind it, and a[t] holds what it had read when it came to step t. Both start from zeros. All arguments are left
    as they are.

    Args:
        x: inputs, shape (T_x, n_x, m); padded at the end.
        lengths: how many steps of each example are valid, whole numbers from 1 to T_x, shape (m,).
        forward: parameters of the direction that reads from the first step, the dict that `rnn_cell_forward` takes.
        backward: those of the direction that reads from the last valid step.

    Returns:
        a (T_x, 2 n_a, m), forward above backward, and the cache that `birnn_backward` reads: (caches, caches_back,
        lengths). The first two are lists of T_x caches, as `rnn_forward_masked` returns them, one list for each
        direction, in the order in which it read. What a and the caches hold at padded steps has no meaning.

    Source: Schuster and Paliwal (1997).
    """
    ### BEGIN SOLUTION
    mask = np.arange(len(x))[:, np.newaxis] < lengths
    a0 = np.zeros((len(forward["ba"]), x.shape[2]), dtype=x.dtype)
    ahead, _, caches = rnn_forward_masked(x, a0, forward, mask)
    back, _, caches_back = rnn_forward_masked(reverse_padded(x, lengths), a0, backward, mask)
    return np.concatenate([ahead, reverse_padded(back, lengths)], axis=1), (caches, caches_back, lengths)
    ### END SOLUTION


def birnn_backward(da: np.ndarray, cache: tuple) -> dict[str, object]:
    r"""Carry the gradient back through both directions.

    .. math:: \frac{d\mathcal{L}}{dx^{<t>}} = \text{what comes through } \overrightarrow a + \text{what comes
              through } \overleftarrow a

    Args:
        da: gradient of the loss with respect to a of `birnn_forward`, shape (T_x, 2 n_a, m); zeros at padded steps.
        cache: (caches, caches_back, lengths). The first two are lists of T_x caches, one for each direction, as
            `rnn_backward_masked` reads them; caches_back are in the order in which that direction read, the last valid
            step first. lengths (m,) are those of `birnn_forward`.

    Both are left as they are.

    Returns:
        A dict of three: dx (T_x, n_x, m), forward and backward. The last two are dicts, for each direction one, of dWax
        (n_a, n_x), dWaa (n_a, n_a) and dba (n_a, 1). More keys do no harm.

    Source: Schuster and Paliwal (1997); Werbos (1990) for the way back.
    """
    ### BEGIN SOLUTION
    caches, caches_back, lengths = cache
    mask = np.arange(len(da))[:, np.newaxis] < lengths
    n_a = da.shape[1] // 2
    ahead = rnn_backward_masked(da[:, :n_a], caches, mask)
    back = rnn_backward_masked(reverse_padded(da[:, n_a:], lengths), caches_back, mask)
    grads = [{name: each[name] for name in ("dWax", "dWaa", "dba")} for each in (ahead, back)]
    return {"dx": ahead["dx"] + reverse_padded(back["dx"], lengths), "forward": grads[0], "backward": grads[1]}
    ### END SOLUTION
