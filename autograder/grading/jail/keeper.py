"""Start a program from a thread that lives as long as it may: Linux ends it with the thread that started it."""

from __future__ import annotations

import subprocess
import threading
from concurrent.futures import Future
from typing import Any


class Keeper:
    """A thread that starts one program and stays; servers call us from threads that come and go.

    Args:
        command: program and arguments.
        options: further arguments of `subprocess.Popen`.
    """

    def __init__(self, command: list[str], **options: Any) -> None:
        self._over = threading.Event()
        self._started: Future[subprocess.Popen[bytes]] = Future()
        thread = threading.Thread(target=self._keep, args=(command, options), name="jail keeper", daemon=True)
        thread.start()
        try:
            self.process = self._started.result()
        except BaseException:
            self._over.set()
            raise

    def close(self, patience_seconds: float = 10.0) -> None:
        """Wait for the program's end, bring it about where it takes longer, and let the thread go."""
        try:
            self.process.wait(timeout=patience_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._over.set()

    def _keep(self, command: list[str], options: dict[str, Any]) -> None:
        try:
            self._started.set_result(subprocess.Popen(command, **options))
        except BaseException as problem:
            self._started.set_exception(problem)
            return
        self._over.wait()
