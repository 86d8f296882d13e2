"""The jail: each submission's cells run in a process that is forked for it alone."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType

from autograder.errors import SandboxUnavailable
from autograder.grading.jail.child_process import Child, introduction
from autograder.grading.jail.conversation import Conversation
from autograder.grading.jail.parent_process import Parent
from autograder.grading.judge.place import ProcessGone, ProcessNotStarted
from autograder.grading.limits import Limits
from autograder.grading.sandbox.control_groups import open_group
from autograder.grading.sandbox.find import Sandbox
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.sandbox.submission import pack


class Jail:
    """Lives as long as a batch, and forks a place for each submission, for any thread; a context manager.

    Args:
        sandbox: what `find_sandbox()` returned.
        limits: what each submission's processes may use.
    """

    def __init__(self, sandbox: Sandbox, limits: SandboxLimits | None = None) -> None:
        self._sandbox, self._limits = sandbox, limits or SandboxLimits()
        self._parent: Parent | None = None
        self._starts = threading.Lock()

    def __enter__(self) -> Jail:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def place(self, folder: Path | None, limits: Limits) -> Conversation:
        """Fork a process that works on a copy of `folder`, or on an empty one.

        Raises:
            ProcessNotStarted: none could be forked; the next call starts a new parent.
            SandboxUnavailable: no parent can be started here.
            SubmissionTooLarge: the folder does not fit.
        """
        parent, submission = self._forked_from(), pack(folder, self._limits)
        requests, inside = introduction()
        requests.settimeout(limits.start_seconds)
        try:
            with inside:
                user = parent.fork([inside.fileno(), submission])
            forgotten = partial(parent.give_back, user)
            return Conversation(requests, Child(requests, open_group(self._limits), forgotten), limits)
        except (OSError, ProcessGone) as problem:
            requests.close()
            said = parent.last_words() or problem
            self._give_up(parent)
            raise ProcessNotStarted(f"No process could be forked: {said}") from problem
        finally:
            os.close(submission)

    def require(self) -> None:
        """Fork once, so that what a machine refuses is known before a submission is read: by SandboxUnavailable."""
        try:
            self.place(None, Limits()).close()
        except ProcessNotStarted as problem:
            reason = str(problem).splitlines()[-1]
            raise SandboxUnavailable(f"Linux makes no namespaces here for each submission: {reason}") from None

    def close(self) -> None:
        """End the parent and all that was forked from it."""
        with self._starts:
            if self._parent is not None:
                self._parent.close()
            self._parent = None

    def _forked_from(self) -> Parent:
        with self._starts:
            if self._parent is None:
                self._divide_our_group()
                self._parent = Parent(self._sandbox, self._limits)
            return self._parent

    def _divide_our_group(self) -> None:
        """Make sure of control groups before there is anybody who forks: a group that is divided must have nobody."""
        group = open_group(self._limits)
        if group is not None:
            group.remove()

    def _give_up(self, parent: Parent) -> None:
        """Close a parent that forks no more; another thread may have done so, and started the next."""
        with self._starts, suppress(OSError):
            if self._parent is parent:
                self._parent = None
                parent.close()
