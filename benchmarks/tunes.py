"""Train a simple RNN on tunes with the course's own code and with PyTorch, and record how surprised each is.

    python -m benchmarks.tunes             five seeds of each, on own tunes and on jigs
    python -m benchmarks.tunes --dry       write nothing

Both have the same size, batches, number of updates, Adam, falling learning rate and clipping. PyTorch starts from its
own initial values and has a second bias. Writes data/recorded/tunes.json. The jigs need the package `music21`.
"""

import argparse
import contextlib
import io
import time
from importlib.metadata import version

import numpy as np
import torch

from benchmarks.pytorch import Predictor, falling_adam
from data.counted import counted_loss
from data.folk_tunes import folk_tune_splits, folk_vocabulary
from data.models.make_tune_model import chances, ids_of, shifted, train_model
from data.recorded import write_recorded
from data.tunes import BAR, BARS, tune_splits, tune_vocabulary

N_A, EPOCHS, M, RATE, CLIP = 96, 60, 32, 4e-3, 1.0
FIRST_PITCH = 3  # after the symbols for the end, hold and rest
SEEDS = [0, 1, 2, 3, 4]


def torch_perplexity(train: np.ndarray, test: np.ndarray, n: int, seed: int) -> float:
    """Train as `train_model` does and return the perplexity on test."""
    torch.manual_seed(seed)
    rng, network = np.random.default_rng(seed), Predictor(n, N_A)
    update = falling_adam(network, RATE, EPOCHS * -(-train.shape[1] // M), CLIP)
    for _ in range(EPOCHS):
        order = rng.permutation(train.shape[1])
        for first in range(0, len(order), M):
            ids = train[:, order[first : first + M]]
            read, y = (shifted(ids), ids) if rng.random() < 0.5 else (ids[:-1], ids[1:])
            update(network.loss(read, y))
    with torch.no_grad():
        return float(torch.exp(network.loss(shifted(test), test)))


def own_surprise(train: np.ndarray, test: np.ndarray, n: int, seed: int) -> np.ndarray:
    """Train with the course's reference code and return -log p of every symbol of test, shape (49, m)."""
    with contextlib.redirect_stdout(io.StringIO()):
        parameters = train_model(train, test, n, n_a=N_A, epochs=EPOCHS, m=M, rate=RATE, clip=CLIP, seed=seed)
    surprise: np.ndarray = -np.log(chances(parameters, test))
    return surprise


def at_bar_lines(surprise: np.ndarray, ids: np.ndarray) -> dict[str, object]:
    """Return the mean surprise of steps and of notes by their place in the bar, in nats."""
    by_bar, begins = surprise[:-1].reshape(BARS, BAR, -1), ids[:-1].reshape(BARS, BAR, -1) >= FIRST_PITCH
    notes = [by_bar[:, place][begins[:, place]].mean() for place in range(BAR)]
    return {
        "of steps, by eighth": by_bar.mean(axis=(0, 2)).round(3).tolist(),
        "of notes, by eighth": np.round(notes, 3).tolist(),
        "of notes on a bar line": round(float(notes[0]), 3),
        "of other notes": round(float(by_bar[:, 1:][begins[:, 1:]].mean()), 3),
        "of steps, by bar": by_bar.mean(axis=(1, 2)).round(3).tolist(),
    }


def measured(train: np.ndarray, test: np.ndarray, n: int) -> dict[str, object]:
    """Return perplexities per symbol on test, the end counted as one."""
    counted = [counted_loss(list(train.T), list(test.T), order, n_symbols=n) for order in (1, 2, 3, 4)]
    results: dict[str, object] = {
        "tunes": {"train": train.shape[1], "test": test.shape[1]},
        "counted": {f"{order}-gram": round(float(np.exp(loss)), 3) for order, loss in enumerate(counted, start=1)},
    }
    surprises = [own_surprise(train, test, n, seed) for seed in SEEDS]
    results["numpy"] = [round(float(np.exp(surprise.mean())), 3) for surprise in surprises]
    results["pytorch"] = [round(torch_perplexity(train, test, n, seed), 3) for seed in SEEDS]
    results["surprise"] = [at_bar_lines(surprise, test) for surprise in surprises]
    return results


def main() -> None:
    """Measure both sets of tunes and write the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry = parser.parse_args().dry
    torch.set_num_threads(1)
    started = time.process_time()
    own, jigs = tune_splits(rng=np.random.default_rng(48)), folk_tune_splits(rng=np.random.default_rng(48))
    results = {}
    for name, parts, symbols in (
        ("own tunes", own, tune_vocabulary()),
        ("jigs", jigs, folk_vocabulary([tune for part in jigs for tune in part])),
    ):
        results[name] = measured(ids_of(parts.train, symbols), ids_of(parts.test, symbols), len(symbols))
        print(name, results[name], flush=True)
    if not dry:
        seconds = time.process_time() - started
        versions = {"torch": torch.__version__, "music21": version("music21")}
        command = "python -m benchmarks.tunes"
        write_recorded("tunes", results, seeds=SEEDS, seconds=seconds, command=command, **versions)


if __name__ == "__main__":
    main()
