"""Inputs for checks: sizes that all differ, terms that are never zero, masks with holes, no tanh that saturates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

Rng = np.random.Generator
Call = dict[str, Any]  # the arguments of one call, by name
Arrays = dict[str, np.ndarray]


def a_generator(rng: Rng) -> Rng:
    """Draw a generator in a state of its own."""
    return np.random.default_rng(int(rng.integers(2**32)))


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


def some_sizes(rng: Rng, *, examples: int = 2) -> Sizes:
    """Draw sizes, no two alike: code that takes a length from anywhere but its arguments gives itself away.

    Args:
        rng: draws them.
        examples: how many there are at least.
    """
    steps = int(rng.choice([5, 6, 7]))
    lengths = [length for length in range(2, 9) if length != steps]
    m = int(rng.choice([length for length in lengths if length >= examples]))
    n_x, n_a, n_y = map(int, rng.permutation([length for length in lengths if length != m])[:3])
    return Sizes(steps, n_x, n_a, n_y, m)


def several_sizes(rng: Rng) -> list[Sizes]:
    """Draw sizes that all differ, sizes with ones among them, and sizes that are all the same."""
    equal = int(rng.choice([3, 4]))
    return [some_sizes(rng), some_sizes(rng).but(n_x=1, m=1), Sizes(equal, equal, equal, equal, equal)]


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

    def parameters(self, rng: Rng, sizes: Sizes) -> Arrays:
        """Draw parameters; the keys of the dict are in an order that is drawn as well."""
        drawn = {name: 0.4 * rng.standard_normal(sizes.shape(axes)) for name, axes in self.axes.items()}
        return {name: drawn[name] for name in rng.permutation(list(drawn)).tolist()}

    def a_step(self, rng: Rng, sizes: Sizes) -> Call:
        """Draw what one step is given: `xt`, `a_prev` for the state a, `parameters`."""
        xt = rng.standard_normal((sizes.n_x, sizes.m))
        return {"xt": xt, **self._states("{}_prev", rng, sizes), "parameters": self.parameters(rng, sizes)}

    def a_sequence(self, rng: Rng, sizes: Sizes) -> Call:
        """Draw what a loop over time is given: `x`, `a0` for the state a, `parameters`."""
        x = rng.standard_normal((sizes.T_x, sizes.n_x, sizes.m))
        return {"x": x, **self._states("{}0", rng, sizes), "parameters": self.parameters(rng, sizes)}

    def _states(self, name: str, rng: Rng, sizes: Sizes) -> Arrays:
        return {name.format(state): 0.5 * rng.standard_normal((sizes.n_a, sizes.m)) for state in self.states}


# ------------------------------------------------------------------------------------------ batches and their masks


def padded(lengths: np.ndarray | list[int], steps: int) -> np.ndarray:
    """Return the mask of a batch of these lengths, shape (steps, m)."""
    return np.arange(steps)[:, None] < np.asarray(lengths)


def before_and_after_two_end_sooner(steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the masks of four examples, and the same where examples 0 and 1 end sooner, (steps, 4).

    The others end too, so that it shows where one example that goes on is taken for all.
    """
    others = [steps - 1, 3]
    return padded([steps, steps, *others], steps), padded([steps - 2, 2, *others], steps)


def some_lengths(rng: Rng, sizes: Sizes, *, empty: bool = False) -> np.ndarray:
    """Draw lengths of a padded batch: one is T_x, one is 1 or, where asked for, 0, the others are any."""
    lengths = rng.integers(1, sizes.T_x + 1, sizes.m)
    lengths[0] = sizes.T_x
    if sizes.m > 1:
        lengths[1] = 0 if empty else 1
    return rng.permutation(lengths)


def everywhere(sizes: Sizes) -> np.ndarray:
    """Return the mask of a batch without padding."""
    return np.ones((sizes.T_x, sizes.m), dtype=bool)


def with_holes(rng: Rng, sizes: Sizes) -> np.ndarray:
    """Draw a mask with False before, between and after valid steps, another pattern for each example."""
    mask = rng.random((sizes.T_x, sizes.m)) < 0.5
    patterns = ([False, True, False, True], [True, False, True, False], [True, False, False, True])
    for i, pattern in zip(rng.permutation(sizes.m), patterns, strict=False):
        mask[: len(pattern), i] = pattern[: sizes.T_x]
    mask[rng.integers(sizes.T_x), ~mask.any(axis=0)] = True  # no example without a valid step
    return mask


def a_batch_of_predictions(rng: Rng, mask: np.ndarray, classes: int) -> Call:
    """Draw predictions and labels for a loss; labels are in range everywhere, at masked steps too."""
    scores = rng.standard_normal((mask.shape[0], classes, mask.shape[1]))
    y_pred = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return {"y_pred": y_pred, "y": rng.integers(0, classes, mask.shape), "mask": mask}
