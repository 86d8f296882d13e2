"""A report as data: report.json for programs, report.csv for a spreadsheet.

report.json, schema 1:

    schema
    missing             what the results do not tell, in sentences
    nothing_handed_in   who of the roster has no submission; null without a roster
    lessons             one for each lesson, the fields of `lesson.LessonReport`:
        lesson, learners (graded), handed_in
        misconceptions  exercise, name, checks (that name it), sentence, learners, share (of the learners), who
        unnamed         groups of wrong answers without a name: exercise, group (its number; 0 where nothing is known of
                        what they return), check, title, symptom, cause, location, shown (whose that is), learners,
                        share, who, alike (who of them by what their answers return, a list for each result)
        scores          counts (in each tenth of the points), middle, lowest, highest (shares), waiting; or null
        exercises       exercise, possible, right, partly, wrong, not_written, not_judged (learners), share (mean of
                        those who wrote it, or null), discrimination (or null), telling
        help            student, share, exercise, about, sentence, open
        again           student, times, first, last (shares), mended, still (pairs of exercise and mistake)
        mended          exercise, name, had, mended (learners)
        by_hand         marks, learners, disagreements (student, exercise, auto, given, checks), suspicions
        not_graded      student, exercise ("" for the whole notebook), reason
        odd             pairs of student and sentence

report.csv has a line for each mistake, each group of wrong answers without a name, and each exercise that learners
left alone or that could not be judged; `what` says which it is.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from autograder.grading.books.results import harmless
from autograder.grading.class_report.lesson import LessonReport
from autograder.grading.class_report.reading import ClassResults

SCHEMA = 1
COLUMNS = ("lesson", "exercise", "what", "check", "misconception", "learners", "share", "sentence", "group", "location")


def as_json(reports: Sequence[LessonReport], results: ClassResults) -> str:
    """Return report.json."""
    data = {
        "schema": SCHEMA,
        "missing": results.missing,
        "nothing_handed_in": results.nothing_handed_in,
        "lessons": [asdict(report) for report in reports],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def as_csv(reports: Sequence[LessonReport]) -> str:
    """Return report.csv; what a spreadsheet would take for a formula is quoted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for report in reports:
        for row in _rows(report):
            writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in (report.lesson, *row)])
    return text.getvalue()


def _rows(report: LessonReport) -> Iterator[tuple[Any, ...]]:
    for known in report.misconceptions:
        share = round(known.share, 4)
        checks = " ".join(known.checks)
        yield known.exercise, "mistake", checks, known.name, known.learners, share, known.sentence, "", ""
    for wrong in report.unnamed:
        said = wrong.cause or wrong.symptom, wrong.group or "", wrong.location
        yield wrong.exercise, "no name", wrong.check, "", wrong.learners, round(wrong.share, 4), *said
    for exercise in report.exercises:
        for what, count in (("not written", exercise.not_written), ("not judged", exercise.not_judged)):
            if count:
                yield exercise.exercise, what, "", "", count, round(count / report.learners, 4), "", "", ""
