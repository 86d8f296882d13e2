"""The places where a learner's cells can run: what the judge promises of one, it promises of both."""

from __future__ import annotations

import atexit
import functools
from pathlib import Path

from attacks.jailed import working_sandbox

from autograder.grading.jail import Jail, unguarded_place
from autograder.grading.judge.place import Start


def start_in(folder: Path, kind: str = "jail") -> Start:
    """Return what starts a place on a folder: in the jail, or unguarded."""
    return functools.partial(jail().place if kind == "jail" else unguarded_place, folder)


@functools.cache
def jail() -> Jail:
    """One jail for all tests of a run, as for all submissions of a batch."""
    made = Jail(working_sandbox())
    atexit.register(made.close)
    return made
