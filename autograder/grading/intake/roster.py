"""The list of a class: under which identity a learner is known, whatever a file's name makes of their name."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.intake.names import identity_of

COLUMNS = {"id": "id", "name": "name", "e-mail": "mail", "email": "mail", "mail": "mail"}


@dataclass(frozen=True)
class Learner:
    """One line of a roster."""

    identity: str
    name: str = ""
    mail: str = ""

    def known_as(self) -> set[str]:
        """Return what a file may call this learner, with capitals, accents' forms and punctuation evened out."""
        words = self.name.replace(",", " ").split()
        turned = [words[-1:] + words[:-1], words[1:] + words[:1]]  # Lee Ana, and from "Lee, Ana" Ana Lee
        names = [self.identity, self.name, self.mail, self.mail.partition("@")[0], *map(" ".join, turned)]
        return {known for name in names if (known := even(name))}


@dataclass(frozen=True)
class Roster:
    """Who is in a class."""

    learners: tuple[Learner, ...]

    def find(self, person: str) -> tuple[str, str]:
        """Return a person's identity ("" for one who is not found) and what an instructor should know of it."""
        if exact := [learner for learner in self.learners if learner.identity == identity_of(person)]:
            return exact[0].identity, ""
        fits = {learner.identity for learner in self.learners if even(person) in learner.known_as()}
        if len(fits) == 1:
            return fits.pop(), ""
        if fits:
            return "", f"{person!r} may be any of these on the roster: {', '.join(sorted(fits))}."
        return "", f"{person!r} is not on the roster."

    def without(self, students: Iterable[str]) -> list[str]:
        """Return who is not among these learners, in the order of the roster."""
        handed_in = set(students)
        return [learner.identity for learner in self.learners if learner.identity not in handed_in]


def read_roster(path: Path) -> Roster:
    """Read a CSV file with the columns id and, where there are any, name and e-mail.

    Raises:
        CourseError: it cannot be read, has no column id or no line, or one identity twice.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise CourseError(f"The roster {path} cannot be read: {problem.strerror}.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # as spreadsheets on Windows write it
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as problem:
        raise CourseError(f"The roster {path} is no table: {problem}.") from None
    columns = [COLUMNS.get(title.strip().casefold(), "") for title in rows[0]] if rows else []
    if "id" not in columns:
        raise CourseError(f"The roster {path} has no column id; its first line should be: id,name,e-mail.")
    lines = [{column: cell.strip() for column, cell in zip(columns, row, strict=False)} for row in rows[1:]]
    learners = [
        Learner(identity_of(line["id"]), line.get("name", ""), line.get("mail", "")) for line in lines if line.get("id")
    ]
    twice: dict[str, int] = defaultdict(int)
    for learner in learners:
        twice[learner.identity] += 1
    if not learners or max(twice.values()) > 1:
        what = f"{max(twice, key=lambda name: twice[name])} twice" if learners else "no learner"
        raise CourseError(f"The roster {path} has {what}.")
    return Roster(tuple(learners))


def even(name: str) -> str:
    """Return a name without capitals, punctuation and the difference between forms of an accent."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", name).casefold())
