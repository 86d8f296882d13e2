"""The wheel is whole: installed alone, it grades a lesson without a checkout."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from attacks.jailed import working_sandbox

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("autograder", "data", "figures", "solutions")
BUILT_FROM = (
    *PACKAGES,
    "notebooks",
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "LICENSE-text",
)
LESSON = "00_sequence_data"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    (place / "course").mkdir()
    for name in BUILT_FROM:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place / "course" / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*pip, "-w", place, place / "course"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = place.glob("*.whl")
    return found


def files_of(folder):
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    }


def test_it_holds_every_file_of_the_packages_and_every_released_lesson(wheel):
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    lessons = {f"autograder/{name}" for name in files_of("notebooks")}
    assert held == lessons.union(*map(files_of, PACKAGES))


def test_installed_alone_it_grades_a_notebook(wheel, tmp_path):
    working_sandbox()
    place = tmp_path / "site-packages"  # as where libraries are: the sandbox covers what is of the course there
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    inbox = tmp_path / "inbox" / "ana" / LESSON
    inbox.mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / LESSON / f"{LESSON}.ipynb", inbox)
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        tmp_path / "inbox",
        "--out",
        tmp_path / "out",
        "--jobs",
        "1",
    ]
    known = os.environ | {"PYTHONPATH": str(place), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (result,) = json.loads((tmp_path / "out" / "results.json").read_text())["submissions"]
    assert (result["outcome"], result["score"]) == ("graded", 0)
    assert result["possible"] > 0
    code = "import autograder.grading.lessons as it; print(it.RELEASES)"
    where = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=known, capture_output=True, text=True, check=True
    )
    assert where.stdout.strip() == str(place / "autograder" / "notebooks")
