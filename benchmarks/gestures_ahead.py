"""Measure how early a network that reads both ways says which gesture a hand makes, moment after moment.

    python -m benchmarks.gestures_ahead          ten seeds, and write data/recorded/gestures_ahead.json
    python -m benchmarks.gestures_ahead --dry    write nothing

Every moment of a gesture is tagged with the gesture. Simple RNNs, one direction of 64 units or two of 32. What the
network of both directions says of a moment is read when so many moments after it have been seen, as if the gesture
ended there.
"""

import argparse
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from benchmarks.two_directions import Batch, Setting, said, trained
from data.gestures import GESTURES, Gestures, gestures
from data.recorded import write_recorded

AHEAD = (0, 1, 2, 4, 8, 12, 16, 24, None)  # moments seen after the one that is tagged; None: all
BATCHES, M, RATES = 100, 32, (0.01, 0.01, 0.008, 0.006, 0.004, 0.002)


def as_batch(made: Gestures) -> Batch:
    """Return gestures with the kind as the class of each moment."""
    mask = np.arange(len(made.x))[:, np.newaxis] < made.lengths
    return Batch(made.x, mask, np.where(mask, made.kind, 0))


def epoch(rng: np.random.Generator) -> Iterable[Batch]:
    """Draw what is trained on at one learning rate."""
    for _ in range(BATCHES):
        yield as_batch(gestures(M, rng=rng))


def right_while_it_comes_in(network: dict[str, dict[str, np.ndarray]], test: Batch) -> dict[str, Any]:
    """Return the share of moments that are right for each of AHEAD, and how often the tag of a moment is revised."""
    T, m = test.mask.shape
    lengths = test.mask.sum(axis=0)
    so_far = np.zeros((T, T, m), dtype=int)  # [n - 1] is what is said after n moments
    for n in range(1, T + 1):
        so_far[n - 1, :n] = said("rnn", test.x[:n], test.mask[:n], network)
    rows, columns = np.nonzero(test.mask)
    shares = []
    for ahead in AHEAD:
        last = lengths[columns] - 1
        seen = last if ahead is None else np.minimum(rows + ahead, last)
        shares.append(round(float(np.mean(so_far[seen, rows, columns] == test.y[rows, columns])), 4))
    changes = [int(np.sum(np.diff(so_far[t : lengths[i], t, i]) != 0)) for t, i in zip(rows, columns, strict=True)]
    return {"right": shares, "revisions a moment": round(float(np.mean(changes)), 4)}


def measured(seeds: list[int]) -> dict[str, Any]:
    """Train and measure one direction and both."""
    test = as_batch(gestures(200, rng=np.random.default_rng(99)))
    results: dict[str, Any] = {
        "ahead": AHEAD,
        "majority": round(float(np.bincount(test.y[test.mask]).max() / test.mask.sum()), 4),
    }
    for name, directions in (("forward", ("forward",)), ("both", ("forward", "backward"))):
        setting = Setting("rnn", directions, 2, 64 // len(directions), len(GESTURES), RATES, reads=10.0)
        found = [trained(epoch, setting, seed) for seed in seeds]
        whole = [said("rnn", test.x, test.mask, network) == test.y for network in found]
        results[name] = [round(float(each[test.mask].mean()), 4) for each in whole]
        print(name, results[name], flush=True)
    each = [right_while_it_comes_in(network, test) for network in found]
    results["both, so far"] = {key: [row[key] for row in each] for key in each[0]}
    return results


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    begun, seeds = time.process_time(), list(range(options.seeds))
    results = measured(seeds)
    seconds = time.process_time() - begun
    print(round(seconds), results)
    if not options.dry:
        command = "python -m benchmarks.gestures_ahead"
        write_recorded("gestures_ahead", results, command=command, seeds=seeds, seconds=seconds)


if __name__ == "__main__":
    main()
