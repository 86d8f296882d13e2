"""One padded example along time: the state goes round a cell that is masked, and so does the gradient."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import box, disc, label
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.lines import arrow, route
from figures.style import in_course_style

RED, GREEN = SYMBOLS["gradient"], SYMBOLS["a"]
STEP, RADIUS, HALF = 3.0, 0.5, 0.6
# Forward runs a little above the middle of states and cells, the gradient a little below; both go round in a bow.
LANE, BOW = 0.22, 1.05


@in_course_style
def masked_steps(
    mask: Sequence[bool],
    *,
    arriving: Sequence[str] = (),
    gradients: Sequence[str] = (),
    adds: Sequence[str] = (),
    returned: int | None = None,
) -> Figure:
    """Draw the steps of one example, the valid ones through a cell, the masked ones round it.

    Args:
        mask: True where a step is valid, T_x of them.
        arriving: what reaches each activation from its own prediction, T_x texts.
        gradients: the gradient of each activation from a0 on, T_x + 1 texts.
        adds: what the cell of each step adds to the gradient of a parameter, T_x texts.
        returned: through how many steps the gradient has come back; all of them where it is None.
    """
    steps = len(mask)
    back = steps if returned is None else returned
    ax = sheet(-1.0, STEP * steps + 1.0, -2.4 if adds else -1.45, 2.5 if arriving else 1.4)
    for step in range(steps + 1):
        reached = steps - step <= back
        disc(ax, _state(step), f"$a^{{<{step}>}}$", GREEN, radius=RADIUS)
        if step and arriving:
            _arrives(ax, step, arriving[step - 1], lit=reached)
        if gradients and reached:
            label(ax, _state(step).shift(0, -0.95), gradients[step], RED, size=13)
    for step in range(1, steps + 1):
        _pass(ax, step, valid=mask[step - 1], back=steps - step < back, add=adds[step - 1] if adds else "")
    return figure_of(ax)


def _state(step: int) -> Point:
    return Point(STEP * step, 0.0)


def _arrives(ax: Axes, step: int, text: str, *, lit: bool) -> None:
    top = _state(step).shift(0, 1.75)
    label(ax, top.shift(0, 0.3), text, RED, size=12, lit=lit)
    arrow(ax, top, _state(step).shift(0, RADIUS), RED, lit=lit)


def _pass(ax: Axes, step: int, *, valid: bool, back: bool, add: str) -> None:
    """Draw what lies between two states: a cell, the way forward, and the way back where it has been taken."""
    cell, left, right = _state(step).shift(-STEP / 2), _state(step - 1), _state(step)
    box(ax, cell, "cell", GREEN if valid else INK, width=2 * HALF, height=2 * HALF, size=12, lit=valid)
    _way(ax, left, right, cell, side=1, valid=valid, colour=INK)
    if back:
        _way(ax, right, left, cell, side=-1, valid=valid, colour=RED)
    if add and back:
        below = cell.shift(0, -1.85)
        if valid:
            arrow(ax, cell.shift(0, -HALF), below.shift(0, 0.25), RED)
        label(ax, below.shift(0, -0.05), add, RED if valid else INK, size=11)


def _way(ax: Axes, start: Point, end: Point, cell: Point, *, side: int, valid: bool, colour: str) -> None:
    """Draw an arrow from state to state, through the cell or round it, above (side 1) or below (side -1)."""
    ahead, lane = 1 if end.x > start.x else -1, side * LANE
    leave, arrive = start.shift(ahead * 0.45, lane), end.shift(-ahead * 0.45, lane)
    if valid:
        arrow(ax, leave, cell.shift(-ahead * HALF, lane), colour)
        arrow(ax, cell.shift(ahead * HALF, lane), arrive, colour)
        return
    out, back = leave.shift(ahead * 0.2), arrive.shift(-ahead * 0.3)
    route(ax, [leave, out, Point(out.x, side * BOW), Point(back.x, side * BOW), back, arrive], colour)
