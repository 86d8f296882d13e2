"""The judge inside nbgrader: three steps in the places that nbgrader offers for steps of one's own.

    sanitize    RebuildSubmission   the submission's text in the cells that the gradebook knows
    autograde   JudgeSubmission     runs it and judges each exercise from outside
                SaveVerdicts        writes the scores of the cells that the gradebook knows

So `nbgrader autograde`, the formgrader, `generate_feedback` and `export` work as they are. `steps` puts them there.
"""

from __future__ import annotations

import atexit
import functools
import secrets
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Unicode

from autograder.grading.judge.judge import RECORD
from autograder.grading.limits import Limits
from autograder.grading.notebook.rebuild import rebuild
from autograder.grading.notebook.submitted import Unreadable, submitted_cells
from autograder.grading.notebook.template import Template, from_gradebook
from autograder.grading.sandbox.choice import NONE, NOT_PROMISED, SANDBOX
from autograder.grading.worker.judging import judge_notebook
from autograder.grading.worker.pool import LocalWorkers, local_workers, result_of
from autograder.grading.worker.task import Refused, accepted

T = TypeVar("T")
Resources = dict[str, Any]


def template_of(gradebook: Gradebook, notebook: str, assignment: str, course: CourseDirectory) -> Template:
    """Return what a gradebook, and the release in its course, know of a notebook."""
    folder = Path(course.format_path(course.release_directory, ".", assignment))
    return from_gradebook(gradebook, notebook, assignment, folder / f"{notebook}.ipynb")


class FromGradebook(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """A step that knows the notebook's template from the gradebook."""

    def template(self, resources: Resources) -> Template:
        """Return what the gradebook knows of the notebook at hand."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            return from_gradebook(gradebook, names["notebook"], names["assignment"], self._release(names))

    def _release(self, names: dict[str, str]) -> Path | None:
        """Return the released notebook, which knows the order of the cells."""
        folder = self.place("release", {**names, "student": "."})
        return folder.absolute() / f"{names['notebook']}.ipynb" if folder else None

    def place(self, step: str, names: dict[str, str]) -> Path | None:
        """Return the folder of a submission at one of nbgrader's steps, where the course is known."""
        course = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        if course is None:
            return None
        return Path(course.format_path(getattr(course, f"{step}_directory"), names["student"], names["assignment"]))


class RebuildSubmission(FromGradebook):
    """Keeps the learner's text and nothing else of what was handed in."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook that is run."""
        links = self._take_links_away(resources["nbgrader"])
        rebuilt = rebuild(submitted_cells(nb, Limits()), self.template(resources))
        problems = [*rebuilt.problems, *links]
        for problem in problems:
            self.log.warning(problem)
        rebuilt.notebook.metadata[RECORD] = {"problems": problems}
        return rebuilt.notebook, resources

    def _take_links_away(self, names: dict[str, str]) -> list[str]:
        """Delete nbgrader's copies of what links led to: it may be any file of whoever grades, or of a classmate."""
        handed_in, graded = self.place("submitted", names), self.place("autograded", names)
        if handed_in is None or graded is None:
            return []
        if (handed_in / f"{names['notebook']}.ipynb").is_symlink():
            raise Unreadable("The notebook is a link.")
        links = [path.relative_to(handed_in) for path in handed_in.rglob("*") if path.is_symlink()]
        for link in links:
            (graded / link).unlink(missing_ok=True)
        return [f"The file {link.as_posix()!r} beside the notebook was left out: it is a link." for link in links]


class JudgeSubmission(FromGradebook, Execute):  # type: ignore[misc]  # nbgrader has no types
    """Has a worker run and judge the rebuilt notebook, as `autograder grade` does; `timeout` is that of one cell."""

    sandbox = Unicode(SANDBOX, help="Where submissions run: bubblewrap or none.").tag(config=True)
    locations = Bool(True, help="Whether it is said where a wrong function goes wrong.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook with outputs and verdicts; the scores travel in `resources`."""
        if self.sandbox == NONE:
            self.log.warning(NOT_PROMISED)
        notebook, scores, problems = asked(
            judge_notebook,
            nbformat.writes(nb),
            self.template(resources),
            folder=Path(resources["metadata"]["path"] or ".").absolute(),
            release=self._release(resources["nbgrader"]),
            sandbox=self.sandbox,
            seed=secrets.randbits(64),
            limits=self._limits(),
        )
        for problem in problems:
            self.log.warning(problem)
        resources["verdicts"] = scores
        return nbformat.reads(notebook, as_version=4), resources

    def _limits(self) -> Limits:
        limits = Limits(cell_seconds=float(self.timeout)) if self.timeout else Limits()
        return limits if self.locations else replace(limits, locate_seconds=0)


def asked(function: Callable[..., T | Refused], *arguments: Any, **named: Any) -> T:
    """Have the worker of nbgrader's process do something, and wait for it.

    Raises:
        Unreadable: it refused, and said why.
        WorkerLost: it was lost.
    """
    answer: T | Refused = result_of(_worker().submit(functools.partial(function, *arguments, **named)))
    return accepted(answer)


@functools.cache
def _worker() -> LocalWorkers:
    """Return the one worker for all submissions of nbgrader's process."""
    limits, held = Limits(), ExitStack()
    atexit.register(held.close)
    opened = local_workers(1, seconds=limits.submission_seconds, memory_mib=limits.worker_mib)
    return held.enter_context(opened)


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]  # nbgrader has no types
    """Writes the judge's scores; marks and comments given by hand stay as they are."""

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        name, names = cell.metadata["nbgrader"]["grade_id"], resources["nbgrader"]
        grade = self.gradebook.find_grade(name, names["notebook"], names["assignment"], names["student"])
        # A cell that was not judged gets nothing, whatever its outputs say.
        grade.auto_score = resources["verdicts"].get(name, 0.0)
        # As nbgrader has it: what a person has marked before is for that person to look at again.
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        self.gradebook.db.commit()
