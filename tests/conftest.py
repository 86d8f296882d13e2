"""One thread each for linear algebra, set before NumPy is imported: the same numbers on every machine, and quicker.

With `-n 2 --dist loadgroup` a file is tested by one process, but for what is tested of each lesson: that goes to one
process for all files together, since what the known mistakes answer is remembered from one test to the next. The
lessons come first and the largest of them before all, so that no process waits at the end.
"""

import os
from pathlib import Path

import pytest

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

ROOT = Path(__file__).parents[1]
LESSONS = [path.stem for path in (ROOT / "lessons").glob("[0-9]*.py")]
OF_LESSONS = {"test_every_lesson.py": "lesson", "test_without_solutions.py": "release"}  # file -> parameter


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tell pytest-xdist which tests belong together, and put them in their order."""
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    items.sort(key=lambda item: -size_of(group_of(item)))


def group_of(item: pytest.Item) -> str:
    """Return the lesson that a test is about, where it is of those that try its known mistakes, else its file."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    file = item.path.name
    if file in OF_LESSONS and OF_LESSONS[file] in parameters:
        return str(parameters[OF_LESSONS[file]])
    if file == "test_exercises.py" and "exercise" in parameters:
        lesson = str(parameters["exercise"].lesson)
        return lesson if "selftest" in item.name else f"exercises of {lesson}"
    if item.path.parent.name == "reading" and file.startswith("test_site_"):
        return "the site"  # which is built once for all its tests
    of_its_answers = [lesson for lesson in LESSONS if file.startswith(f"test_{lesson.partition('_')[2]}")]
    if item.path.parent.name == "lessons" and of_its_answers:
        return max(of_its_answers, key=len)
    return item.path.relative_to(ROOT).as_posix()


def size_of(group: str) -> int:
    """Return how many bytes the recording of a lesson has, which tell how long its tests take; 0 for other groups."""
    recording = ROOT / "notebooks" / group / "recording.json"
    return recording.stat().st_size if recording.exists() else 0
