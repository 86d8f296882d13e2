"""What an answer returns: the form that an exercise declares, and a value read in that form."""

from __future__ import annotations

import difflib
import itertools
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.errors import CourseError, FormMismatch
from autograder.packing import Kept

MOST_KEYS, LONGEST_KEY = 50, 60  # of the keys of a returned dict, those that are looked at, and of each the letters


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


@dataclass(frozen=True)
class Form:
    """What a function returns, as its exercise declares it.

    Attributes:
        function: its name.
        kind: str for one thing, tuple for several, dict for a dict of arrays.
        parts: what is returned, thing by thing.
    """

    function: str
    kind: type
    parts: tuple[Part, ...]

    @classmethod
    def parse(cls, function: str, returns: str | tuple[str, ...] | dict[str, str]) -> Form:
        """Read the form as it is written in a declaration."""
        texts = [f"{key} {axes}" for key, axes in returns.items()] if isinstance(returns, dict) else returns
        parts = tuple(Part.parse(text) for text in ([texts] if isinstance(texts, str) else texts))
        return cls(function, type(returns), parts)

    def read(self, value: Any) -> Any:
        """Return what a function returned: by the names of the parts where there are several, else as it is.

        Whatever cannot be meant - nothing returned, a missing key, a list for an array - is a FormMismatch.
        """
        parts = self.parts_of(value)
        return next(iter(parts.values())) if self.kind is str else Returned(parts, self.parts)

    def parts_of(self, value: Any) -> dict[str, Any]:
        """Return the parts of what a function returned by their names; raise FormMismatch where it has another one."""
        if value is None:
            raise FormMismatch(f"{self.function} returned None.", "A function without a return statement returns None.")
        if self.kind is str:
            parts = {self.parts[0].name: value}
        else:
            parts = self._from_tuple(value) if self.kind is tuple else self._from_dict(value)
        for part in self.parts:
            _require_kind(part, parts[part.name], alone=self.kind is str)
        return parts

    def _from_tuple(self, value: Any) -> dict[str, Any]:
        names = [part.name for part in self.parts]
        if isinstance(value, (tuple, list)) and len(value) == len(names):
            return dict(zip(names, value, strict=True))
        got = f"{len(value)} things" if isinstance(value, (tuple, list)) else f"one thing of type {_kind(value)}"
        raise FormMismatch(
            f"{self.function} should return {len(names)} things, {', '.join(names)}; yours returned {got}."
        )

    def _from_dict(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise FormMismatch(
                f"{self.function} should return a dict; yours returned one thing of type {_kind(value)}."
            )
        for part in self.parts:
            if part.name not in value:
                due = {part.name for part in self.parts}
                keys = [str(key)[:LONGEST_KEY] for key in itertools.islice(value, MOST_KEYS)]
                raise FormMismatch(f"The key {part.name!r} is missing.", _nearest(part.name, keys, due))
        return {part.name: value[part.name] for part in self.parts}


def _nearest(name: str, keys: list[str], due: set[str]) -> str:
    close = difflib.get_close_matches(name, [key for key in keys if key not in due], n=1, cutoff=0.5)
    return f"There is a key {close[0]!r}: is it misspelled?" if close else f"The keys are {', '.join(sorted(keys))}."


def _require_kind(part: Part, value: Any, *, alone: bool) -> None:
    if part.free or part.axes is None:
        return
    if value is None:
        raise FormMismatch(f"{part.name} is None.", "Was it computed, but not kept?")
    if isinstance(value, (list, tuple)):
        raise FormMismatch(
            f"{part.name} is of type {_kind(value)}, where an array is expected.", _made_of(value, alone)
        )
    if not isinstance(value, (np.ndarray, np.generic)) and not (isinstance(value, (int, float)) and not part.axes):
        raise FormMismatch(f"{part.name} is of type {_kind(value)}, where an array is expected.")
    if np.ndim(value) != len(part.axes):
        axes = f"({', '.join(part.axes)}{',' * (len(part.axes) == 1)})"
        due = f"the {len(part.axes)} axes {axes}" if len(part.axes) > 1 else f"the shape {axes}"
        raise FormMismatch(f"{part.name} should have {due}; yours has shape {np.shape(value)}.")


def _made_of(value: list[Any] | tuple[Any, ...], alone: bool) -> str:
    """Say how one array comes of several things, or that one of them is meant; `alone` where no other is returned."""
    if isinstance(value, tuple) and not alone:
        return f"A tuple of {len(value)} things stands in the place of this array."
    if isinstance(value, tuple):
        return f"One array is to be returned, and a tuple of {len(value)} things was."
    shapes = {np.shape(item) if isinstance(item, np.ndarray) else None for item in value}
    if len(shapes) > 1:
        return "Arrays of different shapes are joined along an axis: np.hstack, np.vstack, np.concatenate."
    if None in shapes:
        return "np.array makes an array of a list; the outer list becomes axis 0."
    return "np.stack makes one array of a list of arrays, along a new axis 0."


def _kind(value: Any) -> str:
    return value.type_name if isinstance(value, Kept) else type(value).__name__
