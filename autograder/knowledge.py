"""What is true and what the known mistakes give: from the live reference, or from a lesson's recording."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.answers import Answer, Door, LocalDoor, PackedReply, Request
from autograder.declare import Check, Exercise
from autograder.errors import CourseError, RecordingError
from autograder.evaluate import PUBLIC_SEED, Mistake, generator_for
from autograder.fingerprint import fingerprint, same
from autograder.probe import PackError, unpack

RECORDING = "recording.json"


class Reference:
    """The live reference package: needs `solutions`."""

    def truth(self, exercise: Exercise, check: Check) -> Answer:
        """Return the reference function as an answer."""
        return Answer(self.door(exercise), exercise)

    def door(self, exercise: Exercise) -> Door:
        """Return the door to the reference function."""
        # A copy, so that a stand-in put in place for a moment never touches the module itself.
        return LocalDoor(reference_namespace(exercise))

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> Iterable[Mistake]:
        """Run every misconception through the check; remembered for the next one who asks."""
        return _live_mistakes(exercise, check, seed)


@functools.lru_cache(maxsize=1024)
def _live_mistakes(exercise: Exercise, check: Check, seed: int) -> tuple[Mistake, ...]:
    wrongs = [wrong for wrong in alternatives_to(exercise) if wrong.caught_by]
    # Two mistakes may answer one check alike; then the one that the check is meant for is named.
    wrongs.sort(key=lambda wrong: wrong.caught_by != check.name)
    found = [
        Mistake(wrong.name, wrong.says, transcript)
        for wrong in wrongs
        if (transcript := _failing_transcript(door_to(exercise, wrong), exercise, check, seed))
    ]
    return tuple(found)


def alternatives_to(exercise: Exercise) -> list[Any]:
    """Return the registered misconceptions and variants of an exercise, see `solutions.alternatives.Alternative`."""
    found: list[Any] = importlib.import_module("solutions.alternatives").alternatives_to(exercise.name)
    return found


def reference_namespace(exercise: Exercise) -> dict[str, Any]:
    """Return a fresh namespace in which the reference module's functions call one another."""
    return namespace_with(exercise, "")


def reference_source(exercise: Exercise) -> str:
    """Return the source text of the reference function."""
    module = importlib.import_module(exercise.reference)
    return inspect.getsource(getattr(module, exercise.name))


def door_to(exercise: Exercise, alternative: Any) -> Door:
    """Return the door to an alternative answer, standing among the other functions of the reference."""
    return LocalDoor(namespace_with(exercise, alternative.source(reference_source(exercise))))


def namespace_with(exercise: Exercise, source: str) -> dict[str, Any]:
    """Return a fresh namespace of the reference module in which `source` has been executed last."""
    module = importlib.import_module(exercise.reference)
    namespace = {"__name__": module.__name__, "__builtins__": __builtins__}
    exec(_module_code(exercise.reference), namespace)
    for name in exercise.uses:
        if name not in namespace:
            from autograder.exercises import find

            namespace[name] = getattr(importlib.import_module(find(name).reference), name)
    if source:
        exec(compile(source, f"<an answer to {exercise.name}>", "exec"), namespace)
    return namespace


@functools.cache
def _module_code(name: str) -> Any:
    module = importlib.import_module(name)
    return compile(inspect.getsource(module), module.__file__ or name, "exec")


def _failing_transcript(door: Door, exercise: Exercise, check: Check, seed: int) -> list[Any]:
    """Return the fingerprints of what the function behind `door` answers in a check; [] where the check holds.

    A mistake that passes a check cannot be the reason why another answer fails it.
    """
    answer = Answer(door, exercise)
    try:
        check.run(answer, Reference().truth(exercise, check), generator_for(exercise, check, seed))
    except Exception:  # a wrong answer may fail in any way; what it said until then is what counts
        return answer.transcript
    return []


# -------------------------------------------------------------------------------------------------- recordings


class Recording:
    """What a lesson's build wrote down of the reference on the public seed, for use without `solutions`.

    Args:
        data: {exercise: {check: {"truth": {function: [[fingerprint of the call, packed reply], ...]},
            "mistakes": [[name, says, transcript], ...]}}}
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read a recording; raise RecordingError where the file is missing or damaged."""
        try:
            return cls(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as problem:
            raise RecordingError(
                f"The recording {path} cannot be read ({type(problem).__name__}). "
                "Restore the file from the course's release."
            ) from None

    def truth(self, exercise: Exercise, check: Check) -> Answer:
        """Return what answers with the recorded values, to the recorded inputs only."""
        return Answer(PlaybackDoor(self._entry(exercise, check)["truth"]), exercise)

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> Iterable[Mistake]:
        """Return the recorded misconceptions; raise CourseError for any but the public seed."""
        if seed != PUBLIC_SEED:
            raise CourseError("A recording knows the public seed only; fresh inputs need the reference answers.")
        return [Mistake(*entry) for entry in self._entry(exercise, check)["mistakes"]]

    def _entry(self, exercise: Exercise, check: Check) -> Any:
        try:
            return self._data[exercise.name][check.name]
        except KeyError:
            raise RecordingError(
                f"The recording beside this notebook does not know the check '{check.title}' of {exercise.name}: "
                "notebook and course package are of different releases. Update both."
            ) from None


class RecordingDoor:
    """Passes calls on to another door and writes down what was asked and answered."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.tape: dict[str, list[Any]] = {}

    def ask(self, request: Request) -> list[PackedReply]:
        """Pass the request on and keep what was asked and answered."""
        replies = self._door.ask(request)
        for call, reply in zip(request["calls"], replies, strict=True):
            kept = {key: value for key, value in reply.items() if key in ("value", "raised")}
            self.tape.setdefault(request["function"], []).append([_print_of_call(call), kept])
        return replies


class PlaybackDoor:
    """Answers with what a RecordingDoor wrote down, after making sure that the same was asked."""

    def __init__(self, tape: dict[str, list[Any]]) -> None:
        self._tape = tape
        self._position: dict[str, int] = {}

    def ask(self, request: Request) -> list[PackedReply]:
        """Answer from the tape; raise RecordingError where something else is asked than was recorded."""
        return [self._next(request["function"], call) for call in request["calls"]]

    def _next(self, function: str, call: Any) -> PackedReply:
        position = self._position.get(function, 0)
        self._position[function] = position + 1
        entries = self._tape.get(function, [])
        if position >= len(entries) or not same(entries[position][0], _print_of_call(call)):
            raise RecordingError(
                f"The recording of {function} was made with other inputs than this NumPy draws. "
                "Update NumPy and the course to the same release, or rebuild the lesson."
            )
        reply: PackedReply = entries[position][1]
        return reply


def _print_of_call(call: Any) -> Any:
    args, kwargs = call
    try:
        return [fingerprint(unpack(args)), fingerprint(unpack(kwargs))]
    except PackError:  # functions and generators among the arguments: compared as they were packed
        return json.loads(json.dumps(call))


def knowledge_here(exercise: Exercise, folder: Path | None = None) -> Recording | Reference:
    """Return the recording beside the notebook where there is one, else the live reference."""
    path = (folder or Path.cwd()) / RECORDING
    if path.exists():
        recording = Recording.load(path)
        if exercise.name in recording._data:
            return recording
    if importlib.util.find_spec("solutions") is not None:
        return Reference()
    raise RecordingError(
        f"There is no {RECORDING} in {path.parent} that knows {exercise.name}, and no reference answers are installed. "
        "Open the notebook from its own folder, with the files that came with it."
    )
