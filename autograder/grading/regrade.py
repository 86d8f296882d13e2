"""Judging again what lies in a folder of results, after a check was corrected: who changes, by how much and why.

The submissions are those that the folder keeps, with the secret inputs that they were judged on before, so that what
differs comes of the checks alone. What persons have marked stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from rich.console import Console

from autograder.errors import CourseError
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.books.ledger import Ledger, Saved
from autograder.grading.books.results import Result
from autograder.grading.books.standing import Standing
from autograder.grading.command import Intake, Machine, print_news, private_files, report_on
from autograder.grading.entering import Entering, News, as_it_stands, change_of, not_graded, result_of, standing_with
from autograder.grading.grade import Batch
from autograder.grading.how_far import how_far
from autograder.grading.intake import Submission
from autograder.grading.lessons import RELEASES, Lessons
from autograder.grading.limits import Limits
from autograder.grading.pending import Pending
from autograder.grading.policy.terms import keep, terms_in
from autograder.grading.summary import visible
from autograder.grading.worker.task import ByHand, Judged


def kept_submissions(folder: Path, ledger: Ledger, lesson: str | None = None) -> list[Submission]:
    """Return what a folder of results keeps of what was handed in.

    Args:
        folder: the folder of results.
        ledger: of that folder.
        lesson: only this lesson.

    Raises:
        CourseError: there is nothing.
    """
    found = []
    for (student, name), saved in ledger.all_saved().items():
        path = folder / "submitted" / student / name / f"{name}.ipynb"
        if lesson in (None, name) and path.is_file() and not path.is_symlink():
            found.append(Submission(path, student, path.parent, label=saved.result["path"]))
    if not found:
        raise CourseError(f"Nothing was graded in {folder}{f' of {lesson}' if lesson else ''}: there is no regrading.")
    return found


@dataclass
class Regrading(Entering):
    """Enters what was judged again, beside the results that are not of it."""

    regrading = True

    def not_graded(self, submission: Submission, lesson: str, reason: str, limits: Limits) -> Result:
        """Return that it cannot be graded now; its former grade stands."""
        return not_graded(submission, lesson, f"{reason} The former grade stands.")

    def write(self, results: list[Result], box: str, missing: list[str] | None) -> None:
        """Write the results of all submissions of the folder: these, and those that were not judged again."""
        before = read_results(self.course.root / "results.json")
        done = [result for result in results if result.outcome != "not graded"]
        again = {(result.student, result.lesson): result for result in done}
        known = [again.pop((each.student, each.lesson), each) for each in before.results]
        super().write([*known, *again.values()], box, before.missing)


@dataclass
class Trial(Entering):
    """Finds out who would change, and writes nothing."""

    regrading = True

    def lesson(self, name: str, release: Path) -> None:
        """Do nothing: the gradebook stays as it is."""

    def judged(self, pending: Pending, judged: Judged, *, shown: Mapping[str, ByHand]) -> Result:
        """Return what would come of a submission, and note what would change."""
        student, lesson = pending.submission.student, pending.task.lesson
        saved, standing = self.ledger.saved(student, lesson), self.course.standing(student, lesson)
        assert saved is not None
        assert standing is not None
        result = result_of(pending, judged, standing_with(standing, judged.scores, pending.times))
        if change := change_of(saved, standing, pending, asdict(result)):
            self.news.changes.append(change)
        return result

    def again(self, pending: Pending, saved: Saved, standing: Standing, stands: str = "") -> Result:
        """Return what is known of a submission."""
        return Result(**saved.result | as_it_stands(standing, pending.times, saved.result["exercises"]))

    def not_graded(self, submission: Submission, lesson: str, reason: str, limits: Limits) -> Result:
        """Return that it cannot be graded now."""
        return not_graded(submission, lesson, f"{reason} The former grade stands.")

    def write(self, results: list[Result], box: str, missing: list[str] | None) -> None:
        """Write nothing."""


@dataclass(frozen=True)
class Known:
    """What results.json holds of the submissions, and of who has handed in nothing."""

    results: tuple[Result, ...] = ()
    missing: list[str] | None = None


def read_results(path: Path) -> Known:
    """Return what a results.json holds; nothing where there is none or it is broken: the ledger knows more."""
    names = {field.name for field in fields(Result)}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = [{name: each[name] for name in each if name in names} for each in data["submissions"]]
        return Known(tuple(Result(**entry) for entry in entries), data.get("nothing_handed_in"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Known()


def regrade(
    folder: Path,
    console: Console,
    *,
    box: str,
    lesson: str | None = None,
    dry_run: bool = False,
    releases: Path = RELEASES,
    intake: Intake | None = None,
    machine: Machine | None = None,
) -> list[Result]:
    """Judge again what a folder of results keeps, and print whose grade changes.

    Args:
        folder: the folder of results.
        console: where that is printed.
        box: which sandbox the submissions run in.
        lesson: only this lesson.
        dry_run: say who would change, and change nothing.
        releases: the released lessons.
        intake: the rules of the class.
        machine: what the work is done with.
    """
    require_results(folder)
    lessons, machine, intake = Lessons(releases), machine or Machine(), intake or Intake()
    if lesson:
        lessons.template(lesson)
    terms = terms_in(folder, lessons.names, policy=intake.policy, handed_in=intake.handed_in)
    with private_files(), how_far(console, "regrading") as progress:
        course, entering = CourseFolder(folder, machine.gradebook), Trial if dry_run else Regrading
        batch = Batch(
            lessons,
            course,
            box,
            limits=machine.limits,
            workers=machine.workers,
            force=machine.force,
            terms=terms,
            entering=entering,
        )

        def find(_: Path) -> list[Submission]:
            if intake.policy and not dry_run:
                keep(intake.policy, folder)
            found = kept_submissions(folder, batch.ledger, lesson)
            progress.found(len(found))
            return found

        results = batch.run(find, progress.done, waiting=progress.waiting)
    _say(results, batch.news, console, dry_run=dry_run)
    if not dry_run:
        report_on(folder, console)
    return results


def require_results(folder: Path) -> None:
    """Raise CourseError where a folder is none that `autograder grade` has written to."""
    if not (folder / "ledger.db").is_file():
        raise CourseError(f"{folder} is no folder of results: autograder grade --out writes one.")


def _say(results: list[Result], news: News, console: Console, *, dry_run: bool) -> None:
    print_news(news, console)
    for result in results:
        if result.outcome == "not graded":
            console.print(visible(f"{result.student}: {result.reason}"), markup=False, soft_wrap=True)
    verb = "would change" if dry_run else "changed"
    nothing = " Nothing was written." if dry_run else ""
    console.print(f"Of {len(results)} submissions, {len(news.changes)} {verb}.{nothing}", highlight=False)
