"""What is done of the course is read from the saved notebooks."""

import json
import shutil
import sys
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from autograder.check import evaluate
from autograder.cli import app
from autograder.errors import CourseError
from autograder.progress import Progress, lessons_in, progress, said
from solutions.simple_rnn import rnn_cell_forward


def a_check(name, points, *verdicts):
    """The cell of a check that is worth this much, with an output for each verdict."""
    outputs = [{"output_type": "display_data", "metadata": said(verdict), "data": {}} for verdict in verdicts]
    nbgrader = {"grade_id": f"check-{name}", "points": points, "grade": True}
    return {"cell_type": "code", "source": [f"check({name})"], "metadata": {"nbgrader": nbgrader}, "outputs": outputs}


def text(*lines):
    return {"cell_type": "markdown", "source": [f"{line}\n" for line in lines], "metadata": {}}


def a_question(name, answer="Your answer here."):
    metadata = {"nbgrader": {"grade_id": name, "grade": True, "solution": True}}
    return {"cell_type": "markdown", "source": [answer], "metadata": metadata}


def save(folder, lesson, *cells):
    (folder / lesson).mkdir()
    (folder / lesson / f"{lesson}.ipynb").write_text(json.dumps({"cells": cells}))


@pytest.fixture
def folder(tmp_path):
    right, wrong = evaluate("rnn_cell_forward", rnn_cell_forward), evaluate("rnn_cell_forward", lambda *args: None)
    opening = text("# 02 Forward", "", "**It takes** about 90", "minutes; an estimate.")
    other = {"cell_type": "code", "source": [], "metadata": {}, "outputs": [{"output_type": "stream"}]}
    checks = a_check("rnn_cell_forward", 5, wrong, right), a_check("rnn_forward", 6), a_check("hunt_softmax", 2)
    save(tmp_path, "02_one", opening, *checks, other, a_question("why", "Because."), a_question("how"))
    save(tmp_path, "03_two", text("# 03 Back"), a_check("rnn_cell_forward", 5, wrong))
    return tmp_path


def test_the_last_thing_that_a_check_said_counts(folder):
    assert list(lessons_in(folder)) == [
        Progress(
            "02_one/02_one.ipynb",
            "02 Forward",
            "about 90 minutes",
            done=1,
            of=2,
            of_hunts=1,
            answered=1,
            of_questions=2,
            points=5,
            possible=13,
            next="rnn_forward",
        ),
        Progress("03_two/03_two.ipynb", "03 Back", of=1, possible=5, next="rnn_cell_forward"),
    ]


@pytest.mark.parametrize("broken", ["", "[]", '{"cells": [{}]}', '{"cells": 3}'])
def test_a_notebook_that_cannot_be_read_hides_no_other(folder, broken):
    (folder / "02_one" / "02_one.ipynb").write_text(broken)
    first, second = lessons_in(folder)
    assert (first.title, first.of) == ("02_one (cannot be read)", 0)
    assert second.title == "03 Back"


def test_the_command_prints_it(folder):
    ran = CliRunner().invoke(app, ["progress", str(folder)])
    shown = "02 Forward   1 of  2 functions, 0 of 1 hunts, 1 of 2 questions,  5 of 13 points"
    assert shown in ran.output
    assert "5 of 18 points by checks" in ran.output
    assert "Next: rnn_forward in 02 Forward." in ran.output
    assert ran.exit_code == 1


def test_the_learners_copy_goes_before_the_released_lessons(folder, tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    (tmp_path / "notebooks").mkdir()
    save(tmp_path / "notebooks", "04_three", text("# 04 Released"), a_check("rnn_forward", 6))
    for lesson in ("02_one", "03_two"):
        shutil.rmtree(folder / lesson)
    monkeypatch.chdir(tmp_path)
    assert "04 Released" in CliRunner().invoke(app, ["progress"]).output
    save(tmp_path / "work", "04_three", text("# 04 Mine"), a_question("why", "Because."))
    ran = CliRunner().invoke(app, ["progress"])
    assert "04 Mine" in ran.output
    assert "Nothing is open." in ran.output
    assert ran.exit_code == 0


def test_a_notebook_shows_a_table_with_links(folder, monkeypatch):
    shown = []
    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=shown.append))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    save(folder, "04_three", text("# 04 <script>alert(1)</script>"))
    progress(folder)
    assert '<a href="02_one/02_one.ipynb">02 Forward</a>' in shown[0]["text/html"]
    assert "1 of 2" in shown[0]["text/html"]
    assert "<script" not in shown[0]["text/html"]


def test_a_folder_without_lessons_is_said_to_have_none(tmp_path):
    with pytest.raises(CourseError, match="There are no lessons in"):
        progress(tmp_path)
