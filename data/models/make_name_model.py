"""Train the character model of surnames that lesson 02 shows, with the course's own reference code.

    python data/models/make_name_model.py                  measure, and write name_model.npz beside this file
    python data/models/make_name_model.py --seed 1 --dry   measure another seed, write nothing

A program and no module of `data`: it needs the answers, which `data` never does. The surnames come from the
installed package `names` (census of the United States, 1990) and are not kept here.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np

from data.counted import counted_loss
from data.name_model import NAME_MODEL, NAME_SYMBOLS
from data.names import name_splits
from solutions.clipping import clip_by_global_norm
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.initialisation import in_float32, orthogonal_start
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import adam_start, adam_step
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_forward_masked

SPLIT_SEED = 1990

Parameters = dict[str, np.ndarray]
Batch = tuple[np.ndarray, np.ndarray, np.ndarray]  # x (T, n_x, m), y (T, m), mask (T, m)


def batch_of(names: list[str], dtype: type = np.float32) -> Batch:
    """Return a name as input from the start symbol on, and as labels up to the end symbol."""
    x_ids, mask, _ = pad_batch([[0, *NAME_SYMBOLS.encode(name)] for name in names], pad_id=-1)
    y, _, _ = pad_batch([[*NAME_SYMBOLS.encode(name), 0] for name in names], pad_id=-1)
    return one_hot(x_ids, len(NAME_SYMBOLS)).astype(dtype), y, mask


def ended(names: list[str]) -> list[list[int]]:
    """Return the symbols of each name up to the one that ends it."""
    return [[*NAME_SYMBOLS.encode(name), 0] for name in names]


def batches(names: list[str], m: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield every name once, m at a time, in random order."""
    order = rng.permutation(len(names))
    for first in range(0, len(names), m):
        yield batch_of([names[k] for k in order[first : first + m]])


def start(parameters: Parameters, x: np.ndarray) -> np.ndarray:
    """Return a0: zeros, in the dtype of x."""
    return np.zeros((len(parameters["ba"]), x.shape[2]), dtype=x.dtype)


def gradients(parameters: Parameters, batch: Batch) -> Parameters:
    """Return the gradient of the loss on a batch, dWax for Wax and so on, for every parameter."""
    x, y, mask = batch
    _, grads = rnn_loss_and_grads(x, y, start(parameters, x), parameters, mask)
    return {"d" + name: grads["d" + name] for name in parameters}


def mean_loss(parameters: Parameters, names: list[str], m: int = 1000) -> float:
    """Return the loss over all names, in nats per character; the end of a name counts as a character."""
    losses, steps = [], []
    for first in range(0, len(names), m):
        x, y, mask = batch_of(names[first : first + m])
        _, y_pred, _ = rnn_forward_masked(x, start(parameters, x), parameters, mask)
        losses.append(sequence_cross_entropy(y_pred, y, mask))
        steps.append(mask.sum())
    return float(np.average(losses, weights=steps))


def train_model(
    train: list[str], dev: list[str], *, n_a: int, epochs: int, m: int, rate: float, clip: float, seed: int
) -> Parameters:
    """Return trained parameters; the learning rate falls in a straight line to 0."""
    rng = np.random.default_rng(seed)
    parameters = in_float32(orthogonal_start(len(NAME_SYMBOLS), n_a, len(NAME_SYMBOLS), rng=rng))
    state = adam_start(parameters)
    n_steps = epochs * -(-len(train) // m)
    started = time.process_time()
    for epoch in range(1, epochs + 1):
        for batch in batches(train, m, rng):
            clipped, _ = clip_by_global_norm(gradients(parameters, batch), clip)
            parameters, state = adam_step(parameters, clipped, state, rate * (1 - state.steps / n_steps))
        seconds = time.process_time() - started
        print(f"epoch {epoch:2}   dev {mean_loss(parameters, dev):.4f} nats/character   {seconds:5.0f} CPU s")
    return parameters


def main() -> None:
    """Measure the baselines, train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--n-a", type=int, default=64)
    parser.add_argument("--m", type=int, default=128)
    parser.add_argument("--rate", type=float, default=5e-3)
    parser.add_argument("--clip", type=float, default=1.0)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = vars(parser.parse_args())
    dry = options.pop("dry")

    train, dev, test = name_splits(rng=np.random.default_rng(SPLIT_SEED))
    print(f"{len(train)} surnames to train on, {len(dev)} to choose with, {len(test)} to judge by")
    for n in range(1, 6):
        counted = [
            counted_loss(ended(train), ended(held_out), n, n_symbols=len(NAME_SYMBOLS)) for held_out in (dev, test)
        ]
        print("{}-gram     dev {:.4f}   test {:.4f} nats/character".format(n, *counted))
    parameters = train_model(train, dev, **options)
    measured = [mean_loss(parameters, part) for part in (train[: len(dev)], dev, test)]
    print("RNN: train {:.4f}   dev {:.4f}   test {:.4f} nats/character".format(*measured))
    if not dry:
        np.savez_compressed(NAME_MODEL, allow_pickle=False, **parameters)
        print(f"{NAME_MODEL.name}: {NAME_MODEL.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
