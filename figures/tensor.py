r"""The block of numbers that a batch of sequences is, with its slices `x^{(i)<t>}`, `x^{<t>}` and `x^{(i)}`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from figures.blocks import label
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.lines import arrow
from figures.style import in_course_style

# A cell of the block: its edge along time, along the features, and how far one example stands behind another.
WIDE, HIGH = 0.46, 0.46
DEEP = Point(0.27, 0.21)
X = SYMBOLS["x"]


@dataclass(frozen=True)
class Block:
    """A block of T_x steps, n_x features, m examples, with slice (i, t) lit; both count from 1, None is "all"."""

    steps: int
    features: int
    examples: int
    i: int | None
    t: int | None
    origin: Point

    def corner(self, step: float, feature: float, example: float) -> tuple[float, float]:
        """Give the place of a corner; features count downwards, examples to the back."""
        return (
            self.origin.x + step * WIDE + example * DEEP.x,
            self.origin.y + (self.features - feature) * HIGH + example * DEEP.y,
        )

    def lit(self) -> Iterator[tuple[int, int, int]]:
        """Give the cells of the slice, those at the back first."""
        for example in reversed(range(self.examples)):
            for step in range(self.steps):
                for feature in reversed(range(self.features)):
                    if self.i in (None, example + 1) and self.t in (None, step + 1):
                        yield step, feature, example


@in_course_style
def tensor_block(
    steps: int = 6, features: int = 3, examples: int = 4, *, i: int | None = None, t: int | None = None
) -> Figure:
    """Draw a batch x of shape (T_x, n_x, m) as a block of cells and light up a slice of it.

    Args:
        steps: T_x, drawn from left to right.
        features: n_x, drawn from top to bottom.
        examples: m, drawn from front to back.
        i: light up this example; counted from 1 as in the formula.
        t: light up this time step. Without i and t the block stays dark.
    """
    return _draw([Block(steps, features, examples, i, t, Point(0, 0))])


@in_course_style
def tensor_slices(steps: int = 6, features: int = 3, examples: int = 4, *, i: int = 2, t: int = 3) -> Figure:
    """Draw the same block three times: one step of one example, one step of all examples, one example."""
    width = steps * WIDE + examples * DEEP.x + 2.0
    slices = [(i, t), (None, t), (i, None)]
    return _draw(
        [Block(steps, features, examples, *lit, Point(number * width, 0)) for number, lit in enumerate(slices)]
    )


def _draw(blocks: Sequence[Block]) -> Figure:
    right, top = blocks[-1].corner(blocks[-1].steps, 0, blocks[-1].examples)
    ax = sheet(-0.85, right + 1.1, -1.8, top + 0.45)
    for block in blocks:
        _slice(ax, block)
        _surface(ax, block)
        _axes(ax, block)
        _name(ax, block)
    return figure_of(ax)


def _slice(ax: Axes, block: Block) -> None:
    if block.i is None and block.t is None:
        return
    for step, feature, example in block.lit():
        for face, alpha in _faces(block, step, feature, example):
            ax.add_patch(Polygon(face, facecolor=(X, alpha), edgecolor=X, linewidth=0.9, joinstyle="round", zorder=2))


def _faces(block: Block, s: int, f: int, e: int) -> Iterator[tuple[list[tuple[float, float]], float]]:
    """Give the faces of a cell on the outside of its slice (top, right, front), with the strength of their tint."""
    at = block.corner
    if f == 0:
        yield [at(s, f, e), at(s + 1, f, e), at(s + 1, f, e + 1), at(s, f, e + 1)], 0.35
    if s + 1 in (block.t, block.steps):
        yield [at(s + 1, f, e), at(s + 1, f + 1, e), at(s + 1, f + 1, e + 1), at(s + 1, f, e + 1)], 0.75
    if e + 1 == block.i or e == 0:
        yield [at(s, f, e), at(s + 1, f, e), at(s + 1, f + 1, e), at(s, f + 1, e)], 0.55


def _surface(ax: Axes, block: Block) -> None:
    """Draw the block as glass: the lines on its three visible sides."""
    at, last_s, last_f, last_e = block.corner, block.steps, block.features, block.examples
    for s in range(last_s + 1):
        _edge(ax, [at(s, last_f, 0), at(s, 0, 0), at(s, 0, last_e)], outer=s in (0, last_s))
    for f in range(last_f + 1):
        _edge(ax, [at(0, f, 0), at(last_s, f, 0), at(last_s, f, last_e)], outer=f in (0, last_f))
    for e in range(last_e + 1):
        _edge(ax, [at(0, 0, e), at(last_s, 0, e), at(last_s, last_f, e)], outer=e in (0, last_e))


def _edge(ax: Axes, corners: list[tuple[float, float]], *, outer: bool) -> None:
    x, y = zip(*corners, strict=True)
    ax.plot(
        x,
        y,
        color=INK,
        alpha=0.85 if outer else 0.3,
        linewidth=1.1 if outer else 0.7,
        solid_joinstyle="round",
        zorder=3,
    )


def _axes(ax: Axes, block: Block) -> None:
    below = Point(*block.corner(0, block.features, 0)).shift(0, -0.2)
    arrow(ax, below, below.shift(block.steps * WIDE), width=1.0)
    label(ax, below.shift(block.steps * WIDE / 2, -0.25), f"time  $t = 1 \\ldots {block.steps}$", size=10)
    beside = Point(*block.corner(0, 0, 0)).shift(-0.2)
    arrow(ax, beside, beside.shift(0, -block.features * HIGH), width=1.0)
    ax.text(
        beside.x - 0.22,
        beside.y - block.features * HIGH / 2,
        "features",
        rotation=90,
        ha="center",
        va="center",
        fontsize=10,
        color=INK,
    )
    front = Point(*block.corner(block.steps, block.features, 0)).shift(0.22, -0.02)
    arrow(ax, front, front.shift(block.examples * DEEP.x, block.examples * DEEP.y), width=1.0)
    label(
        ax,
        front.shift(block.examples * DEEP.x / 2 + 0.12, block.examples * DEEP.y / 2 - 0.1),
        "examples $i$",
        size=10,
        ha="left",
        va="top",
    )


def _name(ax: Axes, block: Block) -> None:
    symbol, code, shape = _words(block)
    left = Point(block.origin.x + block.steps * WIDE / 2, -0.98)
    label(ax, left, symbol, X, size=16)
    label(ax, left.shift(0, -0.52), f"{code}   {shape}", size=10.5, family="monospace")


def _words(block: Block) -> tuple[str, str, str]:
    """Name the slice as formula and as code, and say its shape."""
    steps, features, examples, i, t = block.steps, block.features, block.examples, block.i, block.t
    if i is not None and t is not None:
        return f"$x^{{({i})<{t}>}}$", f"x[{t - 1}, :, {i - 1}]", f"({features},)"
    if t is not None:
        return f"$x^{{<{t}>}}$", f"x[{t - 1}]", f"({features}, {examples})"
    if i is not None:
        return f"$x^{{({i})}}$", f"x[:, :, {i - 1}]", f"({steps}, {features})"
    return "$x$", "x", f"({steps}, {features}, {examples})"
