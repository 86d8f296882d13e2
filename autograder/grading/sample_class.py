"""A class made of the registered mistakes and variants, so that the right scores are known before anything is graded.

The learners are invented. Everything is drawn from one seed, so the class is the same on every machine.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.door import LocalDoor
from autograder.exercise import Check, Exercise
from autograder.grading.notebook.template import from_notebook, read_release
from autograder.hunt import CHOICE, Hunt, verdict_on
from autograder.reference import Reference, alternatives_to, reference_namespace, reference_source

SEED = 2718
FAVOURITE = 0.4  # share of the mistakes that are the first one registered: in a class, few mistakes are made by many
IN_WORDS = "(Here stands what a learner wrote, in two sentences.)"
NAMES = (
    "amara bela chidi dalia emil farah goran hana ines jonas kofi lena mateo nadia omar petra quentin rosa samir tove"
)
AGAIN = ("ines", "kofi", "lena", "petra")  # who hands in a second time, with one mistake mended
ENDS_THE_PROCESS = "def {name}(*args, **kwargs):\n    import os\n    os._exit(1)\n"


@dataclass(frozen=True)
class Work:
    """What one learner wrote for one exercise; None where it was left as it was."""

    source: str | None
    right: bool = False


NOTHING = Work(None)


@dataclass
class Learner:
    """One learner of the class and what is known of the file that is handed in.

    Attributes:
        points: what each exercise is worth, by name.
        broken: the file cannot be graded.
        lost: exercises that cannot be judged.
        odd: what is unusual about the file.
        draft: the file that was handed in before it, if any.
        marked: points that a person gives for an exercise instead of the judge's, by name.
    """

    name: str
    work: dict[str, Work]
    points: dict[str, int] = field(default_factory=dict)
    data: bytes = b""
    broken: bool = False
    lost: tuple[str, ...] = ()
    odd: list[str] = field(default_factory=list)
    draft: bytes = b""
    marked: dict[str, int] = field(default_factory=dict)

    @property
    def score(self) -> int:
        return sum((self.points | self.marked).values())

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
        _settle(learner, exercises)
        learner.data = learner.data or handed_in(notebook, learner)
    for learner in learners:
        if learner.name in AGAIN:
            learner.draft = _draft(notebook, learner, choices)
    _mark_one(learners, exercises)
    return learners


def _skills() -> Iterator[float]:
    """Yield how often each learner is right: two are always, two wrote nothing, the rest are between."""
    yield from (1.0, 1.0, -1.0, -1.0)
    yield from np.linspace(0.9, 0.3, len(NAMES.split()) - 4).tolist()


class Choices:
    """What can be written for one exercise."""

    def __init__(self, exercise: Exercise) -> None:
        works = list(_hunted(exercise) if isinstance(exercise, Hunt) else _known(exercise))
        self.right = [_reference_work(exercise), *(work for work in works if work.right)]
        self.wrong = [work for work in works if not work.right]

    def draw(self, rng: np.random.Generator, skill: float) -> Work:
        """Draw a right answer with probability `skill`, else a mistake, now and then nothing."""
        luck = rng.random()
        if luck < skill:
            return self.right[rng.integers(len(self.right))]
        if skill < 0 or luck > 0.95 or not self.wrong:
            return NOTHING
        return self.wrong[min(rng.geometric(FAVOURITE), len(self.wrong)) - 1]


def _known(exercise: Exercise) -> Iterator[Work]:
    """Yield the registered answers that have a name."""
    for each in alternatives_to(exercise).all:
        if each.says or not each.caught_by:
            yield Work(_typed(each.source), right=not each.caught_by)


def _hunted(hunt: Hunt) -> Iterator[Work]:
    """Yield what is wrong with a hunt most often: it is fixed, and the wrong sentence is chosen or none."""
    solved = reference_source(hunt)
    for choice in ("None", "9"):
        yield Work(re.sub(rf"^{CHOICE} = .*", f"{CHOICE} = {choice}", solved, flags=re.MULTILINE))


def _reference_work(exercise: Exercise) -> Work:
    return Work(_typed(reference_source(exercise)), right=True)


def _typed(source: str) -> str:
    """Return a function as a learner would have typed it: without the markers of the solution."""
    markers = ("### BEGIN SOLUTION", "### END SOLUTION")
    return "\n".join(line for line in source.splitlines() if line.strip() not in markers)


def _work(choices: dict[str, Choices], rng: np.random.Generator, skill: float) -> dict[str, Work]:
    return {name: choice.draw(rng, skill) for name, choice in choices.items()}


def _make_odd(learners: list[Learner], exercises: list[Exercise]) -> None:
    """Let some files be as files are: of an old format, with a cell gone, ending the process, or no notebook at all."""
    by_name = {learner.name: learner for learner in learners}
    written = [exercise.name for exercise in exercises if not isinstance(exercise, Hunt)]
    first, last = written[0], written[-1]
    by_name["bela"].odd.append("format 3")
    by_name["emil"].odd.append("format 4.2")
    by_name["farah"].odd.append(f"without {first}")
    by_name["farah"].work[first] = NOTHING
    by_name["goran"].work[last] = Work(ENDS_THE_PROCESS.format(name=last))
    by_name["goran"].lost = (last,)
    by_name["hana"].data, by_name["hana"].broken = b"I had to hand this in by mail, sorry.\n", True


def _draft(notebook: NotebookNode, learner: Learner, choices: dict[str, Choices]) -> bytes:
    """Return what a learner handed in first: one of the right answers was still the most frequent mistake."""
    right = (name for name, work in learner.work.items() if work.right and not name.startswith("hunt_"))
    mended = next(right, "")
    earlier = {mended: choices[mended].wrong[0]} if mended and choices[mended].wrong else {}
    return handed_in(notebook, replace(learner, work=learner.work | earlier))


def _mark_one(learners: list[Learner], exercises: list[Exercise]) -> None:
    """Let a person give one learner a point more than the judge, for the first exercise that is not all right."""
    possible = {exercise.name: exercise.points for exercise in exercises}
    for learner in learners:
        for name, points in learner.points.items() if learner.draft else ():
            if learner.work[name].source and points < possible[name]:
                learner.marked[name] = points + 1
                return


def _settle(learner: Learner, exercises: list[Exercise]) -> None:
    """Work out the points of each exercise among the learner's own functions: no notebook and no kernel takes part.

    A right answer may lean on another that happens not to be this learner's (on what it keeps for the way back,
    say). Nobody hands in such a pair: then the learner wrote what the reference has.
    """
    for exercise in exercises:
        if learner.broken or exercise.name in learner.lost:
            learner.points[exercise.name] = 0
            continue
        points = _points(learner, exercise, exercises)
        if learner.work[exercise.name].right and points < exercise.points:
            learner.work[exercise.name] = _reference_work(exercise)
            points = _points(learner, exercise, exercises)
        learner.points[exercise.name] = points


def _points(learner: Learner, exercise: Exercise, exercises: list[Exercise]) -> int:
    namespace: dict[str, Any] = {}
    for each in exercises:
        namespace |= reference_namespace(each)
    for each in exercises:
        source = learner.work[each.name].source
        if source is None or each.name in learner.lost:
            del namespace[each.name]
        else:
            exec(compile(source, f"<{learner.name}>", "exec"), namespace)
    text = learner.work[exercise.name].source or ""
    return verdict_on(LocalDoor(namespace), exercise, NoMistakes(), SEED, text).points


class NoMistakes(Reference):
    """Knows what is true and no mistakes: for points, the names of the mistakes do not matter."""

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> Iterator[Any]:
        """Return none."""
        return iter(())


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
    _write(folder, lesson, {learner.name: learner.data for learner in learners})


def write_drafts(learners: list[Learner], folder: Path, lesson: str) -> None:
    """Write what some handed in before, in the same layout."""
    _write(folder, lesson, {learner.name: learner.draft for learner in learners if learner.draft})


def _write(folder: Path, lesson: str, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        place = folder / name / lesson / f"{lesson}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
