"""The folder of a graded batch: an nbgrader course with gradebook, so that a person can go on in the formgrader.

    submitted/STUDENT/LESSON/LESSON.ipynb    as it was handed in, with the files beside it
    autograded/STUDENT/LESSON/LESSON.ipynb   as it was run, with the verdicts
    feedback/STUDENT/LESSON/LESSON.html      for the learner
    release/LESSON/LESSON.ipynb              what it was graded against
    gradebook.db, nbgrader_config.py, ledger.db (see `ledger`)

There is one writer of a folder; a gradebook elsewhere may have several. Marks and comments given by hand stay when a
submission is graded again.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import TracebackType

from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SAWarning

from autograder.errors import CourseError
from autograder.grading.books.config import COURSE, config_of
from autograder.grading.books.lateness import enter_times
from autograder.grading.books.server import Server
from autograder.grading.books.standing import Standing, standing_of
from autograder.grading.files import add_file, replace_file, short_name
from autograder.grading.notebook.template import read_release
from autograder.grading.policy import Times
from autograder.grading.worker.task import Judged

PATIENCE_SECONDS = 60
WORK = ".work"  # what lies in it goes with the next start


class CourseFolder:
    """An nbgrader course that submissions are graded into; a context manager that holds its gradebook open.

    Args:
        root: made where it is not there; a course that was graded before is added to.
        url: of a gradebook on a PostgreSQL server; by default it is a file of SQLite in the folder.
    """

    def __init__(self, root: Path, url: str = "") -> None:
        self.root = root.absolute()
        self.root.mkdir(parents=True, exist_ok=True)
        self._database = self.root / "gradebook.db"
        self._server = Server(url) if url else None
        # Another program may hold the file for a while: a person marking in the formgrader, say.
        self.url = url or f"sqlite:///{self._database}?timeout={PATIENCE_SECONDS}"
        if not (self.root / "nbgrader_config.py").exists():
            (self.root / "nbgrader_config.py").write_text(config_of(url), encoding="utf-8")
        self._book: Gradebook | None = None

    def __enter__(self) -> CourseFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._book is not None:
            self._book.close()
            self._book = None
        if self._server is not None:
            self._server.close()

    @property
    def has_gradebook(self) -> bool:
        return self._server is not None or self._database.exists()

    def has_all(self, student: str, lesson: str) -> bool:
        """Tell whether every file of a submission that was graded is still there."""
        page = self._place("feedback", student, lesson).with_suffix(".html")
        return page.exists() and all(
            self._place(step, student, lesson).exists() for step in ("submitted", "autograded")
        )

    def holds(self, student: str, lesson: str, data: bytes) -> bool:
        """Tell whether this is the notebook that was graded last."""
        place = self._place("submitted", student, lesson)
        return place.exists() and place.read_bytes() == data

    def add_lesson(self, lesson: str, release: Path) -> None:
        """Enter the cells of a released lesson into the gradebook, by nbgrader's own step."""
        self._make_gradebook()
        resources = {"nbgrader": {"notebook": lesson, "assignment": lesson, "student": "", "db_url": self.url}}
        try:
            with self._gradebook() as gradebook:
                gradebook.update_or_create_assignment(lesson)
                SaveCells().preprocess(read_release(release), resources)
        except RuntimeError:
            raise CourseError(
                f"{self.root} was graded with another release of {lesson}, which had other cells. "
                "Name another folder for --out."
            ) from None
        replace_file(self._place("release", "", lesson), release.read_bytes())

    def _make_gradebook(self) -> None:
        """Make an empty gradebook, whole or not at all: nbgrader takes a half-made one for an old one."""
        if self.has_gradebook:
            return
        part = self.root / ".gradebook.db.part"
        part.unlink(missing_ok=True)
        with quiet_nbgrader(), _temporary_files_in(self.root / WORK), Gradebook(f"sqlite:///{part}", COURSE):
            pass
        part.replace(self._database)

    def save(
        self,
        student: str,
        lesson: str,
        judged: Judged,
        data: bytes,
        beside: Mapping[str, bytes],
        times: Times | None = None,
    ) -> Standing:
        """Write the notebooks, the page and the scores of one submission, and return how it stands."""
        with self._gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(lesson, student)
            submission = gradebook.find_submission_notebook(lesson, lesson, student)
            _enter(submission, judged)
            gradebook.db.commit()  # the penalty follows from the score
            enter_times(submission, times or Times())
            gradebook.db.commit()
            standing = standing_of(submission)
        submitted = self._place("submitted", student, lesson)
        shutil.rmtree(submitted.parent, ignore_errors=True)
        replace_file(submitted, data)
        for name, content in beside.items():
            add_file(submitted.parent, name, content)
        replace_file(self._place("autograded", student, lesson), judged.notebook.encode("utf-8"))
        self.save_page(student, lesson, judged.page)
        return standing

    def save_page(self, student: str, lesson: str, page: str) -> None:
        replace_file(self._place("feedback", student, lesson).with_suffix(".html"), page.encode("utf-8"))

    def graded_notebook(self, student: str, lesson: str) -> str:
        return self._place("autograded", student, lesson).read_text(encoding="utf-8")

    def standing(self, student: str, lesson: str) -> Standing | None:
        """Return how a submission stands; None where the gradebook has none."""
        with self._gradebook() as gradebook:
            try:
                return standing_of(gradebook.find_submission_notebook(lesson, lesson, student))
            except MissingEntry:
                return None

    def mark(self, student: str, lesson: str, cell: str, points: float) -> None:
        """Enter what a person gives for one cell of a graded submission, instead of the judge's points."""
        with self._gradebook() as gradebook:
            gradebook.find_grade(cell, lesson, lesson, student).manual_score = points
            gradebook.db.commit()

    def knows(self, student: str) -> bool:
        """Tell whether the gradebook has a learner."""
        if not self.has_gradebook:
            return False
        with self._gradebook() as gradebook:
            return any(each.id == student for each in gradebook.students)

    def forget(self, student: str) -> None:
        """Delete a learner with scores, marks and comments from the gradebook."""
        with self._gradebook() as gradebook:
            gradebook.remove_student(student)

    def set_times(self, student: str, lesson: str, times: Times) -> Standing:
        """Enter when a submission was handed in and what that costs, and return how it stands."""
        with self._gradebook() as gradebook:
            submission = gradebook.find_submission_notebook(lesson, lesson, student)
            enter_times(submission, times)
            gradebook.db.commit()
            return standing_of(submission)

    @contextmanager
    def work(self) -> Iterator[Path]:
        """Give a folder for what lies on the disk while submissions are graded; what a kill has left goes first."""
        place = self.root / WORK
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def keep_aside(self, student: str, lesson: str, path: Path, data: bytes) -> None:
        """Keep a file that could not be graded, for a person; `lesson` is "" where it is not known."""
        replace_file(self._aside(student, lesson, path), data)

    def _aside(self, student: str, lesson: str, path: Path) -> Path:
        name = short_name(path)  # of two lessons' folders it may be the same
        return self.root / "not_graded" / student / (name if lesson in name else f"{lesson}-{name}")

    def no_longer_aside(self, student: str, lesson: str, path: Path) -> None:
        """Take away what an earlier run kept of a submission that is graded by now."""
        for known in {lesson, ""}:
            self._aside(student, known, path).unlink(missing_ok=True)
        with suppress(OSError):
            (self.root / "not_graded" / student).rmdir()

    @contextmanager
    def _gradebook(self) -> Iterator[Gradebook]:
        """Give the gradebook, opened once; what was read of it is forgotten afterwards, so that nothing grows."""
        with quiet_nbgrader(), self._server.alone() if self._server else nullcontext():
            self._book = self._book or Gradebook(self.url, COURSE)
            try:
                yield self._book
            finally:
                self._book.db.remove()

    def _place(self, step: str, student: str, lesson: str) -> Path:
        return self.root / step / student / lesson / f"{lesson}.ipynb"


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Have nbgrader put what it needs for a moment into this folder, if it is there, so that no kill leaves it."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder) if folder.is_dir() else before
    try:
        yield
    finally:
        tempfile.tempdir = before


def _enter(submission: SubmittedNotebook, judged: Judged) -> None:
    """Enter the judge's scores; marks and comments given by hand stay as they are."""
    for grade in submission.grades:
        # A cell that was not judged gets nothing, whatever its outputs say.
        grade.auto_score = judged.scores.get(grade.name, 0.0)
        # As nbgrader has it: what a person has marked before is for that person to look at again.
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
    for comment in submission.comments:
        comment.auto_comment = "No response." if comment.name in judged.unanswered else None


@contextmanager
def quiet_nbgrader() -> Iterator[None]:
    """Let nbgrader find its helper program, and keep its warnings to us: it was written for SQLAlchemy 1."""
    path = os.environ.get("PATH", "")
    # nbgrader calls `alembic` by name, which is beside the interpreter even where no environment was activated.
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), path])
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=SAWarning)
            yield
    finally:
        os.environ["PATH"] = path
