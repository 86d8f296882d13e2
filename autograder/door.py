"""The one door through which a check touches a function.

A check cannot tell what stands behind it: the learner's function in this process, the one in a sandboxed kernel, the
live reference, or a recording of it.
"""

from __future__ import annotations

import _thread
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from autograder import probe

CALL_LIMIT_SECONDS = 10.0
Request = dict[str, Any]
PackedReply = dict[str, Any]


class Door(Protocol):
    """Carries packed calls to a function by name and packed replies back."""

    def ask(self, request: Request) -> list[PackedReply]:
        """Make the calls that `request` lists (see `probe.serve`) and return one packed reply for each."""
        ...


class TookTooLong(Exception):
    """A call ran into its time limit."""


def more_than(seconds: float) -> str:
    """Return what is said of a call that took longer: whole seconds, where it may take any."""
    return f"more than {int(seconds) or round(seconds, 2):g} {'second' if int(seconds) == 1 else 'seconds'}"


class LocalDoor:
    """The door to functions that live in this process.

    Args:
        namespace: where functions are found by name, and replaced for a moment (a notebook's globals, a module's).
        given: functions that are found under these names, whatever the namespace holds.
        seconds: how long a call may take.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        given: Mapping[str, Callable[..., Any]] | None = None,
        *,
        seconds: float = CALL_LIMIT_SECONDS,
    ) -> None:
        self._namespace, self._given, self._seconds = namespace, given or {}, seconds

    def ask(self, request: Request) -> list[PackedReply]:
        """Make the calls in this process, within the time limit."""
        many = max(1, len(request["calls"]) // 100)
        with time_limit(self._seconds * many):
            replies: list[PackedReply] = probe.serve(request, self._namespace, self._given)
        return replies


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the main thread when the block takes longer; does nothing in other threads."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    expired = threading.Event()
    with (_alarm if hasattr(signal, "setitimer") else _timer)(seconds, expired):
        try:
            yield
        except KeyboardInterrupt:
            if expired.is_set():
                raise TookTooLong(more_than(seconds)) from None
            raise


@contextlib.contextmanager
def _alarm(seconds: float, expired: threading.Event) -> Iterator[None]:
    """Interrupt the main thread by a signal: far cheaper than a thread, where there are signals."""

    def interrupt(*_: Any) -> None:
        expired.set()
        raise KeyboardInterrupt  # which no `except Exception` of a learner's swallows

    handler = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)


@contextlib.contextmanager
def _timer(seconds: float, expired: threading.Event) -> Iterator[None]:
    """Interrupt the main thread from another one."""

    def interrupt() -> None:
        expired.set()
        _thread.interrupt_main()

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
