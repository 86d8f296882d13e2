"""The `autograder` command. Each function parses, calls and prints; the work is done in the modules that it names.

Exit codes: 0 all passed, 1 not yet, 2 the course or the call is broken.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

from rich.console import Console

from autograder.cli.app import app
from autograder.errors import CourseError

FOR_LEARNERS = "Say how far you are, and judge what you saved."
FOR_ALL = "Say how far a learner is, judge notebooks, grade classes, release and build lessons."
EXITS = "Exit codes: 0 all passed, 1 not yet, 2 the course or the call is broken."
app.info.help = f"{FOR_ALL if find_spec(f'{__name__}.grading') else FOR_LEARNERS}\n\n{EXITS}"

# Each enters its commands. A learner's copy of the course has those for learners alone.
for name in ("learning", "releasing", "grading", "reporting", "adopting", "policy", "doors", "reading", "authoring"):
    if find_spec(f"{__name__}.{name}"):
        import_module(f"{__name__}.{name}")


def main() -> None:
    """Run the command; a CourseError becomes one clear message and exit code 2."""
    try:
        app()
    except CourseError as problem:
        Console(stderr=True).print(str(problem), style="red", markup=False, soft_wrap=True)
        sys.exit(2)
