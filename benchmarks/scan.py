"""Gates that do not read the memory: how long a long sequence takes, and what such a cell cannot learn.

    python -m benchmarks.scan          write data/recorded/scan.json
    python -m benchmarks.scan --dry    write nothing

Times: forward over 4,096 steps of 16 inputs, processor time in turns, medians of five rounds, one thread, float64. Run
it with OPENBLAS_NUM_THREADS=1 and without OPENBLAS_CORETYPE.

Learning: at each step the right answer is, for *first*, the first bit of the sequence, and for *parity*, whether the
number of ones so far is odd. 16 units, 1,500 batches of 64 sequences of 16 bits, Adam with a learning rate of 0.01,
tested on 1,000 sequences of 16 and of 32. A bit is one of two inputs; a third is 1 at the first step. Two minimal GRUs,
one above the other, are tried as well.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from data.recorded import write_recorded
from solutions.flat_parameters import adam_begin, joined, softmax_cross_entropy, views
from solutions.gru import gru_forward
from solutions.layers import GRU
from solutions.scan import input_gates, loop_over_time, scan_by_doubling, scan_in_blocks
from solutions.timing import medians, time_in_turns

Arrays = dict[str, np.ndarray]
SEEDS, STEPS, N_X = list(range(10)), 4096, 16
SIZES = [(16, 1), (16, 32), (64, 1), (64, 32)]  # n_a, m
UNITS, BATCHES, M, T_X, LR = 16, 1500, 64, 16, 0.01


# --- Times ----------------------------------------------------------------------------------------------


def forward_times(n_a: int, m: int) -> dict[str, float]:
    """Return the milliseconds of everyone, forward over a long sequence."""
    rng = np.random.default_rng(0)
    x, start, valid = rng.normal(size=(STEPS, N_X, m)), np.zeros((n_a, m)), np.ones((STEPS, m), dtype=bool)
    p = {f"W{gate}": rng.normal(size=(n_a, n_a + N_X)) / 8 for gate in "urc"} | {"Wy": np.zeros((1, n_a))}
    p |= {f"b{gate}": np.zeros((n_a, 1)) for gate in "urc"} | {"by": np.zeros((1, 1))}
    layer, minimal = GRU.from_dict(p), (p["Wu"][:, n_a:].copy(), p["Wc"][:, n_a:].copy(), p["bu"], p["bc"])
    calls: dict[str, Callable[[], Any]] = {
        "GRU of lesson 09": lambda: gru_forward(x, start, p, valid),
        "GRU, fast layer": lambda: layer.forward(x, keep=False),
        "minimal, loop": lambda: loop_over_time(*input_gates(x, *minimal)),
        "minimal, doubling": lambda: scan_by_doubling(*input_gates(x, *minimal)),
        "minimal, blocks": lambda: scan_in_blocks(*input_gates(x, *minimal)),
    }
    return {name: round(1000 * each, 2) for name, each in medians(time_in_turns(calls, rounds=5)).items()}


# --- Learning -------------------------------------------------------------------------------------------


def batch(task: str, T_x: int, m: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs (T_x, 3, m) and right answers (T_x, m)."""
    bits = rng.integers(2, size=(T_x, m))
    x = np.stack([bits == 0, bits == 1, np.zeros_like(bits)], axis=1).astype(float)
    x[0, 2] = 1
    return x, np.cumsum(bits, axis=0) % 2 if task == "parity" else np.broadcast_to(bits[0], bits.shape)


class Minimal:
    """A minimal GRU with its way back, in the form of the layers: Wu, Wc, bu and bc are the parts of W."""

    def __init__(self, n_x: int, W: np.ndarray) -> None:
        self.W, self.n_a, self.n_x, self.dW = W, len(W) // 2, n_x, np.zeros_like(W)

    def forward(self, x: np.ndarray) -> tuple[np.ndarray, None]:
        """Return every memory, shape (T_x, n_a, m)."""
        W, n_a = self.W, self.n_a
        Wu, Wc, bu, bc = W[:n_a, :-1], W[n_a:, :-1], W[:n_a, -1:], W[n_a:, -1:]
        keep, new = input_gates(x, Wu, Wc, bu, bc)
        self.x, self.keep, self.c_tilde, self.c = x, keep, Wc @ x + bc, loop_over_time(keep, new)
        return self.c, None

    def backward(self, dc: np.ndarray) -> tuple[np.ndarray, None]:
        """Return dx; dW then holds the gradient of W."""
        keep, total, later = self.keep, np.empty_like(dc), 0.0
        for t in reversed(range(len(dc))):
            total[t] = dc[t] + later
            later = total[t] * keep[t]
        c_prev = np.concatenate([np.zeros_like(self.c[:1]), self.c[:-1]])
        dz_u = total * (self.c_tilde - c_prev) * keep * (1 - keep)
        dz = np.concatenate([dz_u, total * (1 - keep)], axis=1)
        ones = np.ones_like(self.x[:, :1])
        self.dW[...] = np.tensordot(dz, np.concatenate([self.x, ones], axis=1), ([0, 2], [0, 2]))
        return self.W[:, :-1].T @ dz, None


def network(kind: str, W: Arrays) -> list[Any]:
    """Return the layers of a network, lowest first."""
    if kind == "GRU":
        return [GRU(W["cell"])]
    return [Minimal(W[name].shape[1] - 1, W[name]) for name in ("cell", "above") if name in W]


def start(kind: str, rng: np.random.Generator) -> Arrays:
    """Draw parameters."""
    shapes = {"cell": (3 * UNITS, UNITS + 4) if kind == "GRU" else (2 * UNITS, 4)}
    shapes |= {"above": (2 * UNITS, UNITS + 1)} if kind == "two minimal GRUs" else {}
    shapes |= {"out": (2, UNITS + 1)}
    drawn = {name: rng.normal(size=shape) / np.sqrt(shape[1]) for name, shape in shapes.items()}
    for W in drawn.values():
        W[:, -1] = 0
    return drawn


def scores(layers: list[Any], W: Arrays, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return scores (T_x, 2, m) and the activations that they are made of."""
    a = x
    for layer in layers:
        a, _ = layer.forward(a)
    return W["out"][:, :-1] @ a + W["out"][:, -1:], a


def gradient(layers: list[Any], W: Arrays, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the gradient of the loss, one vector in the order of W."""
    s, a = scores(layers, W, x)
    _, ds = softmax_cross_entropy(s, y)
    d = W["out"][:, :-1].T @ ds
    for layer in reversed(layers):
        d, _ = layer.backward(d)
    of_out = [np.tensordot(ds, a, ([0, 2], [0, 2])), ds.sum(axis=(0, 2))[:, np.newaxis]]
    parts = [layer.dW.ravel() for layer in layers]
    return np.concatenate([*parts, np.hstack(of_out).ravel()])


def trained(kind: str, task: str, seed: int) -> dict[str, float]:
    """Train; return the share of right answers over sequences of two lengths."""
    rng = np.random.default_rng(seed)
    theta, shapes = joined(start(kind, rng))
    W, state = views(theta, shapes), adam_begin(theta)
    layers = network(kind, W)
    for k in range(1, BATCHES + 1):
        g = gradient(layers, W, *batch(task, T_X, M, rng))
        state["mean"] = 0.9 * state["mean"] + 0.1 * g
        state["square"] = 0.999 * state["square"] + 0.001 * g**2
        theta -= LR * state["mean"] / (1 - 0.9**k) / (np.sqrt(state["square"] / (1 - 0.999**k)) + 1e-8)
    found = {}
    for T_x in (T_X, 2 * T_X):
        x, y = batch(task, T_x, 1000, rng)
        found[str(T_x)] = round(float(np.mean(scores(layers, W, x)[0].argmax(axis=1) == y)), 4)
    return found


def main() -> None:
    """Measure, train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, started = parser.parse_args().dry, time.process_time()
    times = {f"n_a = {n_a}, m = {m}": forward_times(n_a, m) for n_a, m in SIZES}
    print(times, flush=True)
    learned: dict[str, Any] = {}
    for task in ("first", "parity"):
        for kind in ("GRU", "minimal GRU", "two minimal GRUs"):
            runs = [trained(kind, task, seed) for seed in SEEDS]
            learned.setdefault(task, {})[kind] = {T_x: [run[T_x] for run in runs] for T_x in runs[0]}
            print(task, kind, learned[task][kind], round(time.process_time() - started), flush=True)
    if not dry:
        results = {"steps": STEPS, "ms forward": times, "share right": learned}
        seconds = time.process_time() - started
        write_recorded("scan", results, command="python -m benchmarks.scan", seeds=SEEDS, seconds=seconds)


if __name__ == "__main__":
    main()
