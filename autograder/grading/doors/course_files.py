"""Which files of the course go into a package that grades one lesson elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.lessons import Lessons
from autograder.grading.sandbox.mounts import COURSE

PACKAGES = ("autograder", "data", "figures", "solutions")
OTHERS = ("requirements/lab.txt", "LICENSE", "LICENSE-text")
SKIPPED = ("__pycache__", ".ipynb_checkpoints", ".mypy_cache")


def grading_files(lesson: str, lessons: Lessons, course: Path = COURSE) -> Iterator[tuple[str, bytes]]:
    """Yield what grades a lesson, as paths in the course and contents: the answers are among them.

    Raises:
        CourseError: there is no such lesson, or this copy of the course lacks what is needed.
    """
    lessons.template(lesson)
    for name in (*PACKAGES, *OTHERS):
        if not (course / name).exists():
            raise CourseError(
                f"{course} has no {name}: make the package from a checkout of the course with solutions/."
            )
    for name in PACKAGES:
        yield from _below(course / name, name)
    for name in OTHERS:
        yield name, (course / name).read_bytes()
    yield from _below(lessons.release(lesson).parent, f"notebooks/{lesson}")


def _below(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not set(SKIPPED) & set(path.parts) and path.suffix != ".pyc":
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()
