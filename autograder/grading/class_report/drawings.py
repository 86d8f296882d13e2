"""The plots of a report as SVG: each says in words what it shows, and has its numbers in it.

Colours come from the page's style, so that they suit light, dark and paper; no plot needs them to be understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from markupsafe import Markup

from autograder.grading.class_report.people import Resubmission
from autograder.grading.class_report.scores import BINS, ExerciseFigures, Scores

WIDTH = 480  # of a plot, in its own units: little enough for a phone
NAME, ROW = 20, 48  # what a name takes above its bar, and both together
LONGEST_NAME = 50  # letters
#: Class and words of what can come of an exercise.
PARTS = {
    "right": "all points",
    "partly": "some points",
    "wrong": "no point",
    "not_judged": "could not be judged",
    "not_written": "not written",
}


def histogram(scores: Scores) -> Markup:
    """Draw how many learners have which share of the points."""
    height, floor = 190, 150
    most, step = max(*scores.counts, 1), WIDTH / BINS
    bars = []
    for i, count in enumerate(scores.counts):
        tall = count / most * (floor - 24)
        bars.append(_rect("column", i * step + 3, floor - tall, step - 6, tall))
        bars.append(_text(str(count) if count else "", (i + 0.5) * step, floor - tall - 6, "middle"))
    ends = [_text(f"{10 * i}", i * step, floor + 18, "start" if i == 0 else "middle") for i in range(BINS)]
    ends.append(_text("100", WIDTH, floor + 18, "end"))
    axis = [_line("axis", 0, floor, WIDTH, floor), _text("percent of all points", WIDTH / 2, floor + 37, "middle")]
    said = ", ".join(
        f"{count} from {10 * i} to {10 * i + 10} percent" for i, count in enumerate(scores.counts) if count
    )
    return _svg(height, f"Learners by score: {said}.", [*bars, *ends, *axis])


def exercise_bars(exercises: Sequence[ExerciseFigures]) -> Markup:
    """Draw what came of each exercise: learners with all, some and no points, and without an answer."""
    parts, said = [], []
    for row, exercise in enumerate(exercises):
        counts = {name: getattr(exercise, name) for name in PARTS}
        parts.append(_text(_short(exercise.exercise), 0, row * ROW + NAME - 5, "start", "mono"))
        parts += _stacked(counts, row * ROW + NAME)
        words = ", ".join(f"{PARTS[name]} {count}" for name, count in counts.items() if count)
        said.append(f"{exercise.exercise}: {words or 'nobody'}")
    return _svg(len(exercises) * ROW, f"Learners by exercise. {'; '.join(said)}.", parts)


def _stacked(counts: dict[str, int], y: float) -> Iterator[str]:
    whole, x = max(sum(counts.values()), 1), 0.0
    for name, count in counts.items():
        wide = count / whole * WIDTH
        if count:
            yield _rect(name, x, y, max(wide - 1.5, 1), 22)
            yield _text(str(count), x + wide / 2, y + 16, "middle", f"in {name}") if wide > 18 else ""
        x += wide


def before_and_after(again: Sequence[Resubmission]) -> Markup:
    """Draw the first and the last share of the points of those who handed in again."""
    parts, said = [], []
    for row, each in enumerate(again):
        y = row * ROW + NAME + 8
        first, last = (8 + (WIDTH - 16) * min(max(share, 0.0), 1.0) for share in (each.first, each.last))
        shares = f"{each.first:.0%} to {each.last:.0%}"
        parts.append(_text(f"{_short(each.student)}: {shares}", 0, row * ROW + NAME - 5, "start"))
        parts += [_line("way", first, y, last, y), _circle("first", first, y), _circle("last", last, y)]
        said.append(f"{each.student} from {shares}")
    return _svg(len(again) * ROW, f"First and last score. {'; '.join(said)}.", parts)


def _svg(height: float, says: str, parts: Iterable[str]) -> Markup:
    inside = "".join(parts)
    return Markup(f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(says)}">{inside}</svg>')


def _rect(kind: str, x: float, y: float, wide: float, tall: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="2"/>'


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _circle(kind: str, x: float, y: float) -> str:
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'


def _text(words: str, x: float, y: float, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>' if words else ""


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
