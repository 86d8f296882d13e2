"""A class of which it is known who made which mistake, graded and reported: does the report count them right?

    python -m benchmarks.synthetic_class --learners 200 --out reports/synthetic

makes learners out of the registered mistakes and variants, grades them like any others, writes the report, and prints
for each mistake how many learners were given it, how many of those are due to be named, and how many the report names.

A mistake is due where the checks name it among the learner's own functions, called in this process without a notebook,
a sandbox or a report. That is every mistake that was given, but for some in functions that call another wrong one.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercise import Exercise
from autograder.grading import command
from autograder.grading.jail.places import best_sandbox
from autograder.grading.lessons import Lessons
from autograder.grading.notebook.template import from_notebook, read_release
from autograder.grading.sample_class import ENDS_THE_PROCESS, NOTHING, Learner, Work, handed_in, write_class
from autograder.hunt import Hunt
from autograder.reference import OneSeed, alternatives_to, reference_namespace, reference_source

LESSON = "02_simple_rnn"
SEED = 161_803
RIGHT, WRONG = 0.55, 0.37  # of the answers; what remains is not written
BROKEN, ENDING = 0.02, 0.02  # of the learners: no notebook at all, and one that ends its process
COMMON = 0.25  # share of the mistakes that are the most frequent one of their exercise
NOT_A_NOTEBOOK = b"Sorry, this is the wrong file.\n"
Given = tuple[str, str]  # an exercise and a mistake


@dataclass
class Planted:
    """A learner, and the mistake in each exercise that has one."""

    learner: Learner
    mistakes: dict[str, str] = field(default_factory=dict)


def synthetic_class(release: Path, size: int, seed: int = SEED) -> list[Planted]:
    """Return a class for a released lesson; the same for the same seed."""
    notebook = read_release(release)
    exercises = from_notebook(notebook, release.stem).exercises
    rng = np.random.default_rng(seed)
    orders = {exercise.name: rng.permutation(len(_mistakes(exercise))) for exercise in exercises}
    found = [_planted(f"learner{number:04d}", exercises, orders, rng) for number in range(1, size + 1)]
    for each in found:
        each.learner.data = NOT_A_NOTEBOOK if each.learner.broken else handed_in(notebook, each.learner)
    return found


def _planted(name: str, exercises: list[Exercise], orders: dict[str, Any], rng: np.random.Generator) -> Planted:
    planted, luck = Planted(Learner(name, {})), rng.random()
    planted.learner.broken = luck < BROKEN
    for exercise in exercises:
        planted.learner.work[exercise.name] = _work(exercise, planted, orders[exercise.name], rng)
    if BROKEN <= luck < BROKEN + ENDING:
        last = [exercise.name for exercise in exercises if not isinstance(exercise, Hunt)][-1]
        planted.learner.work[last] = Work(ENDS_THE_PROCESS.format(name=last))
        planted.learner.lost = (last,)
        planted.mistakes.pop(last, None)
    if planted.learner.broken:
        planted.mistakes.clear()
    return planted


def _work(exercise: Exercise, planted: Planted, order: Any, rng: np.random.Generator) -> Work:
    luck = rng.random()
    if isinstance(exercise, Hunt):
        return Work(_typed(reference_source(exercise)), right=True) if luck < RIGHT else NOTHING
    if luck < RIGHT:
        right = [
            reference_source(exercise),
            *(each.source for each in alternatives_to(exercise).all if not each.caught_by),
        ]
        return Work(_typed(right[rng.integers(len(right))]), right=True)
    if luck < RIGHT + WRONG:
        known = _mistakes(exercise)
        wrong = known[order[min(rng.geometric(COMMON), len(known)) - 1]]
        planted.mistakes[exercise.name] = wrong.name
        return Work(_typed(wrong.source))
    return NOTHING


def _mistakes(exercise: Exercise) -> list[Any]:
    return [] if isinstance(exercise, Hunt) else [each for each in alternatives_to(exercise).all if each.says]


def _typed(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if "### BEGIN" not in line and "### END" not in line)


def given(planted: list[Planted]) -> Counter[Given]:
    """Count learners by the mistake that they were given."""
    return Counter((exercise, name) for each in planted for exercise, name in each.mistakes.items())


def due(planted: list[Planted], exercises: list[Exercise], seed: int = SEED) -> Counter[Given]:
    """Count learners by the mistakes that the checks name among their own functions, called here."""
    knowledge = OneSeed(seed)
    return Counter(
        (exercise.name, name)
        for each in planted
        if not each.learner.broken
        for exercise in exercises
        if not isinstance(exercise, Hunt) and exercise.name not in each.learner.lost
        for name in _named(each.learner, exercise, exercises, knowledge)
    )


def _named(learner: Learner, exercise: Exercise, exercises: list[Exercise], knowledge: OneSeed) -> set[str]:
    if learner.work[exercise.name].source is None:
        return set()
    namespace: dict[str, Any] = {}
    for each in exercises:
        namespace |= reference_namespace(each)
    for each in exercises:
        source = learner.work[each.name].source
        if source is None or each.name in learner.lost:
            namespace.pop(each.name, None)
        else:
            exec(compile(source, f"<{learner.name}>", "exec"), namespace)
    verdict = evaluate_behind(LocalDoor(namespace), exercise, knowledge, knowledge.seed)
    return {outcome.misconception for outcome in verdict.outcomes if outcome.misconception}


def reported(report: Path) -> Counter[Given]:
    """Count learners by mistake as report.json says."""
    lessons = json.loads(report.read_text(encoding="utf-8"))["lessons"]
    return Counter(
        {(each["exercise"], each["name"]): each["learners"] for lesson in lessons for each in lesson["misconceptions"]}
    )


def graded_and_reported(planted: list[Planted], out: Path, lesson: str, *, releases: Path, box: str) -> Counter[Given]:
    """Hand in the class, grade it, and return what its report counts."""
    write_class([each.learner for each in planted], out / "handed_in", lesson)
    command.grade([out / "handed_in"], out / "graded", Console(quiet=True), box=box, lesson=lesson, releases=releases)
    return reported(out / "graded" / "report.json")


def _rows(counts: dict[str, Counter[Given]]) -> Iterator[tuple[Given, list[int]]]:
    keys = sorted(set().union(*counts.values()), key=lambda key: (-counts["given"][key], key))
    yield from ((key, [count[key] for count in counts.values()]) for key in keys)


def table(counts: dict[str, Counter[Given]]) -> Table:
    """Return the counts side by side, a line for each mistake."""
    shown = Table("exercise", "mistake", *counts)
    for (exercise, name), numbers in _rows(counts):
        shown.add_row(exercise, name.replace("_", " "), *map(str, numbers))
    return shown


def main() -> None:
    """Make, grade and report a class, and print what was given, due and reported."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--out", type=Path, default=Path("reports/synthetic"))
    parser.add_argument("--lesson", default=LESSON)
    parser.add_argument("--sandbox", default=best_sandbox())
    options = parser.parse_args()
    lessons, console = Lessons(), Console()
    release = lessons.release(options.lesson)
    planted = synthetic_class(release, options.learners)
    counts = {"given": given(planted), "due": due(planted, lessons.template(options.lesson).exercises)}
    counts["reported"] = graded_and_reported(
        planted, options.out, options.lesson, releases=lessons.root, box=options.sandbox
    )
    console.print(table(counts))
    wrong = [key for key, (_, expected, found) in _rows(counts) if expected != found]
    sums = ", ".join(f"{sum(count.values())} {name}" for name, count in counts.items())
    console.print(f"{len(planted)} learners, {len(counts['given'])} different mistakes: {sums}.")
    console.print(f"Counted otherwise than due: {len(wrong)} of {len(set().union(*counts.values()))}.")


if __name__ == "__main__":
    main()
