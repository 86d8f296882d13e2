"""The exercises of the course: one module a lesson, found by the name of the function that a learner writes."""

import difflib
import functools
import importlib
import importlib.util

from autograder.errors import CourseError, UnknownExercise
from autograder.exercise import Exercise
from autograder.hunt import Hunt
from autograder.syllabus import LESSONS, topic_of


def all_exercises() -> dict[str, Exercise]:
    """Return every exercise by name, lesson by lesson, in the order of declaration; bug hunts are none."""
    return {name: exercise for name, exercise in judged().items() if not isinstance(exercise, Hunt)}


@functools.cache
def judged() -> dict[str, Exercise]:
    """Return by name all that checks judge, exercises and bug hunts, lesson by lesson."""
    found: dict[str, Exercise] = {}
    for lesson in LESSONS:
        if not importlib.util.find_spec(f"{__name__}.{topic_of(lesson)}"):
            continue  # a student repository holds the exercises of released lessons alone
        declared = vars(importlib.import_module(f"{__name__}.{topic_of(lesson)}")).values()
        for exercise in (each for each in declared if isinstance(each, Exercise)):
            if found.setdefault(exercise.name, exercise) is not exercise:
                raise CourseError(f"Two exercises are called {exercise.name}.")
    return found


def find(name: str) -> Exercise:
    """Return the exercise called `name`; raise UnknownExercise with the nearest names."""
    known = judged()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3)
    raise UnknownExercise(f"No exercise is called {name!r}." + (f" Did you mean {' or '.join(near)}?" if near else ""))


def of_lesson(lesson: str) -> list[Exercise]:
    """Return the exercises of one lesson in the order of declaration; raise CourseError for an unknown lesson."""
    found = [exercise for exercise in all_exercises().values() if exercise.lesson == lesson]
    if not found:
        lessons = sorted({exercise.lesson for exercise in all_exercises().values()})
        raise CourseError(f"There is no lesson {lesson!r} with exercises. There are: {', '.join(lessons)}.")
    return found
