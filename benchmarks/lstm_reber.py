"""An endless stream of Reber words, read by LSTMs with all their gates and without one of them, ten seeds.

    python -m benchmarks.lstm_reber          write data/recorded/lstm_reber.json
    python -m benchmarks.lstm_reber --dry    write nothing

16 units, 8 streams, windows of 25 symbols, 800 updates of Adam with a learning rate of 0.01, clipped at 1; the state is
carried from window to window and never reset. Judged on a stream of 5,000 symbols: how often T or P is right where it
repeats the second symbol of the word. A gate that is taken away is 1 from the beginning to the end. PyTorch begins with
the same parameters and reads the same streams.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np
import torch

import data
from benchmarks.pytorch_lstm import LstmPeer, Trainer, loss_of
from data.models.lstm_seeds import Batch, fresh, nothing_yet, predictions, run, together, train, without
from data.recorded import write_recorded

UNITS, M, WINDOW, LR, UPDATES, JUDGED = 16, 8, 25, 0.01, 800, 5000
N = len(data.REBER_SYMBOLS)
T_AND_P = [data.REBER_SYMBOLS.index(symbol) for symbol in "TP"]
SEEDS, PEERS = list(range(10)), list(range(5))


def one_hot(ids: np.ndarray) -> np.ndarray:
    """Turn numbers (T_x, seeds, m) into columns (T_x, seeds, n_x, m)."""
    return np.moveaxis(np.eye(N)[ids], -1, 2)


def batches(streams: np.ndarray) -> Iterator[Batch]:
    """Yield windows of streams (length, seeds, m), one after the other."""
    for first in range(0, UPDATES * WINDOW, WINDOW):
        ids = streams[first : first + WINDOW + 1]
        yield Batch(one_hot(ids[:-1]), ids[1:], np.ones(ids[1:].shape, dtype=bool))


def shares(y_hat: np.ndarray, judged: data.ReberStream) -> tuple[float, float]:
    """Return how often T or P is right where it repeats the second symbol, in both halves of the stream."""
    T, P = T_AND_P
    right = np.where(y_hat[:, T] > y_hat[:, P], T, P) == judged.ids[1:]
    first, second = (np.mean(half[due]) for half, due in zip(*halves(right, judged.recalls[1:]), strict=True))
    return round(float(first), 3), round(float(second), 3)


def halves(*arrays: np.ndarray) -> list[list[np.ndarray]]:
    """Cut each array in two."""
    return [np.array_split(array, 2) for array in arrays]


def ours(streams: np.ndarray, judged: data.ReberStream, bias: float, gate: str | None) -> dict[str, list[float]]:
    """Train; return the shares of right answers of each seed, and the norm of its memory along the stream."""
    networks = [fresh(UNITS, N, N, np.random.default_rng(seed), bias) for seed in SEEDS]
    start = together([without(network, gate) if gate else network for network in networks])
    *_, (_, trained) = train(start, batches(streams), LR, carry=True)
    x = one_hot(np.repeat(judged.ids[:-1, np.newaxis, np.newaxis], len(SEEDS), axis=1))
    a, c, _ = run(x, nothing_yet(trained, 1), trained)
    y_hat, norms = predictions(a, trained)[..., 0], np.linalg.norm(c[..., 0], axis=2)
    both = [shares(y_hat[:, seed], judged) for seed in SEEDS]
    found = {name: [pair[k] for pair in both] for k, name in enumerate(("first half", "second half"))}
    at = [10, 30, 100, 300, 1000, 3000, JUDGED]
    return found | {"steps": at, "norm of c": [[round(float(norms[t - 1, s]), 1) for t in at] for s in SEEDS]}


def theirs(streams: np.ndarray, judged: data.ReberStream, bias: float, seed: int) -> float:
    """Train the same network in PyTorch; return the share in the second half."""
    peer, states = LstmPeer(fresh(UNITS, N, N, np.random.default_rng(seed), bias)), None
    trainer = Trainer(peer, LR)
    for x, y, mask in batches(streams[:, seed : seed + 1]):
        scores, states = peer(x[:, 0], states)
        trainer.update(loss_of(scores, y[:, 0], mask[:, 0]))
    with torch.no_grad():
        scores, _ = peer(np.eye(N)[judged.ids[:-1]][..., np.newaxis])
    return shares(scores[:, 0].numpy(), judged)[1]


def main() -> None:
    """Train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, started = parser.parse_args().dry, time.process_time()
    torch.set_num_threads(1)
    length, judged = UPDATES * WINDOW + 1, data.reber_stream(JUDGED + 1, rng=np.random.default_rng(99))
    generators = [np.random.default_rng(1000 + seed) for seed in SEEDS]
    drawn = [[data.reber_stream(length, rng=rng).ids for _ in range(M)] for rng in generators]
    streams = np.moveaxis(np.array(drawn), -1, 0)  # (length, seeds, m)
    gates = {gate or "none": ours(streams, judged, 1, gate) for gate in (None, *"fio")}
    biases = {str(bias): ours(streams, judged, bias, None)["second half"] for bias in (0, 3)}
    peers = [theirs(streams, judged, 1, seed) for seed in PEERS]
    results = {"without a gate, forget bias 1": gates, "forget bias": biases, "PyTorch, forget bias 1": peers}
    for name, found in gates.items():
        print(name, found["second half"], [norms[-1] for norms in found["norm of c"]])
    print(biases, peers)
    if not dry:
        where = {"command": "python -m benchmarks.lstm_reber", "torch": torch.__version__}
        write_recorded("lstm_reber", results, seeds=SEEDS, seconds=time.process_time() - started, **where)


if __name__ == "__main__":
    main()
