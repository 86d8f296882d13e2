"""Train the LSTM of two cells that lesson 10 shows counting, and measure how far it counts.

    python -m data.models.make_counter          ten seeds; write the best as counter.npz beside this file
    python -m data.models.make_counter --dry    write nothing

Each update reads all ten strings with n = 1 to 10. Which seed is kept is decided by how far it counts, so it says what
two cells can do, not what they usually do; that is in data/recorded/lstm_counter.json.
"""

import argparse
from itertools import islice

import numpy as np

from benchmarks.lstm_counter import SEEDS, batches, counted, starts, trained
from data.counting import COUNTER, ab_strings, counts_up_to
from data.models.lstm_seeds import one_of
from solutions.lstm import lstm_forward


def main() -> None:
    """Train, measure with the reference, write the best."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, networks = parser.parse_args().dry, trained(starts(), islice(batches(), 2000))
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
