"""A class made of the registered mistakes and variants, so that the right scores are known before anything is graded.

The learners are invented. Everything is drawn from one seed, so the class is the same on every machine.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.declare import Exercise
from autograder.evaluate import evaluate_behind
from autograder.grading.template import from_notebook, read_release
from autograder.knowledge import Reference, door_to, reference_source

SEED = 2718
FAVOURITE = 0.4  # share of the mistakes that are the first one registered: in a class, few mistakes are made by many
IN_WORDS = "(Here stands what a learner wrote, in two sentences.)"
NAMES = (
    "amara bela chidi dalia emil farah goran hana ines jonas kofi lena mateo nadia omar petra quentin rosa samir tove"
)
ENDS_THE_PROCESS = "def {name}(*args, **kwargs):\n    import os\n    os._exit(1)\n"


@dataclass(frozen=True)
class Work:
    """What one learner wrote for one exercise, and the points that it is worth."""

    source: str | None  # None: left as it was
    points: int


@dataclass
class Learner:
    """One learner of the class and what is known of the file that is handed in.

    `broken` is true for a file that cannot be graded; `lost` names exercises that cannot be judged.
    """

    name: str
    work: dict[str, Work]
    data: bytes = b""
    broken: bool = False
    lost: tuple[str, ...] = ()
    odd: list[str] = field(default_factory=list)

    @property
    def points(self) -> int:
        return sum(work.points for work in self.work.values())

    @property
    def writes(self) -> bool:
        """Whether the written questions are answered: by those who wrote any code."""
        return any(work.source is not None for work in self.work.values())


def sample_class(release: Path) -> list[Learner]:
    """Return the class for one released lesson."""
    notebook = read_release(release)
    exercises = from_notebook(notebook, release.stem).exercises
    rng = np.random.default_rng(SEED)
    choices = {exercise.name: Choices(exercise) for exercise in exercises}
    learners = [Learner(name, _work(choices, rng, skill)) for name, skill in zip(NAMES.split(), _skills(), strict=True)]
    _make_odd(learners, exercises)
    for learner in learners:
        learner.data = learner.data or handed_in(notebook, learner)
    return learners


def _skills() -> Iterator[float]:
    """Yield how often each learner is right: two are always, two wrote nothing, the rest are between."""
    yield from (1.0, 1.0, -1.0, -1.0)
    yield from np.linspace(0.9, 0.3, len(NAMES.split()) - 4).tolist()


class Choices:
    """What can be written for one exercise, with the points of each."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        reference = reference_source(exercise)
        known = importlib.import_module("solutions.alternatives").alternatives_to(exercise.name)
        right = [Work(_typed(reference), exercise.points)]
        right += [Work(_typed(each.source(reference)), exercise.points) for each in known if not each.caught_by]
        self.right = right
        self.wrong = [Work(_typed(each.source(reference)), self._points(each)) for each in known if each.caught_by]

    def _points(self, mistake: Any) -> int:
        """Count the checks that the mistake keeps, tried here and by itself: no notebook and no kernel takes part."""
        return evaluate_behind(door_to(self._exercise, mistake), self._exercise, Reference(), SEED).points


def _typed(source: str) -> str:
    """Return a function as a learner would have typed it: without the markers of the solution."""
    return "\n".join(
        line for line in source.splitlines() if line.strip() not in ("### BEGIN SOLUTION", "### END SOLUTION")
    )


def _work(choices: dict[str, Choices], rng: np.random.Generator, skill: float) -> dict[str, Work]:
    return {name: _choose(choice, rng, skill) for name, choice in choices.items()}


def _choose(choice: Choices, rng: np.random.Generator, skill: float) -> Work:
    luck = rng.random()
    if luck < skill:
        return choice.right[rng.integers(len(choice.right))]
    if skill < 0 or luck > 0.95 or not choice.wrong:
        return Work(None, 0)
    return choice.wrong[min(rng.geometric(FAVOURITE), len(choice.wrong)) - 1]


def _make_odd(learners: list[Learner], exercises: list[Exercise]) -> None:
    """Let some files be as files are: of an old format, with a cell gone, ending the process, or no notebook at all."""
    by_name = {learner.name: learner for learner in learners}
    first, last = exercises[0].name, exercises[-1].name
    by_name["bela"].odd.append("format 3")
    by_name["emil"].odd.append("format 4.2")
    by_name["farah"].odd.append(f"without {first}")
    by_name["farah"].work[first] = Work(None, 0)
    by_name["goran"].work[last] = Work(ENDS_THE_PROCESS.format(name=last), 0)
    by_name["goran"].lost = (last,)
    by_name["hana"].data, by_name["hana"].broken = b"I had to hand this in by mail, sorry.\n", True


def handed_in(release: NotebookNode, learner: Learner) -> bytes:
    """Return the file that a learner hands in."""
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        work = learner.work.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if work is not None and work.source is not None:
            cell.source = work.source
        elif cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution") and learner.writes:
            cell.source = IN_WORDS
    for oddity in learner.odd:
        kind, _, what = oddity.partition(" ")
        notebook = ODDITIES[kind](notebook, what)
    return str(nbformat.writes(notebook, version=nbformat.NO_CONVERT)).encode("utf-8")


def _in_format(notebook: NotebookNode, version: str) -> NotebookNode:
    if version == "3":
        old: NotebookNode = nbformat.convert(notebook, 3)
        return old
    notebook.nbformat_minor = int(version.partition(".")[2])
    for cell in notebook.cells:
        cell.pop("id", None)
    return notebook


def _without(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") != grade_id]
    return notebook


ODDITIES: dict[str, Callable[[NotebookNode, str], NotebookNode]] = {"format": _in_format, "without": _without}


def write_class(learners: list[Learner], folder: Path, lesson: str) -> None:
    """Write the files in nbgrader's layout: FOLDER/LEARNER/LESSON/LESSON.ipynb."""
    for learner in learners:
        place = folder / learner.name / lesson / f"{lesson}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(learner.data)
