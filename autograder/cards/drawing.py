"""What the pictures of several cards share: lines and grids in two colours, and small networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

import figures
from figures.colours import GREEN, VERMILLION

Array = NDArray[Any]

WIDTH, HEIGHT = 4.7, 3.3  # inches: a card draws them large, and the letters with them
RIGHT, WRONG = "right", "with the mistake"


def plot(xlabel: str, ylabel: str, **options: Any) -> tuple[Figure, Axes]:
    """Return a figure with one panel of the size of a card."""
    fig, (ax,) = figures.panels(width=WIDTH, height=HEIGHT)
    ax.set(xlabel=xlabel, ylabel=ylabel, **options)
    return fig, ax


def two_lines(ax: Axes, x: Sequence[float] | Array, right: Array, wrong: Array) -> None:
    """Draw both results over x, told apart by colour, stroke and mark, and named."""
    few = len(x) <= 30
    ax.plot(x, right, color=GREEN, marker="o" if few else "", linewidth=2.5, label=RIGHT)
    ax.plot(x, wrong, color=VERMILLION, marker="x" if few else "", linestyle="--", linewidth=2.5, label=WRONG)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=few and float(max(x)) > 5))
    legend_above(ax)


def legend_above(ax: Axes) -> None:
    """Name what is drawn above the panel, where no line can run through the words."""
    ax.legend(loc="lower left", bbox_to_anchor=(-0.05, 1), ncols=3, columnspacing=1.2, borderaxespad=0.2)


def grids(
    right: Array, wrong: Array, *, words: tuple[Array, Array] | None = None, xlabel: str, ylabel: str, shades: int = 1
) -> Figure:
    """Draw both results as grids of numbers, side by side.

    Args:
        right: what shades each cell, between 0 and `shades`; shape (rows, columns).
        wrong: the same of the mistaken result.
        words: what stands in the cells; by default the numbers.
        xlabel: what a column is.
        ylabel: what a row is.
        shades: the largest shade.
    """
    fig, axes = figures.panels(1, 2, width=WIDTH / 2, height=HEIGHT)
    for ax, title, shade, said in zip(axes, (RIGHT, WRONG), (right, wrong), words or (right, wrong), strict=True):
        ax.pcolormesh(
            shade, cmap=figures.signed_map(), vmin=-shades, vmax=shades, edgecolors="#74767880", linewidth=0.6
        )
        for (row, column), word in np.ndenumerate(said):
            ax.text(column + 0.5, row + 0.5, str(word), ha="center", va="center", fontsize=13)
        ax.set(title=title, xlabel=xlabel, ylabel=ylabel, aspect="equal")
        ax.invert_yaxis()
        ax.set_xticks(np.arange(shade.shape[1]) + 0.5, [str(i + 1) for i in range(shade.shape[1])])
        ax.set_yticks(np.arange(shade.shape[0]) + 0.5, [str(t + 1) for t in range(shade.shape[0])])
        ax.tick_params(length=0)
        ax.grid(visible=False)
    return fig


def simple_network(rng: np.random.Generator, n_x: int, n_a: int, n_y: int, memory: float = 1.0) -> dict[str, Array]:
    """Return parameters of a simple RNN whose W_aa turns a state and multiplies its length by `memory`."""
    turn, _ = np.linalg.qr(rng.normal(size=(n_a, n_a)))
    return {
        "Wax": rng.normal(size=(n_a, n_x)) / np.sqrt(n_x),
        "Waa": memory * turn,
        "Wya": rng.normal(size=(n_y, n_a)),
        "ba": 0.1 * rng.normal(size=(n_a, 1)),
        "by": 0.1 * rng.normal(size=(n_y, 1)),
    }
