"""How long a lesson is: words to read, lines of code to see, seconds to run."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from rich.table import Column, Table

from autograder.authoring.cells import tags
from autograder.authoring.course import Course
from autograder.authoring.notebooks import put_beside, solved
from autograder.errors import CourseError

MOST_CORE_WORDS, MOST_WORDS = 2_000, 3_200
MOST_LINES = 15  # of plain code in one visible cell

FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
NO_PROSE = re.compile(r"```.*?```|\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|<[^>]+>|\]\([^)]*\)", re.DOTALL)
WORD = re.compile(r"[A-Za-z][\w'’-]*")
HEADING = re.compile(r"(#+) ")


@dataclass(frozen=True)
class Length:
    """How long one lesson is.

    Attributes:
        core: words of prose outside folded parts, code and formulas.
        words: words of prose with the folded parts.
        lines: lines of code in cells that are not folded, exercises left out.
        longest: the most lines of code in one such cell.
        seconds: what the solved lesson takes to run; None where it was not run.
    """

    lesson: str
    core: int
    words: int
    lines: int
    longest: int
    seconds: float | None = None


def length_of(name: str, course: Course | None = None, *, run: bool = False) -> Length:
    """Count a lesson; with `run`, run it solved as well, which takes as long as the lesson does."""
    course = course or Course()
    notebook = course.lesson(name).read()
    core = words = 0
    code = [0]
    deeper: int | None = None  # the level of the heading under which everything is folded
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = HEADING.match(cell.source)
            if heading and (deeper is None or len(heading[1]) <= deeper):
                deeper = len(heading[1]) if "deeper" in tags(cell) else None
            words += words_in(cell.source)
            core += words_in(FOLDED.sub("", cell.source)) if deeper is None else 0
        elif deeper is None and not {"hide-input", "exercise", "hunt"} & set(tags(cell)):
            code.append(sum(bool(line.strip()) for line in cell.source.splitlines()))
    return Length(name, core, words, sum(code), max(code), seconds_of(name, course) if run else None)


def words_in(text: str) -> int:
    """Count the words of prose in Markdown: code, formulas, tags and addresses are none."""
    return len(WORD.findall(NO_PROSE.sub(" ", text)))


def seconds_of(name: str, course: Course) -> float:
    """Run the solved lesson beside its release and return how long it took, the start of the kernel included."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(course.notebooks / name, folder, dirs_exist_ok=True)
        put_beside(name, Path(folder), course)
        return _run(solved(name, course), Path(folder), name)


def _run(notebook: NotebookNode, folder: Path, name: str) -> float:
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    started = time.perf_counter()
    try:
        client.execute()
    except CellExecutionError as problem:
        raise CourseError(f"Lesson {name} does not run: {problem.ename}: {problem.evalue}") from None
    return time.perf_counter() - started


def table(lengths: list[Length]) -> Table:
    """Return the lengths as a table; what is beyond its bound is marked."""
    shown = Table(Column("lesson", no_wrap=True), "core words", "all words", "code lines", "longest cell", "seconds")
    for each in lengths:
        counted = (each.core, MOST_CORE_WORDS), (each.words, MOST_WORDS), (each.lines, None), (each.longest, MOST_LINES)
        cells = [f"[red]{n} > {most}[/red]" if most and n > most else str(n) for n, most in counted]
        shown.add_row(each.lesson, *cells, "" if each.seconds is None else f"{each.seconds:.0f}")
    return shown
