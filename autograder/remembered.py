"""The truth of a check, asked once: whoever asks the same in the same order is given the same, without a second call.

What a check asks of the truth does not depend on the answer, or it could not be recorded. So where many answers go
through one check on one seed, as the known mistakes do, the reference has to work for the first of them alone.
"""

from __future__ import annotations

from collections import Counter

from autograder.answer import Answer, Declared, Transcript
from autograder.door import Door, PackedReply, Request
from autograder.fingerprint import LONGEST_TRANSCRIPT
from autograder.reply import Known

Asked = tuple[Request, list[PackedReply]]


class Truth:
    """What is true in one check on one seed, as far as it was asked for.

    Args:
        door: the door to the reference.
        exercise: what it answers.

    Attributes:
        tape: of each function what was asked and replied, in order; the longest of all runs, which the others begin.
        parted: whether some run asked a function something else than another one did at the same place.
    """

    def __init__(self, door: Door, exercise: Declared) -> None:
        self.door, self.exercise = door, exercise
        self.tape: dict[str, list[Asked]] = {}
        self.parted = False

    def answer(self) -> Answer:
        """Return what answers truly from the beginning of the check on; nobody reads its transcript, so it has none."""
        untold = Transcript()
        untold.values = LONGEST_TRANSCRIPT
        return Answer(_Again(self), self.exercise, transcript=untold)


class _Again:
    """The door to what is remembered; what was not asked before, it asks for and adds."""

    def __init__(self, truth: Truth) -> None:
        self._truth, self._positions = truth, Counter[str]()
        self._strays: set[str] = set()  # functions that this run has asked something else than the runs before

    def ask(self, request: Request) -> list[PackedReply]:
        function = request["function"]
        if function in self._strays:
            return self._truth.door.ask(request)
        tape = self._truth.tape.setdefault(function, [])
        position = self._positions[function]
        if position == len(tape):
            tape.append((request, [Known(reply) for reply in self._truth.door.ask(request)]))
        self._positions[function] += 1
        asked, replies = tape[position]
        if all(asked[part] == request[part] for part in ("calls", "stand_ins", "fresh")):
            return replies
        self._strays.add(function)
        self._truth.parted = True
        return self._truth.door.ask(request)
