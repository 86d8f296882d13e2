"""Building lessons: source and release are made in a folder of their own, then put in place in one move.

A file in notebooks/ that is neither what the last build wrote nor what git holds is somebody's work (learners
open these notebooks where they are), and is not overwritten unless asked for.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.authoring.compare import differences, files_in
from autograder.authoring.course import Course, Lesson
from autograder.authoring.generate import generate
from autograder.authoring.given import given_files
from autograder.authoring.pipeline import source_notebook
from autograder.authoring.record import as_text, record
from autograder.errors import CourseError
from autograder.recording import RECORDING

STAMP = ".built.json"  # in source/, which git ignores: the digests of what the build wrote last


@dataclass(frozen=True)
class Built:
    """What came of building one lesson: what differed from the release that stood there before."""

    lesson: str
    changed: list[str]


def build(course: Course, name: str, *, force: bool = False) -> Built:
    """Build one lesson into source/ and notebooks/; a release that would stay the same is left untouched."""
    with workbench(course, name) as (source, release):
        place = course.notebooks / name
        changed = differences(place, release)
        _keep_equal_files(place, changed, release, source)
        if changed and not force:
            _refuse_to_lose_work(course, place, release)
        if changed:
            put_in_place(release, place)
        put_in_place(source, course.source / name)
        _remember(course, name)
    return Built(name, changed)


def stale(course: Course, names: list[str]) -> list[str]:
    """Name every file, and every cell, of the lessons' releases that differs from what a build would make."""
    found = []
    for name in names:
        with workbench(course, name) as (_, release):
            found += [f"notebooks/{name}/{line}" for line in differences(course.notebooks / name, release)]
    return found


def orphans(course: Course) -> list[str]:
    """Name the releases whose lesson is gone."""
    folders = [path for path in course.notebooks.glob("[0-9][0-9]_*") if path.is_dir()]
    gone = [path.name for path in sorted(folders) if path.name not in course.names()]
    return [f"notebooks/{name}: there is no lesson of this name" for name in gone]


@contextmanager
def workbench(course: Course, name: str) -> Iterator[tuple[Path, Path]]:
    """Build a lesson in a temporary folder on the same disk; give its source and its release folder."""
    lesson = course.lesson(name)
    course.source.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=course.source) as bench:
        root = Path(bench)
        write_source(lesson, root / "source" / name)
        generate(course, root, name)
        yield root / "source" / name, root / "notebooks" / name


def write_source(lesson: Lesson, folder: Path) -> None:
    """Write a lesson as nbgrader's source folder: the solved notebook, what is given, the recording."""
    notebook = source_notebook(lesson)
    _require_valid(notebook, lesson)
    files = {f"given/{file}": text for file, text in given_files(notebook, lesson).items()}
    files |= {
        f"{lesson.name}.ipynb": nbformat.writes(notebook) + "\n",
        RECORDING: as_text(record(lesson.exercises.values())),
    }
    for file, text in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8", newline="\n")


def _require_valid(notebook: nbformat.NotebookNode, lesson: Lesson) -> None:
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as problem:
        raise CourseError(f"{lesson.path.name} makes no valid notebook: {str(problem).splitlines()[0]}") from None


def put_in_place(new: Path, place: Path) -> None:
    """Move a folder to its place; the old one is gone only after the new one stands there."""
    place.parent.mkdir(exist_ok=True)
    old = new.with_name(f"{new.name}.before")
    if place.exists():
        shutil.move(place, old)
    try:
        shutil.move(new, place)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        if old.exists():
            shutil.move(old, place)
        raise


def _keep_equal_files(place: Path, changed: list[str], release: Path, source: Path) -> None:
    """Let a file that says the same as before keep its bytes, so that git stays quiet."""
    different = {line.split(":")[0] for line in changed}
    for name, path in files_in(release).items():
        if name not in different:
            shutil.copyfile(place / name, path)
            if path.suffix != ".ipynb":  # stock nbgrader will copy it from there
                shutil.copyfile(place / name, source / name)


# --------------------------------------------------------------------------------------------------- somebody's work


def _refuse_to_lose_work(course: Course, place: Path, release: Path) -> None:
    ours, new = _remembered(course, place.name), files_in(release)
    for name, path in files_in(place).items():
        content = path.read_bytes()
        same_as_new = name in new and new[name].read_bytes() == content
        if not same_as_new and ours.get(name) != _digest(content) and _in_git(course, path) != content:
            raise CourseError(
                f"notebooks/{place.name}/{name} was changed by hand since the last build, and git does not hold it. "
                "Save it under another name outside notebooks/ or commit it, then build again; "
                "or overwrite it with --force."
            )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _in_git(course: Course, path: Path) -> bytes | None:
    inside = path.relative_to(course.root).as_posix()
    try:
        shown = subprocess.run(["git", "show", f"HEAD:./{inside}"], cwd=course.root, capture_output=True, check=False)
    except OSError:  # no git on this machine
        return None
    return shown.stdout if shown.returncode == 0 else None


def _remembered(course: Course, name: str) -> dict[str, str]:
    try:
        known: dict[str, dict[str, str]] = json.loads((course.source / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known.get(name, {})


def _remember(course: Course, name: str) -> None:
    path = course.source / STAMP
    known = {each: _remembered(course, each) for each in course.names()}
    known[name] = {file: _digest(where.read_bytes()) for file, where in files_in(course.notebooks / name).items()}
    path.write_text(json.dumps(known, indent=1), encoding="utf-8")
