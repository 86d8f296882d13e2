"""The first code cell of a lesson makes its notebook work alone: here, copied elsewhere, and in Colab."""

from __future__ import annotations

import re
import shutil
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from alone_machine import Machine, as_notebook, bare_machine, code, colab_machine, pack, require_index
from built_course import contents, edit
from nbformat import NotebookNode
from running import run
from tiny_course import LESSON, TinyCourse

from autograder import alone
from autograder.authoring import notebooks
from autograder.authoring.alone import find_the_course_first, first_cell
from autograder.authoring.release import build
from autograder.errors import CourseError
from autograder.grading.notebook.template import from_notebook
from autograder.grading.notebook.what_runs import what_runs

NEEDS = ["given", "recording.json"]
NEXT = "print('the cell after it')"
GITHUB = "https://github.com/OWNER/NAME/archive/refs/heads/main.zip"


@pytest.fixture
def archive(course: TinyCourse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the course as GitHub makes it, whose address the course was built with."""
    archive = tmp_path_factory.mktemp("web") / "main.zip"
    edit(course.config_file, 'c.Release.address = ""', f'c.Release.address = "{archive.as_uri()}"')
    build(course, LESSON)
    pack(archive, course.notebooks, around="NAME-main/")
    return archive


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return bare_machine(tmp_path_factory.mktemp("bare"))


@pytest.fixture
def colab(bare: Machine, tmp_path: Path) -> Machine:
    return colab_machine(tmp_path / "colab", bare)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The folder, empty but for what a test puts in it, in which a notebook is opened."""
    (tmp_path / "content").mkdir()
    return tmp_path / "content"


def first_and_next(address: str = "") -> NotebookNode:
    return as_notebook(code(first_cell(LESSON, NEEDS, address), NEXT))


def is_one_sentence(text: str) -> bool:
    return re.fullmatch(r"[A-Z][^\n]*[^.]\.", text) is not None and not re.search(r"\. [A-Z]", text)


# ------------------------------------------------------------------------------------------------- what is built


def test_the_cell_stands_folded_before_the_first_code_of_the_lesson(course: TinyCourse, archive: Path) -> None:
    text, cell, imports = notebooks.released(LESSON, course).cells[:3]
    assert (text.cell_type, imports.source.split("\n")[0]) == ("markdown", "import numpy as np")
    assert cell.source == first_cell(LESSON, NEEDS, archive.as_uri())
    assert cell.metadata == {"jupyter": {"source_hidden": True}, "cellView": "form"}


@pytest.mark.parametrize("address", ["", GITHUB])
def test_the_cell_is_short(address: str) -> None:
    assert len([line for line in first_cell(LESSON, NEEDS, address).split("\n") if line]) <= 15


def test_a_lesson_that_is_given_nothing_asks_for_its_recording_alone(course: TinyCourse) -> None:
    built = find_the_course_first(as_notebook(code("import numpy as np")), course.lesson(LESSON))
    assert built.cells[0].source == first_cell(LESSON, ["recording.json"], "")


def test_a_notebook_without_code_stays_as_it_is(course: TinyCourse) -> None:
    words = as_notebook([NotebookNode(cell_type="markdown", id="a", metadata={}, source="Words.")])
    assert len(find_the_course_first(words, course.lesson(LESSON)).cells) == 1


@pytest.mark.parametrize("address", ["github.com/OWNER/NAME", "https://a.b/c.tar.gz", "https://a.b/\\n.zip", "a b.zip"])
def test_an_address_that_is_of_no_archive_stops_the_build(course: TinyCourse, address: str) -> None:
    edit(course.config_file, 'c.Release.address = ""', f'c.Release.address = "{address}"')
    with pytest.raises(CourseError, match=r"it is the address of a zip archive of the course, such as https://"):
        course.lesson(LESSON)


def test_a_configuration_that_names_no_address_has_none(course: TinyCourse) -> None:
    edit(course.config_file, 'c.Release.address = ""', "")
    assert course.lesson(LESSON).address == ""


def test_the_grader_passes_over_the_cell_unless_it_was_changed(course: TinyCourse) -> None:
    notebook = notebooks.released(LESSON, course)
    template = from_notebook(notebook, LESSON)
    notebook.cells.append(NotebookNode(cell_type="code", metadata={}, source="print(address, np)"))
    assert [what_runs(notebook, template)[position].ran for position in (1, 2)] == ["no", "in part"]
    notebook.cells[1].source += "\nmine = 1"
    assert what_runs(notebook, template)[1].ran == "whole"


# ------------------------------------------------------------------------------------------------ outside of Colab


def test_with_the_course_at_hand_the_cell_says_nothing(course: TinyCourse, tmp_path: Path) -> None:
    notebook = as_notebook(code(first_cell(LESSON, NEEDS, ""), "from given.activations import softmax"))
    ran = run(notebook, course.notebooks / LESSON, tmp_path / "lesson")
    assert [cell.outputs for cell in ran.notebook.cells] == [[], []]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "run `python3 course.py lab` in the folder of the course"),
        (GITHUB, f"run `%pip install {GITHUB}` in a cell"),
    ],
)
def test_a_folder_copied_to_a_python_without_the_course_says_what_to_run(
    course: TinyCourse, bare: Machine, content: Path, address: str, says: str
) -> None:
    shutil.copytree(course.notebooks / LESSON, content, dirs_exist_ok=True)
    ran = bare.run(first_and_next(address), content)
    assert (ran.printed, ran.error) == ("", "CourseMissing")
    assert is_one_sentence(ran.shown)
    assert ran.shown.startswith(f"This notebook runs in a Python without the course: {says}")


def test_a_notebook_copied_without_its_folder_says_what_is_missing(content: Path) -> None:
    ran = run(first_and_next(), content, content)
    (output,) = ran.notebook.cells[0].outputs
    assert output.traceback == [
        "This notebook was copied without given and recording.json: copy the whole folder 02_simple_rnn of the course "
        "and open the notebook there."
    ]


@pytest.mark.parametrize("left", NEEDS)
def test_what_alone_is_missing_is_named_alone(
    course: TinyCourse, content: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    shutil.copytree(course.notebooks / LESSON, content, dirs_exist_ok=True)
    (content / left).rename(content / "elsewhere")
    monkeypatch.chdir(content)
    with pytest.raises(CourseError, match=f"copied without {left}:"):
        alone.open_lesson(LESSON, *NEEDS)


# ------------------------------------------------------------------------------------------------------- in Colab


def test_in_colab_the_course_is_fetched_once_and_its_checks_answer(
    course: TinyCourse, archive: Path, colab: Machine, content: Path
) -> None:
    require_index(colab, content.parent / "index")
    cells = [cell for cell in notebooks.released(LESSON, course).cells if cell.cell_type == "code"]
    first, imports, exercise, check = cells[:4]
    uses_all = code(
        "import data\nimport figures\nfigures.use_course_style()\n"
        "print(len(data.load_names()), len(data.load_name_model()))"
    )
    ran = colab.run(as_notebook([first, *uses_all, first, imports, exercise, check]), content)
    place = content / "sequence-models" / LESSON
    said = f"The course was fetched from {archive.as_uri()}; this notebook now works in {place}.\n"
    assert (ran.printed, ran.error) == (f"{said}88799 2\n", "NotAttempted")
    assert not (colab.packages / "jupyterlab").exists()
    archive.unlink()  # a new kernel begins in the first folder, and needs nothing of the network
    ran = colab.run(as_notebook([first, imports, exercise, check]), content)
    assert (ran.printed, ran.error) == (said.replace(f"from {archive.as_uri()}", "before"), "NotAttempted")
    assert [path.name for path in content.iterdir()] == ["sequence-models"]


@pytest.mark.parametrize("address", ["file:///no/such/archive.zip", "http://127.0.0.1:1/main.zip"])
def test_in_colab_an_address_that_gives_nothing_is_told_and_leaves_nothing(
    colab: Machine, content: Path, address: str
) -> None:
    before = sorted(colab.packages.iterdir())
    ran = colab.run(first_and_next(address), content)
    assert (ran.printed, ran.error) == ("", "CourseMissing")
    assert is_one_sentence(ran.shown)
    assert ran.shown.startswith(
        f"The course could not be installed from {address}: look at the address and the network"
    )
    assert list(content.iterdir()) == []
    assert sorted(colab.packages.iterdir()) == before


def test_in_colab_without_an_address_the_instructor_is_told_what_to_set(colab: Machine, content: Path) -> None:
    ran = colab.run(first_and_next(), content)
    assert (ran.printed, ran.error) == ("", "CourseMissing")
    assert is_one_sentence(ran.shown)
    assert "whoever releases it sets c.Release.address in nbgrader_config.py" in ran.shown


@pytest.fixture
def installed_in_colab(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a Colab works that has the course and not the lesson's files."""
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    monkeypatch.chdir(content)
    return content


def zip_of(path: Path, *names: str) -> str:
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "text")
    return path.as_uri()


def test_a_plain_archive_is_read_like_one_with_a_folder_around(installed_in_colab: Path, tmp_path: Path) -> None:
    address = zip_of(tmp_path / "a.zip", f"notebooks/{LESSON}/recording.json", f"notebooks/{LESSON}/given/losses.py")
    alone.open_lesson(LESSON, *NEEDS, address=address)
    assert Path.cwd() == installed_in_colab / "sequence-models" / LESSON
    assert contents(Path.cwd()) == {"recording.json": b"text", "given/losses.py": b"text"}


def test_an_archive_cannot_write_outside_of_its_folder(installed_in_colab: Path, tmp_path: Path) -> None:
    lesson = f"notebooks/{LESSON}"
    outside = ["../up.txt", f"{tmp_path}/absolute.txt", f"{lesson}/../../../deep.txt"]
    alone.open_lesson(LESSON, *NEEDS, address=zip_of(tmp_path / "a.zip", *outside, f"{lesson}/recording.json"))
    assert set(contents(Path.cwd())) == {"recording.json", "deep.txt"}
    assert [path.name for path in installed_in_colab.iterdir()] == ["sequence-models"]
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "content"}


@pytest.mark.parametrize("names", [["other/README.md"], []])
def test_an_archive_without_the_lesson_is_told_and_leaves_nothing(
    installed_in_colab: Path, tmp_path: Path, names: list[str]
) -> None:
    with pytest.raises(CourseError, match=rf"holds no notebooks/{LESSON}\): look at the address") as told:
        alone.open_lesson(LESSON, *NEEDS, address=zip_of(tmp_path / "a.zip", *names))
    assert is_one_sentence(str(told.value))
    assert list(installed_in_colab.iterdir()) == []


def test_what_is_no_archive_is_told_and_leaves_nothing(installed_in_colab: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("<html>")
    with pytest.raises(CourseError, match="not a zip file"):
        alone.open_lesson(LESSON, *NEEDS, address=(tmp_path / "a.zip").as_uri())
    assert list(installed_in_colab.iterdir()) == []


def test_without_an_address_the_lesson_is_not_fetched(installed_in_colab: Path) -> None:
    with pytest.raises(CourseError, match=r"whoever releases it sets c\.Release\.address"):
        alone.open_lesson(LESSON, *NEEDS)


def test_a_package_that_was_replaced_under_the_kernel_asks_for_a_restart(
    installed_in_colab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(np, "__version__", "2.0.2")
    with pytest.raises(CourseError, match="Another version of numpy was installed with the course: choose Restart"):
        alone.open_lesson(LESSON, address=GITHUB)
