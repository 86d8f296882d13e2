"""Run by `run_autograder` in Gradescope's container: grades what lies in submission/ and writes results/results.json.

    python -m autograder.grading.doors.gradescope_run ROOT

A notebook that cannot be read gets no points and is told why. Where the fault is not the learner's, no results.json is
written: Gradescope then says that the autograder failed and shows no score, and the instructor reads why in its output.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import CourseError, CourseMessage, SandboxUnavailable
from autograder.grading.doors import gradescope
from autograder.grading.files import Beside, files_beside, replace_file
from autograder.grading.intake.names import is_notebook
from autograder.grading.intake.walk import look_through
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable, read_file
from autograder.grading.sandbox.choice import OTHER_USER, SANDBOX
from autograder.grading.worker.judging import find_lesson, judge_task, open_sandbox
from autograder.grading.worker.pool import WorkerLost, Workers, local_workers, result_of
from autograder.grading.worker.task import Judged, Refused, Task, accepted

ATTEMPTS = 2
FLAW = "The grader failed"  # how a refusal begins that is no learner's fault
BOXES = {
    SANDBOX: "The notebook ran in the course's sandbox, which bubblewrap makes.",
    OTHER_USER: (
        "This container makes no sandbox of the course's own, so the notebook ran as an ordinary user, "
        "who can read no answer, has no network and can write to no result."
    ),
}


class NotGraded(CourseError):
    """The fault is not the learner's: there is no score."""


@dataclass(frozen=True)
class HandedIn:
    """A notebook of the lesson, and what was handed in with it."""

    data: bytes
    beside: Beside
    name: str


def main() -> int:
    """Grade the submission in the folder that is named; return the exit code."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "/autograder")
    result = root / "results" / "results.json"
    result.unlink(missing_ok=True)
    limits = Limits()
    try:
        with local_workers(1, seconds=limits.submission_seconds, memory_mib=limits.worker_mib) as workers:
            found = graded(root, workers, limits, say=print)
    except CourseMessage as problem:
        print(f"Nothing was graded, and no score was written: {problem}")
        return 1
    replace_file(result, json.dumps(found, indent=1).encode())
    return 0


def graded(root: Path, workers: Workers, limits: Limits, say: Callable[[str], None]) -> dict[str, Any]:
    """Return results.json of what lies in `root`/submission.

    Raises:
        CourseMessage: it could not be graded, and that is not the learner's fault.
    """
    settings = json.loads((root / "source" / "package.json").read_text(encoding="utf-8"))
    lesson = settings["lesson"]
    template = Lessons().template(lesson)
    box = _box(workers)
    say(BOXES[box])
    try:
        handed_in = find_notebook(root / "submission", lesson, limits, workers)
    except Unreadable as problem:
        return gradescope.refused(str(problem), template)
    say(f"Graded: {handed_in.name!r}")
    beside, seed = handed_in.beside, secrets.randbits(64)
    task = Task(lesson, handed_in.data, box, seed, beside=beside.files, problems=tuple(beside.problems))
    judged = _judged(task, workers)
    if isinstance(judged, Refused):
        return gradescope.refused(judged.reason, template)
    return gradescope.results(judged, template, visibility=settings["visibility"])


def find_notebook(folder: Path, lesson: str, limits: Limits, workers: Workers) -> HandedIn:
    """Return the one notebook of the lesson in a submission: the one of its name, else the one with its cells.

    Raises:
        Unreadable: there is none, or more than one.
    """
    paths = [path for path in look_through(folder).files if is_notebook(path.name)]
    if not paths:
        raise Unreadable("No notebook was handed in.")
    named = [path for path in paths if path.name == f"{lesson}.ipynb"]
    if len(named) != 1:
        named = _of_lesson(named or paths, lesson, limits, workers)
    if len(named) > 1:
        names = ", ".join(repr(path.name) for path in named[:5])
        raise Unreadable(f"{len(named)} notebooks of this lesson were handed in ({names}). Hand in one.")
    (path,) = named
    return HandedIn(read_file(path, limits), files_beside(path.parent, limits), path.relative_to(folder).as_posix())


def _of_lesson(paths: list[Path], lesson: str, limits: Limits, workers: Workers) -> list[Path]:
    """Return those that are of the lesson by their cells; where none is, raise the reason that the last one gives."""
    found, reason = [], "The notebook is of another lesson."
    for path in paths[: limits.beside_files]:
        try:
            data = read_file(path, limits)
            if accepted(result_of(workers.submit(find_lesson, data, None, limits))) == lesson:
                found.append(path)
        except (Unreadable, WorkerLost) as problem:
            reason = str(problem)
    if not found:
        raise Unreadable(reason)
    return found


def _box(workers: Workers) -> str:
    """Return where notebooks run here: in our own sandbox, else as another user.

    Raises:
        NotGraded: neither can be had; without one, a notebook could read the answers.
    """
    reasons = []
    for box in (SANDBOX, OTHER_USER):
        try:
            result_of(workers.submit(open_sandbox, box))
            return box
        except SandboxUnavailable as problem:
            reasons.append(str(problem))
    raise NotGraded("\n".join(reasons))


def _judged(task: Task, workers: Workers) -> Judged | Refused:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            answer: Judged | Refused = result_of(workers.submit(judge_task, task))
        except WorkerLost as lost:
            if not lost.perhaps_not_to_blame:
                return Refused(str(lost))
            if attempt == ATTEMPTS:
                raise
            continue
        if isinstance(answer, Refused) and answer.reason.startswith(FLAW):
            raise NotGraded(answer.reason)
        return answer
    raise AssertionError("the last attempt returns or raises")


if __name__ == "__main__":
    sys.exit(main())
