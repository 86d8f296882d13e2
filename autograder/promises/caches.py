"""What a loop over time promises of its caches: one a step, in order, each as the step made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.expect import expect, expect_close
from autograder.fingerprint import fingerprint
from autograder.promises.apart import AROUND_ANOTHER, expect_apart
from autograder.promises.inputs import Call, Rng, everywhere, some_sizes, with_holes
from autograder.promises.loops import Loop
from autograder.tolerance import ATOL, RTOL


class _StatesAreWrong(Mismatch):
    """What the caches hold follows from states that are wrong, which is charged already."""


@dataclass(frozen=True)
class Caches:
    """The caches that a masked loop over time returns for the way back. Its method is a check.

    Args:
        loop: the loop, in two ways: with the learner's own step, and around a stand-in.
        entries: what a cache holds, in its order: the next states first, the parameters last.
        made: make a cache of what a step is given by name: what the true step keeps, and what the stand-in keeps.
    """

    loop: Loop
    entries: tuple[str, ...]
    made: tuple[Callable[..., Any], Callable[..., Any]]

    def each_step_leaves_its_cache(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng)
        masks = (everywhere(sizes), with_holes(rng, sizes))
        masks[1][1] = False  # a step that is padding for everyone has a cache too
        calls = [{**self.loop.cell.a_sequence(rng, sizes), "mask": mask} for mask in masks]
        problems: list[Mismatch] = []

        def promise(loop: Answer) -> None:
            try:
                self._expect_caches(loop, calls)
            except Mismatch as problem:
                problems.append(problem)
                raise

        try:
            expect_apart(promise, answer, self.loop.ways)
        except _StatesAreWrong:
            for problem in problems:
                if not isinstance(problem, _StatesAreWrong):  # around the stand-in the states are right
                    raise Mismatch(f"{problem}\n{AROUND_ANOTHER.format(self.loop.step)}", problem.cause) from None

    def _expect_caches(self, answer: Answer, calls: list[Call]) -> None:
        wrong: Mismatch | None = None
        judged = False
        for got, call in zip(answer.each(calls), calls, strict=True):
            due, states = self._due(self.made[bool(answer.stand_ins)], call)
            problem = self._form_problem(got.caches, due)
            # With its type: the cache of one step alone is a tuple, and may have as many parts as there are steps.
            kept = {"caches": f"{type(got.caches).__name__}: {problem}"}
            gist = kept if problem else self._stacked(got.caches, call["mask"])
            around = {"around": sorted(answer.stand_ins)} if answer.stand_ins else {}
            answer.transcript.append({"value": fingerprint(gist), **around})
            try:
                for s, want in states.items():
                    expect_close(s, got, want)
            except Mismatch as mismatch:
                wrong = mismatch
                shorter = np.shape(got[self.loop.cell.states[0]])[:1]  # of steps left out there, no cache is expected
                expect(not problem or shorter == _length(got.caches) != (len(due),), problem)
            else:
                expect(not problem, problem)
                self._expect_entries(got, due, call)
                judged = True
        if wrong and not judged:
            raise _StatesAreWrong(str(wrong), wrong.cause)

    def _due(self, make: Callable[..., Any], call: Call) -> tuple[list[Any], dict[str, np.ndarray]]:
        """Return the caches and the states (T_x, n_a, m) of a loop with this step."""
        caches, states = [], {s: [call[f"{s}0"]] for s in self.loop.cell.states}
        for xt, valid in zip(call["x"], call["mask"], strict=True):
            before = {f"{s}_prev": kept[-1] for s, kept in states.items()}
            caches.append(make(xt=xt, **before, parameters=call["parameters"]))
            for kept, new in zip(states.values(), caches[-1], strict=False):
                kept.append(np.where(valid, new, kept[-1]))
        return caches, {s: np.stack(kept[1:]) for s, kept in states.items()}

    def _form_problem(self, caches: Any, due: list[Any]) -> str:
        """Say why these are no caches that the way back can read, or nothing."""
        of_step = f"the cache of {self.loop.step}, ({', '.join(self.entries)}),"
        if not isinstance(caches, (list, tuple)):
            return f"caches is {_kind(caches)}, where a list with one cache for each step is expected."
        if len(caches) != len(due):
            return f"There are {len(due)} steps here, and caches holds {len(caches)}."
        for t, (cache, one) in enumerate(zip(caches, due, strict=True)):
            if not isinstance(cache, (list, tuple)) or len(cache) != len(one):
                return f"caches[{t}] is {_kind(cache)}, where {of_step} is expected."
            for name, mine, want in zip(self.entries, cache[:-1], one, strict=False):
                if not is_finite(mine, want.shape):
                    return f"{name} in caches[{t}] is no array of numbers of shape {want.shape}."
            if not isinstance(cache[-1], dict) or not set(self.loop.cell.recurrent) <= set(cache[-1]):
                return f"{self.entries[-1]} in caches[{t}] is no dict of all parameters."
        return ""

    def _stacked(self, caches: Any, mask: np.ndarray) -> dict[str, np.ndarray]:
        """Return what caches hold of examples whose mask is True, as arrays (T_x, ..., m); other places are 0."""
        arrays = zip(self.entries, *(cache[:-1] for cache in caches), strict=False)
        return {name: np.where(mask[:, None], np.stack(each), 0.0) for name, *each in arrays}

    def _expect_entries(self, got: Any, due: list[Any], call: Call) -> None:
        mask = call["mask"]
        mine, want = self._stacked(got.caches, mask), self._stacked(due, mask)
        says = None if mask.all() else "Compared are the examples whose mask is True at this step."
        for name, t in ((name, t) for t in range(len(due)) for name in want):
            label = f"{name} in caches[{t}] ({'n_x' if name == 'xt' else 'n_a'}, m)"
            try:
                expect_close(label, mine[name][t], want[name][t], because=says)
            except Mismatch as mismatch:
                cause = next(self._suspicions(name, mine, want, got), None) if mask.all() else None
                raise Mismatch(str(mismatch), cause or mismatch.cause) from None
        for t, name in ((t, name) for t in range(len(due)) for name in self.loop.cell.recurrent):
            expect_close(f"{name} of the parameters in caches[{t}]", got.caches[t][-1][name], call["parameters"][name])

    def _suspicions(
        self, name: str, mine: dict[str, np.ndarray], want: dict[str, np.ndarray], got: Any
    ) -> Iterator[str]:
        """Yield what the caches of a batch without padding betray of how they were kept."""
        if all(_near(mine[each], want[each][::-1]) for each in want):
            yield "The caches stand in reverse order: caches[0] is to be that of the first step."
        if all(_near(mine[each], want[each][[-1] * len(want[each])]) for each in want):
            yield "Every place of caches holds the cache of the last step."
        state = name.removesuffix("_prev")
        if name != state and _near(mine[name], got[state][[-1] * len(mine[name])]):
            yield (
                f"{name} is the same in every cache, {state} of the last step. A cache holds the array itself, so "
                f"what is written into it later, as by `{name}[...] =` or out=, shows in the cache: make a new array."
            )


def _length(caches: Any) -> tuple[int, ...]:
    return (len(caches),) if isinstance(caches, (list, tuple)) else ()


def _kind(value: Any) -> str:
    if value is None:
        return "None"
    of = f" of {len(value)} things" if isinstance(value, (list, tuple)) else ""
    return f"of type {getattr(value, 'type_name', type(value).__name__)}{of}"


def is_finite(got: Any, shape: tuple[int, ...]) -> bool:
    """Tell whether this is an array of numbers of this shape, none of them nan or infinite."""
    is_numbers = isinstance(got, np.ndarray) and got.shape == shape and got.dtype.kind in "fiu"
    return is_numbers and bool(np.isfinite(got).all())


def _near(one: Any, other: Any) -> bool:
    return np.shape(one) == np.shape(other) and bool(np.allclose(one, other, rtol=RTOL, atol=ATOL))
