"""Other parameters for a gated cell, and the mistakes that come to the same as other parameters.

Such a mistake may show in every check: two gates exchanged, the input on top, a bias forgotten everywhere. One check
charges it. The others recognise it, since the answer then does with some parameters what is right with others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, permutations

import numpy as np

from autograder.promises.gated import OPEN, blind, input_first, renamed, turned, with_bias, with_gate, without_biases
from autograder.promises.inputs import Arrays, Call

Change = Callable[[Arrays], Arrays]


def changed(step: Call, *changes: Change) -> Call:
    """Return a step with other parameters."""
    parameters = step["parameters"]
    for change in changes:
        parameters = change(parameters)
    return {**step, "parameters": parameters}


def gate(name: str, at: float | np.ndarray) -> Change:
    """Return the change that makes a gate hang on its bias alone, which is `at`."""
    return partial(with_gate, gate=name, at=at)


def bias(name: str, at: float | np.ndarray) -> Change:
    """Return the change that gives a gate this bias."""
    return partial(with_bias, gate=name, at=at)


# ------------------------------------------------------------------------------------------ what is charged where


def charged(gates: str) -> dict[str, list[Change]]:
    """Return what some mistakes come to, by the gate whose check charges them: that of the candidate before others.

    The gate taken the other way round is a mistake of the mixture.

    Args:
        gates: those of the cell, "uc" or "urc"; the candidate counts as one.
    """
    charges: dict[str, list[Change]] = {slot: [] for slot in gates} | {"mixture": [partial(turned, gate="u")]}
    for slot, change in [*_at_some(gates), *_mixed_up(gates)]:
        charges[slot].append(change)
    if "r" in gates:
        charges["c"] += [gate("r", OPEN), partial(turned, gate="r")]  # no reset gate, or 1 minus it
    return charges


def elsewhere(charges: dict[str, list[Change]], mine: str) -> list[Change]:
    """Return what other checks charge than that of the gate, or the mixture, `mine`."""
    return [change for slot, changes in charges.items() if slot != mine for change in changes]


def _at_some(gates: str) -> Iterator[tuple[str, Change]]:
    """Yield mistakes that may be made at one gate, at two or at all of them."""
    for several in (some for size in range(1, len(gates) + 1) for some in combinations(gates, size)):
        names, slot = "".join(several), min(several, key="cur".index)
        yield slot, partial(without_biases, gates=names)
        yield slot, partial(input_first, gates=names)
        yield slot, partial(blind, gates=names, to="state")
        yield slot, partial(blind, gates=names, to="input")


def _mixed_up(gates: str) -> Iterator[tuple[str, Change]]:
    """Yield weights and biases that are taken of another gate, or exchanged with it."""
    for one, other in permutations(gates, 2):
        slot = min(one, other, key="cur".index)
        for letters in ("W", "b", "Wb"):
            names = {f"{letter}{one}": f"{letter}{other}" for letter in letters}
            yield one, partial(renamed, names=names)
            if one < other:
                yield slot, partial(renamed, names=names | {theirs: mine for mine, theirs in names.items()})


def _logit(g: np.ndarray) -> np.ndarray:
    inverse: np.ndarray = np.log(g / (1 - g))
    return inverse


#: What a gate may take its sum through, each with the sum that makes it `g`, for a g above 1/2.
SQUASHES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "sigmoid": _logit,
    "nothing": lambda g: g,
    "tanh": np.arctanh,
    "sigmoid twice": lambda g: _logit(_logit(g)),
    "half of 1 + tanh": lambda g: np.arctanh(2 * g - 1),
    "hard sigmoid": lambda g: 5 * (g - 0.5),
}
_OTHERS = [name for name in SQUASHES if name != "sigmoid"]
UPDATE_SQUASHED = [(name, "sigmoid") for name in _OTHERS]
RESET_SQUASHED = [("sigmoid", name) for name in _OTHERS]
BOTH_SQUASHED = [(name, name) for name in _OTHERS]
