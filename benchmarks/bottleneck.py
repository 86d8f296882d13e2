"""Measure what passes through the last state of an encoder, on telephone numbers of two to six pairs of digits.

    python -m benchmarks.bottleneck          five seeds, and write bottleneck.json, remembered.json and beam.json
    python -m benchmarks.bottleneck --first 3 --seeds 5    keep what is recorded of seeds 0 to 2, and add 3 and 4
    python -m benchmarks.bottleneck --dry    write nothing

All three in data/recorded/. 8,000 numbers to learn from, 1,000 to judge by, 200 of each length. Encoders and decoders
are GRUs of 64 units: as they are, with the source reversed, and with attention; the same updates, rates and batches.
bottleneck: the share of test numbers that are right in all digits, by length. remembered: see benchmarks/remembered.py.
beam: see benchmarks/beam.py; it takes the networks of the first kind, after the first epoch and after the last.
"""

import argparse
import time
from typing import Any

import numpy as np

from benchmarks.beam import searched
from benchmarks.remembered import remembered
from benchmarks.translation import turned
from data.models.translation_training import Arrays, Plan, Task, agree, fresh, in_tokens, train
from data.number_words import DIGITS
from data.recorded import load_recorded, write_recorded
from data.telephone import telephone_splits

PLAN = Plan(epochs=6, rate=0.02, m=32)
RUNS = ("gru", "gru reversed", "attention")


def by_length(p: Arrays, task: Task) -> list[float]:
    """Return the share that is right of each length, short ones first."""
    right, lengths = agree(p, task), np.array([len(target) for target in task.target])
    return [round(float(right[lengths == length].mean()), 4) for length in np.unique(lengths)]


def trained(name: str, learn: Task, seed: int) -> tuple[Arrays, Arrays]:
    """Return a network after the first epoch, and the trained one."""
    rng, early = np.random.default_rng(seed), list[Arrays]()
    p = train(
        fresh(name.split()[0], learn, PLAN.n_a, rng), learn, PLAN, rng, lambda epoch, loss, now: early.append(now)
    )
    return early[0], p


def so_far(lengths: list[int], first: int) -> tuple[dict[str, dict[str, Any]], dict[str, float]]:
    """Return results and seconds of each record, of the seeds before the first."""
    if first:
        recorded = {name: load_recorded(name) for name in ("bottleneck", "remembered", "beam")}
        if any(each["seeds"] != list(range(first)) for each in recorded.values()):
            raise ValueError(f"what is recorded is not of the seeds before {first}")
        results, seconds = ({name: each[what] for name, each in recorded.items()} for what in ("results", "seconds"))
        return results, seconds
    found: dict[str, dict[str, Any]] = {
        "bottleneck": {"digits": lengths} | {name: [] for name in RUNS},
        "remembered": {"digits": lengths} | {name: [] for name in ("untrained", *RUNS)},
        "beam": {"after one epoch": [], "trained": []},
    }
    return found, dict.fromkeys(found, 0.0)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    seeds, splits = list(range(options.seeds)), telephone_splits(rng=np.random.default_rng(12))
    learn, judge = in_tokens(splits.train, DIGITS), in_tokens(splits.test, DIGITS)
    found, seconds = so_far(sorted({len(target) for target in judge.target}), options.first)
    for seed in seeds[options.first :]:
        untrained = fresh("gru", learn, PLAN.n_a, np.random.default_rng(seed))
        found["remembered"]["untrained"].append(remembered(untrained, learn, judge))
        for name in RUNS:
            own, other = (turned(learn), turned(judge)) if "reversed" in name else (learn, judge)
            begun = time.process_time()
            early, p = trained(name, own, seed)
            found["bottleneck"][name].append(by_length(p, other))
            seconds["bottleneck"] += time.process_time() - begun
            begun = time.process_time()
            found["remembered"][name].append(remembered(p, own, other))
            seconds["remembered"] += time.process_time() - begun
            print(seed, name, found["bottleneck"][name][-1], flush=True)
            if name == "gru":
                begun = time.process_time()
                for stage, network in (("after one epoch", early), ("trained", p)):
                    found["beam"][stage].append(searched(network, other))
                    print(stage, found["beam"][stage][-1], flush=True)
                seconds["beam"] += time.process_time() - begun
        if not options.dry:
            for name, results in found.items():
                command, done = "python -m benchmarks.bottleneck", seeds[: seed + 1]
                write_recorded(name, results, command=command, seeds=done, seconds=seconds[name])


if __name__ == "__main__":
    main()
