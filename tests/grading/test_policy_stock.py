"""Stock nbgrader takes off for being late what policy.toml says, as `autograder grade` does."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from grading_fixtures import FULL, LESSON, as_bytes, release, save, solved
from nbgrader.api import Gradebook

from autograder.grading import VARIABLE
from autograder.grading.books.gradebook import quiet_nbgrader
from autograder.grading.stock.configure import require_sandbox

CONFIG = Path(__file__).parents[2] / "nbgrader_config.py"
POLICY = f"""
[lessons.{LESSON}]
due = 2026-11-02T22:00:00Z
late = {{ percent = 10, grace = "15 minutes" }}
[[extensions]]
student = "cat"
lesson = "{LESSON}"
until = 2026-11-04T22:00:00Z
"""


def nbgrader(course, *arguments):
    scripts = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", VARIABLE: "none"}
    return subprocess.run(
        [scripts / "nbgrader", *arguments], cwd=course, env=environment, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text(CONFIG.read_text())
    (root / "policy.toml").write_text(POLICY)
    save(release(), root / "source" / LESSON / f"{LESSON}.ipynb")
    for student, when in {"ana": "02 21:00", "ben": "03 23:00", "cat": "03 23:00"}.items():
        folder = root / "submitted" / student / LESSON
        save(as_bytes(solved()), folder / f"{LESSON}.ipynb")
        (folder / "timestamp.txt").write_text(f"2026-11-{when}:00.000000 UTC")
    nbgrader(root, "generate_assignment", LESSON)
    return root


def test_stock_nbgrader_takes_off_what_the_policy_says(course):
    done = nbgrader(course, "autograde", LESSON)
    assert done.returncode == 0, done.stderr
    with quiet_nbgrader(), Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = {each.student.id: each for each in gradebook.assignment_submissions(LESSON)}
        assert {name: each.late_submission_penalty for name, each in found.items()} == {"ana": 0, "ben": 2.2, "cat": 0}
        assert {each.score for each in found.values()} == {sum(FULL)}
        assert found["ben"].total_seconds_late == 25 * 3_600
        assert found["cat"].total_seconds_late == 0  # there is an extension
        assert found["ana"].assignment.duedate == datetime(2026, 11, 2, 22)
    assert nbgrader(course, "generate_feedback", LESSON, "--student", "ben").returncode == 0
    page = (course / "feedback" / "ben" / LESSON / f"{LESSON}.html").read_text()
    assert f"Handed in late: 2.2 points are taken off, so {sum(FULL) - 2.2:g} of" in page


def test_a_broken_policy_ends_stock_nbgrader_before_anything_is_graded(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(POLICY.replace("percent", "percnt"))
    with pytest.raises(SystemExit) as said:
        require_sandbox("none", str(path), assignment=LESSON)
    assert str(said.value).startswith(f"Nothing was graded. {path}")
    assert "is 'percent' meant?" in str(said.value)
