"""The gradient running back through an unrolled network, with the term of the equation that is at work lit."""

from typing import Any

from matplotlib.figure import Figure

from figures.animation import backward_moments
from figures.backward import STATE_PART
from figures.blocks import formula
from figures.canvas import UNIT, Point
from figures.style import in_course_style
from figures.unrolled import unrolled

ROOM = 1.1
# Where the pieces of the equation begin.
LEFT = (0.6, 2.0, 3.95)


def two_terms_frames(steps: int = 4, **options: Any) -> list[Figure]:
    """Draw `backward_frames` with the equation of the gradient that is being computed below."""
    return [
        _with_equation(unrolled(steps, backward=moment, **options), steps, moment) for moment in backward_moments(steps)
    ]


@in_course_style
def _with_equation(fig: Figure, steps: int, moment: float) -> Figure:
    ax = fig.axes[0]
    bottom, top = ax.get_ylim()
    ax.set_ylim(bottom - ROOM, top)
    fig.set_figheight((top - bottom + ROOM) * UNIT)
    started, from_y = moment > 1e-9, abs(moment % 1 - STATE_PART) < 1e-9
    lit = (True, started and from_y, started and not from_y)
    for latex, left, bright in zip(_equation(steps, moment if started else None), LEFT, lit, strict=True):
        formula(ax, Point(left, bottom - ROOM / 2), latex, size=15, lit=bright)
    return fig


def _equation(steps: int, moment: float | None) -> tuple[str, str, str]:
    """Give the equation of the activation that is reached at a moment, or of any: left side, from y, from later."""
    if moment is None:
        return _terms("t", "t", "t+1")
    t = steps - int(moment)
    return _terms(str(t), str(t) if t > 0 else "", str(t + 1) if t < steps else "")


def _terms(at: str, own: str, later: str) -> tuple[str, str, str]:
    """Write the equation for the step `at`; a term without a step is 0."""
    from_y = rf"\as{{gradient}}{{W_{{ya}}^\top\, dz_y^{{<{own}>}}}}" if own else "0"
    from_later = rf"\as{{gradient}}{{W_{{aa}}^\top\, dz_a^{{<{later}>}}}}" if later else "0"
    return rf"da^{{<{at}>}} =", from_y, rf"+\; {from_later}"
