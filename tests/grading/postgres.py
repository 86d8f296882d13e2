"""A PostgreSQL server of the test's own, on a socket in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@dataclass
class Postgres:
    """A server that runs; `process` is its first one."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://grader@/postgres?host={self.folder}"

    def kill(self) -> None:
        """End it at once, with everything that it does."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()


@contextmanager
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    # It refuses to run as root.
    user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, **user)
    data = folder / "data"
    making = [PROGRAMS[-1] / "initdb", "-D", data, "-U", "grader", "-A", "trust", "-N", "-E", "UTF8"]
    subprocess.run(making, check=True, stdout=subprocess.DEVNULL, cwd="/", **user)
    command = [PROGRAMS[-1] / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
    with (folder / "log").open("wb") as log:
        server = Postgres(folder, subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **user))
    try:
        deadline = time.monotonic() + 60
        while not (folder / ".s.PGSQL.5432").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()
        shutil.rmtree(folder)
