"""A learner's function with small changes of its text, tried one after the other until a check holds."""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from inspect import signature
from itertools import islice
from typing import Any

import numpy as np

from autograder.locate.clock import worked
from autograder.locate.edits import Edit, Text
from autograder.locate.faults import faults_of_change
from autograder.locate.rewrite import Spot
from autograder.locate.search import Search
from autograder.locate.slips import WEAK
from autograder.locate.values import canon
from autograder.locate.watched import Call, Outcome, StandIns, TooMuch, Watched

MOST_PARTS = 12  # of a dict or a tuple, of which one may be meant


class Edited:
    """The small changes of a function.

    Args:
        learner: the function.

    Attributes:
        plain: the function as it is, with nothing watched.
    """

    def __init__(self, learner: Watched) -> None:
        self._learner = learner
        self.plain = learner.guarded()
        self._all: list[Edit] = []
        self._texts = {name: Text(tree, name) for name, tree in self.plain.trees.items()}

    @contextlib.contextmanager
    def made(self, edit: Edit) -> Iterator[Watched]:
        """Let a change be made for a while and yield the changed function."""
        with self._texts[edit.of].changed(edit.changes), self.plain.redefined(edit.of):
            yield self.plain

    def first(
        self,
        call: Call,
        stand_ins: StandIns,
        search: Search | None,
        *,
        holds: Callable[[Watched, int], bool],
        until: float,
        weak: bool = False,
    ) -> Edit | None:
        """Return the first change with which the check holds; None where none is found in time.

        Args:
            call, stand_ins: a call that goes wrong, and what stands in for other functions there.
            search: for right values at this call, begun already; None where they are not known.
            holds: tells whether the check holds of a function that was changed at a line, counted from its def line.
            until: when to stop, as `clock.worked` counts.
            weak: try those changes that may make up for something else, and no others.
        """
        if search is None:
            seen = self._learner.run(call, stand_ins=stand_ins, keep=True, until=until)
            values = seen.by_spot()
        else:
            values = search.values
        limit = 20 * sum(map(len, values.values())) + 2000
        for edit in self._edits(values, search):
            if worked() > until:
                return None
            if weak != (edit.plain >= WEAK):
                continue
            try:
                with self.made(edit) as changed:
                    outcome = changed.run(call, stand_ins=stand_ins, left=limit, until=until)
                    if outcome.raised or (search and not _mends(search, outcome)):
                        continue
                    if holds(changed, self._placed(edit, edit.where).line):
                        found = replace(edit, faults=self._faults(edit, values))
                        break
            except TooMuch:
                continue  # it goes on for ever where another call is made
            except (SyntaxError, ValueError, TypeError):
                continue  # it cannot even be compiled
        else:
            return None
        return self._with_twins(found, holds, until)

    def _with_twins(self, edit: Edit, holds: Callable[[Watched, int], bool], until: float) -> Edit:
        """Return a change with the other places where the same expression stands and the same change does as well."""
        if len(edit.changes) != 1:
            return edit
        told = _told(edit)
        twins = []
        for other in self._all:
            if len(other.changes) == 1 and other.where is not edit.where and _told(other) == told and worked() < until:
                with contextlib.suppress(TooMuch), self.made(other) as changed:
                    if holds(changed, self._placed(other, other.where).line):
                        twins.append(other.where)
        return replace(edit, also=tuple(twins), either=True) if twins else edit

    def _edits(self, values: dict[int, list[Any]], search: Search | None) -> list[Edit]:
        if not self._all:
            self._all = self._possible(values)
        if search is None:  # where the results are right, what is wrong stands beside them
            return sorted(self._all, key=lambda edit: edit.plain - 3 * isinstance(edit.where, (ast.Tuple, ast.Dict)))
        lines = _suspects(search)
        return sorted(self._all, key=lambda edit: edit.plain + lines.get((self._of(edit), _line(edit.where)), 2))

    def _possible(self, values: dict[int, list[Any]]) -> list[Edit]:
        spots = self._learner.spots
        kinds: dict[str, dict[str, Any]] = {}
        keys: dict[str, dict[str, list[str]]] = {}
        parts: dict[str, dict[str, list[Any]]] = {}
        for number, taken in values.items():
            spot = spots[number]
            if isinstance(spot.node, ast.Name) and taken:
                kinds.setdefault(spot.of, {}).setdefault(spot.node.id, _kind(taken[0]))
                held = next((each for each in taken if isinstance(each, (dict, tuple))), ())
                parts.setdefault(spot.of, {})[spot.node.id] = [
                    *islice(held if isinstance(held, dict) else range(len(held)), MOST_PARTS)
                ]
                if isinstance(taken[0], dict):
                    keys.setdefault(spot.of, {})[spot.node.id] = [key for key in taken[0] if isinstance(key, str)]
        found: list[Edit] = []
        for name, text in self._texts.items():
            of = "" if name == self._learner.name else name
            found += text.edits(kinds.get(of, {}), keys.get(of, {}), parts.get(of, {}))
        return found

    def _of(self, edit: Edit) -> str:
        return "" if edit.of == self._learner.name else edit.of

    def _faults(self, edit: Edit, values: dict[int, list[Any]]) -> tuple[str, ...]:
        known: dict[str, list[Any]] = {}
        for number, taken in values.items():
            spot = self._learner.spots[number]
            if isinstance(spot.node, ast.Name) and spot.of == self._of(edit) and spot.node.id not in self._given:
                known.setdefault(spot.node.id, taken)
        return faults_of_change(edit.where, edit.changes[0], known)

    @functools.cached_property
    def _given(self) -> set[str]:
        return {*signature(self._learner.function).parameters}

    def spot(self, edit: Edit) -> tuple[Spot, str]:
        """Return the place of a change as a spot, and the text of the part of it that is changed."""
        text = self._learner.texts[edit.of]
        spot = self._placed(edit, edit.where)
        leaf = edit.leaf or edit.where
        is_method = isinstance(leaf, ast.Attribute) and leaf is edit.leaf and not isinstance(leaf.value, ast.Name)
        return spot, f".{leaf.attr}" if is_method else _segment(text, leaf)  # type: ignore[attr-defined]

    def also(self, edit: Edit) -> list[Spot]:
        """Return the other places of a change."""
        return [self._placed(edit, node) for node in edit.also]

    def _placed(self, edit: Edit, node: ast.AST) -> Spot:
        line = _line(node) - self.plain.trees[edit.of].body[0].lineno + 1
        return Spot(-1, node, _segment(self._learner.texts[edit.of], node), line, self._of(edit))


def _told(edit: Edit) -> tuple[str, ...]:
    """Return what is equal for the same change of the same expression at two places."""
    (old, new), *_ = edit.changes
    return edit.of, edit.says, ast.dump(edit.where), ast.dump(old), ast.dump(new)


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def _suspects(search: Search) -> dict[tuple[str, int], int]:
    """Return of lines how little they are suspected: 0 where something goes wrong that is made of what is right."""
    found: dict[tuple[str, int], int] = {}
    for number in search.values:
        spot = search.spot(number)
        at = spot.of, getattr(spot.node, "lineno", 0)
        found[at] = min(found.get(at, 3), 0 if search.is_start(number) else 3 if search.right[number] else 1)
    return found


def _mends(search: Search, outcome: Outcome) -> bool:
    """Tell whether more of the result is right than without the change, where there is anything in it."""
    return not search.pool.entries or search.right_parts(outcome) > search.right_by_now


def _kind(value: Any) -> Any:
    """Return what tells which other variable may be meant: the shape of an array, the type of anything else."""
    if isinstance(value, (bool, int, float, np.ndarray, np.generic)):
        told = canon(value)
        return (told[0], np.asarray(value).dtype.kind) if told else "array"
    return type(value).__name__


def _segment(text: str, node: ast.AST) -> str:
    return " ".join((ast.get_source_segment(text, node) or "").split())
