"""Measure what it brings to know names of the capstone by heart: the public held-out ones, or all that are left.

    python -m benchmarks.capstone_by_heart          writes data/recorded/capstone_by_heart.json
    python -m benchmarks.capstone_by_heart --dry    writes nothing

GRUs of 128 units, trained on the public training part, on the public held-out part alone, and on all names of the list
that are in no public part, the sealed ones among them. Each is scored on the public held-out part, on the sealed one,
and on the made-up names that are kept beside it. What is graded follows from the last two.
"""

import argparse
import time

import numpy as np

from autograder.capstone import checked
from autograder.capstone.scores import score
from autograder.exercises.capstone import ALLOWED
from data.capstone import (
    MOST_FREQUENT_NAMES,
    Examples,
    capstone_corpus,
    control_examples,
    name_examples,
    public_ranks,
    stored_examples,
)
from data.names import load_names
from data.recorded import write_recorded
from solutions.capstone_training import Clock, Network, Plan, train, untrained
from solutions.sealed import sealed_part

CELL, UNITS, BUDGET = "gru", 128, 60.0


def left_over() -> Examples:
    """Return the names that no public part has."""
    known, public = load_names(most_frequent=MOST_FREQUENT_NAMES), set(public_ranks())
    return name_examples([name for at, name in enumerate(known) if at not in public])


def measured(examples: Examples, epochs: int, rate: float) -> dict[str, float]:
    """Return the scores of a network that was trained on these names."""
    corpus, kept = capstone_corpus("names"), sealed_part("names")
    rng = np.random.default_rng(0)
    network = Network("names", CELL, untrained("names", CELL, len(corpus.reads), UNITS, len(corpus.says), rng=rng))
    train(network, examples, Plan(epochs, 64, rate), Clock(BUDGET), rng)
    model, control = checked("names", CELL, network.parameters()), control_examples(kept)
    assert control is not None
    found = {
        "public": score(model, corpus.held_out),
        "sealed": score(model, stored_examples("names", kept)),
        "made up": score(model, control),
    }
    found["graded"] = max(found["sealed"], found["made up"] - ALLOWED)
    return {part: round(value, 3) for part, value in found.items()}


def main() -> None:
    """Train all three, print what came out and write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, corpus, began = parser.parse_args().dry, capstone_corpus("names"), time.process_time()
    plans = {
        "training part": (corpus.train, 10, 0.006),
        "public held-out part": (corpus.held_out, 60, 0.01),
        "all that are left": (left_over(), 20, 0.006),
    }
    found = {}
    for said, plan in plans.items():
        found[said] = measured(*plan)
        print(f"{said:22}", found[said], flush=True)
    seconds = time.process_time() - began
    if not dry:
        command = "python -m benchmarks.capstone_by_heart"
        write_recorded("capstone_by_heart", found, command=command, seeds=[0], seconds=seconds)


if __name__ == "__main__":
    main()
