"""What a lesson's build wrote down, on the public seed, of what is true and of what the known mistakes give.

With it a notebook is checked where `solutions` is withheld.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.answer import Answer
from autograder.diagnosis import Mistake
from autograder.door import Door, PackedReply, Request
from autograder.errors import CourseError, RecordingError
from autograder.evaluate import PUBLIC_SEED
from autograder.exercise import Check, Exercise
from autograder.fingerprint import brief, same, unfolded
from autograder.hunt import Hunt, Hunted
from autograder.locate.answers import Rights
from autograder.locate.recorded import RecordedRights
from autograder.packing import PackError, unpack

RECORDING = "recording.json"
FORMAT = 3  # grows whenever a recording of before could no longer be read right
OTHER_RELEASE = "notebook and course package are of different releases. Update both."


class Recording:
    """What a lesson's build wrote down of the reference on the public seed, for use without `solutions`.

    Args:
        data: {exercise: {check: {"truth": {function: [[fingerprint of the call, packed reply], ...]},
            "mistakes": [[name, says, folded transcript], ...], "values": [what those are folded to]}}}; a check may
            hold "faults" as well, {name: faults} of mistakes that raise in it; the first check of a hunt holds
            "hunted", that of another exercise may hold "rights" (see `locate.recorded`).
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._rights: dict[str, RecordedRights] = {}

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read a recording; raise RecordingError where the file is missing or damaged."""
        try:
            return cls(exercises_in(path.read_text(encoding="utf-8")))
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
        entry = self._entry(exercise, check)
        return [Mistake(name, says, unfolded(told, entry["values"])) for name, says, told in entry["mistakes"]]

    def rights(self, exercise: Exercise) -> Rights | None:
        """Return what knows the right values of expressions; None where they were not recorded."""
        data = self._entry(exercise, exercise.checks[0]).get("rights")
        if data and exercise.name not in self._rights:
            self._rights[exercise.name] = RecordedRights(exercise, data)
        return self._rights.get(exercise.name)

    def faults(self, exercise: Exercise, check: Check, name: str) -> tuple[str, ...]:
        """Return the faults of a registered mistake in a check; () where they were not recorded."""
        return tuple(self._entry(exercise, check).get("faults", {}).get(name, ()))

    def hunted(self, hunt: Hunt) -> Hunted:
        """Return what was given in a hunt and what is right."""
        return Hunted(**self._entry(hunt, hunt.checks[0])["hunted"])

    def knows(self, exercise: Exercise) -> bool:
        """Tell whether the exercise was recorded."""
        return exercise.name in self._data

    def _entry(self, exercise: Exercise, check: Check) -> Any:
        try:
            return self._data[exercise.name][check.name]
        except KeyError:
            raise RecordingError(
                f"The recording beside this notebook does not know the check '{check.title}' of {exercise.name}: "
                f"{OTHER_RELEASE}"
            ) from None


def exercises_in(text: str) -> Any:
    """Return what a recording holds of each exercise; raise RecordingError where its format is another one."""
    data = json.loads(text)
    found = data.get("format", 1) if isinstance(data, dict) else None
    if found != FORMAT:
        raise RecordingError(
            f"The recording beside this notebook has format {found}; this course reads format {FORMAT}: {OTHER_RELEASE}"
        )
    return data["exercises"]


class RecordingDoor:
    """Passes calls on to another door and writes down what was asked and answered."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.tape: dict[str, list[Any]] = {}

    def ask(self, request: Request) -> list[PackedReply]:
        """Pass the request on and keep what was asked and answered."""
        replies = self._door.ask(request)
        self.tape.setdefault(request["function"], []).extend(recorded(request, replies))
        return replies


def recorded(request: Request, replies: list[PackedReply]) -> list[list[Any]]:
    """Return what is kept of calls and replies: the fingerprint of each call, and what it returned or raised."""
    return [
        [_print_of_call(call), {key: value for key, value in reply.items() if key in ("value", "raised")}]
        for call, reply in zip(request["calls"], replies, strict=True)
    ]


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
        return brief([unpack(args), unpack(kwargs)])
    except PackError:  # functions and generators among the arguments: compared as they were packed
        return brief(json.dumps(call))
