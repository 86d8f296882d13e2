"""The learner's process, which may die or hang.

Then a new one is started, and what ran before runs again without the guilty cell: inside the same wall clock.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from nbformat import NotebookNode

from autograder.door import TookTooLong
from autograder.errors import CourseMessage, ProtocolError
from autograder.grading.judge.clock import Clock
from autograder.grading.judge.door import LearnersDoor
from autograder.grading.judge.place import Place, ProcessGone, ProcessNotStarted, Start
from autograder.grading.limits import Limits
from autograder.grading.notebook.outputs import Recorder, Room


class CellLost(CourseMessage):
    """The process was lost while a cell ran; the message says how."""


@dataclass(frozen=True)
class Past:
    """A cell that has run, and whether it ended by itself."""

    source: str
    name: str
    in_time: bool


class LearnersProcess:
    """Runs the cells of one submission, and opens the door to its functions.

    Args:
        start: starts a place for its cells.
        limits: time, size, and how often a dead process is replaced.
    """

    def __init__(self, start: Start, limits: Limits) -> None:
        self._start, self._limits = start, limits
        self._past: list[Past] = []
        self._restarts = 0
        self._room = Room(limits.kept_in_all_bytes)
        self._over = ""  # why nothing is run any more
        self._share = 1.0  # of the time that a cell may take: less once one has used all of it, for many may hang alike
        self._clock = Clock(limits.notebook_seconds)
        self._place: Place | None = self._new_place()

    def __enter__(self) -> LearnersProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def run(self, source: str, name: str = "") -> list[NotebookNode]:
        """Run a cell and return its outputs; a cell that takes too long is interrupted.

        Raises:
            CellLost: the process was lost; the others that ran so far are there again.
        """
        recorder = Recorder(self._limits.kept_bytes, self._room)
        try:
            in_time = self._alive().run(source, seconds=self._cell_seconds(self._share), heard=recorder.hear)
        except ProcessGone as gone:
            self._recover()
            raise CellLost(str(gone)) from None
        if not in_time:
            self._share = self._limits.after_late_share
        self._past.append(Past(source, name, in_time))
        return recorder.outputs

    @contextlib.contextmanager
    def door(self, *, guilty: str) -> Iterator[LearnersDoor]:
        """Open the door to the notebook's functions; where the process dies behind it, the cell `guilty` is blamed."""
        try:
            yield LearnersDoor(self._alive(), self._limits, self._clock)
        except ProcessGone:
            self._past = [cell for cell in self._past if cell.name != guilty]
            self._recover()
            raise

    def locate(self, request: dict[str, Any], *, seconds: float) -> Any:
        """Ask where a function goes wrong and return what was said, None where nothing came.

        It is asked when all that counts is answered: a process that is lost at it is not replaced.
        """
        seconds = self._clock.at_most(seconds)
        try:
            return self._place.locate(request, seconds=seconds) if self._place and seconds else None
        except ProcessGone as gone:
            self._end(str(gone))
        except (TookTooLong, ProtocolError):
            pass
        return None

    def _alive(self) -> Place:
        if self._place is not None and self._clock.is_up():
            self._end(_sentence(self._clock.verdict))
        if self._place is None:
            raise ProcessGone(self._over)
        return self._place

    def _cell_seconds(self, share: float) -> float:
        return self._clock.at_most(self._limits.cell_seconds * share)

    def _recover(self) -> None:
        """Start again and run what ran before; a cell that is lost this time is not tried again."""
        self._close()
        while self._restarts < self._limits.restarts and not self._clock.is_up():
            self._restarts += 1
            self._place = self._new_place()
            survived = self._replay(self._place)
            if survived == len(self._past):
                return
            del self._past[survived]
            self._close()
        lost = f"The process that ran the notebook was lost {self._restarts + 1} times; the rest was not run."
        self._end(_sentence(self._clock.verdict) if self._clock.is_up() else lost)

    def _replay(self, place: Place) -> int:
        """Run the past again; return how many cells came through."""
        for number, cell in enumerate(self._past):
            try:
                share = 1.0 if cell.in_time else self._limits.after_late_share
                place.run(cell.source, seconds=self._cell_seconds(share), heard=lambda message: None)
            except ProcessGone:
                return number
            if self._clock.is_up():
                return number
        return len(self._past)

    def _new_place(self) -> Place:
        try:
            return self._start(self._limits)
        except ProcessNotStarted:  # on a busy machine a start can come too late; not twice in a row
            return self._start(self._limits)

    def _end(self, why: str) -> None:
        self._over = self._over or why
        self._close()

    def _close(self) -> None:
        if self._place is not None:
            self._place.close()
            self._place = None


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
