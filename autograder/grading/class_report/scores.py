"""How the class did: the scores, and how hard and how telling each exercise is."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.grading.class_report.reading import ExerciseResult, Submission

BINS = 10  # of the distribution of scores
FEWEST = 10  # learners from whom a correlation says anything; below 30 it is rough
ROUGH = 30
SAME = 1e-9  # points that are closer are equal
TELLING, HARDLY = 0.3, 0.1  # corrected item-total correlation: from here on it tells well; below that hardly


@dataclass(frozen=True)
class Scores:
    """The distribution of scores.

    Attributes:
        counts: learners in each tenth of the possible points, from the lowest; a full score is in the last one.
        middle, lowest, highest: of the shares of the possible points, from 0 to 1.
        waiting: answers that wait for a person's marks and count nothing so far.
    """

    counts: tuple[int, ...]
    middle: float
    lowest: float
    highest: float
    waiting: int


@dataclass(frozen=True)
class ExerciseFigures:
    """How a class did on one exercise.

    Attributes:
        right, partly, wrong: learners with all, some and none of its points, of those who wrote it.
        not_written, not_judged: learners who wrote nothing, and whose answer could not be judged.
        share: mean share of the points of those who wrote it and were judged; None where there is nobody.
        discrimination: correlation with the points in the other exercises, over the same learners; None where the
            class is too small or all have the same.
        telling: that in words.
    """

    exercise: str
    possible: float
    right: int
    partly: int
    wrong: int
    not_written: int
    not_judged: int
    share: float | None
    discrimination: float | None
    telling: str

    @property
    def written(self) -> int:
        """How many wrote it and were judged."""
        return self.right + self.partly + self.wrong


def scores(graded: Sequence[Submission]) -> Scores | None:
    """Return the distribution of scores; None where nobody has any."""
    shares = [each.score / each.possible for each in graded if each.possible > 0]
    if not shares:
        return None
    counts = [0] * BINS
    for share in shares:
        # Points that a person adds may lead beyond all; the small term keeps 0.3 of 1 out of the third tenth.
        counts[min(max(int(share * BINS + 1e-9), 0), BINS - 1)] += 1
    waiting = sum(each.to_mark for each in graded)
    return Scores(tuple(counts), statistics.median(shares), min(shares), max(shares), waiting)


def exercise_figures(graded: Sequence[Submission]) -> tuple[ExerciseFigures, ...]:
    """Return the exercises of a class, the hardest first; what nobody wrote is the hardest."""
    names = dict.fromkeys(entry.exercise for submission in graded for entry in submission.exercises)
    found = [_figures(name, graded) for name in names]
    return tuple(sorted(found, key=lambda each: -1.0 if each.share is None else each.share))


def _figures(name: str, graded: Sequence[Submission]) -> ExerciseFigures:
    entries = [(entry, submission) for submission in graded for entry in submission.exercises if entry.exercise == name]
    written = [(entry, whose) for entry, whose in entries if entry.attempted and not entry.reason]
    shares = [entry.share for entry, _ in written]
    right, wrong = sum(share >= 1 for share in shares), sum(share <= 0 for share in shares)
    rest = [_elsewhere(name, whose.exercises) for _, whose in written]
    value, words = discrimination(shares, rest)
    return ExerciseFigures(
        name,
        entries[0][0].possible,
        right,
        len(written) - right - wrong,
        wrong,
        sum(not entry.attempted and not entry.reason for entry, _ in entries),
        sum(bool(entry.reason) for entry, _ in entries),
        sum(shares) / len(shares) if shares else None,
        value,
        words,
    )


def _elsewhere(name: str, exercises: Sequence[ExerciseResult]) -> float | None:
    """Return a learner's points in the other exercises; None where there are none."""
    others = [entry.points for entry in exercises if entry.exercise != name]
    return sum(others) if others else None


def discrimination(shares: Sequence[float], rest: Sequence[float | None]) -> tuple[float | None, str]:
    """Return the corrected item-total correlation of an exercise, and what it means in words.

    Args:
        shares: of its points, one for each learner who wrote it.
        rest: points of the same learners in the other exercises.
    """
    pairs = [(share, other) for share, other in zip(shares, rest, strict=True) if other is not None]
    if shares and not pairs:
        return None, "there is no other exercise to compare with"
    if len(pairs) < FEWEST:
        return None, f"too few learners to say: {len(pairs)}, and {FEWEST} are the fewest"
    value = correlation(pairs)
    if value is None:
        return None, "all learners have the same here or elsewhere, so it tells nobody apart"
    rough = ", roughly" if len(pairs) < ROUGH else ""
    return value, _telling(value) + rough


def _telling(value: float) -> str:
    if value >= TELLING:
        return "tells well"
    if value >= HARDLY:
        return "tells a little"
    if value > -HARDLY:
        return "tells hardly anything"
    return "turned round, so look at it"


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation of pairs of numbers; None where one of both does not vary."""
    columns = list(zip(*pairs, strict=True))
    if any(max(column) - min(column) < SAME for column in columns):
        return None
    return statistics.correlation(*columns)
