"""What the learner's process is sent to say where a function goes wrong: the checks, and the lesson's recording.

All of it is public: learners have both beside their notebooks. Neither a secret seed nor anything that follows from
one is at hand here.
"""

from __future__ import annotations

import base64
import functools
import importlib.util
import json
import marshal
import zlib
from importlib.abc import InspectLoader
from pathlib import Path
from typing import Any

from autograder.errors import RecordingError
from autograder.exercise import Exercise
from autograder.exercises import judged
from autograder.grading.code import imports_of
from autograder.hunt import Hunt
from autograder.recording import RECORDING, exercises_in
from autograder.syllabus import topic_of

EXERCISES = "autograder.exercises"
SENT = (EXERCISES, "autograder.promises")  # the rest of what checks import is in the sandbox
THERE = EXERCISES  # itself, without what is in it


class PublicInputs:
    """What is recorded, on the public inputs, of the exercises of one lesson.

    Args:
        recorded: what the recording holds of each exercise, as JSON, by its name.
    """

    def __init__(self, recorded: dict[str, str]) -> None:
        self._recorded = recorded

    def request(self, exercise: Exercise, *, with_checks: bool) -> dict[str, Any] | None:
        """Return what to ask of a process where a function for `exercise` goes wrong; None where it cannot know.

        Args:
            exercise: whose function it is.
            with_checks: whether the checks are sent along, which a process needs once.
        """
        if isinstance(exercise, Hunt) or exercise.name not in self._recorded:
            return None
        request = {"exercise": exercise.name, "recorded": self._recorded[exercise.name]}
        return request | ({"checks": checks_of(exercise.lesson)} if with_checks else {})


@functools.lru_cache(maxsize=4)
def public_inputs(lesson: Path) -> PublicInputs:
    """Return what the folder of a released lesson holds; nothing where it has no recording that can be read."""
    try:
        recorded = exercises_in((lesson / RECORDING).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecordingError):
        return PublicInputs({})
    known = judged().keys() & recorded.keys()
    return PublicInputs({name: json.dumps(recorded[name]) for name in known if _has_rights(recorded[name])})


def _has_rights(checks: dict[str, Any]) -> bool:
    """Tell whether right values of expressions were recorded: without them nothing is located."""
    return any("rights" in check for check in checks.values())


@functools.lru_cache(maxsize=4)
def checks_of(lesson: str) -> str:
    """Return the modules that a lesson's exercises are declared in, with all of the course that they import, packed."""
    names = imports_of(f"{EXERCISES}.{topic_of(lesson)}", within=SENT) - {THERE}
    packed = zlib.compress(marshal.dumps({name: _module(name) for name in sorted(names)}))
    return base64.b64encode(packed).decode("ascii")


def _module(name: str) -> tuple[bool, str, Any]:
    """Return whether a module is a package, its text and its code."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert isinstance(spec.loader, InspectLoader)
    return spec.submodule_search_locations is not None, spec.loader.get_source(name) or "", spec.loader.get_code(name)
