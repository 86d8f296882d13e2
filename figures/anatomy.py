"""Anatomy of a model's errors: at which places, in which kinds of symbols, and in how few of them the loss is."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures.colours import CYCLE, INK
from figures.style import in_course_style

MARKS = ("s--", "^--", "d--", "v--")


@in_course_style
def error_anatomy(
    at: Sequence[float],
    kinds: Mapping[str, tuple[float, float]],
    cumulative: NDArray[np.float64],
    *,
    others: Mapping[str, Sequence[float]] | None = None,
    place: str = "$t$",
) -> Figure:
    """Draw where the loss of a model is, in three panels.

    Args:
        at: the mean bits of the symbols at each place, from the first on.
        kinds: of each kind of symbols the share of all bits and the share of all symbols.
        cumulative: what share of all bits the costliest 0, 1, 2, ... symbols hold.
        others: the mean bits at each place of other models, by name.
        place: what the places are.
    """
    fig = Figure(figsize=(11.4, 3.3), layout="constrained")
    left, middle, right = fig.subplots(1, 3)
    _by_place(left, at, others or {}, place)
    _by_kind(middle, kinds)
    _by_rank(right, cumulative)
    return fig


def _by_place(ax: Axes, at: Sequence[float], others: Mapping[str, Sequence[float]], place: str) -> None:
    marks = len(at) <= 16
    for number, (name, values) in enumerate(others.items()):
        style = MARKS[number % len(MARKS)] if marks else "--"
        places = range(1, len(values[: len(at)]) + 1)
        ax.plot(places, values[: len(at)], style, color=CYCLE[2 + number], markersize=4, linewidth=1, label=name)
    ax.plot(range(1, len(at) + 1), at, "o-" if marks else "-", color=CYCLE[1], markersize=5, label="yours")
    ax.set(xlabel=place, ylabel="bits a symbol", ylim=(0, None))
    _legend(ax)


def _by_kind(ax: Axes, kinds: Mapping[str, tuple[float, float]]) -> None:
    rows = np.arange(len(kinds))
    of_bits, of_symbols = np.array(list(kinds.values())).T
    ax.barh(rows - 0.19, of_bits, 0.36, facecolor=(CYCLE[1], 0.55), edgecolor=CYCLE[1], label="of the bits")
    ax.barh(rows + 0.19, of_symbols, 0.36, facecolor="none", edgecolor=INK, label="of the symbols")
    ax.set_yticks(rows, list(kinds), fontsize=9)
    ax.set(xlabel="share", ylim=(len(kinds) - 0.4, -0.6))
    ax.grid(visible=False, axis="y")
    _legend(ax, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)


def _by_rank(ax: Axes, cumulative: NDArray[np.float64]) -> None:
    symbols = np.linspace(0, 1, len(cumulative))
    ax.plot(symbols, cumulative, color=CYCLE[1])
    ax.plot([0, 1], [0, 1], ":", color=INK, linewidth=1)
    half = int(np.searchsorted(cumulative, 0.5))
    ax.plot([symbols[half]] * 2, [0, cumulative[half]], color=INK, linewidth=0.8)
    ax.plot(symbols[half], cumulative[half], "o", color=INK, markersize=4)
    ax.set(xlabel="share of the symbols, the costliest first", ylabel="share of the bits", xlim=(0, 1), ylim=(0, 1.02))


def _legend(ax: Axes, **place: Any) -> None:
    for text in ax.legend(fontsize=8.5, **place).get_texts():
        text.set_color(INK)  # Matplotlib gives them numbers, and ink follows the page by its name
