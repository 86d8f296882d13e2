"""Train the LSTM that lesson 10 shows on the prose of lesson 07, with the budget of lesson 07's kept network.

    python -m data.models.make_prose_lstm                 measure, and write prose_lstm.npz beside this file
    python -m data.models.make_prose_lstm --epochs 2 --dry   a short try, write nothing

The text, the streams, the windows and the number of updates are those of `make_prose_model.py`, and so is the number of
weights, nearly: 58 units instead of 128. Run as a module from the top of the course: it uses `data.models.lstm_seeds`.
"""

import argparse
import time

import numpy as np

from data.models.lstm_seeds import Batch, Parameters, fresh, loss_and_grads, nothing_yet, one_of, together, updated
from data.prose import PROSE_SYMBOLS, load_prose, prose_ids
from data.prose_lstm import PROSE_LSTM
from solutions.language_model_training import lm_batches
from solutions.losses import sequence_cross_entropy
from solutions.lstm import lstm_forward
from solutions.optimisers import adam_start
from solutions.sequence_data import one_hot

N, M, K = len(PROSE_SYMBOLS), 32, 64


def train_stream(ids: np.ndarray, parameters: Parameters, epochs: int, rate: float) -> Parameters:
    """Return the trained network; the state is carried from window to window, the rate falls evenly to 0."""
    adam, windows, started = adam_start(parameters), lm_batches(ids, M, K), time.process_time()
    for epoch in range(1, epochs + 1):
        state, losses = nothing_yet(parameters, M), []
        for X, Y in windows:
            batch = Batch(one_hot(X, N)[:, np.newaxis], Y[:, np.newaxis], np.ones((len(X), 1, M), dtype=bool))
            loss, grads, state = loss_and_grads(batch, state, parameters)
            parameters, adam = updated(parameters, grads, adam, rate * (1 - adam.steps / (epochs * len(windows))))
            losses.append(loss)
        seconds = time.process_time() - started
        print(f"epoch {epoch:2}   train {np.exp(np.mean(losses)):.3f}   {seconds:5.0f} CPU s", flush=True)
    return parameters


def stream_loss(parameters: Parameters, ids: np.ndarray, m: int = 8) -> float:
    """Return the loss of one network on a stream, in nats a character; m pieces of it start from zeros."""
    a_prev, c_prev, losses, steps = *np.zeros((2, len(parameters["bf"]), m)), [], []
    for X, Y in lm_batches(ids, m, 250):
        valid = np.ones(Y.shape, dtype=bool)
        a, c, y_pred, _ = lstm_forward(one_hot(X, N), a_prev, c_prev, parameters, valid)
        a_prev, c_prev = a[-1], c[-1]
        losses.append(sequence_cross_entropy(y_pred, Y, valid))
        steps.append(len(X))
    return float(np.average(losses, weights=steps))


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--units", type=int, default=58)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    train, dev, test = map(prose_ids, load_prose(None))
    start = together([fresh(options.units, N, N, np.random.default_rng(options.seed), forget_bias=1.0)])
    parameters = one_of(train_stream(train, start, options.epochs, options.rate), 0)
    parameters = {name: value.astype(np.float32) for name, value in parameters.items()}
    measured = [np.exp(stream_loss(parameters, part)) for part in (train[: len(dev)], dev, test)]
    print("LSTM: perplexity train {:.3f}   dev {:.3f}   test {:.3f}".format(*measured))
    print(sum(value.size for value in parameters.values()), "numbers")
    if not options.dry:
        np.savez_compressed(PROSE_LSTM, allow_pickle=False, **parameters)
        print(f"{PROSE_LSTM.name}: {PROSE_LSTM.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
