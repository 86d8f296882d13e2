"""Measure encoders and decoders on dates and on numbers in French words: GRU, simple RNN, attention, PyTorch.

    python -m benchmarks.translation            dates, five seeds, and write data/recorded/translation.json
    python -m benchmarks.translation numbers    numbers below 10,000, and write data/recorded/number_translation.json
    python -m benchmarks.translation --dry      write nothing

8,000 to learn from, 1,000 others to judge by, read word by word. Measured is the share of these that are right in all
symbols, after each epoch; the rate falls to 0 over the epochs of each run. Simple RNNs have a smaller rate, which suits
them better, and three times the epochs, which take about as long as the GRU's. PyTorch starts from our GRU. Dates are
also read from their end to their beginning, and translated with attention.
"""

import argparse
import time
from typing import Any

import numpy as np
import torch

from benchmarks.pytorch_translator import train_peer
from data.dates import ISO_SYMBOLS, Translations, date_splits
from data.models.translation_training import Arrays, Plan, Task, agree, fresh, in_tokens, train
from data.number_words import DIGITS, number_words
from data.recorded import write_recorded

EPOCHS, RNN_EPOCHS, RNN_RATE = 5, 16, 0.003
RUNS = {
    "gru": ("gru", Plan(EPOCHS)),
    "gru reversed": ("gru", Plan(EPOCHS)),
    "attention": ("attention", Plan(EPOCHS)),
    "rnn": ("rnn", Plan(RNN_EPOCHS, RNN_RATE)),
    "rnn reversed": ("rnn", Plan(RNN_EPOCHS, RNN_RATE)),
}

OF_NUMBERS = ("gru", "rnn")


def dates() -> list[Task]:
    """Return the dates to learn from and those to judge by."""
    splits = date_splits(rng=np.random.default_rng(12))
    return [in_tokens(part, ISO_SYMBOLS) for part in (splits.train, splits.test)]


def numbers() -> list[Task]:
    """Return the numbers to learn from and those to judge by."""
    splits = number_words(rng=np.random.default_rng(12))
    return [in_tokens(Translations(*part), DIGITS) for part in (splits.train, splits.test)]


def turned(task: Task) -> Task:
    """Return the task with every source from its end to its beginning."""
    return task._replace(source=[source[::-1] for source in task.source])


def curve(name: str, learn: Task, judge: Task, seed: int) -> list[float]:
    """Train; return the share that is right after each epoch."""
    kind, plan = RUNS[name]
    rng, shares = np.random.default_rng(seed), list[float]()
    if "reversed" in name:
        learn, judge = turned(learn), turned(judge)

    def after(_: int, __: float, p: Arrays) -> None:
        shares.append(round(float(agree(p, judge).mean()), 4))

    train(fresh(kind, learn, plan.n_a, rng), learn, plan, rng, after)
    return shares


def peers(learn: Task, judge: Task, seed: int) -> float:
    """Train PyTorch's GRUs; return the share that is right in the end."""
    rng, plan = np.random.default_rng(seed), RUNS["gru"][1]
    peer = train_peer(fresh("gru", learn, plan.n_a, rng), learn, plan, rng)
    return round(float(peer.agree(judge).mean()), 4)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("dates", "numbers"), default="dates")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    begun, seeds = time.process_time(), list(range(options.seeds))
    learn, judge = dates() if options.what == "dates" else numbers()
    runs = [*RUNS] if options.what == "dates" else [*OF_NUMBERS]
    results: dict[str, Any] = {name: [] for name in (*runs, "PyTorch gru")}
    seconds = dict.fromkeys(results, 0.0)
    for seed in seeds:
        for name in seconds:
            start = time.process_time()
            results[name].append(curve(name, learn, judge, seed) if name in RUNS else peers(learn, judge, seed))
            seconds[name] += time.process_time() - start
            print(seed, name, results[name][-1], flush=True)
    each = {name: round(total / len(seeds), 1) for name, total in seconds.items()}
    if not options.dry:
        name, told = ("translation", "") if options.what == "dates" else ("number_translation", " numbers")
        where = {"command": f"python -m benchmarks.translation{told}", "torch": torch.__version__}
        spent = time.process_time() - begun
        write_recorded(name, results | {"seconds each": each}, seeds=seeds, seconds=spent, **where)


if __name__ == "__main__":
    main()
