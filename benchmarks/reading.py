"""Networks that read a batch of sequences, trained with the course's own code: what benchmarks of lesson 05 share."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from data.vocabulary import Vocabulary
from solutions.bag_of_words import bag_of_words_fit, bag_of_words_predict, count_words
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.types_of_rnn import many_to_one_backward, many_to_one_forward

CLIP = 5.0

Parameters = dict[str, np.ndarray]
Texts = list[list[str]]


class Batch(NamedTuple):
    """Padded sequences with one label each, y (m,), or one a step, y (T_x, m)."""

    x: np.ndarray
    lengths: np.ndarray
    y: np.ndarray

    @property
    def mask(self) -> np.ndarray:
        """True where a step is valid, shape (T_x, m)."""
        return np.arange(len(self.x))[:, np.newaxis] < self.lengths


class Setting(NamedTuple):
    """What is trained, for how long; at the start W_ax is `reads` times normal, W_aa `keeps` times orthogonal."""

    n_x: int
    n_y: int
    updates: int
    lr: float
    n_a: int = 32
    m: int = 64
    reads: float = 0.1
    keeps: float = 0.9


Draw = Callable[[np.random.Generator], Batch]
Learns = Callable[[Parameters, Batch], tuple[np.ndarray, Parameters]]  # predictions and gradients


def started(setting: Setting, rng: np.random.Generator) -> Parameters:
    """Return random parameters."""
    n_x, n_y, n_a = setting.n_x, setting.n_y, setting.n_a
    return {
        "Wax": setting.reads * rng.normal(size=(n_a, n_x)),
        "Wya": rng.normal(size=(n_y, n_a)) / np.sqrt(n_a),
        "Waa": setting.keeps * np.linalg.qr(rng.normal(size=(n_a, n_a)))[0],
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((n_y, 1)),
    }


def one_answer(network: Parameters, batch: Batch) -> tuple[np.ndarray, Parameters]:
    """Return predictions (n_y, m) of the last activation, and gradients."""
    m, a0 = len(batch.y), np.zeros((len(network["ba"]), len(batch.y)))
    y_hat, a_last, caches = many_to_one_forward(batch.x, a0, network, batch.lengths)
    dz_y = (y_hat - np.eye(len(y_hat))[:, batch.y]) / m
    grads = many_to_one_backward(network["Wya"].T @ dz_y, caches, batch.lengths)
    return y_hat, grads | {"dWya": dz_y @ a_last.T, "dby": dz_y.sum(axis=1, keepdims=True)}


def learned(learns: Learns, draw: Draw, setting: Setting, seed: int) -> Parameters:
    """Return trained parameters; the learning rate of Adam falls in a straight line to 0."""
    rng = np.random.default_rng(seed)
    network = started(setting, rng)
    adam = adam_start(network)
    for update in range(setting.updates):
        _, grads = learns(network, draw(rng))
        grads = clip_gradients({"d" + name: grads["d" + name] for name in network}, CLIP)
        network, adam = adam_step(network, grads, adam, setting.lr * (1 - update / setting.updates))
    return network


def as_batch(texts: Texts, y: np.ndarray, vocabulary: Vocabulary) -> Batch:
    """Return texts as columns, zeros for a word that the vocabulary does not have."""
    ids, _, lengths = pad_batch([vocabulary.encode(text, unknown=-1) for text in texts], -1)
    return Batch(one_hot(ids, len(vocabulary)), lengths, y)


def drawing(texts: Texts, y: np.ndarray, vocabulary: Vocabulary, m: int) -> Draw:
    """Return a function that draws m different texts and their labels."""

    def draw(rng: np.random.Generator) -> Batch:
        chosen = rng.choice(len(y), m, replace=False)
        return as_batch([texts[i] for i in chosen], y[chosen], vocabulary)

    return draw


def bag_is_right(train: Texts, y: np.ndarray, test: Texts, y_test: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """Return whether logistic regression on counts of words is right, for each test text."""
    counts, unseen = (
        count_words([vocabulary.encode(text, unknown=-1) for text in part], len(vocabulary)) for part in (train, test)
    )
    agrees: np.ndarray = (bag_of_words_predict(unseen, *bag_of_words_fit(counts, y)) > 0.5) == y_test
    return agrees
