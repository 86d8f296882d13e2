"""Due dates, extensions and penalties in nbgrader's gradebook, where the formgrader and `nbgrader export` read them."""

from __future__ import annotations

from datetime import UTC, datetime

from nbgrader.api import SubmittedAssignment, SubmittedNotebook

from autograder.grading.policy.handed_in import Times


def enter_times(notebook: SubmittedNotebook, times: Times) -> None:
    """Enter when a submission was due and handed in, and what that costs; nothing is changed where there are no rules.

    Its scores have to be in the gradebook already.
    """
    if times.ruled:
        enter_dates(notebook.assignment, times)
        notebook.assignment.timestamp = in_utc(times.handed_in)
        notebook.late_submission_penalty = times.penalty(notebook.score, notebook.max_score) or None


def enter_dates(submission: SubmittedAssignment, times: Times) -> None:
    """Enter when a submission is due, and the learner's extension; a date stays that only the gradebook has."""
    if times.due and times.first_due:
        submission.assignment.duedate = in_utc(times.first_due)
        submission.extension = (times.due - times.first_due) or None


def in_utc(moment: datetime | None) -> datetime | None:
    """Return a moment as nbgrader keeps it: in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None
