"""A learner's function as a check sees it: called as if it stood here, whatever door it stands behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from autograder.course_function import CourseFunction
from autograder.door import Door, PackedReply, TookTooLong
from autograder.errors import CALLED_UNWRITTEN, LEFT_STANDING, FormMismatch, NotAttempted, ProtocolError
from autograder.fingerprint import LONGEST_TRANSCRIPT, fingerprint, values_in
from autograder.handed_back import is_handed_back
from autograder.packing import pack
from autograder.reply import Raised, Reply
from autograder.returned import Form

LARGEST_COMPARED = 10_000  # things in one answer that are held against each of the known mistakes


class Declared(Protocol):
    """What an answer must know of its exercise."""

    @property
    def name(self) -> str:
        """The function's name."""
        ...

    @property
    def form(self) -> Form:
        """What the function returns."""
        ...

    @property
    def uses(self) -> Sequence[Declared]:
        """The learner's earlier functions that it may call."""
        ...


class Transcript(list[Any]):
    """The fingerprints of what was answered, and how many values they hold.

    These are counted as they come, since they are asked for at each of what may be thousands of calls.
    """

    values = 0
    hands_back: bool | None = None  # whether each call got back what it had handed in; None where none got anything

    def append(self, entry: Any) -> None:
        """Add a fingerprint."""
        super().append(entry)
        self.values += values_in(entry)


@dataclass
class Answer:
    """A function behind a door, called as if it stood here.

    `answer(...)` returns what `Form.read` makes of it: a `Returned` (parts by name) where the exercise names several
    parts, else the value itself.
    """

    door: Door
    exercise: Declared
    replies: list[Reply] = field(default_factory=list)
    transcript: Transcript = field(default_factory=Transcript)
    stand_ins: dict[str, Any] = field(default_factory=dict)
    around: dict[str, str] = field(default_factory=dict)  # what a promise held around -> what came of the learner's own
    remark: str = ""  # what a check says where it holds
    measured: dict[str, Any] = field(default_factory=dict)  # what a check has measured, for results.json

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Make one call and return what it gave, in the form that the exercise declares."""
        return self.read(self.attempt(*args, **kwargs))

    def attempt(self, *args: Any, **kwargs: Any) -> Reply:
        """Make one call and return all that came of it, an exception included."""
        return self._ask([(args, kwargs)])[0]

    def attempt_each(self, cases: Iterable[dict[str, Any]]) -> list[Reply]:
        """Make many calls in one request, and return all that came of each, and what it shares with the one before."""
        return self._ask([((), case) for case in cases], fresh=True)

    def each(self, cases: Iterable[dict[str, Any]]) -> Sequence[Any]:
        """Make many calls in one request, one for each dict of keyword arguments.

        What came of a call is read when it is looked at, so that values are compared up to the first that is none.
        """
        return _Read(self, self._ask([((), case) for case in cases]))

    def own(self, name: str) -> Answer:
        """Return the learner's own function `name`: this one, or one of those that the exercise `uses`."""
        known = {exercise.name: exercise for exercise in (self.exercise, *self.exercise.uses)}
        return Answer(self.door, known[name])

    def with_stand_in(self, **stand_ins: CourseFunction) -> Answer:
        """Return this answer with course functions in the place of the learner's functions of those names."""
        return replace(self, stand_ins={**self.stand_ins, **stand_ins})

    def _ask(self, cases: list[tuple[tuple[Any, ...], dict[str, Any]]], *, fresh: bool = False) -> list[Reply]:
        request = {
            "function": self.exercise.name,
            "calls": [[pack(args), pack(kwargs)] for args, kwargs in cases],
            "stand_ins": {name: pack(function) for name, function in self.stand_ins.items()},
            "first": not self.replies,
            "fresh": fresh,
        }
        try:
            packed = self.door.ask(request)
        except TookTooLong as late:
            self.transcript.append("took too long")
            raise FormMismatch(
                f"{self.exercise.name} took too long: {late}. Is there a loop that never ends?"
            ) from None
        if len(packed) != len(cases):
            raise ProtocolError("There are more or fewer replies than calls.")
        return [self._note(reply, kwargs) for reply, (_, kwargs) in zip(packed, cases, strict=True)]

    def _note(self, packed: PackedReply, call: dict[str, Any]) -> Reply:
        if packed.get("missing"):
            raise NotAttempted(f"{self.exercise.name} is not defined yet.")
        reply = Reply.read(packed).to(call)
        if reply.raised and "NotImplementedError" in reply.raised.types:
            raise NotAttempted(_not_written(self.exercise.name, reply.raised))
        self.replies.append(reply)
        if self.transcript.hands_back is not False and (compared := self.compared(reply)):
            self.transcript.hands_back = is_handed_back(compared, call)
        if self.transcript.values < LONGEST_TRANSCRIPT:
            self.transcript.append(self._print_of(reply))
        return reply

    def _print_of(self, reply: Reply) -> Any:
        """The fingerprint of a reply: what it returned where the exercise says so, what it raised, what it changed."""
        around = {"around": sorted(self.stand_ins)} if self.stand_ins else {}
        if reply.raised:
            return {"raised": reply.raised.types[0], **around}
        compared = self.compared(reply) or {"unread": reply.value}
        if _holds_more_than(LARGEST_COMPARED, compared):
            compared = {"unread": "more than any known mistake returns"}
        changed = {"changed": list(reply.changed)} if reply.changed else {}
        return {"value": fingerprint(compared), **changed, **around}

    def compared(self, reply: Reply) -> dict[str, Any]:
        """Return the parts of a reply that checks compare; {} where it does not have the declared form."""
        try:
            value = {} if reply.raised else self.exercise.form.parts_of(reply.value)
        except FormMismatch:
            return {}
        return {
            part.name: value[part.name] for part in self.exercise.form.parts if not part.free and part.name in value
        }

    def read(self, reply: Reply) -> Any:
        """Return what a reply carries in the form that the exercise declares; raise FormMismatch where it has none."""
        if reply.raised:
            raise FormMismatch(
                f"Calling {self.exercise.name} raised {reply.raised}", reply.raised.why, mistake=reply.raised.mistake
            )
        if reply.reordered:
            raise FormMismatch(
                f"The arguments of {self.exercise.name} are to be ({', '.join(reply.called)}) in this order; "
                f"here they are ({', '.join(reply.reordered)}).",
                "Whoever calls it without naming them would hand over one thing for another.",
            )
        return self.exercise.form.read(reply.value)


class _Read(Sequence[Any]):
    """Replies, each read as it is looked at."""

    def __init__(self, answer: Answer, replies: list[Reply]) -> None:
        self._answer, self._replies = answer, replies

    def __getitem__(self, index: Any) -> Any:
        found = self._replies[index]
        return [self._answer.read(reply) for reply in found] if isinstance(index, slice) else self._answer.read(found)

    def __len__(self) -> int:
        return len(self._replies)


def _holds_more_than(most: int, value: Any) -> bool:
    """Tell whether there are more things in a value than so many; an array is one."""
    waiting = [value]
    while waiting and most >= 0:
        most -= 1
        part = waiting.pop()
        if isinstance(part, dict):
            most -= len(part)
            waiting += part.values()
        elif isinstance(part, (list, tuple, set)):
            waiting += part
    return most < 0


def _not_written(name: str, raised: Raised) -> str:
    if raised.inside:
        return f"{raised.inside} {CALLED_UNWRITTEN} {name} calls it."
    if raised.alone or not raised.line:
        return f"{name} is not written yet."
    return f"{name} is not finished: line {raised.line} of it {LEFT_STANDING}."
