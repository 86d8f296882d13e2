"""Tunes as piano rolls: pitch over time, bar lines, and the surprise of each note."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures.colours import INK, SYMBOLS
from figures.sound import Note
from figures.style import in_course_style

FAINTEST = 0.18
WIDTH = {1: 7.6, 2: 4.6}  # inches of a panel, by the number of tunes side by side
NARROW = 3.4
SEMITONE = 0.14  # inches: two names that are a semitone apart do not touch


@in_course_style
def piano_roll(
    *tunes: Sequence[Note],
    surprise: Sequence[NDArray[np.float64]] = (),
    titles: Sequence[str] = (),
    bar: int = 6,
    bars: int = 8,
    names: Callable[[int], str] = str,
) -> Figure:
    """Draw tunes side by side, time to the right, pitch upwards.

    Args:
        tunes: notes of each: height as MIDI counts it, start and length in steps; `data.tones` makes them of symbols.
        surprise: for each tune -log p of every step, in nats, shape (T,). It stands beneath, faintly where no note
            begins, and a note has the colour of its first step. Without it the notes are of one colour.
        titles: what stands over each tune.
        bar: steps of a bar.
        bars: how many bars are drawn, more where a tune is longer.
        names: how a height is written, such as `data.pitch_name`.
    """
    ends = [max((start + length for _, start, length in tune), default=0.0) for tune in tunes]
    steps = max(bar * bars, *(bar * int(np.ceil(end / bar)) for end in ends))
    heights = [height for tune in tunes for height, _, _ in tune]
    panels = [max(1.6, SEMITONE * (max(heights, default=0) - min(heights, default=0))), 1.0][
        : 2 if len(surprise) else 1
    ]
    size = (WIDTH.get(len(tunes), NARROW) * len(tunes), sum(panels) + 0.9)
    fig = Figure(figsize=size, layout="constrained")
    axes = fig.subplots(len(panels), len(tunes), squeeze=False, sharex=True, sharey="row", height_ratios=panels)
    highest = max((float(np.max(values)) for values in surprise), default=1.0)
    for column, tune in enumerate(tunes):
        values = _at_notes(tune, surprise[column]) if len(surprise) else None
        _draw_notes(axes[0, column], tune, None if values is None else values / highest)
        axes[0, column].set_title(titles[column] if column < len(titles) else "")
        if values is not None:
            _draw_surprise(axes[1, column], surprise[column], [int(start) for _, start, _ in tune])
        _draw_bars(list(axes[:, column]), steps, bar)
    _name_axes(axes, heights, names)
    return fig


def _at_notes(tune: Sequence[Note], surprise: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([surprise[int(start)] for _, start, _ in tune])


def _draw_notes(ax: Axes, tune: Sequence[Note], share: NDArray[np.float64] | None) -> None:
    for number, (height, start, length) in enumerate(tune):
        colour = SYMBOLS["y"] if share is None else SYMBOLS["L"]
        strength = 0.85 if share is None else FAINTEST + (1 - FAINTEST) * float(share[number])
        ax.barh(height, length - 0.12, 0.8, left=start + 0.06, color=(colour, strength), edgecolor=colour, lw=0.8)


def _draw_surprise(ax: Axes, values: NDArray[np.float64], starts: Sequence[int]) -> None:
    strength = [1.0 if step in starts else 0.3 for step in range(len(values))]
    ax.bar(np.arange(len(values)) + 0.5, values, 0.76, color=[(SYMBOLS["L"], share) for share in strength])


def _draw_bars(column: Sequence[Axes], steps: int, bar: int) -> None:
    for ax in column:
        ax.grid(visible=False, axis="x")
        ax.tick_params(axis="x", length=0)
        ax.set_xlim(0, steps)
        for start in range(0, steps + 1, bar):
            ax.axvline(start, color=INK, lw=0.8, alpha=0.6, zorder=0.5)
    starts = np.arange(0, steps, bar)
    column[-1].set_xticks(starts + bar / 2, [str(number + 1) for number in range(len(starts))])
    column[-1].set_xlabel("bar")


def _name_axes(axes: NDArray[np.object_], heights: Sequence[int], names: Callable[[int], str]) -> None:
    used = sorted(set(heights))
    axes[0, 0].set_yticks(used, [names(height) for height in used], fontsize=8)
    axes[0, 0].set_ylim(min(used, default=60) - 0.8, max(used, default=72) + 0.8)
    if len(axes) > 1:
        axes[1, 0].set_ylabel("surprise\n(nats)", fontsize=9.5)
