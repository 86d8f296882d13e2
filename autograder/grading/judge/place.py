"""What the judge needs of a place where a learner's cells run, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from autograder.door import PackedReply, Request
from autograder.errors import CourseError, ProtocolError
from autograder.grading.limits import Limits

Message = dict[str, Any]  # as Jupyter has it: `msg_type`, `header`, `content`, `metadata`
Heard = Callable[[Message], None]

ENDED = "The process that ran the notebook ended."
STUBBORN = "The process that ran the notebook did not stop when its time was up, and was ended."
DEAF = "The process that ran the notebook took no requests any more."
UNREADABLE = "What came back from the function cannot be read."
NOTHING = "Nothing came back from the function, not even an error."


class ProcessGone(ProtocolError):
    """The process ended or had to be ended; the message says how."""


class ProcessNotStarted(CourseError):
    """No process could be started: nobody's submission is to blame."""


class Place(Protocol):
    """One process that runs the cells of one submission, from its start to its end.

    Whoever wrote the cells controls it. So nothing that comes out of it is believed, no wait for it is longer than
    was asked for, and no more of what it says is kept than was agreed.
    """

    def run(self, source: str, *, seconds: float, heard: Heard) -> bool:
        """Run a cell and pass on what it displays, oldest first; tell whether it ended in time.

        A cell that takes longer than `seconds` is interrupted.

        Raises:
            ProcessGone: the process died, or did not stop and was ended.
        """
        ...

    def ask(self, request: Request, *, seconds: float) -> list[PackedReply]:
        """Make the calls of a request (see `probe.serve`) on the notebook's functions.

        Raises:
            TookTooLong: they did not end in time, and were interrupted.
            ProcessGone: the process died, or did not stop and was ended.
            ProtocolError: what came back is no reply.
        """
        ...

    def locate(self, request: dict[str, Any], *, seconds: float) -> Any:
        """Ask where a function goes wrong (see `locating.locations`) and return what was said, whatever that is.

        Raises what `ask` does.
        """
        ...

    def close(self) -> None:
        """End the process and everything that it has started."""
        ...


Start = Callable[[Limits], Place]
"""Starts a place; raises ProcessNotStarted where there can be none."""
