"""What train_tagger promises beyond the selftest: one mistake costs its points once, wherever it is."""

import inspect

import numpy as np
import pytest

from autograder.check import evaluate
from solutions import bidirectional, tagger
from solutions.gradient_checking import rnn_backward_masked
from solutions.optimisers import adam_start, adam_step
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_forward_masked
from solutions.tagging import tag_loss_and_grads, untrained_tagger

TRAIN, REVERSE, FORWARD, BACKWARD = map(
    inspect.getsource,
    (tagger.train_tagger, bidirectional.reverse_padded, bidirectional.birnn_forward, bidirectional.birnn_backward),
)
OWN = REVERSE + FORWARD + BACKWARD
GIVEN = {
    each.__name__: each
    for each in (
        *(adam_start, adam_step, one_hot, pad_batch, rnn_backward_masked, rnn_forward_masked, tag_loss_and_grads),
    )
}
NAIVE = REVERSE + FORWARD.replace("reverse_padded(back, lengths)", "back") + BACKWARD
HALF = REVERSE + FORWARD + BACKWARD.replace("da[:, n_a:]", "0 * da[:, n_a:]")

ANSWERS: list[tuple[str, int, str]] = [
    ("all right", 6, OWN + TRAIN),
    ("its own birnn_forward is wrong", 6, NAIVE + TRAIN),
    ("its own birnn_backward is wrong", 6, HALF + TRAIN),
    ("counts padding", 5, OWN + TRAIN.replace("a, y, mask,", "a, y, np.ones_like(mask),")),
    ("counts padding, around a wrong one", 5, NAIVE + TRAIN.replace("a, y, mask,", "a, y, np.ones_like(mask),")),
    ("never shuffles", 5, OWN + TRAIN.replace("rng.permutation(len(sentences))", "np.arange(len(sentences))")),
    ("returns nothing new", 0, OWN + TRAIN.replace("epochs):", "0):")),
]


@pytest.mark.parametrize(("points", "source"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_an_answer_earns_its_points(points, source):
    namespace = {"np": np, **GIVEN}
    exec(source, namespace)
    assert evaluate("train_tagger", namespace["train_tagger"]).points == points


def test_taggers_of_the_benchmarks_are_those_of_the_course():
    """One direction beside the other, with a mask in place of lengths: the same activations and gradients."""
    from benchmarks.two_directions import Batch, gradients

    rng = np.random.default_rng(0)
    parameters = dict(zip(("forward", "backward"), untrained_tagger(7, 5, 3, rng), strict=True))
    ids, mask, lengths = pad_batch([[1, 2, 3, -1], [6], [0, 4]], -1)
    y = rng.integers(0, 3, mask.shape)
    loss, grads = gradients("rnn", Batch(one_hot(ids, 7), mask, y), parameters)
    a, cache = bidirectional.birnn_forward(one_hot(ids, 7), lengths, **parameters)
    due, da, *votes = tag_loss_and_grads(a, y, mask, **parameters)
    back = bidirectional.birnn_backward(da, cache)
    assert loss == pytest.approx(due)
    for way, vote in zip(parameters, votes, strict=True):
        for name, value in (back[way] | vote).items():
            np.testing.assert_allclose(grads[way][name], value, rtol=1e-9, atol=1e-12)
