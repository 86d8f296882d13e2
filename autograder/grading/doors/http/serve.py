"""Starts the server; the command line calls this."""

from __future__ import annotations

import asyncio
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from autograder.errors import CourseError
from autograder.grading.command import private_files
from autograder.grading.doors.http.app import Bounds, Door, application
from autograder.grading.doors.http.line import Line
from autograder.grading.doors.http.people import People, Rate
from autograder.grading.doors.http.store import Store
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.worker.judging import open_sandbox
from autograder.grading.worker.pool import local_workers, result_of, usable_cores

AT_ONCE = 64  # connections; each may hold a notebook that is on its way
LONGEST_SECONDS = 120  # from a connection to the end of its answer


class Connection(H11Protocol):
    """A connection for one request: it ends in time, and until its request is there, it makes room for others."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self.made = self.loop.time()
        self.end = self.loop.call_later(LONGEST_SECONDS, transport.abort)
        others = [each for each in self.connections if isinstance(each, Connection) and each is not self]
        silent = [each for each in others if each.cycle is None]
        if silent and len(self.connections) >= AT_ONCE:
            oldest = min(silent, key=lambda each: each.made)
            oldest.transport.abort()
            self.connections.discard(oldest)

    def connection_lost(self, exc: Exception | None) -> None:
        self.end.cancel()
        super().connection_lost(exc)


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str = "127.0.0.1"
    port: int = 8000


def serve(to: Path, tokens: Path, address: Address, *, jobs: int, sandbox: str) -> None:
    """Serve until the process is asked to end; what is being judged is finished, who waits is judged the next time.

    Raises:
        CourseError: there is no such sandbox here, the tokens cannot be read, the port is taken, or another server has
            the folder.
    """
    people, bounds, lessons = People(tokens), Bounds(), Lessons()
    seconds, memory = bounds.limits.submission_seconds, Limits().worker_mib
    with (
        listening(address) as listener,
        private_files(),
        local_workers(jobs or usable_cores(), seconds=seconds, memory_mib=memory) as workers,
    ):
        result_of(workers.submit(open_sandbox, sandbox))
        store = Store(to)
        line = Line(store, workers, sandbox)
        try:
            server = server_of(application(Door(store, line, people, lessons, Rate(), bounds)))
            print(f"Listening at http://{address.host}:{address.port}")
            for signal_ in (signal.SIGTERM, signal.SIGINT):
                signal.signal(signal_, _end)  # the server takes it, ends, and sends it to us once more
            server.run(sockets=[listener])
        finally:
            line.close()
            store.close()


def server_of(app: Starlette) -> uvicorn.Server:
    """Return a server of an application, whose connections are bounded in number and time."""
    close = [("Connection", "close")]  # one request each: what comes after it could take for ever
    config = uvicorn.Config(
        app, http=Connection, ws="none", limit_concurrency=AT_ONCE, server_header=False, headers=close
    )
    return uvicorn.Server(config)


def _end(*_: object) -> None:
    raise SystemExit(0)


def listening(address: Address) -> socket.socket:
    """Return a socket that listens there; raise CourseError where none can."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as problem:
        where = f"{address.host}, port {address.port}"
        raise CourseError(
            f"Nobody can listen at {where}: {problem.strerror or problem}. Say --host or --port."
        ) from None
