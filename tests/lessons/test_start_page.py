"""The page that the course opens with."""

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from running import run

from autograder.authoring.course import ROOT, Course
from autograder.authoring.start import build_start, stale_start
from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercises import find
from autograder.reference import Reference, alternatives_to, namespace_with
from autograder.syllabus import LESSONS

MISTAKE = "never_carries_the_activation"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "start.py").write_text((ROOT / "lessons" / "start.py").read_text(encoding="utf-8"))
    return Course(tmp_path)


def test_the_committed_page_is_what_the_build_makes() -> None:
    assert stale_start(Course()) == []


def test_a_page_is_built_once_and_a_stale_one_is_named(course: Course) -> None:
    assert stale_start(course) == ["notebooks/start.ipynb: differs"]
    assert [build_start(course), build_start(course), stale_start(course)] == [True, False, []]


def test_a_course_without_such_a_page_is_none_the_worse(tmp_path: Path) -> None:
    assert (stale_start(Course(tmp_path)), build_start(Course(tmp_path))) == ([], False)


def test_it_leads_to_every_lesson_and_to_nothing_else() -> None:
    links = re.findall(r"^# \[\d\d\]: (\S+\.ipynb)$", (ROOT / "lessons" / "start.py").read_text(encoding="utf-8"), re.M)
    assert links == [f"{name}/{name}.ipynb" for name in LESSONS]
    assert all((ROOT / "notebooks" / link).exists() for link in links)


def test_it_runs_and_shows_how_far_one_is(tmp_path: Path) -> None:
    page = nbformat.read(ROOT / "notebooks" / "start.ipynb", as_version=4)
    ran = run(page, ROOT / "notebooks", tmp_path)
    assert (ran.errors(), ran.stderr()) == ([], [])
    shown = "".join(output.data.get("text/html", "") for _, output in ran.outputs("display_data"))
    assert "<meter" in shown
    assert "every step starts from a0" in shown


def test_the_verdict_that_it_shows_is_what_check_says_of_that_mistake_and_no_code_stands_beside_it() -> None:
    wrong = next(each for each in alternatives_to(find("rnn_forward")).all if each.name == MISTAKE)
    namespace = namespace_with(find("rnn_forward"), wrong.source)
    namespace["rnn_cell_forward"] = unwritten
    said = evaluate_behind(LocalDoor(namespace), find("rnn_forward"), Reference())
    page = nbformat.read(ROOT / "notebooks" / "start.ipynb", as_version=4)
    (cell,) = (each.source for each in page.cells if "said = Verdict(" in each.source)
    shown: dict[str, Any] = {}
    exec(cell.partition("display(Markdown")[0], shown)
    assert shown["said"].outcomes == said.outcomes
    assert not [each for each in page.cells if each.cell_type == "code" and "def rnn_" in each.source]


def unwritten(*_: object) -> None:
    """A cell that is still to be written."""
    raise NotImplementedError


def test_jupyterlab_opens_it_and_shows_learners_no_tool_of_authors() -> None:
    assert '"/lab/tree/work/start.ipynb"' in (ROOT / ".jupyter" / "jupyter_lab_config.py").read_text()
    settings = json.loads((ROOT / ".jupyter" / "labconfig" / "page_config.json").read_text())
    assert settings == {"disabledExtensions": {"@jupyter/nbgrader:create-assignment": True}}
