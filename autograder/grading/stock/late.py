"""nbgrader's step that takes points off for being late, which here goes by the class's policy.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Unicode

from autograder.grading.books.lateness import enter_dates
from autograder.grading.intake import Submission
from autograder.grading.lessons import Lessons
from autograder.grading.policy import Late, Policy, Terms, read_policy


class LateByPolicy(LateSubmissionPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Says what being late costs; `parent` is the step that asks, and knows the lesson."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Return the points that are taken off; None for none."""
        late: Late | None = self.parent.late
        if late is None:  # no policy: as nbgrader has it
            return super().late_submission_penalty(student_id, score, total_seconds_late)  # type: ignore[no-any-return]
        return late.penalty(total_seconds_late, score, self.parent.possible) or None


class PenaltiesByPolicy(AssignLatePenalties):  # type: ignore[misc]  # nbgrader has no types
    """Enters due date and extension into the gradebook, and then takes off what the policy says.

    When a submission was handed in, nbgrader has read from the timestamp.txt beside it.
    """

    policy = Unicode("policy.toml", help="The rules of the class, in the folder of the course.").tag(config=True)
    late: Late | None = None
    possible = 0.0

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook as it is."""
        names = resources["nbgrader"]
        if (path := self._path()).exists():
            self._enter(_policy(path), names)
        return tuple(super().preprocess(nb, resources))

    def _enter(self, policy: Policy, names: dict[str, str]) -> None:
        lesson, student = names["assignment"], names["student"]
        self.late = policy.rules(lesson).late
        times = Terms(policy).times(Submission(Path(), student), lesson)
        with Gradebook(names["db_url"]) as gradebook:
            enter_dates(gradebook.find_submission(lesson, student), times)
            notebook = gradebook.find_submission_notebook(names["notebook"], lesson, student)
            self.possible = notebook.max_score
            gradebook.db.commit()

    def _path(self) -> Path:
        course = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        return Path(course.root if course is not None else ".") / self.policy


def _policy(path: Path) -> Policy:
    return read_policy(path, Lessons().names)


def require_policy(path: Path) -> None:
    """Raise CourseError where a policy is there and something in it is not as it should be."""
    if path.exists():
        _policy(path)
