"""The learner's door to the checks.

    from autograder.check import check

    check(rnn_cell_forward)

says at once what holds, what does not, where, and which mistake it is. `evaluate` gives the same as data.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from autograder import report
from autograder.door import LocalDoor
from autograder.errors import CheckFailed, CourseError, NotAttempted, RecordingError
from autograder.evaluate import PUBLIC_SEED
from autograder.exercise import Exercise
from autograder.exercises import find
from autograder.hunt import Hunt, KnowsHunts, verdict_on
from autograder.locate.confirm import KnowsFaults, with_confirmed_names
from autograder.locate.locate import KnowsRights, with_locations
from autograder.progress import said
from autograder.recording import RECORDING, Recording
from autograder.reference import Reference, other_ways
from autograder.verdict import Verdict

__all__ = ["check", "evaluate"]


class Knows(KnowsHunts, KnowsRights, KnowsFaults, Protocol):
    """All that a learner's door needs to know."""


def check(function: Callable[..., Any], name: str | None = None) -> None:
    """Run the public checks of an exercise on `function` and show what came of them.

    Args:
        function: the learner's function.
        name: the exercise's name, where the function is called otherwise.

    Raises:
        NotAttempted: the function is not written yet.
        CheckFailed: a check does not hold; in a notebook the box above says which and why.
    """
    name = name or _name_of(function)
    cell = _newest_cell(name)
    if broken := _what_breaks(cell, name):
        raise CheckFailed(broken)
    verdict = evaluate(name, function, text=cell)
    in_notebook = _show(verdict, cell)
    if verdict.passed:
        return
    text = report.as_text(verdict)
    if not verdict.attempted:
        raise NotAttempted(report.summary(verdict))
    raise CheckFailed(text, brief=report.summary(verdict) if in_notebook else text)


def evaluate(
    name: str,
    answer: Callable[..., Any],
    *,
    seed: int | None = None,
    knowledge: Knows | None = None,
    text: str = "",
) -> Verdict:
    """Run the checks of exercise `name` on `answer` and return the verdict as data.

    Args:
        name: the exercise's name.
        answer: a function; the earlier functions that it builds on are found where it was defined.
        seed: None for the public inputs of the notebook; a number for other ones (needs the reference answers).
        knowledge: what is true; by default the recording in the working directory, else the reference answers.
        text: of a bug hunt, the text of the cell that the function stands in.

    Raises:
        UnknownExercise: no exercise has this name.
        CourseError: neither a recording nor the reference answers are at hand.
    """
    exercise = find(name)
    if not callable(answer):
        raise CourseError(f"{name} is to be checked as a function; this is a {type(answer).__name__}.")
    door = LocalDoor(getattr(answer, "__globals__", {}), {name: answer})
    known = knowledge or (knowledge_here(exercise) if seed is None else Reference())
    drawn = PUBLIC_SEED if seed is None else seed
    verdict = verdict_on(door, exercise, known, drawn, text)
    if isinstance(exercise, Hunt):
        return verdict
    return with_confirmed_names(with_locations(verdict, exercise, answer, known, drawn), exercise, known)


def knowledge_here(exercise: Exercise, folder: Path | None = None) -> Recording | Reference:
    """Return the recording beside the notebook where there is one, else the live reference."""
    path = (folder or Path.cwd()) / RECORDING
    if path.exists():
        recording = Recording.load(path)
        if recording.knows(exercise):
            return recording
    if has_solutions():
        return Reference()
    raise RecordingError(
        f"There is no {RECORDING} in {path.parent} that knows {exercise.name}, and no reference answers are installed. "
        "Open the notebook from its own folder, with the files that came with it."
    )


def has_solutions() -> bool:
    """Tell whether the reference answers are at hand."""
    return importlib.util.find_spec("solutions") is not None


def _name_of(function: Any) -> str:
    name = getattr(function, "__name__", None)
    if not isinstance(name, str):
        raise CourseError("Give check the function itself, without calling it: check(my_function).")
    return name


def _newest_cell(name: str) -> str:
    """Return the text of the newest cell of the notebook that writes `name`, whether it could be run or not."""
    shell = _shell()
    cells = reversed(shell.user_ns.get("In", []) if shell else [])
    return next((cell for cell in cells if re.search(rf"^def {re.escape(name)}\b", cell, re.MULTILINE)), "")


def _what_breaks(cell: str, name: str) -> str:
    """Return what to say where a cell that writes `name` could not be run, so that an older one would be meant."""
    try:
        ast.parse(cell)
    except SyntaxError as problem:
        return (
            f"The cell that writes {name} has an error in line {problem.lineno}, so Python could not read it: "
            f"{problem.msg}. What would be checked is the {name} of before. Mend it and run the cell again."
        )
    return ""


def _shell() -> Any:
    """Return the IPython shell of a notebook, None anywhere else."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell if hasattr(shell, "kernel") else None


def _show(verdict: Verdict, cell: str) -> bool:
    """Display the verdict in a notebook, or print it where it passed in a terminal; tell whether it was a notebook."""
    shell = _shell()
    if shell is None:
        if verdict.passed:
            print(report.as_text(verdict))
        return False
    # Published as a display, never as the cell's value: nbgrader would take a value for points.
    exercise = find(verdict.exercise)
    shows_ways = verdict.passed and has_solutions() and not isinstance(exercise, Hunt)
    ways = other_ways(exercise) if shows_ways else []
    page = report.as_html(verdict) + report.ways_as_html(ways)
    shell.display_pub.publish({"text/plain": report.as_text(verdict), "text/html": page}, metadata=said(verdict, cell))
    return True
