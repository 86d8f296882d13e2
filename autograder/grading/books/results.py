"""What came of a batch, as data: results.json for programs, results.csv for a learning management system.

results.json, schema 3 (1 had no by_hand, 2 no faults):

    schema, sandbox, not_promised   not_promised is null in a sandbox, else what is not promised without one
    nothing_handed_in   who of the roster has no submission; null without a roster
    submissions     a list of
        student, lesson, path
        outcome     "graded", "graded with zeros" (some exercise could not be judged) or "not graded"
        reason      why not, for the last two
        score, possible, to_mark    to_mark: how many answers wait for a person's marks; score: what counts, the
                    penalty taken off
        handed_in, late_seconds, penalty    when it was handed in (ISO 8601; null where that is not known), how long
                    after it was due, and the points that were taken off for that
        history     the attempts, oldest first, this one last, each: judged, handed_in (as above), score, possible,
                    points (by exercise), mistakes (names of known ones, by exercise), counts (whether it is graded)
        exercises   the verdict of each: exercise, points, possible, attempted, reason (where it could not be
                    judged), checks: check, title, status, points, possible, message, cause, misconception, hint,
                    location, faults; and, of a model of the capstone that could be scored, measured: corpus, cell,
                    units, numbers, score, part. location and faults, where the mistake is on the public inputs and
                    marks of that, are what the learner's own process says: nothing is to follow from them. Where
                    something is wrong and no check names a mistake, also signs: what is wrong with what came back on
                    the public inputs, at most 60 of [place, kind, checksum, sketch], see grading/groups/signs.py
        by_hand     the marks that persons gave, a list of: cell (its grade id), exercise (null where the cell is a
                    written answer), auto (the judge's points; null where it gave none), manual (points in place of
                    those; null where there are none), extra (points on top)
        problems    what was odd about the notebook, in sentences
        seed        the secret inputs, as text: `autograder.check.evaluate(name, f, seed=int(seed))` draws them again
        seconds     how long it took
"""

from __future__ import annotations

import csv
import io
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import numpy as np

from autograder.errors import CourseError
from autograder.exercise import CHECK_PREFIX
from autograder.grading.files import replace_file
from autograder.grading.pages.marks import Mark

SCHEMA = 3
Outcome = Literal["graded", "graded with zeros", "not graded"]


@dataclass
class Result:
    """What came of one submission."""

    student: str
    lesson: str
    path: str
    outcome: Outcome
    reason: str = ""
    score: float = 0.0
    possible: float = 0.0
    to_mark: int = 0
    exercises: list[dict[str, Any]] = field(default_factory=list)
    by_hand: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seed: str = ""
    seconds: float = 0.0
    handed_in: str | None = None
    late_seconds: float = 0.0
    penalty: float = 0.0
    history: list[dict[str, Any]] = field(default_factory=list)

    def noted(self, notes: Sequence[str]) -> Result:
        """Return it with what is to be known of how its file was found; that may differ from run to run."""
        return replace(self, problems=[*notes, *self.problems])

    def points_of(self, exercise: str) -> int | None:
        """Return the points for an exercise, None where the notebook has no such exercise or was not graded."""
        return next((entry["points"] for entry in self.exercises if entry["exercise"] == exercise), None)


def given_by_hand(marks: Mapping[str, Mark], exercises: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the marks that persons gave, as results.json has them.

    Args:
        marks: all marks of a submission, by grade id.
        exercises: its verdicts, as in results.json.
    """
    checked = {f"{CHECK_PREFIX}{entry['exercise']}": entry["exercise"] for entry in exercises}
    return [
        {"cell": cell, "exercise": checked.get(cell), "auto": mark.auto, "manual": mark.manual, "extra": mark.extra}
        for cell, mark in sorted(marks.items())
        if mark.manual is not None or mark.extra
    ]


def write_json(
    results: list[Result],
    path: Path,
    *,
    sandbox: str,
    not_promised: str | None,
    nothing_handed_in: list[str] | None = None,
) -> None:
    """Write results.json, see above."""
    data = {
        "schema": SCHEMA,
        "sandbox": sandbox,
        "not_promised": not_promised,
        "nothing_handed_in": nothing_handed_in,
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "submissions": results,
    }
    # Piece by piece: the whole text of a large class would take more memory than all else.
    pieces = json.JSONEncoder(indent=1, ensure_ascii=False, default=asdict).iterencode(data)
    # Not every file name is text that can be written; JSON's own escapes stand in.
    replace_file(path, (piece.encode("utf-8", "backslashreplace") for piece in chain(pieces, "\n")))


def read_submissions(path: Path) -> Any:
    """Return what a results.json says of its submissions, as it stands there.

    Raises:
        CourseError: it is none.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))["submissions"]
    except (OSError, ValueError, KeyError, TypeError):
        raise no_results(path) from None


def no_results(path: Path) -> CourseError:
    """Return what is said of a file that `autograder grade` did not write."""
    return CourseError(f"{path} is no results.json of `autograder grade`.")


def write_csv(results: list[Result], path: Path) -> None:
    """Write one line a submission; the points of each exercise have a column of their own."""
    by_lesson = sorted(results, key=lambda result: result.lesson)
    exercises = list(dict.fromkeys(entry["exercise"] for result in by_lesson for entry in result.exercises))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    titles = ["student", "lesson", "outcome", "score", "possible", "to_mark"]
    times = ["handed_in", "late_seconds", "penalty"]
    writer.writerow([*titles, *exercises, *times, "reason"])
    for result in results:
        points = [result.points_of(name) for name in exercises]
        known = [result.student, result.lesson, result.outcome]
        # An empty field for what was not graded: a zero would be taken for a score.
        graded = result.outcome != "not graded"
        sums = [result.score, result.possible, result.to_mark] if graded else [""] * 3
        late = [result.handed_in or "", result.late_seconds, result.penalty] if graded else [""] * 3
        writer.writerow([*map(harmless, known), *sums, *points, *late, harmless(result.reason)])
    replace_file(path, text.getvalue().encode("utf-8", "backslashreplace"))


def harmless(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
