"""LSTMs of several seeds, trained side by side: one array holds the weights of all, which saves most of the time.

What they compute is what `solutions.lstm` computes for each seed alone; tests/data_sets/test_lstm_seeds.py compares the
two. Parameters are a dict of W (seeds, 4 n_a, n_a + n_x), the gates f, i, c and o one below the other, b (seeds,
4 n_a, 1), Wy (seeds, n_y, n_a) and by (seeds, n_y, 1).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from solutions.activations import softmax
from solutions.lstm import init_lstm
from solutions.optimisers import AdamState, adam_start, adam_step

GATES = "fico"
WIDE_OPEN = 50.0  # the sigmoid of it is 1 in float64

Parameters = dict[str, np.ndarray]


class Batch(NamedTuple):
    """What each seed reads: x (T_x, seeds, n_x, m), labels y and the mask of the loss (T_x, seeds, m)."""

    x: np.ndarray
    y: np.ndarray
    mask: np.ndarray


class State(NamedTuple):
    """Activation and memory, each (seeds, n_a, m)."""

    a: np.ndarray
    c: np.ndarray


def fresh(n_a: int, n_x: int, n_y: int, rng: np.random.Generator, forget_bias: float) -> Parameters:
    """Draw one LSTM under the names of the reference, with its output layer."""
    parameters = init_lstm(n_a, n_x, rng, forget_bias)
    return parameters | {"Wy": rng.standard_normal((n_y, n_a)) / np.sqrt(n_a), "by": np.zeros((n_y, 1))}


def without(parameters: Parameters, gate: str) -> Parameters:
    """Return parameters whose gate f, i or o is 1 whatever is read: as if it were not there."""
    W, b = parameters[f"W{gate}"], parameters[f"b{gate}"]
    return parameters | {f"W{gate}": np.zeros_like(W), f"b{gate}": np.full_like(b, WIDE_OPEN)}


def together(networks: Sequence[Parameters]) -> Parameters:
    """Put networks of one size side by side."""
    stacked = {kind: [np.concatenate([one[kind + gate] for gate in GATES]) for one in networks] for kind in "Wb"}
    stacked |= {name: [one[name] for one in networks] for name in ("Wy", "by")}
    return {name: np.stack(values) for name, values in stacked.items()}


def one_of(parameters: Parameters, seed: int) -> Parameters:
    """Return one of the networks under the names of the reference."""
    W, b = (np.split(parameters[kind][seed], 4) for kind in "Wb")
    apart = {f"W{gate}": rows for gate, rows in zip(GATES, W, strict=True)}
    apart |= {f"b{gate}": rows for gate, rows in zip(GATES, b, strict=True)}
    return apart | {name: parameters[name][seed] for name in ("Wy", "by")}


def nothing_yet(parameters: Parameters, m: int) -> State:
    """Return activations and memories of zeros."""
    seeds, _, n_a = parameters["Wy"].shape
    return State(np.zeros((seeds, n_a, m)), np.zeros((seeds, n_a, m)))


def run(x: np.ndarray, start: State, parameters: Parameters) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a and c (T_x, seeds, n_a, m) and the four gates (T_x, 4, seeds, n_a, m)."""
    (a, c), kept, n_a = start, [], start.a.shape[1]
    halves = np.repeat([0.5, 0.5, 1.0, 0.5], n_a)[:, np.newaxis]
    W, b = halves * parameters["W"], halves * parameters["b"]
    for xt in x:
        f, i, candidate, o = np.split(np.tanh(W @ np.concatenate([a, xt], axis=1) + b), 4, axis=1)
        f, i, o = (0.5 + 0.5 * gate for gate in (f, i, o))
        c = f * c + i * candidate
        a = o * np.tanh(c)
        kept.append((a, c, np.stack([f, i, candidate, o])))
    activations, memories, gates = zip(*kept, strict=True)
    return np.stack(activations), np.stack(memories), np.stack(gates)


def predictions(a: np.ndarray, parameters: Parameters) -> np.ndarray:
    """Return y_hat (T_x, seeds, n_y, m)."""
    return softmax(parameters["Wy"] @ a + parameters["by"], axis=2)


def loss_and_grads(batch: Batch, start: State, parameters: Parameters) -> tuple[np.ndarray, Parameters, State]:
    """Return each seed's loss a valid step, all gradients, and where the sequences end."""
    a, c, gates = run(batch.x, start, parameters)
    y_hat, valid = predictions(a, parameters), batch.mask.sum(axis=(0, 2))  # (seeds,)
    right = np.eye(y_hat.shape[2])[batch.y].swapaxes(2, 3)
    loss = -(np.log((y_hat * right).sum(axis=2)) * batch.mask).sum(axis=(0, 2)) / valid
    dz_y = (y_hat - right) * batch.mask[:, :, np.newaxis] / valid[:, np.newaxis, np.newaxis]
    grads = {"dWy": (dz_y @ a.swapaxes(2, 3)).sum(axis=0), "dby": dz_y.sum(axis=(0, 3))[..., np.newaxis]}
    da = parameters["Wy"].swapaxes(1, 2) @ dz_y
    before = State(np.concatenate([start.a[np.newaxis], a[:-1]]), np.concatenate([start.c[np.newaxis], c[:-1]]))
    return loss, grads | _back(da, batch.x, before, c, gates, parameters["W"]), State(a[-1], c[-1])


def _back(da: np.ndarray, x: np.ndarray, before: State, c: np.ndarray, gates: np.ndarray, W: np.ndarray) -> Parameters:
    """Carry the gradient of the activations back through all steps."""
    da_next, dc, n_a = 0.0, 0.0, da.shape[2]
    dz, W_T = np.empty((len(x), W.shape[0], 4 * n_a, da.shape[3])), W[:, :, :n_a].swapaxes(1, 2)
    for t in reversed(range(len(x))):
        (f, i, candidate, o), shown, da_t = gates[t], np.tanh(c[t]), da[t] + da_next
        dc = dc + da_t * o * (1 - shown**2)
        parts = dc * before.c[t] * f * (1 - f), dc * candidate * i * (1 - i), dc * i * (1 - candidate**2)
        dz[t] = np.concatenate([*parts, da_t * shown * o * (1 - o)], axis=1)
        da_next, dc = W_T @ dz[t], dc * f
    joined = np.concatenate([before.a, x], axis=2)
    return {"dW": (dz @ joined.swapaxes(2, 3)).sum(axis=0), "db": dz.sum(axis=(0, 3))[..., np.newaxis]}


def clipped(grads: Parameters, limit: float) -> Parameters:
    """Return gradients whose norm is at most `limit` for each seed by itself."""
    norm = np.sqrt(sum((g**2).sum(axis=(1, 2), keepdims=True) for g in grads.values()))
    return {name: g * (limit / np.maximum(norm, limit)) for name, g in grads.items()}


def updated(
    parameters: Parameters, grads: Parameters, state: AdamState, lr: float, limit: float = 1.0
) -> tuple[Parameters, AdamState]:
    """Take one clipped step of Adam; a gate that is always 1 has no gradient and stays."""
    return adam_step(parameters, clipped(grads, limit), state, lr)


def train(
    parameters: Parameters, batches: Iterator[Batch], lr: float, *, carry: bool = False
) -> Iterator[tuple[np.ndarray, Parameters]]:
    """Yield the loss and the new parameters after each batch; carry the state from batch to batch or begin with 0."""
    adam, state = adam_start(parameters), None
    for batch in batches:
        start = state if carry and state is not None else nothing_yet(parameters, batch.x.shape[-1])
        loss, grads, state = loss_and_grads(batch, start, parameters)
        parameters, adam = updated(parameters, grads, adam, lr)
        yield loss, parameters
