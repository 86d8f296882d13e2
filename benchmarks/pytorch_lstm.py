"""The LSTM of the course in PyTorch, with a start that is given: what benchmarks that compare with it share."""

import numpy as np
import torch
from torch import nn

Parameters = dict[str, np.ndarray]
CLIP = 1.0
ORDER = "ifco"  # of the gates in PyTorch, by our names


class LstmPeer(nn.Module):
    """An LSTM and a linear output that begin with the parameters of one of ours, in float32."""

    def __init__(self, start: Parameters, fixed: str = "") -> None:
        super().__init__()
        W, b = (np.concatenate([start[f"{kind}{gate}"] for gate in ORDER]) for kind in "Wb")
        n_y, n_a = start["Wy"].shape
        self.rnn, self.out = nn.LSTM(W.shape[1] - n_a, n_a), nn.Linear(n_a, n_y)
        given = {
            "weight_hh_l0": W[:, :n_a],
            "weight_ih_l0": W[:, n_a:],
            "bias_ih_l0": b[:, 0],
            "bias_hh_l0": 0 * b[:, 0],
        }
        self.rnn.load_state_dict({name: torch.tensor(value) for name, value in given.items()})
        self.out.load_state_dict({"weight": torch.tensor(start["Wy"]), "bias": torch.tensor(start["by"][:, 0])})
        self.rnn.bias_hh_l0.requires_grad_(False)  # one bias is enough; ours has one

    def forward(
        self, x: np.ndarray, states: tuple[torch.Tensor, torch.Tensor] | None = None
    ) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
        """Return scores (T_x, m, n_y) of x (T_x, n_x, m), and the last activation and memory."""
        a, states = self.rnn(torch.tensor(x.swapaxes(1, 2), dtype=torch.float32), states)
        return self.out(a), (states[0].detach(), states[1].detach())


def loss_of(scores: torch.Tensor, y: np.ndarray, mask: np.ndarray) -> torch.Tensor:
    """Return the mean cross-entropy of the valid steps, in nats."""
    labels = torch.tensor(np.where(mask, y, -1)).flatten()
    return nn.functional.cross_entropy(scores.flatten(0, 1), labels, ignore_index=-1)


class Trainer:
    """Clipped steps of Adam on one network."""

    def __init__(self, network: nn.Module, lr: float) -> None:
        self.learned = [p for p in network.parameters() if p.requires_grad]
        self.adam = torch.optim.Adam(self.learned, lr=lr)

    def update(self, loss: torch.Tensor) -> None:
        """Take one step."""
        self.adam.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.learned, CLIP)
        self.adam.step()
