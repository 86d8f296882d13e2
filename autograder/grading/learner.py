"""The learner's kernel, which may die or hang.

Then a new one is started, and what ran before runs again without the guilty cell.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from nbformat import NotebookNode

from autograder.errors import CourseMessage
from autograder.grading.door import KernelDoor, install_probe
from autograder.grading.limits import Limits
from autograder.grading.outputs import Recorder
from autograder.grading.session import KernelGone, KernelNotStarted, Session, Start


class CellLost(CourseMessage):
    """The kernel was lost while a cell ran; the message says how."""


@dataclass(frozen=True)
class Past:
    """A cell that has run."""

    source: str
    name: str


class LearnersKernel:
    """Runs the cells of one submission, and opens the door to its functions.

    Args:
        start: starts a kernel.
        limits: time, size, and how often a dead kernel is replaced.
    """

    def __init__(self, start: Start, limits: Limits) -> None:
        self._start, self._limits = start, limits
        self._past: list[Past] = []
        self._restarts = 0
        self._over = ""  # why nothing is run any more
        self._give_up_at = time.monotonic() + limits.notebook_seconds
        self._session: Session | None = self._new_session()

    def __enter__(self) -> LearnersKernel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def run(self, source: str, name: str = "") -> list[NotebookNode]:
        """Run a cell and return its outputs; a cell that takes too long is interrupted.

        Raises:
            CellLost: the kernel was lost; the others that ran so far are there again.
        """
        recorder = Recorder(self._limits.kept_bytes)
        try:
            self._alive().run(source, seconds=self._seconds(self._limits.cell_seconds), heard=recorder.hear)
        except KernelGone as gone:
            self._recover()
            raise CellLost(str(gone)) from None
        self._past.append(Past(source, name))
        return recorder.outputs

    @contextlib.contextmanager
    def door(self, *, guilty: str) -> Iterator[KernelDoor]:
        """Open the door to the notebook's functions; where the kernel dies behind it, the cell `guilty` is blamed."""
        try:
            yield KernelDoor(self._alive(), self._limits)
        except KernelGone:
            self._past = [cell for cell in self._past if cell.name != guilty]
            self._recover()
            raise

    def _alive(self) -> Session:
        if self._session is not None and time.monotonic() > self._give_up_at:
            self._end(f"The {self._limits.notebook_seconds:g} seconds for the whole notebook were used up.")
        if self._session is None:
            raise KernelGone(self._over)
        return self._session

    def _seconds(self, most: float) -> float:
        return max(0.0, min(most, self._give_up_at - time.monotonic()))

    def _recover(self) -> None:
        """Start again and run what ran before; a cell that is lost this time is not tried again."""
        self._close()
        while self._restarts < self._limits.restarts and time.monotonic() < self._give_up_at:
            self._restarts += 1
            self._session = self._new_session()
            survived = self._replay(self._session)
            if survived == len(self._past):
                return
            del self._past[survived]
            self._close()
        self._end(f"The process that ran the notebook was lost {self._restarts + 1} times; the rest was not run.")

    def _replay(self, session: Session) -> int:
        """Run the past again; return how many cells came through."""
        for number, cell in enumerate(self._past):
            try:
                session.run(cell.source, seconds=self._limits.cell_seconds, heard=lambda message: None)
            except KernelGone:
                return number
        return len(self._past)

    def _new_session(self) -> Session:
        try:
            return self._ready_session()
        except KernelNotStarted:  # on a busy machine a start can come too late; not twice in a row
            return self._ready_session()

    def _ready_session(self) -> Session:
        session = Session(self._start, self._limits)
        try:
            install_probe(session)
        except KernelGone as gone:
            # No code of a learner has run in it yet.
            session.close()
            raise KernelNotStarted(f"The kernel could not be made ready: {gone}") from None
        return session

    def _end(self, why: str) -> None:
        self._over = self._over or why
        self._close()

    def _close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
