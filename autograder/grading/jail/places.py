"""Where the cells of a batch run: in the jail, as another user, or without a sandbox where a person has said so."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import SandboxUnavailable
from autograder.grading.jail.jail import Jail
from autograder.grading.jail.other_user import learners_view, other_users_place
from autograder.grading.jail.unguarded import unguarded_place
from autograder.grading.judge.place import Start
from autograder.grading.sandbox import Sandbox, SandboxLimits
from autograder.grading.sandbox.choice import NONE, SANDBOX, WITHOUT, sandbox_called
from autograder.grading.sandbox.other_user import OtherUser


@contextmanager
def places(sandbox: Sandbox | OtherUser | None, limits: SandboxLimits) -> Iterator[Callable[[Path], Start]]:
    """Yield a function from a submission's folder to what starts a place for it; all end with the context.

    Args:
        sandbox: where they run; None for the grader's own rights.
        limits: what each may use in the sandbox.

    Raises:
        SandboxUnavailable: nothing can be forked here; the message says why.
    """
    if sandbox is None:
        yield lambda folder: functools.partial(unguarded_place, folder)
        return
    if isinstance(sandbox, OtherUser):
        with learners_view() as view:
            yield lambda folder: functools.partial(other_users_place, view, limits, folder)
        return
    with Jail(sandbox, limits) as jail:
        try:
            jail.require()
        except SandboxUnavailable as problem:
            raise SandboxUnavailable(f"{problem}\n{WITHOUT}") from None
        yield lambda folder: functools.partial(jail.place, folder)


def best_sandbox() -> str:
    """Return the name of the best sandbox of this machine: for submissions that are our own, none will do."""
    try:
        with places(sandbox_called(SANDBOX), SandboxLimits()):
            return SANDBOX
    except SandboxUnavailable:
        return NONE
