"""Two directions and several layers, of any of the cells; what is wired is itself a layer and can be wired again."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from solutions.layers.kept import Kept

States = tuple[np.ndarray, ...]


class Layer(Protocol):
    """What can be wired: RNN, GRU, LSTM, Bidirectional, Stack."""

    n_a: int  # rows of what comes out
    n_x: int  # rows of what goes in
    states: int  # how many arrays it starts from
    kept: Kept

    @property
    def forward(self) -> Callable[..., tuple[np.ndarray, Any]]: ...
    @property
    def backward(self) -> Callable[..., tuple[np.ndarray, Any]]: ...


class Bidirectional:
    """A layer that reads from the first step on, above one that reads from the last valid step back.

    The second layer is handed the batch with time reversed. Padding then comes first, where the mask makes the layer
    stand still: it begins to read at the last valid step of each example, from the state that it was given.

    Source: Schuster and Paliwal (1997).
    """

    def __init__(self, ahead: Layer, back: Layer) -> None:
        self.ahead, self.back = ahead, back
        self.n_x, self.n_a, self.states = ahead.n_x, ahead.n_a + back.n_a, ahead.states + back.states
        self.kept = Kept(ahead.kept.dtype)

    def forward(
        self, x: np.ndarray, *start: np.ndarray | None, mask: np.ndarray | None = None, keep: bool = True
    ) -> tuple[np.ndarray, States]:
        """Run both over a batch.

        Args:
            x: inputs, shape (T_x, n_x, m).
            start: the states before the first step of the one layer, then those of the other; zeros by default.
            mask: True where a step is valid, bool, shape (T_x, m). What comes out at other steps has no meaning.
            keep: whether `backward` is to follow.

        Returns:
            a (T_x, n_a of both, m) and all states after the last step of either. They are views of kept memory.
        """
        own = self.ahead.states
        a, last = self.ahead.forward(x, *start[:own], mask=mask, keep=keep)
        turned = None if mask is None else mask[::-1]
        a_back, last_back = self.back.forward(x[::-1], *start[own:], mask=turned, keep=keep)
        both = self.kept("a", len(x), self.n_a, x.shape[2])
        both[:, : self.ahead.n_a], both[:, self.ahead.n_a :] = a, a_back[::-1]
        return both, (*last, *last_back)

    def backward(self, da: np.ndarray, *dlast: np.ndarray | None) -> tuple[np.ndarray, States]:
        """Carry the gradient back through both; takes and returns what the `backward` of a cell does."""
        n_a, own = self.ahead.n_a, self.ahead.states
        dx, dstart = self.ahead.backward(da[:, :n_a], *dlast[:own])
        dx_back, dstart_back = self.back.backward(da[::-1, n_a:], *dlast[own:])
        both = self.kept("dx", *dx.shape)
        np.add(dx, dx_back[::-1], out=both)
        return both, (*dstart, *dstart_back)


class Stack:
    """Layers of which each reads what the one before puts out.

    Source: Graves, Mohamed and Hinton (2013) for depth by stacking.
    """

    def __init__(self, *layers: Layer) -> None:
        for below, above in pairwise(layers):
            if below.n_a != above.n_x:
                raise ValueError(f"a layer that puts out {below.n_a} rows stands below one that reads {above.n_x}")
        self.layers = layers
        self.n_x, self.n_a, self.states = layers[0].n_x, layers[-1].n_a, sum(layer.states for layer in layers)
        self.kept = layers[-1].kept

    def forward(
        self, x: np.ndarray, *start: np.ndarray | None, mask: np.ndarray | None = None, keep: bool = True
    ) -> tuple[np.ndarray, States]:
        """Run all over a batch; takes and returns what `Bidirectional.forward` does, states from the lowest up."""
        last: States = ()
        for layer in self.layers:
            begin = len(last)
            x, states = layer.forward(x, *start[begin : begin + layer.states], mask=mask, keep=keep)
            last += states
        return x, last

    def backward(self, da: np.ndarray, *dlast: np.ndarray | None) -> tuple[np.ndarray, States]:
        """Carry the gradient back through all; takes and returns what the `backward` of a cell does."""
        dstart: States = ()
        end = self.states
        for layer in reversed(self.layers):
            begin = end - layer.states
            da, states = layer.backward(da, *dlast[begin:end])
            dstart, end = states + dstart, begin
        return da, dstart
