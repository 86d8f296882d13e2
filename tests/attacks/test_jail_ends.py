"""How a jail begins and ends: with threads that come and go, with a parent that dies, with a grader that is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from jailed import SMALL, all_processes, held_namespaces, is_dead, processes_in, told, working_sandbox
from test_jail import below, parent_of

from autograder.grading.jail import Jail
from autograder.grading.jail.parent_process import Parent
from autograder.grading.judge.place import ProcessNotStarted
from autograder.grading.limits import Limits


def test_a_dead_parent_is_replaced(tmp_path):
    with Jail(working_sandbox(), SMALL) as own:
        own.place(tmp_path, Limits()).close()
        os.kill(parent_of(own), signal.SIGKILL)
        with pytest.raises(ProcessNotStarted):
            own.place(tmp_path, Limits())
        place = own.place(tmp_path, Limits())
        assert told(place, "print('again')") == ("again\n", False)
        place.close()


KILLED = f"""
import sys, time
sys.path.insert(0, {str(Path(__file__).parent)!r})
from jailed import *
place = jail().place(Path({str(Path(__file__).parent / "hostile")!r}), Limits())
group = place._process.group
print(number_of(place._process._first), *(group.folders if group else []), flush=True)
time.sleep(1000)
"""


def test_nothing_is_left_of_a_killed_grader(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", KILLED],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
    ) as grader:
        first, *groups = grader.stdout.readline().split()
        sweepers = [pid for pid in below(grader.pid) if b"sweeper" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        with held_namespaces(int(first)) as inside:
            assert processes_in(inside)
            assert all(Path(group).exists() for group in groups)
            assert len(sweepers) == bool(groups)
            grader.kill()
            deadline = time.monotonic() + 30
            while processes_in(inside) or any(Path(each).exists() for each in [*groups, *proc(sweepers)]):
                assert time.monotonic() < deadline, "something of the jail outlived its grader"
                time.sleep(0.01)
    assert list(tmp_path.iterdir()) == []


def proc(numbers):
    return [f"/proc/{number}" for number in numbers if not is_dead(number)]


def test_a_jail_outlives_the_thread_that_opened_it(tmp_path):
    """As where a server calls: Linux would end with a thread what it has started."""
    with Jail(working_sandbox(), SMALL) as own, ThreadPoolExecutor(4) as threads:
        opener = threading.Thread(target=own.require)
        opener.start()
        opener.join()
        parent = own._parent
        places = list(threads.map(lambda number: own.place(tmp_path, Limits()), range(4)))
        said = list(threads.map(lambda place: told(place, "print(2 + 3)")[0], places))
        for place in places:
            place.close()
        assert said == ["5\n"] * 4
        assert own._parent is parent


def test_threads_that_begin_at_once_start_one_parent(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(
        "autograder.grading.jail.jail.Parent", lambda *given: started.append(Parent(*given)) or started[-1]
    )
    with Jail(working_sandbox(), SMALL) as own, ThreadPoolExecutor(3) as threads:
        for place in threads.map(lambda number: own.place(tmp_path, Limits()), range(3)):
            place.close()
    assert len(started) == 1


def test_nothing_is_left_of_a_jail(tmp_path):
    descriptors, processes = len(os.listdir("/proc/self/fd")), set(all_processes())
    with Jail(working_sandbox(), SMALL) as own:
        for _ in range(3):
            own.place(tmp_path, Limits()).close()
        parent = own._parent._keeper.process.pid
        assert parent not in processes
    assert len(os.listdir("/proc/self/fd")) == descriptors
    assert not Path(f"/proc/{parent}").exists()
