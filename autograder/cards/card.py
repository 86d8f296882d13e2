"""One card: which mistake it shows, how that is drawn, and its words; what the mistake is comes from the registry."""

from __future__ import annotations

import ast
import difflib
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure

import figures
from autograder.bugs import without_docstring
from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.exercises import find
from autograder.reference import Alternative, alternatives_to, namespace_with, reference_source

Function = Callable[..., Any]


class Pair(NamedTuple):
    """The right function and the mistaken one."""

    right: Function
    wrong: Function


class Picture(NamedTuple):
    """The symptom: a figure, what to see in it, and what it shows, in words."""

    fig: Figure
    caption: str
    alt: str


@dataclass(frozen=True)
class Card:
    """The declaration of a card.

    Attributes:
        exercise: the function.
        mistake: one of its registered mistakes, with a sentence.
        title: the symptom, in a few words.
        looks_right: why one takes it for right.
        ask: a question for the class.
        draw: makes the picture by running both functions.
    """

    exercise: str
    mistake: str
    title: str
    looks_right: str
    ask: str
    draw: Callable[[Pair], Picture]

    def of(self) -> Exercise:
        """Return the exercise; raise CourseError where there is none of this name."""
        return find(self.exercise)

    def registered(self) -> Alternative:
        """Return the mistake; raise CourseError where the registry has none of this name with a sentence."""
        for alternative in alternatives_to(self.of()).all:
            if alternative.name == self.mistake and alternative.says:
                return alternative
        raise CourseError(
            f"A card shows {self.mistake} of {self.exercise}, and no mistake with a sentence is called so."
        )

    def picture(self) -> Picture:
        """Run both functions and draw what comes out."""
        exercise = self.of()
        wrong: Function = namespace_with(exercise, self.registered().source)[exercise.function]
        # What overflows or divides by zero is what some cards show.
        with np.errstate(all="ignore"), figures.course_style():
            return self.draw(Pair(right_function(self.exercise), wrong))

    def fix(self) -> list[str]:
        """Return the lines that change, from wrong to right: each begins with "-" or "+", and " " where it stays."""
        wrong, right = self.registered().source, reference_source(self.of())
        changed = list(difflib.unified_diff(_lines(wrong), _lines(right), lineterm="", n=1))[2:]
        lines = [line for line in changed if not line.startswith("@@")]
        moved = textwrap.dedent("\n".join(line[1:] for line in lines)).split("\n")
        return [line[0] + text for line, text in zip(lines, moved, strict=True)]


def right_function(name: str) -> Function:
    """Return the reference function of an exercise."""
    exercise = find(name)
    function: Function = namespace_with(exercise, "")[exercise.function]
    return function


def _lines(source: str) -> list[str]:
    """Return the lines of a function's body, without docstring, markers and comments."""
    text = without_docstring(source).rstrip()
    first = ast.parse(text).body[0].body[0].lineno  # type: ignore[attr-defined]
    lines = (re.sub(r"\s*# .*$", "", line) for line in text.split("\n")[first - 1 :])
    return [line for line in lines if line]
