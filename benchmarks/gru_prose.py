"""Measure lesson 09's character model, a GRU, against the same network in PyTorch.

    python -m benchmarks.gru_prose             5 seeds, and write data/recorded/gru_prose.json
    python -m benchmarks.gru_prose --seeds 1   fewer, and write nothing

Data, windows, updates and learning rates are those of data/models/make_gru_prose_model.py. PyTorch starts from our
weights, in the places that do the same; its GRU resets after the product. The simple RNN is in prose_units.json.
"""

import argparse
import time

import numpy as np
import torch
from torch import nn

from benchmarks.pytorch import falling_adam
from data.models.make_gru_prose_model import EPOCHS, RATE, UNITS, WINDOW, M, N, fresh, perplexity_of, train_stream
from data.prose import load_prose, prose_ids
from data.recorded import write_recorded
from solutions.language_model_training import lm_batches


class Peer(nn.Module):
    """PyTorch's GRU and a linear output, from our start."""

    def __init__(self, start: dict[str, np.ndarray]) -> None:
        super().__init__()
        self.gru, self.out = nn.GRU(N, UNITS), nn.Linear(UNITS, N)
        signs = {"r": 1, "u": -1, "c": 1}  # PyTorch's order; its update gate keeps
        stacked = np.concatenate([sign * start[f"W{gate}"] for gate, sign in signs.items()])
        biases = np.concatenate([sign * start[f"b{gate}"] for gate, sign in signs.items()])[:, 0]
        with torch.no_grad():
            self.gru.weight_hh_l0.copy_(torch.tensor(stacked[:, :UNITS]))
            self.gru.weight_ih_l0.copy_(torch.tensor(stacked[:, UNITS:]))
            self.gru.bias_ih_l0.copy_(torch.tensor(biases))
            self.gru.bias_hh_l0.zero_()
            self.out.weight.copy_(torch.tensor(start["Wy"]))
            self.out.bias.zero_()

    def loss(self, X: np.ndarray, Y: np.ndarray, state: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the mean loss of a window and the state after it."""
        c, last = self.gru(nn.functional.one_hot(torch.tensor(X), N).float(), state)
        return nn.functional.cross_entropy(self.out(c).flatten(0, 1), torch.tensor(Y).flatten()), last.detach()


def their_perplexity(train: np.ndarray, test: np.ndarray, seed: int) -> float:
    """Train the peer; return its perplexity on test, read in 8 pieces that start from zeros."""
    peer, windows = Peer(fresh("gru", seed)), lm_batches(train, M, WINDOW)
    update = falling_adam(peer, RATE, EPOCHS * len(windows), 1.0)
    for _ in range(EPOCHS):
        state = None
        for X, Y in windows:
            loss, state = peer.loss(X, Y, state)
            update(loss)
    state, losses, steps = None, [], []
    with torch.no_grad():
        for X, Y in lm_batches(test, 8, 250):
            loss, state = peer.loss(X, Y, state)
            losses.append(loss.item())
            steps.append(len(X))
    return float(np.exp(np.average(losses, weights=steps)))


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    seeds, started, prose = list(range(options.seeds)), time.process_time(), load_prose()
    train, test = prose_ids(prose.train), prose_ids(prose.test)
    results: dict[str, list[float]] = {"PyTorch": [], "ours": []}
    for seed in seeds:
        results["PyTorch"].append(round(their_perplexity(train, test, seed), 3))
        results["ours"].append(round(perplexity_of(train_stream(train, fresh("gru", seed)), test), 3))
        print(
            seed,
            {who: found[-1] for who, found in results.items()},
            f"{time.process_time() - started:.0f} s",
            flush=True,
        )
    if options.seeds >= 5:
        where = {"command": "python -m benchmarks.gru_prose", "torch": torch.__version__}
        write_recorded("gru_prose", results, seeds=seeds, seconds=time.process_time() - started, **where)


if __name__ == "__main__":
    main()
