"""Measure lesson 07's language models against counting, and against the same networks in PyTorch.

    python -m benchmarks.language_models             5 seeds, and write data/recorded/language_models.json
    python -m benchmarks.language_models --seeds 1   fewer
    python -m benchmarks.language_models --dry       write nothing

Both sides get the same start, data, number of updates, learning rates and limit of the gradient's norm; PyTorch
computes in float32, ours in float64, both on one thread. Perplexity is measured on the test parts.
"""

import argparse
import time
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import data
from data.models.make_prose_model import stream_loss
from data.models.make_word_model import batch_of
from data.prose_model import untrained_prose_model
from data.recorded import write_recorded
from solutions.language_model_training import lm_batches, train_lm, train_step
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import adam_start, adam_step
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_forward_masked

UNITS, M, CLIP = 64, 32, 1.0
NAME_RATES = (1.0, 0.3)  # one epoch each
WINDOW, PROSE_EPOCHS, PROSE_RATE = 25, 4, 0.01
LETTERS = "abcdefghijklmnopqrstuvwxyz"
END = 0

Parameters = dict[str, np.ndarray]
Names = list[list[int]]


# ----------------------------------------------------------------------------------------------------------- ours


def our_names(train: Names, test: Names, seed: int) -> float:
    """Train with `train_lm`; return the loss on test."""
    rng = np.random.default_rng(seed)
    parameters = untrained_prose_model(UNITS, n=len(LETTERS) + 1, rng=rng)
    for rate in NAME_RATES:
        parameters = train_lm(train, parameters, 1, M, rate, CLIP, rng)
    X, Y, mask = batch_of(test)
    x, a0 = one_hot(X, len(LETTERS) + 1), np.zeros((UNITS, len(test)))
    _, y_pred, _ = rnn_forward_masked(x, a0, parameters, mask)
    return sequence_cross_entropy(y_pred, np.where(mask, Y, 0), mask)


def our_prose(train: np.ndarray, test: np.ndarray, seed: int) -> float:
    """Train with `train_step`'s gradients and Adam over contiguous windows; return the loss on test."""
    parameters = untrained_prose_model(UNITS, rng=np.random.default_rng(seed))
    state = adam_start(parameters)
    for _ in range(PROSE_EPOCHS):
        a_prev = np.zeros((UNITS, M))
        for X, Y in lm_batches(train, M, WINDOW):
            mask = np.ones(X.shape, dtype=bool)
            _, grads, a_prev, _ = train_step(X, Y, mask, a_prev, parameters, 0.0, CLIP)
            parameters, state = adam_step(parameters, grads, state, PROSE_RATE)
    return stream_loss(parameters, test, m=M)


# -------------------------------------------------------------------------------------------------------- PyTorch


class Peer(nn.Module):
    """The same network: a simple RNN and a linear output."""

    def __init__(self, start: Parameters) -> None:
        super().__init__()
        n_a, n = start["Wax"].shape
        self.n = n
        self.rnn, self.out = nn.RNN(n, n_a), nn.Linear(n_a, n)
        given = {"weight_ih_l0": "Wax", "weight_hh_l0": "Waa", "bias_ih_l0": "ba", "bias_hh_l0": "ba"}
        with torch.no_grad():
            for theirs, name in given.items():
                getattr(self.rnn, theirs).copy_(torch.tensor(start[name].squeeze()))
            self.out.weight.copy_(torch.tensor(start["Wya"]))
            self.out.bias.zero_()
        self.rnn.bias_hh_l0.requires_grad_(False)  # one bias is enough; ours has one

    def forward(self, X: torch.Tensor, a_prev: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores (T, m, n) and the last state; -1 is a column of zeros."""
        x = functional.one_hot(X + 1, self.n + 1)[..., 1:].float()
        a, a_last = self.rnn(x, a_prev)
        return self.out(a), a_last


def loss_of(scores: torch.Tensor, Y: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of what is not ignored."""
    return functional.cross_entropy(scores.flatten(0, 1), Y.flatten(), ignore_index=-1)


def update(peer: Peer, optimiser: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    """Take one clipped step."""
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_([p for p in peer.parameters() if p.requires_grad], CLIP)
    optimiser.step()


def their_names(train: Names, test: Names, seed: int) -> float:
    """Train the peer on names with plain gradient descent; return the loss on test."""
    rng = np.random.default_rng(seed)
    peer = Peer(untrained_prose_model(UNITS, n=len(LETTERS) + 1, rng=rng))
    optimiser = torch.optim.SGD([p for p in peer.parameters() if p.requires_grad], lr=1.0)
    for rate in NAME_RATES:
        optimiser.param_groups[0]["lr"] = rate
        order = rng.permutation(len(train))
        for first in range(0, len(train), M):
            X, Y, _ = batch_of([train[i] for i in order[first : first + M]])
            scores, _ = peer(torch.tensor(X), None)
            update(peer, optimiser, loss_of(scores, torch.tensor(Y)))
    with torch.no_grad():
        X, Y, _ = batch_of(test)
        return float(loss_of(peer(torch.tensor(X), None)[0], torch.tensor(Y)))


def their_prose(train: np.ndarray, test: np.ndarray, seed: int) -> float:
    """Train the peer on prose with Adam, the state carried and cut; return the loss on test."""
    peer = Peer(untrained_prose_model(UNITS, rng=np.random.default_rng(seed)))
    optimiser = torch.optim.Adam([p for p in peer.parameters() if p.requires_grad], lr=PROSE_RATE)
    for _ in range(PROSE_EPOCHS):
        a_prev = None
        for X, Y in lm_batches(train, M, WINDOW):
            scores, a_last = peer(torch.tensor(X), a_prev)
            update(peer, optimiser, loss_of(scores, torch.tensor(Y)))
            a_prev = a_last.detach()
    a_prev, losses, steps = None, [], []
    with torch.no_grad():
        for X, Y in lm_batches(test, M, 250):
            scores, a_prev = peer(torch.tensor(X), a_prev)
            losses.append(float(loss_of(scores, torch.tensor(Y))))
            steps.append(len(X))
    return float(np.average(losses, weights=steps))


# ------------------------------------------------------------------------------------------------------ measuring


def measured(train_and_test: Callable[[int], float], seeds: list[int]) -> dict[str, list[float]]:
    """Return the perplexity and the processor time of each seed."""
    perplexities, seconds = [], []
    for seed in seeds:
        started = time.process_time()
        perplexities.append(round(float(np.exp(train_and_test(seed))), 3))
        seconds.append(round(time.process_time() - started, 1))
    return {"perplexity": perplexities, "seconds": seconds}


def counting(train: list[list[int]], test: list[list[int]], n_symbols: int) -> dict[str, float]:
    """Return the perplexity of counts."""
    losses = {f"{n}-gram": data.counted_loss(train, test, n, n_symbols=n_symbols) for n in (1, 2, 3)}
    return {name: round(float(np.exp(loss)), 3) for name, loss in losses.items()}


def main() -> None:
    """Measure both tasks and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    torch.set_num_threads(1)
    seeds, started = list(range(options.seeds)), time.process_time()

    split = data.name_splits(rng=np.random.default_rng(1990))
    number = {letter: k for k, letter in enumerate(LETTERS, 1)}
    names, _, test_names = ([[*(number[c] for c in name), END] for name in part] for part in split)
    prose = data.load_prose()
    text, test_text = data.prose_ids(prose.train), data.prose_ids(prose.test)
    results = {
        "names": {
            **counting(names, test_names, len(LETTERS) + 1),
            "ours": measured(lambda seed: our_names(names, test_names, seed), seeds),
            "PyTorch": measured(lambda seed: their_names(names, test_names, seed), seeds),
        },
        "prose": {
            **counting([list(text)], [list(test_text)], len(data.PROSE_SYMBOLS)),
            "ours": measured(lambda seed: our_prose(text, test_text, seed), seeds),
            "PyTorch": measured(lambda seed: their_prose(text, test_text, seed), seeds),
        },
    }
    print(results)
    if not options.dry:
        where = {"command": "python -m benchmarks.language_models", "torch": torch.__version__}
        write_recorded("language_models", results, seeds=seeds, seconds=time.process_time() - started, **where)


if __name__ == "__main__":
    main()
