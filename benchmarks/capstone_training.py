"""Train the networks that the capstone's scales are made of, each with at most 60 seconds of processor time.

    python -m benchmarks.capstone_training               three seeds, and write data/recorded/capstone_models.json
    python -m benchmarks.capstone_training --seeds 1     fewer
    python -m benchmarks.capstone_training --dry         write nothing
    python -m benchmarks.capstone_training --keep FILE   train the strong network of names alone, seed 0, and hand it in

Scores are measured on the public held-out part and on the sealed one. Where the bits are, what memories last and how
the gradient comes back is measured on the public part. A few plans were tried with seed 0, dev and the public
held-out part in sight.
"""

import argparse
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from autograder.capstone import checked, save_model, score
from data.capstone import Corpus, capstone_corpus, stored_examples
from data.recorded import write_recorded
from solutions.capstone_report import bits_of_symbols, equally_long, gradient_profile, half_life, memory_left
from solutions.capstone_training import Clock, Network, Plan, train, untrained
from solutions.sealed import sealed_part

BUDGET, POSITIONS = 60.0, 48


class Entry(NamedTuple):
    """One network of a scale: its cell, its units and how it is trained."""

    cell: str
    n_a: int
    plan: Plan
    both: bool = True


ENTRIES = {
    "names": {
        "simple RNN": Entry("rnn", 64, Plan(12, 64, 0.006)),
        "GRU": Entry("gru", 64, Plan(8, 32, 0.006)),
        "LSTM": Entry("lstm", 64, Plan(8, 32, 0.006)),
        "strong": Entry("gru", 128, Plan(8, 64, 0.006)),
    },
    "melodies": {
        "simple RNN": Entry("rnn", 64, Plan(30, 32, 0.004)),
        "GRU": Entry("gru", 64, Plan(12, 32, 0.01)),
        "LSTM": Entry("lstm", 64, Plan(12, 32, 0.01)),
        "strong": Entry("gru", 128, Plan(12, 16, 0.006)),
    },
    "dates": {
        "simple RNN": Entry("rnn", 64, Plan(12, 64, 0.004)),
        "GRU": Entry("gru", 64, Plan(6, 64, 0.01)),
        "LSTM": Entry("lstm", 64, Plan(6, 64, 0.01)),
        "strong": Entry("gru", 128, Plan(8, 64, 0.006)),
    },
    "entities": {
        "simple RNN, one direction": Entry("rnn", 48, Plan(5, 16, 0.005), both=False),
        "simple RNN": Entry("rnn", 48, Plan(5, 16, 0.005)),
        "GRU": Entry("gru", 48, Plan(5, 16, 0.01)),
        "LSTM": Entry("lstm", 48, Plan(5, 16, 0.01)),
        "strong": Entry("gru", 64, Plan(8, 16, 0.006)),
    },
}


def trained(name: str, entry: Entry, seed: int) -> tuple[Network, float]:
    """Return a network of the scale, and the processor time of its training, in seconds."""
    corpus, rng, clock = capstone_corpus(name), np.random.default_rng(seed), Clock(BUDGET)
    sizes = (len(corpus.reads), entry.n_a, len(corpus.says))
    network = Network(name, entry.cell, untrained(name, entry.cell, *sizes, both=entry.both, rng=rng))
    train(network, corpus.train, entry.plan, clock, rng)
    return network, clock.spent()


def measured(name: str, entry: Entry, seed: int) -> dict[str, Any]:
    """Return what is measured of one network."""
    corpus, (network, seconds) = capstone_corpus(name), trained(name, entry, seed)
    model = checked(name, entry.cell, network.parameters())
    sealed = stored_examples(name, sealed_part(name))
    return {
        "public": round(score(model, corpus.held_out), 4),
        "sealed": round(score(model, sealed), 4),
        "seconds": round(seconds, 1),
        "numbers": network.theta.size,
        **of_report(name, network, corpus),
    }


def of_report(name: str, network: Network, corpus: Corpus) -> dict[str, Any]:
    """Return the mean bits at each place, and the half-life of the memory in steps, None where it is beyond the end."""
    bits = bits_of_symbols(network, corpus.held_out)
    by_place = [[each[t] for each in bits if len(each) > t] for t in range(POSITIONS)]
    x, y = equally_long(corpus.held_out, cut=int(name in ("names", "melodies")))
    profile, left = gradient_profile(network, x, y), memory_left(network, x, len(x[0]) // 3)
    lasts = half_life(left)
    return {
        "bits at": [round(float(np.mean(each)), 3) for each in by_place if len(each) >= 20],
        "gradient": np.median(profile / profile[-1], axis=1).round(4).tolist(),
        "half-life": round(lasts, 2) if np.isfinite(lasts) else None,
    }


def together(runs: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return for each thing that was measured what came out with each seed."""
    return {what: [run[what] for run in runs] for what in runs[0]}


def main() -> None:
    """Train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--keep", type=Path, help="where the strong network of names goes")
    options = parser.parse_args()
    if options.keep:
        network, _ = trained("names", ENTRIES["names"]["strong"], 0)
        save_model(options.keep, corpus="names", cell="gru", parameters=network.parameters())
        return
    started, seeds, results = time.process_time(), list(range(options.seeds)), {}
    for name, entries in ENTRIES.items():
        results[name] = {
            said: together([measured(name, entry, seed) for seed in seeds]) for said, entry in entries.items()
        }
        for said, found in results[name].items():
            print(
                name,
                said,
                *(f"{what} {found[what]}" for what in ("public", "sealed", "seconds", "half-life")),
                flush=True,
            )
    if not options.dry:
        command, seconds = "python -m benchmarks.capstone_training", time.process_time() - started
        write_recorded("capstone_models", results, command=command, seeds=seeds, seconds=seconds)


if __name__ == "__main__":
    main()
