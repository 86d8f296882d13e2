# mypy: disable-error-code="operator"
# `birnn_backward` returns a dict of arrays and of dicts of arrays.
"""Training a network that reads a sentence from both ends and tags each word."""

import numpy as np

from solutions.bidirectional import birnn_backward, birnn_forward
from solutions.optimisers import adam_start, adam_step
from solutions.sequence_data import one_hot, pad_batch
from solutions.tagging import tag_loss_and_grads


def train_tagger(
    sentences: list[list[int]],
    tags: list[list[int]],
    forward: dict[str, np.ndarray],
    backward: dict[str, np.ndarray],
    epochs: int,
    m: int,
    lr: float,
    rng: np.random.Generator,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    r"""Train a tagger that reads sentences from both ends.

    .. math:: a = \texttt{birnn\_forward}(x), \quad \mathcal{L}, \frac{d\mathcal{L}}{da} =
              \texttt{tag\_loss\_and\_grads}(a, y), \quad
              \frac{d\mathcal{L}}{d\theta} \text{ by } \texttt{birnn\_backward}

    In each epoch every sentence is used once, m at a time; the last batch takes what is left. Which sentences meet in a
    batch, and which batch comes first, is drawn with `rng` anew in each epoch: every order of the sentences is as
    likely as any other. A batch is padded by `pad_batch`, and padding counts for nothing. Each batch is one `adam_step`
    for all ten arrays; Adam starts once, and its memory goes on from batch to batch and from epoch to epoch. All
    arguments but rng are left as they are.

    Args:
        sentences: numbers of the words of each sentence, 0 to n_x - 1, or -1 for a word that is read as a column of
            zeros; at least one word each.
        tags: the right tag of each word, whole numbers 0 to n_y - 1, as many as the sentence has words.
        forward: before training, parameters of the direction that reads from the first word: a dict of Wax (n_a, n_x),
            Waa (n_a, n_a), ba (n_a, 1), Wya (n_y, n_a) and by (n_y, 1).
        backward: those of the direction that reads from the last word.
        epochs: how often each sentence is used, at least 1.
        m: sentences in a batch; it may be more than there are.
        lr: learning rate, as `adam_step` takes it.
        rng: source of the order, and the only one.

    Returns:
        forward and backward after training, two new dicts.

    Source: Schuster and Paliwal (1997) for the network; Kingma and Ba (2015) for Adam.
    """
    ### BEGIN SOLUTION
    ahead, back = adam_start(forward), adam_start(backward)
    for _ in range(epochs):
        order = rng.permutation(len(sentences))
        for first in range(0, len(order), m):
            batch = order[first : first + m]
            ids, mask, lengths = pad_batch([sentences[i] for i in batch], -1)
            y, _, _ = pad_batch([tags[i] for i in batch], 0)
            a, cache = birnn_forward(one_hot(ids, forward["Wax"].shape[1]), lengths, forward, backward)
            _, da, votes_ahead, votes_back = tag_loss_and_grads(a, y, mask, forward, backward)
            grads = birnn_backward(da, cache)
            forward, ahead = adam_step(forward, grads["forward"] | votes_ahead, ahead, lr)
            backward, back = adam_step(backward, grads["backward"] | votes_back, back, lr)
    return forward, backward
    ### END SOLUTION
