"""The door to a function in a learner's kernel: requests go in as hidden cells, replies come out as display messages.

Whoever controls the kernel can forge any reply. That is of no use to them: only right values for secret inputs
count, and no expected value is ever sent inside. The token only keeps late replies apart from the one waited for.
"""

from __future__ import annotations

import inspect
import json
import re
import secrets
import time
from typing import Any

from autograder import packing, probe
from autograder.door import PackedReply, Request, TookTooLong
from autograder.errors import ProtocolError
from autograder.grading import courier
from autograder.grading.limits import Limits
from autograder.grading.session import Message, Session

MIME = "application/vnd.course.reply+json"
MODULE = "_course_probe"
INSTALL_SECONDS = 60.0
UNREADABLE = "What came back from the function cannot be read."


def install_probe(session: Session) -> None:
    """Put the probe into the kernel: as source, since a submission may shadow any module that would be imported."""
    source = "\n\n".join(map(inspect.getsource, (packing, probe, courier)))
    source = re.sub(
        r"^from autograder\..*$", "", source, flags=re.MULTILINE
    )  # those names stand above, in one namespace
    modules = "__import__('sys').modules"
    session.run(
        f"{modules}[{MODULE!r}] = __import__('types').ModuleType({MODULE!r})\n"
        f"exec(compile({source!r}, '<the grader>', 'exec'), vars({modules}[{MODULE!r}]))\n"
        f"{modules}[{MODULE!r}].get_ipython = get_ipython",
        seconds=INSTALL_SECONDS,
        heard=lambda message: None,
        hidden=True,
    )


class KernelDoor:
    """Carries the calls of one exercise into a kernel.

    Args:
        session: the kernel, with the probe installed.
        limits: time for one request and for all of them together, and the size of a reply.
    """

    def __init__(self, session: Session, limits: Limits) -> None:
        self._session, self._limits = session, limits
        self._left = limits.exercise_seconds

    def ask(self, request: Request) -> list[PackedReply]:
        """Make the calls of `request` and return what came of each.

        Raises:
            TookTooLong: the calls did not end in time.
            KernelGone: the kernel died.
            ProtocolError: what came back is no reply.
        """
        if self._left <= 0:
            raise TookTooLong(f"the {self._limits.exercise_seconds:g} seconds for all its calls are used up")
        inbox = Inbox(secrets.token_hex(16), self._limits.reply_bytes)
        many = max(1, len(request["calls"]) // 100)
        seconds = min(self._left, self._limits.call_seconds * many)
        started = time.monotonic()
        in_time = self._session.run(
            _cell(inbox.token, request),
            seconds=seconds,
            heard=inbox.hear,
            hidden=True,
            most_bytes=2 * self._limits.reply_bytes,
        )
        self._left -= time.monotonic() - started
        if not in_time:
            raise TookTooLong(f"more than {seconds:g} seconds")
        return inbox.replies()


def _cell(token: str, request: Request) -> str:
    return f"__import__('sys').modules[{MODULE!r}].answer({token!r}, {MIME!r}, {json.dumps(request)!r})"


class Inbox:
    """Collects the parts of one reply; believes nothing of what it is sent."""

    def __init__(self, token: str, most_bytes: int) -> None:
        self.token, self._most = token, most_bytes
        self._parts: dict[int, str] = {}
        self._of = self._size = 0
        self._problem = ""

    def hear(self, message: Message) -> None:
        """Keep a part of the reply that is waited for; pass over everything else."""
        data = message["content"].get("data")
        body = data.get(MIME) if isinstance(data, dict) else None
        if not self._problem and isinstance(body, dict) and body.get("token") == self.token:
            self._keep(body.get("part"), body.get("of"), body.get("text"))

    def _keep(self, number: Any, of: Any, text: Any) -> None:
        if type(number) is not int or type(of) is not int or type(text) is not str or not 0 <= number < of:
            self._problem = UNREADABLE
            return
        self._size += len(text)
        if self._size > self._most:
            self._problem, self._parts = f"More than {self._most / 2**20:.0f} MiB came back from the function.", {}
            return
        self._parts[number], self._of = text, of

    def replies(self) -> list[PackedReply]:
        """Return the whole reply, decoded; raise ProtocolError for anything that is none."""
        if self._problem:
            raise ProtocolError(self._problem)
        if not self._parts or sorted(self._parts) != list(range(len(self._parts))) or len(self._parts) != self._of:
            raise ProtocolError("Nothing came back from the function, not even an error.")
        try:
            replies: Any = json.loads("".join(self._parts[number] for number in range(self._of)))
        except (ValueError, RecursionError):
            raise ProtocolError(UNREADABLE) from None
        if not isinstance(replies, list) or not all(isinstance(reply, dict) for reply in replies):
            raise ProtocolError(UNREADABLE)
        return replies
