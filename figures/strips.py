"""Values over time as a strip of coloured cells, with the tokens that were read."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures.canvas import UNIT
from figures.colours import INK
from figures.signed import signed_map
from figures.style import in_course_style


@in_course_style
def heat_strip(
    values: NDArray[np.float64],
    words: Sequence[str] = (),
    *,
    rows: str = "unit",
    title: str = "",
    limits: tuple[float, float] = (-1, 1),
    colours: Colormap | str | None = None,
    numbers: bool = False,
) -> Figure:
    """Draw activations over time: a column for each step, a row for each unit.

    Args:
        values: shape (T_x, n_a), time first as everywhere.
        words: the token read at each step.
        rows: what a row is.
        title: what stands over the strip.
        limits: the values at the two ends of the colours.
        colours: a colour map; by default nothing at zero, the green of a above, purple below. "viridis" suits
            probabilities.
        numbers: write the value into each cell.
    """
    steps, units = values.shape
    fig = Figure(figsize=(1.9 + max(UNIT * steps, 2.0), 0.95 + max(0.32 * units, 0.9)), layout="constrained")
    ax = fig.subplots()
    mesh = ax.pcolormesh(
        values.T,
        cmap=colours or signed_map(),
        vmin=limits[0],
        vmax=limits[1],
        edgecolors=(INK, 0.35),
        linewidth=0.6,
        snap=False,
    )
    _label_axes(ax, steps, units, words, rows)
    ax.set_title(title)
    bar = fig.colorbar(mesh, ax=ax, aspect=12, pad=0.02)
    bar.outline.set_edgecolor((INK, 0.5))
    if numbers:
        _write(ax, values)
    return fig


def _label_axes(ax: Axes, steps: int, units: int, words: Sequence[str], rows: str) -> None:
    ax.invert_yaxis()
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    names = [
        f"{word}\n$t={t}$" if word else f"${t}$"
        for t, word in zip(range(1, steps + 1), [*words, *[""] * steps], strict=False)
    ]
    ax.set_xticks(np.arange(steps) + 0.5, names)
    ax.set_yticks(np.arange(units) + 0.5, [str(unit + 1) for unit in range(units)])
    ax.set_ylabel(rows)
    ax.set_xlabel("" if words else "$t$")


def _write(ax: Axes, values: NDArray[np.float64]) -> None:
    for (step, unit), value in np.ndenumerate(values):
        ax.text(step + 0.5, unit + 0.5, f"{value:.2f}", ha="center", va="center", fontsize=9, color=INK)
