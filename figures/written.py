"""Text as it is written, line by line: plain, or each character on the colour of a number."""

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.blocks import label
from figures.canvas import UNIT, Point, figure_of, sheet
from figures.colours import INK
from figures.signed import signed_colour
from figures.style import in_course_style

SIZE = 11.5  # of the letters, in points
WIDE = 0.602 * SIZE / (72 * UNIT)  # of a character, in units: each has 0.602 of the font's size
HIGH = 0.42
LOOK: dict[str, Any] = {
    "family": "DejaVu Sans Mono",
    "fontsize": SIZE,
    "color": INK,
    "va": "center_baseline",
    "parse_math": False,
    "zorder": 5,
}


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
    wide = max(columns, len(title), *map(len, lines))
    high = max(rows, len(lines))
    ax = sheet(-0.3, WIDE * wide + 0.3, -HIGH * high - 0.1, 0.15 + 0.55 * bool(title))
    for row, line in enumerate(lines):
        middle = -HIGH * (row + 0.5)
        if not values:
            ax.text(0, middle, line, ha="left", **LOOK)
        # One by one: a renderer that rounds the width of letters would move them off their colours.
        for place, (character, value) in enumerate(zip(line, values[row] if values else (), strict=False)):
            corner = (WIDE * place, middle - HIGH / 2 + 0.02)
            tile = Rectangle(corner, WIDE, HIGH - 0.04, facecolor=signed_colour(value, limit), linewidth=0, zorder=2)
            ax.add_patch(tile)
            ax.text(WIDE * (place + 0.5), middle, character, ha="center", **LOOK)
    label(ax, Point(0, 0.3), title, size=11, ha="left")
    return figure_of(ax)
