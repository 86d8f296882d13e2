"""Where everything goes that a learner's cells display: to the trusted side, marked with the cell that it is of."""

import contextvars
import io
import os
import threading
from typing import Any

from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session

from .frames import framed

PART = 64 * 1024  # letters that are gathered before they are sent
MOST = 8 * PART  # letters of one message


class Outlet(Session):
    """Jupyter's session, whose messages go to one socket, and nowhere once the other side has closed that."""

    socket: Any = None
    owner = 0  # the process that may send
    lock = threading.RLock()

    def send(self, stream: Any, what: Any, content: Any = None, parent: Any = None, **more: Any) -> Any:  # type: ignore[override]
        """Send one message."""
        if isinstance(what, dict):
            what, content, parent = what["msg_type"], what["content"], what["parent_header"]
        if self.socket is None or os.getpid() != self.owner:  # as in ipykernel, a fork displays nothing
            return
        cell = (parent or {}).get("header", parent or {}).get("msg_id")
        message = {"msg_type": what, "content": content or {}, "metadata": {}, "cell": cell}
        try:
            with self.lock:
                self.socket.sendall(framed(message, json_default))
        except OSError:
            self.socket = None

    def replace(self, socket: Any) -> None:
        """Send to another socket from here on."""
        with self.lock:
            if self.socket is not None:
                self.socket.close()
            self.socket = socket


class OutStream(io.TextIOBase):
    """sys.stdout or sys.stderr. Other programs print to a file behind it, which is sent whenever this is flushed."""

    encoding, errors = "UTF-8", "strict"

    def __init__(self, outlet: Outlet, name: str, descriptor: int) -> None:
        self.outlet, self.name, self.descriptor = outlet, name, descriptor
        self._own: contextvars.ContextVar[Any] = contextvars.ContextVar("parent")
        self._latest: Any = {}  # what a thread's words belong to: it starts without a context
        self._text: list[str] = []
        self._size, self._of = 0, None
        self._lock = threading.RLock()

    def set_parent(self, parent: Any) -> None:
        """Say which cell runs now."""
        self._latest = parent.get("header", parent)
        self._own.set(self._latest)

    def fileno(self) -> int:
        return self.descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if self._forked():  # a fork's words go the way of other programs'
            return os.write(self.descriptor, text.encode("utf-8", "replace"))
        with self._lock:
            parent = self._own.get(self._latest)
            if self._of is not parent or self._size > PART:
                self.flush()
            self._of, self._size = parent, self._size + len(text)
            self._text.append(text)
        return len(text)

    def flush(self) -> None:
        if self._forked():
            return
        with self._lock:
            text, self._text, self._size = "".join(self._text), [], 0
            self._send(text, self._of)
            self._send(self._printed_by_others(), self._latest)

    def _forked(self) -> bool:
        return os.getpid() != self.outlet.owner

    def _printed_by_others(self) -> str:
        size = os.fstat(self.descriptor).st_size
        if not size:
            return ""
        printed = os.pread(self.descriptor, size, 0).decode("utf-8", "replace")
        os.ftruncate(self.descriptor, 0)
        return printed

    def _send(self, text: str, parent: Any) -> None:
        for start in range(0, len(text), MOST):
            self.outlet.send(None, "stream", {"name": self.name, "text": text[start : start + MOST]}, parent)
