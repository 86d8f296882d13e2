"""Train the LSTM of two cells that lesson 10 shows counting, and measure how far it counts.

    python -m data.models.make_counter          ten seeds; write the best as counter.npz beside this file
    python -m data.models.make_counter --dry    write nothing

Each update reads all ten strings with n = 1 to 10. Which seed is kept is decided by how far it counts, so it says what
two cells can do, not what they usually do; that is in data/recorded/lstm_counter.json.
"""

import argparse
from collections.abc import Iterator
from itertools import islice, repeat

import numpy as np

from data.counting import COUNTER, ab_strings, counts_up_to
from data.models.lstm_seeds import (
    Batch,
    Parameters,
    fresh,
    nothing_yet,
    one_of,
    predictions,
    run,
    together,
    train,
)
from solutions.lstm import lstm_forward

UNITS, LR, UPDATES, BIAS, LEARNED, TRIED = 2, 0.05, 2000, 3.0, 10, 200
SEEDS = list(range(10))


def starts() -> Parameters:
    """Return the networks of all seeds before training."""
    return together([fresh(UNITS, 3, 3, np.random.default_rng(seed), BIAS) for seed in SEEDS])


def batches() -> Iterator[Batch]:
    """Yield the ten strings, again and again."""
    side_by_side = (np.repeat(part[:, np.newaxis], len(SEEDS), axis=1) for part in ab_strings(range(1, LEARNED + 1)))
    yield from repeat(Batch(*side_by_side))


def trained(networks: Parameters, strings: Iterator[Batch]) -> Parameters:
    """Train on as many batches as there are."""
    *_, (_, after) = train(networks, strings, LR)
    return after


def counted(networks: Parameters) -> list[int]:
    """Return up to which n each network counts."""
    x, _, _ = ab_strings(range(1, TRIED + 1))
    each = [{name: value[[seed]] for name, value in networks.items()} for seed in SEEDS]
    read = (predictions(run(x[:, np.newaxis], nothing_yet(one, TRIED), one)[0], one) for one in each)
    return [counts_up_to(y_hat[:, 0]) for y_hat in read]


def main() -> None:
    """Train, measure with the reference, write the best."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, networks = parser.parse_args().dry, trained(starts(), islice(batches(), UPDATES))
    found = counted(networks)
    best = one_of(networks, int(np.argmax(found)))
    x, _, mask = ab_strings(range(1, 1001))
    zeros = np.zeros((2, 1000))
    _, _, y_hat, _ = lstm_forward(x, zeros, zeros, best, mask)
    print(dict(zip(SEEDS, found, strict=True)), "best, read by the reference:", counts_up_to(y_hat))
    if not dry:
        np.savez_compressed(COUNTER, allow_pickle=False, **best)


if __name__ == "__main__":
    main()
