"""What was handed in by one learner, before anything of it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Submission:
    """A file that was handed in, or a folder without a notebook in it.

    Attributes:
        folder: where it lies, if all in that folder is this learner's.
        others: this learner's files in a folder of everyone's, by the names that they were handed in under.
        problem: why it cannot be graded, where that is known already.
        label: where it came from, if not from `path` itself.
        notes: what an instructor should know of it, in sentences.
        number: what a learning platform calls the learner, who may have the name of another.
        handed_in: when, as the learning platform says.
        placed: the file that whoever runs the grader has put there: the notebook, or a learner's archive; None in an
            archive of everyone's.
        depth: 0, or how deep it lies below others of this learner's: it counts where none above is for its lesson.
    """

    path: Path
    student: str
    folder: Path | None = None
    others: tuple[tuple[str, Path], ...] = ()
    problem: str = ""
    label: str = ""
    notes: tuple[str, ...] = ()
    number: str = ""
    handed_in: datetime | None = None
    placed: Path | None = None
    depth: int = 0

    @property
    def source(self) -> str:
        """Where it came from, as text that can be written anywhere: a file's name may be any bytes."""
        return (self.label or str(self.path)).encode("utf-8", "replace").decode("utf-8")
