"""Files that an author is to go on with: all of them are written or none, and nothing that exists is overwritten."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring.course import Course
from autograder.errors import CourseError


@dataclass
class Draft:
    """What is to be written, by path in the course: new files, and files that have something added to them.

    Attributes:
        course: where.
        new: path -> text.
        added_to: path -> the whole text, with what is added.
    """

    course: Course
    new: dict[str, str] = field(default_factory=dict)
    added_to: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        """Write everything; raise CourseError, and write nothing, where a new file exists or one cannot be written."""
        for name in self.new:
            self._refuse_to_overwrite(name)
        root, written = self.course.root, []
        try:
            # What is added to is written beside its place first: an author's file is never left half written.
            for name, text in (self.new | {_beside(name): text for name, text in self.added_to.items()}).items():
                written.append(_create(root / name, text))
        except OSError as problem:
            for path in written:
                path.unlink()
            raise CourseError(f"A file cannot be written, so none was: {problem}.") from None
        for name in self.added_to:
            (root / _beside(name)).replace(root / name)

    def __str__(self) -> str:
        lines = [*(f"new      {name}" for name in self.new), *(f"added to {name}" for name in self.added_to)]
        return "\n".join([*lines, "Fill in what says FILL IN; docs/authoring.md says how."])

    def _refuse_to_overwrite(self, name: str) -> None:
        path = self.course.root / name
        for taken in (path, path.with_suffix("")):  # a module may be a package as well
            if taken.exists():
                there = taken.relative_to(self.course.root).as_posix()
                raise CourseError(f"{there} exists already, and nothing is overwritten. Choose another name.")


def _beside(name: str) -> str:
    return f"{name}.new"


def _create(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path


def read(course: Course, name: str) -> str:
    """Return the text of a Python file of the course; raise CourseError where it is missing or broken."""
    try:
        text = (course.root / name).read_text(encoding="utf-8")
        ast.parse(text)
    except OSError as problem:
        raise CourseError(f"{name} cannot be read: {problem.strerror}.") from None
    except SyntaxError as problem:
        raise CourseError(f"{name} is not valid Python, line {problem.lineno}: {problem.msg}. Mend it first.") from None
    return text
