"""Runs inside: try everything of the course that can be imported there as the answer to each exercise.

What goes in is a call of each exercise, with what is true of it. What comes out is which functions give something of
the form of the answer back, and which a part of the answer itself, in whatever order they take the arguments.
"""

import contextlib
import copy
import functools
import hashlib
import importlib
import inspect
import io
import itertools
import pkgutil
import signal
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from autograder import packing

SECONDS = 0.3  # of one call
MOST_LATE = 2  # exercises for which a call takes longer, before a function is given up
FEW = 4  # arguments that are tried in every order
DEEP = 4
NOT_CALLED = ("autograder.door.time_limit", "autograder.__main__", "autograder.cli")
NEVER_MEANT = {"str", "Path", "Figure", "Axes"}  # what no argument of an exercise that is an array or a dict can be

Found = dict[str, Any]


class Late(BaseException):
    """A call takes too long."""


def modules_of(packages: list[str]) -> tuple[list[types.ModuleType], list[str]]:
    """Import packages and all below them; return the modules, and the names of those that cannot be imported."""
    modules, missing = [importlib.import_module(package) for package in packages], []
    for package in modules[: len(packages)]:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.", onerror=missing.append):
            try:
                modules.append(importlib.import_module(found.name))
            except BaseException:  # a command ends
                missing.append(found.name)
    return modules, sorted(set(missing))


@functools.cache
def functions_in(*packages: str) -> dict[str, Callable[..., Any]]:
    """Return what `functions_of` finds in packages and all below them."""
    return functions_of(modules_of(list(packages))[0])


def functions_of(modules: list[types.ModuleType]) -> dict[str, Callable[..., Any]]:
    """Return every function and class that the modules define, private ones and static methods included."""
    known, names = set[int](), {}
    mine = tuple({module.__name__.split(".")[0] for module in modules})
    for module in modules:
        for name, value in [*vars(module).items()]:
            if id(value) in known or not callable(value):
                continue
            if str(getattr(value, "__module__", "")).split(".")[0] not in mine:
                continue
            known.add(id(value))
            names[f"{module.__name__}.{name}"] = value
            for own, method in vars(value).items() if inspect.isclass(value) else ():
                if isinstance(method, (staticmethod, classmethod)):
                    names[f"{module.__name__}.{name}.{own}"] = getattr(value, own)
    return {name: value for name, value in names.items() if not name.startswith(NOT_CALLED)}


@functools.cache
def parameters(function: Callable[..., Any]) -> tuple[inspect.Parameter, ...] | None:
    """Return what a function takes; None where nobody knows."""
    try:
        return tuple(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None


def orders(function: Callable[..., Any], values: dict[str, Any]) -> Iterator[tuple[str, ...] | None]:
    """Yield the ways to call it: None for by name, else the names of the arguments in an order."""
    taken = parameters(function)
    if taken is None:
        yield tuple(values)
        return
    kinds = [each.kind for each in taken]
    names = {each.name for each in taken if each.kind is not each.VAR_POSITIONAL}
    if set(values) <= names:
        yield None
    places = [each for each in taken if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    needed = sum(each.default is each.empty for each in places)
    alone = sum(each.kind is each.KEYWORD_ONLY and each.default is each.empty for each in taken)
    if alone or needed > len(values):
        return
    if len(places) < len(values) and inspect.Parameter.VAR_POSITIONAL not in kinds:
        return
    tried = itertools.permutations(values) if len(values) <= FEW else [tuple(values)]
    for order in tried:
        if all(_may_be(place, values[name]) for place, name in zip(places, order, strict=False)):
            yield order


def _may_be(place: inspect.Parameter, value: Any) -> bool:
    return not (isinstance(value, (np.ndarray, dict)) and str(place.annotation).split(".")[-1] in NEVER_MEANT)


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """End what takes too long."""
    signal.signal(signal.SIGALRM, _too_late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_late(*_: object) -> None:
    raise Late


def arrays(value: Any, depth: int = 0) -> Iterator[np.ndarray]:
    """Yield the arrays and numbers anywhere in a value."""
    if isinstance(value, (np.ndarray, float, np.floating)):
        yield np.asarray(value)
    elif depth < DEEP and isinstance(value, (tuple, list)):
        with contextlib.suppress(Exception):  # a list of arrays, one for each step, is one array too
            stacked = np.asarray(value)
            if stacked.dtype.kind == "f":
                yield stacked
        for item in value[:50]:
            yield from arrays(item, depth + 1)
    elif depth < DEEP:
        inner = value if isinstance(value, dict) else getattr(value, "__dict__", {})
        for item in [*inner.values()][:50]:
            yield from arrays(item, depth + 1)


def says_something(array: np.ndarray, inputs: list[np.ndarray]) -> bool:
    """Tell whether an array of an answer is worth knowing: no constant, and none of what went in."""
    if array.dtype.kind not in "fc" or array.size < 2 or np.ptp(array.real) == 0:
        return False
    return not any(same(array, each) for each in inputs)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether two arrays hold the same, with or without axes of one entry."""
    if one.size != other.size or other.dtype.kind not in "fc":
        return False
    one, other = one.squeeze(), other.squeeze()
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-6, atol=1e-9)


class Exercise:
    """A call of one exercise, and what is true of it."""

    def __init__(self, name: str, call: Any) -> None:
        self.name = name
        self.values = packing.unpack(call["kwargs"], inside=True)
        truth = packing.unpack(call["value"], inside=True)
        inputs = list(arrays(self.values))
        self.sought = [each for each in arrays(truth) if says_something(each, inputs)]
        self.shape = shape_of(truth)

    def tried(self, function: Callable[..., Any]) -> Iterator[Found]:
        """Yield what came of a function, called in each way; raise Late where that takes too long."""
        for order in orders(function, self.values):
            given = copy.deepcopy(self.values)
            try:
                with limited():
                    value = function(**given) if order is None else function(*(given[name] for name in order))
                    gives = any(same(part, each) for each in arrays(value) for part in self.sought)
                    alike = shape_of(value) == self.shape
            except Late:
                raise
            except BaseException:
                continue
            if gives or alike:
                yield {"order": order, "gives": gives}


def shape_of(value: Any) -> tuple[Any, ...]:
    """Return what a value is made of, as far as one has to look to tell an answer from something else."""
    if isinstance(value, (bool, int, float, np.number, str, type(None))):
        return (type(value).__name__.replace("float64", "float").replace("int64", "int"),)
    if isinstance(value, np.ndarray):
        return ("array", value.shape)
    if isinstance(value, dict):
        return ("dict", tuple(sorted(map(str, value))))
    if isinstance(value, (tuple, list)):
        return ("several", len(value), *(shape_of(item)[:1] for item in value[:6]))
    return (type(value).__name__,)


def try_all(calls: dict[str, Any], functions: dict[str, Callable[..., Any]]) -> list[Found]:
    """Try every function for every exercise; return what is to be looked at."""
    exercises, found = [Exercise(*each) for each in calls.items()], list[Found]()
    for name, function in functions.items():
        late = 0
        for exercise in exercises:
            try:
                tried = [*exercise.tried(function)]
            except Late:
                late += 1
                if late == MOST_LATE:
                    found.append({"function": name, "late": True})
                    break
            else:
                found += [{"exercise": exercise.name, "function": name, **each} for each in tried]
            _forget_figures()
    return found


def _forget_figures() -> None:
    if "matplotlib.pyplot" in sys.modules and len(sys.modules["matplotlib.pyplot"].get_fignums()) > 3:
        sys.modules["matplotlib.pyplot"].close("all")


def look(packages: list[str]) -> Found:
    """Return what can be imported, and what cannot."""
    modules, missing = modules_of(packages)
    said = {module.__name__: hashlib.sha256(Path(module.__file__ or "").read_bytes()).hexdigest() for module in modules}
    return {"modules": said, "missing": missing, "functions": sorted(functions_of(modules))}


def main(calls: dict[str, Any], packages: list[str]) -> list[Found]:
    """Try everything in the packages."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return try_all(calls, functions_in(*packages))


def called(name: str, order: list[str] | None, packages: list[str]) -> Callable[..., Any]:
    """Return a function as one with the arguments of an exercise, which come in another order."""
    function = functions_in(*packages)[name]
    return lambda **values: function(**values) if order is None else function(*(values[each] for each in order))
