"""Finding submissions in files and folders, and telling whose they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError

NOT_IN_A_NAME = re.compile(r"[^\w.@+-]")


@dataclass(frozen=True)
class Submission:
    """A file that was handed in, or a folder without a notebook in it."""

    path: Path
    student: str


def find_submissions(paths: Iterable[Path], lessons: Iterable[str]) -> list[Submission]:
    """Return every notebook in files and folders, in the order of their paths.

    The student is named by the first of these that is not a lesson's name: the file, its folder, that one's folder.
    So nbgrader's submitted/STUDENT/LESSON/LESSON.ipynb, STUDENT/LESSON.ipynb and STUDENT.ipynb are all understood,
    and STUDENT_LESSON.ipynb too.

    Raises:
        CourseError: a path is not there, or there is nothing in all of them.
    """
    known = tuple(lessons)
    found = [Submission(file, student_of(file, known)) for path in paths for file in _files(path)]
    if not found:
        raise CourseError("There is no notebook in what was named.")
    return list(dict.fromkeys(found))


def _files(path: Path) -> list[Path]:
    if path.is_symlink() or path.is_file():
        return [path]
    if not path.is_dir():
        raise CourseError(f"There is no file or folder {path}.")
    notebooks = _notebooks(path)
    empty = [folder for folder in _folders(path) if not any(folder in file.parents for file in notebooks)]
    return sorted(notebooks + empty)


def _folders(path: Path) -> list[Path]:
    """Return the folders right below, one a student in most layouts."""
    return [folder for folder in path.iterdir() if folder.is_dir() and not folder.name.startswith(".")]


def _notebooks(path: Path) -> list[Path]:
    return [
        Path(folder) / name
        for folder, _, names in os.walk(path, followlinks=False)
        if ".ipynb_checkpoints" not in Path(folder).parts
        for name in names
        if name.endswith(".ipynb") and not name.startswith(".")
    ]


def student_of(path: Path, lessons: tuple[str, ...]) -> str:
    """Return the student that a path names, in letters that are safe in paths, patterns and pages."""
    path = path.absolute()
    for name in (path.name.removesuffix(".ipynb"), path.parent.name, path.parent.parent.name):
        for lesson in lessons:
            name = name.replace(lesson, "")
        name = NOT_IN_A_NAME.sub("_", name).strip("._- ")
        if name:
            return name[:64]
    return "unnamed"
