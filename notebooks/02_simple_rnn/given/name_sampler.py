"""What this lesson is given of solutions.name_sampler: made by `autograder build`, not to be edited."""

from collections.abc import Callable, Iterator
from typing import Any
import numpy as np


Parameters = dict[str, np.ndarray]


# Called with the input of a step, the activation before it and the parameters, a cell gives the new activation and the
# prediction first; what else it returns is its own business.
Cell = Callable[[np.ndarray, np.ndarray, Parameters], tuple[Any, ...]]


Step = Callable[[int, np.ndarray, Parameters], tuple[np.ndarray, np.ndarray]]  # the same, given a symbol's number


END = 0  # the symbol before the first letter and after the last one


LONGEST = 30


def own_step(symbol: int, a: np.ndarray, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """Go on by one symbol, given by its number: there is no column to read, and no other example beside this one."""
    Wax, Waa, Wya, ba, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))
    a_next = np.tanh(Waa @ a + Wax[:, [symbol]] + ba)
    weights = np.exp(Wya @ a_next + by)
    return a_next, weights / weights.sum(axis=0)


def step_of(cell: Cell) -> Step:
    """Return what goes on by one symbol as `cell` does, whose input is a column of zeros with a 1."""

    def step(symbol: int, a: np.ndarray, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
        xt = np.zeros((parameters["Wax"].shape[1], 1))
        xt[symbol] = 1.0
        a_next, yt_pred, *_ = cell(xt, a, parameters)
        return a_next, yt_pred

    return step


def draw_symbols(
    parameters: Parameters, *, rng: np.random.Generator, cell: Cell | None = None
) -> Iterator[tuple[int, np.ndarray]]:
    """Draw the symbols of one name, up to its end.

    Args:
        parameters: what `data.load_name_model` gives.
        rng: source of the draws.
        cell: what advances the network by one step; None for the step of this module.

    Yields:
        The number of each drawn symbol, and the probabilities (n_y,) that it was drawn from.
    """
    n_a, n_x = parameters["Wax"].shape
    symbol, a, step = END, np.zeros((n_a, 1)), own_step if cell is None else step_of(cell)
    for _ in range(LONGEST):
        a, yt_pred = step(symbol, a, parameters)
        symbol = int(rng.choice(n_x, p=yt_pred[:, 0]))
        yield symbol, yt_pred[:, 0]
        if symbol == END:
            return


def invent_names(
    count: int, parameters: Parameters, symbols: tuple[str, ...], *, rng: np.random.Generator, cell: Cell | None = None
) -> list[str]:
    """Draw names; `symbols` says how each number is written, the other arguments are those of `draw_symbols`."""
    names = [draw_symbols(parameters, rng=rng, cell=cell) for _ in range(count)]
    return ["".join(symbols[number] for number, _ in name if number != END) for name in names]
