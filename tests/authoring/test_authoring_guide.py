"""docs/authoring.md does what it says: its commands and files, in their order, make a lesson of an empty one.

A ```console block holds commands after "$ ", each with what it prints below it; a comment may tell an exit code other
than 0. A ```python block begins with the file that it is, or with the one that it is added to at its end.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from copied_course import CopiedCourse, copied_course

from autograder.authoring import notebooks
from autograder.authoring.course import ROOT, Course

LESSON = "20_leaky_rnn"
GUIDE = ROOT / "docs" / "authoring.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# (at the end of )?([\w/]+\.py)\n")
PYTHON = {"autograder": ["-m", "autograder"], "pytest": ["-m", "pytest", "-q"], "python": []}


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the blocks of code as (language, text)."""
    return BLOCK.findall(text)


def follow(course: CopiedCourse, language: str, text: str) -> None:
    """Do what a block tells the author to do."""
    {"console": run, "python": save}[language](course, text)


def save(course: CopiedCourse, text: str) -> None:
    head = FILE.match(text)
    assert head, f"This block does not begin with its file:\n{text}"
    path, body = course.root / head[2], text[head.end() :]
    if head[2].startswith("bank/"):  # a folder of the author's own
        path.parent.mkdir(exist_ok=True)
    else:
        assert path.exists(), f"{head[2]} is not among the files that autograder new has written."
    path.write_text(path.read_text() + body if head[1] else body)


def run(course: CopiedCourse, text: str) -> None:
    for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, printed = step.partition("\n")
        program, *arguments = shlex.split(command, comments=True)
        told = re.search(r"# exit code (\d)", command)
        ran = course.python(*PYTHON[program], *arguments)
        assert ran.code == (int(told[1]) if told else 0), f"$ {command}\n{ran.said}"
        missing = set(printed.splitlines()) - set(ran.said.splitlines())
        assert not missing, f"$ {command}\n{ran.said}"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> CopiedCourse:
    """A course whose author has done what the guide says."""
    course = copied_course(tmp_path_factory.mktemp("guide"))
    for language, text in blocks(GUIDE.read_text(encoding="utf-8")):
        follow(course, language, text)
    return course


def test_the_guide_leads_from_nothing_to_a_built_lesson(followed: CopiedCourse) -> None:
    notebook = notebooks.released(LESSON, Course(followed.root))
    points = {cell.id: cell.metadata.nbgrader.points for cell in notebook.cells if cell.id.startswith("check-")}
    assert points == {"check-leaky_cell_forward": 3, "check-leaky_forward": 4}
    ran = followed.autograder("selftest", LESSON)
    assert ran.code == 0, ran.said


def test_its_files_pass_ruff_and_mypy(followed: CopiedCourse) -> None:
    for command in (
        ["ruff", "check", "--no-cache", "--extend-exclude", "bank"],
        ["ruff", "format", "--check", "--no-cache"],
    ):
        ran = followed.python("-m", *command)
        assert ran.code == 0, ran.said
    ran = followed.python("-m", "mypy", "--strict", "autograder/exercises", "solutions")
    assert ran.code == 0, ran.said


def test_a_block_without_a_file_and_a_command_that_fails_are_noticed(tmp_path: Path) -> None:
    course = CopiedCourse(tmp_path)
    with pytest.raises(AssertionError, match="does not begin with its file"):
        follow(course, "python", "x = 1\n")
    with pytest.raises(AssertionError, match="is not among the files"):
        follow(course, "python", "# solutions/other.py\nx = 1\n")
    with pytest.raises(AssertionError, match="no_such_file"):
        follow(course, "console", "$ python no_such_file.py\n")
    with pytest.raises(AssertionError, match="python -c"):
        follow(course, "console", "$ python -c 'print(1)'\n2\n")
