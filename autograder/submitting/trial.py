"""A saved notebook judged before it is handed in: by the grader's judge, in a new process, in a sandbox if any."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.utils import compute_checksum

from autograder.check import has_solutions
from autograder.errors import CourseError
from autograder.evaluate import PUBLIC_SEED
from autograder.grading.files import files_beside, work_folder
from autograder.grading.jail.places import best_sandbox, places
from autograder.grading.judge.judge import Graded, judge
from autograder.grading.lessons import RELEASES, Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import SubmittedCell, Unreadable, read_file, read_notebook
from autograder.grading.notebook.template import Template
from autograder.grading.sandbox.choice import sandbox_called
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.hunt import KnowsHunts
from autograder.recording import RECORDING, Recording
from autograder.reference import Reference, TruthAlone
from autograder.submitting.saved import Finding, findings, saved_cells
from autograder.verdict import Verdict


@dataclass(frozen=True)
class Question:
    """A question that a person marks."""

    name: str
    points: float
    answered: bool


@dataclass(frozen=True)
class Trial:
    """What came of a saved notebook.

    Attributes:
        path: the file.
        lesson: what it is of.
        saved: when it was saved, ISO 8601.
        sandbox: where its cells ran, "bubblewrap" or "none".
        ran: how many of its cells ran.
        verdicts: on the public inputs, in the order of the lesson.
        fresh: on inputs drawn for this trial, by exercise; empty where the answers are not at hand.
        zeros: exercises that could not be judged, with the reason.
        problems: what was odd about the notebook, in sentences.
        errors: what cells raised in the new process, in sentences.
        findings: what the saved file tells of the kernel that it was written in.
        questions: those that a person marks.
        beside: files of the learner's own that lie beside the notebook.
    """

    path: Path
    lesson: str
    saved: str
    sandbox: str
    ran: int
    verdicts: tuple[Verdict, ...]
    fresh: Mapping[str, Verdict] = field(default_factory=dict)
    zeros: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def possible(self) -> int:
        return sum(verdict.possible for verdict in self.verdicts)

    @property
    def only_public(self) -> list[str]:
        """Exercises that earn less on fresh inputs than on the public ones."""
        return [
            each.exercise for each in self.verdicts if self.fresh and self.fresh[each.exercise].points < each.points
        ]

    @property
    def complete(self) -> bool:
        """Whether every check holds, on all inputs that were tried, and every question has an answer."""
        judged = [*self.verdicts, *self.fresh.values()]
        return all(each.passed for each in judged) and all(each.answered for each in self.questions)

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as data that JSON can hold."""
        return {
            "path": str(self.path),
            "lesson": self.lesson,
            "saved": self.saved,
            "sandbox": self.sandbox,
            "cells_run": self.ran,
            "points": self.points,
            "possible": self.possible,
            "complete": self.complete,
            "inputs": "public and fresh" if self.fresh else "public",
            "exercises": [self._exercise(verdict) for verdict in self.verdicts],
            "questions": [asdict(question) for question in self.questions],
            "findings": [asdict(finding) for finding in self.findings],
            "errors": [*self.errors],
            "problems": [*self.problems],
            "beside": [*self.beside],
        }

    def _exercise(self, verdict: Verdict) -> dict[str, Any]:
        fresh = self.fresh.get(verdict.exercise)
        return verdict.as_dict() | {
            "reason": self.zeros.get(verdict.exercise, ""),
            "fresh_points": fresh.points if fresh else None,
        }


def tried(
    path: Path,
    *,
    releases: Path = RELEASES,
    lesson: str | None = None,
    sandbox: str | None = None,
    limits: Limits | None = None,
    fresh: bool = True,
) -> Trial:
    """Judge a saved notebook.

    Args:
        path: the file.
        releases: the folder of the released lessons.
        lesson: which one it is of; None to find out.
        sandbox: its name; None for the best that this machine has.
        limits: time and size.
        fresh: whether to try inputs that nobody has seen as well, where the answers are at hand.

    Raises:
        CourseError: the file cannot be read, or is of no lesson that is here.
    """
    limits, lessons = limits or Limits(), Lessons(releases)
    if path.is_dir():
        raise CourseError(f"{path} is a folder. Name the saved notebook in it.")
    try:
        data = read_file(path, limits)
        cells = read_notebook(data, limits)
        lesson = lesson or _lesson(path, cells, lessons)
        lessons.expect(cells, lesson)
    except Unreadable as problem:
        raise CourseError(f"{path}: {problem}") from None
    template, release = lessons.template(lesson), lessons.release(lesson)
    box = sandbox or best_sandbox()
    beside = _beside(path, release, limits)
    judged = []
    with places(sandbox_called(box), SandboxLimits()) as start:
        for knowledge, seed in _inputs(release.parent / RECORDING, fresh):
            with work_folder(release.parent, beside) as folder:
                judged.append(
                    judge(cells, template, knowledge=knowledge, seed=seed, start=start(folder), limits=limits)
                )
    public = judged[0]
    points = {name: verdict.points for name, verdict in public.verdicts.items()}
    released = {cell.grade_id: cell.source for cell in template.cells}
    return Trial(
        path,
        lesson,
        datetime.fromtimestamp(path.stat().st_mtime).isoformat(" ", "minutes"),
        box,
        _ran(public),
        tuple(public.verdicts.values()),
        fresh=judged[1].verdicts if len(judged) > 1 else {},
        zeros=public.zeros,
        problems=(*_released_itself(path, release), *public.problems),
        errors=tuple(_errors(public)),
        findings=tuple(findings(saved_cells(data, limits), points, released)),
        questions=tuple(_questions(public, template)),
        beside=tuple(beside),
    )


def _lesson(path: Path, cells: list[SubmittedCell], lessons: Lessons) -> str:
    """Return the lesson whose cells a notebook has or, where they do not say which they are, that of its name."""
    try:
        return lessons.of(cells)
    except Unreadable:
        if named := lessons.named(path.absolute()):
            return named
        if path.stem == "start":
            raise Unreadable("The start page is not handed in: name the notebook of a lesson.") from None
        raise


def _released_itself(path: Path, release: Path) -> Iterator[str]:
    """Say that the notebook is the released one, where the learner has a copy of it to write in."""
    own = release.parents[2] / "work" / release.parent.name / release.name
    if path.resolve() == release.resolve() and own.exists():
        yield f"This is the notebook as it was released; the one that you write in is {own}."


def _inputs(recording: Path, fresh: bool) -> list[tuple[KnowsHunts, int]]:
    """Return what is known for which inputs: the public ones, and fresh ones where the answers are at hand."""
    known: list[tuple[KnowsHunts, int]] = []
    if recording.exists():
        known.append((Recording.load(recording), PUBLIC_SEED))
    if has_solutions():
        known = known or [(Reference(), PUBLIC_SEED)]
    if has_solutions() and fresh:
        known.append((TruthAlone(), secrets.randbits(64)))
    if not known:
        raise CourseError(f"{recording} is missing: restore it from the release of the course.")
    return known


def _beside(path: Path, release: Path, limits: Limits) -> dict[str, bytes]:
    """Return the learner's own files in a lesson's folder; a notebook that lies anywhere else has none."""
    if not (path.parent / RECORDING).exists():
        return {}
    found = files_beside(path.parent, limits).files
    return {
        name: data
        for name, data in found.items()
        if not (release.parent / name).exists() and not name.startswith(".") and "_before." not in name
    }


def _ran(graded: Graded) -> int:
    return sum(cell.cell_type == "code" and cell.execution_count is not None for cell in graded.notebook.cells)


def _errors(graded: Graded) -> list[str]:
    """Return what cells raised; an answer that is not written yet raises nothing before it is called."""
    found = []
    for cell in graded.notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or f"`{cell.source.strip().splitlines()[0][:60]}`"
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"The cell {name} raised {output.ename}: {str(output.evalue)[:300]}")
    return found


def _questions(graded: Graded, template: Template) -> list[Question]:
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in graded.notebook.cells}
    return [
        Question(course.grade_id, course.points, compute_checksum(cells[course.grade_id]) != course.checksum)
        for course in template.cells
        if course.by_hand and course.grade_id in cells
    ]
