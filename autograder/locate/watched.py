"""A rewritten function, and what comes of a call to it when values are noted or replaced."""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import itertools
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.locate.clock import worked
from autograder.locate.guard import Guard
from autograder.locate.rewrite import WATCH, Rewriter, Spot
from autograder.locate.uses import use_of
from autograder.locate.values import LONGEST, fresh, listed, things_in
from autograder.probe import replaced

Forced = Mapping[int, list[Any]]  # spot -> the value that each of its occurrences takes
Call = tuple[tuple[Any, ...], dict[str, Any]]  # positional and named arguments
StandIns = Mapping[str, Any]  # functions that take the place of others while a call is made
NO_LIMIT = 10**9
LISTED = (zip, enumerate, reversed)


class TooMuch(BaseException):
    """A call takes far longer than it may: no `except Exception` of a learner's swallows it."""


@dataclass
class Watch:
    """What rewritten functions speak to during one call.

    Attributes:
        forced: the values that take the place of those of some spots.
        unheard: spots that are not evaluated, since they raise; their values come from `forced` alone.
        log: spot and value of all that was evaluated, where that is to be kept.
        left: how many values may still be evaluated.
        until: when to stop, as `clock.worked` counts.
        after: is told of each spot once it is evaluated.
        stays: what stays as it is during the call, by `id`, so that no copy of it has to be kept.
    """

    forced: Forced = field(default_factory=dict)
    unheard: frozenset[int] = frozenset()
    log: list[tuple[int, Any]] | None = None
    left: int = NO_LIMIT
    until: float = float("inf")
    after: Callable[[int], None] | None = None
    stays: frozenset[int] = frozenset()
    _seen: dict[int, int] = field(default_factory=dict)

    def note(self, spot: int, value: Any) -> Any:
        """Take the value of an expression and return the one to go on with."""
        self.left -= 1
        if self.left < 0 or (self.left % 64 == 0 and worked() > self.until):
            raise TooMuch
        if spot in self.forced:
            value = self.give(spot, value)
        if self.log is not None:
            self.log.append((spot, value if id(value) in self.stays else fresh(value)))
        if self.after:
            self.after(spot)
        return value

    def give(self, spot: int, value: Any = None) -> Any:
        """Return the value that is forced upon the next occurrence of a spot, `value` where there is none."""
        at = self._seen[spot] = self._seen.get(spot, -1) + 1
        values = self.forced.get(spot, ())
        return fresh(values[at]) if at < len(values) else value

    def walk(self, spot: int, value: Any) -> Any:
        """Take what a loop goes over: a list can be written down, an iterator cannot."""
        if not isinstance(value, LISTED):
            return self.note(spot, listed(value))
        first = list(itertools.islice(value, LONGEST + 1))
        return self.note(spot, first) if len(first) <= LONGEST else itertools.chain(first, value)


class _Switch:
    """Stands in the namespace of rewritten functions for the watch of the present call."""

    def __init__(self) -> None:
        self.turn(Watch())

    def turn(self, watch: Watch) -> None:
        """Let another watch be spoken to from now on."""
        self.watch, self.unheard = watch, watch.unheard
        self.note, self.give, self.walk = watch.note, watch.give, watch.walk  # asked for at every expression


@dataclass
class Outcome:
    """What came of one call."""

    value: Any = None
    raised: BaseException | None = None
    log: list[tuple[int, Any]] = field(default_factory=list)

    def by_spot(self) -> dict[int, list[Any]]:
        """Return the values of each spot, spots in the order in which they were first evaluated."""
        found: dict[int, list[Any]] = {}
        for spot, value in self.log:
            found.setdefault(spot, []).append(value)
        return found


class Watched:
    """A function, and the helpers that it is made of, rewritten to be watched.

    Args:
        texts: the source of each by its name; the function itself comes last.
        namespace: the names that they find; they are defined anew in it, so it belongs to this object alone.
        name: what the function is called.
        outside: another namespace in which functions that it calls find one another.
        rewriter: what rewrites them.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        namespace: dict[str, Any],
        name: str,
        *,
        outside: dict[str, Any] | None = None,
        rewriter: type[Rewriter] | type[Guard] = Rewriter,
    ) -> None:
        self.name, self.namespace, self.spots, self.texts = name, namespace, list[Spot](), texts
        self.trees: dict[str, ast.Module] = {}
        self._outside = {} if outside is None else outside
        self._switch = _Switch()
        namespace[WATCH] = self._switch
        for each, text in texts.items():
            rewrites = rewriter(text, len(self.spots), "" if each == name else each)
            self.trees[each] = ast.fix_missing_locations(rewrites.visit(ast.parse(text)))
            self.spots += rewrites.spots
            self._define(each)

    def _define(self, name: str) -> None:
        exec(compile(self.trees[name], f"<watched {name}>", "exec"), self.namespace)

    def guarded(self) -> Watched:
        """Return the same functions with nothing watched but how long they loop: far quicker."""
        return Watched(self.texts, dict(self.namespace), self.name, outside=self._outside, rewriter=Guard)

    @contextlib.contextmanager
    def redefined(self, name: str) -> Iterator[None]:
        """Let one of the functions be as its tree is now."""
        before = self.namespace[name]
        try:
            self._define(name)
            yield
        finally:
            self.namespace[name] = before

    @functools.cached_property
    def uses(self) -> dict[int, str]:
        """What is done with the value of each spot that stands within another one."""
        return {i: use_of(spot.node, place) for spot in self.spots for place, i in enumerate(spot.inside)}

    @property
    def function(self) -> Callable[..., Any]:
        """The rewritten function."""
        found: Callable[..., Any] = self.namespace[self.name]
        return found

    def run(
        self,
        call: Call,
        forced: Forced | None = None,
        *,
        stand_ins: StandIns | None = None,
        keep: bool = False,
        unheard: frozenset[int] = frozenset(),
        left: int = NO_LIMIT,
        until: float = float("inf"),
        in_place: bool = False,
        is_right: bool = False,
    ) -> Outcome:
        """Make a call with values forced upon spots, on copies of its arguments.

        `in_place` hands over the very arguments, for a check that looks at what becomes of them; `is_right` does so
        since a right answer leaves them alone.
        """
        watch = Watch(forced or {}, unheard, [] if keep else None, left, until)
        args, kwargs = call if in_place or is_right else fresh(call)
        watch.stays = frozenset(map(id, things_in(call))) if is_right else watch.stays
        with self._around(stand_ins) if stand_ins else contextlib.nullcontext():
            value, problem = self._made(watch, args, kwargs)
        return Outcome(value, problem, watch.log or [])

    def follow(self, call: Call, after: Callable[[int], None], *, stand_ins: StandIns | None = None, left: int) -> None:
        """Make a call on its very arguments and tell of each spot once it is evaluated."""
        with self._around(stand_ins or {}):
            self._made(Watch(left=left, after=after), *call)

    @contextlib.contextmanager
    def _around(self, stand_ins: StandIns) -> Iterator[None]:
        with replaced(self.namespace, stand_ins), replaced(self._outside, stand_ins):
            yield

    def _made(self, watch: Watch, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, BaseException | None]:
        before = self._switch.watch
        self._switch.turn(watch)
        try:
            return self.function(*args, **kwargs), None
        except (Exception, TooMuch) as problem:
            return None, problem.with_traceback(None)
        finally:
            self._switch.turn(before)


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Let nothing be seen of what is printed and warned of."""
    nowhere = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        warnings.simplefilter("ignore")
        yield
