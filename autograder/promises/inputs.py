"""Inputs for checks: sizes that all differ, terms that are never zero, masks with holes, no tanh that saturates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

Rng = np.random.Generator
Call = dict[str, Any]  # the arguments of one call, by name
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Sizes:
    """How long the axes are; no two alike, so that a wrong axis shows in the shape."""

    T_x: int = 6
    n_x: int = 3
    n_a: int = 5
    n_y: int = 7
    m: int = 4

    def but(self, **sizes: int) -> Sizes:
        """Return these sizes with some of them changed."""
        return replace(self, **sizes)

    def shape(self, axes: str) -> tuple[int, ...]:
        """Return the shape that axes such as "n_a, n_a + n_x" or "n_a, 1" have."""
        return tuple(sum(self._size(term) for term in axis.split("+")) for axis in axes.split(","))

    def _size(self, term: str) -> int:
        term = term.strip()
        return int(term) if term.isdigit() else int(getattr(self, term))


SIZES = Sizes()


@dataclass(frozen=True)
class Cell:
    """A recurrent cell as its checks see it.

    Attributes:
        states: what it carries from step to step, each (n_a, m): ("a",), for an LSTM ("a", "c").
        axes: of its parameters by name, "n_a, n_x"; in the order in which they are drawn.
        of_output: the parameters that make predictions and take no part in the recurrence.
    """

    states: tuple[str, ...]
    axes: dict[str, str]
    of_output: tuple[str, ...] = ("Wya", "by")

    @property
    def recurrent(self) -> tuple[str, ...]:
        """The parameters that the loop backward through time has gradients of."""
        return tuple(name for name in self.axes if name not in self.of_output)

    def parameters(self, rng: Rng, sizes: Sizes = SIZES, order: tuple[str, ...] | None = None) -> Arrays:
        """Draw parameters; `order` is that of the keys in the dict."""
        drawn = {name: 0.4 * rng.standard_normal(sizes.shape(axes)) for name, axes in self.axes.items()}
        return {name: drawn[name] for name in order or drawn}

    def a_step(self, rng: Rng, sizes: Sizes = SIZES) -> Call:
        """Draw what one step is given: `xt`, `a_prev` for the state a, `parameters`."""
        xt = rng.standard_normal((sizes.n_x, sizes.m))
        return {"xt": xt, **self._states("{}_prev", rng, sizes), "parameters": self.parameters(rng, sizes)}

    def a_sequence(self, rng: Rng, sizes: Sizes = SIZES) -> Call:
        """Draw what a loop over time is given: `x`, `a0` for the state a, `parameters`."""
        x = rng.standard_normal((sizes.T_x, sizes.n_x, sizes.m))
        return {"x": x, **self._states("{}0", rng, sizes), "parameters": self.parameters(rng, sizes)}

    def _states(self, name: str, rng: Rng, sizes: Sizes) -> Arrays:
        return {name.format(state): 0.5 * rng.standard_normal((sizes.n_a, sizes.m)) for state in self.states}


# ------------------------------------------------------------------------------------------ batches and their masks


def padded(lengths: list[int], steps: int = SIZES.T_x) -> np.ndarray:
    """Return the mask of a batch of these lengths, shape (steps, m)."""
    return np.arange(steps)[:, None] < np.array(lengths)


def with_holes() -> np.ndarray:
    """Return a mask with False before, between and after valid steps, another pattern for each example."""
    rows = ["0111", "1011", "0101", "1100", "0110", "1001"]
    return np.array([[digit == "1" for digit in row] for row in rows])


def a_batch_of_predictions(rng: Rng, mask: np.ndarray, classes: int = SIZES.n_y) -> Call:
    """Draw predictions and labels for a loss; labels are in range everywhere, at masked steps too."""
    scores = rng.standard_normal((mask.shape[0], classes, mask.shape[1]))
    y_pred = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return {"y_pred": y_pred, "y": rng.integers(0, classes, mask.shape), "mask": mask}
