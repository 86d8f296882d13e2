"""The building blocks of every diagram: labels, formulas, boxes, discs, gates, sums and products.

Every block takes `lit`: a block that is not lit yet is drawn faintly, so that a picture can light up step by step.
"""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.offsetbox import AnnotationBbox, HPacker, TextArea
from matplotlib.patches import Circle, FancyBboxPatch

from figures.canvas import Point
from figures.colours import INK, colour_of
from figures.formula import angle, pieces

FAINT = 0.28
TINT = 0.16


def strength(lit: bool) -> float:
    """Opacity of what is lit and of what is not."""
    return 1.0 if lit else FAINT


def label(
    ax: Axes, at: Point, text: str, colour: str = INK, *, size: float = 13, lit: bool = True, **place: Any
) -> None:
    """Write text or a $formula$ centred at a place; `ha`, `va` and `rotation` go to Matplotlib."""
    style = {"ha": "center", "va": "center_baseline"} | place
    ax.text(at.x, at.y, angle(text), color=colour, fontsize=size, alpha=strength(lit), zorder=5, **style)


def formula(ax: Axes, at: Point, latex: str, *, size: float = 12.5, lit: bool = True) -> None:
    """Write a formula that begins at a place, every symbol in its own colour."""
    parts: list[Artist] = [
        TextArea(
            f"${text}$",
            textprops={"color": colour_of(symbol) if symbol else INK, "fontsize": size, "alpha": strength(lit)},
        )
        for text, symbol in pieces(latex)
    ]
    row = HPacker(children=parts, align="baseline", pad=0, sep=0)
    ax.add_artist(AnnotationBbox(row, (at.x, at.y), box_alignment=(0, 0.5), frameon=False, pad=0))


def box(
    ax: Axes,
    at: Point,
    text: str = "",
    colour: str = INK,
    *,
    width: float = 1.1,
    height: float = 1.1,
    size: float = 14,
    lit: bool = True,
) -> None:
    """Draw a tinted box with rounded corners. Its text is in ink: a symbol on its own tint would be hard to read."""
    corner = (at.x - width / 2, at.y - height / 2)
    shape = "round,pad=0,rounding_size=0.18"
    ax.add_patch(FancyBboxPatch(corner, width, height, boxstyle=shape, linewidth=1.6, zorder=3, **_tint(colour, lit)))
    label(ax, at, text, size=size, lit=lit)


def disc(ax: Axes, at: Point, text: str = "", colour: str = INK, *, radius: float = 0.45, lit: bool = True) -> None:
    """Draw a tinted disc: an input, a prediction, a loss."""
    ax.add_patch(Circle((at.x, at.y), radius, linewidth=1.6, zorder=3, **_tint(colour, lit)))
    label(ax, at, text, lit=lit)


def gate(ax: Axes, at: Point, name: str, colour: str = INK) -> None:
    """Draw a gate: a sigmoid box; its name stands to the left of the line that leaves it upwards."""
    box(ax, at, r"$\sigma$", colour, width=0.8, height=0.62)
    label(ax, at.shift(-0.14, 0.56), name, colour, ha="right")


def tanh_box(ax: Axes, at: Point, name: str = "", colour: str = INK, *, lit: bool = True) -> None:
    """Draw a tanh box; the name of what it gives stands like the name of a gate."""
    box(ax, at, "tanh", colour, width=1.0, height=0.62, size=11, lit=lit)
    label(ax, at.shift(-0.14, 0.56), name, colour, ha="right", lit=lit)


def product(ax: Axes, at: Point, colour: str = INK) -> None:
    """Draw an elementwise product."""
    _operation(ax, at, colour)
    for end in (0.1, -0.1):
        ax.plot([at.x - 0.1, at.x + 0.1], [at.y - end, at.y + end], color=colour, linewidth=1.5, zorder=4)


def plus(ax: Axes, at: Point, colour: str = INK) -> None:
    """Draw a sum."""
    _operation(ax, at, colour)
    ax.plot([at.x - 0.14, at.x + 0.14], [at.y, at.y], color=colour, linewidth=1.5, zorder=4)
    ax.plot([at.x, at.x], [at.y - 0.14, at.y + 0.14], color=colour, linewidth=1.5, zorder=4)


def one_minus(ax: Axes, at: Point, colour: str = INK) -> None:
    """Draw the step from a share to the rest of it."""
    _operation(ax, at, colour)
    label(ax, at, "$1-$", colour, size=9.5)


def frame(ax: Axes, corner: Point, width: float, height: float) -> None:
    """Draw the outline of a cell."""
    style: dict[str, Any] = {"boxstyle": "round,pad=0,rounding_size=0.35", "linewidth": 1.2, "zorder": 1}
    fill: dict[str, Any] = {"facecolor": (INK, 0.06), "edgecolor": (INK, 0.55)}
    ax.add_patch(FancyBboxPatch((corner.x, corner.y), width, height, **style, **fill))


def _operation(ax: Axes, at: Point, colour: str) -> None:
    ax.add_patch(Circle((at.x, at.y), 0.24, linewidth=1.4, zorder=3, **_tint(colour, True)))


def _tint(colour: str, lit: bool) -> dict[str, Any]:
    return {"facecolor": (colour, TINT * strength(lit)), "edgecolor": (colour, strength(lit))}
