"""An exercise is declared once: what it returns, its checks, their points. All else is derived from that."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseError

if TYPE_CHECKING:
    import numpy as np

    from autograder.answers import Answer

CheckFunction = Callable[["Answer", "Answer", "np.random.Generator"], None]


@dataclass(frozen=True)
class Part:
    """One named thing that an answer returns: `a_next (n_a, m)`, `loss`, or `cache: any`."""

    name: str
    axes: tuple[str, ...] | None = None  # None: not an array
    free: bool = False  # `any`: the author's own business, never compared

    @classmethod
    def parse(cls, text: str) -> Part:
        """Read a part as it is written in a declaration; raise CourseError for any other text."""
        found = re.fullmatch(r"\s*([^\s(:]+)\s*(\([^)]*\))?\s*(: any)?\s*", text)
        if not found:
            raise CourseError(f"{text!r} does not name a part; write 'name', 'name (axis, axis)' or 'name: any'.")
        axes = None if found[2] is None else tuple(axis.strip() for axis in found[2][1:-1].split(",") if axis.strip())
        return cls(found[1], axes, bool(found[3]))


@dataclass(frozen=True)
class Check:
    """A promise that an answer must keep. Its name is the sentence that the learner reads."""

    name: str
    run: CheckFunction
    points: int
    hint: str

    @property
    def title(self) -> str:
        """The name as a sentence; the one argument with a line in its name keeps it."""
        return self.name.replace("_", " ").replace("max len", "max_len")


class Exercise:
    """One function that a learner writes, with everything that is known about judging it.

    Args:
        name: the function's name.
        lesson: the lesson's folder name, for example "02_simple_rnn".
        reference: the module that holds the reference function, for example "solutions.rnn".
        returns: what the function returns: a string for one thing, a tuple of strings for a tuple, or a dict
            from key to "(axis, axis)" for a dict of arrays. See `Part` for what a string may say.
        uses: names of the learner's earlier functions that this one may call.
    """

    def __init__(
        self,
        name: str,
        *,
        lesson: str,
        reference: str,
        returns: str | tuple[str, ...] | dict[str, str],
        uses: tuple[str, ...] = (),
    ) -> None:
        self.name, self.lesson, self.reference, self.uses = (
            name,
            lesson,
            reference,
            uses,
        )
        self.shape_of_result = type(returns)  # str, tuple or dict
        texts = [f"{key} {axes}" for key, axes in returns.items()] if isinstance(returns, dict) else returns
        self.parts = tuple(Part.parse(text) for text in ([texts] if isinstance(texts, str) else texts))
        self.checks: list[Check] = []

    def check(self, *, points: int, hint: str) -> Callable[[CheckFunction], CheckFunction]:
        """Declare the decorated function a check worth `points`; `hint` is where to look, never the answer."""

        def declare(run: CheckFunction) -> CheckFunction:
            name: str = getattr(run, "__name__", "")
            if any(known.name == name for known in self.checks):
                raise CourseError(f"{self.name} has two checks called {name}.")
            self.checks.append(Check(name, run, points, hint))
            return run

        return declare

    @property
    def points(self) -> int:
        """The sum of the checks' points: they are written nowhere else."""
        return sum(check.points for check in self.checks)

    def __repr__(self) -> str:
        return f"<Exercise {self.name}: {len(self.checks)} checks, {self.points} points>"


class Returned:
    """What an answer returned, by the names of the exercise; unpacks like the tuple that it was."""

    def __init__(self, parts: dict[str, Any], declared: tuple[Part, ...]) -> None:
        self.parts, self.declared = parts, declared

    def __getattr__(self, name: str) -> Any:
        try:
            return self.parts[name]
        except KeyError:
            raise AttributeError(f"no part {name!r}; there are {', '.join(self.parts)}") from None

    def __getitem__(self, name: str) -> Any:
        return self.parts[name]

    def __iter__(self) -> Any:
        return iter(self.parts.values())

    def part(self, name: str) -> Part | None:
        """Return the declaration of the part called `name`."""
        return next((part for part in self.declared if part.name == name), None)
