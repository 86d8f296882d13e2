"""The same networks in PyTorch: what benchmarks that compare with it share."""

from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from solutions.sequence_data import one_hot


class Predictor(nn.Module):
    """A simple RNN with a prediction at every step, from PyTorch's own initial values."""

    def __init__(self, n: int, n_a: int) -> None:
        super().__init__()
        self.n = n
        self.rnn = nn.RNN(n, n_a)
        self.readout = nn.Linear(n_a, n)

    def loss(self, read: np.ndarray, y: np.ndarray) -> torch.Tensor:
        """Return the mean loss in nats of what is read (T_x, m); a label of -1 does not count."""
        x = one_hot(read, self.n).transpose(0, 2, 1)  # PyTorch puts the examples before the classes
        a, _ = self.rnn(torch.tensor(x, dtype=torch.float32))
        scores = self.readout(a).reshape(-1, self.n)
        return nn.functional.cross_entropy(scores, torch.tensor(y).reshape(-1), ignore_index=-1)


def falling_adam(network: nn.Module, lr: float, updates: int, clip: float) -> Callable[[torch.Tensor], None]:
    """Return what takes one clipped step of Adam on a loss; the learning rate falls in a straight line to 0."""
    adam = torch.optim.Adam(network.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, lambda done: 1 - done / updates)

    def update(loss: torch.Tensor) -> None:
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), clip)
        adam.step()
        schedule.step()

    return update
