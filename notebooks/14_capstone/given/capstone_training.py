"""What this lesson is given of solutions.capstone_training: made by `autograder build`, not to be edited."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol
import numpy as np
from given.initialisation import gru_start, orthogonal_start
from given.layers import GRU, LSTM, RNN, Adam, Bidirectional, Readout, clip_global_norm, flat, softmax_cross_entropy
from given.lstm import init_lstm
from given.sequence_data import one_hot, pad_batch


LAYERS: dict[str, Any] = {"rnn": RNN, "gru": GRU, "lstm": LSTM}


#: What stands in front of the parameters' names, network by network.
PREFIXES = {
    "names": ("",),
    "melodies": ("",),
    "dates": ("encoder ", "decoder "),
    "entities": ("forward ", "backward "),
}


CLIP = 1.0  # the largest norm of a gradient


SHUFFLED = 50  # so many batches are sorted by length together


Arrays = dict[str, np.ndarray]


Ids = Sequence[list[int]]


class Examples(Protocol):
    """What is read and what is right, by number: `data.capstone` says what x and y are."""

    @property
    def x(self) -> Ids: ...
    @property
    def y(self) -> Ids: ...


class Plan(NamedTuple):
    """How a network is trained: epochs, examples in a batch, the first learning rate, which falls in a line to 0."""

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


def require_known(corpus: str, cell: str) -> None:
    """Raise ValueError where a corpus or a cell has another name."""
    for what, name, known in (("corpus", corpus, PREFIXES), ("cell", cell, LAYERS)):
        if name not in known:
            raise ValueError(f"There is no {what} {name!r}. There are: {', '.join(known)}.")


def start_of(cell: str, n_x: int, n_a: int, n_y: int, rng: np.random.Generator) -> Arrays:
    """Return the parameters of a cell and of its output, Wy and by, before training."""
    if cell == "rnn":
        p = orthogonal_start(n_x, n_a, n_y, reads=0.3, rng=rng)
        return p | {"Wy": p.pop("Wya")}
    if cell == "gru":
        return gru_start(n_x, n_a, n_y, bu=-1.0, rng=rng)
    return init_lstm(n_a, n_x, rng, 1.0) | {"Wy": rng.normal(size=(n_y, n_a)) / np.sqrt(n_a), "by": np.zeros((n_y, 1))}


def untrained(
    corpus: str, cell: str, n_x: int, n_a: int, n_y: int, *, both: bool = True, rng: np.random.Generator
) -> Arrays:
    """Return the parameters of a model before training, under the names that the capstone gives them.

    Args:
        corpus: "names", "melodies", "dates" or "entities".
        cell: "rnn", "gru" or "lstm".
        n_x: symbols that are read.
        n_a: units of each network.
        n_y: symbols, or tags, that are said.
        both: whether a network for entities reads from both ends.
        rng: source of the draws.
    """
    require_known(corpus, cell)
    sizes = {prefix: n_y if prefix == "decoder " else n_x for prefix in PREFIXES[corpus]}
    if not both:
        sizes.pop("backward ", None)
    starts = {prefix: start_of(cell, n, n_a, n_y, rng) for prefix, n in sizes.items()}
    says = [(p.pop("Wy"), p.pop("by")) for p in starts.values()]
    found = {f"{prefix}{name}": value for prefix, p in starts.items() for name, value in p.items()}
    last = "decoder " if corpus == "dates" else ""
    W_y = np.hstack([each for each, _ in says]) if corpus == "entities" else says[-1][0]
    return found | {f"{last}Wy": W_y, f"{last}by": says[-1][1]}


class Network:
    """A model over the fast layers: all parameters are one vector theta, all gradients one vector grad."""

    def __init__(self, corpus: str, cell: str, parameters: Arrays) -> None:
        """Make a network that begins with a copy of these parameters, in single precision.

        Args:
            corpus: "names", "melodies", "dates" or "entities".
            cell: "rnn", "gru" or "lstm".
            parameters: as `untrained` returns them; one-hot symbols, no embedding.
        """
        require_known(corpus, cell)
        self.corpus, self.layer, p = corpus, LAYERS[cell], parameters
        self.prefixes = [prefix for prefix in PREFIXES[corpus] if any(name.startswith(prefix) for name in p)]
        self.last = "decoder " if corpus == "dates" else ""
        values = {prefix: self.layer.stacked(own(p, prefix)) for prefix in self.prefixes}
        values["out"] = np.hstack([p[f"{self.last}Wy"], p[f"{self.last}by"]])
        shapes = {name: value.shape for name, value in values.items()}
        (self.theta, self.W), (self.grad, dW) = flat(shapes, np.float32), flat(shapes, np.float32)
        for name, value in values.items():
            self.W[name][...] = value
        self.layers = [self.layer(self.W[prefix], dW[prefix]) for prefix in self.prefixes]
        self.reads = Bidirectional(*self.layers) if corpus == "entities" and len(self.layers) == 2 else self.layers[-1]
        self.says = Readout(self.W["out"], dW["out"])

    def parameters(self) -> Arrays:
        """Return a copy of the parameters, under the names that the capstone gives them."""
        named = {prefix: self.layer.named(self.W[prefix]) for prefix in self.prefixes}
        found = {f"{prefix}{name}": value.copy() for prefix, p in named.items() for name, value in p.items()}
        W_y, by = np.split(self.W["out"], [-1], axis=1)
        return found | {f"{self.last}Wy": W_y.copy(), f"{self.last}by": by.copy()}

    def scores(self, x: Ids, y: Ids) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what the network says at every step before softmax, what is right, and the mask.

        A decoder of dates is told the right symbols so far, beginning with the last of its vocabulary, the full stop.

        Returns:
            z (T_y, n_y, m), a view of kept memory, the padded y and its mask, both (T_y, m).
        """
        ids, mask, _ = pad_batch(list(x), 0)
        right, said, _ = pad_batch(list(y), 0)
        start: tuple[np.ndarray, ...] = ()
        if self.corpus == "dates":
            _, start = self.layers[0].forward(columns(ids, self.layers[0].n_x), mask=mask)
            end = np.full((1, len(x)), self.layers[1].n_x - 1)
            ids, mask = np.concatenate([end, right[:-1]]), said
        a, _ = self.reads.forward(columns(ids, self.reads.n_x), *start, mask=mask)
        return self.says.forward(a), right, said

    def backward(self, dz: np.ndarray) -> None:
        """Carry the gradient of what `scores` returned last back; `grad` then holds that of theta."""
        _, dstart = self.reads.backward(self.says.backward(dz))
        if self.corpus == "dates":
            encoder = self.layers[0]
            encoder.backward(np.zeros((encoder.T_x, encoder.n_a, encoder.m), dtype=np.float32), *dstart)

    def loss(self, x: Ids, y: Ids) -> float:
        """Return the mean loss of a batch, in nats a symbol; `grad` then holds its gradient."""
        z, right, mask = self.scores(x, y)
        loss, dz = softmax_cross_entropy(z, right, mask, out=z)
        self.backward(dz)
        return loss


def own(p: Arrays, prefix: str) -> Arrays:
    """Return the parameters of one network of a model, without their prefix."""
    return {name.removeprefix(prefix): value for name, value in p.items() if name.startswith(prefix)}


def columns(ids: np.ndarray, n: int) -> np.ndarray:
    """Return symbols as one-hot columns in single precision, (T_x, n, m)."""
    return one_hot(ids, n).astype(np.float32)


def batches(examples: Examples, m: int, rng: np.random.Generator) -> Iterator[tuple[Ids, Ids]]:
    """Yield all examples once, m at a time, in an order by chance; those of a batch are about equally long."""
    order = rng.permutation(len(examples.x))
    for some in np.split(order, range(SHUFFLED * m, len(order), SHUFFLED * m)):
        by_length = sorted(some, key=lambda k: len(examples.x[k]))
        parts = [by_length[first : first + m] for first in range(0, len(by_length), m)]
        for k in rng.permutation(len(parts)):
            yield [examples.x[i] for i in parts[k]], [examples.y[i] for i in parts[k]]


def train(
    network: Network,
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
        after: called after every epoch with its number and its mean loss.

    Returns:
        The mean loss of every epoch, in nats a symbol; of one that was cut off, the mean so far.
    """
    adam, means = Adam(network.theta), []
    updates = plan.epochs * -(-len(examples.x) // plan.m)
    for epoch in range(1, plan.epochs + 1):
        losses = []
        for x, y in batches(examples, plan.m, rng):
            if clock.over():
                break
            losses.append(network.loss(x, y))
            clip_global_norm(network.grad, CLIP)
            adam.step(network.grad, plan.rate * max(0.0, 1 - adam.steps / updates))
        if not losses:
            break
        means.append(float(np.mean(losses)))
        if after:
            after(epoch, means[-1])
    return means
