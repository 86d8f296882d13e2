"""Formulas in markdown: what is coloured, what is left alone, what stops the build."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode
from tiny_course import LESSON, tiny_course

from autograder.authoring import pipeline
from autograder.authoring.cells import BrokenCell, new_cell
from autograder.authoring.formulas import colour_markdown
from autograder.errors import CourseError

X = r"{\color{#0A7BC0}{x}}"
TIME = r"{\color{#0A7BC0}{x^{\langle t \rangle}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see $x$, then $x^{<t>}$.", f"see ${X}$, then ${TIME}$."),
        ("$$x\n+ 1$$", f"$${X}\n+ 1$$"),
        ("$n_x$ and **$x$**", f"$n_x$ and **${X}$**"),
        ("| $x$ | `$x$` |", f"| ${X}$ | `$x$` |"),
        (r"\$5 for $x$", rf"\$5 for ${X}$"),
        (r"$\$ x$", rf"$\$ {X}$"),
    ],
)
def test_formulas_are_coloured(text: str, expected: str) -> None:
    assert colour_markdown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x and a",
        "`$x$`",
        "``a ` $x$``",
        "```\n$x$\n```",
        "~~~tex\n$x$ `\n~~~",
        "- item\n\n  ```\n  $x\n  ```",
        r"\$x\$",
        "<details><summary>x</summary>",
        r"a \` b",
        "```\n$x$ never closed",
    ],
)
def test_words_code_and_escaped_dollars_are_left_alone(text: str) -> None:
    assert colour_markdown(text) == text


def test_a_formula_after_code_is_coloured_again() -> None:
    assert colour_markdown("```\n$x$\n```\n$x$ `$` $x$") == f"```\n$x$\n```\n${X}$ `$` ${X}$"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a $ sign", r"a price is written \\\$5"),
        ("$x\n\nand$", "does not end in its paragraph"),
        (r"${\color{#009E73}{a}}$", "a colour typed by hand"),
        (r"$\as{p}{x}$", "no colour for 'p'; there are x, a"),
        (r"$\as{x}$", "is incomplete or inside an index"),
        (r"$x_{\plain{a}}$", "is incomplete or inside an index"),
    ],
)
def test_a_broken_formula_is_refused(text: str, says: str) -> None:
    with pytest.raises(BrokenCell, match=says):
        colour_markdown(text)


def coloured(cell: NotebookNode, folder: Path) -> str:
    notebook = NotebookNode(cells=[cell], metadata=NotebookNode(), nbformat=4, nbformat_minor=5)
    return str(pipeline.colour_formulas(notebook, tiny_course(folder).lesson(LESSON)).cells[0].source)


def test_the_step_colours_text_and_no_code(tmp_path: Path) -> None:
    assert coloured(new_cell("markdown", "$x$"), tmp_path) == f"${X}$"
    assert coloured(new_cell("code", "'$x$'"), tmp_path) == "'$x$'"


def test_the_build_says_which_cell_holds_the_broken_formula(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=f"{LESSON}.py, the cell that begins 'costs"):
        coloured(new_cell("markdown", "costs $5"), tmp_path)


def test_rubrics_are_coloured_like_lessons(tmp_path: Path) -> None:
    course = tiny_course(tmp_path)
    rubrics = course.rubrics / f"{LESSON}.md"
    rubrics.write_text(rubrics.read_text() + "\nIt reads $x^{<t>}$.\n")
    answer = next(cell for cell in pipeline.source_notebook(course.lesson(LESSON)).cells if cell.id == "explain-memory")
    assert TIME in answer.source
