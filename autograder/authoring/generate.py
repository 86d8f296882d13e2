"""nbgrader's own generate step, run in this process on the project's nbgrader configuration, without a gradebook."""

from __future__ import annotations

import logging
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.authoring.course import Course
from autograder.errors import CourseError


def generate(course: Course, root: Path, name: str) -> None:
    """Make the release `root/notebooks/name` from the source `root/source/name`, as stock nbgrader does."""
    config = course.configuration()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = name
    # Both are needed: one keeps the assignment, the other its cells out of the gradebook.
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    log = _Log(logging.ERROR)
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log = log.logger
    try:
        converter.start()
    except NbGraderException:
        raise CourseError(f"nbgrader could not generate {name}:\n" + "\n".join(log.lines)) from None


class _Log(logging.Handler):
    """Keeps what nbgrader says, so that a failure can be told in one message."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.lines: list[str] = []
        self.logger = logging.Logger("nbgrader generate")
        self.logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
