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
from autograder.grading.intake.counting import number_of
from autograder.grading.intake.names import is_notebook
from autograder.grading.intake.walk import look_through
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable, read_file
from autograder.grading.sandbox.choice import OTHER_USER, SANDBOX, WITHOUT
from autograder.grading.worker.judging import find_lesson, judge_task, open_sandbox
from autograder.grading.worker.pool import WorkerLost, Workers, local_workers, result_of
from autograder.grading.worker.task import Judged, Refused, Task, accepted

ATTEMPTS = 2
MOST_NAMED = 10  # of the notebooks that were passed over
FLAW = "The grader failed"  # how a refusal begins that is no learner's fault
BOXES = {
    SANDBOX: "Notebooks run in the course's sandbox, which bubblewrap makes.",
    OTHER_USER: (
        "This container makes no sandbox of the course's own, so notebooks run as an ordinary user, "
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
    passed_over: tuple[str, ...] = ()


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
    chosen = []
    if handed_in.passed_over:
        chosen = [f"Judged: {handed_in.name!r}. Passed over: {', '.join(handed_in.passed_over)}."]
    say(*chosen or [f"Read: {handed_in.name!r}"])
    beside, seed = handed_in.beside, secrets.randbits(64)
    task = Task(lesson, handed_in.data, box, seed, beside=beside.files, problems=tuple(beside.problems))
    judged = _judged(task, workers)
    if isinstance(judged, Refused):
        return gradescope.refused(judged.reason, template)
    return gradescope.results(judged, template, visibility=settings["visibility"], notes=chosen)


def find_notebook(folder: Path, lesson: str, limits: Limits, workers: Workers) -> HandedIn:
    """Return the notebook of the lesson in a submission: the only one, else one with its cells.

    Of several the highest number in the name counts, as in `x (2).ipynb`, then the name of the lesson.

    Raises:
        Unreadable: there is none, or it cannot be told which of several counts.
    """
    paths = [path for path in look_through(folder).files if is_notebook(path.name)]
    if not paths:
        raise Unreadable("No notebook was handed in.")
    expected = f"{lesson}.ipynb"
    those = paths
    if len(paths) > 1 or paths[0].name != expected:
        those = _of_lesson(paths, lesson, limits, workers)

    def order(path: Path) -> tuple[int, bool]:
        return number_of(path.name), path.name == expected

    path = max(those, key=order)
    if len(latest := [each for each in those if order(each) == order(path)]) > 1:
        names = ", ".join(repr(each.name) for each in latest[:5])
        raise Unreadable(f"{len(latest)} notebooks of this lesson were handed in ({names}). Hand in one.")
    name, *others = (each.relative_to(folder).as_posix() for each in [path, *(each for each in paths if each != path)])
    passed_over = tuple(map(repr, others[:MOST_NAMED])) + ("and more",) * (len(others) > MOST_NAMED)
    return HandedIn(read_file(path, limits), files_beside(path.parent, limits), name, passed_over)


def _of_lesson(paths: list[Path], lesson: str, limits: Limits, workers: Workers) -> list[Path]:
    """Return those that are of the lesson by their cells; where none is, the one of its name.

    Raises:
        Unreadable: there is neither; with the reason that the last one gives.
    """
    found, reason = [], "The notebook is of another lesson."
    for path in paths[: limits.beside_files]:
        try:
            data = read_file(path, limits)
            if accepted(result_of(workers.submit(find_lesson, data, None, limits))) == lesson:
                found.append(path)
        except (Unreadable, WorkerLost) as problem:
            reason = str(problem)
    found = found or [path for path in paths if path.name == f"{lesson}.ipynb"]
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
            reasons.append(str(problem).removesuffix(WITHOUT).strip())  # which nobody can say here
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
