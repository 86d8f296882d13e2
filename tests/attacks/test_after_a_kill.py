"""Whenever the grader is killed: no process, no control group and no file is left but what the next start knows."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from grading.grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save, save_release, solution
from jailed import is_dead, working_sandbox

from autograder.grading.sandbox.control_groups import PREFIX

CELL, LOOP = NAMES
PROGRAM = """
import sys
from pathlib import Path
from rich.console import Console
from autograder.grading import command
if __name__ == "__main__":
    inbox, out, releases = map(Path, sys.argv[1:])
    command.grade([inbox], out, Console(width=120), box="bubblewrap", releases=releases)
"""
SLOW = f"import time\ntime.sleep(1)\n{solution(CELL)}"
KNOWN = {".work", "autograded", "feedback", "nbgrader_config.py", "release", "source", "submitted"}
DATABASE = re.compile(r"(ledger|\.?gradebook)\.db(\.part)?(-\w+)?")  # a half-made one is removed by the next start
PATIENCE_SECONDS = 90


class Grader:
    """A grader at work on three submissions."""

    def __init__(self, root):
        self.root, self.out, self.scratch = root, root / "out", root / "scratch"
        program = root / "grade.py"
        program.write_text(PROGRAM)
        command = [sys.executable, str(program), str(root / "inbox"), str(self.out), str(root / "notebooks")]
        environment = os.environ | {"TMPDIR": str(self.scratch), "HOME": str(self.scratch)}
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.saved_before = len(self.saved())
        self.seen = set()  # every process that was ever below it

    def below(self):
        found = {self.process.pid, *descendants(self.process.pid)}
        self.seen |= found
        return found

    def has_a_worker(self):
        return any(is_of(pid, "python") for pid in self.below() - {self.process.pid})

    def has_a_sandbox(self):
        return any(is_of(pid, "bwrap") for pid in self.below())

    def has_a_learner(self):
        return any(len(line_of(pid, "NSpid").split()) > 2 for pid in self.below())

    def has_saved(self):
        self.below()
        return len(self.saved()) > self.saved_before

    def saved(self):
        return [*self.out.glob("autograded/*/*/*.ipynb")]

    def left(self):
        """What is there of it still."""
        ours = tuple(f"{PREFIX}-{pid}-" for pid in self.seen)
        groups = [name for _, folders, _ in os.walk("/sys/fs/cgroup") for name in folders if name.startswith(ours)]
        alive = [(pid, line_of(pid, "Name")) for pid in self.seen if Path(f"/proc/{pid}").exists() and not is_dead(pid)]
        return [*alive, *groups, *self.scratch.iterdir()]


def descendants(pid):
    """The processes below one, whichever of its threads has started them."""
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, children.read_text().split())
    return found + [each for child in found for each in descendants(child)]


def is_of(pid, program):
    return line_of(pid, "Name").startswith(program)


def line_of(pid, name):
    """What Linux says of a process under a name; nothing where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:")), "")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    working_sandbox()
    root = tmp_path_factory.mktemp("killed")
    save_release(root / "notebooks")
    for student in ("ana", "ben", "cat"):
        save(as_bytes(handed_in({CELL: SLOW, LOOP: solution(LOOP)})), root / "inbox" / student / f"{LESSON}.ipynb")
    (root / "scratch").mkdir()
    return root


@pytest.mark.parametrize("moment", [Grader.has_a_worker, Grader.has_a_sandbox, Grader.has_a_learner, Grader.has_saved])
def test_nothing_is_left_of_a_grader_that_is_killed(root, moment):
    grader = Grader(root)
    try:
        wait_for(lambda: moment(grader) or grader.process.poll() is not None, grader.below)
        assert grader.process.poll() is None, grader.process.stdout.read()
        grader.below()
    finally:
        grader.process.kill()
        grader.process.communicate()
    wait_for(lambda: not grader.left(), grader.left)
    assert {path.name for path in grader.out.iterdir() if not DATABASE.fullmatch(path.name)} <= KNOWN


def wait_for(condition, seen):
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < give_up, seen()
        time.sleep(0.05)


def test_the_next_start_ends_with_everything(root):
    grader = Grader(root)
    said, _ = grader.process.communicate(timeout=120)
    assert grader.process.returncode == 0, said
    results = json.loads((grader.out / "results.json").read_text())
    assert [entry["score"] for entry in results["submissions"]] == [sum(FULL)] * 3
    assert not (grader.out / ".work").exists()
    assert list(grader.scratch.iterdir()) == []
