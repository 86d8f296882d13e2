"""What this lesson is given of solutions.layers.recurrent: made by `autograder build`, not to be edited."""

from collections.abc import Iterator
from typing import Any, Self
import numpy as np
from given.layers.kept import Kept


Arrays = dict[str, np.ndarray]


Still = list[np.ndarray | None]  # for each step which examples stand still, bool (m,), if there are any


#: Bytes of the local derivatives that are worked out at once: those of all steps of a small batch, and of a few steps
#: of a large one, so that they are still in the processor's cache when the loop comes to them.
STRETCH = 1 << 20


class Recurrent:
    """A layer that owns W, its weights and biases stacked into one matrix, and dW, where `backward` puts the gradient.

    W has a row for every unit of every gate, one gate below the other in the order of `names`, and the columns
    [W_a | W_x | b], which meet [a; x; 1]: a step is one product, and the gradient of the biases is a column of dW.
    """

    names: str  # the gates from top to bottom
    states = 1  # how many arrays (n_a, m) a step hands to the next one

    def __init__(self, W: np.ndarray, dW: np.ndarray | None = None) -> None:
        """Make a layer of these weights, which it reads at every call.

        Args:
            W: shape (number of gates * n_a, n_a + n_x + 1), float32 or float64; all that the layer is given and gives
                back has its dtype.
            dW: an array like W, for example a part of a longer vector; by default the layer makes one.
        """
        self.W, self.dW = W, np.zeros_like(W) if dW is None else dW
        self.n_a, rest = divmod(len(W), len(self.names))
        self.n_x = W.shape[1] - self.n_a - 1
        self.keep = False  # whether there is a forward pass to go back over
        if rest or self.n_x < 1 or (self.dW.shape, self.dW.dtype) != (W.shape, W.dtype):
            wanted = f"({len(self.names)} n_a, n_a + n_x + 1)"
            raise ValueError(f"W and dW have one dtype and the shape {wanted}, not {W.shape} and {self.dW.shape}")
        self.kept, self.half = Kept(W.dtype), np.array(0.5, dtype=W.dtype)

    # --- between the learner's parameters and W ---------------------------------------------------------------------

    @classmethod
    def stacked(cls, parameters: Arrays) -> np.ndarray:
        """Return the learner's W (n_a, n_a + n_x) and b (n_a, 1) of every gate as one W; more entries do no harm."""
        return np.concatenate([np.hstack([parameters[f"W{gate}"], parameters[f"b{gate}"]]) for gate in cls.names])

    @classmethod
    def named(cls, W: np.ndarray) -> Arrays:
        """Return the parts of W, or of an array like it, under the learner's names; they are views of it."""
        parts = dict(zip(cls.names, W.reshape(len(cls.names), -1, W.shape[1]), strict=True))
        weights = {f"W{gate}": part[:, :-1] for gate, part in parts.items()}
        return weights | {f"b{gate}": part[:, -1:] for gate, part in parts.items()}

    @classmethod
    def from_dict(cls, parameters: Arrays, dtype: type[np.floating] = np.float64) -> Self:
        """Return a layer that begins with a copy of the learner's parameters."""
        return cls(cls.stacked(parameters).astype(dtype))

    def to_dict(self) -> Arrays:
        """Return the parameters under the learner's names; they are views of W."""
        return self.named(self.W)

    def gradients(self) -> Arrays:
        """Return the gradients under the learner's names, dWf and so on; they are views of dW."""
        return {f"d{name}": part for name, part in self.named(self.dW).items()}

    # --- what both passes are made of -------------------------------------------------------------------------------

    def check(self, name: str, array: np.ndarray, rows: int) -> None:
        """Say what is wrong with a batch before NumPy broadcasts it or computes in another dtype."""
        if array.ndim != 3 or array.shape[1] != rows or 0 in array.shape:
            raise ValueError(f"{name} has the shape {array.shape}; it must be (T_x, {rows}, m), T_x and m at least 1")
        if array.dtype != self.W.dtype:
            raise ValueError(f"{name} is {array.dtype} and W is {self.W.dtype}: convert one to the other's dtype")

    def check_gradient(self, da: np.ndarray) -> None:
        """Say that da does not fit to the last forward pass."""
        self.check("da", da, self.n_a)
        if not self.keep:
            raise ValueError("there is nothing to go back over: call forward before backward, and without keep=False")
        if da.shape != (self.T_x, self.n_a, self.m):
            ran = (self.T_x, self.n_a, self.m)
            raise ValueError(f"da has the shape {da.shape}; in the last call of forward (T_x, n_a, m) was {ran}")

    def begin(self, x: np.ndarray, mask: np.ndarray | None, keep: bool) -> None:
        """Take note of the batch: its size, and for each step the examples that stand still, if there are any."""
        self.check("x", x, self.n_x)
        T_x, _, m = x.shape
        if mask is not None and mask.shape != (T_x, m):
            raise ValueError(f"mask has the shape {mask.shape}; for this x it is (T_x, m) = ({T_x}, {m})")
        self.T_x, self.m, self.keep = T_x, m, keep
        self.stretch = min(T_x, max(1, STRETCH // (len(self.W) * m * self.W.itemsize)))
        self.still: Still = [None] * T_x
        if mask is not None:
            self.still = [None if valid.all() else ~valid for valid in mask]

    def join(self, x: np.ndarray, a0: np.ndarray | None) -> np.ndarray:
        """Return [a; x; 1] for all steps, (T_x + 1, n_a + n_x + 1, m); each a but the first is still to come."""
        joined = self.kept("joined", self.T_x + 1, self.n_a + self.n_x + 1, self.m)
        joined[0, : self.n_a] = 0 if a0 is None else a0
        joined[:-1, self.n_a : -1] = x
        joined[:, -1] = 1
        return joined

    def started(self, name: str, value: np.ndarray | None) -> np.ndarray:
        """Return kept room (n_a, m) that holds a copy of this value, or zeros."""
        room = self.kept(name, self.n_a, self.m)
        room[...] = 0 if value is None else value
        return room

    def stretches(self) -> list[slice]:
        """Return the time steps, last first, in stretches whose local derivatives fit into the cache."""
        return [slice(max(0, end - self.stretch), end) for end in range(self.T_x, 0, -self.stretch)]

    def of_stretch(self, name: str, part: slice, *shape: int) -> np.ndarray:
        """Return kept room (steps of the stretch, *shape); the last stretch may be shorter than the others."""
        return self.kept(name, self.stretch, *shape)[: part.stop - part.start]

    def last_first(self, *of_stretch: np.ndarray | Still) -> Iterator[tuple[Any, ...]]:
        """Go through the steps of a stretch from the last to the first: for each step its part of every array.

        To go through arrays in this way is several times as quick as to ask each of them for its part t.
        """
        return zip(*(each[::-1] for each in of_stretch), strict=True)

    def sum_over_time(self, dz: np.ndarray, joined: np.ndarray, dW: np.ndarray) -> None:
        """Put the sum of dz[:, t] @ joined[t].T over all steps into dW, as one product.

        Args:
            dz: gradients of what the gates are taken of, shape (rows, T_x, m): time inside, as the product needs it.
            joined: what was multiplied, shape (T_x, columns, m).
            dW: where the result goes, shape (rows, columns).
        """
        turned = self.kept("turned", joined.shape[1], self.T_x, self.m)
        turned[...] = joined.swapaxes(0, 1)
        np.matmul(dz.reshape(len(dz), -1), turned.reshape(len(turned), -1).T, out=dW)
