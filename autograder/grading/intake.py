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
    """A file that was handed in, or a folder without a notebook in it.

    Attributes:
        folder: where it lies, if that folder is this learner's alone.
        problem: why it cannot be graded, where that is known already.
    """

    path: Path
    student: str
    folder: Path | None = None
    problem: str = ""


def find_submissions(paths: Iterable[Path], lessons: Iterable[str]) -> list[Submission]:
    """Return every notebook in files and folders, in the order of their paths.

    The student is named by the first of these that is not a lesson's name: the file, its folder, that one's folder.
    So nbgrader's submitted/STUDENT/LESSON/LESSON.ipynb, STUDENT/LESSON.ipynb and STUDENT.ipynb are all understood,
    and STUDENT_LESSON.ipynb too.

    Raises:
        CourseError: a path is not there, or there is nothing in all of them.
    """
    known = tuple(lessons)
    found = [_submission(file, known) for path in paths for file in _files(path)]
    if not found:
        raise CourseError("There is no notebook in what was named.")
    return list(dict.fromkeys(found))


def _submission(file: Path, lessons: tuple[str, ...]) -> Submission:
    student = student_of(file, lessons)
    return Submission(file, student, _own_folder(file, student, lessons))


def _own_folder(file: Path, student: str, lessons: tuple[str, ...]) -> Path | None:
    """Return the folder of a notebook if its name says whose it is or for which lesson; any other may hold anything."""
    folder = file.absolute().parent
    return folder if folder.name in lessons or _clean(folder.name) == student else None


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
        if _clean(name):
            return _clean(name)
    return "unnamed"


def _clean(name: str) -> str:
    return NOT_IN_A_NAME.sub("_", name).strip("._- ")[:64]
