"""A vector for every token, looked up and trained."""

import numpy as np

from solutions.layers.kept import Kept

#: Up to so many tokens the gradient is one product with one-hot columns; for a larger vocabulary sorting is quicker.
MANY_TOKENS = 512


class Embedding:
    """A layer that owns E (tokens, n_x), a row for every token, and dE, where `backward` puts the gradient.

    Source: Bengio et al. (2003), A neural probabilistic language model.
    """

    def __init__(self, E: np.ndarray, dE: np.ndarray | None = None) -> None:
        self.E, self.dE = E, np.zeros_like(E) if dE is None else dE
        self.kept = Kept(E.dtype)

    def forward(self, ids: np.ndarray) -> np.ndarray:
        """Return the vectors of these tokens, shape (T_x, n_x, m).

        Args:
            ids: whole numbers from 0 to tokens - 1, shape (T_x, m); any of them where masked. They are not copied.
        """
        self.ids = ids
        x: np.ndarray = self.E[ids].swapaxes(1, 2)
        return x

    def backward(self, dx: np.ndarray) -> None:
        """Put the gradient of E into dE: for each token the sum of dx wherever it stood.

        `dE[ids] += dx` would add one of the places of a token and drop the others.

        Args:
            dx: gradient of what `forward` returned, shape (T_x, n_x, m); zeros where masked.
        """
        T_x, n_x, m = dx.shape
        rows = self.kept("dx", T_x, m, n_x)
        rows[...] = dx.swapaxes(1, 2)
        add = self.add_by_product if len(self.E) <= MANY_TOKENS else self.add_by_sorting
        add(self.ids.reshape(-1), rows.reshape(-1, n_x))

    def add_by_product(self, ids: np.ndarray, rows: np.ndarray) -> None:
        hot = self.kept("hot", len(self.E), len(ids))
        hot[...] = 0
        hot[ids, np.arange(len(ids))] = 1
        np.matmul(hot, rows, out=self.dE)

    def add_by_sorting(self, ids: np.ndarray, rows: np.ndarray) -> None:
        order = np.argsort(ids, kind="stable")
        tokens, first = np.unique(ids[order], return_index=True)
        self.dE[...] = 0
        self.dE[tokens] = np.add.reduceat(rows[order], first, axis=0)
