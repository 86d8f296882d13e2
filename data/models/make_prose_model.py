"""Train the character model of prose that lesson 07 shows, with the course's own reference code, and measure it.

    python data/models/make_prose_model.py                  measure, and write prose_model.npz beside this file
    python data/models/make_prose_model.py --seed 1 --dry   measure another seed, write nothing

A program and no module of `data`: it needs the answers, which `data` never does. The prose comes with Python and
differs a little from version to version, so the model does too.
"""

import argparse
import platform
import time

import numpy as np

from data.counted import counted_loss
from data.prose import PROSE_SYMBOLS, load_prose, prose_ids
from data.prose_model import PROSE_MODEL, untrained_prose_model
from data.signals import correlations, prose_signals
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.initialisation import in_float32
from solutions.language_model_training import lm_batches
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_forward

Parameters = dict[str, np.ndarray]


def columns(ids: np.ndarray, parameters: Parameters) -> np.ndarray:
    """Return the input of a window in the dtype of the parameters."""
    return one_hot(ids, len(PROSE_SYMBOLS)).astype(parameters["Wax"].dtype)


def stream_loss(parameters: Parameters, ids: np.ndarray, m: int = 8) -> float:
    """Return the loss on a stream, in nats a character; m pieces of it start from zeros."""
    a_prev = np.zeros((len(parameters["ba"]), m), parameters["ba"].dtype)
    losses, steps = [], []
    for X, Y in lm_batches(ids, m, 250):
        a, y_pred, _ = rnn_forward(columns(X, parameters), a_prev, parameters)
        a_prev = a[-1]
        losses.append(sequence_cross_entropy(y_pred, Y, np.ones(Y.shape, dtype=bool)))
        steps.append(len(X))
    return float(np.average(losses, weights=steps))


def train_stream(
    ids: np.ndarray, parameters: Parameters, *, epochs: int, m: int, k: int, rate: float, clip: float
) -> Parameters:
    """Return trained parameters; the state is carried from window to window, the rate falls in a straight line to 0."""
    parameters = in_float32(parameters)
    state, windows = adam_start(parameters), lm_batches(ids, m, k)
    started = time.process_time()
    for epoch in range(1, epochs + 1):
        a_prev, losses = np.zeros((len(parameters["ba"]), m), np.float32), []
        for X, Y in windows:
            x, mask = columns(X, parameters), np.ones(X.shape, dtype=bool)
            a, _, _ = rnn_forward(x, a_prev, parameters)
            loss, grads = rnn_loss_and_grads(x, Y, a_prev, parameters, mask)
            grads = clip_gradients({"d" + name: grads["d" + name] for name in parameters}, clip)
            a_prev = a[-1]
            parameters, state = adam_step(parameters, grads, state, rate * (1 - state.steps / (epochs * len(windows))))
            losses.append(loss)
        seconds = time.process_time() - started
        print(f"epoch {epoch:2}   train {np.exp(np.mean(losses)):.3f}   {seconds:5.0f} CPU s", flush=True)
    return parameters


def activations(parameters: Parameters, ids: np.ndarray) -> np.ndarray:
    """Return the state after each character of a stream, shape (n, n_a)."""
    a, _, _ = rnn_forward(columns(ids[:, np.newaxis], parameters), np.zeros((len(parameters["ba"]), 1)), parameters)
    return a[:, :, 0]


def followed(parameters: Parameters, choose: str, judge: str) -> dict[str, tuple[int, float, float]]:
    """Return for each signal the unit that follows it best on one text, and its correlation there and on another."""
    parts = [(activations(parameters, prose_ids(text)), prose_signals(text)) for text in (choose, judge)]
    found = {}
    for name in parts[0][1]:
        there, here = (correlations(a, signals[name]) for a, signals in parts)
        unit = int(np.abs(there).argmax())
        found[name] = unit, float(there[unit]), float(here[unit])
    return found


def main() -> None:
    """Measure the baselines, train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--m", type=int, default=32)
    parser.add_argument("--k", type=int, default=64)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--clip", type=float, default=1.0)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = vars(parser.parse_args())
    dry, rng = options.pop("dry"), np.random.default_rng(options.pop("seed"))

    prose = load_prose(None)
    train, dev, test = map(prose_ids, prose)
    print(f"Python {platform.python_version()}: {len(train)}, {len(dev)} and {len(test)} characters")
    for n in range(1, 6):
        counted = [np.exp(counted_loss([train], [part], n, n_symbols=len(PROSE_SYMBOLS))) for part in (dev, test)]
        print("{}-gram     perplexity dev {:.2f}   test {:.2f}".format(n, *counted))
    untrained = untrained_prose_model(rng=rng)
    parameters = train_stream(train, untrained, **options)
    measured = [np.exp(stream_loss(parameters, part)) for part in (train[: len(dev)], dev, test)]
    print("RNN: perplexity train {:.3f}   dev {:.3f}   test {:.3f}".format(*measured))
    for title, model in (("untrained", untrained), ("trained", parameters)):
        for name, (unit, there, here) in followed(model, prose.dev[:20_000], prose.test[:20_000]).items():
            print(f"{title:9} {name:8} unit {unit:3}   r = {there:+.2f} on dev, {here:+.2f} on test")
    if not dry:
        np.savez_compressed(PROSE_MODEL, allow_pickle=False, **parameters)
        print(f"{PROSE_MODEL.name}: {PROSE_MODEL.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
