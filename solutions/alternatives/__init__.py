"""Other answers to the exercises: the wrong ones that learners write, and right ones that look different.

Each is a function in the module of its lesson. Where its one parameter is called `source`, it turns the source
text of the reference into that of the alternative; otherwise it is the alternative itself, whatever its name.
"""

import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Alternative:
    """Another answer to one exercise.

    Attributes:
        exercise: the name of the function that it is an answer to.
        name: its own name, unique for the exercise.
        make: the decorated function.
        caught_by: the check that must catch it; None for a correct variant.
        says: what the learner is told, a sentence that completes "This is exactly what comes out when ...".
    """

    exercise: str
    name: str
    make: Callable[..., Any]
    caught_by: str | None = None
    says: str = ""

    def source(self, reference: str) -> str:
        """Return the source text of the alternative; `reference` is that of the reference function."""
        if list(inspect.signature(self.make).parameters) == ["source"]:
            changed: str = self.make(reference)
            if changed == reference:
                raise ValueError(f"{self.name} changes nothing in {self.exercise}: the text it replaces is gone.")
            return changed
        text = textwrap.dedent(inspect.getsource(self.make))
        return re.sub(
            rf"^def {self.name}\(",
            f"def {self.exercise}(",
            text[text.index("def ") :],
            count=1,
        )


_known: dict[str, list[Alternative]] = {}
_equivalent: dict[str, dict[str, str]] = {}


def misconception(exercise: str, *, caught_by: str, says: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated function as a wrong answer that the check `caught_by` must catch and name."""
    return _register(exercise, caught_by, says)


def variant(exercise: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated function as a correct answer that looks different and must be accepted."""
    return _register(exercise, None, "")


def _register(exercise: str, caught_by: str | None, says: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def keep(make: Callable[..., Any]) -> Callable[..., Any]:
        _known.setdefault(exercise, []).append(Alternative(exercise, make.__name__, make, caught_by, says))
        return make

    return keep


def alternatives_to(exercise: str) -> list[Alternative]:
    """Return all alternatives registered for an exercise, in the order of their declaration."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return _known.get(exercise, [])


def equivalent(exercise: str, change: str, *, because: str) -> None:
    """Declare that a mechanical change, "old line -> new line", leaves the function as right as it was."""
    _equivalent.setdefault(exercise, {})[change] = because


def equivalents_of(exercise: str) -> dict[str, str]:
    """Return the changes that are declared equivalent, with the reason for each."""
    alternatives_to(exercise)
    return _equivalent.get(exercise, {})
