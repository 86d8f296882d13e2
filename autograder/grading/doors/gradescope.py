"""What Gradescope reads: results.json, as its autograder specification documents it.

At the top: score, execution_time, output, output_format, test_output_format, test_name_format, visibility,
stdout_visibility, extra_data, leaderboard, tests. Of each test: name, number, score, max_score, status, output, tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.capstone.scale import SCALES
from autograder.grading.doors.cases import Visibility, bounded, cases_of
from autograder.grading.notebook.template import CourseCell, Template
from autograder.grading.pages.marks import amount
from autograder.grading.worker.task import Judged

FORMATS = {"output_format": "text", "test_output_format": "text", "test_name_format": "text"}
MOST_NOTES = 20


def results(
    judged: Judged, template: Template, *, visibility: Visibility = "visible", notes: Sequence[str] = ()
) -> dict[str, Any]:
    """Return results.json of a judged submission.

    Args:
        judged: what came of it.
        template: the lesson; it says what each cell is worth.
        visibility: when learners see the tests.
        notes: what is said first, in sentences.
    """
    score = sum(points or 0.0 for points in judged.scores.values())
    questions = [cell for cell in template.cells if cell.by_hand and cell.grade_id in judged.scores]
    waiting = [cell.grade_id for cell in questions if judged.scores[cell.grade_id] is None]
    possible = sum(cell.points for cell in template.cells if not cell.by_hand)
    said = [*notes, f"{score:g} of {amount(possible)} from the checks."]
    if waiting:
        said.append(f"To be marked by a person: {', '.join(waiting)}.")
    said += judged.problems[:MOST_NOTES]
    found = {
        "score": score,
        "execution_time": round(judged.seconds),
        "output": bounded("\n".join(said)),
        **FORMATS,
        "visibility": visibility,
        "stdout_visibility": "hidden",
        # Not shown to learners. With the seed an appeal can draw the secret inputs again.
        "extra_data": {"lesson": template.name, "seed": judged.seed, "to_mark": waiting},
        "tests": [*_checks(judged, template), *_questions(questions, waiting, len(judged.exercises))],
    }
    board = list(_leaderboard(judged))
    return found | ({"leaderboard": board} if board else {})


def refused(reason: str, template: Template) -> dict[str, Any]:
    """Return results.json of what cannot be read: no points, and why."""
    return {
        "score": 0.0,
        "output": bounded(f"{reason}\nNothing was graded. Hand in the notebook {template.name}.ipynb, saved."),
        **FORMATS,
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"lesson": template.name},
        "tests": [],
    }


def _checks(judged: Judged, template: Template) -> Iterator[dict[str, Any]]:
    worth = {cell.exercise.name: cell.points for cell in template.cells if cell.exercise}
    for i, exercise in enumerate(judged.exercises, 1):
        # A release may count an exercise differently than its checks do.
        factor = worth[exercise["exercise"]] / exercise["possible"]
        for k, case in enumerate(cases_of([exercise]), 1):
            yield {
                "name": f"{case.group}: {case.name}",
                "number": f"{i}.{k}",
                "score": case.points * factor,
                "max_score": case.possible * factor,
                "status": "passed" if case.state == "passed" else "failed",
                "output": case.words,
                "tags": [case.group],
            }


def _questions(questions: list[CourseCell], waiting: list[str], before: int) -> Iterator[dict[str, Any]]:
    """Yield what a person marks, without a score, since there is none yet; and what was left empty."""
    for i, cell in enumerate(questions, before + 1):
        entry = {"name": f"Written answer: {cell.grade_id}", "number": str(i), "tags": ["by hand"]}
        if cell.grade_id in waiting:
            yield entry | {"output": f"Waits to be marked by a person, for up to {amount(cell.points)}."}
        else:
            left = {"score": 0.0, "max_score": cell.points, "status": "failed"}
            yield entry | left | {"output": "The answer is as it was handed out: nothing is written."}


def _leaderboard(judged: Judged) -> Iterator[dict[str, Any]]:
    for exercise in judged.exercises:
        if measured := exercise.get("measured"):
            order = "asc" if SCALES[measured["corpus"]].less_is_better else "desc"
            yield {"name": measured["corpus"], "value": measured["score"], "order": order}
