"""What is installed is installed once and whole, and a failure says what to do; each situation is simulated."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest


def pretend_installed(environment: ModuleType, name: str) -> None:
    """Leave what a finished installation leaves."""
    Path(environment.PYTHON).parent.mkdir(parents=True, exist_ok=True)
    Path(environment.PYTHON).touch()
    Path(environment.STAMP).write_text(json.dumps({"set": name, "fingerprint": environment.fingerprint(name)}))


def fake_pip(environment: ModuleType, monkeypatch: pytest.MonkeyPatch, output: str, code: int = 1) -> None:
    """Let every command that course.py logs print this and end with this exit code."""
    start = subprocess.Popen
    command = [sys.executable, "-c", f"print({output!r}); raise SystemExit({code})"]
    monkeypatch.setattr(environment.subprocess, "Popen", lambda _, **options: start(command, **options))
    monkeypatch.setattr(environment, "works", lambda python: True)
    Path(environment.VENV).mkdir(exist_ok=True)


# Before anything is installed.


def test_a_missing_venv_module_names_its_package(environment: ModuleType) -> None:
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    with pytest.raises(environment.Problem, match=f"sudo apt install {package}"):
        environment.require_venv(find=lambda name: None if name == "ensurepip" else object())


def test_a_full_disk_is_told_before_anything_is_made(environment: ModuleType) -> None:
    with pytest.raises(environment.Problem, match="12 MB are free and about 1000 MB are needed"):
        environment.require_space("lab", usage=lambda path: SimpleNamespace(free=12_000_000))


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
    course: ModuleType,
    environment: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    output: str,
    says: str,
) -> None:
    fake_pip(environment, monkeypatch, output)
    assert course.main(["setup"]) == 2
    error = capfd.readouterr().err
    assert says in error
    assert f"Details: {environment.LOG}" in error
    assert output.splitlines()[-1] in Path(environment.LOG).read_text()
    assert "Traceback" not in error
    assert not environment.is_ready("lab")


def test_a_full_disk_seen_by_course_itself_is_no_traceback(
    course: ModuleType, environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(environment, "make_environment", full)
    assert course.main(["setup"]) == 2
    assert "The disk is too full" in capsys.readouterr().err


def test_a_mistake_of_course_itself_is_not_hidden(
    course: ModuleType, environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(_: str) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(environment, "make_environment", mistaken)
    with pytest.raises(FileNotFoundError):
        course.main(["setup"])


# The second time.


def test_what_is_installed_is_not_installed_again(
    course: ModuleType, environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_installed(environment, "lab")
    monkeypatch.setattr(environment, "install", lambda wanted: pytest.fail("installed again"))
    assert course.main(["setup"]) == 0


def test_the_larger_set_serves_for_the_smaller_and_not_the_other_way(environment: ModuleType) -> None:
    pretend_installed(environment, "test")
    assert environment.is_ready("lab")
    pretend_installed(environment, "lab")
    assert not environment.is_ready("test")


@pytest.mark.parametrize("changed", ["requirements/lab.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed(environment: ModuleType, changed: str) -> None:
    pretend_installed(environment, "lab")
    with (Path(environment.ROOT) / changed).open("a") as file:
        file.write("# changed\n")
    assert not environment.is_ready("lab")


def test_a_moved_course_is_installed_anew(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_installed(environment, "lab")
    monkeypatch.setattr(environment, "ROOT", str(shutil.copytree(environment.ROOT, environment.ROOT + "-moved")))
    assert not environment.is_ready("lab")


@pytest.mark.parametrize("place", ["lib/python3.12", "Lib"])
def test_a_copy_of_the_course_in_the_environment_is_replaced_by_the_course_in_place(
    environment: ModuleType, place: str
) -> None:
    pretend_installed(environment, "lab")
    Path(environment.VENV, place, "site-packages", "autograder").mkdir(parents=True)
    assert not environment.is_ready("lab")


def test_a_broken_stamp_counts_as_none(environment: ModuleType) -> None:
    pretend_installed(environment, "lab")
    Path(environment.STAMP).write_text('["half')
    assert not environment.is_ready("lab")


def test_an_installation_that_broke_off_is_begun_afresh(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_installed(environment, "lab")
    Path(environment.UNFINISHED).touch()
    assert not environment.is_ready("lab")
    commands: list[list[str]] = []
    monkeypatch.setattr(environment, "run_logged", lambda command, watch=None: commands.append(command))
    environment.make_environment("lab")
    assert commands[0][1:] == ["-m", "venv", "--clear", environment.VENV]


def test_a_download_that_fails_leaves_a_working_environment_alone(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_pip(environment, monkeypatch, NO_NETWORK)
    with pytest.raises(environment.Problem):
        environment.install("lab")
    assert not os.path.exists(environment.UNFINISHED)


def test_an_unpacking_that_fails_is_remembered(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_pip(
        environment, monkeypatch, "Installing collected packages: numpy\nERROR: [Errno 28] No space left on device"
    )
    with pytest.raises(environment.Problem):
        environment.install("lab")
    assert os.path.exists(environment.UNFINISHED)


def test_an_interrupted_run_says_how_to_go_on(
    course: ModuleType, environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "make_environment", interrupted)
    assert course.main(["setup"]) == 130
    assert "Run the same command again" in capsys.readouterr().err
