"""The jail by way of the command line and of stock nbgrader: what is used where nothing is said."""

import json
import os
import subprocess
import sys

import pytest
from attacks.jailed import working_sandbox
from grading_fixtures import FULL, LESSON, NAMES, as_bytes, cell_of, find, reference_source, release, save, solved
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.errors import SandboxUnavailable
from autograder.grading import command
from autograder.grading.jail import Jail
from autograder.grading.stock.configure import require_box

CONFIG = """from autograder.grading.stock.configure import configure
configure(get_config(), sandbox='bubblewrap')
"""


@pytest.fixture(scope="module", autouse=True)
def sandbox():
    return working_sandbox()


def test_a_batch_is_graded_in_the_jail(tmp_path):
    save(release(), tmp_path / "notebooks" / LESSON / f"{LESSON}.ipynb")
    save(as_bytes(solved()), tmp_path / "inbox" / "ada" / f"{LESSON}.ipynb")
    console, out = Console(quiet=True), tmp_path / "out"
    (result,) = command.grade([tmp_path / "inbox"], out, console, box="bubblewrap", releases=tmp_path / "notebooks")
    assert result.score == sum(FULL)
    assert json.loads((out / "results.json").read_text())["submissions"][0]["score"] == sum(FULL)


def test_stock_nbgrader_grades_in_the_jail(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    source = release()
    for name in NAMES:
        cell_of(source, name).source = reference_source(find(name))
    save(source, tmp_path / "source" / LESSON / f"{LESSON}.ipynb")
    save(as_bytes(solved()), tmp_path / "submitted" / "ada" / LESSON / f"{LESSON}.ipynb")
    scripts = os.path.dirname(sys.executable)  # nbgrader looks for alembic
    environment = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    for step in (["generate_assignment", LESSON, "--create"], ["autograde", LESSON]):
        program = [sys.executable, "-m", "nbgrader", *step]
        done = subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stdout + done.stderr
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        assert gradebook.find_submission(LESSON, "ada").score == sum(FULL)


def test_nbgrader_ends_at_once_where_nothing_can_be_forked(monkeypatch):
    def refused(jail):
        raise SandboxUnavailable("Linux makes no namespaces here.")

    monkeypatch.setattr(Jail, "require", refused)
    require_box("none", assignment=LESSON)
    with pytest.raises(SystemExit, match=r"Nothing was graded\. Linux makes no namespaces here"):
        require_box("bubblewrap", assignment=LESSON)
