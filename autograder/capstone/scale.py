"""The published scale of each corpus: what a model has to reach for each step, as data in scales.json."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

FILE = Path(__file__).with_name("scales.json")
POINTS = 3  # for each step
SHOWN = Decimal("0.001")  # thresholds have no more digits


@dataclass(frozen=True)
class Step:
    """One step of a scale.

    Attributes:
        name: which model the threshold was measured with, in a few words.
        threshold: the score that reaches it.
    """

    name: str
    threshold: float


@dataclass(frozen=True)
class Scale:
    """The scale of one corpus.

    Attributes:
        unit: what a score counts, "bits per letter".
        less_is_better: whether a lower score is the better one.
        steps: five, from the baseline on.
    """

    unit: str
    less_is_better: bool
    steps: tuple[Step, ...]

    def reached(self, score: float, step: Step) -> bool:
        """Tell whether a score reaches a step; NaN reaches none."""
        return score <= step.threshold if self.less_is_better else score >= step.threshold

    def steps_of(self, score: float) -> int:
        """Count the steps that a score reaches."""
        return sum(self.reached(score, step) for step in self.steps)

    def said(self, score: float) -> str:
        """Return a score with its unit."""
        return f"{self.rounded(score)} {self.unit}"

    def rounded(self, score: float) -> str:
        """Return a score with three digits, rounded to the worse side: what is shown reaches what the score reaches."""
        if not math.isfinite(score):
            return str(float(score))
        worse = ROUND_CEILING if self.less_is_better else ROUND_FLOOR
        return str(Decimal(repr(float(score))).quantize(SHOWN, worse))


def read_scales(path: Path = FILE) -> dict[str, Scale]:
    """Read the scales of all corpora."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {
        corpus: Scale(
            entry["unit"],
            entry["less_is_better"],
            tuple(Step(step["name"], step["threshold"]) for step in entry["steps"]),
        )
        for corpus, entry in data.items()
    }


SCALES = read_scales()
