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
# Each piece of the equation and where it begins; the term from y is lit when a state is reached, the other after it.
PIECES = (
    (r"da^{<t>} =", 0.6),
    (r"\as{gradient}{W_{ya}^\top\, dz_y^{<t>}}", 2.0),
    (r"+\; \as{gradient}{W_{aa}^\top\, dz_a^{<t+1>}}", 3.95),
)


def two_terms_frames(steps: int = 4, **options: Any) -> list[Figure]:
    """Draw `backward_frames` with the equation of the two terms below."""
    return [_with_equation(unrolled(steps, backward=moment, **options), moment) for moment in backward_moments(steps)]


@in_course_style
def _with_equation(fig: Figure, moment: float) -> Figure:
    ax = fig.axes[0]
    bottom, top = ax.get_ylim()
    ax.set_ylim(bottom - ROOM, top)
    fig.set_figheight((top - bottom + ROOM) * UNIT)
    from_y = abs(moment % 1 - STATE_PART) < 1e-9
    started = moment > 1e-9
    for (latex, left), lit in zip(PIECES, (True, started and from_y, started and not from_y), strict=True):
        formula(ax, Point(left, bottom - ROOM / 2), latex, size=15, lit=lit)
    return fig
