"""Ten questions before the course begins: what it takes for granted, checked at once and graded nowhere.

    answer(3, (3,))

says whether it is right; `what_to_read()` lists what to read for those that are open. What is right is computed here
from the line that the question shows, and never written down.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from typing import Any

import numpy as np

from autograder.errors import CourseError
from autograder.syllabus import LESSONS, topic_of

CLOSE = 1e-6


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        topic: what it is about.
        shown: the line, or the number, that the question on the page shows.
        right: computes the answer.
        source: where to read what it takes.
        lesson: where in the course, by number and heading.
    """

    topic: str
    shown: str
    right: Callable[[], Any]
    source: str
    lesson: str = ""

    @property
    def read(self) -> str:
        """What to read; lessons that are not there, such as those that are still to be released, are not named."""
        return f"{self.source}; lesson {self.lesson}." if _is_there(self.lesson) else f"{self.source}."


def _is_there(lesson: str) -> bool:
    names = [name for name in LESSONS if lesson and name.startswith(lesson[:2])]
    return any(find_spec(f"autograder.exercises.{topic_of(name)}") for name in names)


def _shown(topic: str, line: str, source: str, lesson: str = "") -> Question:
    """Return the question what a line of Python gives."""
    return Question(topic, line, lambda: eval(line, {"np": np}), source, lesson)


def _length_by_another_name() -> int:
    b = [1, 2]
    c = b
    c.append(3)
    return len(b)


def _slope(function: Callable[[float], float], x: float) -> float:
    """Return a derivative from two values of the function."""
    return (function(x + 1e-5) - function(x - 1e-5)) / 2e-5


TUTORIAL = "The Python Tutorial, "
NUMPY = "The NumPy user guide, "
QUESTIONS = {
    1: _shown("lists", "[k * k for k in range(5) if k % 2]", TUTORIAL + "5.1.3 List Comprehensions"),
    2: Question("names", "c.append(3)", _length_by_another_name, TUTORIAL + "9.1 on names and objects"),
    3: _shown("shapes", "np.zeros((6, 3, 4))[2, :, 1].shape", NUMPY + "Indexing", "00, The notation"),
    4: _shown("broadcasting", "(np.zeros((5, 1)) + np.zeros(4)).shape", NUMPY + "Broadcasting"),
    5: _shown("axes", "np.array([[1, 2], [3, 4], [5, 6]]).sum(axis=0)", NUMPY + "the absolute basics, on axes"),
    6: _shown(
        "matrix product",
        "np.array([[1, 2], [3, 4]]) @ np.array([5, 6])",
        "The product of matrices in any book",
        "01, The equations",
    ),
    7: Question(
        "derivatives", "x ** 3 - 2 * x", lambda: _slope(lambda x: x**3 - 2 * x, 2), "Rules of derivatives in any book"
    ),
    8: Question(
        "chain rule",
        "(2 * x + 1) ** 2",
        lambda: _slope(lambda x: (2 * x + 1) ** 2, 1),
        "The chain rule in any book",
        "03, Second stop: back through a product",
    ),
    9: Question(
        "probability",
        "0.5, 0.4 and 0.1",
        lambda: math.prod((0.5, 0.4, 0.1)),
        "Conditional probability in any book",
        "06, See it: a sentence is a product",
    ),
    10: Question(
        "logarithm",
        "-3 and -2",
        lambda: math.log(math.exp(-3) * math.exp(-2)),
        "Rules of logarithms in any book",
        "06, The equation",
    ),
}
_said: dict[int, bool] = {}  # whether the last answer to a question was right


def answer(number: int, given: Any) -> None:
    """Say whether an answer is right.

    Args:
        number: of the question.
        given: a number, a list, a tuple or an array; None as long as there is no answer.

    Raises:
        CourseError: there is no such question.
    """
    if number not in QUESTIONS:
        raise CourseError(f"There is no question {number!r}; they are numbered from 1 to {len(QUESTIONS)}.")
    question = QUESTIONS[number]
    if given is None:
        _said.pop(number, None)
        print(f"Question {number} ({question.topic}): no answer yet.")
        return
    _said[number] = _is(given, question.right())
    said = "right." if _said[number] else f"not yet. {_advice(given)}"
    print(f"Question {number} ({question.topic}): {said}")


def _is(given: Any, right: Any) -> bool:
    try:
        one, other = np.asarray(given, dtype=float), np.asarray(right, dtype=float)
    except (TypeError, ValueError):
        return False
    close = 0 if np.asarray(right).dtype.kind in "iu" else CLOSE  # whole numbers are meant exactly
    return one.shape == other.shape and bool(np.all(np.abs(one - other) <= close))


def _advice(given: Any) -> str:
    """Return what to do about an answer that is not right."""
    if isinstance(given, str):
        return "This is text: write a number, or a list such as [1, 2], without quotation marks."
    if isinstance(given, float) and math.isnan(given):
        return "nan stands for no number."
    return "Try it once more on paper, or ask Python in a cell of your own."


def what_to_read() -> None:
    """Show how many answers are right, and what to read for the others; in a notebook as a table, elsewhere as text."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        print(as_text())
    else:
        shell.display_pub.publish({"text/plain": as_text(), "text/html": as_html()})


def summary() -> str:
    """Return the line that says how things stand."""
    right, of = sum(_said.values()), len(QUESTIONS)
    if right == of:
        return f"All {of} are right: you have what the course takes for granted."
    return f"{right} of {of} are right, {len(_said) - right} not yet, {of - len(_said)} without an answer."


def _open() -> list[tuple[int, Question]]:
    return [(number, question) for number, question in QUESTIONS.items() if not _said.get(number)]


def as_text() -> str:
    """Return the summary as lines of text."""
    return "\n".join([summary(), *(f"  {number:2}  {each.topic}: {each.read}" for number, each in _open())])


def as_html() -> str:
    """Return the summary as a table."""
    left = 'style="text-align:left"'
    rows = "".join(
        f"<tr><td>{number}</td><td {left}>{escape(each.topic)}</td>"
        f"<td {left}>{'not yet' if number in _said else 'no answer'}</td><td {left}>{escape(each.read)}</td></tr>"
        for number, each in _open()
    )
    head = f"<tr><th>question</th><th {left}>topic</th><th {left}>it is</th><th {left}>what to read</th></tr>"
    table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>" if rows else ""
    return f"<p>{escape(summary())}</p>{table}"
