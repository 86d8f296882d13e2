"""The judge: runs a submission cell by cell and judges each exercise from outside, where its check stands.

A function is judged as it is when the notebook has run as far as its check, so that a name used again further down
does no harm. No output and no exception from inside counts, save in plain assert cells of an instructor's own.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade

from autograder import report
from autograder.door import Door
from autograder.errors import ProtocolError
from autograder.exercise import Exercise
from autograder.exercises import judged
from autograder.grading.groups.signs import signs_of
from autograder.grading.judge.learner import CellLost, LearnersProcess
from autograder.grading.judge.locations import with_locations
from autograder.grading.judge.place import Start
from autograder.grading.judge.public import PublicInputs
from autograder.grading.limits import Limits
from autograder.grading.notebook.outputs import lost
from autograder.grading.notebook.rebuild import rebuild
from autograder.grading.notebook.submitted import SubmittedCell
from autograder.grading.notebook.template import CourseCell, Template
from autograder.grading.notebook.what_runs import noted, what_runs
from autograder.hunt import Hunt, KnowsHunts, verdict_on
from autograder.verdict import Outcome, Verdict

RECORD = "course_grading"  # in the metadata of a graded notebook: how it was graded
NOT_PROOF = (
    "The cell {} is no declared exercise: it is graded the nbgrader way, by its own asserts in the learner's process, "
    "which can tamper with them."
)


Overhear = Callable[[Exercise, Door], Door]
"""Returns a door to a learner's functions that hears what is asked and answered, for an appeal."""


def nobody(exercise: Exercise, door: Door) -> Door:
    """Return the door as it is."""
    return door


@dataclass
class Graded:
    """What came of one submission.

    Attributes:
        notebook: the submission as it was run, with the verdicts in the places of the checks.
        scores: points by grade id; None where a person has to mark.
        verdicts: by the exercise's name.
        zeros: exercises that could not be judged, with the reason.
        problems: what was odd about the notebook, in sentences.
        seed: the secret inputs that were used, for an appeal.
    """

    notebook: NotebookNode
    seed: int
    scores: dict[str, float | None] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    zeros: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        return sum(score or 0.0 for score in self.scores.values())

    def record(self, sandbox: str) -> None:
        """Keep in the notebook how it was graded, for an appeal."""
        kept = self.notebook.metadata.setdefault(RECORD, {})
        # As text: some readers of JSON have no whole numbers of 64 bits.
        kept.update(seed=str(self.seed), sandbox=sandbox, zeros=self.zeros)
        kept["problems"] = list(dict.fromkeys([*kept.get("problems", []), *self.problems]))


def judge(
    cells: list[SubmittedCell],
    template: Template,
    *,
    knowledge: KnowsHunts,
    seed: int,
    start: Start,
    limits: Limits | None = None,
    overhear: Overhear = nobody,
    public: PublicInputs | None = None,
    signs: bool = False,
) -> Graded:
    """Rebuild, run and judge a submission.

    Args:
        cells: what was handed in.
        template: what the grader knows of the lesson's notebook.
        knowledge: what is true; it stays on this side.
        seed: of the secret inputs.
        start: starts the place where the cells run.
        limits: time and size.
        overhear: who hears the calls.
        public: what is known on the public inputs; without it nothing is said of where wrong functions go wrong.
        signs: whether to keep what is wrong with answers that nothing names, for grouping them.
    """
    rebuilt = rebuild(cells, template)
    graded = judge_rebuilt(
        rebuilt.notebook,
        template,
        knowledge=knowledge,
        seed=seed,
        start=start,
        limits=limits,
        overhear=overhear,
        public=public,
        signs=signs,
    )
    graded.problems[:0] = rebuilt.problems
    return graded


def judge_rebuilt(
    notebook: NotebookNode,
    template: Template,
    *,
    knowledge: KnowsHunts,
    seed: int,
    start: Start,
    limits: Limits | None = None,
    overhear: Overhear = nobody,
    public: PublicInputs | None = None,
    signs: bool = False,
) -> Graded:
    """Run and judge a notebook that `rebuild` has made."""
    graded, limits = Graded(notebook, seed), limits or Limits()
    with LearnersProcess(start, limits) as process:
        bench = Bench(process, knowledge, graded, overhear, signs)
        runs = what_runs(notebook, template)
        for i, cell in enumerate(notebook.cells):
            known = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            bench.take(cell, template.get(known), noted(cell, runs[i]) if i in runs else "")
        if public is not None:
            bench.locate(public, limits)
    return graded


@dataclass
class Bench:
    """Takes the cells of one notebook in order."""

    process: LearnersProcess
    knowledge: KnowsHunts
    graded: Graded
    overhear: Overhear = nobody
    signs: bool = False
    ran: int = 0
    lost: dict[str, str] = field(default_factory=dict)  # cells that the process died in, by grade id
    hunts: dict[str, str] = field(default_factory=dict)  # the text of the cells of bug hunts, by grade id
    checks: list[tuple[Exercise, NotebookNode]] = field(default_factory=list)  # what was judged, and its cell

    def take(self, cell: NotebookNode, course: CourseCell | None, source: str) -> None:
        """Run `source` in place of one cell or judge it, and note its score if it has one."""
        exercise = course.exercise if course else None
        if course and exercise:
            self._judge(cell, course, exercise)
            return
        if source.strip():
            self._run(cell, course.grade_id if course else "", source)
        if course and (course.grade or course.task):
            self._score_the_nbgrader_way(cell, course)

    def _run(self, cell: NotebookNode, grade_id: str, source: str) -> None:
        self.ran += 1
        if isinstance(judged().get(grade_id), Hunt):
            self.hunts[grade_id] = cell.source
        cell.execution_count = self.ran
        try:
            cell.outputs = self.process.run(source, grade_id)
        except CellLost as gone:
            cell.outputs = [lost(str(gone))]
            self.lost[grade_id] = str(gone)
            problem = f"{grade_id or 'A cell outside the exercises'}: {gone}"
            if problem not in self.graded.problems:  # once the time of the notebook is up, it is so of each cell
                self.graded.problems.append(problem)

    def _judge(self, cell: NotebookNode, course: CourseCell, exercise: Exercise) -> None:
        reason = self.lost.get(exercise.name, "")
        try:
            verdict = not_judged(exercise, reason) if reason else self._verdict(exercise)
        except ProtocolError as problem:
            reason = str(problem)
            verdict = not_judged(exercise, reason)
        if reason:
            self.graded.zeros[exercise.name] = reason
        self.graded.verdicts[exercise.name] = verdict
        self.graded.scores[course.grade_id] = course.points * verdict.points / exercise.points
        cell.outputs = [shown(verdict)]
        if not reason:
            self.checks.append((exercise, cell))

    def locate(self, public: PublicInputs, limits: Limits) -> None:
        """Add where wrong functions go wrong to what is said of them: when all is judged, since the process says it."""
        cells, verdicts = {exercise.name: cell for exercise, cell in self.checks}, self.graded.verdicts
        judged_now = [(exercise, verdicts[exercise.name]) for exercise, _ in self.checks]
        for verdict in with_locations(judged_now, self.process, public, limits):
            verdicts[verdict.exercise] = verdict
            cells[verdict.exercise].outputs = [shown(verdict)]

    def _verdict(self, exercise: Exercise) -> Verdict:
        text = self.hunts.get(exercise.name, "")
        if text:  # once more, so that it is this text that is judged and not a function of its name further down
            with contextlib.suppress(CellLost):
                self.process.run(text, exercise.name)
        verdict: Verdict | None = None
        try:
            with self.process.door(guilty=exercise.name) as door, _quiet():
                verdict = verdict_on(self.overhear(exercise, door), exercise, self.knowledge, self.graded.seed, text)
                if self.signs and has_no_name(verdict) and not isinstance(exercise, Hunt):
                    verdict = replace(verdict, signs=tuple(signs_of(door, exercise)))
        except ProtocolError:
            if verdict is None:
                raise  # else it was lost when its verdict stood: nothing is known of what is wrong with it
        return verdict

    def _score_the_nbgrader_way(self, cell: NotebookNode, course: CourseCell) -> None:
        if course.by_hand:
            self.graded.scores[course.grade_id] = None if course.task else determine_grade(cell)[0]
            return
        self.graded.problems.append(NOT_PROOF.format(course.grade_id))
        lost_here = course.grade_id in self.lost
        self.graded.scores[course.grade_id] = 0.0 if lost_here else asserted(cell)


def asserted(cell: NotebookNode) -> float:
    """Return the points of a plain assert cell as nbgrader counts them; what it cannot read counts nothing."""
    try:
        score, possible = determine_grade(cell)
    except (ValueError, KeyError):
        return 0.0
    return float(min(score or 0.0, possible))


def shown(verdict: Verdict) -> NotebookNode:
    """Return the verdict as the output of its check: the words of `check`, with the points."""
    forms = {"text/plain": report.as_text(verdict, points=True), "text/html": report.as_html(verdict, points=True)}
    output: NotebookNode = new_output("display_data", data=forms)
    return output


def has_no_name(verdict: Verdict) -> bool:
    """Tell whether a check fails and none names a mistake; what hangs in a call is not called again."""
    failing = [outcome for outcome in verdict.outcomes if outcome.status == "fails"]
    return bool(failing) and not any(each.misconception or "took too long" in each.message for each in failing)


def not_judged(exercise: Exercise, reason: str) -> Verdict:
    """Return the verdict on an exercise that could not be judged: nothing, and why."""
    return Verdict(
        exercise.name,
        tuple(
            Outcome(check.name, check.title, "fails", check.points, message=reason, hint=check.hint)
            for check in exercise.checks
        ),
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """A learner's numbers may overflow in a comparison; that is no news for whoever runs the grader."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
