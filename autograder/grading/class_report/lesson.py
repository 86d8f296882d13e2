"""What is said of a class in one lesson: a pure function of the results."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.grading.class_report.mistakes import Misconception, misconceptions
from autograder.grading.class_report.people import (
    HandMarks,
    Help,
    Mended,
    Resubmission,
    hand_marks,
    mended,
    resubmissions,
    who_needs_help,
)
from autograder.grading.class_report.reading import ClassResults, Submission
from autograder.grading.class_report.scores import ExerciseFigures, Scores, exercise_figures, scores
from autograder.grading.class_report.unnamed import Unnamed, unnamed


@dataclass(frozen=True)
class NotGraded:
    """What could not be graded: a whole submission, or one exercise of it, and why."""

    student: str
    exercise: str  # "" for the whole
    reason: str


@dataclass(frozen=True)
class LessonReport:
    """What is said of a class in one lesson; see the classes for what each part holds.

    Attributes:
        learners: whose notebook was graded.
        handed_in: whose notebook came in.
        not_graded: those that could not be graded, and exercises that could not be judged.
        odd: learners with what was unusual about their notebooks.
    """

    lesson: str
    learners: int
    handed_in: int
    misconceptions: tuple[Misconception, ...]
    unnamed: tuple[Unnamed, ...]
    scores: Scores | None
    exercises: tuple[ExerciseFigures, ...]
    help: tuple[Help, ...]
    again: tuple[Resubmission, ...]
    mended: tuple[Mended, ...]
    by_hand: HandMarks
    not_graded: tuple[NotGraded, ...]
    odd: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """The lesson in words, such as "02 simple rnn"."""
        return self.lesson.replace("_", " ")


def lesson_report(results: ClassResults, lesson: str) -> LessonReport:
    """Return the report on one lesson."""
    mine = submissions_to(results, lesson)
    graded = [each for each in mine if each.graded]
    again = resubmissions(graded)
    return LessonReport(
        lesson=lesson,
        learners=len(graded),
        handed_in=len(mine),
        misconceptions=misconceptions(graded),
        unnamed=unnamed(graded),
        scores=scores(graded),
        exercises=exercise_figures(graded),
        help=who_needs_help(graded),
        again=again,
        mended=mended(again),
        by_hand=hand_marks(graded),
        not_graded=tuple(_not_graded(mine)),
        odd=tuple((each.student, problem) for each in graded for problem in each.problems),
    )


def submissions_to(results: ClassResults, lesson: str) -> list[Submission]:
    """Return the submissions to a lesson; what belongs to no known lesson counts where there is only one."""
    alone = len(results.lessons) <= 1
    return [each for each in results.submissions if each.lesson == lesson or (alone and not each.lesson)]


def without_lesson(results: ClassResults) -> tuple[NotGraded, ...]:
    """Return the submissions of which no lesson is known."""
    return tuple(_not_graded([each for each in results.submissions if not each.lesson]))


def _not_graded(submissions: list[Submission]) -> list[NotGraded]:
    whole = [NotGraded(each.student, "", each.reason) for each in submissions if not each.graded]
    return whole + [
        NotGraded(each.student, entry.exercise, entry.reason)
        for each in submissions
        if each.graded
        for entry in each.exercises
        if entry.reason
    ]
