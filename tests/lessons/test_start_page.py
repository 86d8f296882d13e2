"""The page that the course opens with."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from running import run

from autograder.authoring.course import ROOT, Course
from autograder.authoring.start import build_start, stale_start
from autograder.syllabus import LESSONS


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


def test_jupyterlab_opens_it_and_shows_learners_no_tool_of_authors() -> None:
    assert '"/lab/tree/work/start.ipynb"' in (ROOT / ".jupyter" / "jupyter_lab_config.py").read_text()
    settings = json.loads((ROOT / ".jupyter" / "labconfig" / "page_config.json").read_text())
    assert settings == {"disabledExtensions": {"@jupyter/nbgrader:create-assignment": True}}
