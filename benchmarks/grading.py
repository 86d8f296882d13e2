"""What grading costs: `autograder grade` against stock nbgrader and otter-grader, on the same honest submissions.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.grading [--lesson 02_simple_rnn] [--submissions 9] [--otter OTTER]
    OPENBLAS_NUM_THREADS=1 python -m benchmarks.grading --many 1000 [--jobs 1 2] [--answered] [--no-locations]
    OPENBLAS_NUM_THREADS=1 python -m benchmarks.grading --wait 40 [--no-locations]

The first form grades the same class by the commands that an instructor types, each way in turn:

    stock   `nbgrader autograde`, and `nbgrader generate_feedback` for the pages; what a submission says is believed
    ours    `autograder grade --jobs 1` in the sandbox, page and gradebook included; and the same with every question
            answered in writing, where figures that a question names are drawn for whoever marks it
    otter   `otter run` of another environment's program OTTER, on tests that ask for next to nothing

Each way is run with one submission and with all, and what one more costs is worked out from the two: neither side pays
for starting Python. Time is processor time of a command and all that it starts, read from a control group of its own
(Linux, as root); the ratio is to stock.

The second form grades a class of many, honest and wrong, and prints how long it takes on so many workers, and the most
memory that main and a worker held. The third submits one notebook after another to a worker that is ready, and prints
how long its verdict and page take by the clock.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import quantiles

import nbformat

from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.sample_class import Learner, sample_class, write_class
from autograder.grading.worker.judging import judge_task
from autograder.grading.worker.pool import local_workers, result_of
from autograder.grading.worker.task import Task

ACCOUNTS = (Path("/sys/fs/cgroup/cpuacct"), Path("/sys/fs/cgroup"))
WAITING = "Your answer here."
STOCK = "c = get_config()\n"


@dataclass(frozen=True)
class Cost:
    """Seconds of a command: by the clock, and of processor time."""

    wall: float
    cpu: float


def measured(command: list[str], folder: Path) -> Cost:
    """Run a command and return what it and all that it starts cost."""
    with account() as group:
        started = time.perf_counter()
        joined = f'echo $$ > "{group}/cgroup.procs" && exec "$@"'
        done = subprocess.run(
            ["sh", "-c", joined, "sh", *command],
            cwd=folder,
            env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
        )
        if done.returncode not in (0, 2):
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return Cost(time.perf_counter() - started, _seconds(group))


@contextmanager
def account() -> Iterator[Path]:
    """Make a control group that counts processor time."""
    root = next((place for place in ACCOUNTS if (place / "cgroup.procs").exists()), None)
    if root is None:
        raise SystemExit("There are no control groups here: run this on Linux, as root.")
    group = root / f"benchmark-{os.getpid()}"
    group.mkdir()
    try:
        yield group
    finally:
        while _left(group):
            time.sleep(0.1)
        group.rmdir()


def _left(group: Path) -> bool:
    return any(path.read_text().strip() for path in group.rglob("cgroup.procs"))


def _seconds(group: Path) -> float:
    time.sleep(0.5)  # for what ends with the command
    if (group / "cpuacct.usage").exists():
        return int((group / "cpuacct.usage").read_text()) / 1e9
    return int((group / "cpu.stat").read_text().split()[1]) / 1e6


# ------------------------------------------------------------------------------------------------ what is graded


def honest(release: Path) -> list[Learner]:
    """Return those of the sample class whose notebooks can be read."""
    return [learner for learner in sample_class(release) if not (learner.broken or learner.lost)]


def unanswered(learner: Learner) -> Learner:
    """Return a learner who has left the written questions alone."""
    notebook = nbformat.reads(learner.data.decode(), as_version=4)
    for cell in notebook.cells:
        known = cell.metadata.get("nbgrader", {})
        if known.get("grade") and known.get("solution") and cell.cell_type == "markdown":
            cell.source = WAITING
    return replace(learner, data=nbformat.writes(notebook).encode())


def grade_ours(learners: list[Learner], lesson: str, folder: Path, jobs: int = 1, *more: str) -> Cost:
    """Grade by `autograder grade`."""
    write_class(learners, folder / "in", lesson)
    command = [sys.executable, "-m", "autograder", "grade", str(folder / "in"), "--out", str(folder / "out")]
    return measured([*command, "--jobs", str(jobs), *more], Path(__file__).parents[1])


def grade_stock(learners: list[Learner], release: Path, folder: Path) -> Cost:
    """Grade by nbgrader as it comes, and make its pages."""
    lesson = release.stem
    with CourseFolder(folder) as course:
        course.add_lesson(lesson, release)
    (folder / "nbgrader_config.py").write_text(STOCK)
    for place in ("source", "release"):  # nbgrader copies what a lesson needs from source/
        shutil.copytree(release.parent, folder / place / lesson, dirs_exist_ok=True)
    write_class(learners, folder / "submitted", lesson)
    steps = ["autograde", "generate_feedback"]
    costs = [measured([sys.executable, "-m", "nbgrader", step, lesson], folder) for step in steps]
    return Cost(sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs))


def grade_otter(learners: list[Learner], release: Path, folder: Path, otter: str) -> Cost:
    """Grade by `otter run`, one command a submission, with a test of each exercise that asks whether it is there."""
    exercises = [exercise.name for exercise in Lessons(release.parents[1]).template(release.stem).exercises]
    (folder / "tests").mkdir(parents=True)
    for name in exercises:
        case = {"code": f">>> callable({name.removeprefix('hunt_')})\nTrue", "hidden": False, "locked": False}
        test = {"name": name, "points": 1, "suites": [{"cases": [case], "type": "doctest"}]}
        (folder / "tests" / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    subprocess.run([otter, "generate", "--no-environment"], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob("autograder*.zip"))
    costs = []
    for learner in learners:
        own = folder / learner.name
        shutil.copytree(release.parent, own)
        (own / release.name).write_bytes(learner.data)
        costs.append(measured([otter, "run", "-a", str(archive), release.name], own))
    return Cost(sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs))


# ---------------------------------------------------------------------------------------------------- the forms


def compare(release: Path, count: int, otter: str, folder: Path) -> None:
    """Print what one more submission costs in each way."""
    learners = list(itertools.islice(itertools.cycle(honest(release)), count + 1))
    learners = [replace(learner, name=f"{number:02}-{learner.name}") for number, learner in enumerate(learners)]
    silent = [unanswered(learner) for learner in learners]
    ways = {
        "stock": lambda some, place: grade_stock(learners[:some], release, place),
        "ours": lambda some, place: grade_ours(silent[:some], release.stem, place),
        "ours, answered": lambda some, place: grade_ours(learners[:some], release.stem, place),
    }
    if otter:
        ways["otter"] = lambda some, place: grade_otter(learners[:some], release, place, otter)
    print(f"{release.stem}: what one of {count} more submissions costs, page and gradebook included")
    print(f"{'way':<16}{'processor':>12}{'of stock':>10}{'the first':>12}")
    stock = 0.0
    for name, grade in ways.items():
        one, all_ = grade(1, folder / f"{name}-1"), grade(count + 1, folder / f"{name}-all")
        cost = (all_.cpu - one.cpu) / count
        stock = stock or cost
        print(f"{name:<16}{cost:10.2f} s{cost / stock:10.3f}{one.cpu:10.1f} s", flush=True)


def many(release: Path, count: int, jobs: int, folder: Path, *more: str, answered: bool) -> None:
    """Print how long a large class takes, and how much memory."""
    learners = [learner if answered else unanswered(learner) for learner in honest(release)]
    named = [
        replace(learner, name=f"{number:05}")
        for number, learner in zip(range(count), itertools.cycle(learners), strict=False)
    ]
    with watched() as peaks:
        cost = grade_ours(named, release.stem, folder, jobs, *more)
    print(
        f"{count} submissions on {jobs} workers: {cost.wall / 60:.1f} min, {cost.cpu / count:.2f} s of processor time "
        f"each; main held at most {peaks['main']} MB, a worker {peaks['worker']} MB",
        flush=True,
    )


@contextmanager
def watched() -> Iterator[dict[str, int]]:
    """Watch the most memory that a grader and its workers hold, in MB."""
    peaks, over = {"main": 0, "worker": 0}, threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            for status in Path("/proc").glob("[0-9]*/status"):
                _note(status, peaks)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()


def _note(status: Path, peaks: dict[str, int]) -> None:
    try:
        command = (status.parent / "cmdline").read_bytes().split(b"\0")
        lines = status.read_text().splitlines()
    except OSError:
        return
    held = next((int(line.split()[1]) // 1000 for line in lines if line.startswith("VmHWM")), 0)
    if b"grade" in command and b"autograder" in command:
        peaks["main"] = max(peaks["main"], held)
    elif any(b"forkserver" in part for part in command):
        peaks["worker"] = max(peaks["worker"], held)


def wait_for_verdicts(release: Path, count: int, limits: Limits) -> None:
    """Print how long a learner waits for verdict and page where a worker is ready."""
    learners, waited = itertools.islice(itertools.cycle(honest(release)), count + 1), []
    with local_workers(1, seconds=900, memory_mib=Limits().worker_mib) as workers:
        for learner in learners:
            started = time.perf_counter()
            result_of(workers.submit(judge_task, Task(release.stem, learner.data, "bubblewrap", seed=7, limits=limits)))
            waited.append(time.perf_counter() - started)
    cuts = quantiles(waited[1:], n=20)
    print(f"{count} submissions: half within {cuts[9]:.2f} s, 95 of 100 within {cuts[18]:.2f} s")
    print(f"the first, before which the worker gets ready: {waited[0]:.1f} s")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lesson", default="02_simple_rnn")
    parser.add_argument("--submissions", type=int, default=9)
    parser.add_argument("--otter", default="", help="the program of an environment that has otter-grader")
    parser.add_argument("--many", type=int, default=0)
    parser.add_argument("--answered", action="store_true", help="with --many: the written questions as well")
    parser.add_argument("--no-locations", action="store_true", help="say of no wrong answer where it goes wrong")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--wait", type=int, default=0)
    options = parser.parse_args()
    release = Lessons().release(options.lesson)
    with tempfile.TemporaryDirectory() as folder:
        if options.many:
            for jobs in options.jobs:
                more = ["--no-locations"] if options.no_locations else []
                many(release, options.many, jobs, Path(folder) / str(jobs), *more, answered=options.answered)
        elif options.wait:
            wait_for_verdicts(release, options.wait, Limits(locate_seconds=0) if options.no_locations else Limits())
        else:
            compare(release, options.submissions, options.otter, Path(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
