"""What a worker does with a submission. These are free functions of plain data: they can be called anywhere, and twice.

Judging is the one thing that a worker keeps ready between tasks: the jail that it forks from, and what is true for
the secret seeds that it has met.
"""

from __future__ import annotations

import atexit
import functools
import logging
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.errors import CourseMessage, NobodyToBlame
from autograder.grading.books.disk import stopped_by_the_disk
from autograder.grading.files import work_folder
from autograder.grading.jail.places import places
from autograder.grading.judge.judge import RECORD, Graded, judge, judge_rebuilt
from autograder.grading.judge.place import Start
from autograder.grading.judge.public import public_inputs
from autograder.grading.lessons import RELEASES, Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable, read_notebook
from autograder.grading.notebook.template import Template
from autograder.grading.pages.feedback import PageTrouble, feedback_page, plain_page
from autograder.grading.pages.marks import Mark
from autograder.grading.sandbox.choice import sandbox_called
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.worker.hearing import Heard, Witness
from autograder.grading.worker.task import ByHand, Judged, Refused, Task
from autograder.recording import RECORDING
from autograder.reference import Reference

T = TypeVar("T")
log = logging.getLogger(__name__)


def judge_task(task: Task) -> Judged | Refused:
    """Read, run and judge a submission, and make its page.

    Raises:
        NobodyToBlame: there is no sandbox here, or the disk is full.
    """
    return _answered(lambda: _judged(task), "grading")


def appeal_task(task: Task, exercise: str) -> Heard | Refused:
    """Run and judge a submission once more, and return what was asked of one exercise, and what came of that."""
    return _answered(lambda: _heard(task, exercise), "judging")


def judge_notebook(
    notebook: str, template: Template, *, folder: Path, release: Path | None, sandbox: str, seed: int, limits: Limits
) -> tuple[str, dict[str, float | None], list[str]] | Refused:
    """Run and judge a notebook that `rebuild` has made, where nbgrader does the rest.

    Args:
        notebook: its text.
        folder: where its cells work.
        release: the released notebook, beside which its recording may lie.

    Returns:
        the graded notebook, the points by grade id (None where a person has to mark), and what was odd.
    """
    return _answered(lambda: _judged_notebook(notebook, template, folder, release, sandbox, seed, limits), "grading")


def open_sandbox(sandbox: str) -> None:
    """Get ready to run cells there.

    Raises:
        SandboxUnavailable: there can be none here; the message says why.
    """
    _start_in(sandbox, SandboxLimits())


def find_lesson(data: bytes, releases: Path | None, limits: Limits) -> str | Refused:
    """Return the lesson that a notebook is of, by its cells."""
    return _answered(lambda: _lessons(releases).of(read_notebook(data, limits)), "reading")


def can_be_read(data: bytes, limits: Limits) -> bool | Refused:
    """Return that a notebook can be read, or why not."""
    return _answered(lambda: bool(read_notebook(data, limits)), "reading")


def make_page(
    notebook: str, lesson: str, releases: Path | None, marks: Mapping[str, Mark], times: Sequence[str] = ()
) -> str:
    """Return the page of a graded notebook once more, with what a person has marked since.

    Args:
        notebook: its text.
        lesson: which lesson it is of.
        releases: the folder of the released lessons.
        marks: by grade id.
        times: when it was handed in and what that costs, in sentences.
    """
    return _page_once_more(notebook, _lessons(releases).template(lesson), marks, times)


def page_of(notebook: str, template: Template, marks: Mapping[str, Mark], times: Sequence[str] = ()) -> str | Refused:
    """Return the page of a graded notebook whose template the caller knows; the rest as for `make_page`."""
    return _answered(lambda: _page_once_more(notebook, template, marks, times), "showing")


def _page_once_more(notebook: str, template: Template, marks: Mapping[str, Mark], times: Sequence[str]) -> str:
    graded = nbformat.reads(notebook, as_version=4)
    notes = graded.metadata.get(RECORD, {}).get("problems", [])
    return _page(graded, template, marks, notes, times)[0]


def _answered(work: Callable[[], T], what: str) -> T | Refused:
    try:
        return work()
    except NobodyToBlame:
        raise
    except CourseMessage as problem:
        return Refused(str(problem))
    except MemoryError:
        return Refused(f"{what.capitalize()} it takes more memory than one submission may take.")
    except Exception as problem:
        # A flaw of the grader's own must not take the others' grades with it. The exit code tells.
        log.exception("%s a submission failed", what)
        return Refused(f"The grader failed: {type(problem).__name__}: {problem}")


def _judged(task: Task) -> Judged:
    started = time.monotonic()
    lessons = _lessons(task.releases)
    cells, template = read_notebook(task.data, task.limits), lessons.template(task.lesson)
    lessons.expect(cells, task.lesson)
    place = stopped_by_the_disk(task.work or Path(tempfile.gettempdir()))
    with place, work_folder(lessons.release(task.lesson).parent, task.beside, task.work) as folder:
        graded = judge(
            cells,
            template,
            knowledge=Reference(),
            seed=task.seed,
            start=_start_in(task.sandbox, task.sandbox_limits)(folder),
            limits=task.limits,
            public=public_inputs(lessons.release(task.lesson).parent),
            signs=True,
        )
    graded.problems += task.problems
    graded.record(task.sandbox)
    marks = marks_of(graded, template, task.by_hand)
    page, trouble = _page(graded.notebook, template, marks, graded.problems)
    graded.problems += trouble
    return Judged(
        notebook=nbformat.writes(graded.notebook),
        page=page,
        scores=graded.scores,
        unanswered=unanswered(graded.notebook, template),
        exercises=[
            verdict.as_dict() | {"reason": graded.zeros.get(name, "")} for name, verdict in graded.verdicts.items()
        ],
        zeros=graded.zeros,
        problems=graded.problems,
        seed=str(graded.seed),
        seconds=time.monotonic() - started,
    )


def _heard(task: Task, exercise: str) -> Heard:
    witness, lessons = Witness(exercise), _lessons(task.releases)
    cells, template = read_notebook(task.data, task.limits), lessons.template(task.lesson)
    with work_folder(lessons.release(task.lesson).parent, task.beside, task.work) as folder:
        graded = judge(
            cells,
            template,
            knowledge=witness,
            seed=task.seed,
            start=_start_in(task.sandbox, task.sandbox_limits)(folder),
            limits=task.limits,
            overhear=witness.overhear,
        )
    if exercise not in graded.verdicts:
        raise Unreadable(f"The lesson {task.lesson} has no exercise {exercise} now.")
    return witness.heard(graded.verdicts[exercise])


def _judged_notebook(
    notebook: str, template: Template, folder: Path, release: Path | None, sandbox: str, seed: int, limits: Limits
) -> tuple[str, dict[str, float | None], list[str]]:
    beside = release.parent if release and (release.parent / RECORDING).exists() else RELEASES / template.name
    graded = judge_rebuilt(
        nbformat.reads(notebook, as_version=4),
        template,
        knowledge=Reference(),
        seed=seed,
        start=_start_in(sandbox, SandboxLimits())(folder),
        limits=limits,
        public=public_inputs(beside),
    )
    graded.record(sandbox)
    return nbformat.writes(graded.notebook), graded.scores, graded.problems


def _page(
    notebook: NotebookNode,
    template: Template,
    marks: Mapping[str, Mark],
    notes: Sequence[str],
    times: Sequence[str] = (),
) -> tuple[str, list[str]]:
    """Return a learner's page, and what could not be shown on it."""
    try:
        return feedback_page(notebook, marks, template=template, notes=notes, times=times), []
    except PageTrouble as trouble:
        said = f"{trouble} It shows points and verdicts alone."
        title, reason = template.title or template.name, " ".join([said, *times])
        return plain_page(marks, _verdicts(notebook, template), title=title, reason=reason), [said]


def _verdicts(notebook: NotebookNode, template: Template) -> dict[str, str]:
    """Return the text of each verdict in a graded notebook, by the exercise's name."""
    found = {}
    for cell in notebook.cells:
        course = template.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if course and course.exercise and cell.get("outputs"):
            found[course.exercise.name] = str(cell.outputs[0].get("data", {}).get("text/plain", ""))
    return found


def marks_of(graded: Graded, template: Template, by_hand: Mapping[str, ByHand]) -> dict[str, Mark]:
    """Return what is known of each cell that has points or may be commented on, by grade id."""
    marks = {}
    for cell in template.cells:
        if not (cell.grade or cell.task or cell.solution):
            continue
        given, has_points = by_hand.get(cell.grade_id, ByHand()), cell.grade or cell.task
        auto = graded.scores.get(cell.grade_id, 0.0) if has_points else None
        marks[cell.grade_id] = Mark(
            cell.points if has_points else 0.0,
            auto=auto,
            manual=given.score,
            extra=given.extra,
            comment=given.comment,
            # As nbgrader has it: what a person has marked before is for that person to look at again.
            to_mark=has_points and (auto is None or given.score is not None),
        )
    return marks


def unanswered(notebook: NotebookNode, template: Template) -> list[str]:
    """Return the cells that are as they were released: nbgrader comments on them so."""
    answers = {cell.grade_id: cell for cell in template.cells if cell.solution and not cell.task}
    return [
        name
        for cell in notebook.cells
        if (name := cell.metadata.get("nbgrader", {}).get("grade_id")) in answers
        and compute_checksum(cell) == answers[name].checksum
    ]


@functools.cache
def _lessons(root: Path | None) -> Lessons:
    return Lessons(root or RELEASES)


@functools.cache
def _start_in(sandbox: str, limits: SandboxLimits) -> Callable[[Path], Start]:
    """Open what places are started from: it ends with this process, and what it has started with it."""
    held = ExitStack()
    atexit.register(held.close)
    return held.enter_context(places(sandbox_called(sandbox), limits))
