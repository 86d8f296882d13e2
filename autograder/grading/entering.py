"""Entering what was judged into the books: gradebook, pages, ledger, results. There is one writer, which may be killed.

Each step may be done once more and comes to the same; that it is done is noted last, in the ledger.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from autograder.exercise import CHECK_PREFIX
from autograder.grading.books.changes import Change, change_between, write_changes
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.books.ledger import Ledger, Saved
from autograder.grading.books.results import Result, given_by_hand, write_csv, write_json
from autograder.grading.books.standing import Standing
from autograder.grading.intake import Submission
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable, read_file
from autograder.grading.pages.marks import Mark
from autograder.grading.pending import NO_TIME, Pending, better_before
from autograder.grading.policy import Terms, Times
from autograder.grading.policy.words import of_times
from autograder.grading.sandbox.choice import NONE, NOT_PROMISED
from autograder.grading.worker.task import ByHand, Judged

log = logging.getLogger(__name__)
Page = Callable[[str, str, Mapping[str, Mark], Sequence[str]], str]


@dataclass
class News:
    """What an instructor is told when a batch is done.

    Attributes:
        changes: of grades of submissions that were graded before.
        stands: why a further submission changed nothing, by learner and lesson.
        others: learners and lessons that were graded before and are not of this batch.
        no_time: of how many submissions it is not known when they were handed in, and they are due.
    """

    changes: list[Change] = field(default_factory=list)
    stands: dict[tuple[str, str], str] = field(default_factory=dict)
    no_time: int = 0
    others: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Entering:
    """Writes down what came of submissions.

    Args:
        course: the folder of results.
        ledger: of that folder.
        terms: the rules of the class.
        page: makes a learner's page of a graded notebook, its lesson, marks, and what is said of its time.
        news: is added to.
    """

    regrading: ClassVar[bool] = False  # whether what is judged is what the folder keeps

    course: CourseFolder
    ledger: Ledger
    terms: Terms
    page: Page
    news: News = field(default_factory=News)

    def lesson(self, name: str, release: Path) -> None:
        """Get ready for submissions of a lesson."""
        self.course.add_lesson(name, release)

    def judged(self, pending: Pending, judged: Judged, *, shown: Mapping[str, ByHand]) -> Result:
        """Write everything of a submission; done once more after a kill, it comes to the same.

        Args:
            pending: the submission.
            judged: what came of it.
            shown: what the page shows of a person's marks.
        """
        student, lesson = pending.submission.student, pending.task.lesson
        saved, beaten = self.ledger.saved(student, lesson), self._beaten(pending, judged)
        former = self.course.standing(student, lesson) if saved and (beaten or pending.same) else None
        if saved and former and beaten:
            self.ledger.save(student, lesson, saved, pending.beaten(judged))
            return self.again(pending, saved, former, beaten)
        task = pending.task
        standing = self.course.save(student, lesson, judged, task.data, task.beside, pending.times)
        self.course.no_longer_aside(student, lesson, pending.submission.path)
        said = self._said(pending.times, standing)
        if standing.by_hand != shown or said:
            self._show(student, lesson, standing, said)
        result = result_of(pending, judged, standing)
        entry, change = asdict(result), None
        if saved and former and (change := change_of(saved, former, pending, entry)):
            self.news.changes.append(change)
        now = Saved(pending.key, entry, page_digest(standing, said))
        self.ledger.save(student, lesson, now, pending.graded(entry), change, in_place=pending.same)
        return self._told(result, pending)

    def again(self, pending: Pending, saved: Saved, standing: Standing, stands: str = "") -> Result:
        """Return what is known of a submission, with what a person has marked since, and what its time costs by now.

        Args:
            pending: the submission.
            saved: what is known.
            standing: how it stands in the gradebook.
            stands: why a further submission changes nothing; then what is known is of an earlier one.
        """
        student, lesson = pending.submission.student, pending.task.lesson
        counting = next((each for each in self.ledger.history(student, lesson) if each.counts), None)
        times = pending.times
        if stands and counting:
            times = replace(times, handed_in=counting.handed_in, told_by=counting.told_by)
        said = [*self._said(times, standing), *([stands] if stands else [])]
        path = {"path": saved.result["path"] if stands else pending.submission.source}
        digest = page_digest(standing, said)
        if digest != saved.marks:
            standing = self.course.set_times(student, lesson, times)
            self._show(student, lesson, standing, said)
        result = Result(**saved.result | as_it_stands(standing, times, saved.result["exercises"]) | path)
        if digest != saved.marks or not (counting or stands):
            attempt = counting or pending.graded(asdict(result))
            attempt = replace(attempt, score=result.score, handed_in=times.handed_in, told_by=times.told_by)
            self.ledger.save(student, lesson, Saved(saved.key, asdict(result), digest), attempt, in_place=True)
        return self._told(result, pending, stands)

    def not_graded(self, submission: Submission, lesson: str, reason: str, limits: Limits) -> Result:
        """Keep what cannot be graded for a person."""
        try:
            data = read_file(submission.path, limits)
            self.course.keep_aside(submission.student, lesson, submission.path, data)
        except (Unreadable, OSError) as problem:
            # A link, a folder or a giant stays where it is.
            log.info("%s is not kept aside: %s", submission.path, problem)
        return not_graded(submission, lesson, reason)

    def write(self, results: list[Result], box: str, missing: list[str] | None) -> None:
        """Write what came of all submissions, and who has handed in nothing."""
        not_promised = NOT_PROMISED if box == NONE else None
        path = self.course.root / "results.json"
        write_json(results, path, sandbox=box, not_promised=not_promised, nothing_handed_in=missing)
        write_csv(results, path.with_suffix(".csv"))
        if changes := self.ledger.changes():
            write_changes(changes, self.course.root)

    def _beaten(self, pending: Pending, judged: Judged) -> str:
        """Return why an earlier attempt counts; "" where this one does."""
        student, lesson = pending.submission.student, pending.task.lesson
        if pending.same or self.terms.policy.rules(lesson).attempts.counts != "best":
            return ""
        return better_before(self.ledger.history(student, lesson), pending.beaten(judged), pending.times)

    def _said(self, times: Times, standing: Standing) -> list[str]:
        return of_times(times, self.terms.policy.zone, standing.score, standing.possible)

    def _told(self, result: Result, pending: Pending, stands: str = "") -> Result:
        """Return a result with its history, and with what may differ from run to run."""
        notes = pending.submission.notes
        if stands:
            self.news.stands[result.student, result.lesson] = stands
            notes = (*notes, stands)
        elif pending.no_time:
            self.news.no_time += 1
            notes = (*notes, NO_TIME)
        history = [attempt.as_data() for attempt in self.ledger.history(result.student, result.lesson)]
        return replace(result, history=history).noted(notes)

    def _show(self, student: str, lesson: str, standing: Standing, said: Sequence[str]) -> None:
        """Make the page of a graded submission once more."""
        notebook = self.course.graded_notebook(student, lesson)
        self.course.save_page(student, lesson, self.page(notebook, lesson, standing.marks, said))


def result_of(pending: Pending, judged: Judged, standing: Standing) -> Result:
    """Return what came of a submission that was judged."""
    return Result(
        pending.submission.student,
        pending.task.lesson,
        pending.submission.source,
        "graded with zeros" if judged.zeros else "graded",
        reason="; ".join(f"{name}: {why}" for name, why in judged.zeros.items()),
        possible=standing.possible,
        exercises=judged.exercises,
        problems=judged.problems,
        seed=judged.seed,
        seconds=round(judged.seconds, 2),
        **as_it_stands(standing, pending.times, judged.exercises),
    )


def change_of(saved: Saved, standing: Standing, pending: Pending, after: Mapping[str, Any]) -> Change | None:
    """Return what a second judgement of a submission has changed.

    The score before is worked out from the former verdicts and the marks by hand: the gradebook may have the new ones
    already, where a run before was killed.
    """
    points = {f"{CHECK_PREFIX}{entry['exercise']}": float(entry["points"]) for entry in saved.result["exercises"]}
    return change_between(saved.result | {"score": standing_with(standing, points, pending.times).counts}, after)


def standing_with(standing: Standing, scores: Mapping[str, float | None], times: Times) -> Standing:
    """Return how a submission stands with other points of the judge, by grade id; marks given by hand stay."""
    marks = {
        name: replace(mark, auto=scores[name]) if name in scores else mark for name, mark in standing.marks.items()
    }
    score = sum(mark.score or 0.0 for mark in marks.values())
    penalty = times.penalty(score, standing.possible) if times.ruled else standing.penalty
    return replace(standing, score=score, marks=marks, penalty=penalty)


def as_it_stands(standing: Standing, times: Times, exercises: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what of a result persons, the rules and the clock may change; `exercises`: its verdicts."""
    return {
        "score": standing.counts,
        "to_mark": standing.to_mark,
        "by_hand": given_by_hand(standing.marks, exercises),
        "handed_in": times.handed_in.isoformat(timespec="seconds") if times.handed_in else None,
        "late_seconds": times.seconds_late,
        "penalty": standing.penalty,
    }


def not_graded(submission: Submission, lesson: str, reason: str) -> Result:
    """Return what came of a submission that cannot be graded."""
    result = Result(submission.student, lesson, submission.source, "not graded", reason=reason)
    return result.noted(submission.notes)


def page_digest(standing: Standing, said: Sequence[str]) -> str:
    """Return what changes when a learner's page has to be made again."""
    if not said:
        return standing.digest
    return hashlib.sha256("\n".join([standing.digest, *said]).encode()).hexdigest()
