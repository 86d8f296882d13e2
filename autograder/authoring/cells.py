"""Reading and making single cells: what one says in a lesson's source, and nbgrader's metadata for what it becomes."""

from __future__ import annotations

import ast
import re
from typing import Any

from nbformat import NotebookNode

MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")
SCHEMA_VERSION = 3  # of nbgrader's cell metadata


class BrokenCell(Exception):
    """A cell breaks a rule of lesson sources; the pipeline adds which cell it is."""


def tags(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.metadata.get("tags", []))


def statements(cell: NotebookNode) -> list[ast.stmt]:
    """Return the top-level statements of a code cell, magics and shell lines left out."""
    if cell.cell_type != "code":
        return []
    # Jupyter's own lines are blanked and not removed: line numbers must stay.
    plain = cell.source if _parses(cell.source) else re.sub(r"^[ \t]*[%!?].*$", "", cell.source, flags=re.MULTILINE)
    try:
        return ast.parse(plain).body
    except SyntaxError as problem:
        if cell.source.startswith("%%"):
            return []  # a cell magic may be followed by any language
        raise BrokenCell(f"it is not valid Python: {problem.msg}, line {problem.lineno} of the cell.") from None


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def imported_from_solutions(cell: NotebookNode) -> list[ast.ImportFrom]:
    """Return the cell's `from solutions.X import ...` statements; raise BrokenCell for `import solutions`."""
    found = []
    for node in (node for statement in statements(cell) for node in ast.walk(statement)):
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "solutions" for alias in node.names):
            raise BrokenCell("it says `import solutions`; write `from solutions.topic import name`.")
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "solutions":
            found.append(node)
    return found


def checked_name(cell: NotebookNode) -> str | None:
    """Return the name in a cell whose only statement is `check(name)`, else None."""
    match statements(cell):
        case [ast.Expr(ast.Call(ast.Name("check"), [ast.Name(name)], []))]:
            return name
    return None


def new_cell(cell_type: str, source: str, **metadata: Any) -> NotebookNode:
    """Return a cell; its id is given to it by the pipeline's last step."""
    cell = NotebookNode(cell_type=cell_type, id="new", metadata=NotebookNode(metadata), source=source)
    if cell_type == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def nbgrader_metadata(
    grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False, points: int | None = None
) -> NotebookNode:
    """Return nbgrader's metadata of a cell."""
    entry = {"grade": grade, "grade_id": grade_id, "locked": locked}
    worth = {} if points is None else {"points": points}
    return NotebookNode(entry | worth | {"schema_version": SCHEMA_VERSION, "solution": solution, "task": False})


def grade_id(cell: NotebookNode) -> str | None:
    """Return the name under which nbgrader knows a cell, or None."""
    name: str | None = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name


def without_markers(source: str) -> str:
    """Return source text without the lines that mark what a learner is to write."""
    return "\n".join(line for line in source.split("\n") if line.strip() not in MARKERS)


def in_words(points: int) -> str:
    """Return `1 point` or `4 points`."""
    return f"{points} point{'' if points == 1 else 's'}"
