"""What a saved file tells of the kernel that it was written in."""

import json

import pytest

from autograder.check import evaluate
from autograder.grading.limits import Limits
from autograder.progress import digest_of, said
from autograder.submitting.saved import findings, saved_cells
from solutions.simple_rnn import rnn_cell_forward


def a_cell(source="", *, count=None, grade_id="", points=None, answer=None) -> dict:
    """A code cell; with `points`, its check said so when it ran last, of an answer of this text."""
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    known = {"points": points} | ({"answer": digest_of(answer)} if answer else {})
    outputs = [] if points is None else [{"output_type": "display_data", "metadata": {"course": known}, "data": {}}]
    return {
        "cell_type": "code", "source": source, "execution_count": count, "metadata": metadata, "outputs": outputs
    }  # fmt: skip


def found(*cells, points=None, released=None) -> list[tuple[str, int]]:
    data = json.dumps({"nbformat": 4, "cells": list(cells)}).encode()
    return [(each.kind, each.cell) for each in findings(saved_cells(data, Limits()), points or {}, released or {})]


def test_a_file_that_ran_from_the_top_has_nothing_to_tell():
    cells = [
        a_cell("import numpy as np\n%matplotlib inline", count=1),
        a_cell(
            "def f(x):\n    y = np.zeros(3)\n    return [y * k for k in x], len(x), __name__", count=2, grade_id="f"
        ),
        a_cell("check = print\ncheck(f)", count=3, grade_id="check-f", points=4, answer="def f(x):"),
        {"cell_type": "markdown", "source": "text"},
    ]
    cells[2]["outputs"][0]["metadata"]["course"]["answer"] = digest_of(cells[1]["source"])
    assert found(*cells, points={"f": 4}) == []


def test_a_cell_that_ran_before_one_above_it_is_named():
    assert found(a_cell("a = 1", count=7), a_cell("b = 2", count=3), a_cell("c = 3", count=8)) == [("order", 2)]


def test_an_answer_that_was_written_and_never_ran_is_named():
    released = {"f": "def f(): raise NotImplementedError()"}
    assert found(a_cell("def f(): return 1", grade_id="f"), released=released) == [("not run", 1)]
    assert found(a_cell(released["f"], grade_id="f"), released=released) == []


def test_what_is_not_told_one_by_one_is_counted_and_named():
    data = json.dumps({"nbformat": 4, "cells": [a_cell("1", grade_id=f"f{k}") for k in range(8)]}).encode()
    cells, released = saved_cells(data, Limits()), {f"f{k}": "" for k in range(8)}
    assert findings(cells, {}, released)[5].says == "The same holds for 3 more: f5, f6, f7."
    assert len(findings(cells[:5], {}, released)) == 5


def test_an_answer_that_changed_after_its_check_is_named():
    check = a_cell("1", count=2, grade_id="check-f", points=4, answer="def f(): return 1")
    assert found(a_cell("def f(): return 2", count=1, grade_id="f"), check, points={"f": 4}) == [("edited", 1)]
    assert found(a_cell("def f(): return 1\n", count=1, grade_id="f"), check, points={"f": 4}) == []


def test_a_check_that_shows_other_points_than_a_new_process_gives_is_named():
    check = a_cell("1", count=2, grade_id="check-f", points=4)
    assert found(check, points={"f": 1}) == [("other result", 1)]


@pytest.mark.parametrize(
    "uses", ["helper(3)", "def f(x):\n    return helper(x)", "y = [helper for _ in range(3)]", "helper.x = 1"]
)
def test_a_name_that_no_cell_makes_is_named_once(uses):
    assert found(a_cell(uses, count=1), a_cell(uses, count=2)) == [("name", 1)]


@pytest.mark.parametrize(
    "makes",
    [
        "def helper(x): ...",
        "import helper",
        "from x import *",
        "%time helper = 3",
        "%%timeit\nhelper = 3",
        "helper: int = 1",
    ],
)
def test_a_name_that_some_cell_makes_is_not(makes):
    assert found(a_cell("helper(3)", count=1), a_cell(makes, count=2)) == []


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"cells": 3}', b'{"cells": [3]}', b'{"cells": [{"cell_type": "code"}]}']
)
def test_a_broken_file_has_nothing_to_tell(data):
    assert findings(saved_cells(data, Limits()), {}, {}) == []


def test_a_check_notes_which_text_it_has_judged():
    verdict = evaluate("rnn_cell_forward", rnn_cell_forward)
    assert said(verdict, "def f(): ...\n")["course"]["answer"] == digest_of("def f(): ...")
    assert "answer" not in said(verdict)["course"]
