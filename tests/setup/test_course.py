"""course.py runs on whatever Python there is, and passes on what it is asked for; each situation is simulated."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

# Before anything is installed.


def test_a_python_too_old_is_told_which_will_do(course: ModuleType) -> None:
    with pytest.raises(course.Problem, match=r"needs Python 3\.11, 3\.12 or 3\.13; this is 3\.8") as caught:
        course.require_python((3, 8, 10), find=lambda name: None)
    assert "https://www.python.org/downloads/" in str(caught.value)


def test_a_python_too_new_is_told_as_well(course: ModuleType) -> None:
    with pytest.raises(course.Problem, match=r"this is 3\.14"):
        course.require_python((3, 14, 0), find=lambda name: None)


def test_a_fitting_python_on_the_machine_is_named(course: ModuleType) -> None:
    with pytest.raises(course.Problem, match=r"Run: python3\.12 course\.py"):
        course.require_python((3, 9, 2), find=lambda name: name == "python3.12")


def test_course_is_readable_by_a_python_that_is_too_old(bare: str) -> None:
    ast.parse(bare, feature_version=(3, 6))


def test_course_needs_the_standard_library_and_what_lies_beside_it_alone(bare: str) -> None:
    nodes = list(ast.walk(ast.parse(bare)))
    imported = {name.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert imported <= sys.stdlib_module_names
    assert {node.module for node in nodes if isinstance(node, ast.ImportFrom)} <= {"requirements.environment"}


def test_course_runs_from_anywhere(course: ModuleType, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "requirements"
    elsewhere.mkdir(parents=True)
    (elsewhere / "__init__.py").write_text("raise ImportError('another package of this name')")
    command = [sys.executable, course.__file__, "--help"]
    variables = os.environ | {"PYTHONPATH": str(elsewhere.parent)}
    ran = subprocess.run(command, cwd=elsewhere.parent, env=variables, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Set up the course and open it.")


# The commands.


@pytest.mark.parametrize("call", [[], ["dance"], ["setup", "everything"]])
def test_a_wrong_call_ends_with_code_2(course: ModuleType, call: list[str]) -> None:
    assert course.main(call) == 2


def test_lab_passes_its_options_on(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    (Path(course.ROOT) / "notebooks" / "00").mkdir(parents=True)
    (Path(course.ROOT) / "notebooks" / "00" / "00.ipynb").touch()
    commands: list[list[str]] = []
    monkeypatch.setattr(course, "ensure", lambda wanted: None)
    monkeypatch.setattr(course, "become", commands.append)
    monkeypatch.setattr(course, "build", lambda: pytest.fail("built what is there"))
    monkeypatch.setattr(course, "fill_work", lambda: None)
    monkeypatch.setattr(course.os, "environ", {})
    assert course.main(["lab", "--no-browser", "--port", "8899"]) == 0
    assert commands[0][:3] == [course.PYTHON, "-m", "jupyterlab"]
    assert commands[0][-3:] == ["--no-browser", "--port", "8899"]


def test_lab_adds_its_settings_to_those_of_the_user(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course.os, "environ", {"JUPYTER_CONFIG_PATH": "mine"})
    course.prefer_own_settings()
    own = os.path.join(course.ROOT, ".jupyter")
    assert course.os.environ["JUPYTER_CONFIG_PATH"] == own + os.pathsep + "mine"


def test_lab_lets_nbgrader_find_the_programs_that_it_calls(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course.os, "environ", {"PATH": "mine"})
    course.prefer_own_settings()
    assert course.os.environ["PATH"] == os.path.dirname(course.PYTHON) + os.pathsep + "mine"


def test_lab_builds_the_notebooks_where_there_are_none(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr(course, "ensure", steps.append)
    monkeypatch.setattr(course, "build", lambda: steps.append("build"))
    monkeypatch.setattr(course, "fill_work", lambda: steps.append("copy"))
    monkeypatch.setattr(course, "become", lambda command: steps.append(command[2]))
    monkeypatch.setattr(course.os, "environ", {})
    course.main(["lab"])
    assert steps == ["lab", "build", "copy", "jupyterlab"]


def test_lab_opens_the_released_lessons_themselves_for_those_who_write_them(
    course: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(course, "ensure", lambda wanted: None)
    monkeypatch.setattr(course, "build", lambda: None)
    monkeypatch.setattr(course, "fill_work", lambda: pytest.fail("made a learner's copy"))
    monkeypatch.setattr(course, "become", commands.append)
    monkeypatch.setattr(course.os, "environ", {})
    assert course.main(["lab", "--notebooks", "--no-browser"]) == 0
    assert commands[0][-2:] == ["--LabApp.default_url=/lab/tree/notebooks/start.ipynb", "--no-browser"]


@pytest.mark.parametrize("call", [["demo"], ["test"], ["setup", "test"]])
def test_a_copy_for_learners_says_what_it_lacks(
    course: ModuleType, capsys: pytest.CaptureFixture[str], call: list[str]
) -> None:
    assert course.main(call) == 2
    assert "This is the course as learners get it" in capsys.readouterr().err


def test_programs_for_the_tests_are_installed_by_root(course: ModuleType) -> None:
    calls: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        calls.append(command)
        return 0

    course.ensure_programs(find=lambda name: name == "apt-get", call=call, root=True)
    assert calls[-1][:2] == ["apt-get", "install"]
    assert calls[-1][-3:] == ["bubblewrap", "chromium", "postgresql"]


def test_programs_for_the_tests_are_named_to_others(course: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    course.ensure_programs(find=lambda name: name != "bwrap", call=lambda *_: pytest.fail("called"), root=False)
    said = capsys.readouterr().out
    assert "lacks: bubblewrap." in said
    assert "sudo apt-get install" in said
