"""A network that reads a sentence from both ends: two rows of states, each with its own direction."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import box, disc, formula, label
from figures.canvas import Point, figure_of, sheet
from figures.colours import SYMBOLS
from figures.lighting import dim_all
from figures.lines import arrow
from figures.style import in_course_style

A, X, Y, W_AA, D = (SYMBOLS[symbol] for symbol in ("a", "x", "y_hat", "W_aa", "gradient"))
STEP, ASIDE = 2.55, 0.48  # how far steps are apart, and how far a state is from the middle of its step
INPUTS, AHEAD, BACK, OUTPUTS = 0.0, 1.55, 3.0, 4.6
HALF, RADIUS = 0.44, 0.42
AHEAD_A, BACK_A = (rf"\as{{a}}{{\over{side}arrow{{a}}\,^{{<%s>}}}}" for side in ("right", "left"))
EQUATIONS = (
    rf"{AHEAD_A % 't'} =\, \tanh(\as{{W_aa}}{{\overrightarrow{{W}}_{{aa}}}}\, {AHEAD_A % 't-1'} \,+\, "
    r"\as{W_ax}{\overrightarrow{W}_{ax}}\, x^{<t>} \,+\, \as{b}{\overrightarrow{b}_a})",
    rf"{BACK_A % 't'} =\, \tanh(\as{{W_aa}}{{\overleftarrow{{W}}_{{aa}}}}\, {BACK_A % 't+1'} \,+\, "
    r"\as{W_ax}{\overleftarrow{W}_{ax}}\, x^{<t>} \,+\, \as{b}{\overleftarrow{b}_a})",
    rf"\hat{{y}}^{{<t>}} =\, \mathrm{{softmax}}(\as{{W_ya}}{{\overrightarrow{{W}}_{{ya}}}}\, {AHEAD_A % 't'} \,+\, "
    rf"\as{{W_ya}}{{\overleftarrow{{W}}_{{ya}}}}\, {BACK_A % 't'} \,+\, \as{{b}}{{\overrightarrow{{b}}_y}} \,+\, "
    r"\as{b}{\overleftarrow{b}_y})",
)


def two_way_labels(steps: int = 4) -> list[str]:
    """Say what happens in each of `two_way_frames`."""
    ahead = [f"forward, t = {t}" for t in range(1, steps + 1)]
    return [*ahead, *(f"backward, t = {t}" for t in range(steps, 0, -1)), "the vote", "the whole network"]


def two_way_frames(steps: int = 4, *, words: Sequence[str] = (), targets: Sequence[str] = ()) -> list[Figure]:
    """Draw the network as each direction reads, step by step, then the vote, then the whole."""
    draw = partial(two_ways, steps, words=words, targets=targets)
    ahead = [draw(ahead=t, back=0, vote=False, equation=0) for t in range(1, steps + 1)]
    back = [draw(back=t, vote=False, equation=1) for t in range(1, steps + 1)]
    return [*ahead, *back, draw(equation=2), draw()]


@in_course_style
def two_ways(
    steps: int = 4,
    *,
    words: Sequence[str] = (),
    targets: Sequence[str] = (),
    ahead: int | None = None,
    back: int | None = None,
    vote: bool = True,
    equation: int | None = None,
    equations: bool = True,
) -> Figure:
    """Draw a bidirectional network unrolled along time, its equations over it.

    Args:
        steps: number of time steps T_x.
        words: what is written under each input.
        targets: what is written over each prediction.
        ahead: how many steps the forward direction has read, from the first on; the rest is faint. None: all.
        back: how many steps the backward direction has read, from the last on.
        vote: whether the predictions are made.
        equation: the one equation that is lit, 0 to 2; None lights all.
        equations: write them over the network.
    """
    ax = sheet(0.55, STEP * steps + (2.0 if equations else 0.75), -1.35, OUTPUTS + (3.35 if equations else 1.1))
    read = [t <= (steps if ahead is None else ahead) for t in range(1, steps + 1)]
    heard = [t > steps - (steps if back is None else back) for t in range(1, steps + 1)]
    for t in range(1, steps + 1):
        _inputs(ax, t, words, lit=(read[t - 1], heard[t - 1]))
        _votes(ax, t, targets, lit=vote)
    _states(ax, AHEAD, -ASIDE, r"\overrightarrow{a}", read)
    _states(ax, BACK, ASIDE, r"\overleftarrow{a}", heard)
    for row, latex in enumerate(EQUATIONS if equations else ()):
        formula(ax, Point(1.3, OUTPUTS + 3.0 - 0.68 * row), latex, lit=equation in (None, row))
    return figure_of(ax)


@in_course_style
def two_way_gradient(steps: int = 4, *, decision: int, words: Sequence[str] = ()) -> Figure:
    """Draw where the gradient of one decision goes, against the arrows of both directions.

    Args:
        steps: number of time steps T_x.
        decision: the step whose prediction it comes from.
        words: what is written under each input.
    """
    fig = two_ways(steps, words=words, equations=False)
    ax = fig.axes[0]
    dim_all(ax)
    for aside, row, passed in (
        (-ASIDE, AHEAD, range(decision, 0, -1)),
        (ASIDE, BACK, range(decision, steps + 1)),
    ):
        places = [Point(_middle(t) + aside, row) for t in passed]
        vote = Point(_middle(decision) + 0.55 * aside, OUTPUTS - 0.38)
        arrow(ax, vote, places[0].shift(-0.06 * aside, HALF), D, width=2.4)
        for t, at in zip(passed, places, strict=True):
            arrow(ax, at.shift(-0.06 * aside, -HALF), Point(_middle(t) + 0.55 * aside, INPUTS + 0.38), D, width=2.4)
        for here, there in pairwise(places):
            edge = HALF + 0.05 if there.x > here.x else -HALF - 0.05
            arrow(ax, here.shift(edge), there.shift(-edge), D, width=2.4)
    return fig


def _middle(t: int) -> float:
    return STEP * t - 0.55


def _inputs(ax: Axes, t: int, words: Sequence[str], *, lit: tuple[bool, bool]) -> None:
    at = Point(_middle(t), INPUTS)
    disc(ax, at, f"$x^{{<{t}>}}$", X, radius=RADIUS, lit=any(lit))
    if t <= len(words):
        label(ax, at.shift(0, -0.78), words[t - 1], size=11, lit=any(lit))
    for aside, row, shown in ((-ASIDE, AHEAD, lit[0]), (ASIDE, BACK, lit[1])):
        start = Point(at.x + 0.55 * aside, INPUTS + 0.38)
        arrow(ax, start, Point(at.x + 0.94 * aside, row - HALF), SYMBOLS["W_ax"], lit=shown)


def _states(ax: Axes, height: float, aside: float, name: str, lit: Sequence[bool]) -> None:
    """Draw the states of one direction and what runs from each to the next one that it reads."""
    places = [Point(_middle(t) + aside, height) for t in range(1, len(lit) + 1)]
    for t, (at, shown) in enumerate(zip(places, lit, strict=True), start=1):
        box(ax, at, rf"${name}\,^{{<{t}>}}$", A, width=2 * HALF + 0.1, height=2 * HALF, size=12, lit=shown)
    pairs = list(pairwise(zip(places, lit, strict=True)))
    for (left, left_lit), (right, right_lit) in pairs:
        start, end = left.shift(HALF + 0.05), right.shift(-HALF - 0.05)
        if aside > 0:
            start, end = end, start
        arrow(ax, start, end, W_AA, width=2.0, lit=left_lit and right_lit)


def _votes(ax: Axes, t: int, targets: Sequence[str], *, lit: bool) -> None:
    at = Point(_middle(t), OUTPUTS)
    disc(ax, at, rf"$\hat{{y}}^{{<{t}>}}$", Y, radius=RADIUS, lit=lit)
    if t <= len(targets):
        label(ax, at.shift(0, 0.72), targets[t - 1], Y, size=11, lit=lit)
    for aside, row in ((-ASIDE, AHEAD), (ASIDE, BACK)):
        start = Point(at.x + 0.94 * aside, row + HALF)
        arrow(ax, start, Point(at.x + 0.55 * aside, OUTPUTS - 0.38), SYMBOLS["W_ya"], lit=lit)
