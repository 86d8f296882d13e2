"""Grading a batch: every submission ends graded, graded with zeros that say why, or kept for a person.

It may be killed at any moment: what was judged or saved stands in the ledger, and the next start goes on from there.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import nbformat

from autograder.errors import CourseMessage
from autograder.grading.books.disk import DiskTrouble, stopped_by_the_disk
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.books.ledger import Judged, Ledger, Saved, key_of
from autograder.grading.books.results import Result, write_csv, write_json
from autograder.grading.files import Beside, files_beside
from autograder.grading.intake import Roster, Submission
from autograder.grading.jail.places import places
from autograder.grading.judge.judge import Graded, judge
from autograder.grading.judge.place import Start
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import SubmittedCell, Unreadable, read_file, read_notebook
from autograder.grading.sandbox import SandboxLimits
from autograder.grading.sandbox.choice import NONE, NOT_PROMISED, box_called
from autograder.grading.stock.steps import record
from autograder.reference import Reference

log = logging.getLogger(__name__)
FilesOfLesson = shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints", "__pycache__")


@dataclass(frozen=True)
class Task:
    """A submission that was read: all that a verdict follows from.

    Attributes:
        data: the notebook as it was handed in.
        beside: the files that were handed in with it.
        key: stands for all of this, and for how it is judged.
    """

    submission: Submission
    lesson: str
    data: bytes
    cells: list[SubmittedCell]
    beside: Beside
    key: str


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
    sandbox_limits: SandboxLimits = field(default_factory=SandboxLimits)
    known: int = 0  # submissions that were graded before
    _entered: set[str] = field(default_factory=set)
    _work: Path = field(init=False)
    _start_in: Callable[[Path], Start] = field(init=False)

    def run(
        self, find: Callable[[Path], list[Submission]], told: Callable[[Result], None], roster: Roster | None = None
    ) -> list[Result]:
        """Grade submissions in order and write results.json and results.csv.

        Args:
            find: returns the submissions, one for each learner and lesson; called with a folder for what it unpacks,
                once nobody else is at work.
            told: hears of each as it is done.
            roster: who is in the class; who has handed in nothing is noted in results.json.

        Raises:
            CourseError: the disk is full or cannot be written to, another grader is at work, or `find` says so.
        """
        sandbox = box_called(self.box)
        results = []
        with (
            Ledger(self.course.root / "ledger.db") as ledger,
            self.course.work() as self._work,
            places(sandbox, self.sandbox_limits) as self._start_in,
        ):
            if not self.course.has_gradebook:
                ledger.forget_saved()
            for submission in find(self._work / "unpacked"):
                results.append(self._one(submission, ledger))
                told(results[-1])
            missing = roster.without(result.student for result in results) if roster else None
            not_promised = NOT_PROMISED if self.box == NONE else None
            with stopped_by_the_disk(self.course.root):
                write_json(
                    results,
                    self.course.root / "results.json",
                    sandbox=self.box,
                    not_promised=not_promised,
                    nothing_handed_in=missing,
                )
                write_csv(results, self.course.root / "results.csv")
        return results

    def lesson_of(self, submission: Submission) -> str:
        """Return the lesson of a submission; raise Unreadable where it cannot be graded."""
        return self._read(submission)[1]

    def _one(self, submission: Submission, ledger: Ledger) -> Result:
        try:
            with stopped_by_the_disk(self.course.root):
                return self._graded(submission, ledger)
        except DiskTrouble:
            raise
        except CourseMessage as problem:
            return self._not_graded(submission, str(problem))
        except Exception as problem:
            # A flaw of the grader's own must not take the others' grades with it. The exit code tells.
            log.exception("grading %s failed", submission.path)
            return self._not_graded(submission, f"The grader failed: {type(problem).__name__}: {problem}")

    def _graded(self, submission: Submission, ledger: Ledger) -> Result:
        task = self._task(submission)
        self._enter(task.lesson)
        saved = ledger.saved(submission.student, task.lesson)
        if saved and saved.key == task.key and self.course.has_all(submission.student, task.lesson):
            self.known += 1
            return self._again(task, saved, ledger)
        judged = ledger.judged(task.key)
        if judged is None:
            judged = self._judged(task, ledger.seed(task.key))
            ledger.keep(task.key, judged)
        return self._saved(task, judged, ledger)

    def _read(self, submission: Submission) -> tuple[bytes, str, list[SubmittedCell]]:
        """Return the bytes of a submission, its lesson and its cells."""
        if submission.problem:
            raise Unreadable(submission.problem)
        data = read_file(submission.path, self.limits)
        cells = read_notebook(data, self.limits)
        return data, self.lesson or self.lessons.of(submission.path, cells), cells

    def _task(self, submission: Submission) -> Task:
        """Read all of a submission that its verdict follows from."""
        data, lesson, cells = self._read(submission)
        release = self.lessons.release(lesson).read_bytes()
        beside = files_beside(submission.folder, self.limits, submission.others)
        handed_in = {"notebook": data, "release": release} | {f"beside/{name}": it for name, it in beside.files.items()}
        bounds = asdict(self.limits), asdict(self.sandbox_limits)
        key = key_of(
            handed_in, submission.student, lesson, self.box, beside.refused, *bounds, self.lessons.code(lesson)
        )
        return Task(submission, lesson, data, cells, beside, key)

    def _judged(self, task: Task, seed: int) -> Judged:
        started = time.monotonic()
        with work_folder(self.lessons.release(task.lesson).parent, task.beside.files, self._work) as folder:
            graded = judge(
                task.cells,
                self.lessons.template(task.lesson),
                knowledge=Reference(),
                seed=seed,
                start=self._start_in(folder),
                limits=self.limits,
            )
        graded.problems += task.beside.problems
        record(graded, self.box)
        return as_data(graded, time.monotonic() - started)

    def _enter(self, lesson: str) -> None:
        if lesson not in self._entered:
            self.course.add_lesson(lesson, self.lessons.release(lesson))
            self._entered.add(lesson)

    def _saved(self, task: Task, judged: Judged, ledger: Ledger) -> Result:
        """Write everything of a submission; done once more after a kill, it comes to the same."""
        student, lesson = task.submission.student, task.lesson
        self.course.save(student, lesson, judged, task.data, task.beside.files)
        self.course.write_feedback(student, lesson)
        self.course.no_longer_aside(student, task.submission.path)
        standing = self.course.standing(student, lesson)
        result = Result(
            student,
            lesson,
            task.submission.source,
            "graded with zeros" if judged.zeros else "graded",
            reason="; ".join(f"{name}: {why}" for name, why in judged.zeros.items()),
            score=standing.score,
            possible=standing.possible,
            to_mark=standing.to_mark,
            exercises=judged.exercises,
            problems=judged.problems,
            seed=judged.seed,
            seconds=round(judged.seconds, 2),
        )
        ledger.save(student, lesson, Saved(task.key, asdict(result), standing.marks))
        return _with_notes(result, task.submission)

    def _again(self, task: Task, saved: Saved, ledger: Ledger) -> Result:
        """Return what is known of a submission, with what a person has marked since."""
        student, lesson = task.submission.student, task.lesson
        standing = self.course.standing(student, lesson)
        now = {"score": standing.score, "to_mark": standing.to_mark, "path": task.submission.source}
        result = Result(**saved.result | now)
        if standing.marks != saved.marks:
            self.course.write_feedback(student, lesson)
            ledger.save(student, lesson, Saved(task.key, asdict(result), standing.marks))
        return _with_notes(result, task.submission)

    def _not_graded(self, submission: Submission, reason: str) -> Result:
        try:
            self.course.keep_aside(submission.student, submission.path, read_file(submission.path, self.limits))
        except (Unreadable, OSError) as problem:
            # A link, a folder or a giant stays where it is.
            log.info("%s is not kept aside: %s", submission.path, problem)
        result = Result(submission.student, self.lesson or "", submission.source, "not graded", reason=reason)
        return _with_notes(result, submission)


def _with_notes(result: Result, submission: Submission) -> Result:
    """Return a result with what is to be known of how its file was found; that may differ from run to run."""
    return replace(result, problems=[*submission.notes, *result.problems])


def as_data(graded: Graded, seconds: float) -> Judged:
    """Return what came of a submission as plain data."""
    return Judged(
        notebook=nbformat.writes(graded.notebook),
        scores=graded.scores,
        exercises=[
            verdict.as_dict() | {"reason": graded.zeros.get(name, "")} for name, verdict in graded.verdicts.items()
        ],
        zeros=graded.zeros,
        problems=graded.problems,
        seed=str(graded.seed),
        seconds=seconds,
    )


@contextmanager
def work_folder(
    release: Path, handed_in: Mapping[str, bytes] | None = None, within: Path | None = None
) -> Iterator[Path]:
    """Make the folder that cells work in: what came with the lesson, and with the submission; nothing else."""
    with tempfile.TemporaryDirectory(prefix="grading-", dir=within, ignore_cleanup_errors=True) as place:
        folder = Path(place) / release.name
        shutil.copytree(release, folder, ignore=FilesOfLesson)
        for name, data in (handed_in or {}).items():
            add_file(folder, name, data)
        yield folder


def add_file(folder: Path, name: str, data: bytes) -> None:
    """Put a learner's file beside those of the lesson, which it does not replace."""
    path = folder / name
    if any(parent.is_file() for parent in path.parents) or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
