"""A CSV file of a learning management system: read as it is, filled in, and written so that it can be read back."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.doors.graded import Score, Scores
from autograder.grading.files import replace_file
from autograder.grading.intake import Roster
from autograder.grading.intake.roster import Learner, even

MOST_BYTES = 20 * 2**20
MARK = "\ufeff"  # how files for spreadsheets on Windows begin
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?[\d.,]*%?")


@dataclass
class Sheet:
    """The rows of a file, and how it was written."""

    rows: list[list[str]]
    delimiter: str = ","
    marked: bool = False

    def column(self, *titles: str) -> int | None:
        """Return where the first of these titles stands."""
        known = [title.strip().casefold() for title in self.rows[0]]
        return next((known.index(title.casefold()) for title in titles if title.casefold() in known), None)

    def cell(self, row: int, column: int | None) -> str:
        """Return what stands there; nothing where a row is too short or there is no such column."""
        cells = self.rows[row]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def put(self, row: int, column: int, text: str) -> None:
        self.rows[row] += [""] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = text


@dataclass(frozen=True)
class Person:
    """A row of a learning management system, and by what its learner may be known."""

    row: int
    ids: tuple[str, ...]
    name: str
    number: str = ""  # the platform's own, which it adds to names of files


@dataclass
class Filled:
    """What came of filling in a file: how many scores were written, and what a person should know."""

    written: int = 0
    notes: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)  # learners whose score found no row


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file in UTF-8, UTF-16 or the old code page of Windows, with commas, semicolons or tabs.

    Raises:
        CourseError: it cannot be read or holds no rows.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise CourseError(f"The gradebook {path} cannot be read: {problem.strerror}.") from None
    if len(data) > MOST_BYTES:
        raise CourseError(f"The gradebook {path} is larger than {MOST_BYTES // 2**20} MiB.")
    text = _decoded(data)
    first = text.removeprefix(MARK).partition("\n")[0]
    delimiter = max(",;\t", key=lambda each: len(next(csv.reader([first], delimiter=each), [])))
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix(MARK), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        raise CourseError(f"The gradebook {path} is no CSV file: {problem}.") from None
    if len(rows) < 2:
        raise CourseError(f"The gradebook {path} has no rows of learners.")
    return Sheet(rows, delimiter, text.startswith(MARK))


def write_sheet(sheet: Sheet, path: Path) -> None:
    """Write a file in UTF-8, with the separator and the mark that it had; the first row stays as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=sheet.delimiter)
    writer.writerow(sheet.rows[0])
    writer.writerows([[harmless(cell) for cell in row] for row in sheet.rows[1:]])
    try:
        replace_file(path, (MARK * sheet.marked + text.getvalue()).encode("utf-8", "backslashreplace"))
    except OSError as problem:
        raise CourseError(f"{path} cannot be written: {problem.strerror}.") from None


def harmless(text: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula: learners choose names. Numbers and `-` stay."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def place(scores: Scores, people: Sequence[Person], roster: Roster | None) -> tuple[dict[int, Score], Filled]:
    """Return which score belongs to which row; one that fits none, or several, or another one's, is left over."""
    found: dict[int, list[Score]] = {}
    nowhere: list[str] = []
    filled = Filled(notes=list(scores.notes))
    for score in scores.scores:
        rows = _rows_of(score.student, people, roster)
        if len(rows) == 1:
            found.setdefault(rows[0], []).append(score)
        elif rows:
            which = _named(person for person in people if person.row in rows)
            filled.left_over.append(
                f"{score.student} may be any of {len(rows)} rows of the gradebook: not written. {which}."
            )
        else:
            nowhere.append(score.student)
    if nowhere:
        filled.left_over.append(f"In no row of the gradebook, so not written: {', '.join(nowhere)}.")
    for row, several in list(found.items()):
        if len(several) > 1:
            names = ", ".join(each.student for each in several)
            filled.left_over.append(f"{names} are the same learner by the gradebook: none was written.")
            del found[row]
    if missing := [person for person in people if person.row not in found]:
        filled.notes.append(f"Rows without a score here, which stay as they were: {_named(missing)}.")
    return {row: several[0] for row, several in found.items()}, filled


def _named(people: Iterable[Person]) -> str:
    """Return who stands in which line of the file, if no cell holds a line break."""
    return "; ".join(f"line {person.row + 1}, {person.name or ' '.join(person.ids)}" for person in people)


def points_of(title: str, found: float | None, said: float | None) -> float:
    """Return how many points an assignment counts: what a person said, else what its file has.

    Raises:
        CourseError: nobody knows.
    """
    if not (most := said or found):
        raise CourseError(
            f"The file does not say how many points {title!r} counts: say --out-of, such as --out-of 100."
        )
    return most


def _rows_of(student: str, people: Sequence[Person], roster: Roster | None) -> list[int]:
    """Return the rows that may be a learner's: one that an identity or an account names, and names do not gainsay.

    Learners choose what a platform calls them, so a way in which they fit another one's row makes them ambiguous.
    """
    listed = [each for each in roster.learners if each.identity == student] if roster else []
    learner = listed[0] if listed else Learner(student)
    wanted = {_plain(learner.identity), _plain(learner.mail)} - {""}
    whole = {person.row for person in people if wanted & set(map(_plain, person.ids))}
    account = {person.row for person in people if any(_same_account(a, _plain(b)) for a in wanted for b in person.ids)}
    named = {person.row for person in people if learner.known_as() & _names(person)}
    for rows in (whole, account):
        if len(rows) == 1 and (not named or rows <= named):
            return list(rows)
    return sorted(whole | account | named)


def _plain(identity: str) -> str:
    return unicodedata.normalize("NFC", identity.strip()).casefold()


def _same_account(one: str, other: str) -> bool:
    """Tell whether two are the same but for a domain that only one of them has."""
    return ("@" in one) != ("@" in other) and one.partition("@")[0] == other.partition("@")[0]


def _names(person: Person) -> set[str]:
    known = Learner("", person.name).known_as()
    return known | {name + even(person.number) for name in known}


def amount(score: float, possible: float, most: float) -> str:
    """Return a score out of `possible` as one out of `most`, with two digits at most."""
    return f"{round(score * most / possible, 2):g}" if possible else "0"


def number_in(text: str) -> float | None:
    """Return the number that a cell holds, with a decimal point or comma; None where it holds none."""
    text = text.strip().replace(",", ".")
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return MARK + data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return MARK + data.decode("cp1252", "replace")
