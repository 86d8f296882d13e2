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

HUNT = "hunt_"  # of the name of a bug hunt, before the exercise's
UNANSWERED = "Your answer here."  # what stands where nobody has answered a question
SAID = "course"  # the metadata of a check's output that says what came of it


@dataclass(frozen=True)
class Progress:
    """How far one lesson is.

    Attributes:
        path: its notebook, from the folder of all lessons.
        title: its first heading.
        time: what its opening says of the time that it takes.
        done: how many of its checked functions hold in full, bug hunts apart.
        of: how many there are.
        hunts: how many of its bug hunts are solved.
        of_hunts: how many there are.
        answered: how many of its questions in words have an answer.
        of_questions: how many there are.
        points: what checks have given.
        possible: what they can give.
        next: the first function, hunt or question that is open; "" where nothing is.
    """

    path: str
    title: str
    time: str = ""
    done: int = 0
    of: int = 0
    hunts: int = 0
    of_hunts: int = 0
    answered: int = 0
    of_questions: int = 0
    points: int = 0
    possible: int = 0
    next: str = ""

    @property
    def complete(self) -> bool:
        """Whether nothing of it is open; a notebook that cannot be read is not complete."""
        return not self.next


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


def progress(folder: Path | str | None = None) -> None:
    """Show how far each lesson is; in a notebook as a table with links, elsewhere as text.

    Args:
        folder: as for `lessons_of`.

    Raises:
        CourseError: there is no lesson.
    """
    lessons = lessons_of(folder)
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        print(as_text(lessons))
    else:
        shell.display_pub.publish({"text/plain": as_text(lessons), "text/html": as_html(lessons)})


def lessons_of(folder: Path | str | None = None) -> list[Progress]:
    """Return the progress of all lessons of a folder.

    Args:
        folder: that holds the lessons. By default the working directory, or the learner's copy `work` in it, or the
            released `notebooks`, whichever is the first with lessons.

    Raises:
        CourseError: there is no lesson.
    """
    places = (".", "work", "notebooks") if folder is None else (folder,)
    lessons = next((found for place in places if (found := list(lessons_in(Path(place))))), [])
    if not lessons:
        raise CourseError(
            f"There are no lessons in {Path(folder or '.').resolve()}. Start in the folder of the course."
        )
    return lessons


def lessons_in(folder: Path) -> Iterator[Progress]:
    """Yield the progress of each lesson; a notebook that cannot be read counts as one without any."""
    for path in sorted(folder.glob("[0-9][0-9]_*/*.ipynb")):
        if path.stem == path.parent.name:
            try:
                cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
                yield _of_lesson(path.relative_to(folder).as_posix(), cells)
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                name = path.relative_to(folder).as_posix()
                yield Progress(name, f"{path.stem} (cannot be read)", next="the notebook, which cannot be read")


def _of_lesson(path: str, cells: list[dict[str, Any]]) -> Progress:
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    time = re.search(r"\*\*It takes\*\* ([^.;(]+)", text)
    checks = {_grade_id(cell).removeprefix(CHECK_PREFIX): cell for cell in cells if _is_check(cell)}
    last = {name: _last_said(cell) for name, cell in checks.items()}
    holds = {name: bool(each) and each["points"] == each["possible"] for name, each in last.items()}
    questions = {_grade_id(cell): _is_answered(cell) for cell in cells if _is_question(cell)}
    hunts = [name for name in holds if name.startswith(HUNT)]
    order = [_grade_id(cell).removeprefix(CHECK_PREFIX) for cell in cells if _is_check(cell) or _is_question(cell)]
    return Progress(
        path,
        title[1] if title else path,
        " ".join(time[1].split()) if time else "",
        done=sum(holds[name] for name in holds if name not in hunts),
        of=len(holds) - len(hunts),
        hunts=sum(holds[name] for name in hunts),
        of_hunts=len(hunts),
        answered=sum(questions.values()),
        of_questions=len(questions),
        points=sum(int(each.get("points", 0)) for each in last.values()),
        possible=sum(int(cell["metadata"]["nbgrader"].get("points", 0)) for cell in checks.values()),
        next=next((name for name in order if not (holds | questions)[name]), ""),
    )


def _is_check(cell: dict[str, Any]) -> bool:
    return _grade_id(cell).startswith(CHECK_PREFIX)


def _is_question(cell: dict[str, Any]) -> bool:
    """Tell whether a cell is the answer to a question in words."""
    known = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "markdown" and bool(known.get("solution") or known.get("task"))


def _is_answered(cell: dict[str, Any]) -> bool:
    return "".join(cell["source"]).strip() not in ("", UNANSWERED)


def _grade_id(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _last_said(cell: dict[str, Any]) -> dict[str, Any]:
    found = [output["metadata"][SAID] for output in cell.get("outputs", []) if SAID in output.get("metadata", {})]
    return found[-1] if found else {}


def as_text(lessons: list[Progress]) -> str:
    """Return the progress of all lessons as lines of text."""
    width = max(len(each.title) for each in lessons)
    lines = [f"{each.title:{width}}  {_in_words(each)}" for each in lessons]
    return "\n".join([*lines, _total(lessons), _next(lessons)])


def _total(lessons: list[Progress]) -> str:
    points, possible = sum(each.points for each in lessons), sum(each.possible for each in lessons)
    return f"{points} of {possible} points by checks; questions in words are marked by hand and not counted here."


def _next(lessons: list[Progress]) -> str:
    """Return what to do next: where the lesson that was begun last goes on, else the first that is open."""
    left = [each for each in lessons if not each.complete]
    begun = [each for each in left if each.done or each.hunts or each.answered]
    if not left:
        return "Nothing is open."
    where = (begun or left)[-1 if begun else 0]
    return f"Next: {where.next} in {where.title}."


def _in_words(each: Progress) -> str:
    hunts, questions = _of(each.hunts, each.of_hunts, "no"), _of(each.answered, each.of_questions, "no")
    return (
        f"{each.done:2} of {each.of:2} functions, {hunts:>6} hunts, {questions:>6} questions, "
        f"{each.points:2} of {each.possible:2} points"
    )


def _of(count: int, of: int, none: str = "none") -> str:
    return f"{count} of {of}" if of else none


def as_html(lessons: list[Progress]) -> str:
    """Return the progress of all lessons as a table with a link to each."""
    rows = "".join(
        f'<tr><td style="text-align:left"><a href="{escape(each.path)}">{escape(each.title)}</a></td>'
        f'<td style="text-align:left">{escape(each.time)}</td>'
        f'<td><meter min="0" max="{each.of or 1}" value="{each.done}" aria-hidden="true"></meter>'
        f" {each.done} of {each.of}</td><td>{_of(each.hunts, each.of_hunts)}</td>"
        f"<td>{_of(each.answered, each.of_questions)}</td><td>{each.points} of {each.possible}</td></tr>"
        for each in lessons
    )
    columns = ("lesson", "it takes", "functions that hold", "bugs found", "questions answered", "points")
    sides = ("left", "left", "right", "right", "right", "right")
    head = "".join(f'<th style="text-align:{side}">{name}</th>' for side, name in zip(sides, columns, strict=True))
    below = f"<p>{escape(_total(lessons))}</p><p>{escape(_next(lessons))}</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{below}"
