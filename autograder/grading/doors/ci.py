"""What `autograder ci` does: judges saved notebooks without the answers, and writes what build machines read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.grading.doors import classroom as github
from autograder.grading.doors.junit import junit_xml
from autograder.grading.doors.public import PUBLIC, judged_publicly
from autograder.grading.files import replace_file
from autograder.grading.lessons import Lessons
from autograder.grading.summary import visible

Found = list[dict[str, Any]]


def judge_all(paths: Sequence[Path], releases: Path, *, lesson: str | None, sandbox: str) -> Found:
    """Return what came of each notebook, as `results.json` has a submission."""
    if not releases.is_dir():
        raise CourseError(
            f"There are no released lessons in {releases}: run it at the root of the course's repository."
        )
    if lesson:
        Lessons(releases).template(lesson)
    return [judged_publicly(path, releases, lesson=lesson, sandbox=sandbox) for path in paths]


def write(
    found: Found,
    *,
    junit: Path | None = None,
    json_file: Path | None = None,
    summary: Path | None = None,
    classroom: Path | None = None,
) -> None:
    """Write the files that were asked for; those of GitHub are added to, since other steps write there too."""
    if junit:
        replace_file(junit, junit_xml(found))
    if json_file:
        data = {"schema": 1, "inputs": "public", "note": PUBLIC, "submissions": found}
        replace_file(json_file, json.dumps(data, indent=1).encode())
    if summary:
        _add(summary, github.summary(found))
    if classroom:
        _add(classroom, f"result={github.runner_result(found)}\n")


def in_words(found: Found) -> str:
    """Return a line for each exercise, and what the points mean."""
    lines = []
    for each in found:
        lines.append(f"{each['path']}: {each['outcome']}" + (f": {each['reason']}" if each["reason"] else ""))
        for exercise in each["exercises"]:
            lines.append(f"  {exercise['exercise']}: {exercise['points']} of {exercise['possible']}")
        if each["to_mark"]:
            lines.append(f"  {each['to_mark']} written answers wait for a person.")
    return "\n".join(map(visible, lines)) + f"\n{PUBLIC}"


def exit_code(found: Found) -> int:
    """Return 0 where every check holds, 1 where one does not, 2 where a notebook could not be judged."""
    if any(each["outcome"] == "not graded" for each in found):
        return 2
    checks = [check for each in found for exercise in each["exercises"] for check in exercise["checks"]]
    return 0 if all(check["status"] == "holds" for check in checks) else 1


def _add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
