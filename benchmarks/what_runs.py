"""What is saved by running only what a verdict needs: processor time inside the jail, lesson by lesson.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.what_runs [--lessons 00 02 08] [--every-cell]

Each lesson is handed in with every exercise solved, and judged with only those statements of the course run that its
verdicts need; once more with the questions answered in writing, so that figures which they name are drawn as well;
and, if asked, with every cell up to the last judged one. The points have to be the same. Time is that of the forked
process: for its cells, and for everything with the calls of the checks. What the trusted side takes to find out what
is needed, once a lesson's own cells are known, is printed too.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from nbformat import NotebookNode

from autograder.authoring.notebooks import put_beside
from autograder.grading.jail import Jail
from autograder.grading.jail import jail as jails
from autograder.grading.jail.child_process import Child
from autograder.grading.judge import judge as judging
from autograder.grading.judge.learner import LearnersProcess
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.rebuild import rebuild
from autograder.grading.notebook.submitted import submitted_cells
from autograder.grading.notebook.template import Template, read_release
from autograder.grading.notebook.what_runs import Run, what_runs
from autograder.grading.sandbox import find_sandbox
from autograder.grading.worker.judging import work_folder
from autograder.reference import Reference, reference_source

SEED = 2026
NANO = 1e-9


class CountedChild(Child):
    """A child whose processor time can be read while it lives."""

    now: CountedChild

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        CountedChild.now = self

    def seconds(self) -> float:
        """Return the processor time of the learner's process so far, all its threads."""
        lines = Path(f"/proc/self/fdinfo/{self._learner}").read_text().splitlines()
        pid = next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
        return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) * NANO


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time for the cells, and for cells and calls; and the points."""

    cells: float
    all: float
    score: float


def handed_in(release: Path, template: Template, *, answered: bool) -> NotebookNode:
    """Return a lesson with every exercise solved, and its questions answered in some words or not at all."""
    notebook = read_release(release)
    solutions = {exercise.name: reference_source(exercise) for exercise in template.exercises}
    for cell in notebook.cells:
        course = template.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if course and course.grade_id in solutions:
            cell.source = solutions[course.grade_id]
        elif course and course.by_hand and cell.cell_type == "markdown" and answered:
            cell.source = "Words."
    return notebook


def every_cell(notebook: NotebookNode, template: Template, *, figures: bool = True) -> dict[int, Run]:
    """Return all code cells up to the last judged one as what is run."""
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    last = max(i for i in code if notebook.cells[i].metadata.get("nbgrader", {}).get("grade"))
    return {i: Run(notebook.cells[i].source if i <= last else "", "whole") for i in code}


@contextmanager
def counted_cells() -> Iterator[list[float]]:
    """Put what each cell takes into a list."""
    seconds, run = list[float](), LearnersProcess.run

    def counted(process: LearnersProcess, source: str, name: str = "") -> list[NotebookNode]:
        before = CountedChild.now.seconds()
        outputs = run(process, source, name)
        seconds.append(CountedChild.now.seconds() - before)
        return outputs

    with mock.patch.object(LearnersProcess, "run", counted):
        yield seconds


def cost(jail: Jail, lesson: str, lessons: Lessons, notebook: NotebookNode, way: Callable[..., dict[int, Run]]) -> Cost:
    """Judge one submission, and tell what its process took after it was forked."""
    release, limits = lessons.release(lesson), Limits()
    with work_folder(release.parent) as folder, counted_cells() as cells, mock.patch.object(judging, "what_runs", way):
        put_beside(lesson, folder)
        used = list[float]()

        def ended(child: CountedChild) -> None:
            if child._learner >= 0 and child.is_alive():
                used.append(child.seconds())
            Child.end(child)

        with mock.patch.object(CountedChild, "end", ended):
            graded = judging.judge(
                submitted_cells(notebook, limits),
                lessons.template(lesson),
                knowledge=Reference(),
                seed=SEED,
                start=lambda bounds: jail.place(folder, bounds),
                limits=limits,
            )
    return Cost(sum(cells), max(used), graded.score)


def seconds_to_find(notebook: NotebookNode, template: Template) -> float:
    """Return what it takes to find out what is needed, for the second submission of a lesson."""
    built = rebuild(submitted_cells(notebook, Limits()), template).notebook
    what_runs(built, template)
    started = time.process_time()
    what_runs(built, template)
    return time.process_time() - started


def main() -> int:
    """Measure and print; return 1 where the points differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lessons", nargs="*", default=[""], help="how their names begin")
    parser.add_argument("--every-cell", action="store_true", help="run every cell as well, which takes minutes")
    options = parser.parse_args()
    lessons, same = Lessons(), True
    ways = {"needed": what_runs, "with figures": what_runs} | ({"every cell": every_cell} if options.every_cell else {})
    print(
        f"{'seconds of processor time':<30}" + "".join(f"{way + ': cells':>22}{'all':>8}" for way in ways) + "   find"
    )
    with mock.patch.object(jails, "Child", CountedChild), Jail(find_sandbox()) as jail:
        for lesson in (name for name in lessons.names if name.startswith(tuple(options.lessons))):
            template = lessons.template(lesson)
            costs = []
            for way, runs in ways.items():
                notebook = handed_in(lessons.release(lesson), template, answered=way == "with figures")
                costs.append(cost(jail, lesson, lessons, notebook, runs))
            same = same and len({each.score for each in costs}) == 1
            found = seconds_to_find(notebook, template)
            columns = "".join(f"{each.cells:22.3f}{each.all:8.2f}" for each in costs)
            print(f"{lesson:<30}{columns}{found:7.3f}", flush=True)
    return int(not same)


if __name__ == "__main__":
    raise SystemExit(main())
