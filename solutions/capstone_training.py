# mypy: disable-error-code="no-any-return"
# NumPy's stubs give Any for the operators of arrays whose dtype is not named.
"""Starting programs of the capstone: networks over the fast layers, trained within a budget of processor time."""

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from solutions.initialisation import gru_start, orthogonal_start
from solutions.layers import GRU, LSTM, RNN, Adam, Bidirectional, Readout, clip_global_norm, flat, softmax_cross_entropy
from solutions.lstm import init_lstm
from solutions.sequence_data import one_hot, pad_batch

LAYERS = {"rnn": RNN, "gru": GRU, "lstm": LSTM}
CLIP = 1.0  # the largest norm of a gradient

Arrays = dict[str, np.ndarray]
Ids = list[list[int]]


class Examples(NamedTuple):
    """What a network reads and what it is to say, by number; -1 is read as a column of zeros.

    A language model and a tagger say something at every step they read: source[k] and target[k] are equally long. A
    translator first reads all of source[k]; its target[k] ends with the last symbol of the vocabulary.
    """

    source: Ids
    target: Ids
    n_x: int
    n_y: int


class Plan(NamedTuple):
    """How a network is trained: units, epochs, examples in a batch, the first learning rate, which falls to 0."""

    n_a: int = 64
    epochs: int = 3
    m: int = 64
    rate: float = 0.01


class Clock:
    """Processor time since it was made, in seconds, against a budget."""

    def __init__(self, budget: float) -> None:
        self.budget, self.began = budget, time.process_time()

    def spent(self) -> float:
        """Return the seconds used so far, of all threads together."""
        return time.process_time() - self.began

    def over(self) -> bool:
        """Return whether the budget is used up."""
        return self.spent() >= self.budget


def start(cell: str, n_x: int, n_a: int, n_y: int, rng: np.random.Generator) -> Arrays:
    """Return the parameters of a cell ("rnn", "gru" or "lstm") and its output before training."""
    if cell == "rnn":
        return orthogonal_start(n_x, n_a, n_y, reads=0.3, rng=rng)
    if cell == "gru":
        return gru_start(n_x, n_a, n_y, bu=-1.0, rng=rng)
    says = {"Wy": rng.normal(size=(n_y, n_a)) / np.sqrt(n_a), "by": np.zeros((n_y, 1))}
    return init_lstm(n_a, n_x, rng, 1.0) | says


def output_of(p: Arrays) -> np.ndarray:
    """Return [W_y | b_y] of a dict of parameters, whether the weights are called Wya or Wy."""
    return np.hstack([p["Wya"] if "Wya" in p else p["Wy"], p["by"]])


class Network:
    """A cell that reads one-hot columns and says something at every step; all its parameters are one vector theta.

    With two directions the output reads both activations, one above the other.
    """

    def __init__(self, cell: str, examples: Examples, n_a: int, *, both: bool, rng: np.random.Generator) -> None:
        self.layer, self.n_x = LAYERS[cell], examples.n_x
        self.cell, self.ways = cell, ("forward", "backward") if both else ("forward",)
        starts = {way: start(cell, examples.n_x, n_a, examples.n_y, rng) for way in self.ways}
        values = {way: self.layer.stacked(p) for way, p in starts.items()}
        outputs = [output_of(p) for p in starts.values()]
        values["out"] = np.hstack([*(each[:, :-1] for each in outputs), outputs[0][:, -1:]])
        shapes = {name: value.shape for name, value in values.items()}
        (self.theta, self.W), (self.grad, dW) = flat(shapes, np.float32), flat(shapes, np.float32)
        for name, value in values.items():
            self.W[name][...] = value
        layers = [self.layer(self.W[way], dW[way]) for way in self.ways]
        self.reads = Bidirectional(*layers) if both else layers[0]
        self.says = Readout(self.W["out"], dW["out"])

    def scores(self, source: Ids, *, keep: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """Return the scores of every step, (T_x, n_y, m), and the mask of the padded batch, (T_x, m)."""
        ids, mask, _ = pad_batch(source, -1)
        a, _ = self.reads.forward(columns(ids, self.n_x), mask=mask, keep=keep)
        return self.says.forward(a), mask

    def loss(self, source: Ids, target: Ids) -> float:
        """Return the mean loss of a batch, in nats a step; `grad` then holds the gradient."""
        z, mask = self.scores(source, keep=True)
        loss, dz = softmax_cross_entropy(z, pad_batch(target, 0)[0], mask, out=z)
        self.reads.backward(self.says.backward(dz))
        return loss

    def parameters(self) -> Arrays:
        """Return a copy of the parameters under the names of the lessons; with two directions, each name after its way.

        The output of the backward direction has no bias of its own: its `by` is zeros.
        """
        found: Arrays = {}
        n_a, (rows, by) = self.reads.n_a // len(self.ways), np.split(self.W["out"], [-1], axis=1)
        for k, way in enumerate(self.ways):
            says = {"Wya" if self.cell == "rnn" else "Wy": rows[:, k * n_a : (k + 1) * n_a], "by": by * (k == 0)}
            named = self.layer.named(self.W[way]) | says
            found |= {(f"{way} {name}" if len(self.ways) > 1 else name): value.copy() for name, value in named.items()}
        return found


class Translator:
    """An encoder that reads a whole source, and a decoder that begins with what the encoder remembers."""

    def __init__(self, cell: str, examples: Examples, n_a: int, *, rng: np.random.Generator) -> None:
        self.layer, self.cell, self.n_x, self.n_y = LAYERS[cell], cell, examples.n_x, examples.n_y
        encoder, decoder = (start(cell, n, n_a, examples.n_y, rng) for n in (self.n_x, self.n_y))
        values = {"encoder": self.layer.stacked(encoder), "decoder": self.layer.stacked(decoder)}
        values["out"] = output_of(decoder)
        shapes = {name: value.shape for name, value in values.items()}
        (self.theta, self.W), (self.grad, dW) = flat(shapes, np.float32), flat(shapes, np.float32)
        for name, value in values.items():
            self.W[name][...] = value
        self.encoder, self.decoder = (self.layer(self.W[name], dW[name]) for name in ("encoder", "decoder"))
        self.says = Readout(self.W["out"], dW["out"])

    def loss(self, source: Ids, target: Ids) -> float:
        """Return the mean loss of a batch, in nats a symbol, each told the right ones before; `grad` holds its gradient."""
        ids, mask, _ = pad_batch(source, -1)
        _, last = self.encoder.forward(columns(ids, self.n_x), mask=mask)
        told, right = pad_batch([[-1, *each[:-1]] for each in target], -1)[0], pad_batch(target, 0)
        a, _ = self.decoder.forward(columns(told, self.n_y), *last, mask=right[1])
        z = self.says.forward(a)
        loss, dz = softmax_cross_entropy(z, right[0], right[1], out=z)
        _, dlast = self.decoder.backward(self.says.backward(dz))
        self.encoder.backward(np.zeros((len(ids), *dlast[0].shape), dtype=np.float32), *dlast)
        return loss

    def parameters(self) -> Arrays:
        """Return a copy of the parameters under the names of the lessons, each after "encoder" or "decoder"."""
        says = {"Wya" if self.cell == "rnn" else "Wy": self.W["out"][:, :-1], "by": self.W["out"][:, -1:]}
        named = {name: self.layer.named(self.W[name]) for name in ("encoder", "decoder")}
        named["decoder"] |= says
        return {f"{way} {name}": value.copy() for way, each in named.items() for name, value in each.items()}


def columns(ids: np.ndarray, n: int) -> np.ndarray:
    """Return these symbols as one-hot columns in single precision, (T_x, n, m); -1 is a column of zeros."""
    return one_hot(ids, n).astype(np.float32)


def batches(examples: Examples, m: int, rng: np.random.Generator) -> Iterator[tuple[Ids, Ids]]:
    """Yield all examples once, m at a time, in an order by chance; those of a batch are about equally long."""
    order = rng.permutation(len(examples.source))
    for some in np.split(order, range(50 * m, len(order), 50 * m)):
        by_length = sorted(some, key=lambda k: len(examples.source[k]))
        parts = [by_length[first : first + m] for first in range(0, len(by_length), m)]
        for k in rng.permutation(len(parts)):
            yield [examples.source[i] for i in parts[k]], [examples.target[i] for i in parts[k]]


def train(
    network: Network | Translator,
    examples: Examples,
    plan: Plan,
    clock: Clock,
    rng: np.random.Generator,
    after: Callable[[int, float], None] | None = None,
) -> list[float]:
    """Train a network in place, by Adam, until the plan is done or the clock has run out.

    Args:
        network: what is trained.
        examples: what it learns from.
        plan: epochs, batches, learning rate.
        clock: the budget; looked at before every batch.
        rng: source of the order.
        after: called after every epoch with its number and the mean loss.

    Returns:
        The mean loss of every epoch, in nats; that of an epoch that was cut off is the mean so far.
    """
    adam, means = Adam(network.theta), []
    updates = plan.epochs * -(-len(examples.source) // plan.m)
    for epoch in range(1, plan.epochs + 1):
        losses = []
        for source, target in batches(examples, plan.m, rng):
            if clock.over():
                break
            losses.append(network.loss(source, target))
            clip_global_norm(network.grad, CLIP)
            adam.step(network.grad, plan.rate * max(0.0, 1 - adam.steps / updates))
        means += [float(np.mean(losses))] if losses else []
        if after and losses:
            after(epoch, means[-1])
    return means
