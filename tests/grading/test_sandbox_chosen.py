"""Without a word the sandbox is used; where there is none, nothing is graded until a person says so."""

import io

import pytest
from grading_fixtures import LESSON, as_bytes, save, save_release, solved
from rich.console import Console
from traitlets.config import Config
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import SandboxUnavailable
from autograder.grading import VARIABLE, command
from autograder.grading.jail import Finding
from autograder.grading.sandbox import choice
from autograder.grading.stock.configure import configure


@pytest.fixture
def no_sandbox(monkeypatch):
    """A machine on which bubblewrap is not installed."""

    def find():
        raise SandboxUnavailable("Install bubblewrap.")

    monkeypatch.setattr(choice, "find_sandbox", find)


def test_grading_refuses_where_there_is_no_sandbox_and_says_what_to_do(no_sandbox, tmp_path):
    handed_in = save(as_bytes(solved()), tmp_path / "ana" / f"{LESSON}.ipynb")
    result = CliRunner().invoke(app, ["grade", str(handed_in), "--out", str(tmp_path / "out")])
    assert isinstance(result.exception, SandboxUnavailable)
    assert "Install bubblewrap" in str(result.exception)
    assert "--sandbox none" in str(result.exception)
    assert not (tmp_path / "out" / "results.json").exists()


def test_a_sandbox_of_another_name_is_refused():
    with pytest.raises(choice.CourseError, match="no sandbox called 'glass'"):
        choice.sandbox_called("glass")


def test_the_demo_does_without_and_says_so(no_sandbox, tmp_path, monkeypatch):
    save_release(tmp_path / "notebooks")
    graded_in = []
    monkeypatch.setattr(command, "_grade", lambda paths, out, console, box, *rest: graded_in.append(box))
    monkeypatch.setattr(command.CourseFolder, "mark", lambda *marked: None)
    console = Console(file=io.StringIO(), width=200)
    command.demo(tmp_path / "out", console, releases=tmp_path / "notebooks")
    assert set(graded_in) == {"none"}
    assert command.DEMO_WITHOUT in console.file.getvalue()


def test_nbgrader_ends_before_it_writes_where_there_is_no_sandbox(no_sandbox, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    config = Config()
    configure(config)
    with pytest.raises(SystemExit, match=f"Nothing was graded. Install bubblewrap(?s:.*){VARIABLE}=none"):
        config.Autograde.pre_convert_hook(assignment=LESSON, student="*", notebooks=[])


@pytest.mark.parametrize(
    ("said", "variable", "box"), [(None, "", "bubblewrap"), (None, "none", "none"), ("none", "", "none")]
)
def test_nbgrader_takes_the_box_from_the_configuration_or_the_environment(monkeypatch, said, variable, box):
    monkeypatch.setenv(VARIABLE, variable)
    config = Config()
    configure(config, sandbox=said)
    assert config.JudgeSubmission.sandbox == box


def test_doctor_shows_each_promise_and_exits_1_where_one_does_not_hold(monkeypatch):
    console = Console(file=io.StringIO(), width=120)
    good, bad = Finding("no network", "yes", "refused [101]"), Finding("memory is bounded", "partly", "each alone")
    monkeypatch.setattr(command, "examine", lambda: [good])
    assert command.doctor(console) == 0
    monkeypatch.setattr(command, "examine", lambda: [good, bad])
    assert command.doctor(console) == 1
    assert all(word in console.file.getvalue() for word in ("no network", "refused [101]", "partly"))
