"""Functions of the course that a check hands to a learner's function, or puts in the place of one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.packing import build_function


@functools.cache  # finding the text of a function takes a file and a parser, and a check may send it a hundred times
def _source_of(function: Callable[..., Any]) -> str:
    return inspect.cleandoc("\n" + inspect.getsource(function))


@dataclass(frozen=True)
class CourseFunction:
    """A function of the course that travels to the learner's side as source, with the values that it closes over.

    The function may use `np` and its bound names, nothing else.
    """

    function: Callable[..., Any]
    bound: dict[str, Any] = field(default_factory=dict)

    # The three names that `packing.pack` looks for.

    @property
    def course_name(self) -> str:
        """The function's name."""
        return self.function.__name__

    @property
    def course_source(self) -> str:
        """The function's source text."""
        return _source_of(self.function)

    @property
    def course_bound(self) -> dict[str, Any]:
        """The values that it closes over."""
        return self.bound

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function here."""
        return build_function(self.course_name, self.course_source, self.bound)(*args, **kwargs)
