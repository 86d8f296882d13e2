"""How a submission stands in the gradebook, with what persons have given."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from nbgrader.api import Comment, Grade, SubmittedNotebook

from autograder.grading.pages.marks import Mark
from autograder.grading.worker.task import ByHand


@dataclass(frozen=True)
class Standing:
    """How a submission stands in the gradebook.

    Attributes:
        marks: by the grade id of each cell that has points or may be commented on.
        by_hand: what of them persons have given.
        penalty: points that are taken off the score for being late.
    """

    score: float
    possible: float
    marks: dict[str, Mark]
    by_hand: dict[str, ByHand]
    penalty: float = 0.0

    @property
    def counts(self) -> float:
        """The points that count, as nbgrader exports them."""
        return max(0.0, self.score - self.penalty)

    @property
    def to_mark(self) -> int:
        return sum(mark.to_mark for mark in self.marks.values())

    @property
    def digest(self) -> str:
        """What changes when a person, or the judge, changes a mark or a comment."""
        return hashlib.sha256(repr(sorted(self.marks.items())).encode("utf-8", "surrogatepass")).hexdigest()


def standing_of(submission: SubmittedNotebook) -> Standing:
    """Return how a submission of an open gradebook stands."""
    comments = {comment.name: comment for comment in submission.comments}
    grades = {grade.name: grade for grade in submission.grades}
    marks, by_hand = {}, {}
    for name in sorted({*comments, *grades}):
        marks[name] = _mark(grades.get(name), comments.get(name))
        given = ByHand(marks[name].manual, marks[name].extra, getattr(comments.get(name), "manual_comment", None) or "")
        if given != ByHand():
            by_hand[name] = given
    penalty = submission.late_submission_penalty or 0.0
    return Standing(submission.score, submission.max_score, marks, by_hand, penalty)


def _mark(grade: Grade | None, comment: Comment | None) -> Mark:
    words = (comment.comment or "") if comment else ""
    if grade is None:
        return Mark(comment=words)
    return Mark(
        grade.max_score,
        auto=grade.auto_score,
        manual=grade.manual_score,
        extra=grade.extra_credit or 0.0,
        comment=words,
        to_mark=bool(grade.needs_manual_grade),
    )
