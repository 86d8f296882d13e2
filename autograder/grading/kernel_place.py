"""A place that is a Jupyter kernel: requests go in as hidden cells, replies come out as display messages.

Whoever controls the kernel can forge any reply. That is of no use to them: only right values for secret inputs
count, and no expected value is ever sent inside. The token only keeps late replies apart from the one waited for.
"""

from __future__ import annotations

import functools
import inspect
import json
import re
import secrets
from pathlib import Path
from typing import Any

from autograder import packing, probe
from autograder.door import PackedReply, Request, TookTooLong
from autograder.errors import ProtocolError
from autograder.grading import courier
from autograder.grading.judge.place import NOTHING, UNREADABLE, Message, ProcessGone, ProcessNotStarted
from autograder.grading.kernels import start_kernel
from autograder.grading.limits import Limits
from autograder.grading.sandbox import Sandbox, SandboxLimits
from autograder.grading.session import Session

MIME = "application/vnd.course.reply+json"
MODULE = "_course_probe"
INSTALL_SECONDS = 60.0


def kernel_place(
    folder: Path, limits: Limits, *, sandbox: Sandbox | None, sandbox_limits: SandboxLimits | None = None
) -> KernelPlace:
    """Start a kernel that works on `folder`, with the probe in it; arguments as those of `start_kernel`."""
    return KernelPlace(functools.partial(start_kernel, folder, sandbox=sandbox, limits=sandbox_limits), limits)


class KernelPlace(Session):
    """A kernel, as `Place` has it; arguments as those of `Session`."""

    def __init__(self, start: Any, limits: Limits) -> None:
        super().__init__(start, limits)
        self._reply_bytes = limits.reply_bytes
        try:
            install_probe(self)
        except ProcessGone as gone:
            # No code of a learner has run in it yet.
            self.close()
            raise ProcessNotStarted(f"The kernel could not be made ready: {gone}") from None

    def ask(self, request: Request, *, seconds: float) -> list[PackedReply]:
        """Make the calls of a request, as `Place.ask`."""
        inbox = Inbox(secrets.token_hex(16), self._reply_bytes)
        cell, room = _cell(inbox.token, request), 2 * self._reply_bytes
        if not self.run(cell, seconds=seconds, heard=inbox.hear, hidden=True, most_bytes=room):
            raise TookTooLong(f"more than {seconds:g} seconds")
        return inbox.replies()


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
            raise ProtocolError(NOTHING)
        try:
            replies: Any = json.loads("".join(self._parts[number] for number in range(self._of)))
        except (ValueError, RecursionError):
            raise ProtocolError(UNREADABLE) from None
        if not isinstance(replies, list) or not all(isinstance(reply, dict) for reply in replies):
            raise ProtocolError(UNREADABLE)
        return replies
