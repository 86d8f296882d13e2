"""How a bug hunt, and what is deeper, come into a notebook."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nbformat import NotebookNode
from steps_on_cells import broken, code, one_cell

from autograder.authoring import pipeline
from autograder.authoring.cells import nbgrader_metadata, new_cell
from autograder.authoring.course import Lesson
from autograder.exercises import find
from autograder.grading.stock.configure import GIVEN
from autograder.grading.stock.hand_out import HandOut
from autograder.hunt import Hunt
from autograder.reference import Reference, reference_source

HUNT = Hunt(find("softmax"), "simple_rnn", bugs=("divides_by_the_mean", "subtracts_the_mean"))


@pytest.fixture
def hunting(lesson: Lesson) -> Lesson:
    return replace(lesson, exercises={**lesson.exercises, HUNT.name: HUNT})


def test_a_hunt_is_solved_in_source_and_keeps_what_is_released(hunting: Lesson) -> None:
    cell = code("from solutions.activations import softmax as hunt_softmax", "hunt")
    put_in = one_cell(pipeline.put_in_hunt, cell, hunting)
    assert put_in.source == reference_source(HUNT)
    assert put_in.metadata.nbgrader == nbgrader_metadata(HUNT.name, solution=True)
    given = put_in.metadata[GIVEN]
    assert given == Reference().hunted(HUNT).given != put_in.source
    kept = one_cell(pipeline.keep_metadata_lean, put_in, hunting)
    handed_out, _ = HandOut().preprocess_cell(kept, {}, 0)
    assert (handed_out.source, GIVEN in handed_out.metadata) == (given, False)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("from solutions.activations import softmax", "as hunt_name"),
        ("from solutions.activations import softmax as hunt_softmax\nx = 1", "holds one line"),
        ("from solutions.activations import softmax as hunt_x", "hunt_x is not declared as a hunt"),
        ("from solutions.activations import sigmoid as hunt_softmax", "for sigmoid"),
        ("from solutions.simple_rnn import rnn_forward as rnn_forward", "rnn_forward is not declared as a hunt"),
    ],
)
def test_a_hunts_cell_that_is_not_its_import_is_refused(hunting: Lesson, source: str, says: str) -> None:
    broken(pipeline.put_in_hunt, code(source, "hunt"), hunting, says)


def test_what_stands_under_a_deeper_heading_is_folded(lesson: Lesson) -> None:
    heading = new_cell("markdown", "### Deeper: more of it", tags=["deeper"])
    cell = one_cell(pipeline.keep_metadata_lean, one_cell(pipeline.fold_deeper, heading, lesson), lesson)
    assert cell.metadata == {"jp-MarkdownHeadingCollapsed": True}


@pytest.mark.parametrize("cell", [code("x = 1", "deeper"), new_cell("markdown", "Deeper", tags=["deeper"])])
def test_only_a_heading_is_deeper(lesson: Lesson, cell: NotebookNode) -> None:
    broken(pipeline.fold_deeper, cell, lesson, "begins with a heading")
