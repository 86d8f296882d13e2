"""The names that lessons 02 and 07 open with, drawn from the trained network of surnames with the reference's cell.

    python -m benchmarks.invented_names

Learners get what was drawn and not the program: how a letter follows from the one before is what they write.
"""

import time

import numpy as np

from data import load_name_model
from data.recorded import write_recorded
from solutions.name_sampler import draw_symbols

SEEDS = {"lesson 02": (14, 12), "lesson 07": (7, 8)}  # the seed of the draws, and how many names


def drawn(seed: int, count: int) -> list[list[tuple[int, np.ndarray]]]:
    """Return names as the number of each symbol, the end with them, and the probabilities that it was drawn from."""
    parameters, rng = load_name_model()[0], np.random.default_rng(seed)
    return [list(draw_symbols(parameters, rng=rng)) for _ in range(count)]


def main() -> None:
    """Record the names of both lessons, and the probabilities of the first name of lesson 02."""
    began = time.process_time()
    names = {lesson: drawn(*how) for lesson, how in SEEDS.items()}
    results: dict[str, object] = {lesson: [[n for n, _ in name] for name in made] for lesson, made in names.items()}
    results["chances"] = [[round(float(p), 6) for p in column] for _, column in names["lesson 02"][0]]
    write_recorded(
        "invented_names",
        results,
        command="python -m benchmarks.invented_names",
        seeds=[seed for seed, _ in SEEDS.values()],
        seconds=time.process_time() - began,
    )


if __name__ == "__main__":
    main()
