"""What `autograder grade` and `autograder demo` do, and what they print; the command line only calls this."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.errors import CourseError
from autograder.exercise import CHECK_PREFIX
from autograder.grading.books.changes import changes_table
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.books.results import Result
from autograder.grading.class_report.write import PAGE, write_report
from autograder.grading.entering import News
from autograder.grading.grade import Batch
from autograder.grading.how_far import how_far
from autograder.grading.intake import Roster, Rule, Submission, find_submissions, one_each
from autograder.grading.jail import doctor as examine
from autograder.grading.jail.places import best_sandbox
from autograder.grading.lessons import RELEASES, Lessons
from autograder.grading.limits import Limits
from autograder.grading.policy.terms import keep, terms_in
from autograder.grading.sample_class import sample_class, write_class, write_drafts
from autograder.grading.sandbox.choice import NONE, NOT_PROMISED
from autograder.grading.summary import class_table, score_table, visible
from autograder.grading.worker.pool import Workers, local_workers, usable_cores
from autograder.grading.worker.unpacking import unpacker

log = logging.getLogger(__name__)
DEMO_LESSON = "02_simple_rnn"
DEMO_WITHOUT = "This machine has no sandbox. The bundled class is the course's own, so it is graded without one."
MOST_PRINTED = 5  # notes of one submission; all stand in results.json
HOLDS = {"yes": "green", "partly": "yellow", "no": "red"}


@dataclass(frozen=True)
class Intake:
    """How an instructor wants the files to be read.

    Attributes:
        roster: who is in the class.
        student_from: a pattern that finds the learner in a path; see `find_submissions`.
        several: which of several notebooks of a learner for one lesson counts.
        policy: the rules of the class; by default those in the folder of results.
        handed_in: a list of when things were handed in.
    """

    roster: Roster | None = None
    student_from: str = ""
    several: Rule = "latest"
    policy: Path | None = None
    handed_in: Path | None = None


@dataclass(frozen=True)
class Machine:
    """What the work is done with.

    Attributes:
        jobs: how many submissions at once on this machine; 0 for one a core.
        scheduler: the address of a Dask cluster that does the work instead.
        gradebook: the URL of a gradebook elsewhere.
        force: whether to judge again what was graded before.
        locations: whether it is said at which expression a wrong answer goes wrong.
    """

    jobs: int = 0
    scheduler: str = ""
    gradebook: str = ""
    force: bool = False
    locations: bool = True

    @property
    def limits(self) -> Limits:
        """What each submission may take."""
        return Limits() if self.locations else Limits(locate_seconds=0)

    @contextmanager
    def workers(self) -> Iterator[Workers]:
        """Give what does the tasks."""
        seconds, memory = Limits().submission_seconds, Limits().worker_mib
        if self.scheduler:
            with _cluster()(self.scheduler, seconds=seconds, memory_mib=memory) as elsewhere:
                yield elsewhere
        else:
            with local_workers(self.jobs or usable_cores(), seconds=seconds, memory_mib=memory) as here:
                yield here


def _cluster() -> Callable[..., AbstractContextManager[Workers]]:
    """Return what connects to a cluster: Dask is there only for those who have one."""
    try:
        from autograder.grading.worker.cluster import cluster_workers
    except ModuleNotFoundError as missing:
        raise CourseError(
            f"For --scheduler install the course with Dask: pip install -e '.[scale]' ({missing})."
        ) from None
    return cluster_workers


def grade(
    paths: list[Path],
    out: Path,
    console: Console,
    *,
    box: str,
    lesson: str | None = None,
    releases: Path = RELEASES,
    intake: Intake | None = None,
    machine: Machine | None = None,
) -> list[Result]:
    """Grade everything in `paths` into the folder `out`, showing how far it is, and print the table."""
    if box == NONE:
        console.print(NOT_PROMISED, style="yellow")
    return _grade(paths, out, console, box, lesson, Lessons(releases), intake or Intake(), machine or Machine())


def _grade(
    paths: list[Path],
    out: Path,
    console: Console,
    box: str,
    lesson: str | None,
    lessons: Lessons,
    intake: Intake,
    machine: Machine,
) -> list[Result]:
    if lesson:
        lessons.template(lesson)
    terms = terms_in(out, lessons.names, policy=intake.policy, handed_in=intake.handed_in, roster=intake.roster)
    started, submissions = time.monotonic(), list[Submission]()
    with private_files(), how_far(console, "grading") as progress:
        course = CourseFolder(out, machine.gradebook)
        batch = Batch(
            lessons, course, box, lesson, machine.limits, workers=machine.workers, force=machine.force, terms=terms
        )

        def find(unpacked: Path) -> list[Submission]:
            if intake.policy:
                keep(intake.policy, out)
            with unpacker(batch.limits) as unpack:
                found = find_submissions(
                    paths,
                    lessons.names,
                    unpacked=unpacked,
                    limits=batch.limits,
                    roster=intake.roster,
                    student_from=intake.student_from,
                    unpack=unpack,
                    results=out,
                )
            submissions[:] = one_each(found, batch.lesson_of, intake.several, batch.named)
            progress.found(len(submissions))
            return submissions

        results = batch.run(find, progress.done, roster=intake.roster, waiting=progress.waiting)
    console.print(score_table(results))
    if any(result.exercises for result in results):
        console.print(class_table(results))
    print_news(batch.news, console)
    _print_notes(submissions, intake.roster, batch.news, console)
    seconds = time.monotonic() - started
    before = f"; {batch.known} were graded before" if batch.known else ""
    console.print(f"{len(results)} submissions in {seconds:.0f} s, {seconds / len(results):.1f} s each{before}.")
    _print_places(out, console, report_on(out, console))
    return results


def report_on(out: Path, console: Console) -> bool:
    """Write the class report; the grades stand without it, so that what is wrong there ends nothing."""
    try:
        with private_files():
            write_report(out)
    except Exception as problem:
        if not isinstance(problem, CourseError | OSError):
            log.exception("the class report failed")
        said = f"The class report cannot be written: {problem or type(problem).__name__}"
        console.print(visible(said), style="yellow", markup=False, highlight=False, soft_wrap=True)
        return False
    return True


@contextmanager
def private_files() -> Iterator[None]:
    """Let new files be readable by their owner alone: the ledger holds what pseudonyms are drawn from."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _print_notes(submissions: list[Submission], roster: Roster | None, news: News, console: Console) -> None:
    """Print what is to be known of how files were found, and who has handed in nothing."""
    for submission in submissions:
        for note in submission.notes[:MOST_PRINTED]:
            said = visible(f"{submission.student}: {note}")
            console.print(said, markup=False, highlight=False, soft_wrap=True)
    before = [student for student, _ in news.others]
    if roster and (missing := roster.without([*before, *(submission.student for submission in submissions)])):
        console.print(f"Nothing was handed in by {', '.join(missing)}.", markup=False, soft_wrap=True)
    if news.others:
        many = f"{len(news.others)} that were graded here before are not of this batch"
        said = f"{many}: the table and the report are of it alone; `autograder regrade` writes those of all."
        console.print(said, markup=False, highlight=False, soft_wrap=True)


def print_news(news: News, console: Console) -> None:
    """Print whose grade changed, which submissions changed nothing, and what is not known."""
    if news.changes:
        console.print("Judged again, these differ:")
        console.print(changes_table(news.changes))
    for (student, lesson), stands in news.stands.items():
        console.print(visible(f"{student}, {lesson}: {stands}"), markup=False, highlight=False, soft_wrap=True)
    if news.no_time:
        many = "1 submission" if news.no_time == 1 else f"{news.no_time} submissions"
        said = f"It is not known when {many} came, so nothing is taken off; a list with --handed-in says it."
        console.print(said, markup=False, soft_wrap=True)


def demo(
    out: Path,
    console: Console,
    *,
    box: str | None = None,
    releases: Path = RELEASES,
    machine: Machine | None = None,
) -> list[Result]:
    """Make the bundled class and grade it, in the best box that this machine has where none is named."""
    box = box or best_sandbox()
    if box == NONE:
        console.print(DEMO_WITHOUT, style="yellow")
    lessons, machine = Lessons(releases), machine or Machine()
    lesson = DEMO_LESSON if DEMO_LESSON in lessons.names else lessons.names[0]
    learners = sample_class(lessons.release(lesson))
    handed_in, before = out / "handed_in", out / "before" / "handed_in"
    write_class(learners, handed_in, lesson)
    write_drafts(learners, before, lesson)
    # Some hand in twice, and a person has marked one of them: so the report has something to say of that as well.
    _grade([before], out, Console(quiet=True), box, lesson, lessons, Intake(), machine)
    with private_files(), CourseFolder(out) as course:
        for learner in learners:
            for exercise, points in learner.marked.items():
                course.mark(learner.name, lesson, f"{CHECK_PREFIX}{exercise}", points)
    return _grade([handed_in], out, console, box, lesson, lessons, Intake(), machine)


def _print_places(out: Path, console: Console, reported: bool) -> None:
    places = ({"for you": f"{PAGE}: what the class misunderstood"} if reported else {}) | {
        "results": "results.json, results.csv",
        "for learners": "feedback/",
        "graded notebooks": "autograded/",
        "marking by hand": "start JupyterLab in this folder and open nbgrader's formgrader",
    }
    console.print(f"\nReports are in {out}:", markup=False, soft_wrap=True)
    for what, where in places.items():
        console.print(f"  {what:<17} {where}", markup=False, soft_wrap=True)


def exit_code(results: list[Result]) -> int:
    """Return 0 where everything could be graded, else 2."""
    return 2 if any(result.outcome == "not graded" for result in results) else 0


def doctor(console: Console) -> int:
    """Print what the sandbox can promise on this machine; return 0 where all holds, else 1."""
    table = Table("promise", "holds", "what was seen")
    findings = examine()
    for finding in findings:
        table.add_row(finding.promise, Text(finding.holds, HOLDS[finding.holds]), Text(finding.seen))
    console.print(table)
    return 0 if all(finding.holds == "yes" for finding in findings) else 1
