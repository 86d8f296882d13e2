"""Lesson 07's character model with an LSTM: the same text, order and number of updates, ten seeds.

    python -m benchmarks.lstm_prose          write data/recorded/lstm_prose.json
    python -m benchmarks.lstm_prose --dry    write nothing

160,000 characters of prose, four times, 32 streams in windows of 25; perplexity on the test part. LSTMs of 64 units, as
many as the simple RNN has, and of 28 units, which have as many weights. The learning rate of Adam is what suits each
best of 0.01 and 0.02, tried on one seed: 0.01 for the simple RNN, 0.02 for the LSTMs. PyTorch's LSTM begins with the
same parameters.
"""

import argparse
import time

import numpy as np
import torch

import data
from benchmarks.language_models import our_prose
from benchmarks.pytorch_lstm import LstmPeer, Trainer, loss_of
from data.models.lstm_seeds import Batch, Parameters, fresh, loss_and_grads, nothing_yet, one_of, together, updated
from data.models.make_prose_lstm import stream_loss
from data.recorded import write_recorded
from solutions.language_model_training import lm_batches
from solutions.optimisers import adam_start
from solutions.sequence_data import one_hot

M, WINDOW, EPOCHS, LR, N = 32, 25, 4, 0.02, len(data.PROSE_SYMBOLS)
SEEDS, PEERS = list(range(10)), list(range(5))


def start(units: int, seed: int) -> Parameters:
    """Return an LSTM before training."""
    return fresh(units, N, N, np.random.default_rng(seed), 1.0)


def ours(train: np.ndarray, test: np.ndarray, units: int, seed: int) -> float:
    """Train; return the loss on test."""
    network = together([start(units, seed)])
    adam = adam_start(network)
    for _ in range(EPOCHS):
        state = nothing_yet(network, M)
        for X, Y in lm_batches(train, M, WINDOW):
            batch = Batch(one_hot(X, N)[:, np.newaxis], Y[:, np.newaxis], np.ones((len(X), 1, M), dtype=bool))
            _, grads, state = loss_and_grads(batch, state, network)
            network, adam = updated(network, grads, adam, LR)
    return stream_loss(one_of(network, 0), test, m=M)


def theirs(train: np.ndarray, test: np.ndarray, units: int, seed: int) -> float:
    """Train the same network in PyTorch; return the loss on test."""
    peer = LstmPeer(start(units, seed))
    trainer = Trainer(peer, LR)
    for _ in range(EPOCHS):
        states = None
        for X, Y in lm_batches(train, M, WINDOW):
            scores, states = peer(one_hot(X, N), states)
            trainer.update(loss_of(scores, Y, np.ones(Y.shape, dtype=bool)))
    states, losses, steps = None, [], []
    with torch.no_grad():
        for X, Y in lm_batches(test, M, 250):
            scores, states = peer(one_hot(X, N), states)
            losses.append(float(loss_of(scores, Y, np.ones(Y.shape, dtype=bool))))
            steps.append(len(X))
    return float(np.average(losses, weights=steps))


def main() -> None:
    """Train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, started = parser.parse_args().dry, time.process_time()
    torch.set_num_threads(1)
    prose = data.load_prose()
    text, test = data.prose_ids(prose.train), data.prose_ids(prose.test)
    losses = {
        "RNN, 64 units": [our_prose(text, test, seed) for seed in SEEDS],
        "LSTM, 28 units": [ours(text, test, 28, seed) for seed in SEEDS],
        "LSTM, 64 units": [ours(text, test, 64, seed) for seed in SEEDS],
        "LSTM, 64 units, PyTorch": [theirs(text, test, 64, seed) for seed in PEERS],
    }
    results = {name: [round(float(np.exp(loss)), 3) for loss in found] for name, found in losses.items()}
    print(results)
    if not dry:
        where = {"command": "python -m benchmarks.lstm_prose", "torch": torch.__version__}
        write_recorded("lstm_prose", results, seeds=SEEDS, seconds=time.process_time() - started, **where)


if __name__ == "__main__":
    main()
