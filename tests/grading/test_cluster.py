"""The same tasks on a Dask cluster: what is killed there, worker, scheduler or client, loses nothing."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import tasks
from grading_fixtures import FULL, LESSON, as_bytes, save, save_release, solved

from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons
from autograder.grading.worker.cluster import ClusterGone, cluster_workers

LEARNERS = ("ana", "ben", "cat")
PATH = os.pathsep.join([str(Path(__file__).parent), *sys.path])
ENVIRONMENT = {"PYTHONPATH": PATH, "PATH": os.environ["PATH"], "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s"}
CLIENT = """
import sys
from functools import partial
from pathlib import Path
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons
from autograder.grading.worker.cluster import cluster_workers

root, address = Path(sys.argv[1]), sys.argv[2]
lessons = Lessons(root / "notebooks")
workers = partial(cluster_workers, address, seconds=60, memory_mib=2048)
batch = Batch(lessons, CourseFolder(root / "out"), "none", workers=workers)
batch.run(lambda work: find_submissions([root / "inbox"], lessons.names), lambda result: print("done", flush=True))
"""


class Cluster:
    """A scheduler and its workers, processes that can be killed."""

    def __init__(self, folder):
        self.folder, self.workers, self.address = folder, [], ""
        self.scheduler = self.start("scheduler", "--no-show", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        log = folder / "scheduler.log"
        while "Scheduler at:" not in log.read_text():
            time.sleep(0.1)
        self.address = next(line.split()[-1] for line in log.read_text().splitlines() if "Scheduler at:" in line)
        self.add_worker()

    def start(self, what, *options):
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, *options]
        with (self.folder / f"{what}.log").open("w") as log:
            return subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, env=ENVIRONMENT, start_new_session=True
            )

    def add_worker(self):
        options = ["--host", "127.0.0.1", "--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--no-nanny"]
        self.workers.append(self.start("worker", self.address, *options))

    def end(self):
        for process in [*self.workers, self.scheduler]:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def cluster(folder):
    folder.mkdir()
    running = Cluster(folder)
    try:
        yield running
    finally:
        running.end()


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("dask") / "cluster") as running:
        yield running


class Course:
    """A class whose work lies in an inbox."""

    def __init__(self, root):
        self.root, self.lessons = root, None
        save_release(root / "notebooks")
        for learner in LEARNERS:
            save(as_bytes(solved()), root / "inbox" / learner / f"{LESSON}.ipynb")

    def grade(self, address, told=lambda result: None):
        lessons = Lessons(self.root / "notebooks")
        workers = partial(cluster_workers, address, seconds=60, memory_mib=2048)
        batch = Batch(lessons, CourseFolder(self.root / "out"), "none", workers=workers)
        found = find_submissions([self.root / "inbox"], lessons.names)
        return {result.student: result for result in batch.run(lambda work: found, told)}, batch.known


def test_a_machine_that_is_lost_costs_nothing(dask, tmp_path, monkeypatch):
    course = Course(tmp_path)
    # In its first task the process of the worker's own dies; after its first answer the whole worker does.
    monkeypatch.setattr("autograder.grading.grade.judge_task", tasks.deadly_once)

    def kill_first(result):
        if len(dask.workers) == 1:
            os.killpg(dask.workers[0].pid, signal.SIGKILL)
            dask.add_worker()

    results, _ = course.grade(dask.address, kill_first)
    assert {name: result.score for name, result in results.items()} == dict.fromkeys(LEARNERS, sum(FULL))
    assert (tmp_path / "deaths").read_text() == "x"


def test_a_client_that_is_killed_goes_on_where_it_was(dask, tmp_path):
    course = Course(tmp_path)
    command = [sys.executable, "-c", CLIENT, str(tmp_path), dask.address]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE) as client:
        assert client.stdout.readline() == b"done\n"
        client.kill()
    results, known = course.grade(dask.address)
    assert {name: result.score for name, result in results.items()} == dict.fromkeys(LEARNERS, sum(FULL))
    assert known >= 1


def test_a_scheduler_that_is_killed_ends_the_batch_and_what_was_graded_is_kept(tmp_path):
    course = Course(tmp_path)
    with cluster(tmp_path / "first") as first, pytest.raises(ClusterGone, match="What was graded is kept"):
        course.grade(first.address, lambda result: first.end())
    with cluster(tmp_path / "second") as second:
        results, known = course.grade(second.address)
    assert {name: result.score for name, result in results.items()} == dict.fromkeys(LEARNERS, sum(FULL))
    assert known >= 1


def test_a_scheduler_that_does_not_answer_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.grading.worker.cluster.CONNECT_SECONDS", 1)
    with (
        pytest.raises(ClusterGone, match="No Dask scheduler answers"),
        cluster_workers("tcp://127.0.0.1:9", seconds=60, memory_mib=2048),
    ):
        pass
