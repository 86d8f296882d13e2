"""The folder of a graded batch: an nbgrader course with gradebook, so that a person can go on in the formgrader.

    submitted/STUDENT/LESSON/LESSON.ipynb    as it was handed in, with the files beside it
    autograded/STUDENT/LESSON/LESSON.ipynb   as it was run, with the verdicts
    feedback/STUDENT/LESSON/LESSON.html      for the learner
    release/LESSON/LESSON.ipynb              what it was graded against
    gradebook.db, nbgrader_config.py, ledger.db (see `ledger`)

There is one writer. Marks and comments given by hand stay when a submission is graded again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, SubmittedNotebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.errors import CourseError
from autograder.grading.books.ledger import Judged
from autograder.grading.files import replace_file, short_name
from autograder.grading.notebook.template import read_release
from autograder.grading.stock.configure import configure
from autograder.grading.stock.steps import Resources, SaveVerdicts

COURSE = "sequence-models"
CONFIG = f'''"""A graded batch as an nbgrader course: run `nbgrader` and its formgrader here."""

from autograder.grading.stock.configure import configure

c = get_config()  # noqa: F821  # nbgrader puts get_config here before it reads this file
c.CourseDirectory.course_id = "{COURSE}"
configure(c)
'''


@dataclass(frozen=True)
class Standing:
    """How a submission stands in the gradebook, with what a person has marked."""

    score: float
    possible: float
    to_mark: int
    marks: str  # a digest of all marks and comments


class CourseFolder:
    """An nbgrader course that submissions are graded into.

    Args:
        root: made where it is not there; a course that was graded before is added to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.root.mkdir(parents=True, exist_ok=True)
        if not (self.root / "nbgrader_config.py").exists():
            (self.root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
        self._database = self.root / "gradebook.db"
        self._url = f"sqlite:///{self._database}"

    @property
    def has_gradebook(self) -> bool:
        return self._database.exists()

    def has_all(self, student: str, lesson: str) -> bool:
        """Tell whether every file of a submission that was graded is still there."""
        page = self._place("feedback", student, lesson).with_suffix(".html")
        return page.exists() and all(
            self._place(step, student, lesson).exists() for step in ("submitted", "autograded")
        )

    def add_lesson(self, lesson: str, release: Path) -> None:
        """Enter the cells of a released lesson into the gradebook, by nbgrader's own step."""
        self._make_gradebook()
        with self._gradebook() as gradebook:
            gradebook.update_or_create_assignment(lesson)
        try:
            with quiet_nbgrader():
                SaveCells().preprocess(read_release(release), self._resources(lesson))
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
        with quiet_nbgrader(), Gradebook(f"sqlite:///{part}", COURSE):
            pass
        part.replace(self._database)

    def save(self, student: str, lesson: str, judged: Judged, data: bytes, beside: Mapping[str, bytes]) -> None:
        """Write the notebooks and the scores of one submission."""
        with self._gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(lesson, student)
        resources = self._resources(lesson, student) | {"verdicts": judged.scores}
        with quiet_nbgrader():
            SaveVerdicts().preprocess(nbformat.reads(judged.notebook, as_version=4), resources)
        submitted = self._place("submitted", student, lesson)
        shutil.rmtree(submitted.parent, ignore_errors=True)
        for name, content in beside.items():
            replace_file(submitted.parent / name, content)
        replace_file(submitted, data)
        replace_file(self._place("autograded", student, lesson), judged.notebook.encode("utf-8"))

    def standing(self, student: str, lesson: str) -> Standing:
        with self._gradebook() as gradebook:
            submission = gradebook.find_submission_notebook(lesson, lesson, student)
            to_mark = sum(grade.needs_manual_grade for grade in submission.grades)
            return Standing(submission.score, submission.max_score, to_mark, _marks(submission))

    def write_feedback(self, student: str, lesson: str) -> Path:
        """Write the learner's page, by nbgrader's own converter and template."""
        config = Config()
        configure(config)
        course = CourseDirectory(
            root=str(self.root), course_id=COURSE, assignment_id=lesson, student_id=student, db_url=self._url
        )
        converter = GenerateFeedback(coursedir=course, config=config, force=True)
        converter.log = _log()
        converter.permissions = 600  # nbgrader would let everybody read the page
        with quiet_nbgrader():
            converter.start()
        return self._place("feedback", student, lesson).with_suffix(".html")

    @contextmanager
    def work(self) -> Iterator[Path]:
        """Give a folder for what lies on the disk while submissions are graded; what a kill has left goes first."""
        place = self.root / ".work"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def keep_aside(self, student: str, path: Path, data: bytes) -> Path:
        """Keep a file that could not be graded, for a person."""
        place = self._aside(student, path)
        replace_file(place, data)
        return place

    def _aside(self, student: str, path: Path) -> Path:
        return self.root / "not_graded" / student / short_name(path)

    def no_longer_aside(self, student: str, path: Path) -> None:
        """Take away what an earlier run kept of a submission that is graded by now."""
        self._aside(student, path).unlink(missing_ok=True)
        with suppress(OSError):
            self._aside(student, path).parent.rmdir()

    @contextmanager
    def _gradebook(self) -> Iterator[Gradebook]:
        with quiet_nbgrader(), Gradebook(self._url, COURSE) as gradebook:
            yield gradebook

    def _resources(self, lesson: str, student: str = "") -> Resources:
        return {"nbgrader": {"notebook": lesson, "assignment": lesson, "student": student, "db_url": self._url}}

    def _place(self, step: str, student: str, lesson: str) -> Path:
        return self.root / step / student / lesson / f"{lesson}.ipynb"


def _marks(submission: SubmittedNotebook) -> str:
    """Return a digest of all marks and comments, which changes when a person changes one."""
    given = [(grade.name, grade.auto_score, grade.manual_score, grade.extra_credit) for grade in submission.grades]
    said = [(comment.name, comment.comment) for comment in submission.comments]
    return hashlib.sha256(repr((sorted(given, key=str), sorted(said, key=str))).encode()).hexdigest()


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


def _log() -> logging.Logger:
    """Return a logger for nbgrader's converter: what it does is told by our own progress bar."""
    log = logging.getLogger("autograder.feedback")
    log.setLevel(logging.ERROR)
    return log
