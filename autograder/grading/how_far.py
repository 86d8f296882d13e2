"""How far a batch is, and whom it waits for: a bar in a terminal, and else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from autograder.grading.books.results import Result
from autograder.grading.pending import Pending
from autograder.grading.summary import visible

SILENT_SECONDS = 30  # at most, or little more


@dataclass
class HowFar:
    """Hears what a batch does, and says it.

    Attributes:
        silent: seconds without a word where there is no terminal.
    """

    console: Console
    bar: Progress
    task: TaskID
    silent: float = SILENT_SECONDS
    total: int = 0
    graded: int = 0
    _started: float = field(default_factory=time.monotonic)
    _said: float = field(default_factory=time.monotonic)

    def found(self, total: int) -> None:
        """Note how many submissions there are."""
        self.total = total
        self.bar.update(self.task, total=total)

    def done(self, result: Result) -> None:
        """Note that one is done."""
        self.graded += 1
        rate = f"{60 * self.graded / max(time.monotonic() - self._started, 1):.0f} a minute"
        self.bar.update(self.task, advance=1, who=visible(result.student), rate=rate)
        self._say("")

    def waiting(self, at_work: Sequence[Pending]) -> None:
        """Say whom we wait for, the longest first."""
        oldest = min(at_work, key=lambda each: each.since)
        seconds = time.monotonic() - oldest.since
        student, lesson = visible(oldest.submission.student), oldest.task.lesson
        waiting = f"waiting for {student}, {lesson} ({seconds:.0f} s so far)"
        self.bar.update(self.task, who=waiting)
        self._say(f"; {waiting}")

    def _say(self, waiting: str) -> None:
        now = time.monotonic()
        if self.console.is_terminal or now - self._said < self.silent:
            return
        self._said = now
        self.console.print(
            f"{self.graded} of {self.total} done{waiting}.", markup=False, highlight=False, soft_wrap=True
        )


@contextmanager
def how_far(console: Console, what: str) -> Iterator[HowFar]:
    """Give what says how far a batch is, until it ends."""
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    columns += [TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[who]}", markup=False)]
    with Progress(*columns, console=console) as bar:
        yield HowFar(console, bar, bar.add_task(what, total=None, who="", rate=""))
