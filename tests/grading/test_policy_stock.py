"""Stock nbgrader takes off for being late what policy.toml says, as `autograder grade` does."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from grading_fixtures import FULL, LESSON, as_bytes, release, save, solved

from autograder.grading import VARIABLE

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
    nbgrader(course, "export")
    rows = list(csv.DictReader((course / "grades.csv").read_text().splitlines()))
    full = sum(FULL)
    assert {row["student_id"]: (float(row["late_submission_penalty"]), float(row["score"])) for row in rows} == {
        "ana": (0, full),
        "ben": (2.2, full - 2.2),
        "cat": (0, full),
    }
    assert rows[0]["duedate"] == "2026-11-02 22:00:00"


def test_a_broken_policy_ends_stock_nbgrader_before_anything_is_graded(course):
    (course / "policy.toml").write_text(POLICY.replace("percent", "percnt"))
    done = nbgrader(course, "autograde", LESSON, "--force")
    (course / "policy.toml").write_text(POLICY)
    assert done.returncode != 0
    assert "Nothing was graded. policy.toml" in done.stderr
    assert "is 'percent' meant?" in done.stderr
