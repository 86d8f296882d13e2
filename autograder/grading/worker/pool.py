"""The workers of one machine: processes that the system bounds, that are ended when they take too long, and replaced.

Whatever a file or a reply makes a worker do costs that one submission.
"""

from __future__ import annotations

import ctypes
import functools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, util
from multiprocessing.context import BaseContext
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

from pebble import ProcessExpired, ProcessPool

from autograder.errors import CourseMessage
from autograder.grading.limits import MIB
from autograder.grading.sandbox.sweeper import remove_after_us

RENEWED_AFTER = 200  # submissions, so that nothing that a worker keeps grows for long
PR_SET_PDEATHSIG = 1
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # there is a worker a core already
# Python is started with a line of code, and would look for modules in the working directory first: it may hold what
# was handed in.
STARTED_WITH = dict.fromkeys(THREADS, "1") | {"PYTHONSAFEPATH": "1"}


class WorkerLost(CourseMessage):
    """A worker died at a task, or had to be ended; the message says which.

    Args:
        perhaps_not_to_blame: whether the same task may go well with another worker.
    """

    def __init__(self, message: str, *, perhaps_not_to_blame: bool = True) -> None:
        super().__init__(message)
        self.perhaps_not_to_blame = perhaps_not_to_blame


class Workers(Protocol):
    """Whoever does tasks, here or elsewhere."""

    @property
    def count(self) -> int:
        """How many tasks are done at once."""
        ...

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have a worker that is free call a function of a module with plain data; see `result_of`."""
        ...


class LocalWorkers:
    """Processes of this machine.

    Args:
        count: how many tasks may be submitted before one is done.
        seconds: how long a worker may be at one task, by the clock.
        memory_mib: the address space of each, where the system bounds it.
    """

    def __init__(self, count: int, *, seconds: float, memory_mib: int) -> None:
        self.count, self._seconds, self._memory = count, seconds, memory_mib * MIB
        # Each in a pool of its own, whose channel no other can break by dying while it writes.
        self._free: SimpleQueue[ProcessPool | None] = SimpleQueue()
        for _ in range(count):
            self._free.put(None)
        self._lost: list[ProcessPool] = []
        self._open: set[ProcessPool] = set()

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have a worker that is free call a function."""
        self._bury()
        pool = self._free.get() or self._start()
        future: Future[Any] = pool.schedule(function, args=arguments, timeout=self._seconds)
        future.add_done_callback(lambda done: self._take_back(pool, done))
        return future

    def close(self, *, at_once: bool) -> None:
        """End all workers; `at_once` also those at work."""
        for pool in self._open:
            if at_once:
                pool.stop()  # type: ignore[no-untyped-call]
            else:
                pool.close()  # type: ignore[no-untyped-call]
        for pool in self._open:
            pool.join()

    def _start(self) -> ProcessPool:
        pool = ProcessPool(1, max_tasks=RENEWED_AFTER, initializer=_bound, initargs=(self._memory,), context=_context())
        self._open.add(pool)
        return pool

    def _take_back(self, pool: ProcessPool, done: Future[Any]) -> None:
        """Note who is free again. It is called by a thread of the pool, which must not wait for itself."""
        if done.cancelled() or isinstance(done.exception(), ProcessExpired | TimeoutError | BrokenProcessPool):
            self._lost.append(pool)
            self._free.put(None)
        else:
            self._free.put(pool)

    def _bury(self) -> None:
        while self._lost:
            pool = self._lost.pop()
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
            self._open.discard(pool)


@contextmanager
def local_workers(count: int, *, seconds: float, memory_mib: int) -> Iterator[LocalWorkers]:
    """Give workers that end with the context; see `LocalWorkers`."""
    workers = LocalWorkers(count, seconds=seconds, memory_mib=memory_mib)
    at_once = True
    try:
        yield workers
        at_once = False
    finally:
        workers.close(at_once=at_once)


def result_of(done: Future[Any]) -> Any:
    """Return what a task returned, or raise what it raised.

    Raises:
        WorkerLost: no answer came.
    """
    try:
        return done.result()
    except TimeoutError:
        message = "Judging it took longer than one submission may take, and was ended."
        raise WorkerLost(message, perhaps_not_to_blame=False) from None
    except (ProcessExpired, BrokenProcessPool, CancelledError) as problem:
        code = getattr(problem, "exitcode", None)
        ended = f" (exit code {code})" if code is not None else ""
        raise WorkerLost(f"The process that judged it died{ended}, perhaps for want of memory.") from None


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@functools.cache
def _context() -> BaseContext:
    """Return how processes are started: not forked from this one, so that they hold nothing of what it has read."""
    if "forkserver" not in multiprocessing.get_all_start_methods():  # Windows
        os.environ["PYTHONSAFEPATH"] = "1"
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    remove_after_us(Path(util.get_temp_dir()))  # where the server listens
    context.set_forkserver_preload(["autograder.grading.worker.judging"])
    before = {name: os.environ.get(name) for name in STARTED_WITH}
    os.environ.update(STARTED_WITH)
    try:
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return context


def _bound(memory: int) -> None:
    """Bound this process, and let it end with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is for the parent, which ends us
    _end_with_parent()
    try:
        import resource
    except ImportError:  # Windows has no such bounds
        return
    # The soft bound alone: what is started for a submission sets bounds of its own.
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard < 0 else min(memory, hard), hard))


def _end_with_parent() -> None:
    """Have Linux end this process when whoever it works for is killed: nobody would hear it any more.

    The server that it was forked from ends with that process, and this one with the server.
    """
    if not hasattr(os, "pidfd_open"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = multiprocessing.parent_process()
    if parent is None or not parent.is_alive():  # it was killed before we asked
        os.kill(os.getpid(), signal.SIGKILL)
