"""Which answers a student repository may hold: those of lessons that are due, in the lessons after them.

A later lesson is given the answers of earlier ones, in `given/` and as the functions of its bug hunts; so a release
of lesson 05 tells the answers of lessons before it. Whoever releases says which of those are not due yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.exercises import judged
from autograder.hunt import Hunt
from autograder.releasing.answers import Held, right_answers
from autograder.releasing.telling import told_in
from autograder.syllabus import LESSONS

NAMED = 5  # places that a refusal names


@dataclass(frozen=True)
class Told:
    """The answers of one lesson that go out with later ones: the exercises, and which lessons hold them."""

    lesson: str
    exercises: tuple[str, ...]
    by: tuple[str, ...]


def answers_in(files: Mapping[str, bytes]) -> list[Held]:
    """Return every answer that the files hold."""
    known = right_answers()
    return [held for path, data in files.items() for held in known.in_file(path, data)]


def judge(
    files: Mapping[str, bytes], lessons: Sequence[str], not_due: Iterable[str], *, skipped: bool = False
) -> list[Told]:
    """Return which answers of earlier lessons go out, or refuse.

    Args:
        files: all that goes out, by path.
        lessons: the released lessons, in order. The last one is not due, whatever else is said.
        not_due: the lessons whose answers must not be told yet.
        skipped: whether lessons that are not released, and come before the last one, are none of this class.

    Raises:
        CourseError: an answer stands where no answer may; the message names file and cell.
    """
    kept = {*not_due, *lessons[-1:]} | {each for each in LESSONS if each not in lessons and not skipped}
    found = [(held, lesson_of_path(held.where)) for held in answers_in(files)]
    wrong = [held for held, by in found if not _may_tell(held.exercise, by, kept)]
    wrong += [
        Held(hunt.of, f"notebooks/{hunt.lesson}, its bug hunt") for hunt in hunts_of(lessons) if hunt.of.lesson in kept
    ]
    wrong += [held for held in told_in(files, kept) if held not in wrong]
    if wrong:
        raise CourseError(_refusal(wrong))
    told = {(held.exercise.lesson, held.exercise.name, by) for held, by in found}
    told |= {(hunt.of.lesson, hunt.of.name, hunt.lesson) for hunt in hunts_of(lessons)}
    return [
        Told(
            lesson,
            tuple(sorted({name for of, name, _ in told if of == lesson})),
            tuple(sorted({by for of, _, by in told if of == lesson})),
        )
        for lesson in sorted({of for of, _, _ in told})
    ]


def hunts_of(lessons: Sequence[str]) -> list[Hunt]:
    """Return the bug hunts of these lessons."""
    return [each for each in judged().values() if isinstance(each, Hunt) and each.lesson in lessons]


def _may_tell(exercise: Exercise, by: str, kept: set[str]) -> bool:
    """Tell whether a lesson may hold the answer of an exercise."""
    return exercise.lesson < by and exercise.lesson not in kept


def lesson_of_path(path: str) -> str:
    """Return the lesson whose file this is, "" where it is no lesson's."""
    first, _, rest = path.partition("/")
    return rest.partition("/")[0] if first == "notebooks" and "/" in rest else ""


def _refusal(wrong: Sequence[Held]) -> str:
    lines = [f"  {held.where}: the answer of {held.exercise.name} (lesson {held.exercise.lesson})" for held in wrong]
    more = [f"  ... and {len(lines) - NAMED} more."] if len(lines) > NAMED else []
    return "\n".join(
        [
            "Nothing was released: these would tell answers that learners do not have yet.",
            *lines[:NAMED],
            *more,
            "Release lessons in their order, each once the ones before it are due; --skipped says that lessons before "
            "the last one are left out of your class for good.",
        ]
    )
