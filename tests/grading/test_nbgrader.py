"""Stock nbgrader, by its own commands, on a course with our configuration."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from grading_fixtures import (
    FULL,
    LESSON,
    NAMES,
    as_bytes,
    cell_of,
    find,
    handed_in,
    insert_after,
    reference_source,
    release,
    save,
    solution,
    solved,
    without_names,
)
from nbgrader.api import Gradebook

from autograder.grading import VARIABLE
from autograder.grading.books.gradebook import quiet_nbgrader
from autograder.grading.notebook.template import from_gradebook
from autograder.grading.stock.steps import RECORD

CELL, LOOP = NAMES
CONFIG = Path(__file__).parents[2] / "nbgrader_config.py"


def nbgrader(course: Path, *arguments: str, box: str = "none") -> str:
    scripts = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", VARIABLE: box}
    done = subprocess.run(
        [scripts / "nbgrader", *arguments], cwd=course, env=environment, capture_output=True, text=True, timeout=180
    )
    return done.stdout + done.stderr


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text(CONFIG.read_text())
    source = release(with_assert=True)
    for name in NAMES:
        cell_of(source, name).source = reference_source(find(name))
    save(source, root / "source" / LESSON / f"{LESSON}.ipynb")
    cheat = handed_in({CELL: f"def {CELL}(*args):\n    raise ValueError"}, with_assert=True)
    cell_of(cheat, f"check-{CELL}").source = "5.0"
    cell_of(cheat, f"check-{CELL}").metadata["nbgrader"]["points"] = 500
    insert_after(cheat, "", "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)")
    wrong = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
    for student, notebook in {
        "solved": solved(with_assert=True),
        "untouched": handed_in(with_assert=True),
        "partly": handed_in({CELL: wrong, LOOP: solution(LOOP)}, explanation="Because.", with_assert=True),
        "cheat": cheat,
        "nameless": without_names(solved(explanation="It is a sum.", with_assert=True)),
    }.items():
        save(as_bytes(notebook), root / "submitted" / student / LESSON / f"{LESSON}.ipynb")
    partly, copycat = (root / "submitted" / name / LESSON for name in ("partly", "copycat"))
    save(b"1,2", partly / "data.csv")
    (partly / "leak.txt").symlink_to(CONFIG)
    copycat.mkdir(parents=True)
    (copycat / f"{LESSON}.ipynb").symlink_to(root / "submitted" / "solved" / LESSON / f"{LESSON}.ipynb")
    save(b"Sorry, by mail.", root / "submitted" / "broken" / LESSON / f"{LESSON}.ipynb")
    nbgrader(root, "generate_assignment", LESSON)
    log = nbgrader(root, "autograde", LESSON)
    nbgrader(root, "generate_feedback", LESSON)
    nbgrader(root, "export")
    return root, log


def test_stock_autograde_gives_the_judges_scores(course):
    root, _ = course
    scores = {row["student_id"]: float(row["raw_score"]) for row in rows_of(root / "grades.csv")}
    # 2 points of each are for the plain assert cell, which an untouched notebook passes as well.
    assert scores == {
        "solved": sum(FULL) + 2,
        "untouched": 2,
        "partly": 3 + FULL[1] + 2,
        "cheat": 2,
        "nameless": sum(FULL) + 2,
        "broken": 0,
        "copycat": 0,
    }


def test_a_written_answer_whose_cell_lost_its_name_is_left_to_a_person(course):
    root, _ = course
    with quiet_nbgrader(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("explain-memory", LESSON, LESSON, "nameless")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


def test_the_log_warns_of_plain_asserts_and_of_what_was_edited(course):
    _, log = course
    assert "The cell plain is no declared exercise" in log
    assert f"The locked cell check-{CELL} was edited" in log
    assert "SAWarning" not in log


def test_a_file_that_is_no_notebook_is_named_and_the_batch_goes_on(course):
    root, log = course
    assert f"There was an error processing assignment '{LESSON}' for student 'broken'" in log
    assert not (root / "autograded" / "broken").exists()


def test_stock_feedback_has_the_words_of_check(course):
    root, _ = course
    page = (root / "feedback" / "partly" / LESSON / f"{LESSON}.html").read_text()
    assert "W_aa is transposed" in page
    assert "On the public inputs: Line" in page
    page = (root / "feedback" / "untouched" / LESSON / f"{LESSON}.html").read_text()
    assert f"{CELL} is not written yet." in page
    assert "does not hold" not in page


def test_what_links_lead_to_is_copied_nowhere_and_the_batch_goes_on(course):
    root, log = course
    graded = root / "autograded" / "partly" / LESSON
    assert (graded / "data.csv").read_text() == "1,2"
    assert not (graded / "leak.txt").exists()
    assert "'leak.txt' beside the notebook was left out: it is a link" in log
    assert not (root / "autograded" / "copycat").exists()
    assert f"There was an error processing assignment '{LESSON}' for student 'copycat'" in log


def test_a_mark_given_by_hand_survives_stock_autograde(course):
    root, _ = course
    url = f"sqlite:///{root / 'gradebook.db'}"
    with quiet_nbgrader(), Gradebook(url) as gradebook:
        gradebook.find_grade("explain-memory", LESSON, LESSON, "partly").manual_score = 1.5
        gradebook.db.commit()
    nbgrader(root, "autograde", LESSON, "--student", "partly", "--force")
    with quiet_nbgrader(), Gradebook(url) as gradebook:
        assert gradebook.find_submission(LESSON, "partly").score == 3 + FULL[1] + 2 + 1.5


def test_stock_autograde_uses_the_sandbox_where_nothing_is_said(course):
    root, log = course
    assert "No sandbox" in log  # it was said above
    log = nbgrader(root, "autograde", LESSON, "--student", "solved", "--force", box="")
    assert "No sandbox" not in log
    graded = nbformat.read(root / "autograded" / "solved" / LESSON / f"{LESSON}.ipynb", as_version=4)
    assert graded.metadata[RECORD]["sandbox"] == "bubblewrap"
    nbgrader(root, "export")
    scores = {row["student_id"]: float(row["raw_score"]) for row in rows_of(root / "grades.csv")}
    assert scores["solved"] == sum(FULL) + 2


def test_the_order_of_cells_comes_from_the_release_and_not_from_the_rows(course, tmp_path):
    root, _ = course
    with quiet_nbgrader(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        released = root / "notebooks" / LESSON / f"{LESSON}.ipynb"
        reordered = release(with_assert=True)
        reordered.cells.reverse()
        other = save(as_bytes(reordered), tmp_path / "other.ipynb")
        names = [cell.grade_id for cell in from_gradebook(gradebook, LESSON, LESSON, released).cells]
        backwards = [cell.grade_id for cell in from_gradebook(gradebook, LESSON, LESSON, other).cells]
    assert names == [CELL, f"check-{CELL}", LOOP, f"check-{LOOP}", "plain", "explain-memory"]
    assert backwards == names[::-1]
