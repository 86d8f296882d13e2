"""Whether a piece of code gives away an answer: most lines of what a learner is to write stand in it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from autograder.exercise import Exercise
from autograder.exercises import all_exercises
from autograder.reference import reference_source

SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
TELLING = 20  # characters: shorter lines, `a = []` or `return dx`, stand in any program
FEWEST = 3  # lines; of a shorter answer one line is the idea, and the lessons' formulas say it


@functools.cache
def lines_of(exercise: Exercise) -> frozenset[str]:
    """Return the telling lines of an answer, without indentation: those that a learner is to write."""
    found = SOLUTION.search(reference_source(exercise))
    return telling(found[1]) if found else frozenset()


def telling(source: str) -> frozenset[str]:
    """Return the lines of code that say something, without indentation and comments."""
    lines = (line.partition("  #")[0].strip() for line in source.split("\n"))
    return frozenset(line for line in lines if len(line) >= TELLING and not line.startswith("#"))


def given_away(source: str, exercises: Iterable[Exercise]) -> list[str]:
    """Return the names of those exercises of whose answer more than half stands in a text."""
    lines = telling(source)
    return [
        exercise.name
        for exercise in exercises
        if len(answer := lines_of(exercise)) >= FEWEST and 2 * len(answer & lines) > len(answer)
    ]


def before(lesson: str) -> list[Exercise]:
    """Return the exercises of the lessons before one."""
    return [exercise for exercise in all_exercises().values() if exercise.lesson < lesson]
