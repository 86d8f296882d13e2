"""A small course that was built once, copied for each test."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import pytest
from tiny_course import LESSON, TinyCourse, tiny_course

from autograder.authoring import record, release
from autograder.authoring.course import Lesson
from autograder.authoring.release import build


@pytest.fixture(scope="session")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> TinyCourse:
    course = tiny_course(tmp_path_factory.mktemp("course"))
    build(course, LESSON)
    return course


@pytest.fixture(scope="session")
def recorded(once_built: TinyCourse) -> record.Recorded:
    return record.record(once_built.lesson(LESSON).exercises.values())


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    """The small course's lesson, with a source of its own."""
    return tiny_course(tmp_path).lesson(LESSON)


@pytest.fixture
def course(
    once_built: TinyCourse, recorded: record.Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> TinyCourse:
    # Recording takes most of a build's time and has tests of its own.
    monkeypatch.setattr(release, "record", lambda lesson: copy.deepcopy(recorded))
    shutil.copytree(once_built.root, tmp_path, dirs_exist_ok=True)
    return TinyCourse(tmp_path)
