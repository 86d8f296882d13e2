"""A class that gets the student repository by nbgitpuller: learners work, the instructor updates, nothing is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from repository import LESSONS, StudentRepository

from autograder.authoring.course import ROOT
from autograder.releasing.contents import student_repository
from autograder.releasing.place import write

NOTEBOOK = "notebooks/02_simple_rnn/02_simple_rnn.ipynb"
WRITTEN = "    return mine  # what I wrote\n"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=instructor", "-c", "user.email=instructor@example.org", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--message", message)


def pull(repository: Path, folder: Path) -> None:
    # As a command: in this process it would leave its pipes to be collected, which is a warning.
    command = [sys.executable, "-m", "nbgitpuller.pull", f"file://{repository}", "main", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


def write_in(path: Path) -> None:
    """Write an answer as a learner does, run the cell before it, and save as JupyterLab does."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    cells[1].update(execution_count=7, outputs=[{"output_type": "stream", "name": "stdout", "text": ["hello\n"]}])
    answer = next(cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == "rnn_cell_forward")
    answer["source"] = [*answer["source"][:-2], WRITTEN]
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def mend_the_lesson(path: Path) -> None:
    """Correct the prose of a lesson, the text of the answer's cell, and add a cell, as a new release does."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"].append("\nCorrected.")
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "rnn_cell_forward":
            cell["source"][-1] = "    raise NotImplementedError('corrected')"
    notebook["cells"].append({"cell_type": "markdown", "id": "new", "metadata": {}, "source": ["One more cell."]})
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def learner(released: StudentRepository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a learner who wrote in both copies of a lesson, before and after an update."""
    place = tmp_path_factory.mktemp("class")
    students = released.copied(place / "students").root
    git(students, "init", "--initial-branch", "main")
    commit(students, "Lessons 00 to 02")
    pull(students, place / "learner")
    StudentRepository(place / "learner").python("-m", "autograder.work")
    for copy in (NOTEBOOK, NOTEBOOK.replace("notebooks", "work")):
        write_in(place / "learner" / copy)
    four = (*LESSONS, "03_backpropagation_through_time")
    write(student_repository(ROOT, four), four, students)  # what it tells of answers is no matter here
    mend_the_lesson(students / NOTEBOOK)
    commit(students, "Lesson 03, and lesson 02 corrected")
    pull(students, place / "learner")
    return place / "learner"


def test_what_was_written_in_the_released_notebook_stays_and_the_correction_comes(learner: Path) -> None:
    notebook = json.loads((learner / NOTEBOOK).read_text(encoding="utf-8"))  # not torn by the merge
    text = json.dumps(notebook)
    assert json.dumps(WRITTEN)[1:-1] in text
    assert "Corrected." in text
    assert "One more cell." in text


def test_the_copy_in_work_is_left_alone_and_the_new_version_lies_beside_it(learner: Path) -> None:
    work = learner / "work" / "02_simple_rnn"
    assert WRITTEN in json.dumps(json.loads((work / "02_simple_rnn.ipynb").read_text("utf-8"))).replace("\\n", "\n")
    said = StudentRepository(learner).python("-m", "autograder.work").stdout
    assert "Yours stays as it is" in said
    assert (work / "02_simple_rnn.ipynb").exists()
    assert (work / "02_simple_rnn_new.ipynb").exists()


def test_the_new_lesson_is_there_in_both_places(learner: Path) -> None:
    StudentRepository(learner).python("-m", "autograder.work")
    for place in ("notebooks", "work"):
        assert (learner / place / "03_backpropagation_through_time" / "recording.json").exists()
        assert "03_backpropagation_through_time" in (learner / place / "start.ipynb").read_text("utf-8")


def test_one_more_pull_changes_nothing(learner: Path) -> None:
    before = {path: path.read_bytes() for path in learner.rglob("*.ipynb")}
    pull(learner.parent / "students", learner)
    assert {path: path.read_bytes() for path in learner.rglob("*.ipynb")} == before
