"""Grading a batch: every submission ends graded, graded with zeros that say why, or kept for a person.

This process reads names and bytes, and writes the gradebook; what a submission holds is read by workers alone. It may
be killed at any moment: what was judged or saved stands in the ledger, and the next start goes on from there.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import CourseMessage, NobodyToBlame
from autograder.grading.books.disk import stopped_by_the_disk
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.books.history import digest_of
from autograder.grading.books.ledger import Ledger, Saved, key_of
from autograder.grading.books.results import Result
from autograder.grading.entering import Entering, News
from autograder.grading.files import files_beside
from autograder.grading.intake import Roster, Submission
from autograder.grading.lessons import RELEASES, Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable, read_file
from autograder.grading.pages.marks import Mark
from autograder.grading.pending import Pending, why_not_graded
from autograder.grading.policy import Terms
from autograder.grading.sandbox import SandboxLimits
from autograder.grading.sandbox.choice import sandbox_called
from autograder.grading.worker.judging import can_be_read, find_lesson, judge_task, make_page
from autograder.grading.worker.pool import WorkerLost, Workers, local_workers, result_of, usable_cores
from autograder.grading.worker.task import Judged, Refused, Task, accepted

T = TypeVar("T")
log = logging.getLogger(__name__)
SEEDS = 3  # of secret inputs for all submissions of one run: what is true for each is worked out once
WAIT_SECONDS = 5.0  # without a word to whoever waits
TRIES = 2  # at a submission whose worker was lost: it may not be to blame


@dataclass
class Batch:
    """One run of the grader.

    Args:
        lessons: the releases to grade against.
        course: the folder that the results go to.
        box: which sandbox the submissions run in.
        lesson: the lesson that all submissions belong to; None to find out for each.
        limits: what each submission may take.
        workers: opens what does the tasks; by default processes of this machine, one a core.
        force: whether to judge again what was graded before.
        terms: the rules of the class, and when things were handed in.
        entering: how what was judged is written down.
    """

    lessons: Lessons
    course: CourseFolder
    box: str
    lesson: str | None = None
    limits: Limits = field(default_factory=Limits)
    sandbox_limits: SandboxLimits = field(default_factory=SandboxLimits)
    workers: Callable[[], AbstractContextManager[Workers]] | None = None
    force: bool = False
    terms: Terms = field(default_factory=Terms)
    entering: type[Entering] = Entering
    known: int = 0  # submissions that were graded before
    news: News = field(default_factory=News)
    _entered: set[str] = field(default_factory=set)
    _seeds: list[int] = field(default_factory=lambda: [secrets.randbits(64) for _ in range(SEEDS)])
    _work: Path = field(init=False)
    _ledger: Ledger = field(init=False)
    _books: Entering = field(init=False)
    _workers: Workers = field(init=False)

    def run(
        self,
        find: Callable[[Path], list[Submission]],
        told: Callable[[Result], None],
        roster: Roster | None = None,
        waiting: Callable[[list[Pending]], None] = lambda at_work: None,
    ) -> list[Result]:
        """Grade submissions and write results.json and results.csv, in the order of learners and lessons.

        Args:
            find: returns the submissions, one for each learner and lesson; called with a folder for what it unpacks,
                once nobody else is at work.
            told: hears of each as it is done.
            roster: who is in the class; who has handed in nothing is noted in results.json.
            waiting: hears, every few seconds in which none is done, of those that workers are at.

        Raises:
            CourseError: the disk is full or cannot be written to, another grader is at work, or `find` says so.
        """
        sandbox_called(self.box)
        with (
            Ledger(self.course.root / "ledger.db") as self._ledger,
            self.course,
            self.course.work() as self._work,
            (self.workers or self._local)() as self._workers,
        ):
            if not self.course.has_gradebook:
                self._ledger.forget_saved()
            self._books = self.entering(self.course, self._ledger, self.terms, self._page, self.news)
            found = self._all(find(self._work / "unpacked"), told, waiting)
            results = sorted(found, key=lambda result: (result.student, result.lesson))
            now = {(result.student, result.lesson) for result in results}
            self.news.others = set(self._ledger.all_saved()) - now
            missing = roster.without(student for student, _ in now | self.news.others) if roster else None
            with stopped_by_the_disk(self.course.root):
                self._books.write(results, self.box, missing)
        return results

    @property
    def ledger(self) -> Ledger:
        """The ledger of the folder, while the batch runs."""
        return self._ledger

    def lesson_of(self, submission: Submission) -> str:
        """Return the lesson of a submission; raise Unreadable where it cannot be graded, whatever its name says."""
        data, lesson = self._read(submission)
        self._asked(can_be_read, data, self.limits)
        return lesson

    def named(self, path: Path) -> str | None:
        """Return the lesson that a submission is for, as far as its path says."""
        return self.lesson or self.lessons.named(path)

    def _local(self) -> AbstractContextManager[Workers]:
        seconds, memory = self.limits.submission_seconds, self.limits.worker_mib
        return local_workers(usable_cores(), seconds=seconds, memory_mib=memory)

    def _all(
        self,
        submissions: list[Submission],
        told: Callable[[Result], None],
        waiting: Callable[[list[Pending]], None],
    ) -> list[Result]:
        results: list[Result] = []

        def note(result: Result) -> None:
            results.append(result)
            told(result)

        at_work: dict[Future[Any], Pending] = {}
        for submission in submissions:
            prepared = self._safely(submission, partial(self._prepared, submission))
            if isinstance(prepared, Result):
                note(prepared)
            else:
                self._give(prepared, at_work)
            while len(at_work) >= self._workers.count:
                self._settle(at_work, note, waiting)
        while at_work:
            self._settle(at_work, note, waiting)
        return results

    def _give(self, pending: Pending, at_work: dict[Future[Any], Pending]) -> None:
        at_work[self._workers.submit(judge_task, pending.task)] = pending

    def _settle(
        self,
        at_work: dict[Future[Any], Pending],
        note: Callable[[Result], None],
        waiting: Callable[[list[Pending]], None],
    ) -> None:
        """Wait until a worker is done, and save what it found; or no longer than a few seconds, and say so."""
        found = wait(at_work, WAIT_SECONDS, return_when=FIRST_COMPLETED).done
        if not found:
            waiting(list(at_work.values()))
        for done in found:
            pending = at_work.pop(done)
            result = self._safely(pending.submission, partial(self._finished, pending, done))
            if isinstance(result, Pending):
                self._give(result, at_work)
            else:
                note(result)

    def _safely(self, submission: Submission, work: Callable[[], T]) -> T | Result:
        """Return what comes of some work on a submission, or why it is not graded."""
        try:
            with stopped_by_the_disk(self.course.root):
                return work()
        except NobodyToBlame:
            raise
        except CourseMessage as problem:
            reason = str(problem)
        except Exception as problem:
            # A flaw of the grader's own must not take the others' grades with it. The exit code tells.
            log.exception("grading %s failed", submission.path)
            reason = f"The grader failed: {type(problem).__name__}: {problem}"
        return self._books.not_graded(submission, self.named(submission.path) or "", reason, self.limits)

    def _prepared(self, submission: Submission) -> Result | Pending:
        """Return what is known of a submission already, or what a worker is to do."""
        data, lesson = self._read(submission)
        self._enter(lesson)
        beside = files_beside(submission.folder, self.limits, submission.others)
        standing = self.course.standing(submission.student, lesson)
        saved = self._ledger.saved(submission.student, lesson)
        history = self._ledger.history(submission.student, lesson)
        digest, keeps = digest_of(data, beside.files), self.entering.regrading
        before = next((each for each in history if each.digest == digest or (keeps and each.counts)), None)
        digest = before.digest if before else digest
        same = before.counts if before else not history and self.course.holds(submission.student, lesson, data)
        task = Task(
            lesson,
            data,
            self.box,
            self._seed(saved if keeps or (before and before.counts) else None),
            beside=beside.files,
            problems=tuple(beside.problems),
            releases=self._releases,
            work=self._work,
            limits=self.limits,
            sandbox_limits=self.sandbox_limits,
            by_hand=standing.by_hand if standing else {},
        )
        release, code = self.lessons.release(lesson).read_bytes(), self.lessons.code(lesson)
        key = key_of(task, submission.student, release, code)
        times = self.terms.times(submission, lesson, (before.handed_in, before.told_by) if before else (None, ""))
        pending = Pending(submission, task, key, digest, times, before, same)
        if standing and saved and self.course.has_all(submission.student, lesson):
            stands = why_not_graded(self.terms.policy.rules(lesson).attempts, history, pending)
            if stands or (saved.key == key and not self.force):
                self.known += not stands
                return self._books.again(pending, saved, standing, stands)
        judged = None if self.force else self._ledger.judged(key)
        return self._books.judged(pending, judged, shown={}) if judged else pending

    def _seed(self, saved: Saved | None) -> int:
        """Return a secret seed: of a submission that was graded before the same, so that the checks alone differ."""
        kept = saved.result["seed"] if saved and not self.force else ""
        return int(kept) if kept else secrets.choice(self._seeds)

    def _read(self, submission: Submission) -> tuple[bytes, str]:
        """Return the bytes of a submission and its lesson."""
        if submission.problem:
            raise Unreadable(submission.problem)
        data = read_file(submission.path, self.limits)
        lesson = self.named(submission.path)
        if lesson is None:
            lesson = self._asked(find_lesson, data, self._releases, self.limits)
        return data, lesson

    def _asked(self, function: Callable[..., T | Refused], *arguments: Any) -> T:
        """Have a worker do something, and wait for it."""
        answer: T | Refused = result_of(self._workers.submit(function, *arguments))
        return accepted(answer)

    @property
    def _releases(self) -> Path | None:
        return None if self.lessons.root == RELEASES else self.lessons.root

    def _enter(self, lesson: str) -> None:
        if lesson not in self._entered:
            self._books.lesson(lesson, self.lessons.release(lesson))
            self._entered.add(lesson)

    def _finished(self, pending: Pending, done: Future[Any]) -> Result | Pending:
        """Save what a worker found; where it was lost, return what another one is to try."""
        try:
            answer: Judged | Refused = result_of(done)
        except WorkerLost as lost:
            if pending.tries < TRIES and lost.perhaps_not_to_blame:
                return replace(pending, tries=pending.tries + 1)
            raise
        judged = accepted(answer)
        self._ledger.keep(pending.key, judged)
        return self._books.judged(pending, judged, shown=pending.task.by_hand)

    def _page(self, notebook: str, lesson: str, marks: Mapping[str, Mark], said: Sequence[str]) -> str:
        page: str = self._asked(make_page, notebook, lesson, self._releases, marks, said)
        return page
