"""A bug hunt is judged from outside by the text of its cell and by what the function there does."""

import pytest
from grading_fixtures import SETUP, cell_of, insert_after, judged, marked
from nbformat.v4 import new_code_cell, new_notebook

from autograder.exercises import find
from autograder.reference import Reference, reference_source

HUNT = find("hunt_softmax")
GIVEN, SOLVED = Reference().hunted(HUNT).given, reference_source(HUNT)
RIGHT = "hunt_softmax = softmax"  # another function takes the name


def release(text=GIVEN):
    cells = [
        new_code_cell(SETUP),
        marked(new_code_cell(text), HUNT.name, solution=True),
        marked(new_code_cell(f"check({HUNT.name})"), f"check-{HUNT.name}", grade=True, locked=True, points=2),
    ]
    return new_notebook(cells=cells)


def score(notebook):
    return judged(notebook, course=release()).scores[f"check-{HUNT.name}"]


@pytest.mark.parametrize(
    ("text", "points"),
    [(SOLVED, 2), (GIVEN, 0), (SOLVED.replace("bug = ", "bug = 1"), 1), (GIVEN.replace("bug = None", "bug = 3"), 0)],
)
def test_the_points_are_those_of_fix_and_name(text, points):
    assert score(release(text)) == points


@pytest.mark.parametrize("line", ["%%time\n{}", "%matplotlib inline\n{}", "{}\n!ls", "?len\n{}\nlen?"])
def test_what_a_notebook_alone_understands_does_not_hide_a_fix(line):
    assert score(release(line.format(SOLVED))) == 2


@pytest.mark.parametrize("after", ["", HUNT.name])
def test_a_right_function_in_another_cell_does_not_count(after):
    assert score(insert_after(release(), after, f"{SETUP}\n{RIGHT}")) == 0


def test_a_function_that_takes_the_name_is_put_back():
    """The cell is fixed in a wrong way, and a later one gives its name to the right function."""
    wrong = GIVEN.replace("exp_z /", "2 * exp_z /")
    assert wrong != GIVEN
    assert score(insert_after(release(wrong), HUNT.name, RIGHT)) == 0


def test_a_function_that_is_rewritten_is_no_fix():
    longer = SOLVED.replace("    return", "    exp_z = exp_z + 0 * exp_z\n    return")
    assert score(release(longer)) == 0


def test_a_cell_that_was_deleted_costs_its_hunt_alone():
    notebook = release(SOLVED)
    notebook.cells.remove(cell_of(notebook, HUNT.name))
    assert score(notebook) == 0
