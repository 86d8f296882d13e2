"""Workers: bounded in time and memory, replaced when they are lost, and gone with whoever started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tasks
from attacks.jailed import is_dead
from grading_fixtures import FULL, LESSON, as_bytes, save, save_release, solved

from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons
from autograder.grading.worker.pool import WorkerLost, local_workers, result_of
from autograder.grading.worker.task import Refused

STARTER = """
import sys, time, tasks
from autograder.grading.worker.pool import local_workers
if __name__ == "__main__":
    with local_workers(1, seconds=100, memory_mib=2048) as workers:
        print(workers.submit(tasks.own_pid).result(), flush=True)
        workers.submit(tasks.sleep, 100).result()
"""


@pytest.fixture(scope="module")
def workers():
    with local_workers(1, seconds=3, memory_mib=1024) as given:
        yield given


def test_a_task_that_takes_too_long_is_ended_and_the_next_one_is_done(workers):
    pid = result_of(workers.submit(tasks.own_pid))
    with pytest.raises(WorkerLost, match="longer than one submission may take") as lost:
        result_of(workers.submit(tasks.sleep, 100))
    assert not lost.value.perhaps_not_to_blame
    assert result_of(workers.submit(tasks.own_pid)) != pid
    assert not Path(f"/proc/{pid}").exists()


def test_a_worker_that_is_killed_is_told_and_replaced(workers):
    with pytest.raises(WorkerLost, match="died") as lost:
        result_of(workers.submit(tasks.die))
    assert lost.value.perhaps_not_to_blame
    assert result_of(workers.submit(tasks.add, 2, 3)) == 5


def test_a_task_gets_no_more_memory_than_was_agreed(workers):
    assert result_of(workers.submit(tasks.take, 256)) == 256
    with pytest.raises(MemoryError):
        result_of(workers.submit(tasks.take, 4096))


def test_an_exception_of_a_task_arrives(workers):
    with pytest.raises(KeyError, match="nothing"):
        result_of(workers.submit(tasks.fail))


def test_workers_end_with_whoever_started_them(tmp_path):
    script = save(STARTER.encode(), tmp_path / "starter.py")
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": path}) as own:
        pid = int(own.stdout.readline())
        own.kill()
    deadline = time.monotonic() + 60
    while not is_dead(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_dead(pid)


def test_workers_find_no_module_in_the_working_directory(tmp_path):
    """A person may start the grader in a folder of a learner's."""
    script = save(STARTER.encode(), tmp_path / "starter.py")
    for name in ("json", "multiprocessing", "numpy", "pebble", "pickle", "random", "signal", "struct", "threading"):
        save(b"open('planted', 'w').close()", tmp_path / "handed_in" / f"{name}.py")
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    place, command = tmp_path / "handed_in", [sys.executable, script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": path}, cwd=place) as own:
        assert int(own.stdout.readline())
        own.kill()
    assert not (place / "planted").exists()


class Course:
    """Two learners and their inbox."""

    def __init__(self, root):
        self.root, self.out = root, root / "out"
        save_release(root / "notebooks")
        for student in ("ana", "ben"):
            save(as_bytes(solved()), root / "inbox" / student / f"{LESSON}.ipynb")

    def grade(self, judge, monkeypatch, **options):
        """Grade with a stand-in for what workers do."""
        monkeypatch.setattr("autograder.grading.grade.judge_task", judge)
        lessons = Lessons(self.root / "notebooks")
        with local_workers(2, seconds=60, memory_mib=2048) as workers:
            batch = Batch(lessons, CourseFolder(self.out), "none", workers=lambda: tasks.given(workers), **options)
            found = find_submissions([self.root / "inbox"], lessons.names)
            return {result.student: result for result in batch.run(lambda work: found, lambda result: None)}


def test_who_kills_a_worker_is_tried_once_more_and_costs_nobody_else(tmp_path, monkeypatch):
    course = Course(tmp_path)
    save(as_bytes(solved()) + b" ", course.root / "inbox" / "ben" / f"{LESSON}.ipynb")
    results = course.grade(tasks.deadly_to_all_with_a_blank, monkeypatch)
    assert results["ana"].score == sum(FULL)
    assert results["ben"].outcome == "not graded"
    assert "died" in results["ben"].reason
    assert (tmp_path / "deaths").read_text() == "xx"


def test_a_worker_that_was_lost_by_chance_costs_nothing(tmp_path, monkeypatch):
    course = Course(tmp_path)
    results = course.grade(tasks.deadly_once, monkeypatch)
    assert [result.score for result in results.values()] == [sum(FULL)] * 2
    assert (tmp_path / "deaths").read_text() == "x"


def test_a_refusal_is_not_graded_and_the_file_is_kept(tmp_path, monkeypatch):
    course = Course(tmp_path)
    results = course.grade(tasks.refuse, monkeypatch)
    assert {result.outcome for result in results.values()} == {"not graded"}
    assert (course.out / "not_graded" / "ana" / f"{LESSON}.ipynb").exists()


def test_what_was_graded_is_judged_again_where_that_is_asked_for(tmp_path, monkeypatch):
    course = Course(tmp_path)
    first = course.grade(tasks.judged, monkeypatch)
    assert course.grade(tasks.refuse, monkeypatch) == first
    again = course.grade(tasks.judged, monkeypatch, force=True)
    assert [result.score for result in again.values()] == [sum(FULL)] * 2
    assert [result.seed for result in again.values()] != [result.seed for result in first.values()]


def test_a_file_that_cannot_be_read_is_refused_with_a_reason(tmp_path):
    course = Course(tmp_path)
    answer = tasks.judge_file(b"no notebook", course.root / "notebooks")
    assert answer == Refused("The file is not JSON, so it is no notebook.")


def test_a_lost_worker_is_killed_with_its_children(workers):
    pid = result_of(workers.submit(tasks.own_pid))
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(WorkerLost):
        result_of(workers.submit(tasks.sleep, 1))
    assert result_of(workers.submit(tasks.own_pid)) != pid
