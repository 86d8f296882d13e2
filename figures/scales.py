"""The scale of classics: what models of several kinds reach on one corpus, and where one's own model stands."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.colours import CYCLE, INK
from figures.style import in_course_style

LEVELS = (0.42, 0.7, 0.98, 1.26)  # where names stand over the line: neighbours that would meet at different ones
LETTER = 0.0082  # how wide a letter of a name is, as a share of the line's length


class Ladder(NamedTuple):
    """One line of `scale_of_classics`.

    Attributes:
        title: the corpus.
        unit: of a score.
        less_is_better: whether the better scores are the lower ones; better is always to the right.
        marks: (name, scores) of each model, one score a seed.
        steps: the scores that earn points, from the easiest to the hardest.
        own: the score of one's own model, None where there is none.
    """

    title: str
    unit: str
    less_is_better: bool
    marks: Sequence[tuple[str, Sequence[float]]]
    steps: Sequence[float] = ()
    own: float | None = None


@in_course_style
def scale_of_classics(ladders: Sequence[Ladder], *, points: int = 3) -> Figure:
    """Draw a line for each corpus, better to the right: models above it, what earns points below it.

    Args:
        ladders: the lines, from top to bottom.
        points: what each step is worth.
    """
    fig = Figure(figsize=(8.6, 1.9 * len(ladders)), layout="constrained")
    axes = fig.subplots(len(ladders), 1, squeeze=False)[:, 0]
    for ax, ladder in zip(axes, ladders, strict=True):
        _line(ax, ladder)
        _models(ax, ladder)
        _steps(ax, ladder, points)
        if ladder.own is not None:
            low, high = sorted(ax.get_xlim())
            ax.plot([np.clip(ladder.own, low, high)], [0], "*", color=CYCLE[1], markersize=17, clip_on=False, zorder=6)
    return fig


def _text(colour: str) -> dict[str, Any]:
    return {"textcoords": "offset points", "ha": "center", "va": "center", "fontsize": 8.5, "color": colour}


def _line(ax: Axes, ladder: Ladder) -> None:
    every = [score for _, scores in ladder.marks for score in scores] + list(ladder.steps)
    margin = 0.06 * (max(every) - min(every))
    ends = (min(every) - margin, max(every) + margin)
    ax.set(xlim=ends[::-1] if ladder.less_is_better else ends, ylim=(-0.85, 1.45), yticks=[])
    ax.set_title(f"{ladder.title}: {ladder.unit}", loc="left", fontsize=10)
    ax.grid(visible=False)
    ax.axhline(0, color=INK, linewidth=1)
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.tick_params(labelsize=8.5)


def _steps(ax: Axes, ladder: Ladder, points: int) -> None:
    low, high = sorted(ax.get_xlim())
    last = np.inf
    for number, step in enumerate(ladder.steps, start=1):
        beside = 7 if abs(step - last) < 3 * LETTER * (high - low) else 0  # points to the right
        ax.plot([step], [-0.1], "^", color=CYCLE[2], markersize=6, clip_on=False, zorder=4)
        ax.annotate(f"{points * number}", (step, -0.1), (beside, -14), **_text(CYCLE[2]))
        last = step


def _models(ax: Axes, ladder: Ladder) -> None:
    """Draw every seed as a dot and the name over the mean; a name that is near another stands at another level."""
    low, high = sorted(ax.get_xlim())
    placed: list[tuple[float, int, str]] = []
    for name, scores in sorted(ladder.marks, key=lambda mark: float(np.mean(mark[1]))):
        middle = float(np.mean(scores))
        room = [0.5 * LETTER * (high - low) * (len(name) + len(other) + 3) for _, _, other in placed]
        taken = {level for (at, level, _), wide in zip(placed, room, strict=True) if abs(at - middle) < wide}
        level = next((k for k in range(len(LEVELS)) if k not in taken), 0)
        placed.append((middle, level, name))
        ax.plot([middle, middle], [0, LEVELS[level] - 0.13], color=INK, alpha=0.4, linewidth=0.8)
        ax.plot(scores, np.zeros(len(scores)), "o", color=CYCLE[0], markersize=5, alpha=0.7, zorder=5)
        ax.annotate(name, (middle, LEVELS[level]), (0, 0), **_text(INK))
