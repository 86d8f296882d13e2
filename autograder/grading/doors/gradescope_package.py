"""The archive that Gradescope builds an assignment's autograder from: setup.sh, run_autograder, and the course."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.doors.cases import Visibility
from autograder.grading.doors.course_files import grading_files
from autograder.grading.files import replace_file
from autograder.grading.lessons import Lessons

TEMPLATES = Path(__file__).with_name("templates")
PROGRAMS = {"setup.sh": "gradescope_setup.sh.txt", "run_autograder": "gradescope_run_autograder.txt"}
EXECUTABLE, PLAIN = 0o100755, 0o100644
THE_SAME_TIME = (2020, 1, 1, 0, 0, 0)  # so that the same course makes the same archive


@dataclass(frozen=True)
class Package:
    """What was written: bytes, the points of the lesson's checks, and those that persons give."""

    size: int
    points: float
    by_hand: float


def write_package(
    lesson: str, to: Path, *, lessons: Lessons | None = None, visibility: Visibility = "visible"
) -> Package:
    """Write the archive for one lesson.

    Raises:
        CourseError: there is no such lesson, this copy of the course has no answers, or `to` cannot be written.
    """
    if to.suffix != ".zip":
        raise CourseError(f"Gradescope takes a zip archive: {to} should end in .zip.")
    settings = {"lesson": lesson, "visibility": visibility}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, template in PROGRAMS.items():
            _add(archive, name, (TEMPLATES / template).read_bytes(), EXECUTABLE)
        _add(archive, "package.json", json.dumps(settings).encode(), PLAIN)
        for name, content in grading_files(lesson, lessons or Lessons()):
            _add(archive, f"course/{name}", content, PLAIN)
    try:
        replace_file(to, data.getvalue())
    except OSError as problem:
        raise CourseError(f"{to} cannot be written: {problem.strerror}.") from None
    cells = (lessons or Lessons()).template(lesson).cells
    return Package(
        len(data.getvalue()),
        sum(cell.points for cell in cells if not cell.by_hand),
        sum(cell.points for cell in cells if cell.by_hand),
    )


def _add(archive: zipfile.ZipFile, name: str, content: bytes, mode: int) -> None:
    entry = zipfile.ZipInfo(name, THE_SAME_TIME)
    entry.external_attr = mode << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
