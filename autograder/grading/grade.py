"""Grading a batch: every submission ends graded, graded with zeros that say why, or kept for a person."""

from __future__ import annotations

import functools
import logging
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseMessage
from autograder.grading.boxes import NONE, NOT_PROMISED, box_called
from autograder.grading.gradebook import CourseFolder
from autograder.grading.intake import Submission
from autograder.grading.judge import Graded, judge
from autograder.grading.kernels import start_kernel
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.plugins import record
from autograder.grading.results import Result, write_csv, write_json
from autograder.grading.sandbox import Sandbox
from autograder.grading.submitted import Unreadable, read_file, read_notebook
from autograder.knowledge import Reference

log = logging.getLogger(__name__)
FilesBeside = shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints", "__pycache__")


@dataclass
class Batch:
    """One run of the grader.

    Args:
        lessons: the releases to grade against.
        course: the folder that the results go to.
        box: which sandbox the submissions run in.
        lesson: the lesson that all submissions belong to; None to find out for each.
        limits: what each submission may take.
    """

    lessons: Lessons
    course: CourseFolder
    box: str
    lesson: str | None = None
    limits: Limits = field(default_factory=Limits)
    _entered: set[str] = field(default_factory=set)
    _seen: dict[tuple[str, str], Path] = field(default_factory=dict)

    def run(self, submissions: list[Submission], told: Callable[[Result], None]) -> list[Result]:
        """Grade submissions in order and write results.json and results.csv; `told` hears of each as it is done."""
        sandbox = box_called(self.box)
        results = []
        for submission in submissions:
            results.append(self._one(submission, sandbox))
            told(results[-1])
        not_promised = NOT_PROMISED if self.box == NONE else None
        write_json(results, self.course.root / "results.json", sandbox=self.box, not_promised=not_promised)
        write_csv(results, self.course.root / "results.csv")
        return results

    def _one(self, submission: Submission, sandbox: Sandbox | None) -> Result:
        started = time.monotonic()
        try:
            result = self._graded(submission, sandbox)
        except CourseMessage as problem:
            result = self._not_graded(submission, str(problem))
        except Exception as problem:
            # A flaw of the grader's own must not take the others' grades with it. The exit code tells.
            log.exception("grading %s failed", submission.path)
            result = self._not_graded(submission, f"The grader failed: {type(problem).__name__}: {problem}")
        result.seconds = round(time.monotonic() - started, 2)
        return result

    def _graded(self, submission: Submission, sandbox: Sandbox | None) -> Result:
        if submission.path.is_dir():
            raise Unreadable("There is no notebook in this folder.")
        data = read_file(submission.path, self.limits)
        cells = read_notebook(data, self.limits)
        lesson = self.lesson or self.lessons.of(submission.path, cells)
        template = self.lessons.template(lesson)
        self._claim(submission, lesson)
        with work_folder(self.lessons.release(lesson).parent) as folder:
            start = functools.partial(start_kernel, folder, sandbox=sandbox)
            seed = secrets.randbits(64)
            graded = judge(cells, template, knowledge=Reference(), seed=seed, start=start, limits=self.limits)
        record(graded, self.box)
        return self._saved(submission, lesson, graded, data)

    def _claim(self, submission: Submission, lesson: str) -> None:
        """Refuse a second notebook of one learner for one lesson: it would overwrite the first."""
        first = self._seen.setdefault((submission.student, lesson), submission.path)
        if first != submission.path:
            raise Unreadable(f"{submission.student} has a second notebook for {lesson}; {first} was graded.")

    def _saved(self, submission: Submission, lesson: str, graded: Graded, data: bytes) -> Result:
        if lesson not in self._entered:
            self.course.add_lesson(lesson, self.lessons.release(lesson))
            self._entered.add(lesson)
        standing = self.course.save(submission.student, lesson, graded, data)
        self.course.write_feedback(submission.student, lesson)
        return Result(
            submission.student,
            lesson,
            str(submission.path),
            "graded with zeros" if graded.zeros else "graded",
            reason="; ".join(f"{name}: {why}" for name, why in graded.zeros.items()),
            score=standing.score,
            possible=standing.possible,
            to_mark=standing.to_mark,
            exercises=[
                verdict.as_dict() | {"reason": graded.zeros.get(name, "")} for name, verdict in graded.verdicts.items()
            ],
            problems=graded.problems,
            seed=str(graded.seed),
        )

    def _not_graded(self, submission: Submission, reason: str) -> Result:
        try:
            data = read_file(submission.path, self.limits)
        except Unreadable:
            pass  # a link, a folder or a giant: it stays where it is
        else:
            self.course.keep_aside(submission.student, submission.path, data)
        return Result(submission.student, self.lesson or "", str(submission.path), "not graded", reason=reason)


@contextmanager
def work_folder(release: Path) -> Iterator[Path]:
    """Make the folder that a kernel works in: what came with the lesson, and nothing of anyone else."""
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as place:
        folder = Path(place) / release.name
        shutil.copytree(release, folder, ignore=FilesBeside)
        yield folder
