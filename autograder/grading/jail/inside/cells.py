"""The learner's process: runs cells and calls functions as it is told, and tells the truth only if it is let.

A request is JSON: `number`, and `run` (the text of a cell), `ask` (a request as `probe.serve` has it) or `locate` (one
as `locating.locations` has it). With a cell comes the descriptor of a socket for what it displays. A reply has the
`number` of its request, and `replies` or `locations` if asked for these.
"""

import asyncio
import os
import random
import signal
import socket
import sys
import tempfile
import uuid
from json import loads
from types import SimpleNamespace
from typing import Any

import numpy

from autograder import probe

from .frames import HEAD, framed
from .locating import locations
from .outlet import Outlet, OutStream


def be_learner(requests: socket.socket, folder: str, kernel: Any, outlet: Outlet) -> None:
    """Put everything in place that must not be shared with other forks, and serve until the other side hangs up."""
    _open_as(0, os.open(os.devnull, os.O_RDONLY))
    for descriptor in (1, 2):
        _open_as(descriptor, _file_without_name())
    outlet.owner = os.getpid()
    sys.stdout, sys.stderr = OutStream(outlet, "stdout", 1), OutStream(outlet, "stderr", 2)
    os.makedirs(kernel.profile_dir.location, exist_ok=True)
    kernel.profile_dir.check_dirs()
    sys.path.append(folder)  # last, so that what was handed in shadows nothing
    random.seed()
    numpy.random.seed()  # noqa: NPY002 - the state that a notebook would have had drawn for it alone
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests.send(b"2")
    Learner(kernel, outlet, requests).converse()


def _open_as(descriptor: int, opened: int) -> None:
    os.dup2(opened, descriptor)
    os.close(opened)


def _file_without_name() -> int:
    """Open a file that is gone with its last descriptor; every writer writes at its end."""
    folder, flags = tempfile.gettempdir(), os.O_RDWR | os.O_APPEND
    try:
        return os.open(folder, flags | os.O_TMPFILE, 0o600)
    except (AttributeError, OSError):  # another system than Linux, or another file system
        path = os.path.join(folder, f"displayed-{uuid.uuid4().hex}")
        opened = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
        os.unlink(path)
        return opened


class Learner:
    """Serves requests one after another; tasks of the notebook run meanwhile, as in Jupyter."""

    def __init__(self, kernel: Any, outlet: Outlet, requests: socket.socket) -> None:
        self.kernel, self.outlet, self.requests = kernel, outlet, requests
        self.number: int | None = None  # of the request that waits for its reply
        self.asked: dict[str, Any] = {}  # the functions that were judged, as they were then, by name
        self.loop = asyncio.SelectorEventLoop()
        asyncio.set_event_loop(self.loop)
        # What an interrupt of code that waits asks for, and what exit() does.
        kernel.io_loop = SimpleNamespace(add_callback=self.loop.call_soon_threadsafe, call_later=_no_end, stop=None)
        requests.setblocking(False)

    def converse(self) -> None:
        """Answer requests until the other side hangs up: exit() in a cell costs nobody the cells after it."""
        while True:
            try:
                return self.loop.run_until_complete(self._converse())
            except KeyboardInterrupt:  # it came between two lines of ours
                if self.number is not None:
                    self.kernel.shell.showtraceback(exception_only=True)
                    self.loop.run_until_complete(self._reply({}))

    async def _converse(self) -> None:
        while head := await self._read(HEAD.size):
            request = loads(await self._read(*HEAD.unpack(head)))
            self.number = request["number"]
            signal.signal(signal.SIGINT, signal.default_int_handler)
            reply = await self._run(request["run"]) if "run" in request else self._answers(request)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            if os.getpid() != self.outlet.owner:  # a fork that ran out of the cell
                os._exit(0)
            await self._reply(reply)

    async def _run(self, source: str) -> dict[str, Any]:
        self.kernel.set_parent([], {"header": {"msg_id": str(self.number), "msg_type": "execute_request"}})
        await self.kernel.do_execute(source, silent=False, store_history=True)
        sys.stdout.flush()
        sys.stderr.flush()
        return {}

    def _answers(self, request: dict[str, Any]) -> dict[str, Any]:
        names = self.kernel.shell.user_ns
        try:
            if "locate" in request:
                name = request["locate"]["exercise"]
                return {"locations": locations(request["locate"], self.asked.get(name, names.get(name)))}
            self.asked.setdefault(request["ask"]["function"], names.get(request["ask"]["function"]))
            return {"replies": probe.serve(request["ask"], names)}
        except BaseException:  # SystemExit or an interrupt: no answer
            return {}

    async def _reply(self, reply: dict[str, Any]) -> None:
        message = framed(reply | {"number": self.number})
        self.number = None
        await self.loop.sock_sendall(self.requests, message)

    async def _read(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            await self._readable()
            part, descriptors, _, _ = socket.recv_fds(self.requests, size - len(data), 1)
            if descriptors:
                self.outlet.replace(socket.socket(fileno=descriptors[0]))
            if not part:
                return b""
            data += part
        return bytes(data)

    async def _readable(self) -> None:
        ready = self.loop.create_future()
        self.loop.add_reader(self.requests, _set, ready)
        try:
            await ready
        finally:
            self.loop.remove_reader(self.requests)


def _no_end(*_: object) -> None:
    """Stay."""


def _set(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)
