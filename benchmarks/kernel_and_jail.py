"""What a submission costs where its cells run in a kernel, and where they run in a process forked in the jail.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.kernel_and_jail [--lesson 02_simple_rnn] [--submissions 9]

The same honest submissions are rebuilt, run and judged in both kinds of place, right after one another and in turns;
the points have to be the same. Pages, gradebook and ledger are not part of it: they cost the same in both. Processor
time is that of this process and of everything in the sandbox. What the jail's parent takes to get ready is paid once
for a batch, and printed apart.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from autograder.grading.grade import work_folder
from autograder.grading.jail import jail
from autograder.grading.jail.child import Child
from autograder.grading.jail.parent import Parent
from autograder.grading.judge.judge import judge
from autograder.grading.judge.place import Start
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import read_notebook
from autograder.grading.notebook.template import Template
from autograder.grading.places import Kind, places
from autograder.grading.sample_class import sample_class
from autograder.grading.sandbox import SandboxLimits, box, find_sandbox
from autograder.reference import Reference
from benchmarks.grading import CountedBox, _below
from benchmarks.grading import _used as _used_by_itself

SEED = 2026


@dataclass(frozen=True)
class Cost:
    """What one submission took."""

    wall: float
    cpu: float
    score: float


class CountedChild(Child):
    """A child that counts the processor time used inside, before all of it ends."""

    seconds = 0.0

    def end(self) -> None:
        """Count, then end them."""
        if self._first >= 0 and self.is_alive():
            lines = Path(f"/proc/self/fdinfo/{self._first}").read_text().splitlines()
            first = next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
            CountedChild.seconds += sum(map(_used, [first, *_below(first)]))
        super().end()


class CountedParent(Parent):
    """A parent that counts its own processor time before it ends: nobody waits for it either."""

    seconds = 0.0

    def close(self) -> None:
        """Count, then end it."""
        CountedParent.seconds += sum(map(_used_by_itself, _below(self._process.pid)))
        super().close()


def _used(pid: int) -> float:
    """Return the processor time of a process and of the dead that it has buried."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used) + CountedBox.seconds + CountedChild.seconds


def judged(notebook: bytes, template: Template, release: Path, start_in: Callable[[Path], Start]) -> Cost:
    """Judge one submission, and tell what it took."""
    wall, cpu, limits = time.perf_counter(), _cpu(), Limits()
    with work_folder(release.parent) as folder:
        cells = read_notebook(notebook, limits)
        graded = judge(cells, template, knowledge=Reference(), seed=SEED, start=start_in(folder), limits=limits)
    return Cost(time.perf_counter() - wall, _cpu() - cpu, graded.score)


def compare(lesson: str, count: int) -> dict[Kind, list[Cost]]:
    """Judge `count` submissions in each kind of place, and one before that is not counted."""
    lessons, kinds = Lessons(), ("kernel", "jail")
    release, template = lessons.release(lesson), lessons.template(lesson)
    honest = [learner for learner in sample_class(release) if not (learner.broken or learner.lost)][: count + 1]
    costs: dict[Kind, list[Cost]] = {kind: [] for kind in kinds}  # type: ignore[misc]
    with ExitStack() as opened:
        ways = {kind: opened.enter_context(places(kind, find_sandbox(), SandboxLimits())) for kind in costs}
        for number, learner in enumerate(honest):
            for kind in [*costs][:: 1 if number % 2 else -1]:
                cost = judged(learner.data, template, release, ways[kind])
                if number:
                    costs[kind].append(cost)
    return costs


def main() -> int:
    """Measure and print; return 1 where the points differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lesson", default="02_simple_rnn")
    parser.add_argument("--submissions", type=int, default=9)
    options = parser.parse_args()
    box.Box = CountedBox  # type: ignore[misc]
    jail.Child, jail.Parent = CountedChild, CountedParent  # type: ignore[misc]
    costs = compare(options.lesson, options.submissions)
    print(f"{options.lesson}, {len(costs['kernel'])} honest submissions, judged without page and gradebook; medians")
    for kind, own in costs.items():
        print(f"{kind:<8}{median(c.wall for c in own):7.2f} s{median(c.cpu for c in own):9.2f} s of processor time")
    pairs = list(zip(costs["jail"], costs["kernel"], strict=True))
    print(f"ratio of processor time: {median(a.cpu / b.cpu for a, b in pairs):.2f}")
    print(f"the jail's parent, once for a batch: {CountedParent.seconds:.1f} s")
    return int(any(a.score != b.score for a, b in pairs))


if __name__ == "__main__":
    raise SystemExit(main())
