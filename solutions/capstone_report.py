# mypy: disable-error-code="no-any-return"
# NumPy's stubs give Any for the operators of arrays whose dtype is not named.
"""Measures for the capstone's report: where the loss is, how far the gradient comes back, how long memory lasts."""

from collections.abc import Callable, Sequence

import numpy as np

from solutions.capstone_training import Examples, Ids, Network, columns
from solutions.layers import softmax_cross_entropy

State = tuple[np.ndarray, ...]
BATCH = 256


def bits_of_symbols(network: Network, examples: Examples) -> list[np.ndarray]:
    """Return for every example the bits that each of its symbols, or tags, costs: -log2 of its probability.

    A decoder of dates is told the right digits so far.
    """
    found = []
    for first in range(0, len(examples.x), BATCH):
        y = examples.y[first : first + BATCH]
        z, right, _ = network.scores(examples.x[first : first + BATCH], y)
        z = z.astype(np.float64)
        top = z.max(axis=1, keepdims=True)
        logs = z - top - np.log(np.exp(z - top).sum(axis=1, keepdims=True))
        cost = -np.take_along_axis(logs, right[:, np.newaxis], axis=1)[:, 0] / np.log(2)  # (T_y, m)
        found += [cost[: len(each), i] for i, each in enumerate(y)]
    return found


def shares(bits: list[np.ndarray], label_of: Callable[[int, int], str]) -> dict[str, tuple[float, float]]:
    """Return for every group of symbols its share of all bits and its share of all symbols, the costliest first.

    Args:
        bits: as `bits_of_symbols` returns them.
        label_of: the group of a symbol, from the number of its example and its place, both counted from 0.
    """
    cost: dict[str, float] = {}
    count: dict[str, int] = {}
    for k, each in enumerate(bits):
        for t, amount in enumerate(each):
            label = label_of(k, t)
            cost[label] = cost.get(label, 0.0) + float(amount)
            count[label] = count.get(label, 0) + 1
    total, symbols = sum(cost.values()), sum(count.values())
    return {
        label: (cost[label] / total, count[label] / symbols) for label in sorted(cost, key=lambda name: -cost[name])
    }


def cumulative(bits: list[np.ndarray]) -> np.ndarray:
    """Return what share of all bits the costliest 0, 1, 2, ... symbols hold, from 0 to 1."""
    ordered = np.sort(np.concatenate(bits))[::-1]
    return np.concatenate([[0.0], np.cumsum(ordered)]) / ordered.sum()


def equally_long(examples: Examples, *, cut: int = 0, most: int = 200) -> tuple[list[list[int]], list[list[int]]]:
    """Return examples of one length, at most so many: the most frequent length that is no shorter than the median.

    Args:
        examples: to choose from.
        cut: so many steps are left out at the end; 1 where the last symbol is the end itself.
        most: how many at most.
    """
    lengths = np.array([len(each) for each in examples.x])
    length = int(np.argmax(np.bincount(lengths[lengths >= np.median(lengths)])))
    chosen = np.flatnonzero(lengths == length)[:most]
    x, y = ([list(part[k][: len(part[k]) - cut]) for k in chosen] for part in (examples.x, examples.y))
    return x, y


def states_of(network: Network, x: np.ndarray, start: State = ()) -> list[State]:
    """Return the state before the first step and after each step of the network that reads first.

    Args:
        network: of it the encoder, the forward direction, or the only network.
        x: one-hot columns, shape (T_x, n_x, m).
        start: the state before the first step; zeros by default.
    """
    layer = network.layers[0]
    begin = tuple(np.zeros((layer.n_a, x.shape[2]), dtype=np.float32) for _ in range(layer.states))
    states = [start or begin]
    for t in range(len(x)):
        _, state = layer.forward(x[t : t + 1], *states[-1], keep=False)
        states.append(tuple(each.copy() for each in state))
    return states


def gradient_profile(network: Network, x: Ids, y: Ids) -> np.ndarray:
    r"""Return how strong the gradient of a loss is at each state on its way back, shape (T_x, m).

    .. math:: \left\| \frac{\partial \mathcal{L}^{<T_x>}}{\partial a^{<t>}} \right\|, \quad t = 1, \dots, T_x

    The loss is that of the last step; of dates, that of the whole date, which reaches the encoder's last state. For an
    LSTM the norm is that of both states together.

    Args:
        network: as trained.
        x: what is read; all equally long.
        y: what is right.
    """
    read, layer = columns(np.array(x).T, network.layers[0].n_x), network.layers[0]
    states, d_state = states_of(network, read), _at_the_end(network, x, y)
    norms = [_norm(d_state)]
    nothing = np.zeros((1, layer.n_a, len(x)), dtype=np.float32)
    for t in range(len(read) - 1, 0, -1):
        layer.forward(read[t : t + 1], *states[t])
        _, back = layer.backward(nothing, *d_state)
        d_state = tuple(each.copy() for each in back)
        norms.append(_norm(d_state))
    return np.array(norms[::-1])


def _at_the_end(network: Network, x: Ids, y: Ids) -> State:
    """Return the gradient of the loss with respect to the last state of the network that reads first."""
    z, right, mask = network.scores(x, y)
    _, dz = softmax_cross_entropy(z, right, mask)
    if network.corpus == "dates":
        _, d_state = network.reads.backward(network.says.backward(dz))
        return tuple(each.copy() for each in d_state)
    layer = network.layers[0]
    da = network.says.W[:, : layer.n_a].T @ dz[-1]
    return (da, *(np.zeros_like(da) for _ in range(layer.states - 1)))


def _norm(state: State) -> np.ndarray:
    return np.sqrt(sum((each.astype(np.float64) ** 2).sum(axis=0) for each in state))


def memory_left(network: Network, x: Ids, at: int) -> np.ndarray:
    """Return what is left of a difference between two memories that read the same, shape (T_x - at + 1,).

    After `at` steps each example goes on once with its own state and once with that of another example; both read the
    same symbols from there on. The median over the examples of how far the two states are apart, as a share of how far
    they were apart at first.

    Args:
        network: of it the encoder, the forward direction, or the only network.
        x: what is read; at least two examples, all equally long.
        at: after how many steps the states are exchanged, from 1 to T_x - 1.
    """
    read = columns(np.array(x).T, network.layers[0].n_x)
    before = states_of(network, read[:at])[-1]
    other = tuple(np.roll(each, 1, axis=1) for each in before)
    pairs = zip(states_of(network, read[at:], before), states_of(network, read[at:], other), strict=True)
    apart = np.array([_norm(tuple(a - b for a, b in zip(*pair, strict=True))) for pair in pairs])
    differ = apart[0] > 0  # two examples that begin alike have nothing to forget
    return np.median(apart[:, differ] / apart[0, differ], axis=1)


def half_life(left: Sequence[float] | np.ndarray) -> float:
    """Return after how many steps half is left, read off between two steps; infinity where it never is.

    Args:
        left: what is left after 0, 1, 2, ... steps, the first being 1.
    """
    for k in range(1, len(left)):
        if left[k] <= 0.5:
            return float(k - 1 + (left[k - 1] - 0.5) / (left[k - 1] - left[k]))
    return float("inf")
