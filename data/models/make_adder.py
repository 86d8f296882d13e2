"""Train the network of lesson 04 that adds, with the course's own reference code, and measure other starts.

    python data/models/make_adder.py                measure 20 starts, and write adder.npz beside this file
    python data/models/make_adder.py --starts 3     measure fewer
    python data/models/make_adder.py --dry          write nothing

A program and no module of `data`: it needs the answers, which `data` never does.
"""

import argparse
from collections.abc import Callable

import numpy as np

from data.addition import ADDER, addition_task, untrained_adder
from solutions.backpropagation_through_time import rnn_cell_backward, softmax_ce_backward
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.simple_rnn import rnn_forward, rnn_forward_masked

UNITS, ROUNDS, M, BITS = 16, 500, 64, 8

Parameters = dict[str, np.ndarray]
Gradients = Callable[..., tuple[float, Parameters]]


def nothing_from_later_steps(
    x: np.ndarray, y: np.ndarray, a0: np.ndarray, parameters: Parameters, mask: np.ndarray
) -> tuple[float, Parameters]:
    """Return the loss and its gradients without all that comes back from later steps: truncated to k = 1."""
    loss, grads = rnn_loss_and_grads(x, y, a0, parameters, mask)
    _, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
    da = parameters["Wya"].T @ softmax_ce_backward(y_pred, y, mask)  # zero where masked
    steps = [rnn_cell_backward(da[t], cache) for t, cache in enumerate(caches)]
    return loss, {**grads, **{name: np.sum([step[name] for step in steps], axis=0) for name in ("dWax", "dWaa", "dba")}}


def output_layer_alone(
    x: np.ndarray, y: np.ndarray, a0: np.ndarray, parameters: Parameters, mask: np.ndarray
) -> tuple[float, Parameters]:
    """Return the loss and its gradients, with zeros for all but the output layer: the state stays as it was drawn."""
    loss, grads = rnn_loss_and_grads(x, y, a0, parameters, mask)
    return loss, {name: g if name in ("dWya", "dby") else 0 * g for name, g in grads.items()}


def trained(grads_of: Gradients, seed: int) -> tuple[Parameters, float]:
    """Return trained parameters and the mean loss of the last 20 batches."""
    rng = np.random.default_rng(seed)
    parameters = untrained_adder(UNITS, rng=rng)
    velocity, losses = {name: np.zeros_like(value) for name, value in parameters.items()}, []
    for _ in range(ROUNDS):
        x, y, mask = addition_task(M, bits=BITS, rng=rng)
        loss, grads = grads_of(x, y, np.zeros((UNITS, M)), parameters, mask)
        losses.append(loss)
        for name in parameters:
            velocity[name] = 0.9 * velocity[name] - 0.3 * grads["d" + name]
            parameters[name] = parameters[name] + velocity[name]
    return parameters, float(np.mean(losses[-20:]))


def sums_right(parameters: Parameters, bits: int = 62, count: int = 200) -> int:
    """Return how many sums of random numbers below 2**bits are right in every bit."""
    rng = np.random.default_rng(0)
    first, second = rng.integers(2**bits, size=(2, count))
    place = np.arange(bits + 1)[:, np.newaxis]
    x = np.stack([first >> place & 1, second >> place & 1], axis=1).astype(float)  # (bits + 1, 2, count)
    _, y_pred, _ = rnn_forward(x, np.zeros((UNITS, count)), parameters)
    return int((y_pred.argmax(axis=1) == (first + second) >> place & 1).all(axis=0).sum())


def main() -> None:
    """Measure, and write the network of start 0 as it is stored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()

    for grads_of in (rnn_loss_and_grads, nothing_from_later_steps, output_layer_alone):
        runs = [trained(grads_of, seed) for seed in range(options.starts)]
        losses, right = sorted(loss for _, loss in runs), [sums_right(parameters) for parameters, _ in runs]
        print(f"{grads_of.__name__}: loss {losses[0]:.4f} to {losses[-1]:.4f} nats, median {np.median(losses):.4f}")
        print(f"    sums of 62 bits right, of 200: {min(right)} to {max(right)}")
    if not options.dry:
        stored = {name: value.astype(np.float32) for name, value in trained(rnn_loss_and_grads, 0)[0].items()}
        np.savez_compressed(ADDER, allow_pickle=False, **stored)
        print(f"{ADDER.name}: {ADDER.stat().st_size / 1000:.1f} kB, {sums_right(stored)} of 200 sums right as stored")


if __name__ == "__main__":
    main()
