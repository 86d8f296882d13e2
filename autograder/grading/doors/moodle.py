"""Moodle's two CSV files.

Grading worksheet of one assignment, which Moodle exports and takes back (Identifier finds the learner, and Last
modified (grade) has to be as it was):

    Identifier, Full name, ID number, Email address, Status, Grade, Maximum Grade, Grade can be changed,
    Last modified (submission), Last modified (grade), Feedback comments

Titles are in the language of whoever exports it; the order is the same.

Gradebook import: any columns with a title each, of which a person says on Moodle's page what they are.
"""

from __future__ import annotations

import re
from html import escape

from autograder.errors import CourseError
from autograder.grading.doors.gradebook_file import Filled, Person, Sheet, amount, number_in, place, points_of
from autograder.grading.doors.graded import Scores
from autograder.grading.intake import Roster

GRADE, COMMENTS = ("Grade", "Bewertung"), ("Feedback comments", "Feedback als Kommentar")
MOST, SCALE, LOCKED = ("Maximum Grade", "Bestwertung"), ("Scale", "Skala"), "Grade can be changed"
MADE = ("ID number", "Email address", "Full name")


def fill(
    sheet: Sheet,
    scores: Scores,
    *,
    column: str | None = None,
    roster: Roster | None = None,
    comments: bool | str = False,
    out_of: float | None = None,
) -> tuple[Sheet, Filled]:
    """Return the grading worksheet with the lesson's scores in it.

    Args:
        sheet: the worksheet that Moodle exported.
        scores: of the lesson.
        column: the title of the grades, where Moodle speaks another language than English or German.
        roster: who learners are, where their folders are not named as Moodle names them.
        comments: whether feedback comments are written too: points and known mistakes; or the title of their column.
        out_of: how many points the assignment counts, where the worksheet does not say it.

    Raises:
        CourseError: it is no grading worksheet, or a column is missing.
    """
    where = _column(sheet, (column,) if column else GRADE, "Say --column with the title of the grades.")
    said = None
    if comments:
        titles = (comments,) if isinstance(comments, str) else COMMENTS
        remedy = "Switch feedback comments on in the assignment, or say --comments-column with their title."
        said = _column(sheet, titles, remedy)
    found, filled = place(scores, _people(sheet), roster)
    if (most_at := sheet.column(*MOST)) is None:
        most_at = where + 1  # in every language
        if sheet.column(*SCALE) == most_at:
            raise CourseError("The assignment is marked by a scale: grade it by points.")
    can_change, scaled = sheet.column(LOCKED), set()
    for row, score in found.items():
        if sheet.cell(row, can_change).casefold() == "no":
            filled.left_over.append(f"{score.student}: Moodle says that the grade cannot be changed; not written.")
            continue
        most = points_of(sheet.rows[0][where], number_in(sheet.cell(row, most_at)), out_of)
        scaled |= {most} - {score.possible}
        sheet.put(row, where, amount(score.score, score.possible, most))
        if said is not None:
            sheet.put(row, said, "<br>".join(escape(line) for line in score.comment.splitlines()))
        filled.written += 1
    for most in scaled:
        filled.notes.append(
            f"The assignment counts {most:g} and the lesson {scores.possible:g}: scores were multiplied."
        )
    return sheet, filled


def _column(sheet: Sheet, titles: tuple[str, ...], remedy: str) -> int:
    """Return where a column stands that has to be there."""
    if (where := sheet.column(*titles)) is None:
        raise CourseError(
            f"The worksheet has no column {titles[0]!r}: it has {', '.join(map(repr, sheet.rows[0]))}. {remedy}"
        )
    return where


def made(scores: Scores, roster: Roster | None, *, comments: bool = False) -> tuple[Sheet, Filled]:
    """Return a file for Moodle's gradebook import: of a roster, or of everyone who has a score."""
    titles = [*MADE, scores.lesson, *([f"{scores.lesson}, feedback"] if comments else [])]
    listed = {each.identity: each for each in roster.learners} if roster else {}
    rows, filled = [titles], Filled(notes=list(scores.notes))
    for score in scores.scores:
        learner = listed.get(score.student)
        if roster and learner is None:
            filled.left_over.append(f"{score.student} is not on the roster: not written.")
            continue
        known = [score.student, learner.mail if learner else "", learner.name if learner else ""]
        rows.append([*known, f"{score.score:g}", *([score.comment] if comments else [])])
        filled.written += 1
    return Sheet(rows), filled


def _people(sheet: Sheet) -> list[Person]:
    number, name = sheet.column("Identifier"), sheet.column("Full name")
    ids = [sheet.column(title) for title in ("ID number", "Email address", "Username")]
    if number is None and name is None:  # another language: Moodle's order is the same
        number, name = 0, 1
    people = []
    for row in range(1, len(sheet.rows)):
        digits = re.sub(r"\D", "", sheet.cell(row, number))
        known = [sheet.cell(row, each) for each in ids]
        known += [cell.strip() for cell in sheet.rows[row] if "@" in cell and cell.strip() not in known]
        if digits or any(known):
            people.append(Person(row, tuple(filter(None, known)), sheet.cell(row, name), digits))
    return people
