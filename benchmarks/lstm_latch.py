"""How the forget bias, and each gate, decide whether an LSTM learns to remember: the latch task, ten seeds.

    python -m benchmarks.lstm_latch          write data/recorded/lstm_latch.json
    python -m benchmarks.lstm_latch --dry    write nothing

16 units, 16 fresh sequences an update, Adam with a learning rate of 0.01, clipped at 1. Judged on 500 sequences that
are the same for all. A gate that is taken away is 1 from the beginning to the end. PyTorch begins with the same
parameters and reads the same sequences.
"""

import argparse
import time
from collections.abc import Iterator
from itertools import islice

import numpy as np
import torch

import data
from benchmarks.pytorch_lstm import LstmPeer, Trainer, loss_of
from data.models.lstm_seeds import Batch, Parameters, fresh, nothing_yet, predictions, run, together, train, without
from data.recorded import write_recorded

UNITS, M, LR, UPDATES, N_X, N_Y = 16, 16, 0.01, 400, 8, 4
SEEDS, PEERS = list(range(10)), list(range(5))


def starts(forget_bias: float, gate: str | None = None) -> list[Parameters]:
    """Return a network for each seed, without one of its gates where one is named."""
    networks = [fresh(UNITS, N_X, N_Y, np.random.default_rng(seed), forget_bias) for seed in SEEDS]
    return [without(network, gate) if gate else network for network in networks]


def batches(length: int, seeds: list[int], m: int = M, first: int = 1000) -> Iterator[Batch]:
    """Yield fresh sequences without end; only the last step counts."""
    generators = [np.random.default_rng(first + seed) for seed in seeds]
    mask = np.zeros((length, len(seeds), m), dtype=bool)
    mask[-1] = True
    while True:
        drawn = [data.latch_task(m, length=length, rng=rng) for rng in generators]
        x, y = np.stack([one.x for one in drawn], axis=1), np.stack([one.y for one in drawn])
        yield Batch(x, np.broadcast_to(y, mask.shape), mask)


def ours(length: int, networks: list[Parameters]) -> list[float]:
    """Train; return the share of right answers of each seed."""
    *_, (_, trained) = train(together(networks), islice(batches(length, SEEDS), UPDATES), LR)
    unseen = next(batches(length, [0] * len(SEEDS), m=500, first=99))
    a, _, _ = run(unseen.x, nothing_yet(trained, 500), trained)
    right = predictions(a[-1:], trained)[0].argmax(axis=1) == unseen.y[-1]
    return [round(float(share), 3) for share in right.mean(axis=1)]


def theirs(length: int, start: Parameters, seed: int) -> float:
    """Train the same network in PyTorch; return the share of right answers."""
    peer = LstmPeer(start)
    trainer = Trainer(peer, LR)
    for x, y, mask in islice(batches(length, [seed]), UPDATES):
        trainer.update(loss_of(peer(x[:, 0])[0], y[:, 0], mask[:, 0]))
    unseen = next(batches(length, [0], m=500, first=99))
    with torch.no_grad():
        chosen = peer(unseen.x[:, 0])[0][-1].argmax(dim=1).numpy()
    return round(float(np.mean(chosen == unseen.y[-1, 0])), 3)


def main() -> None:
    """Train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, started = parser.parse_args().dry, time.process_time()
    torch.set_num_threads(1)
    biases = {f"T = {T}": {str(bias): ours(T, starts(bias)) for bias in (0, 1, 3)} for T in (30, 60)}
    gates = {"none": biases["T = 30"]["1"]} | {gate: ours(30, starts(1, gate)) for gate in "fio"}
    peers = {str(bias): [theirs(30, starts(bias)[seed], seed) for seed in PEERS] for bias in (1, 3)}
    results = {"forget bias": biases, "without a gate, T = 30, forget bias 1": gates, "PyTorch, T = 30": peers}
    print(results)
    if not dry:
        where = {"command": "python -m benchmarks.lstm_latch", "torch": torch.__version__}
        write_recorded("lstm_latch", results, seeds=SEEDS, seconds=time.process_time() - started, **where)


if __name__ == "__main__":
    main()
