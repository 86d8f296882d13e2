"""The attempts of a learner at a lesson: one for each different submission that was judged, in their order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """One submission, and what came of it.

    Attributes:
        digest: of the submission alone: the notebook and the files beside it.
        key: of all that the verdict follows from, as in the ledger.
        judged: when it was judged first, in UTC.
        handed_in: when it was handed in, in UTC; None where that is not known.
        told_by: who says so; see `policy.handed_in`.
        score: what counted when it was last looked at: points less penalty, marks by hand included.
        points: what the judge gave, by exercise.
        mistakes: the names of the known mistakes, by exercise.
        counts: whether it is the one that the grade is for.
    """

    digest: str
    key: str
    judged: datetime
    handed_in: datetime | None = None
    told_by: str = ""
    score: float = 0.0
    possible: float = 0.0
    points: Mapping[str, int] = field(default_factory=dict)
    mistakes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counts: bool = True

    def as_text(self) -> str:
        return json.dumps(asdict(self), default=datetime.isoformat)

    def as_data(self) -> dict[str, Any]:
        """Return the attempt as results.json has it."""
        return {
            "judged": _iso(self.judged),
            "handed_in": _iso(self.handed_in),
            "score": self.score,
            "possible": self.possible,
            "points": dict(self.points),
            "mistakes": {name: list(mistakes) for name, mistakes in self.mistakes.items()},
            "counts": self.counts,
        }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def read_attempt(text: str) -> Attempt:
    """Return what `Attempt.as_text` wrote."""
    data = json.loads(text)
    times = {name: datetime.fromisoformat(data[name]) for name in ("judged", "handed_in") if data[name]}
    return Attempt(**data | times)


def attempt_of(
    digest: str, key: str, result: Mapping[str, Any], handed_in: datetime | None, told_by: str, *, counts: bool = True
) -> Attempt:
    """Return the attempt that a result comes of, judged now.

    Args:
        digest: of the submission.
        key: of all that the verdict follows from.
        result: as in results.json.
        handed_in: when it was handed in.
        told_by: who says so.
        counts: whether the grade is for it.
    """
    entries = result["exercises"]
    return Attempt(
        digest,
        key,
        datetime.now(UTC),
        handed_in,
        told_by,
        result["score"],
        result["possible"],
        {entry["exercise"]: entry["points"] for entry in entries},
        {
            entry["exercise"]: list(
                dict.fromkeys(check["misconception"] for check in entry["checks"] if check["misconception"])
            )
            for entry in entries
        },
        counts,
    )


def digest_of(data: bytes, beside: Mapping[str, bytes]) -> str:
    """Return a digest of a submission alone: the notebook, and the files beside it by their names."""
    parts = [hashlib.sha256(data).hexdigest()]
    parts += [f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in sorted(beside.items())]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
