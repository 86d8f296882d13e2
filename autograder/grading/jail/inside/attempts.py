"""Try, from inside, what must not work; print a JSON object of attempt to what came of it.

Usage: attempts.py HIDDEN_PATH PROCESSES MEMORY_MIB
"""

import ctypes
import json
import os
import signal
import socket
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

ENDING_SECONDS = 2.0  # what Linux kills may take to end


def main(hidden: str, processes: int, memory_mib: int) -> None:
    """Run every attempt; an answer is "worked", the error's text, or a number."""
    attempts: dict[str, Callable[[], object]] = {
        "network": lambda: socket.create_connection(("192.0.2.1", 80), timeout=2),
        "hidden": lambda: os.stat(hidden),
        "root_folder": lambda: Path("/file").touch(),
        "libraries": lambda: Path(sysconfig.get_path("stdlib"), "file").touch(),
        "symlink": lambda: os.symlink("/etc", "/tmp/link"),
        "unshare": _unshare,
        "processes": lambda: count_processes(processes),
        "memory": lambda: count_survivors(memory_mib),
    }
    print(json.dumps({name: outcome(attempt) for name, attempt in attempts.items()}))


def outcome(attempt: Callable[[], object]) -> object:
    """Return what an attempt counted, "worked", or what the system said against it."""
    try:
        result = attempt()
    except OSError as error:
        return os.strerror(error.errno or 0)
    return result if isinstance(result, int) else "worked"


def count_processes(most: int) -> int:
    """Start up to twice as many processes as the limit, and count how many run at once."""
    children: list[int] = []
    try:
        for _ in range(2 * most):
            children.append(fork(signal.pause))
    except OSError:
        pass
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return len(children)


def count_survivors(memory_mib: int) -> int:
    """Let four processes fill three eighths of the memory each, and count how many Linux leaves alive.

    One of them has room beside what it began with, which the bound of a single process counts as well.
    """
    alive = [_fill(memory_mib * 2**20 * 3 // 8) for _ in range(4)]
    give_up = time.monotonic() + ENDING_SECONDS
    while True:
        alive = [child for child in alive if os.waitpid(child, os.WNOHANG) == (0, 0)]
        if len(alive) <= 2 or time.monotonic() > give_up:
            return len(alive)
        time.sleep(0.05)  # whoever was killed last may have yet to end


def _fill(size: int) -> int:
    reader, writer = os.pipe()

    def fill() -> None:
        memory = b"x" * size
        os.write(writer, memory[:1])
        signal.pause()

    child = fork(fill)
    os.close(writer)
    os.read(reader, 1)  # a byte when it is done, nothing when it was killed
    return child


def fork(then: Callable[[], object]) -> int:
    """Return the number of a new process that does `then` and ends."""
    pid = os.fork()
    if pid == 0:
        then()
        os._exit(0)
    return pid


def _unshare() -> None:
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
