"""What of a notebook is run, and that what a learner's cells read is the same as with everything run."""

from __future__ import annotations

from typing import Any

import pytest
from cells_that_read import READERS
from grading_fixtures import NAMES, insert_after, marked, release, solution
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.learners_names import names_in
from autograder.grading.notebook.rebuild import rebuild
from autograder.grading.notebook.submitted import submitted_cells
from autograder.grading.notebook.template import Template, from_notebook, read_release
from autograder.grading.notebook.what_runs import Run, noted, what_runs

CELL, LOOP = NAMES
LESSONS = Lessons()
LEARNERS = "# mine\n"  # begins a cell of a learner's own


def ask(*cells: str) -> tuple[NotebookNode, dict[int, Run]]:
    """Return a notebook of some cells, the learner's own among them, and what of it runs; an exercise comes last."""
    end = [
        marked(new_code_cell("def answer(): ..."), CELL, solution=True),
        marked(new_code_cell(f"check({CELL})"), f"check-{CELL}", grade=True, locked=True, points=5),
    ]
    course = [new_code_cell(cell) for cell in cells if not cell.startswith(LEARNERS)]
    notebook = new_notebook(cells=[*map(new_code_cell, cells), *end])
    return notebook, what_runs(notebook, from_notebook(new_notebook(cells=[*course, *end]), "lesson"))


def kept(*cells: str) -> list[str]:
    """Return the lines of the course's cells that run."""
    _, runs = ask(*cells)
    return [
        line for i, cell in enumerate(cells) if not cell.startswith(LEARNERS) for line in runs[i].source.split("\n")
    ]


def after(sources: list[str]) -> Any:
    """Return what `seen` is after some cells; one that fails ends there, as in a notebook."""
    namespace: dict[str, Any] = {}
    for source in sources:
        try:
            exec(source, namespace)
        except Exception as problem:
            namespace["failed"] = repr(problem)
    return namespace["seen"] if "seen" in namespace else namespace["failed"]


@pytest.mark.parametrize("cells", READERS.values(), ids=READERS)
def test_what_a_learner_reads_is_the_same_as_with_everything_run(cells: list[str]) -> None:
    _, runs = ask(*cells)
    sources = [runs[i].source for i in range(len(cells))]
    assert after([source.replace("%", "#") for source in sources]) == after([c.replace("%", "#") for c in cells])


def test_a_cell_that_draws_and_defines_runs_in_part() -> None:
    drawing = "x = [1, 2]\nfig, ax = panels()\nax.plot(y)\n\n@keeps\ndef f():\n    return x\n\nshow(fig)"
    lines = ["x = [1, 2]", "", "", "", "@keeps", "def f():", "    return x", "", ""]
    assert kept(drawing, "# mine\nf()") == lines


def test_lines_keep_their_numbers_and_a_shared_line_is_kept_whole() -> None:
    assert kept("a = 1\nx = 2; print(a)\nb = 3", "# mine\nx") == ["a = 1", "x = 2; print(a)", ""]


@pytest.mark.parametrize(
    "mine",
    [
        "# mine\nx = 1\nprint(x)",
        "# mine\ndef f(x):\n    y = x\n    return [x for x in y]",
        '# mine\n"""x and y"""',
        "# mine\nprint('x, y')  # x",
        "# mine\n1 +",
        "# mine\nimport math as x\nprint(x)",
    ],
)
def test_names_that_are_the_learners_own_need_nothing(mine: str) -> None:
    assert kept("x = y = 2", mine) == [""]


def test_what_comes_after_all_that_reads_it_is_left_out() -> None:
    assert kept("x = 1", "# mine\nprint(x)", "x = 2\ny = x") == ["x = 1", ""]


@pytest.mark.parametrize(
    "doubtful",
    [
        "from numpy import *",
        "import os",
        "from random import random",
        "np.random.seed(1)",
        "get_ipython()",
        "_ + 1",
        "class A: ...",
        "global_state = vars()",
        "%%timeit\nx",
        "%run other.py",
        "x = !ls",
        "x?",
        "-" * 10_000 + "1",
        "#" * 30_000,
        "print()\n" * 400,
    ],
)
def test_where_it_cannot_be_told_what_is_read_everything_is_run(doubtful: str) -> None:
    assert names_in(doubtful).doubt
    assert kept("print(1)", f"# mine\n{doubtful}", "show()") == ["print(1)", "show()"]


def test_very_much_text_is_not_looked_into() -> None:
    assert kept("print(1)", *[f"# mine\n{'a = 1;' * 3_000}"] * 6) == ["print(1)"]


def test_a_magic_of_the_course_runs_with_all_that_it_names() -> None:
    assert kept("x = 1\ny = 2", "%time x", "print(y)", "# mine\n1") == ["x = 1", "", "%time x", ""]


def test_a_course_cell_that_was_changed_is_the_learners_and_runs() -> None:
    notebook = insert_after(release(), "", "print(1)")
    template = from_notebook(notebook, "lesson")
    assert what_runs(notebook, template)[0] == Run("", "no")
    notebook.cells[0].source += "\n"
    assert what_runs(notebook, template)[0] == Run("print(1)\n", "whole")


def test_plain_asserts_find_what_they_read() -> None:
    course = insert_after(release(with_assert=True), "", "limit = 2\nprint(limit)")
    plain = next(cell for cell in course.cells if cell.source.startswith("assert"))
    plain.source = "assert limit == 2"
    assert what_runs(course, from_notebook(course, "lesson"))[0] == Run("limit = 2\n", "in part")


def test_what_a_template_does_not_know_is_run() -> None:
    notebook = release()
    template = Template("lesson", from_notebook(notebook, "lesson").cells)
    assert {run.ran for run in what_runs(notebook, template).values()} == {"whole"}


# -------------------------------------------------------------------------------------- figures that are asked about


def asks_about(caption: str, written: str) -> tuple[NotebookNode, Template]:
    """Return a release with a figure and a question, and the question's answer."""
    notebook = release()
    answer = next(i for i, cell in enumerate(notebook.cells) if cell.source == "Your answer here.")
    question = new_markdown_cell("**Explain it.** In *What comes after a c?* the *last* input is a c.")
    notebook.cells[answer:answer] = [new_code_cell(f"x = 1\nshow(x, '{caption}')"), question]
    template = from_notebook(notebook, "lesson")
    notebook.cells[answer + 2].source = written
    return notebook, template


@pytest.mark.parametrize(
    ("caption", "written", "ran"),
    [
        ("*What comes after a c?* Stacks.", "Another state.", "whole"),
        ("*What comes after a c?* Stacks.", "Your answer here.", "no"),
        ("What comes after a b", "Another state.", "no"),
    ],
)
def test_a_figure_is_drawn_that_a_written_answer_is_about(caption: str, written: str, ran: str) -> None:
    notebook, template = asks_about(caption, written)
    figure = next(i for i, cell in enumerate(notebook.cells) if "show" in cell.source)
    assert what_runs(notebook, template)[figure].ran == ran
    assert what_runs(notebook, template, figures=False)[figure].ran == "no"


# ---------------------------------------------------------------------------------------------- the lessons that are


@pytest.mark.parametrize("lesson", LESSONS.names)
def test_of_a_solved_lesson_only_imports_and_what_answers_call_is_run(lesson: str) -> None:
    template = LESSONS.template(lesson)
    notebook = read_release(LESSONS.release(lesson))
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if any(exercise.name == name for exercise in template.exercises):
            cell.source = solution(name)
    built = rebuild(submitted_cells(notebook, Limits()), template).notebook
    runs = what_runs(built, template)
    own = [(run, built.cells[i].source) for i, run in runs.items() if built.cells[i].source in template.own]
    assert not any("figures.show" in run.source or "panels(" in run.source for run, _ in own)
    assert 0 < sum(run.ran != "no" for run, _ in own) <= 3


def test_a_cell_tells_what_of_it_ran() -> None:
    cell = new_code_cell("x = 1\nprint(x)")
    assert noted(cell, Run("x = 1\n", "in part")) == "x = 1\n"
    assert cell.metadata == {"course_grading": {"ran": "in part"}}
