"""A disk that is full or cannot be written to: nobody's submission is to blame, and going on would lose grades."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import NobodyToBlame

NO_SPACE = {errno.ENOSPC: "is full", errno.EDQUOT: "is full", errno.EROFS: "cannot be written to"}
OF_SQLITE = {sqlite3.SQLITE_FULL: "is full", sqlite3.SQLITE_READONLY: "cannot be written to"}


class DiskTrouble(NobodyToBlame):
    """Nothing more can be written; the message says where."""


@contextmanager
def stopped_by_the_disk(folder: Path) -> Iterator[None]:
    """Turn an error of the disk, however deep it lies, into one that ends the batch."""
    try:
        yield
    except Exception as problem:
        if what := _trouble(problem):
            raise DiskTrouble(
                f"The disk of {folder} {what}. What was graded is kept: mend that and start the same command again."
            ) from problem
        raise


def _trouble(problem: BaseException | None) -> str:
    """Return what is wrong with the disk; "" where it is something else."""
    while problem is not None:
        code = problem.errno if isinstance(problem, OSError) else None
        of_sqlite = getattr(problem, "sqlite_errorcode", None)
        if what := NO_SPACE.get(code or 0) or OF_SQLITE.get((of_sqlite or 0) & 0xFF):
            return what
        # SQLAlchemy keeps the database's own error under this name.
        problem = getattr(problem, "orig", None) or problem.__cause__ or problem.__context__
    return ""
