"""Writes the files of a report: the page, a page for each lesson where there are several, and the same as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.class_report.excerpts import Excerpts
from autograder.grading.class_report.lesson import LessonReport, lesson_report, without_lesson
from autograder.grading.class_report.pages import Answer, Names, lesson_page, overview_page, similar_page
from autograder.grading.class_report.reading import ClassResults, read_results
from autograder.grading.class_report.similar import Similar, similar_answers
from autograder.grading.class_report.tables import as_csv, as_json
from autograder.grading.files import replace_file

PAGE = "report.html"
RESULTS = ("results.json", "results.csv", "ledger.db", "gradebook.db", "nbgrader_config.py")


@dataclass(frozen=True)
class Written:
    """The files of a report, the page to open first, and what the results do not tell."""

    page: Path
    files: tuple[Path, ...]
    reports: tuple[LessonReport, ...]
    missing: tuple[str, ...]


def write_report(results: Path, to: Path | None = None, *, lesson: str | None = None, similar: bool = False) -> Written:
    """Write the report of a graded class.

    Args:
        results: the folder that `autograder grade` wrote to, or its results.json.
        to: the page; the other files stand beside it and begin with its name. By default report.html in the folder.
        lesson: the only lesson to report; by default all.
        similar: whether to write a page of answers that are unusually close as well.

    Raises:
        CourseError: there are no results, none of that lesson, or the page cannot be written there.
    """
    folder = results if results.is_dir() else results.parent
    page = to or folder / PAGE
    found = read_results(results)
    reports = [lesson_report(found, name) for name in _chosen(found, lesson)]
    beside = page.with_stem(f"{page.stem}-similar")
    files = _pages(page, reports, found, folder, beside.name if similar else "")
    if similar:
        files[beside] = similar_page([_similar(found, report, folder) for report in reports])
    files[page.with_suffix(".csv")] = as_csv(reports)
    files[page.with_suffix(".json")] = as_json(reports, found)
    _require_free(page, files, folder)
    for path, text in files.items():
        replace_file(path, text.encode("utf-8", "backslashreplace"))
    return Written(page, tuple(files), tuple(reports), found.missing)


def _chosen(found: ClassResults, lesson: str | None) -> list[str]:
    if lesson and lesson not in found.lessons:
        there = f"There are: {', '.join(found.lessons)}" if found.lessons else "Nothing was graded"
        raise CourseError(f"Nobody has handed in lesson {lesson!r}. {there}.")
    return [lesson] if lesson else found.lessons


def _pages(page: Path, reports: list[LessonReport], found: ClassResults, folder: Path, similar: str) -> dict[Path, str]:
    """Return the text of each page: the lesson's alone, or one for each lesson and the page that leads to them."""
    places = [page if len(reports) == 1 else page.with_stem(f"{page.stem}-{report.lesson}") for report in reports]
    lessons = tuple((report.title, place.name) for report, place in zip(reports, places, strict=True))
    names = Names(page.with_suffix(".csv").name, page.with_suffix(".json").name, lessons, similar)
    texts = {}
    if len(reports) != 1:
        texts[page] = overview_page(reports, without_lesson(found), found, names)
    for report, place in zip(reports, places, strict=True):
        texts[place] = lesson_page(report, found, names, Excerpts(folder, report.lesson).excerpt)
    return texts


def _similar(found: ClassResults, report: LessonReport, folder: Path) -> tuple[str, list[Similar], Answer]:
    """Compare the answers of one lesson, exercise by exercise; hunts are too short and drop out."""
    excerpts = Excerpts(folder, report.lesson)
    answers: dict[str, dict[str, str]] = {each.exercise: {} for each in report.exercises}
    for submission in found.submissions:
        if submission.graded and submission.lesson == report.lesson:
            written = excerpts.answers(submission.student)
            for exercise, texts in answers.items():
                texts[submission.student] = written.get(exercise, "")
    return report.title, [similar_answers(name, texts) for name, texts in answers.items()], excerpts.excerpt


def _require_free(page: Path, files: dict[Path, str], folder: Path) -> None:
    if page.suffix != ".html":
        raise CourseError(f"{page} is no name for the page: let it end in .html.")
    kept = {(folder / name).resolve() for name in RESULTS}
    for path in files:
        if path.is_dir() or path.resolve() in kept:
            raise CourseError(f"{path} is a folder, or holds the results: name another page with --to.")
