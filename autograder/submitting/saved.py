"""What a saved notebook says of the kernel that it was written in: what ran when, and what is gone since.

A grader runs the saved cells from the top in a new process. Whatever held in the kernel for another reason, because
a cell had run earlier, or has been deleted or changed since, does not hold there.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.exercise import CHECK_PREFIX
from autograder.grading.bounded_json import TooMany, loads
from autograder.grading.limits import Limits
from autograder.grading.notebook.outputs import text_of
from autograder.grading.notebook.statements import Scopes, scopes_of
from autograder.grading.notebook.submitted import decoded
from autograder.progress import SAID, digest_of

# What IPython puts into a notebook's names by itself.
THERE = frozenset(dir(builtins)) | {
    "In", "Out", "_", "__", "___", "_dh", "_ih", "_oh", "_i", "_ii", "_iii", "display", "exit", "get_ipython", "quit",
    "__name__", "__file__", "__doc__", "open",
}  # fmt: skip
MAGIC = re.compile(r"^\s*[%!?].*$", re.MULTILINE)
MOST = 5  # findings of one kind that are told one by one
NAMED = 20  # of the others
LONGEST = 200_000  # characters of a cell that are looked at


@dataclass(frozen=True)
class Finding:
    """Something in the saved file that a grader will not see as the learner did.

    Attributes:
        kind: "order", "not run", "edited", "other result" or "name".
        cell: the cell, by its number in the file, from 1.
        says: the sentence.
    """

    kind: str
    cell: int
    says: str


@dataclass(frozen=True)
class SavedCell:
    """A code cell of the file.

    Attributes:
        number: its place among all cells, from 1.
        grade_id: what the course calls it; "" for others.
        source: its text.
        count: the number in brackets beside it, None where it has not run.
        said: what its check has said when it ran last.
    """

    number: int
    grade_id: str
    source: str
    count: int | None
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a learner finds it by."""
        first = next((line.strip() for line in self.source.splitlines() if line.strip()), "empty")
        return f"cell {self.number} ({(self.grade_id or first)[:50]})"


def saved_cells(data: bytes, limits: Limits) -> list[SavedCell]:
    """Return the code cells of a notebook of format 4, none of another file."""
    try:
        notebook = loads(decoded(data), brackets=limits.brackets, commas=limits.commas)
        cells = notebook["cells"]
        return [_cell(number, cell) for number, cell in enumerate(cells, 1) if cell.get("cell_type") == "code"]
    except (TooMany, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return []


def _cell(number: int, cell: Mapping[str, Any]) -> SavedCell:
    nbgrader = cell.get("metadata", {}).get("nbgrader", {})
    count = cell.get("execution_count")
    found = [output.get("metadata", {}).get(SAID) for output in cell.get("outputs", [])]
    said = [each for each in found if isinstance(each, dict)]
    return SavedCell(
        number,
        text_of(nbgrader.get("grade_id")) if isinstance(nbgrader, dict) else "",
        text_of(cell.get("source"))[:LONGEST],
        count if type(count) is int else None,
        said[-1] if said else {},
    )


def findings(cells: list[SavedCell], points: Mapping[str, int], released: Mapping[str, str]) -> list[Finding]:
    """Return what is to be known of the cells.

    Args:
        cells: of the file.
        points: what each exercise earns now, by name.
        released: the text of each cell as it was released, by grade id.
    """
    return [
        *_out_of_order(cells),
        *_not_run(cells, released),
        *_edited(cells),
        *_other_results(cells, points),
        *_made_nowhere(cells),
    ]


def _out_of_order(cells: list[SavedCell]) -> list[Finding]:
    ran = [cell for cell in cells if cell.count is not None]
    found = [
        (
            lower,
            f"{lower.name} ran before {upper.name}, which stands above it ({lower.count} and {upper.count} in the "
            "brackets). A grader runs from the top.",
        )
        for upper, lower in itertools.pairwise(ran)
        if (upper.count or 0) > (lower.count or 0)
    ]
    return _first("order", found)


def _not_run(cells: list[SavedCell], released: Mapping[str, str]) -> list[Finding]:
    found = [
        (cell, f"{cell.name} was written in and has not run since the file was opened.")
        for cell in cells
        if cell.count is None and cell.source.strip() and cell.source.strip() != _released(cell, released)
    ]
    return _first("not run", found)


def _first(kind: str, found: list[tuple[SavedCell, str]]) -> list[Finding]:
    """Return findings of one kind, of many the first ones and a last one that names the others."""
    shown = [Finding(kind, cell.number, says) for cell, says in found[:MOST]]
    others = [cell for cell, _ in found[MOST:]]
    if others:
        names = ", ".join((cell.grade_id or f"cell {cell.number}")[:50] for cell in others[:NAMED])
        more = " and others" if len(others) > NAMED else ""
        shown.append(Finding(kind, others[0].number, f"The same holds for {len(others)} more: {names}{more}."))
    return shown


def _released(cell: SavedCell, released: Mapping[str, str]) -> str:
    """Return the text of a cell of the course that a learner writes in; of any other the text that it has."""
    return released.get(cell.grade_id, cell.source).strip()


def _edited(cells: list[SavedCell]) -> Iterator[Finding]:
    """Find answers that were changed after their check had looked at them."""
    answers = {cell.grade_id: cell for cell in cells}
    for cell in cells:
        answer = answers.get(cell.grade_id.removeprefix(CHECK_PREFIX))
        seen = cell.said.get("answer")
        if (
            answer
            and answer is not cell
            and seen
            and not MAGIC.search(answer.source)
            and digest_of(answer.source) != seen
        ):
            yield Finding(
                "edited",
                answer.number,
                f"{answer.name} was changed after its check ran; what the check shows is older.",
            )


def _other_results(cells: list[SavedCell], points: Mapping[str, int]) -> Iterator[Finding]:
    for cell in cells:
        name, shown = cell.grade_id.removeprefix(CHECK_PREFIX), cell.said.get("points")
        if cell.grade_id.startswith(CHECK_PREFIX) and type(shown) is int and name in points and points[name] != shown:
            yield Finding(
                "other result",
                cell.number,
                f"{cell.name} shows {shown} points in the file, and in a new process {name} earns {points[name]}.",
            )


def _made_nowhere(cells: list[SavedCell]) -> Iterator[Finding]:
    """Find names that cells use and none makes: a function from a deleted cell lives in the running kernel alone."""
    scopes = {cell.number: _scopes(cell.source) for cell in cells}
    if any("import *" in cell.source for cell in cells):
        return
    made = THERE.union(*(each.bound for each in scopes.values() if each))
    # A line of a magic may make names as well; nobody else's language is read for it.
    for cell in cells:
        made |= {name for line in MAGIC.findall(cell.source) for name in re.findall(r"(\w+)\s*=", line)}
        made |= set(re.findall(r"(\w+)\s*=", cell.source)) if cell.source.lstrip().startswith("%%") else set()
    told: set[str] = set()
    for cell in cells:
        found = scopes[cell.number]
        for name in sorted((found.read if found else frozenset()) - made - told):
            told.add(name)
            yield Finding(
                "name",
                cell.number,
                f"{cell.name} uses {name}, and no cell of the file makes it: it may live in your running kernel alone.",
            )


def _scopes(source: str) -> Scopes | None:
    if source.lstrip().startswith("%%"):
        return None
    try:
        return scopes_of(ast.parse(MAGIC.sub("", source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
