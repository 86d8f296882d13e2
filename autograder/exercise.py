"""An exercise is declared once: what it returns, its checks, their points. All else is derived from that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.answer import Answer
from autograder.errors import CourseError
from autograder.returned import Form, Part
from autograder.syllabus import lesson_of

CheckFunction = Callable[[Answer, Answer, np.random.Generator], None]


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
        module: the module of the declaration, `__name__`; the lesson follows from it.
        returns: what the function returns: a string for one thing, a tuple of strings for a tuple, or a dict
            from key to "(axis, axis)" for a dict of arrays. See `Part` for what a string may say.
        reference: the module that holds the reference function, where that is not `solutions.<topic of the lesson>`.
        uses: the learner's earlier functions that this one may call.
    """

    def __init__(
        self,
        name: str,
        module: str,
        *,
        returns: str | tuple[str, ...] | dict[str, str],
        reference: str | None = None,
        uses: tuple[Exercise, ...] = (),
    ) -> None:
        self.name, self.uses = name, uses
        self.lesson = lesson_of(module)
        self.reference = reference or f"solutions.{self.lesson.partition('_')[2]}"
        self.form = Form.parse(name, returns)
        self.checks: list[Check] = []

    def check(self, *, points: int, hint: str, name: str | None = None) -> Callable[[CheckFunction], CheckFunction]:
        """Declare the decorated function a check worth `points`.

        Args:
            points: what it is worth.
            hint: where to look, never the answer.
            name: the sentence that the learner reads, where that is not the function's name.
        """

        def declare(run: CheckFunction) -> CheckFunction:
            sentence = name or str(getattr(run, "__name__", ""))
            if any(known.name == sentence for known in self.checks):
                raise CourseError(f"{self.name} has two checks called {sentence}.")
            self.checks.append(Check(sentence, run, points, hint))
            return run

        return declare

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the function returns, thing by thing."""
        return self.form.parts

    @property
    def points(self) -> int:
        """The sum of the checks' points: they are written nowhere else."""
        return sum(check.points for check in self.checks)

    def __repr__(self) -> str:
        return f"<Exercise {self.name}: {len(self.checks)} checks, {self.points} points>"
