"""Writing down, on the public seed, what is true and what each misconception gives: the learner's side has no answers.

Recordings are compared with a tolerance, since CPUs and BLAS builds differ in the last bits. They are laid
out one check a line, so that a changed check is a changed line.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from autograder.answer import Answer
from autograder.authoring.rights import as_data
from autograder.door import Door, PackedReply
from autograder.errors import CourseError
from autograder.evaluate import PUBLIC_SEED, attempted, generator_for
from autograder.exercise import Check, Exercise
from autograder.fingerprint import fingerprint, folded, same, unfolded
from autograder.hunt import Hunt
from autograder.locate.clock import worked
from autograder.locate.faults import VALUES
from autograder.locate.recorded import Data, about, all_numbers
from autograder.locate.repair import RepairedDoor
from autograder.locate.watched import TooMuch, silence
from autograder.packing import unpack
from autograder.recording import FORMAT, RecordingDoor, recorded
from autograder.reference import Reference, alternatives_to, door_to, tried
from autograder.remembered import Truth

SECONDS_OF_RIGHTS = 20.0  # of work on one exercise
Tape = dict[str, list[Any]]  # function -> [[fingerprint of the call, packed reply], ...]
Entry = dict[str, Any]  # of one check: its truth (a tape) and its mistakes
Recorded = dict[str, dict[str, Entry]]  # exercise -> check -> entry


def record(exercises: Iterable[Exercise]) -> Recorded:
    """Record every check of these exercises."""
    return {exercise.name: {check.name: _entry(exercise, check) for check in exercise.checks} for exercise in exercises}


def _entry(exercise: Exercise, check: Check) -> Entry:
    values: dict[str, int] = {}
    # First what a check may ask of the truth: for that every mistake is tried, and what each answered is known then.
    truth = _slim(exercise, _whole_tape(exercise, check))
    mistakes = Reference().mistakes(exercise, check, PUBLIC_SEED)
    said = [[wrong.name, wrong.says, folded(wrong.transcript, values)] for wrong in mistakes]
    entry = {"truth": truth, "mistakes": said, "values": [json.loads(value) for value in values]}
    if isinstance(exercise, Hunt) and check is exercise.checks[0]:
        entry["hunted"] = asdict(Reference().hunted(exercise))
    if faults := _faults(exercise, check):
        entry["faults"] = faults
    if check is exercise.checks[0] and (rights := _rights(exercise)):
        entry["rights"] = rights
    return entry


def _faults(exercise: Exercise, check: Check) -> dict[str, list[str]]:
    """Return where the mistakes go wrong that raise in a check: another one that raises there may be another one."""
    if isinstance(exercise, Hunt) or check.by_chance:
        return {}
    known = Reference()
    raising = [
        wrong.name
        for wrong in known.mistakes(exercise, check, PUBLIC_SEED)
        if any(isinstance(entry, dict) and "raised" in entry for entry in wrong.transcript)
        and any(isinstance(entry, dict) and "value" in entry for entry in wrong.transcript)  # else it is never named
    ]
    found = {
        name: [fault for fault in known.faults(exercise, check, name) if fault.startswith(VALUES)] for name in raising
    }
    return {name: faults for name, faults in found.items() if faults}


def _rights(exercise: Exercise) -> Data | None:
    """Return the right values of expressions at all calls of the checks that do not rest on chance."""
    known = Reference()
    rights = known.rights(exercise)
    if rights is None:
        return None
    door = RepairedDoor(rights.reference, exercise, rights, [], worked() + SECONDS_OF_RIGHTS)
    asked = []
    try:
        with silence():
            for check in (check for check in exercise.checks if not check.by_chance):
                before = len(door.calls)
                attempted(exercise, check, Answer(door, exercise), known.truth(exercise, check), PUBLIC_SEED)
                asked.append((check, [(call, stand_ins) for call, stand_ins, _ in door.calls[before:]]))
            return as_data(rights, asked)
    except TooMuch:  # a training that takes too many steps to be looked at
        return None


def _whole_tape(exercise: Exercise, check: Check) -> Tape:
    """Return all that a check may ask of the truth: a wrong answer can lead it further than the right one does."""
    truth = _asked_by_all(exercise, check)
    if truth.parted:  # by rounding alone, or else by what was answered: the fingerprints tell
        return _longest_tape(exercise, check)
    return {
        function: [each for request, replies in asked for each in recorded(request, replies)]
        for function, asked in truth.tape.items()
    }


def _asked_by_all(exercise: Exercise, check: Check) -> Truth:
    """Run every answer through a check and return what they asked of the truth."""
    if isinstance(exercise, Hunt):
        truth, doors = Truth(Reference().door(exercise), exercise), list(_answers(exercise))
    else:
        truth = tried(exercise, check).truth
        others = [each for each in alternatives_to(exercise).all if not each.says]
        doors = [Reference().door(exercise), *(door_to(exercise, each) for each in others)]
    for door in doors:
        _run(door, truth.answer(), exercise, check)
    return truth


def _run(door: Door, truth: Answer, exercise: Exercise, check: Check) -> None:
    with contextlib.suppress(Exception):  # a wrong answer may fail in any way; what was asked until then is what counts
        check.run(Answer(door, exercise), truth, generator_for(exercise, check, PUBLIC_SEED))


def _answers(exercise: Exercise) -> Iterable[Door]:
    yield Reference().door(exercise)
    for alternative in alternatives_to(exercise).all:
        yield door_to(exercise, alternative)


def _longest_tape(exercise: Exercise, check: Check) -> Tape:
    whole: Tape = {}
    for door in _answers(exercise):
        recorder = RecordingDoor(Reference().door(exercise))
        _run(door, Answer(recorder, exercise), exercise, check)
        for function, calls in recorder.tape.items():
            whole[function] = _longer(whole.get(function, []), calls, check)
    return whole


def _longer(one: list[Any], other: list[Any], check: Check) -> list[Any]:
    if not all(same(mine[0], theirs[0]) for mine, theirs in zip(one, other, strict=False)):
        raise CourseError(
            f"The check '{check.title}' asks the truth about inputs that depend on the answer: that cannot be recorded."
        )
    return max(one, other, key=len)


def _slim(exercise: Exercise, tape: Tape) -> Tape:
    """Drop the parts that are never compared from the replies of the exercise's own function: caches are large."""
    calls = tape.get(exercise.name, [])
    return tape | {exercise.name: [[asked, _without_free_parts(exercise, reply)] for asked, reply in calls]}


def _without_free_parts(exercise: Exercise, reply: PackedReply) -> PackedReply:
    value = reply.get("value")
    free = {part.name for part in exercise.parts if part.free}
    if not isinstance(value, dict) or exercise.form.kind is str:
        return reply
    if "tuple" in value:
        parts = zip(exercise.parts, value["tuple"], strict=True)
        return reply | {"value": {"tuple": [None if part.free else item for part, item in parts]}}
    kept = [[key, None if key in free else item] for key, item in value.get("dict", [])]
    return reply | {"value": {"dict": kept}}


# ------------------------------------------------------------------------------------------- as text, and compared


def as_text(recorded: Recorded) -> str:
    """Return a recording as JSON, one check a line."""
    exercises = _block({name: _block(checks, "  ") for name, checks in recorded.items()}, " ")
    return _block({"format": str(FORMAT), "exercises": exercises}) + "\n"


def _block(items: dict[str, Any], indent: str = "") -> str:
    """Lay out a dict with one item a line; an item that is text already is laid out itself."""
    lines = [
        f"{indent} {json.dumps(key)}: {item if isinstance(item, str) else _line(item)}" for key, item in items.items()
    ]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _line(entry: Entry) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def changed_checks(old: Recorded, new: Recorded) -> list[str]:
    """Name the checks on which two recordings differ by more than rounding."""
    checks = {(name, check): None for recorded in (old, new) for name in recorded for check in recorded[name]}
    return [
        f"{name}, check '{check.replace('_', ' ')}'"
        for name, check in checks
        if not _same_entry(old.get(name, {}).get(check), new.get(name, {}).get(check))
    ]


def _same_entry(old: Entry | None, new: Entry | None) -> bool:
    return old is not None and new is not None and same(_print(old), _print(new))


def _print(entry: Entry) -> Any:
    """Return what of an entry is compared: replies by their fingerprint, never by their bytes."""
    truth = {
        function: [[asked, fingerprint(unpack(reply.get("value"))), reply.get("raised")] for asked, reply in calls]
        for function, calls in entry["truth"].items()
    }
    mistakes = [[name, says, unfolded(told, entry["values"])] for name, says, told in entry["mistakes"]]
    rights = entry.get("rights")
    values = [about(rights), fingerprint(all_numbers(rights))] if rights else []
    return {"truth": truth, "mistakes": mistakes, "hunted": entry.get("hunted"), "rights": values}
