"""Lesson 12's encoder and decoder in PyTorch, from our start; its GRU resets after the product."""

import numpy as np
import torch
from torch import nn

from benchmarks.pytorch import falling_adam
from data.models.translation_training import BOS, Arrays, Ids, Plan, Task
from solutions.encoder_decoder import teacher_forcing_pair
from solutions.sequence_data import one_hot, pad_batch


def gru_from(p: Arrays, part: str) -> nn.GRU:
    """Return PyTorch's GRU with the weights of an encoder or a decoder."""
    n_a, joined = p[f"{part} Wc"].shape
    gru, signs = nn.GRU(joined - n_a, n_a), {"r": 1, "u": -1, "c": 1}  # PyTorch's order; its update gate keeps
    weights = torch.tensor(np.concatenate([sign * p[f"{part} W{gate}"] for gate, sign in signs.items()]))
    biases = torch.tensor(np.concatenate([sign * p[f"{part} b{gate}"] for gate, sign in signs.items()])[:, 0])
    with torch.no_grad():
        gru.weight_hh_l0.copy_(weights[:, :n_a])
        gru.weight_ih_l0.copy_(weights[:, n_a:])
        gru.bias_ih_l0.copy_(biases)
        gru.bias_hh_l0.zero_()
    return gru


def columns(ids: np.ndarray, n: int) -> torch.Tensor:
    """Return one-hot inputs (T, m, n): PyTorch puts the examples before the classes."""
    return torch.tensor(one_hot(ids, n).transpose(0, 2, 1), dtype=torch.float32)


class Peer(nn.Module):
    """An encoder, a decoder and a linear output."""

    def __init__(self, start: Arrays) -> None:
        super().__init__()
        self.encoder, self.decoder = gru_from(start, "encoder"), gru_from(start, "decoder")
        self.n_y, n_a = start["decoder Wy"].shape
        self.out = nn.Linear(n_a, self.n_y)
        with torch.no_grad():
            self.out.weight.copy_(torch.tensor(start["decoder Wy"]))
            self.out.bias.zero_()

    def read(self, source: Ids, n_x: int) -> torch.Tensor:
        """Return the memory after the last token of each sentence."""
        ids, _, lengths = pad_batch(source, -1)
        packed = nn.utils.rnn.pack_padded_sequence(columns(ids, n_x), torch.tensor(lengths), enforce_sorted=False)
        last: torch.Tensor = self.encoder(packed)[1]
        return last

    def loss(self, batch: Task) -> torch.Tensor:
        """Return the mean loss of a batch."""
        dec_in, dec_target, mask = teacher_forcing_pair(batch.target, BOS, batch.n_y - 1)
        s, _ = self.decoder(columns(dec_in, batch.n_y), self.read(batch.source, batch.n_x))
        return nn.functional.cross_entropy(self.out(s[torch.tensor(mask)]), torch.tensor(dec_target[mask]))

    @torch.no_grad()
    def agree(self, task: Task) -> np.ndarray:
        """Return for each sentence whether all that is said is right."""
        s, last = self.read(task.source, task.n_x), np.full((1, len(task.source)), BOS)
        said = []
        for _ in range(max(map(len, task.target)) + 1):
            out, s = self.decoder(columns(last, self.n_y), s)
            last = self.out(out).argmax(dim=2).numpy()
            said.append(last[0])
        due = [[*target, self.n_y - 1] for target in task.target]
        return np.array(
            [column[: len(right)] == right for column, right in zip(np.stack(said, 1).tolist(), due, strict=True)]
        )


def train_peer(start: Arrays, task: Task, plan: Plan, rng: np.random.Generator) -> Peer:
    """Train with the batches, the rates and the clipping of `translation_training.train`."""
    peer, n = Peer(start), len(task.source)
    update = falling_adam(peer, plan.rate, plan.epochs * -(-n // plan.m), 1.0)
    for _ in range(plan.epochs):
        for chosen in np.split(rng.permutation(n), range(plan.m, n, plan.m)):
            update(peer.loss(task.part(chosen)))
    return peer
