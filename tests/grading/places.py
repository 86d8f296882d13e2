"""The places where a learner's cells can run: what the judge promises of one, it promises of all."""

from __future__ import annotations

import atexit
import functools
from pathlib import Path

from attacks.boxes import working_sandbox

from autograder.grading.jail import Jail, unguarded_place
from autograder.grading.judge.place import Start
from autograder.grading.kernel_place import kernel_place

chosen = "kernel"


def start_in(folder: Path) -> Start:
    """Return what starts the place that was chosen, on a folder."""
    if chosen == "jail":
        return functools.partial(jail().place, folder)
    if chosen == "unguarded":
        return functools.partial(unguarded_place, folder)
    return functools.partial(kernel_place, folder, sandbox=None)


@functools.cache
def jail() -> Jail:
    """One jail for all tests of a run, as for all submissions of a batch."""
    made = Jail(working_sandbox())
    atexit.register(made.close)
    return made
