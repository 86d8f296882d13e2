"""Finding submissions in files and folders, and telling whose they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.archives import Refused, is_archive, stem_of, unpack
from autograder.grading.limits import Limits

NOT_IN_A_NAME = re.compile(r"[^\w.@+-]")


@dataclass(frozen=True)
class Submission:
    """A file that was handed in, or a folder without a notebook in it.

    Attributes:
        folder: where it lies, if that folder is this learner's alone.
        problem: why it cannot be graded, where that is known already.
        label: where it came from, if not from `path` itself.
    """

    path: Path
    student: str
    folder: Path | None = None
    problem: str = ""
    label: str = ""

    @property
    def source(self) -> str:
        return self.label or str(self.path)


def find_submissions(
    paths: Iterable[Path], lessons: Iterable[str], *, unpacked: Path | None = None, limits: Limits | None = None
) -> list[Submission]:
    """Return every notebook in files, folders and archives, in the order of their paths.

    The student is named by the first of these that is not a lesson's name: the file, its folder, that one's folder.
    So nbgrader's submitted/STUDENT/LESSON/LESSON.ipynb, STUDENT/LESSON.ipynb and STUDENT.ipynb are all understood,
    and STUDENT_LESSON.ipynb too. An archive counts as a folder of its name. In STUDENT/LESSON/ no file's name counts:
    a learner chooses it, and could choose a classmate's.

    Args:
        paths: what was named.
        lessons: the names of lessons.
        unpacked: the folder that archives are unpacked in; without it they are passed over.
        limits: how much an archive may hold.

    Raises:
        CourseError: a path is not there, or there is nothing in all of them.
    """
    known = tuple(lessons)
    named = {file: path for path in paths for file in _files(path)}
    files = list(named)
    notebooks = {file: _submission(file, known, named[file]) for file in files if not is_archive(file)}
    own = {submission.folder for submission in notebooks.values()}
    found = []
    for number, file in enumerate(files):
        if file in notebooks:
            found.append(notebooks[file])
        elif unpacked is not None and not own.intersection(file.absolute().parents):  # else it is a file beside one
            found += _from_archive(file, unpacked / str(number), known, limits or Limits())
    if not found:
        raise CourseError("There is no notebook in what was named.")
    return list(dict.fromkeys(found))


def _from_archive(archive: Path, place: Path, lessons: tuple[str, ...], limits: Limits) -> list[Submission]:
    folder = place / (stem_of(archive) or "archive")
    folder.mkdir(parents=True)
    try:
        unpack(archive, folder, limits)
    except Refused as problem:
        return [Submission(archive, student_of(archive.with_name(stem_of(archive)), lessons), problem=str(problem))]
    inside = [file for file in _files(folder) if not is_archive(file)] or [folder]
    return [
        replace(_submission(file, lessons, place), label=f"{archive}/{file.relative_to(folder).as_posix()}")
        for file in inside
    ]


def _submission(file: Path, lessons: tuple[str, ...], root: Path) -> Submission:
    place = file.absolute().parent
    is_nbgraders = place.name in lessons and root.absolute() in place.parent.parents
    student = student_of(place if is_nbgraders else file, lessons)
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
    archives = [file for file in path.rglob("*") if is_archive(file)]
    return sorted(
        notebooks + archives + [folder for folder in empty if not any(folder in it.parents for it in archives)]
    )


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
