"""What a marker is shown beside an answer: rubrics from where they are written, comments given to others."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from grading_fixtures import LESSON, NAMES, handed_in, release, save, save_release
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.grading.books.gradebook import COURSE, CourseFolder, quiet_nbgrader
from autograder.grading.notebook.template import from_notebook
from autograder.grading.pages.clean import digests
from autograder.grading.rubrics import rubrics_for
from autograder.grading.stock.marking import OF_THE_COURSE, ForMarker, _figures

QUESTION = "explain-memory"
COMMENTS = {"ana": "Once.", "ben": "Twice.", "cleo": "Twice.", "dan": "Mine <b>alone</b>."}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with three submissions, of which two have the same comment."""
    root = tmp_path_factory.mktemp("course")
    with CourseFolder(root) as folder:
        folder.add_lesson(LESSON, save_release(root / "notebooks"))
    with quiet_nbgrader(), Gradebook(f"sqlite:///{root / 'gradebook.db'}", COURSE) as gradebook:
        for student, comment in {
            "ana": "Once.",
            "ben": "Twice.",
            "cleo": "Twice.",
            "dan": "Mine <b>alone</b>.",
        }.items():
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(LESSON, student)
            gradebook.find_comment(QUESTION, LESSON, LESSON, student).manual_comment = comment
        gradebook.db.commit()
    return root


def shown_to_a_marker(course: Path, student: str = "dan"):
    """The notebook and what the template gets, of a learner's page for marking."""
    with quiet_nbgrader(), Gradebook(f"sqlite:///{course / 'gradebook.db'}", COURSE) as gradebook:
        identity = gradebook.find_submission_notebook(LESSON, LESSON, student).id
    config = Config()
    config.CourseDirectory.update({"root": str(course), "course_id": COURSE})
    notebook = handed_in(explanation="It keeps a state.")
    own = new_code_cell("mine = 1", metadata={OF_THE_COURSE: "Code of the course"})
    notebook.cells.append(own)
    resources = {"assignment_id": LESSON, "notebook_id": LESSON, "submission_id": identity}
    return ForMarker(config=config).preprocess(notebook, resources)


def test_comments_to_others_are_offered_the_most_frequent_first(course):
    _, resources = shown_to_a_marker(course)
    assert resources["marking"].cells[QUESTION].comments == ["Twice.", "Once."]
    _, resources = shown_to_a_marker(course, "ana")
    assert resources["marking"].cells[QUESTION].comments == ["Twice.", "Mine <b>alone</b>."]


def test_what_waits_for_a_person_is_told_from_what_a_check_judges(course):
    _, resources = shown_to_a_marker(course)
    cells = resources["marking"].cells
    assert {name: cell.by_hand for name, cell in cells.items()} == dict.fromkeys(NAMES, False) | {QUESTION: True}
    assert cells[QUESTION].state == "not marked yet, 2 points"


def test_code_of_the_course_is_told_from_that_of_a_learner_who_claims_it(course):
    notebook, _ = shown_to_a_marker(course)
    told = {cell.source.split("\n")[0]: cell.metadata.get(OF_THE_COURSE) for cell in notebook.cells}
    assert told["import numpy as np"].startswith("Code of the course, ")
    assert told["mine = 1"] is None


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        ([], "where the question is answered"),
        ([new_output("error", ename="KeyboardInterrupt", evalue="")], "ended with KeyboardInterrupt<"),
        ([new_output("error", ename="<b>", evalue="\x1b[1mno" + "x" * 999)], "ended with &lt;b&gt;: nox"),
    ],
)
def test_why_a_figure_is_missing_is_said_in_its_place(outputs, said):
    cell = new_code_cell('show(caption="*Tall letters.* And more.")', outputs=outputs)
    template = SimpleNamespace(own={cell.source})
    found = _figures(new_notebook(cells=[cell]), template, "**Explain it.** In *Tall letters.* you see it.")
    assert said in found["Tall letters."]
    assert len(found["Tall letters."]) < 500


def test_nbgraders_pages_come_without_a_warning(caplog):
    ForMarker(config=HTMLExporter().default_config)
    assert not caplog.records


def test_a_page_of_another_course_goes_without(tmp_path, course):
    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    resources = {"assignment_id": LESSON, "notebook_id": LESSON, "submission_id": "0" * 32}
    _, resources = ForMarker(config=config).preprocess(handed_in(), resources)
    assert resources["marking"].cells == {}


def test_rubrics_are_those_of_the_course_then_those_of_its_sources(tmp_path):
    source = save(handed_in(explanation="The model answer."), tmp_path / "source.ipynb")
    assert rubrics_for("99_other", source=source, roots=[tmp_path]) == {QUESTION: "The model answer."}
    written = tmp_path / "solutions" / "rubrics" / "99_other.md"
    save(f"# Rubric\n\n## {QUESTION}\n\nOne point.\n".encode(), written)
    assert rubrics_for("99_other", source=source, roots=[tmp_path]) == {QUESTION: "One point."}


def test_a_lesson_without_rubrics_is_marked_without(tmp_path):
    assert rubrics_for("99_other", source=tmp_path / "none.ipynb", roots=[]) == {}
    assert rubrics_for("99_other", source=save(b"no notebook", tmp_path / "broken.ipynb"), roots=[]) == {}


def test_a_lesson_is_called_what_its_release_calls_it():
    assert from_notebook(release(), LESSON).title == "The simple RNN"


def test_a_page_names_its_own_scripts_and_handlers_by_their_digests():
    named = digests('<script>a()</script><script src="b.js"></script><i onclick="c()"></i>').split()
    assert len(named) == 2
    assert all(each.startswith("'sha256-") for each in named)
