"""Tell each word's place too: telephone numbers with and without attention, the place beside the word as one-hot rows.

    python -m benchmarks.places          five seeds, and write data/recorded/places.json
    python -m benchmarks.places --dry    write nothing

Data, updates, rates and batches are those of benchmarks/bottleneck.py, where neither network is told of places.
Measured is the share of test numbers that are right in all digits, by length.
"""

import argparse
import time
from typing import Any

import numpy as np

from benchmarks.bottleneck import PLAN, by_length
from data.models.translation_training import fresh, in_tokens, train
from data.number_words import DIGITS
from data.recorded import write_recorded
from data.telephone import telephone_splits

KINDS = ("gru", "attention")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    begun, splits = time.process_time(), telephone_splits(rng=np.random.default_rng(12))
    learn, judge = in_tokens(splits.train, DIGITS), in_tokens(splits.test, DIGITS)
    longest = max(map(len, (*learn.source, *judge.source)))
    learn, judge = (task._replace(n_x=task.n_x + longest) for task in (learn, judge))
    digits = sorted({len(target) for target in judge.target})
    results: dict[str, Any] = {"digits": digits} | {kind: [] for kind in KINDS}
    for seed in range(options.seeds):
        for kind in KINDS:
            rng = np.random.default_rng(seed)
            p = train(fresh(kind, learn, PLAN.n_a, rng), learn, PLAN, rng)
            results[kind].append(by_length(p, judge))
            print(seed, kind, results[kind][-1], flush=True)
        if not options.dry:
            done, spent = list(range(seed + 1)), time.process_time() - begun
            write_recorded("places", results, command="python -m benchmarks.places", seeds=done, seconds=spent)


if __name__ == "__main__":
    main()
