"""Canvas's gradebook as a CSV file.

    Student, ID, SIS User ID, SIS Login ID, Section, "NAME (NUMBER)", ...
        Points Possible, , , , , 28
    a row a learner

Canvas finds a learner by ID, else SIS User ID, else SIS Login ID, else the name, and an assignment by its number. It
takes every column that it is given, so only that of the assignment is written: other scores may have changed since.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from autograder.errors import CourseError
from autograder.grading.doors.gradebook_file import Filled, Person, Sheet, amount, number_in, place, points_of
from autograder.grading.doors.graded import Scores
from autograder.grading.intake import Roster

ABOUT_LEARNERS = (
    "Student",
    "LastName",
    "FirstName",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Integration ID",
    "Root Account",
    "Section",
)
POINTS = "Points Possible"
MADE = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
COMPUTED = re.compile(r"(Unposted )?(Current|Final|Override) (Score|Points|Grade|Status)|read only")


def fill(
    sheet: Sheet,
    scores: Scores,
    *,
    column: str | None = None,
    roster: Roster | None = None,
    out_of: float | None = None,
) -> tuple[Sheet, Filled]:
    """Return a file for import: what was exported, with the lesson's scores in the column of its assignment.

    Args:
        sheet: the file that Canvas exported.
        scores: of the lesson.
        column: the assignment's name, number or both; by default the one with the lesson's name in its own.
        roster: who learners are, where their folders are not named as Canvas names them.
        out_of: how many points the assignment counts, where the file does not say it.

    Raises:
        CourseError: it is no gradebook of Canvas, or the column or its points cannot be told.
    """
    if sheet.column("Student", "LastName") != 0 or sheet.column("ID") is None or sheet.column("Section") is None:
        raise CourseError("The gradebook is not as Canvas exports it: its first line has no Student, ID and Section.")
    where = _assignment(sheet, column or scores.lesson)
    title = sheet.rows[0][where]
    points = next((row for row in range(1, len(sheet.rows)) if POINTS in sheet.cell(row, 0)), None)
    most = points_of(title, number_in(sheet.cell(points, where)) if points is not None else None, out_of)
    found, filled = place(scores, _people(sheet), roster)
    if most != scores.possible:
        filled.notes.append(
            f"{title} counts {most:g} points and the lesson {scores.possible:g}: scores were multiplied."
        )
    for row, score in found.items():
        sheet.put(row, where, amount(score.score, score.possible, most))
    filled.written = len(found)
    kept = [k for k, name in enumerate(sheet.rows[0]) if name.strip() in ABOUT_LEARNERS] + [where]
    rows = [[row[k] if k < len(row) else "" for k in kept] for row in sheet.rows]
    return Sheet(rows, sheet.delimiter, sheet.marked), filled


def made(scores: Scores, roster: Roster) -> tuple[Sheet, Filled]:
    """Return a file for import that is made from a roster: Canvas finds learners by SIS User ID or SIS Login ID."""
    rows = [[*MADE, scores.lesson], [f"    {POINTS}", "", "", "", "", f"{scores.possible:g}"]]
    rows += [[each.name, "", each.identity, each.mail, "", ""] for each in roster.learners]
    sheet, filled = fill(Sheet(rows), scores, column=scores.lesson, roster=roster)
    return sheet, filled


def _assignment(sheet: Sheet, wanted: str) -> int:
    titles = {
        k: title.strip()
        for k, title in enumerate(sheet.rows[0])
        if title.strip() not in ABOUT_LEARNERS and not COMPUTED.search(title)
    }
    ways: tuple[Callable[[str], bool], ...] = (
        lambda title: title == wanted,
        lambda title: title.endswith(f"({wanted})") or re.sub(r" \(\d+\)$", "", title) == wanted,
        lambda title: wanted.casefold() in title.casefold(),
    )
    for fits in ways:
        if len(found := [k for k, title in titles.items() if fits(title)]) == 1:
            return found[0]
        if found:
            several = ", ".join(repr(titles[k]) for k in found)
            raise CourseError(f"{wanted!r} may be any of these columns: {several}. Say --column with the number.")
    known = ", ".join(repr(title) for title in titles.values()) or "no assignment"
    raise CourseError(f"The gradebook has no column {wanted!r}: it has {known}. Say --column.")


def _people(sheet: Sheet) -> list[Person]:
    number, *ids = [sheet.column(title) for title in ("ID", "SIS User ID", "SIS Login ID", "Integration ID")]
    last, first = sheet.column("Student", "LastName"), sheet.column("FirstName")
    people = []
    for row in range(1, len(sheet.rows)):
        name = " ".join(filter(None, [sheet.cell(row, first), sheet.cell(row, last)]))
        known = tuple(filter(None, (sheet.cell(row, each) for each in ids)))
        if (known or sheet.cell(row, number)) and POINTS not in name:
            people.append(Person(row, known, name, sheet.cell(row, number)))
    return people
