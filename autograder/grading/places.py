"""The one switch between the kinds of place that cells can run in, until the kernel goes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from autograder.grading.jail import Jail, unguarded_place
from autograder.grading.judge.place import Start
from autograder.grading.kernel_place import kernel_place
from autograder.grading.sandbox import Sandbox, SandboxLimits

Kind = Literal["kernel", "jail"]


@contextmanager
def places(kind: Kind, sandbox: Sandbox | None, limits: SandboxLimits) -> Iterator[Callable[[Path], Start]]:
    """Yield a function from a submission's folder to what starts a place for it; all end with the context.

    Args:
        kind: a Jupyter kernel for each, or a process forked for each.
        sandbox: where they run; None for the grader's own rights.
        limits: what each may use in the sandbox.

    Raises:
        SandboxUnavailable: nothing can be forked here; the message says why.
    """
    if kind == "kernel":
        yield lambda folder: functools.partial(kernel_place, folder, sandbox=sandbox, sandbox_limits=limits)
    elif sandbox is None:
        yield lambda folder: functools.partial(unguarded_place, folder)
    else:
        with Jail(sandbox, limits) as jail:
            jail.require()
            yield lambda folder: functools.partial(jail.place, folder)
