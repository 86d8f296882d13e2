"""Run code as a learner's, in the jail, and look, from outside, at what it left behind."""

import atexit
import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.grading.jail import Jail
from autograder.grading.jail.conversation import Conversation
from autograder.grading.judge.place import ProcessGone
from autograder.grading.limits import Limits
from autograder.grading.sandbox import Sandbox, SandboxLimits, SandboxUnavailable, find_sandbox

PATIENCE_SECONDS = 30
SMALL = SandboxLimits(memory_mib=256, processes=24, open_files=64, file_mib=4, disk_mib=8, cpu_seconds=20)


def working_sandbox() -> Sandbox:
    """Return the sandbox, or fail: a machine that cannot promise anything must not look as if it did."""
    try:
        return find_sandbox()
    except SandboxUnavailable as error:
        if os.environ.get("COURSE_NO_SANDBOX") == "1":
            pytest.skip(f"COURSE_NO_SANDBOX=1: {error}")
        pytest.fail(f"{error}\nSet COURSE_NO_SANDBOX=1 to go on without these tests.", pytrace=False)


@dataclass
class Outcome:
    """What came of a program.

    Attributes:
        gone: whether the process went with it.
        output: what it printed, and its traceback or the last line of it.
        has_group: whether a control group bounds it.
    """

    gone: bool
    output: str
    has_group: bool
    ran_out_of_memory: bool = False


@functools.cache
def jail(limits: SandboxLimits = SMALL) -> Jail:
    """One jail for all tests with the same limits."""
    made = Jail(working_sandbox(), limits)
    atexit.register(made.close)
    return made


def run_in_jail(code: str, *, folder: Path | None = None, limits: SandboxLimits = SMALL) -> Outcome:
    """Run a Python program as a cell of a forked process, and check that nothing of it is left."""
    with forked(folder=folder, limits=limits) as place:
        output, gone = told(place, code)
        process = place._process
        return Outcome(gone, output, process.group is not None, process.ran_out_of_memory())


@contextmanager
def forked(*, folder: Path | None = None, limits: SandboxLimits = SMALL) -> Iterator[Conversation]:
    """Fork a process in the jail; at the end, end it and check that nothing of it is left."""
    place = jail(limits).place(folder, Limits())
    process = place._process
    groups = process.group.folders if process.group else []
    with held_namespaces(number_of(process._first)) as namespaces:
        try:
            yield place
        finally:
            place.close()
        assert not processes_in(namespaces)
    assert not [group for group in groups if group.exists()]


def told(place: Conversation, code: str, seconds: float = PATIENCE_SECONDS) -> tuple[str, bool]:
    """Run a cell; return what it printed with the last line of its traceback, and whether the process went with it."""
    messages = []
    gone = False
    try:
        place.run(code, seconds=seconds, heard=messages.append)
    except ProcessGone:
        gone = True
    contents = [message["content"] for message in messages]
    return "".join(_words(content) for content in contents), gone


def _words(content: dict) -> str:
    return f"{content['ename']}: {content['evalue']}\n" if "ename" in content else content.get("text", "")


@contextmanager
def held_namespaces(pid: int) -> Iterator[set[str]]:
    """Name the namespaces of a process, and keep Linux from giving their names to others meanwhile."""
    names = namespaces_of(pid)
    descriptors = [os.open(f"/proc/{pid}/ns/{name.partition(':')[0]}", os.O_RDONLY) for name in names]
    try:
        yield names
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def processes_in(namespaces: set[str]) -> list[int]:
    return [pid for pid in all_processes() if namespaces & namespaces_of(pid) and not is_dead(pid)]


def is_dead(pid: int) -> bool:
    """Tell whether a process is gone but for its exit code, which its new parent has not asked for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def number_of(descriptor: int) -> int:
    """Return the number of the process that a descriptor stands for."""
    lines = Path(f"/proc/self/fdinfo/{descriptor}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))


def all_processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def namespaces_of(pid: int) -> set[str]:
    """Return its mount and pid namespaces, without those that are ours."""
    return {link for link in map(_link, [f"/proc/{pid}/ns/mnt", f"/proc/{pid}/ns/pid"]) if link} - {
        _link("/proc/self/ns/mnt"),
        _link("/proc/self/ns/pid"),
    }


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:  # gone, or not ours to ask
        return ""
