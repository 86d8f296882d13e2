"""The page of a lesson and, where there are several lessons, the one that leads to them: self-contained HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.grading.class_report import drawings
from autograder.grading.class_report.lesson import LessonReport, NotGraded
from autograder.grading.class_report.mistakes import Misconception
from autograder.grading.class_report.people import NEEDS_HELP
from autograder.grading.class_report.reading import NO_HAND_MARKS, NO_HISTORY, ClassResults
from autograder.grading.class_report.similar import Similar
from autograder.grading.pages.feedback import RULE
from autograder.report import with_code

T = TypeVar("T")
HERE = Path(__file__).parent
MOST_CARDS, SHARED = 15, 2  # mistakes that are shown large, and how many learners have each of those
FEW_ALONE = 5  # wrong answers without a name that are shown large where no two are alike
OPEN_EXCERPTS = 5  # of the most frequent mistakes
MOST_SOON = 20  # of those who need help, that are shown without unfolding
MOST_NAMES, MOST_PEOPLE, MOST_AGAIN, MOST_MENDED = 60, 100, 30, 40
MOST_PAIRS = 20  # of an exercise, on the page of similar answers
Answer = Callable[[str, str], str]  # what a learner wrote for an exercise, or the beginning of it


@dataclass(frozen=True)
class Names:
    """What the files of a report are called, for the links from one to another."""

    csv: str
    json: str
    lessons: tuple[tuple[str, str], ...]  # (title, file)
    similar: str = ""


@dataclass(frozen=True)
class Card(Generic[T]):
    """A mistake with an excerpt of the code of one learner who has it."""

    of: T
    excerpt: str


def lesson_page(report: LessonReport, results: ClassResults, names: Names, excerpt: Answer) -> str:
    """Return the page of a lesson as HTML; all that a learner may have chosen is escaped.

    Args:
        report: what is said.
        results: what it was made of.
        names: of the files.
        excerpt: returns the beginning of what a learner wrote for an exercise, "" where it is not known.
    """
    large = large_ones(report.misconceptions)
    shared = sum(each.learners >= SHARED for each in report.unnamed)
    shown = report.unnamed[: min(shared or FEW_ALONE, MOST_CARDS)]
    return _rendered(
        "report.html.j2",
        report=report,
        lessons=names.lessons,
        missing=results.missing,
        nothing_handed_in=results.nothing_handed_in or (),
        cards=[Card(each, excerpt(each.who[0], each.exercise)) for each in large],
        rare=report.misconceptions[len(large) :],
        unnamed_cards=[Card(each, excerpt(each.shown, each.exercise)) for each in shown],
        unnamed_rest=report.unnamed[len(shown) :],
        soon=[each for each in report.help if each.soon],
        later=[each for each in report.help if not each.soon],
        drawn=_drawn(report),
        part_words=list(drawings.PARTS.items()),
        history_known=NO_HISTORY not in results.missing,
        hand_marks_known=NO_HAND_MARKS not in results.missing,
        needs_help=NEEDS_HELP,
        open_excerpts=OPEN_EXCERPTS,
        most_names=MOST_NAMES,
        most_people=MOST_PEOPLE,
        most_soon=MOST_SOON,
        most_again=MOST_AGAIN,
        most_mended=MOST_MENDED,
        csv_name=names.csv,
        json_name=names.json,
        similar=names.similar,
    )


def large_ones(found: Sequence[Misconception]) -> Sequence[Misconception]:
    """Return the mistakes that are shown large: those that several learners have, or else the first few."""
    shared = sum(each.learners >= SHARED for each in found)
    return found[: min(shared or 12, MOST_CARDS)]


def _drawn(report: LessonReport) -> dict[str, Markup]:
    return {
        "scores": drawings.histogram(report.scores) if report.scores else Markup(),
        "exercises": drawings.exercise_bars(report.exercises),
        "again": drawings.before_and_after(report.again[:MOST_AGAIN]),
    }


def overview_page(
    reports: Sequence[LessonReport], unknown: Sequence[NotGraded], results: ClassResults, names: Names
) -> str:
    """Return the page that leads to the lessons' pages, with the most frequent mistake of each.

    Args:
        reports: one for each lesson.
        unknown: submissions of which no lesson is known.
        results: what they were made of.
        names: of the files.
    """
    rows = list(zip(reports, (place for _, place in names.lessons), strict=True))
    return _rendered(
        "overview.html.j2",
        rows=rows,
        unknown=unknown[:MOST_PEOPLE],
        missing=results.missing,
        csv_name=names.csv,
        json_name=names.json,
    )


def similar_page(lessons: Sequence[tuple[str, Sequence[Similar], Answer]]) -> str:
    """Return the page of answers that are closer than usual.

    Args:
        lessons: for each its name, what was found in each exercise, and what returns a learner's answer to one.
    """
    return _rendered(
        "similar.html.j2",
        lessons=[(lesson, [_with_texts(each, answer) for each in found]) for lesson, found, answer in lessons],
    )


def _with_texts(found: Similar, answer: Answer) -> dict[str, Any]:
    shown = found.pairs[:MOST_PAIRS]
    pairs = [(pair, answer(pair.one, found.exercise), answer(pair.other, found.exercise)) for pair in shown]
    return {"of": found, "pairs": pairs, "left": len(found.pairs) - len(shown)}


def _rendered(template: str, **values: Any) -> str:
    page, style = _template(template)
    # Not every file name is text that can be written.
    return str(page.render(rule=RULE, style=style, **values)).encode("utf-8", "replace").decode("utf-8")


@cache
def _template(name: str) -> tuple[Any, Markup]:
    """Return a template, compiled once, and the style."""
    here = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    here.filters["with_code"] = lambda text: Markup(with_code(text))  # it escapes
    return here.get_template(name), Markup((HERE / "report.css").read_text(encoding="utf-8"))
