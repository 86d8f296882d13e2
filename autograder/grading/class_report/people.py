"""Who needs help and with what, what came of handing in again, and where a person marked otherwise than the checks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.grading.class_report.mistakes import first_failure
from autograder.grading.class_report.reading import Earlier, ExerciseResult, HandMark, Submission

NEEDS_HELP = 0.6  # of the points of the exercises: whoever has less is listed first
SAME = 1e-9  # points that are closer are equal


@dataclass(frozen=True)
class Help:
    """A learner who has something open, and what to talk about first.

    Attributes:
        share: of the points of all exercises, from 0 to 1.
        exercise: the first one in the order of the lesson that is open: later ones build on it.
        about: the mistake, or the check that fails, or that nothing is written.
        sentence: what the learner read of it.
        open: how many exercises are open.
    """

    student: str
    share: float
    exercise: str
    about: str
    sentence: str
    open: int

    @property
    def soon(self) -> bool:
        """Whether little is there."""
        return self.share < NEEDS_HELP


@dataclass(frozen=True)
class Resubmission:
    """What came of handing in again: shares of the possible points, and mistakes by exercise and name."""

    student: str
    times: int
    first: float
    last: float
    mended: tuple[tuple[str, str], ...]
    still: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mended:
    """How many of those who had a mistake at first have it no more."""

    exercise: str
    name: str
    had: int
    mended: int

    @property
    def words(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Disagreement:
    """An exercise for which a person gave other points than the checks.

    Attributes:
        checks: the titles of the checks that failed; they are to be looked at where the person gave more.
    """

    student: str
    exercise: str
    auto: float
    given: float
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Suspicion:
    """A check that failed learners to whom a person gave more."""

    exercise: str
    title: str
    learners: int


@dataclass(frozen=True)
class HandMarks:
    """Marks that persons gave: how many, of how many learners, and those that disagree with the checks."""

    marks: int
    learners: int
    disagreements: tuple[Disagreement, ...]
    suspicions: tuple[Suspicion, ...]


def who_needs_help(graded: Sequence[Submission]) -> tuple[Help, ...]:
    """Return the learners who have an exercise open, those with the fewest points first."""
    found = [each for submission in graded if (each := _help(submission))]
    return tuple(sorted(found, key=lambda each: (each.share, each.student)))


def _help(submission: Submission) -> Help | None:
    still_open = [entry for entry in submission.exercises if entry.points < entry.possible - SAME]
    if not still_open:
        return None
    points, possible = (sum(getattr(each, what) for each in submission.exercises) for what in ("points", "possible"))
    # Who wrote nothing here may have left it for later: what was tried is the better beginning.
    entry = next((each for each in still_open if each.attempted), still_open[0])
    about, sentence = _topic(entry)
    if not any(each.attempted or each.reason for each in submission.exercises):
        about = "and everything after it is not written"
    return Help(submission.student, points / possible, entry.exercise, about, sentence, len(still_open))


def _topic(entry: ExerciseResult) -> tuple[str, str]:
    """Return what is wrong with an exercise in a few words, and in the learner's."""
    if entry.reason:
        return "could not be judged", entry.reason
    for name, check in entry.misconceptions.items():
        return name.replace("_", " "), check.cause
    failed = first_failure(entry)
    if failed:
        return f"fails: {failed.title}", failed.cause or failed.message
    return ("is not finished" if any(check.status == "holds" for check in entry.checks) else "is not written"), ""


def resubmissions(graded: Sequence[Submission]) -> tuple[Resubmission, ...]:
    """Return the learners who handed in more than once, those who gained the most first."""
    found = [_resubmission(each.student, each.history) for each in graded if len(each.history) > 1]
    return tuple(sorted(found, key=lambda each: (each.first - each.last, each.student)))


def _resubmission(student: str, history: Sequence[Earlier]) -> Resubmission:
    shares = [each.score / each.possible if each.possible > 0 else 0.0 for each in history]
    before = dict.fromkeys(mistake for each in history[:-1] for mistake in _mistakes(each))
    now = set(_mistakes(history[-1]))
    mended = tuple(mistake for mistake in before if mistake not in now)
    return Resubmission(
        student, len(history), shares[0], shares[-1], mended, tuple(mistake for mistake in before if mistake in now)
    )


def _mistakes(of: Earlier) -> Iterator[tuple[str, str]]:
    for exercise, names in of.mistakes.items():
        yield from ((exercise, name) for name in names)


def mended(again: Sequence[Resubmission]) -> tuple[Mended, ...]:
    """Return, for each mistake that somebody had who handed in again, how many have mended it."""
    gone = Counter(mistake for each in again for mistake in each.mended)
    had = gone + Counter(mistake for each in again for mistake in each.still)
    return tuple(Mended(*mistake, count, gone[mistake]) for mistake, count in had.most_common())


def hand_marks(graded: Sequence[Submission]) -> HandMarks:
    """Return what persons have marked, and where that is not what the checks gave."""
    given = [(submission, mark) for submission in graded for mark in submission.by_hand]
    found = [each for submission, mark in given if (each := _disagreement(submission, mark))]
    more: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in found:
        if each.given > each.auto:
            for title in each.checks:
                more[each.exercise, title].add(each.student)
    suspicions = [Suspicion(*key, len(who)) for key, who in more.items()]
    return HandMarks(
        len(given),
        len({submission.student for submission, _ in given}),
        tuple(sorted(found, key=lambda each: (each.exercise, each.student))),
        tuple(sorted(suspicions, key=lambda each: (-each.learners, each.exercise, each.title))),
    )


def _disagreement(submission: Submission, mark: HandMark) -> Disagreement | None:
    """Return where a person gave another number of points for an exercise; extra points on top are no verdict."""
    if not mark.exercise or mark.auto is None or mark.manual is None or abs(mark.manual - mark.auto) < SAME:
        return None
    entries = (entry for entry in submission.exercises if entry.exercise == mark.exercise)
    failed = tuple(check.title for entry in entries for check in entry.checks if check.status != "holds")
    return Disagreement(submission.student, mark.exercise, mark.auto, mark.manual, failed)
