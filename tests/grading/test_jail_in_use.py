"""The jail by way of the command line and of stock nbgrader: what is used where nothing is said."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from attacks.jailed import all_processes, working_sandbox
from grading_fixtures import FULL, LESSON, NAMES, as_bytes, cell_of, find, reference_source, release, save, solved
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.errors import SandboxUnavailable
from autograder.grading import command
from autograder.grading.jail import Jail
from autograder.grading.stock import steps
from autograder.grading.stock.configure import require_sandbox
from autograder.grading.worker import judging

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


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of stock nbgrader, with the lesson generated and three submissions to grade."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text(CONFIG)
    source = release()
    for name in NAMES:
        cell_of(source, name).source = reference_source(find(name))
    save(source, root / "source" / LESSON / f"{LESSON}.ipynb")
    for student in ("ada", "ben", "cat"):
        save(as_bytes(solved()), root / "submitted" / student / LESSON / f"{LESSON}.ipynb")
    nbgrader(root, "generate_assignment", LESSON, "--create")
    return root


def environment(root):
    """What nbgrader needs, which looks for alembic, and what keeps Jupyter from this machine's own settings."""
    places = dict.fromkeys(("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"), str(root / ".jupyter"))
    return os.environ | places | {"PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"}


def nbgrader(root, *step):
    program = [sys.executable, "-m", "nbgrader", *step]
    done = subprocess.run(program, cwd=root, env=environment(root), capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


def score(root, student):
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return gradebook.find_submission(LESSON, student).score


def test_stock_nbgrader_grades_in_the_jail(course):
    nbgrader(course, "autograde", LESSON, "--student", "ada")
    assert score(course, "ada") == sum(FULL)


def test_the_formgrader_grades_in_the_jail(course):
    """By JupyterLab's own server, one request after another: the first opens the jail, and the second finds it."""
    with served(course) as address:
        for student in ("ben", "cat"):
            asked = urllib.request.Request(f"{address}/api/submission/{LESSON}/{student}/autograde", method="POST")
            with urllib.request.urlopen(asked, timeout=240) as answer:
                said = json.loads(answer.read())
            assert said["success"], said
            assert score(course, student) == sum(FULL)
    give_up = time.monotonic() + 20
    while left := [pid for pid in all_processes() if str(course) in cwd_of(pid)]:
        assert time.monotonic() < give_up, left
        time.sleep(0.1)


@contextlib.contextmanager
def served(root):
    """Serve the formgrader of a course, and return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    extensions = {"nbgrader.server_extensions.formgrader": True, "jupyterlab": False}
    config = {"ServerApp": {"jpserver_extensions": extensions, "disable_check_xsrf": True}}
    save(json.dumps(config).encode(), root / ".jupyter" / "jupyter_server_config.json")
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", f"--port={port}", f"--ServerApp.root_dir={root}"]
    command += ["--IdentityProvider.token=", "--ServerApp.password=", "--allow-root"]
    with open(root / "server.log", "wb") as log:
        server = subprocess.Popen(command, cwd=root, env=environment(root), stdout=log, stderr=log)
    try:
        give_up = time.monotonic() + 60
        while not answers(f"http://127.0.0.1:{port}/api"):
            assert time.monotonic() < give_up, (root / "server.log").read_text()
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/formgrader"
    finally:
        server.terminate()
        server.wait(timeout=20)


def answers(address):
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except OSError:
        return False
    return True


def cwd_of(pid):
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return ""


def test_nbgrader_ends_at_once_where_nothing_can_be_forked(monkeypatch):
    def refused(jail):
        raise SandboxUnavailable("Linux makes no namespaces here.")

    monkeypatch.setattr(Jail, "require", refused)
    monkeypatch.setattr(steps, "asked", lambda function, *arguments: function(*arguments))  # here, not in a worker
    judging._start_in.cache_clear()
    require_sandbox("none", assignment=LESSON)
    with pytest.raises(SystemExit, match=r"Nothing was graded\. Linux makes no namespaces here"):
        require_sandbox("bubblewrap", assignment=LESSON)
