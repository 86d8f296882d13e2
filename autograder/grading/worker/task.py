"""What goes to a worker and what comes back: plain data, so that it can be sent anywhere and done twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable
from autograder.grading.sandbox.limits import SandboxLimits

T = TypeVar("T")


@dataclass(frozen=True)
class ByHand:
    """What a person has given for one cell: marks instead of the judge's, marks on top of them, a comment."""

    score: float | None = None
    extra: float = 0.0
    comment: str = ""


@dataclass(frozen=True)
class Task:
    """All that the verdict on a submission and its page follow from.

    Attributes:
        releases: the folder of the released lessons; None for the course's own, wherever it is installed.
        data: the notebook as it was handed in.
        beside: the files that were handed in with it, by their paths.
        problems: what was odd about those, in sentences.
        sandbox: the name of the sandbox.
        seed: of the secret inputs.
        work: the folder for what lies on the disk meanwhile; None for the system's own.
        by_hand: what persons have marked before, by grade id.
    """

    lesson: str
    data: bytes
    sandbox: str
    seed: int
    beside: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    releases: Path | None = None
    work: Path | None = None
    limits: Limits = field(default_factory=Limits)
    sandbox_limits: SandboxLimits = field(default_factory=SandboxLimits)
    by_hand: Mapping[str, ByHand] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What came of one submission.

    Attributes:
        notebook: the text of the graded notebook.
        page: the learner's page, HTML.
        scores: points by grade id; None where a person has to mark.
        unanswered: the cells with nothing written in them, by grade id.
        exercises: the verdicts, as in results.json.
        zeros: exercises that could not be judged, with the reason.
        problems: what was odd about the submission, in sentences.
        seconds: how long it took.
    """

    notebook: str
    page: str
    scores: dict[str, float | None]
    unanswered: list[str]
    exercises: list[dict[str, Any]]
    zeros: dict[str, str]
    problems: list[str]
    seed: str
    seconds: float

    def as_text(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Refused:
    """A submission that cannot be graded, and why."""

    reason: str


def accepted(answer: T | Refused) -> T:
    """Return what a worker answered; raise Unreadable, with the reason, where it refused."""
    if isinstance(answer, Refused):
        raise Unreadable(answer.reason)
    return answer


def read_judged(text: str) -> Judged:
    """Return what `Judged.as_text` wrote."""
    return Judged(**json.loads(text))
