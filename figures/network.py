"""What an unrolled network consists of: which steps have an input, which a prediction, how far it has run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Which steps have something: all of them, the first, the last, none, or these (counted from 1).
Steps = str | Iterable[int]


@dataclass(frozen=True)
class Network:
    """An unrolled network as it is to be drawn.

    `forward` and `backward` are clocks in steps: forward=2.5 has passed through two steps and stands in the middle of
    the third; backward=1 has come back through the last step. Infinity is "all the way", 0 "not begun".
    """

    steps: int
    inputs: frozenset[int]
    outputs: frozenset[int]
    forward: float
    backward: float
    words: Sequence[str] = ()
    targets: Sequence[str] = ()
    activations: NDArray[np.float64] | None = None
    norms: Sequence[float] = ()
    weights: bool = True
    feed_back: bool = False
    recurrent: bool = True
    encoder: int = 0
    parameter: str = ""
    folded: bool = False

    def arrived(self, step: int, part: float) -> bool:
        """Tell whether the forward run has done a part (0 to 1) of a step."""
        return self.forward >= step - 1 + part - 1e-9

    def returned(self, step: int, part: float) -> bool:
        """Tell whether the gradient has come back through a part (0 to 1) of a step."""
        return self.backward > 0 and self.backward >= self.steps - step + part - 1e-9


def chosen(steps: Steps, count: int) -> frozenset[int]:
    """Turn "all", "first", "last", "none" or numbers counted from 1 into a set of steps."""
    words = {"all": range(1, count + 1), "first": [1], "last": [count], "none": []}
    if isinstance(steps, str) and steps not in words:
        raise ValueError(f"steps are 'all', 'first', 'last', 'none' or numbers, not {steps!r}")
    numbers = frozenset(words[steps] if isinstance(steps, str) else steps)
    if not numbers <= set(range(1, count + 1)):
        raise ValueError(f"steps are counted from 1 to {count}, not {sorted(numbers)}")
    return numbers
