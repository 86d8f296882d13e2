"""A language model of layers: one-hot symbols, a recurrent layer, scores, with all parameters in one vector."""

from typing import Any

import numpy as np

from solutions.layers.flat import flat
from solutions.layers.kept import Kept
from solutions.layers.readout import Readout, softmax_cross_entropy
from solutions.layers.recurrent import Arrays, Recurrent


class LanguageModel:
    """The network of lessons 06 and 07 around any cell, fast; `theta` holds all parameters, `grad` their gradients."""

    def __init__(self, cell: type[Recurrent], parameters: Arrays, dtype: type[np.floating] = np.float64) -> None:
        """Begin with a copy of the learner's parameters.

        Args:
            cell: RNN, GRU or LSTM.
            parameters: those of the cell under the learner's names, and Wya or Wy (n, n_a) and by (n, 1).
            dtype: of all computations, float64 or float32.
        """
        self.Wy = "Wya" if "Wya" in parameters else "Wy"
        stacked = {"cell": cell.stacked(parameters), "out": np.hstack([parameters[self.Wy], parameters["by"]])}
        shapes = {name: part.shape for name, part in stacked.items()}
        (self.theta, W), (self.grad, dW) = flat(shapes, dtype), flat(shapes, dtype)
        for name, part in stacked.items():
            W[name][...] = part
        self.layer: Any = cell(W["cell"], dW["cell"])  # every cell can go forward and back, each from its own states
        self.readout = Readout(W["out"], dW["out"])
        self.kept = Kept(self.theta.dtype)

    def loss(
        self, X: np.ndarray, Y: np.ndarray, *start: np.ndarray, mask: np.ndarray | None = None
    ) -> tuple[float, tuple[np.ndarray, ...]]:
        """Return the mean loss of a window, in nats a symbol, and the states after it; `grad` then holds the gradient.

        Args:
            X: symbols that are read, whole numbers, shape (T_x, m).
            Y: the symbols that follow, likewise.
            start: the states before the window, each (n_a, m), as many as the cell has; zeros by default.
            mask: True where a step counts, bool, shape (T_x, m); all by default.

        Returns:
            The loss, and the states after the last step, each (n_a, m): views that the next call overwrites, and may be
            given as its start.
        """
        x = self.kept("x", len(X), self.layer.n_x, X.shape[1])
        x[...] = np.arange(self.layer.n_x)[:, np.newaxis] == X[:, np.newaxis]
        a, last = self.layer.forward(x, *start, mask=mask)
        z = self.readout.forward(a)
        loss, dz = softmax_cross_entropy(z, Y, mask, out=z)
        self.layer.backward(self.readout.backward(dz))
        return loss, last

    def to_dict(self) -> Arrays:
        """Return a copy of the parameters under the learner's names."""
        named = self.layer.to_dict() | {self.Wy: self.readout.W[:, :-1], "by": self.readout.W[:, -1:]}
        return {name: part.copy() for name, part in named.items()}
