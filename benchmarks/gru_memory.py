"""Measure how long a simple RNN, a GRU and a GRU with chosen biases keep a symbol: the latch task, and time warped.

    python -m benchmarks.gru_memory             10 seeds, and write data/recorded/gru_memory.json
    python -m benchmarks.gru_memory --seeds 1   fewer, and write nothing

Latch: 60 steps, the first symbol is asked for at the last. Warp: 15 steps, each of them shown once, twice or four
times. Every network has 24 units and 200 updates of Adam on fresh batches of 24. "GRU, chrono" begins with biases of
the update gate of -log(u), u uniform from 1 to T - 1, as Tallec and Ollivier (2018) propose; "PyTorch" is torch.nn.GRU
with the same biases and PyTorch's own weights.
"""

import argparse
import time
from typing import Any

import numpy as np
import torch
from torch import nn

import data
from data.models.gru_training import Parameters, any_loss_and_grads, clipped_step
from data.recorded import write_recorded
from solutions.gru import gru_forward
from solutions.initialisation import gru_start, orthogonal_start
from solutions.optimisers import adam_start
from solutions.simple_rnn import rnn_forward

UNITS, M, UPDATES, RATE, SYMBOLS, N_X = 24, 24, 200, 0.01, 4, 8
LATCH, BASE, WARPS = 60, 15, (1, 2, 4)
KINDS = ("RNN", "GRU", "GRU, chrono")


def chrono(T: int, rng: np.random.Generator) -> np.ndarray:
    """Return biases of the update gate for memories of 1 to T - 1 steps, (n_a, 1)."""
    return -np.log(rng.uniform(1, T - 1, size=(UNITS, 1)))


def batch(base: int, warp: int, rng: np.random.Generator, m: int = M) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs (warp * base, n_x, m), each step shown `warp` times, and the first symbols (m,)."""
    x, y = data.latch_task(m, length=base, symbols=SYMBOLS, rng=rng)
    return np.repeat(x, warp, axis=0), np.asarray(y, dtype=np.int64)


def start_of(kind: str, T: int, rng: np.random.Generator) -> Parameters:
    """Return a network before training."""
    if kind == "RNN":
        return orthogonal_start(N_X, UNITS, SYMBOLS, rng=rng)
    bu = chrono(T, rng) if kind == "GRU, chrono" else 0.0
    return gru_start(N_X, UNITS, SYMBOLS, bu=bu, rng=rng)


def trained(kind: str, base: int, warp: int, seed: int) -> tuple[Parameters, float]:
    """Train one of ours; return its parameters and the share of right answers in the last 20 updates."""
    rng, T = np.random.default_rng(seed), base * warp
    p = start_of(kind, T, rng)
    adam, right = adam_start(p), []
    asked = np.zeros((T, M), dtype=bool)
    asked[-1] = True
    for _ in range(UPDATES):
        x, y = batch(base, warp, rng)
        _, grads, y_pred, _ = any_loss_and_grads(x, np.broadcast_to(y, (T, M)), np.zeros((UNITS, M)), p, asked)
        right.append(np.mean(y_pred[-1].argmax(axis=0) == y))
        p, adam = clipped_step(p, grads, adam, RATE)
    return p, float(np.mean(right[-20:]))


def spread(p: Parameters, T: int, seed: int) -> list[float]:
    """Return at each step how far apart the states of four sequences are that differ in their first symbol alone.

    The mean distance from their mean, over 20 sets of distractors, divided by that after the first step.
    """
    x, _ = batch(T, 1, np.random.default_rng(1000 + seed), m=20)
    x = np.repeat(x, SYMBOLS, axis=2)
    x[0] = np.eye(N_X)[:, np.tile(np.arange(SYMBOLS), 20)]
    zeros = np.zeros((UNITS, x.shape[2]))
    states = (
        gru_forward(x, zeros, p, np.ones((T, x.shape[2]), dtype=bool))[0] if "Wu" in p else rnn_forward(x, zeros, p)[0]
    )
    apart = states.reshape(T, UNITS, 20, SYMBOLS)
    apart = np.linalg.norm(apart - apart.mean(axis=3, keepdims=True), axis=1).mean(axis=(1, 2))
    return [float(f"{value:.2e}") for value in apart / apart[0]]


class Peer(nn.Module):
    """PyTorch's GRU and a linear layer on its last state."""

    def __init__(self, bu: np.ndarray) -> None:
        super().__init__()
        self.gru, self.out = nn.GRU(N_X, UNITS), nn.Linear(UNITS, SYMBOLS)
        with torch.no_grad():  # PyTorch's update gate keeps, so its bias has the other sign
            self.gru.bias_ih_l0[UNITS : 2 * UNITS] = -torch.tensor(bu[:, 0], dtype=torch.float32)
            self.gru.bias_hh_l0[UNITS : 2 * UNITS] = 0.0

    def forward(self, x: np.ndarray) -> torch.Tensor:
        """Return the scores of the last step, (m, n_y)."""
        c, _ = self.gru(torch.tensor(x.transpose(0, 2, 1), dtype=torch.float32))
        scores: torch.Tensor = self.out(c[-1])
        return scores


def trained_peer(base: int, warp: int, seed: int) -> float:
    """Train PyTorch's GRU alike."""
    torch.manual_seed(seed)
    rng, right = np.random.default_rng(seed), []
    peer = Peer(chrono(base * warp, rng))
    adam = torch.optim.Adam(peer.parameters(), lr=RATE)
    for _ in range(UPDATES):
        x, y = batch(base, warp, rng)
        scores = peer(x)
        right.append(np.mean(scores.argmax(dim=1).numpy() == y))
        adam.zero_grad()
        nn.functional.cross_entropy(scores, torch.tensor(y)).backward()
        nn.utils.clip_grad_norm_(peer.parameters(), 1.0)
        adam.step()
    return float(np.mean(right[-20:]))


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    torch.set_num_threads(1)
    seeds, started = list(range(options.seeds)), time.process_time()
    results: dict[str, Any] = {"latch": {}, "warp": {}}
    for kind in KINDS:
        runs = [trained(kind, LATCH, 1, seed) for seed in seeds]
        spreads = [spread(p, LATCH, seed) for (p, _), seed in zip(runs, seeds, strict=True)]
        results["latch"][kind] = {"right": [round(share, 3) for _, share in runs], "spread": spreads}
        print("latch", kind, results["latch"][kind]["right"], flush=True)
    results["latch"]["PyTorch"] = {"right": [round(trained_peer(LATCH, 1, seed), 3) for seed in seeds]}
    for warp in WARPS:
        found = {kind: [round(trained(kind, BASE, warp, seed)[1], 3) for seed in seeds] for kind in KINDS}
        found["PyTorch"] = [round(trained_peer(BASE, warp, seed), 3) for seed in seeds]
        results["warp"][str(warp)] = found
        print("warp", warp, found, flush=True)
    if options.seeds >= 10:
        where = {"command": "python -m benchmarks.gru_memory", "torch": torch.__version__}
        write_recorded("gru_memory", results, seeds=seeds, seconds=time.process_time() - started, **where)


if __name__ == "__main__":
    main()
