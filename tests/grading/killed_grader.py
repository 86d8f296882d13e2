"""Grade a folder, and die by SIGKILL just before the n-th change to the disk, counted by Python's audit events."""

import os
import signal
import sys
from pathlib import Path

from rich.console import Console

from autograder.grading import command, grade, lessons

CHANGES = ("os.rename", "os.remove", "os.mkdir", "shutil.rmtree", "sqlite3.connect", "subprocess.Popen")
inbox, out, releases, deadly = sys.argv[1:] if sys.argv[1:] else [""] * 4
seen = 0


def count(event: str, arguments: tuple[object, ...]) -> None:
    """Count changes; die at the one that was named."""
    global seen
    writes = event == "open" and any(letter in str(arguments[1]) for letter in "wax+")
    if (writes or event in CHANGES) and out in str(arguments[0]) + str(arguments[-1]):
        seen += 1
        if seen == int(deadly):
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":  # workers import this file too
    # Somebody may be at work on the course while its tests run; here its code stays the same from start to start.
    lessons.code_behind = lambda exercises: "the same code"
    # And two runs are compared, so both have the same secret inputs.
    grade.secrets.randbits = lambda bits: 7
    sys.addaudithook(count)
    machine = command.Machine(jobs=1)
    command.grade([Path(inbox)], Path(out), Console(width=120), box="none", releases=Path(releases), machine=machine)
    print(seen, "changes")
