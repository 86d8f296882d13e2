"""See to it that no control group and no temporary folder outlives a grader that was killed.

Nobody else takes them away. A shell waits for the end of a pipe that the grader holds open; it sleeps meanwhile.
"""

from __future__ import annotations

import functools
import os
from contextlib import suppress
from multiprocessing import util
from pathlib import Path

SHELL = "/bin/sh"
LAST = -1000
UNTIL_GONE = """
read -r line
tries=0
while [ "$tries" -lt 100 ]; do
    left=
    {}
    if [ -z "$left" ]; then exit; fi
    tries=$((tries + 1))
    sleep 0.1
done
"""
GROUPS = UNTIL_GONE.format(
    """for prefix; do for group in "$prefix"-*; do
        if [ -d "$group" ] && ! rmdir "$group" 2>/dev/null; then left=1; fi
    done; done"""
)
FOLDER = UNTIL_GONE.format("""rm -rf -- "$1" 2>/dev/null; if [ -e "$1" ]; then left=1; fi""")


def sweep_after_us(prefixes: list[Path]) -> None:
    """Have groups whose names go on with `-` and anything taken away when this process has ended, however."""
    _started(os.getpid(), GROUPS, tuple(map(str, prefixes)))


def remove_after_us(folder: Path) -> None:
    """Have a folder and all that is in it taken away when this process has ended, however."""
    _started(os.getpid(), FOLDER, (str(folder),))


@functools.cache
def _started(grader: int, script: str, names: tuple[str, ...]) -> None:
    """Start one for each grader: one that was forked has groups of its own."""
    if not hasattr(os, "posix_spawn"):
        return
    with suppress(OSError, NotImplementedError):  # then the next grader sweeps
        reader, writer = os.pipe()
        null = os.open(os.devnull, os.O_WRONLY)
        actions = [(os.POSIX_SPAWN_DUP2, reader, 0), *((os.POSIX_SPAWN_DUP2, null, number) for number in (1, 2))]
        command = [SHELL, "-c", script, "sweeper", *names]
        pid = os.posix_spawn(SHELL, command, {"PATH": os.defpath}, file_actions=actions, setsid=True)
        os.close(reader)
        os.close(null)
        # The last of all that multiprocessing does at the end: it takes its own folder away, and expects to find it.
        util.Finalize(None, _let_go, (grader, writer, pid), exitpriority=LAST)


def _let_go(grader: int, writer: int, pid: int) -> None:
    if os.getpid() == grader:
        os.close(writer)
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
