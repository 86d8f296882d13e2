"""Train the two translators of dates that lesson 12 shows, with and without attention, and measure them.

    python -m data.models.make_date_translator                  measure, and write date_translator.npz beside this file
    python -m data.models.make_date_translator --seed 1 --dry   measure another seed, write nothing

A program and no module of `data`: it needs the answers, which `data` never does.
"""

import argparse
import time

import numpy as np

from data.date_translator import DATE_TRANSLATOR
from data.dates import ISO_SYMBOLS, date_splits
from data.models.translation_training import Arrays, Plan, agree, fresh, in_tokens, train

SPLIT_SEED = 1582
PLAN = Plan(epochs=8)


def shown(epoch: int, loss: float, _: Arrays) -> None:
    """Print how training goes."""
    print(f"epoch {epoch}   loss {loss:.4f}   {time.process_time():.0f} s", flush=True)


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    parts = [in_tokens(part, ISO_SYMBOLS) for part in date_splits(rng=np.random.default_rng(SPLIT_SEED))]
    stored: Arrays = {}
    for kind in ("gru", "attention"):
        rng = np.random.default_rng(options.seed)
        p = train(fresh(kind, parts[0], PLAN.n_a, rng), parts[0], PLAN, rng, shown)
        short = {name: value.astype(np.float16) for name, value in p.items()}
        kept = {name: value.astype(np.float64) for name, value in short.items()}
        for name, part in zip(("train", "dev", "test"), parts, strict=True):
            right = agree(kept, part)
            print(f"{kind}, {name}: {right.sum()} of {len(right)} right; before rounding {agree(p, part).sum()}")
        stored |= {f"{kind} {name}": value for name, value in short.items()}
    if not options.dry:
        np.savez_compressed(DATE_TRANSLATOR, allow_pickle=False, **stored)
        print(f"{DATE_TRANSLATOR.name}: {DATE_TRANSLATOR.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
