"""What a learner's page costs, ours and nbgrader's: the same graded notebooks, one page of each in turn.

    python -m autograder demo --out DIR && python -m benchmarks.feedback_page DIR

Seconds are of the processor. Imports and one page of each are not counted. nbgrader's step reads the notebook and
the gradebook by itself; ours is given both, so reading them is counted apart.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import nbformat
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.grading.books.gradebook import COURSE, quiet_nbgrader
from autograder.grading.lessons import Lessons
from autograder.grading.pages.feedback import feedback_page
from autograder.grading.pages.marks import Mark


def marks_of(gradebook: Gradebook, lesson: str, student: str) -> dict[str, Mark]:
    """Return what the gradebook has for one submission."""
    submission = gradebook.find_submission_notebook(lesson, lesson, student)
    said = {comment.name: comment.comment or "" for comment in submission.comments}
    given = {
        grade.name: Mark(
            grade.max_score,
            grade.auto_score,
            grade.manual_score,
            grade.extra_credit or 0.0,
            said.pop(grade.name, ""),
            bool(grade.needs_manual_grade),
        )
        for grade in submission.grades
    }
    return given | {name: Mark(comment=comment) for name, comment in said.items() if comment}


def by_nbgrader(root: Path, out: str, lesson: str, student: str) -> None:
    """Write one page by nbgrader's own step, as it comes."""
    config = Config()
    config.GenerateFeedback.exporter_class = HTMLExporter
    config.CourseDirectory.feedback_directory = out
    course = CourseDirectory(
        root=str(root),
        course_id=COURSE,
        assignment_id=lesson,
        student_id=student,
        db_url=f"sqlite:///{root / 'gradebook.db'}",
        config=config,
    )
    converter = GenerateFeedback(coursedir=course, config=config, force=True)
    converter.log.setLevel("ERROR")
    converter.start()


def read(gradebook: Gradebook, path: Path, lesson: str, student: str) -> tuple[NotebookNode, dict[str, Mark]]:
    """Return what a page of ours is made of."""
    notebook: NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    return notebook, marks_of(gradebook, lesson, student)


def seconds(action: Callable[..., object], *given: object) -> float:
    """Return the processor time of one call."""
    start = time.process_time()
    action(*given)
    return time.process_time() - start


def main() -> None:
    """Measure and print medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a graded batch")
    parser.add_argument("--lesson", default="02_simple_rnn")
    options = parser.parse_args()
    root, lesson = options.folder.absolute(), options.lesson
    template = Lessons().template(lesson)
    costs: dict[str, list[float]] = {"ours": [], "reading for ours": [], "nbgrader's": []}
    with quiet_nbgrader(), Gradebook(f"sqlite:///{root / 'gradebook.db'}", COURSE) as gradebook:
        for path in sorted(root.glob(f"autograded/*/{lesson}/{lesson}.ipynb")):
            student = path.parts[-3]
            costs["reading for ours"].append(seconds(read, gradebook, path, lesson, student))
            ours = partial(feedback_page, *read(gradebook, path, lesson, student), template=template, title=lesson)
            costs["ours"].append(seconds(ours))
            with tempfile.TemporaryDirectory() as out:
                costs["nbgrader's"].append(seconds(by_nbgrader, root, out, lesson, student))
    print(f"{lesson}, {len(costs['ours']) - 1} pages of each kind, seconds of processor time")
    for kind, spent in costs.items():
        print(f"{kind:<17} median {median(spent[1:]):.4f}, largest {max(spent[1:]):.4f}")


if __name__ == "__main__":
    main()
