"""Withhold `solutions`, and every answer still gets the same verdict, the same diagnosis and the same words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from tiny_course import LESSON, tiny_course

from autograder.authoring.course import ROOT, Course
from autograder.authoring.release import build
from autograder.diagnosis import Mistake
from autograder.evaluate import PUBLIC_SEED
from autograder.exercise import Check, Exercise
from autograder.hunt import Hunt
from autograder.reference import Reference, alternatives_to, reference_source

Place = tuple[Path, Path]  # a project, and the folder in it to judge in
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
    (tmp_path / "answers.json").write_text(json.dumps([_answers(exercise) for exercise in exercises]))
    whole, withheld = _project(tmp_path / "whole"), _project(tmp_path / "withheld")
    shutil.copytree(ROOT / "solutions", whole / "solutions")
    shutil.copytree(folder, withheld / "notebooks" / folder.name)
    empty = tmp_path / "no recording here"
    empty.mkdir()
    beside_recording = withheld / "notebooks" / folder.name
    with_reference, with_recording = _judged((whole, empty), (withheld, beside_recording), tmp_path)
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
        # What the live reference knows of the mistakes, which this process may know already from another test.
        "mistakes": {check.name: [*map(astuple, _mistakes(exercise, check))] for check in exercise.checks},
    }


def _mistakes(exercise: Exercise, check: Check) -> Iterable[Mistake]:
    return Reference().mistakes(exercise, check, PUBLIC_SEED)


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


def _judged(whole: Place, withheld: Place, work: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Judge the answers in each place; the second process hears from the first one what each answer replied."""
    with (
        _start("whole", whole, work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as first,
        _start("withheld", withheld, work, stdin=first.stdout, stdout=subprocess.DEVNULL) as second,
    ):
        assert first.stdout
        first.stdout.close()  # the second has it, and when that ends, the first is to notice
    said = [(work / f"{name}.stderr").read_text() for name in ("whole", "withheld")]
    assert [(first.returncode, said[0]), (second.returncode, said[1])] == [(0, ""), (0, "")]
    return json.loads((work / "whole.json").read_text()), json.loads((work / "withheld.json").read_text())


def _start(name: str, place: Place, work: Path, **streams: Any) -> subprocess.Popen[bytes]:
    """Judge in a Python that knows `project` and the installed libraries, but no editable installation (-S)."""
    project, folder = place
    paths = os.pathsep.join([str(project), sysconfig.get_paths()["purelib"]])
    with (work / f"{name}.stderr").open("w") as stderr:
        return subprocess.Popen(
            [sys.executable, "-S", str(JUDGE), str(work / "answers.json"), str(work / f"{name}.json")],
            cwd=folder,
            # A wrong answer may go by the order of a set of strings: it is to be the same order both times.
            env=os.environ | {"PYTHONPATH": paths, "PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"},
            stderr=stderr,
            **streams,
        )
