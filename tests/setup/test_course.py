"""course.py says what to do when something is missing; each situation is simulated."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A course.py that takes a folder of its own for the course, with two tiny locks in it."""
    for name in ("course.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in ("lab", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("numpy==2.1.0 \\\n    --hash=sha256:00\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "course", raising=False)
    import course as loaded

    monkeypatch.delitem(sys.modules, "course")
    return loaded


def pretend_installed(course: ModuleType, name: str) -> None:
    """Leave what a finished installation leaves."""
    Path(course.PYTHON).parent.mkdir(parents=True, exist_ok=True)
    Path(course.PYTHON).touch()
    Path(course.STAMP).write_text(json.dumps({"set": name, "fingerprint": course.fingerprint(name)}))


def fake_pip(course: ModuleType, monkeypatch: pytest.MonkeyPatch, output: str, code: int = 1) -> None:
    """Let every command that course.py logs print this and end with this exit code."""
    start = subprocess.Popen
    command = [sys.executable, "-c", f"print({output!r}); raise SystemExit({code})"]
    monkeypatch.setattr(course.subprocess, "Popen", lambda _, **options: start(command, **options))
    monkeypatch.setattr(course, "works", lambda python: True)
    Path(course.VENV).mkdir(exist_ok=True)


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


def test_a_missing_venv_module_names_its_package(course: ModuleType) -> None:
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    with pytest.raises(course.Problem, match=f"sudo apt install {package}"):
        course.require_venv(find=lambda name: None if name == "ensurepip" else object())


def test_a_full_disk_is_told_before_anything_is_made(course: ModuleType) -> None:
    with pytest.raises(course.Problem, match="12 MB are free and about 1000 MB are needed"):
        course.require_space("lab", usage=lambda path: SimpleNamespace(free=12_000_000))


# While pip installs.

NO_NETWORK = (
    "WARNING: Retrying after connection broken by 'NewConnectionError(...): Failed to establish a new connection: "
    "[Errno -3] Temporary failure in name resolution'\nERROR: No matching distribution found for numpy"
)
FAILURES = {
    "no network": (NO_NETWORK, "Is this machine on the network"),
    "no answer": ("ReadTimeoutError: Read timed out.", "Is this machine on the network"),
    "certificate": ("SSLError(SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED)", "set PIP_CERT"),
    "disk full": ("ERROR: Could not install packages: [Errno 28] No space left on device", "The disk is too full"),
    "read-only": ("PermissionError: [Errno 13] Permission denied: '.venv'", "cannot be written to"),
    "tampered": ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "differs from the one that was locked"),
    "no pip": ("The virtual environment was not created because ensurepip is not available", "python3-venv"),
    "something else": ("line one\nERROR: a wheel fell off", "a wheel fell off"),
}


@pytest.mark.parametrize(("output", "says"), FAILURES.values(), ids=FAILURES)
def test_a_failed_installation_says_why(
    course: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], output: str, says: str
) -> None:
    fake_pip(course, monkeypatch, output)
    assert course.main(["setup"]) == 2
    error = capfd.readouterr().err
    assert says in error
    assert f"Details: {course.LOG}" in error
    assert output.splitlines()[-1] in Path(course.LOG).read_text()
    assert "Traceback" not in error
    assert not course.is_ready("lab")


def test_a_full_disk_seen_by_course_itself_is_no_traceback(
    course: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(course, "make_environment", full)
    assert course.main(["setup"]) == 2
    assert "The disk is too full" in capsys.readouterr().err


def test_a_mistake_of_course_itself_is_not_hidden(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(_: str) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(course, "make_environment", mistaken)
    with pytest.raises(FileNotFoundError):
        course.main(["setup"])


# The second time.


def test_what_is_installed_is_not_installed_again(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_installed(course, "lab")
    monkeypatch.setattr(course, "install", lambda wanted: pytest.fail("installed again"))
    assert course.main(["setup"]) == 0


def test_the_larger_set_serves_for_the_smaller_and_not_the_other_way(course: ModuleType) -> None:
    pretend_installed(course, "test")
    assert course.is_ready("lab")
    pretend_installed(course, "lab")
    assert not course.is_ready("test")


@pytest.mark.parametrize("changed", ["requirements/lab.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed(course: ModuleType, changed: str) -> None:
    pretend_installed(course, "lab")
    with (Path(course.ROOT) / changed).open("a") as file:
        file.write("# changed\n")
    assert not course.is_ready("lab")


def test_a_moved_course_is_installed_anew(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_installed(course, "lab")
    monkeypatch.setattr(course, "ROOT", str(shutil.copytree(course.ROOT, course.ROOT + "-moved")))
    assert not course.is_ready("lab")


def test_a_broken_stamp_counts_as_none(course: ModuleType) -> None:
    pretend_installed(course, "lab")
    Path(course.STAMP).write_text('["half')
    assert not course.is_ready("lab")


def test_an_installation_that_broke_off_is_begun_afresh(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_installed(course, "lab")
    Path(course.UNFINISHED).touch()
    assert not course.is_ready("lab")
    commands: list[list[str]] = []
    monkeypatch.setattr(course, "run_logged", lambda command, watch=None: commands.append(command))
    course.make_environment("lab")
    assert commands[0][1:] == ["-m", "venv", "--clear", course.VENV]


def test_a_download_that_fails_leaves_a_working_environment_alone(
    course: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_pip(course, monkeypatch, NO_NETWORK)
    with pytest.raises(course.Problem):
        course.install("lab")
    assert not os.path.exists(course.UNFINISHED)


def test_an_unpacking_that_fails_is_remembered(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pip(course, monkeypatch, "Installing collected packages: numpy\nERROR: [Errno 28] No space left on device")
    with pytest.raises(course.Problem):
        course.install("lab")
    assert os.path.exists(course.UNFINISHED)


def test_an_interrupted_run_says_how_to_go_on(
    course: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(course, "make_environment", interrupted)
    assert course.main(["setup"]) == 130
    assert "Run the same command again" in capsys.readouterr().err


# The commands.


@pytest.mark.parametrize("call", [[], ["dance"], ["setup", "everything"]])
def test_a_wrong_call_ends_with_code_2(course: ModuleType, call: list[str]) -> None:
    assert course.main(call) == 2


def test_lab_passes_its_options_on(course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_installed(course, "lab")
    (Path(course.ROOT) / "notebooks" / "00").mkdir(parents=True)
    (Path(course.ROOT) / "notebooks" / "00" / "00.ipynb").touch()
    commands: list[list[str]] = []
    monkeypatch.setattr(course, "become", commands.append)
    monkeypatch.setattr(course, "build", lambda: pytest.fail("built what is there"))
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
    pretend_installed(course, "lab")
    steps: list[str] = []
    monkeypatch.setattr(course, "build", lambda: steps.append("build"))
    monkeypatch.setattr(course, "become", lambda command: steps.append(command[2]))
    monkeypatch.setattr(course.os, "environ", {})
    course.main(["lab"])
    assert steps == ["build", "jupyterlab"]


def test_programs_for_the_tests_are_installed_by_root(course: ModuleType) -> None:
    calls: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        calls.append(command)
        return 0

    course.ensure_programs(find=lambda name: name == "apt-get", call=call, root=True)
    assert calls[-1][:2] == ["apt-get", "install"]
    assert calls[-1][-2:] == ["bubblewrap", "chromium"]


def test_programs_for_the_tests_are_named_to_others(course: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    course.ensure_programs(find=lambda name: name != "bwrap", call=lambda *_: pytest.fail("called"), root=False)
    said = capsys.readouterr().out
    assert "lacks: bubblewrap." in said
    assert "sudo apt-get install" in said


def test_course_is_readable_by_a_python_that_is_too_old(course: ModuleType) -> None:
    ast.parse((ROOT / "course.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_course_needs_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "course.py").read_text(encoding="utf-8"))
    imported = {
        name.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert imported <= sys.stdlib_module_names
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))
