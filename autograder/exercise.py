"""An exercise is declared once: what it returns, its checks, their points. All else is derived from that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.answer import Answer
from autograder.errors import CourseError
from autograder.returned import Form, Part
from autograder.syllabus import lesson_of, topic_of

CHECK_PREFIX = "check-"  # of the grade id of an exercise's check, before the exercise's name
CheckFunction = Callable[[Answer, Answer, np.random.Generator], None]


@dataclass(frozen=True)
class Check:
    """Something that must hold of an answer.

    Attributes:
        name: found by it in `solutions.alternatives`.
        title: the sentence that the learner reads.
        run: what is expected; raises Mismatch where it does not hold.
        points: what it is worth.
        hint: where to look, never the answer.
        is_promise: it says nothing of values (arguments left alone, order of examples), so it counts only where a
            check of values holds.
        by_chance: it rests on random draws, so a failure is repeated twice with fresh ones.
    """

    name: str
    title: str
    run: CheckFunction
    points: int
    hint: str
    is_promise: bool = False
    by_chance: bool = False


class Exercise:
    """One function that a learner writes, with everything that is known about judging it.

    Args:
        name: the function's name.
        module: the module of the declaration, `__name__`; the lesson follows from it.
        returns: what the function returns: a string for one thing, a tuple of strings for a tuple, or a dict
            from key to "(axis, axis)" for a dict of arrays. See `Part` for what a string may say.
        reference: the module that holds the reference function, where that is not `solutions.<topic of the lesson>`.
        uses: the learner's earlier functions that this one may call.
        function: what the reference module calls the function, where that is not its name here.
    """

    def __init__(
        self,
        name: str,
        module: str,
        *,
        returns: str | tuple[str, ...] | dict[str, str],
        reference: str | None = None,
        uses: tuple[Exercise, ...] = (),
        function: str | None = None,
    ) -> None:
        self.name, self.uses, self.function = name, uses, function or name
        self.lesson = lesson_of(module)
        self.reference = reference or f"solutions.{topic_of(self.lesson)}"
        self.form = Form.parse(name, returns)
        self.checks: list[Check] = []

    def check(
        self,
        title: str,
        *,
        points: int,
        hint: str,
        name: str | None = None,
        promise: bool = False,
        by_chance: bool = False,
    ) -> Callable[[CheckFunction], CheckFunction]:
        """Declare the decorated function a check; for the arguments see `Check`.

        Its name is that of the function, where `name` does not say otherwise.
        """

        def declare(run: CheckFunction) -> CheckFunction:
            own_name = name or str(getattr(run, "__name__", ""))
            if any(known.name == own_name for known in self.checks):
                raise CourseError(f"{self.name} has two checks called {own_name}.")
            self.checks.append(Check(own_name, title, run, points, hint, promise, by_chance))
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
