"""A course of its own for each test of setting up."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    "course": "course.py",
    "requirements": "requirements/__init__.py",
    "requirements.environment": "requirements/environment.py",
}


@pytest.fixture(params=MODULES.values())
def bare(request: pytest.FixtureRequest) -> str:
    """The source of each file that runs before anything is installed, on whatever Python there is."""
    return (ROOT / request.param).read_text(encoding="utf-8")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A course.py that takes a folder of its own for the course, with two tiny locks in it."""
    (tmp_path / "requirements").mkdir()
    for name in (*MODULES.values(), "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("lab", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("numpy==2.1.0 \\\n    --hash=sha256:00\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("course")
    for name in MODULES:
        del sys.modules[name]


@pytest.fixture
def environment(course: ModuleType) -> ModuleType:
    """What that course.py installs with."""
    return sys.modules["requirements.environment"]
