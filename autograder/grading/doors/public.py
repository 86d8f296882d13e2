"""Judging a saved notebook where the answers are not: by the recording, on the inputs that everyone knows.

It is for a learner's own repository and its build machine. A grade comes from hidden inputs, elsewhere.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.evaluate import PUBLIC_SEED
from autograder.grading.files import Beside, files_beside, work_folder
from autograder.grading.jail.places import places
from autograder.grading.judge.judge import judge
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable, read_file, read_notebook
from autograder.grading.sandbox.choice import sandbox_called
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.worker.pool import WorkerLost, local_workers, result_of
from autograder.grading.worker.task import Refused, accepted
from autograder.recording import RECORDING, Recording

PUBLIC = "These are the inputs that everyone knows. A grade is worked out with inputs that nobody has seen."


@dataclass(frozen=True)
class Publicly:
    """A notebook to judge: plain data for a worker."""

    data: bytes
    beside: Beside
    lesson: str
    releases: Path
    sandbox: str
    limits: Limits


def judged_publicly(
    path: Path, lessons: Lessons, *, lesson: str | None, sandbox: str, limits: Limits | None = None
) -> dict[str, Any]:
    """Return what came of one notebook, as `results.json` has a submission, with `inputs`: "public".

    Args:
        path: the saved notebook.
        lessons: the releases, each with its recording.
        lesson: which one it is of; None to find out.
        sandbox: where its cells run, by name.
        limits: time and size.

    Raises:
        CourseError: there is no such lesson or sandbox.
    """
    limits = limits or Limits()
    sandbox_called(sandbox)
    started = time.monotonic()
    try:
        data = read_file(path, limits)
        lesson = lesson or lessons.named(path) or lessons.of(read_notebook(data, limits))
        lessons.template(lesson)
        task = Publicly(data, files_beside(None, limits), lesson, lessons.root, sandbox, limits)
        with local_workers(1, seconds=limits.submission_seconds, memory_mib=limits.worker_mib) as workers:
            found: dict[str, Any] = accepted(result_of(workers.submit(judge_publicly, task)))
    except (Unreadable, WorkerLost) as problem:
        found = {"outcome": "not graded", "reason": str(problem)}
    known = {"student": "", "lesson": lesson or "", "path": str(path), "inputs": "public"}
    return EMPTY | found | known | {"seconds": round(time.monotonic() - started, 2)}


EMPTY: dict[str, Any] = {"reason": "", "score": 0.0, "possible": 0.0, "to_mark": 0, "exercises": [], "problems": []}


def judge_publicly(task: Publicly) -> dict[str, Any] | Refused:
    """Judge in a worker; a notebook that cannot be read is refused."""
    lessons = Lessons(task.releases)
    release, template = lessons.release(task.lesson).parent, lessons.template(task.lesson)
    recording = Recording.load(release / RECORDING)
    try:
        cells = read_notebook(task.data, task.limits)
    except Unreadable as problem:
        return Refused(str(problem))
    with (
        work_folder(release, task.beside.files) as folder,
        places(sandbox_called(task.sandbox), SandboxLimits()) as place,
    ):
        graded = judge(cells, template, knowledge=recording, seed=PUBLIC_SEED, start=place(folder), limits=task.limits)
    exercises = [
        verdict.as_dict() | {"reason": graded.zeros.get(name, "")} for name, verdict in graded.verdicts.items()
    ]
    return {
        "outcome": "graded with zeros" if graded.zeros else "graded",
        "reason": "; ".join(f"{name}: {why}" for name, why in graded.zeros.items()),
        "score": graded.score,
        "possible": sum(cell.points for cell in template.cells),
        "to_mark": sum(score is None for score in graded.scores.values()),
        "exercises": exercises,
        "problems": graded.problems,
    }
