"""What this lesson is given of solutions.layers.wiring: made by `autograder build`, not to be edited."""

from collections.abc import Callable
from typing import Any, Protocol
import numpy as np
from given.layers.kept import Kept


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
