"""How far networks count that have learned strings of n a and n b with n from 1 to 10: LSTM, GRU and simple RNN.

    python -m benchmarks.lstm_counter          write data/recorded/lstm_counter.json
    python -m benchmarks.lstm_counter --dry    write nothing

An update reads all ten strings; 2,000 updates of Adam with a learning rate of 0.05, clipped at 1. A network counts up
to n if it is right on all strings up to that of n: from the first b on, the likeliest symbol is the true one. Strings
up to n = 200 are tried. Ours is an LSTM of two cells; PyTorch's LSTM has the same start, its GRU (two cells) and its
simple RNN (four units) have PyTorch's own.
"""

import argparse
import time
from itertools import islice

import numpy as np
import torch
from torch import nn

import data
from benchmarks.pytorch_lstm import LstmPeer, Trainer, loss_of
from data.models.lstm_seeds import fresh
from data.models.make_counter import BIAS, LEARNED, LR, SEEDS, TRIED, UNITS, UPDATES, batches, counted, starts, trained
from data.recorded import write_recorded


class Other(nn.Module):
    """A GRU or a simple RNN with a linear output, from PyTorch's own initial values."""

    def __init__(self, kind: type[nn.GRU] | type[nn.RNN], n_a: int) -> None:
        super().__init__()
        self.rnn, self.out = kind(3, n_a), nn.Linear(n_a, 3)

    def forward(self, x: np.ndarray) -> tuple[torch.Tensor, None]:
        """Return scores (T_x, m, n_y)."""
        a, _ = self.rnn(torch.tensor(x.swapaxes(1, 2), dtype=torch.float32))
        return self.out(a), None


def theirs(network: nn.Module) -> int:
    """Train a network in PyTorch; return up to which n it counts."""
    trainer, (x, y, mask) = Trainer(network, LR), data.ab_strings(range(1, LEARNED + 1))
    for _ in range(UPDATES):
        trainer.update(loss_of(network(x)[0], y, mask))
    with torch.no_grad():
        scores, _ = network(data.ab_strings(range(1, TRIED + 1)).x)
    return data.counts_up_to(scores.numpy().swapaxes(1, 2))


def started_in_pytorch(kind: type[nn.GRU] | type[nn.RNN], n_a: int, seed: int) -> nn.Module:
    """Return a network with the initial values of a seed."""
    torch.manual_seed(seed)
    return Other(kind, n_a)


def main() -> None:
    """Train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, started = parser.parse_args().dry, time.process_time()
    torch.set_num_threads(1)
    peers = [LstmPeer(fresh(UNITS, 3, 3, np.random.default_rng(seed), BIAS)) for seed in SEEDS]
    results = {
        "LSTM": counted(trained(starts(), islice(batches(), UPDATES))),
        "LSTM in PyTorch": [theirs(peer) for peer in peers],
        "GRU": [theirs(started_in_pytorch(nn.GRU, 2, seed)) for seed in SEEDS],
        "RNN": [theirs(started_in_pytorch(nn.RNN, 4, seed)) for seed in SEEDS],
    }
    print(results)
    if not dry:
        where = {"command": "python -m benchmarks.lstm_counter", "torch": torch.__version__}
        write_recorded("lstm_counter", results, seeds=SEEDS, seconds=time.process_time() - started, **where)


if __name__ == "__main__":
    main()
