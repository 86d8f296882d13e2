"""Train lesson 07's model of names with the state reset for each name, and with the state carried to the next name.

    python -m benchmarks.carried_state

Ten seeds, 20,000 surnames once each, 32 at a time. Both ways the network reads zeros before the first letter. Carried:
column i of a batch begins with the state that column i of the batch before left, another name in random order.
Held-out names are read with the state reset, and with the state carried from name to name in random order.
"""

import time

import numpy as np

import data
from data.models.make_word_model import Batch, batch_of
from data.prose_model import untrained_prose_model
from data.recorded import write_recorded
from solutions.language_model_training import train_step
from solutions.losses import sequence_cross_entropy
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_forward_masked

COMMAND = "python -m benchmarks.carried_state"
UNITS, M, LR, CLIP, TRAINED, HELD_OUT = 64, 32, 1.0, 1.0, 20_000, 3_200
LETTERS = "abcdefghijklmnopqrstuvwxyz"
N = len(LETTERS) + 1

Parameters = dict[str, np.ndarray]
Names = list[list[int]]


def batches(names: Names, rng: np.random.Generator) -> list[Batch]:
    """Return X, Y and mask of all names in random order, M at a time."""
    order = rng.permutation(len(names))
    return [batch_of([names[i] for i in order[first : first + M]]) for first in range(0, len(names), M)]


def trained(names: Names, carried: bool, seed: int) -> Parameters:
    """Train for one epoch."""
    rng = np.random.default_rng(seed)
    parameters, a_prev = untrained_prose_model(UNITS, n=N, rng=rng), np.zeros((UNITS, M))
    for X, Y, mask in batches(names, rng):
        _, _, a_last, parameters = train_step(X, Y, mask, a_prev, parameters, LR, CLIP)
        a_prev = a_last if carried else a_prev
    return parameters


def held_out(parameters: Parameters, names: Names, carried: bool, seed: int) -> float:
    """Return the perplexity of names, read in random order."""
    a_prev, losses, steps = np.zeros((UNITS, M)), [], []
    for X, Y, mask in batches(names, np.random.default_rng(seed)):
        a, y_pred, _ = rnn_forward_masked(one_hot(X, N), a_prev, parameters, mask)
        a_prev = a[-1] if carried else a_prev
        losses.append(sequence_cross_entropy(y_pred, Y, mask))
        steps.append(mask.sum())
    return round(float(np.exp(np.average(losses, weights=steps))), 3)


def main() -> None:
    """Train both ways from ten seeds, read held-out names both ways, write."""
    number, started = {letter: k for k, letter in enumerate(LETTERS, 1)}, time.process_time()
    train, dev, _ = data.name_splits(rng=np.random.default_rng(1990))
    names, others = (
        [[*(number[letter] for letter in name), 0] for name in part] for part in (train[:TRAINED], dev[:HELD_OUT])
    )
    seeds, results = list(range(10)), {}
    for learned in ("reset", "carried"):
        models = [trained(names, learned == "carried", seed) for seed in seeds]
        for read in ("reset", "carried"):
            found = [held_out(model, others, read == "carried", seed) for seed, model in enumerate(models)]
            results[f"trained {learned}, read {read}"] = found
            print(f"trained {learned}, read {read}: {min(found):.2f} to {max(found):.2f}")
    write_recorded("carried_state", results, seeds=seeds, seconds=time.process_time() - started, command=COMMAND)


if __name__ == "__main__":
    main()
