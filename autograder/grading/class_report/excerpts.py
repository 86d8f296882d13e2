"""What learners wrote, from their graded notebooks: text alone, without the lines that they were given, and bounded.

Nothing here reads a learner's text as a program: lines are compared with the lines of the release.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.grading import bounded_json
from autograder.grading.files import read_regular
from autograder.grading.limits import MIB
from autograder.grading.pages.plain import plain

MOST_BYTES = 64 * MIB  # of a graded notebook
MOST_BRACKETS, MOST_COMMAS = 200_000, 500_000  # in it: an output may be JSON of a learner's own
MOST_LINES, MOST_LETTERS, WIDEST = 14, 1_200, 110  # of an excerpt
LONGEST = 20_000  # letters of an answer that are looked at
LEFT_OUT = "# (the rest is left out here)"


@dataclass
class Excerpts:
    """The answers of a class in one lesson.

    Args:
        folder: that `autograder grade` wrote to.
        lesson: the lesson.
    """

    folder: Path
    lesson: str
    _given: dict[str, str] | None = field(default=None, init=False)

    def answers(self, student: str) -> dict[str, str]:
        """Return what a learner wrote by exercise, without the lines of the release; empty where it cannot be read."""
        cells = self.cells(student)
        return {name: plain(without_given(text[:LONGEST], self.given.get(name, ""))) for name, text in cells.items()}

    def excerpt(self, student: str, exercise: str) -> str:
        """Return the beginning of an answer, as a page shows it."""
        return bounded(self.answers(student).get(exercise, ""))

    def cells(self, student: str) -> dict[str, str]:
        """Return the texts of a learner's cells by grade id, as they are."""
        if Path(student).name != student:
            return {}  # no name that `autograder grade` gives, so no folder to look into
        return _cells(self.folder / "autograded" / student / self.lesson / f"{self.lesson}.ipynb")

    @property
    def given(self) -> Mapping[str, str]:
        """The texts of the released cells by grade id."""
        if self._given is None:
            self._given = _cells(self.folder / "release" / self.lesson / f"{self.lesson}.ipynb")
        return self._given


def _cells(path: Path) -> dict[str, str]:
    try:
        text = read_regular(path, MOST_BYTES).decode("utf-8")
        notebook = bounded_json.loads(text, brackets=MOST_BRACKETS, commas=MOST_COMMAS)
        return {_grade_id(cell): _text(cell) for cell in notebook["cells"] if _grade_id(cell)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, bounded_json.TooMany):
        return {}  # an excerpt is a help, and a report is due without it


def _grade_id(cell: dict[str, Any]) -> str:
    return str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""))


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return "".join(source) if isinstance(source, list) else str(source)


def without_given(written: str, given: str) -> str:
    """Return a text without the lines that were given, indented as little as can be.

    The line that begins a given function goes also where its arguments were called otherwise.
    """
    known = {line.strip() for line in given.splitlines()}
    begun = tuple(f"{line.partition('(')[0]}(" for line in given.splitlines() if line.startswith("def "))
    lines = [line.rstrip() for line in written.splitlines()]
    heads = {line for line in lines if line.startswith(begun) and line.endswith((":", "(", ","))}
    own = [line for line in lines if line and line not in heads and line.strip() not in known]
    return textwrap.dedent("\n".join(own))


def bounded(text: str) -> str:
    """Return the beginning of a text: a few lines of bounded width."""
    lines = text.splitlines()
    shown = [line if len(line) <= WIDEST else f"{line[: WIDEST - 3]}..." for line in lines[:MOST_LINES]]
    kept, letters = [], 0
    for line in shown:
        letters += len(line)
        if letters > MOST_LETTERS:
            break
        kept.append(line)
    return "\n".join([*kept, LEFT_OUT] if len(kept) < len(lines) else kept)
