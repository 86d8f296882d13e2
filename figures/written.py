"""Text as it is written, line by line: plain, or each character on the colour of a number."""

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.blocks import label
from figures.canvas import Point, figure_of, sheet
from figures.signed import signed_colour
from figures.style import in_course_style

WIDE, HIGH = 0.3, 0.56  # of a character
FONT: dict[str, Any] = {"family": "DejaVu Sans Mono"}


@in_course_style
def written_text(
    lines: Sequence[str],
    values: Sequence[Sequence[float]] = (),
    *,
    columns: int = 0,
    rows: int = 0,
    limit: float = 1.0,
    title: str = "",
) -> Figure:
    """Write lines of text; the background of a character is its value: green above 0, purple below.

    Args:
        lines: the text; each character has the same width.
        values: a number for each character of each line; none for plain text.
        columns: width of the sheet in characters, at least that of the longest line.
        rows: height of the sheet in lines, likewise. Frames of one animation need the same size.
        limit: the size of a value that has the full colour.
        title: what stands over the text.
    """
    wide = max(columns, *map(len, lines))
    high = max(rows, len(lines))
    ax = sheet(-0.3, WIDE * wide + 0.3, -HIGH * high - 0.1, 0.15 + 0.55 * bool(title))
    for row, line in enumerate(lines):
        for place, character in enumerate(line):
            middle = Point(WIDE * (place + 0.5), -HIGH * (row + 0.5))
            if values:
                fill = signed_colour(values[row][place], limit)
                corner = (middle.x - WIDE / 2, middle.y - HIGH / 2 + 0.03)
                ax.add_patch(Rectangle(corner, WIDE, HIGH - 0.06, facecolor=fill, linewidth=0, zorder=2))
            if not character.isspace():
                label(ax, middle, character.replace("$", r"\$"), size=11.5, **FONT)
    label(ax, Point(0, 0.3), title, size=11, ha="left")
    return figure_of(ax)
