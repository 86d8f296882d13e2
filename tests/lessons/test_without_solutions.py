"""Withhold `solutions`, and every answer still gets the same verdict, the same diagnosis and the same words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from tiny_course import LESSON, tiny_course

from autograder.authoring.course import ROOT, Course
from autograder.authoring.release import build
from autograder.exercise import Exercise
from autograder.hunt import Hunt
from autograder.reference import Reference, alternatives_to, reference_source

JUDGE = Path(__file__).parent / "judge_answers.py"
ODD = {
    "returns nothing": "def {name}(*args, **kwargs): pass",
    "is not written": "def {name}(*args, **kwargs): raise NotImplementedError()",
    "raises": "def {name}(*args, **kwargs): raise ValueError('odd')",
    "returns its arguments": "def {name}(*args, **kwargs): return list(args), kwargs",
    "returns nan and warns": "def {name}(*args, **kwargs): return np.log(-np.ones(3))",
    "returns a tuple of zeros": "def {name}(*args, **kwargs): return np.zeros(3), np.zeros((5, 4)), 0",
    "prints": "def {name}(*args, **kwargs): print('hello'); return {{}}",
}


@pytest.fixture(params=["a small one", *Course().names()])
def release(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[Exercise]]:
    """The release folder of each lesson and the exercises that it asks for."""
    course, name = Course(), request.param
    if name == "a small one":
        course, name = tiny_course(tmp_path / "tiny"), LESSON
        build(course, name)
    return course.notebooks / name, list(course.lesson(name).exercises.values())


def test_verdicts_and_diagnoses_are_the_same(release: tuple[Path, list[Exercise]], tmp_path: Path) -> None:
    folder, exercises = release
    answers = [_answers(exercise) for exercise in exercises]
    whole, withheld = _project(tmp_path / "whole"), _project(tmp_path / "withheld")
    shutil.copytree(ROOT / "solutions", whole / "solutions")
    shutil.copytree(folder, withheld / "notebooks" / folder.name)
    empty = tmp_path / "no recording here"
    empty.mkdir()
    with_reference = _judge(whole, empty, answers)
    with_recording = _judge(withheld, withheld / "notebooks" / folder.name, answers)
    assert (with_reference.pop("solutions"), with_recording.pop("solutions")) == (True, False)
    assert with_recording == with_reference
    assert {name: said["the reference"]["verdict"]["points"] for name, said in with_recording.items()} == {
        exercise.name: exercise.points for exercise in exercises
    }
    for exercise in (each for each in exercises if not isinstance(each, Hunt)):
        assert _named(with_recording[exercise.name]) > 0


def _named(said: dict[str, Any]) -> int:
    """Count the answers whose mistake was named."""
    return sum(any(check["misconception"] for check in each["verdict"]["checks"]) for each in said.values())


def _answers(exercise: Exercise) -> dict[str, Any]:
    """Return the answers to an exercise as source, and where the names that they use are found."""
    reference = reference_source(exercise)
    if isinstance(exercise, Hunt):
        alternatives = {"as it was given": Reference().hunted(exercise).given, "misnamed": f"{reference}\nbug = 9\n"}
    else:
        alternatives = {other.name: other.source for other in alternatives_to(exercise).all}
    odd = {label: text.format(name=exercise.name) for label, text in ODD.items()}
    return {
        "exercise": exercise.name,
        "modules": [_learners(used.reference) for used in exercise.uses] + [_learners(exercise.reference)],
        "answers": {"the reference": reference} | alternatives | odd,
    }


def _learners(module: str) -> str:
    return module.replace("solutions.", "learner.")


def _project(folder: Path) -> Path:
    """Copy the course without its answers; what a learner has written so far is there under another name."""
    for package in ("autograder", "data", "figures"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "learner").mkdir()
    for path in (ROOT / "solutions").glob("*.py"):
        (folder / "learner" / path.name).write_text(path.read_text().replace("from solutions.", "from learner."))
    (folder / "learner" / "sealed").mkdir()
    for name in ("__init__.py", "model.npz"):  # the model that a learner has trained; nothing that is sealed
        shutil.copy(ROOT / "solutions" / "sealed" / name, folder / "learner" / "sealed")
    return folder


def _judge(project: Path, folder: Path, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Judge in a Python that knows `project` and the installed libraries, but no editable installation (-S)."""
    paths = os.pathsep.join([str(project), sysconfig.get_paths()["purelib"]])
    command = [sys.executable, "-S", str(JUDGE)]
    ran = subprocess.run(
        command,
        cwd=folder,
        # A wrong answer may go by the order of a set of strings: it is to be the same order both times.
        env=os.environ | {"PYTHONPATH": paths, "PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"},
        input=json.dumps(answers),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    judged: dict[str, Any] = json.loads(ran.stdout)
    return judged
