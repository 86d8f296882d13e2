"""Make the bottleneck narrower: encoders and decoders of few units on dates, with and without attention.

    python -m benchmarks.narrow          five seeds, and write data/recorded/narrow.json
    python -m benchmarks.narrow --dry    write nothing

Data, updates, rates and batches are those of benchmarks/translation.py, where both have 64 units. Measured is the share
of the test dates that are right in all ten symbols: after each epoch, and in the end by the number of tokens read.
"""

import argparse
import time
from typing import Any

import numpy as np

from benchmarks.translation import EPOCHS, dates
from data.models.translation_training import Arrays, Plan, Task, agree, fresh, train
from data.recorded import write_recorded

UNITS, KINDS, BOUNDS = (8, 16, 32), ("gru", "attention"), (7, 8, 9, 10)


def measured(kind: str, n_a: int, learn: Task, judge: Task, seed: int) -> dict[str, list[float]]:
    """Train; return the share that is right after each epoch, and in the end by length."""
    rng, found = np.random.default_rng(seed), list[np.ndarray]()

    def after(_: int, __: float, p: Arrays) -> None:
        found.append(agree(p, judge))

    train(fresh(kind, learn, n_a, rng), learn, Plan(EPOCHS, n_a=n_a), rng, after)
    lengths = np.clip([len(source) for source in judge.source], BOUNDS[0] - 1, BOUNDS[-1])
    return {
        "by epoch": [round(float(right.mean()), 4) for right in found],
        "by tokens": [round(float(found[-1][lengths == length].mean()), 4) for length in np.unique(lengths)],
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    begun, (learn, judge) = time.process_time(), dates()
    results: dict[str, Any] = {f"{kind}, {n_a}": [] for n_a in UNITS for kind in KINDS}
    tokens = [f"up to {BOUNDS[0] - 1}", *map(str, BOUNDS[:-1]), f"{BOUNDS[-1]} and more"]
    for seed in range(options.seeds):
        for name, each in results.items():
            kind, n_a = name.split(", ")
            each.append(measured(kind, int(n_a), learn, judge, seed))
            print(seed, name, each[-1], flush=True)
        if not options.dry:
            done, spent = list(range(seed + 1)), time.process_time() - begun
            command, found = "python -m benchmarks.narrow", {"tokens": tokens, **results}
            write_recorded("narrow", found, command=command, seeds=done, seconds=spent)


if __name__ == "__main__":
    main()
