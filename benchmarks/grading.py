"""What sandbox and judge cost: `nbgrader autograde` as it is against ours, on the same honest submissions.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.grading [--lesson 02_simple_rnn] [--submissions 9]

Everything runs in this one process, so that neither side pays for starting Python and importing nbgrader. Each
submission is graded four times right after one another, by

    stock   nbgrader's Autograde as it comes: checks run in the learner's own process, and what it says is believed
    ours    nbgrader's Autograde with this course's configuration: a sandbox, and the judge outside it
    whole   the same, but every cell of the lesson is run, as stock does: this is what sandbox and judge cost by
            themselves, without what is saved by leaving out the figures that can change no score
    batch   `autograder grade`, which has its own reading, gradebook writer and ledger (its feedback page is not timed)

and the order changes from one to the next, so that whatever else the machine does meets all alike. Time is what
a clock shows; processor time is that of this process and of all that it started, in the sandbox too.
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from unittest import mock

from autograder.grading.sandbox.box import Box
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.grading.books.gradebook import COURSE, CourseFolder, quiet_nbgrader
from autograder.grading.grade import Batch
from autograder.grading.intake import Submission
from autograder.grading.judge import judge
from autograder.grading.lessons import Lessons
from autograder.grading.notebook.template import Template
from autograder.grading.notebook.what_runs import Run
from autograder.grading.sample_class import Learner, sample_class, write_class
from autograder.grading.sandbox import box
from autograder.grading.stock.configure import configure

BOUND = 1.3  # what ours may cost, as a multiple of stock


@dataclass(frozen=True)
class Cost:
    """Seconds for one submission."""

    wall: float
    cpu: float


def measured(grade: Callable[[], object]) -> Cost:
    """Return what a call costs."""
    wall, cpu = time.perf_counter(), _cpu()
    grade()
    return Cost(time.perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used) + CountedBox.seconds


class CountedBox(Box):
    """A box that counts the processor time used inside: nobody waits for those who die there, so Linux does not."""

    seconds = 0.0

    def kill(self) -> None:
        """Count, then end them."""
        first = _children(self.process.pid)  # bubblewrap waits for this one, so it counts without us
        for pid in first:
            CountedBox.seconds += sum(map(_used, _below(pid)))
        super().kill()


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _below(pid: int) -> list[int]:
    return [found for child in _children(pid) for found in (child, *_below(child))]


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class NbgraderCourse:
    """A course folder that nbgrader's own converter grades in."""

    def __init__(self, root: Path, release: Path, learners: list[Learner], config: Config) -> None:
        self.lesson, self.root, self.config = release.stem, root, config
        CourseFolder(root).add_lesson(self.lesson, release)
        for folder in ("source", "release"):  # nbgrader copies what a lesson needs from source/
            shutil.copytree(release.parent, root / folder / self.lesson, dirs_exist_ok=True)
        write_class(learners, root / "submitted", self.lesson)

    def grade(self, student: str) -> None:
        """Grade one submission."""
        course = CourseDirectory(
            root=str(self.root),
            course_id=COURSE,
            assignment_id=self.lesson,
            student_id=student,
            db_url=f"sqlite:///{self.root / 'gradebook.db'}",
        )
        converter = Autograde(coursedir=course, config=self.config, force=True)
        converter.log = logging.getLogger("benchmark")
        with quiet_nbgrader():
            converter.start()


def everything(notebook: NotebookNode, template: Template) -> dict[int, Run]:
    """Return all code cells as what is run."""
    return {i: Run(cell.source, "whole") for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"}


class Whole(NbgraderCourse):
    """Ours, with every cell run."""

    def grade(self, student: str) -> None:
        """Grade one submission."""
        with mock.patch.object(judge, "what_runs", everything):
            super().grade(student)


class OwnBatch:
    """The same by `autograder grade`, one submission a batch."""

    def __init__(self, root: Path, release: Path, learners: list[Learner], sandbox: str) -> None:
        self.lessons, self.root, self.box, self.lesson = Lessons(release.parents[1]), root, sandbox, release.stem
        write_class(learners, root / "handed_in", self.lesson)

    def grade(self, student: str) -> None:
        """Grade one submission, as if for the first time."""
        place = self.root / "handed_in" / student / self.lesson / f"{self.lesson}.ipynb"
        course = WithoutFeedback(self.root / "out")
        (result,) = Batch(self.lessons, course, self.box).run(
            lambda work: [Submission(place, student)], lambda result: None
        )
        assert result.outcome == "graded", result.reason


class WithoutFeedback(CourseFolder):
    """A course folder that writes no page, as `nbgrader autograde` writes none."""

    def write_feedback(self, student: str, lesson: str) -> Path:
        """Write nothing."""
        return self.root


def compare(release: Path, count: int, sandbox: str, folder: Path) -> dict[str, list[Cost]]:
    """Grade `count` submissions, and one before that is not counted, in each way."""
    honest = [learner for learner in sample_class(release) if not (learner.broken or learner.lost)][: count + 1]
    ours = Config()
    configure(ours, sandbox=sandbox)
    ways: dict[str, Callable[[str], None]] = {
        "stock": NbgraderCourse(folder / "stock", release, honest, Config()).grade,
        "ours": NbgraderCourse(folder / "ours", release, honest, ours).grade,
        "whole": Whole(folder / "whole", release, honest, ours).grade,
        "batch": OwnBatch(folder / "batch", release, honest, sandbox).grade,
    }
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for number, learner in enumerate(honest):
        turn = number % len(ways)
        for name in [*ways][turn:] + [*ways][:turn]:
            cost = measured(partial(ways[name], learner.name))
            if number:
                costs[name].append(cost)
    return costs


def print_table(costs: dict[str, list[Cost]]) -> None:
    """Print medians, and the median of the ratios to stock on the same submission."""
    print("way       time   ratio    processor   ratio")
    for name, own in costs.items():
        pairs = list(zip(own, costs["stock"], strict=True))
        print(
            f"{name:<6}{median(cost.wall for cost in own):6.2f} s{median(a.wall / b.wall for a, b in pairs):8.2f}"
            f"{median(cost.cpu for cost in own):11.2f} s{median(a.cpu / b.cpu for a, b in pairs):8.2f}"
        )


def main() -> int:
    """Measure, print, and return 1 where sandbox and judge cost more than the bound in processor time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lesson", default="02_simple_rnn")
    parser.add_argument("--submissions", type=int, default=9)
    parser.add_argument("--sandbox", default="bubblewrap")
    options = parser.parse_args()
    box.Box = CountedBox  # type: ignore[misc]
    logging.getLogger("benchmark").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        costs = compare(Lessons().release(options.lesson), options.submissions, options.sandbox, Path(folder))
    print(f"{options.lesson}, {len(costs['stock'])} honest submissions, sandbox {options.sandbox}; medians")
    print_table(costs)
    ratio = median(a.cpu / b.cpu for a, b in zip(costs["whole"], costs["stock"], strict=True))
    print(f"sandbox and judge against stock: {ratio:.2f} in processor time; the bound is {BOUND}")
    return int(ratio > BOUND)


if __name__ == "__main__":
    raise SystemExit(main())
