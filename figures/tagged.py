"""Sentences whose words carry tags, painted by what a decision owes to each of them where that is asked."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.blocks import label, strength
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.style import in_course_style
from figures.written import HIGH, LOOK, WIDE

ROW, STRONGEST = 1.3, 0.75


class Sentence(NamedTuple):
    """One row of `tagged_sentences`.

    Attributes:
        words: the words of the sentence.
        tags: "O", "B-PER" and so on, one a word; fewer than words where the sentence is still coming in: the rest is
            faint.
        amounts: how much a decision depends on each word, at least 0; the largest has the full colour. None: no paint.
        asked: the word that the decision is about, counted from 0; -1 for none.
        title: what stands over the sentence.
    """

    words: Sequence[str]
    tags: Sequence[str]
    amounts: Sequence[float] = ()
    asked: int = -1
    title: str = ""


@in_course_style
def tagged_sentences(rows: Sequence[Sentence], *, columns: int = 0) -> Figure:
    """Write sentences one below the other, the tag of each word that belongs to an entity over it.

    Args:
        rows: the sentences.
        columns: width of the sheet in characters, at least that of the longest sentence; frames of one animation need
            the same.
    """
    wide = max(columns, *(len(" ".join(row.words)) + 1 for row in rows))
    titled = any(row.title for row in rows)
    high = ROW + 0.45 * titled
    ax = sheet(-0.45, WIDE * wide + 0.3, -high * len(rows) + 0.1, 0.15)
    for number, row in enumerate(rows):
        top = -high * number
        if row.title:
            label(ax, Point(0, top - 0.15), row.title, size=10.5, ha="left")
        _sentence(ax, row, top - 0.45 * titled - 0.65)
    return figure_of(ax)


def _sentence(ax: Axes, row: Sentence, middle: float) -> None:
    starts = [0, *accumulate(len(word) + 1 for word in row.words)]
    for t, word in enumerate(row.words):
        lit, tag = t < len(row.tags), row.tags[t] if t < len(row.tags) else "O"
        corner, width = Point(WIDE * (starts[t] - 0.4), middle - HIGH / 2 - 0.03), WIDE * (len(word) + 0.8)
        if row.amounts:
            _tile(ax, corner, width, SYMBOLS["gradient"], STRONGEST * row.amounts[t] / max(row.amounts), edge=0.0)
        if tag != "O":
            _tile(ax, corner, width, SYMBOLS["y_hat"], 0.0 if row.amounts else 0.2, edge=1.0)
            label(ax, Point(corner.x + width / 2, middle + 0.47), tag, SYMBOLS["y_hat"], size=9.5)
        elif t == row.asked:
            _tile(ax, corner, width, INK, 0.0, edge=0.8)
        ax.text(WIDE * starts[t], middle, word, ha="left", alpha=strength(lit), **LOOK)


def _tile(ax: Axes, corner: Point, width: float, colour: str, fill: float, *, edge: float) -> None:
    shape = Rectangle((corner.x, corner.y), width, HIGH + 0.06, zorder=3 if edge else 2)
    shape.set(facecolor=(colour, fill), edgecolor=(colour, edge), linewidth=1.5 if edge else 0)
    ax.add_patch(shape)
