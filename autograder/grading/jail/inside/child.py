"""From a fork of the parent to a process that may run a stranger's code: what it can reach and what it may use."""

import contextlib
import os
import resource
import signal
import socket
import tarfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from . import linux
from .cells import be_learner
from .outlet import Outlet

SUBMISSION = "/submission"
LEARNER = 1000  # the learner's user, in a user namespace that knows no other
MOST_FILES = 8192  # of one writable place: a file without content takes memory too
MOST_TERMINALS = 32


def be_first(plan: dict[str, Any], user: int | None, descriptors: list[int], kernel: Any, outlet: Outlet) -> int:
    """Be process 1: prepare, fork the learner's process, bury the dead, end as it ends. All inside end with us."""
    requests = socket.socket(fileno=descriptors[0])
    os.setsid()  # or kill(0) would reach the parent and everyone forked from it
    proc = os.open("/proc", os.O_PATH)  # with our number as the parent has it
    isolate(plan["sizes"])
    requests.send(b"1")  # the credentials that travel with it tell the trusted side which process this is
    requests.recv(1)  # now we are in a control group
    linux.unshare(linux.NEW_GROUPS)
    give_up_rights(proc, user)
    set_bounds(plan["limits"], Path(plan["filter"]).read_bytes())
    learner = os.fork()
    if learner == 0:
        ended(_serve, requests, descriptors[1], kernel, outlet)
    linux.process_is(linux.PR_SET_DUMPABLE, 0)  # nobody inside opens our memory
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # process 1 is deaf to signals without a handler
    linux.close_all_but()
    while True:
        pid, status = os.wait()
        if pid == learner:
            return os.waitstatus_to_exitcode(status) & 0xFF


def _serve(requests: socket.socket, submission: int, kernel: Any, outlet: Outlet) -> None:
    os.chdir(SUBMISSION)
    with open(submission, "rb") as file, tarfile.open(fileobj=file) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(".")
    linux.close_all_but(requests.fileno())
    be_learner(requests, SUBMISSION, kernel, outlet)


def ended(what: Callable[..., int | None], *arguments: Any) -> None:
    """Do one thing and end this process; the log of the parent is told where it failed."""
    log, code = os.dup(2), 1
    try:
        code = what(*arguments) or 0
    except BaseException:
        os.write(log, traceback.format_exc().encode())
    os._exit(code)


def isolate(sizes: dict[str, int]) -> None:
    """Take namespaces of one's own, and mount anew whatever can be written to (bytes by path)."""
    os.umask(0o022)  # the grader's own keeps what it makes to itself: folders that lead to the interpreter as well
    linux.unshare(linux.NEW_MOUNTS | linux.NEW_IPC | linux.NEW_NAMES | linux.NEW_NET)
    for place, size in sizes.items():
        options = f"size={size},nr_inodes={MOST_FILES},mode=1777"
        with _kept_visible(place):
            linux.mount("tmpfs", place, "tmpfs", linux.NOSUID | linux.NODEV, options)
    terminals = f"newinstance,ptmxmode=0666,mode=620,max={MOST_TERMINALS}"
    linux.mount("devpts", "/dev/pts", "devpts", linux.NOSUID | linux.NOEXEC, terminals)
    # Shared memory comes out of /dev/zero, and counts against no limit of a process; /dev/full reads the same.
    linux.mount("/dev/full", "/dev/zero", flags=linux.BIND)
    # Read-only, or a process could say that others should be ended before it when memory runs out.
    linux.mount("proc", "/proc", "proc", linux.READ_ONLY | linux.NOSUID | linux.NODEV | linux.NOEXEC)


@contextlib.contextmanager
def _kept_visible(place: str) -> Iterator[None]:
    """Mount again what is mounted below a place that is mounted over: the interpreter may lie in /tmp."""
    below = {path: os.open(path, os.O_PATH) for path in _mounted() if path.startswith(f"{place}/")}
    yield
    for path, descriptor in below.items():
        held = f"/proc/self/fd/{descriptor}"
        os.makedirs(path if os.path.isdir(held) else os.path.dirname(path), exist_ok=True)
        if not os.path.isdir(held):
            Path(path).touch()
        linux.mount(held, path, flags=linux.BIND)
        os.close(descriptor)


def _mounted() -> Iterator[str]:
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        yield line.split()[4].encode().decode("unicode_escape")


def give_up_rights(proc: int, user: int | None) -> None:
    """Become a user without rights, in a user namespace that knows only this one.

    Args:
        proc: descriptor of a /proc that can be written to.
        user: the spare user to become first, where the grader is root; None to stay who we are.
    """
    _write(proc, "oom_score_adj", "1000")  # the first to go when the whole machine runs out of memory
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    user, group = os.getuid(), os.getgid()
    linux.unshare(linux.NEW_USERS)
    linux.process_is(linux.PR_SET_DUMPABLE, 1)  # what follows is ours to write
    _write(proc, "uid_map", f"{LEARNER} {user} 1")
    _write(proc, "setgroups", "deny")
    _write(proc, "gid_map", f"{LEARNER} {group} 1")
    linux.never_regain_capabilities()
    linux.keep_capabilities()


def _write(proc: int, name: str, text: str) -> None:
    with open(os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc), "w") as file:
        file.write(text)


def set_bounds(limits: dict[str, int], program: bytes) -> None:
    """Set what this process and each that it starts may use, and the filter of system calls."""
    # A file of one byte is none; and with 1 alone Linux starts no program of the host to take the memory in, as with 0.
    for name, value in {"CORE": 1, **limits}.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        most = resource.getrlimit(kind)[1]
        bound = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(kind, (bound, bound))
    linux.process_is(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    linux.filter_calls(program)
