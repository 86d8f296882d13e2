"""Train the two character models of prose that lesson 09 compares, a GRU and a simple RNN, and measure them.

    python data/models/make_gru_prose_model.py                  measure, and write gru_prose_model.npz beside this file
    python data/models/make_gru_prose_model.py --seed 1 --dry   measure another seed, write nothing

Both read 160,000 characters of Python's help texts ten times, as benchmarks/prose_units.py does. A program and no
module of `data`: it needs the answers, which `data` never does. The prose differs a little from Python to Python.
"""

import argparse
import time

import numpy as np

from data.gru_prose_model import GRU_PROSE_MODEL
from data.models.gru_training import Parameters, any_loss_and_grads, clipped_step
from data.prose import PROSE_SYMBOLS, load_prose, prose_ids
from data.prose_model import untrained_prose_model
from solutions.initialisation import gru_start, in_float32
from solutions.language_model_training import lm_batches
from solutions.optimisers import adam_start
from solutions.sequence_data import one_hot

UNITS, M, WINDOW, EPOCHS, RATE = 64, 32, 64, 10, 8e-3
N = len(PROSE_SYMBOLS)


def fresh(kind: str, seed: int) -> Parameters:
    """Return a GRU or a simple RNN before training; the units of both remember from no time to a window."""
    rng = np.random.default_rng(seed)
    if kind == "rnn":
        return untrained_prose_model(UNITS, rng=rng)
    return gru_start(N, UNITS, N, bu=-np.log(rng.uniform(1, WINDOW - 1, size=(UNITS, 1))), rng=rng)


def train_stream(ids: np.ndarray, p: Parameters, epochs: int = EPOCHS) -> Parameters:
    """Train on one stream; the state is carried from window to window, the rate falls in a straight line to 0."""
    p = in_float32(p)
    adam, windows = adam_start(p), lm_batches(ids, M, WINDOW)
    started = time.process_time()
    for epoch in range(1, epochs + 1):
        state, losses = np.zeros((UNITS, M), np.float32), []
        for X, Y in windows:
            x, everywhere = one_hot(X, N).astype(np.float32), np.ones(X.shape, dtype=bool)
            loss, grads, _, state = any_loss_and_grads(x, Y, state, p, everywhere)
            p, adam = clipped_step(p, grads, adam, RATE * (1 - adam.steps / (epochs * len(windows))))
            losses.append(loss)
        seconds = time.process_time() - started
        print(f"epoch {epoch:2}   train {np.exp(np.mean(losses)):.3f}   {seconds:5.0f} CPU s", flush=True)
    return p


def perplexity_of(p: Parameters, ids: np.ndarray) -> float:
    """Return the perplexity of a stream, read in 8 pieces that start from zeros."""
    state, losses, steps = np.zeros((UNITS, 8), p["by"].dtype), [], []
    for X, Y in lm_batches(ids, 8, 250):
        x = one_hot(X, N).astype(p["by"].dtype)
        loss, _, _, state = any_loss_and_grads(x, Y, state, p, np.ones(X.shape, dtype=bool))
        losses.append(loss)
        steps.append(len(X))
    return float(np.exp(np.average(losses, weights=steps)))


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    prose = load_prose()
    stored: dict[str, np.ndarray] = {}
    for kind in ("gru", "rnn"):
        p = train_stream(prose_ids(prose.train), fresh(kind, options.seed), options.epochs)
        found = [perplexity_of(p, prose_ids(part)) for part in (prose.train[:20_000], prose.dev, prose.test)]
        print("{}: perplexity train {:.3f}   dev {:.3f}   test {:.3f}".format(kind, *found))
        stored |= {f"{kind} {name}": value for name, value in p.items()}
    if not options.dry:
        np.savez_compressed(GRU_PROSE_MODEL, allow_pickle=False, **stored)
        print(f"{GRU_PROSE_MODEL.name}: {GRU_PROSE_MODEL.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
