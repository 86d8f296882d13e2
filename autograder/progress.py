"""What is done of the course, read from the notebooks as they were saved: what each check said when it last ran."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.exercise import CHECK_PREFIX
from autograder.verdict import Verdict

SAID = "course"  # the metadata of a check's output that says what came of it


@dataclass(frozen=True)
class Progress:
    """How far one lesson is.

    Attributes:
        path: its notebook, from the folder of all lessons.
        title: its first heading.
        time: what its opening says of the time that it takes.
        done: how many of its checked functions hold in full.
        of: how many there are.
        points: what they have earned.
        possible: what they are worth.
    """

    path: str
    title: str
    time: str
    done: int
    of: int
    points: int
    possible: int


def said(verdict: Verdict, text: str = "") -> dict[str, Any]:
    """Return the metadata with which a check's output says what came of it.

    Args:
        verdict: what the check has found.
        text: of the cell that the answer stands in, where it is known: a later change of it can be told.
    """
    known = {"exercise": verdict.exercise, "points": verdict.points, "possible": verdict.possible}
    return {SAID: known | ({"answer": digest_of(text)} if text else {})}


def digest_of(text: str) -> str:
    """Return a digest of the text of a cell; blank ends do not count."""
    return hashlib.sha256(text.strip().encode("utf-8", "replace")).hexdigest()[:16]


def progress(folder: Path | str = ".") -> None:
    """Show how far each lesson under `folder` is; in a notebook as a table with links, elsewhere as text.

    Raises:
        CourseError: there is no lesson.
    """
    lessons = list(lessons_in(Path(folder)))
    if not lessons:
        raise CourseError(f"There are no lessons in {Path(folder).resolve()}. Start in the folder that holds them all.")
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        print(as_text(lessons))
    else:
        shell.display_pub.publish({"text/plain": as_text(lessons), "text/html": as_html(lessons)})


def lessons_in(folder: Path) -> Iterator[Progress]:
    """Yield the progress of each lesson; a notebook that cannot be read counts as one without any."""
    for path in sorted(folder.glob("[0-9][0-9]_*/*.ipynb")):
        if path.stem == path.parent.name:
            try:
                cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
                yield _of_lesson(path.relative_to(folder).as_posix(), cells)
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                yield Progress(path.relative_to(folder).as_posix(), f"{path.stem} (cannot be read)", "", 0, 0, 0, 0)


def _of_lesson(path: str, cells: list[dict[str, Any]]) -> Progress:
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    time = re.search(r"\*\*It takes\*\* ([^.;(]+)", text)
    checks = [cell for cell in cells if _grade_id(cell).startswith(CHECK_PREFIX)]
    last = {_grade_id(cell): _last_said(cell) for cell in checks}
    return Progress(
        path,
        title[1] if title else path,
        " ".join(time[1].split()) if time else "",
        sum(bool(each) and each["points"] == each["possible"] for each in last.values()),
        len(checks),
        sum(int(each.get("points", 0)) for each in last.values()),
        sum(int(cell["metadata"]["nbgrader"].get("points", 0)) for cell in checks),
    )


def _grade_id(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _last_said(cell: dict[str, Any]) -> dict[str, Any]:
    found = [output["metadata"][SAID] for output in cell.get("outputs", []) if SAID in output.get("metadata", {})]
    return found[-1] if found else {}


def as_text(lessons: list[Progress]) -> str:
    """Return the progress of all lessons as lines of text."""
    width = max(len(each.title) for each in lessons)
    lines = [
        f"{each.title:{width}}  {each.done:2} of {each.of:2} functions, {each.points:2} of {each.possible:2} points"
        for each in lessons
    ]
    return "\n".join([*lines, _total(lessons)])


def _total(lessons: list[Progress]) -> str:
    points, possible = sum(each.points for each in lessons), sum(each.possible for each in lessons)
    return f"{points} of {possible} points by checks; questions in words are marked by hand and not counted here."


def as_html(lessons: list[Progress]) -> str:
    """Return the progress of all lessons as a table with a link to each."""
    rows = "".join(
        f'<tr><td style="text-align:left"><a href="{escape(each.path)}">{escape(each.title)}</a></td>'
        f'<td style="text-align:left">{escape(each.time)}</td>'
        f'<td><meter min="0" max="{each.of or 1}" value="{each.done}" aria-hidden="true"></meter>'
        f" {each.done} of {each.of}</td><td>{each.points} of {each.possible}</td></tr>"
        for each in lessons
    )
    head = "<tr><th>lesson</th><th>it takes</th><th>functions that hold</th><th>points</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table><p>{escape(_total(lessons))}</p>"
