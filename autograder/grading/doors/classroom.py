"""GitHub Classroom: a workflow for the repository that learners get, and what its run reports.

The result of a "runner" is what `classroom-resources/autograding-grading-reporter` reads: base64 of JSON with
version, status, max_score and tests (name, status, score, message, test_code, filename, line_no, duration).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.grading.doors.cases import Case, cases_of
from autograder.grading.doors.public import PUBLIC
from autograder.grading.files import replace_file
from autograder.grading.lessons import Lessons

WORKFLOW = Path(".github") / "workflows" / "classroom.yml"
TEMPLATE = Path(__file__).with_name("templates") / "classroom.yml.txt"
LESSON = "@LESSON@"  # in the template, which has braces of its own


def write_workflow(lesson: str, to: Path, *, force: bool = False) -> Path:
    """Write the workflow that judges `hand_in/LESSON.ipynb` into a repository for learners, and return its path.

    Args:
        lesson: its name.
        to: the repository's folder, as `autograder release` wrote it.
        force: whether to replace another workflow of this name.

    Raises:
        CourseError: the folder has no such lesson, holds the answers, or has another workflow of this name.
    """
    if not (to / "notebooks").is_dir():
        raise CourseError(f"{to} is no repository for learners: it has no notebooks/.")
    Lessons(to / "notebooks").template(lesson)
    if (to / "solutions").exists():
        raise CourseError(f"{to} holds solutions/, which every learner would get. Name a repository without it.")
    path, text = to / WORKFLOW, TEMPLATE.read_text(encoding="utf-8").replace(LESSON, lesson)
    if path.exists() and path.read_text(encoding="utf-8") != text and not force:
        raise CourseError(f"{path} is there already and says something else. Remove it, or say --force.")
    replace_file(path, text.encode())
    return path


def runner_result(submissions: Iterable[Mapping[str, Any]]) -> str:
    """Return the points of notebooks for Classroom's reporter."""
    cases = [case for submission in submissions for case in _cases(submission)]
    found = {
        "version": 1,
        "status": "pass" if cases and all(case.state == "passed" for case in cases) else "fail",
        "max_score": sum(case.possible for case in cases),
        "tests": [
            {
                "name": f"{case.group}: {case.name}",
                "status": "pass" if case.state == "passed" else "fail",
                "score": case.points,
                "message": case.words,
                "test_code": "",
                "filename": "",
                "line_no": 0,
                "duration": 0,
            }
            for case in cases
        ],
    }
    return base64.b64encode(json.dumps(found).encode()).decode()


def summary(submissions: Sequence[Mapping[str, Any]]) -> str:
    """Return Markdown for the page of a run; what a learner may have written stands in blocks of code."""
    lines = [f"{PUBLIC} Written answers are marked by a person.", ""]
    for submission in submissions:
        lines += [f"## {submission['lesson'] or 'A notebook'}", ""]
        if submission["outcome"] == "not graded":
            lines += _block(submission["reason"])
            continue
        for exercise in submission["exercises"]:
            cases = cases_of([exercise])
            open_ones = [case for case in cases if case.state != "passed"]
            word = "open" if open_ones else "holds"
            lines.append(f"- **{exercise['exercise']}**: {word}, {exercise['points']} of {exercise['possible']} points")
            for case in open_ones:
                lines += ["", f"  {case.name}", "", *(f"  {line}" for line in _block(case.words))]
        lines.append("")
    return "\n".join(lines) + "\n"


def _cases(submission: Mapping[str, Any]) -> list[Case]:
    if submission["outcome"] == "not graded":
        return [
            Case(
                submission["lesson"] or "notebook",
                "It can be read.",
                "failed",
                0.0,
                submission["possible"],
                submission["reason"],
            )
        ]
    return cases_of(submission["exercises"])


def _block(words: str) -> list[str]:
    """Return lines of a block of code that nothing inside can end."""
    longest = max((len(run) for run in "".join(c if c == "`" else " " for c in words).split()), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *words.splitlines(), fence]
