"""Judging a saved notebook on the inputs that everyone knows, for a build machine: the answers are not needed.

It is the trial that a learner makes with `autograder submit`, in a worker whose time and memory are bounded.
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

from autograder.errors import CourseMessage
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable
from autograder.grading.sandbox.choice import sandbox_called
from autograder.grading.worker.pool import WorkerLost, local_workers, result_of
from autograder.grading.worker.task import Refused, accepted
from autograder.submitting.trial import Trial, tried

PUBLIC = "These are the inputs that everyone knows. A grade is worked out with inputs that nobody has seen."
EMPTY: dict[str, Any] = {"reason": "", "score": 0.0, "possible": 0.0, "to_mark": 0, "exercises": [], "problems": []}


def judged_publicly(
    path: Path, releases: Path, *, lesson: str | None, sandbox: str, limits: Limits | None = None
) -> dict[str, Any]:
    """Return what came of one notebook, as `results.json` has a submission, with `inputs`: "public".

    Args:
        path: the saved notebook.
        releases: the folder of the released lessons, each with its recording.
        lesson: which one it is of; None to find out.
        sandbox: where its cells run, by name.
        limits: time and size.

    Raises:
        CourseError: there is no such sandbox.
    """
    limits, started = limits or Limits(), time.monotonic()
    sandbox_called(sandbox)
    lessons = Lessons(releases)
    known: dict[str, Any] = {"student": "", "lesson": lesson or "", "path": str(path), "inputs": "public"}
    try:
        with local_workers(1, seconds=limits.submission_seconds, memory_mib=limits.worker_mib) as workers:
            asked = partial(judge_publicly, path, releases, lesson, sandbox, limits)
            known |= accepted(result_of(workers.submit(asked)))
    except (Unreadable, WorkerLost) as problem:
        known |= {"outcome": "not graded", "reason": str(problem).removeprefix(f"{path}: ")}
        if lesson:
            known["possible"] = sum(exercise.points for exercise in lessons.template(lesson).exercises)
            if not path.exists():
                release = lessons.release(lesson)
                known["reason"] = f"Nothing is handed in yet: copy {release}, with your answers and saved, to {path}."
    return EMPTY | known | {"seconds": round(time.monotonic() - started, 2)}


def judge_publicly(
    path: Path, releases: Path, lesson: str | None, sandbox: str, limits: Limits
) -> dict[str, Any] | Refused:
    """Judge in a worker; a notebook that cannot be read is refused."""
    try:
        trial = tried(path, releases=releases, lesson=lesson, sandbox=sandbox, limits=limits, fresh=False)
    except CourseMessage as problem:
        return Refused(str(problem))
    return _as_a_submission(trial)


def _as_a_submission(trial: Trial) -> dict[str, Any]:
    return {
        "lesson": trial.lesson,
        "outcome": "graded with zeros" if trial.zeros else "graded",
        "reason": "; ".join(f"{name}: {why}" for name, why in trial.zeros.items()),
        "score": float(trial.points),
        "possible": trial.possible + sum(question.points for question in trial.questions),
        "to_mark": sum(question.answered for question in trial.questions),
        "exercises": trial.as_dict()["exercises"],
        "problems": [*trial.problems],
    }
