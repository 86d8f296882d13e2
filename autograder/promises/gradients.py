"""What every gradient promises: of a loop backward through time, and of a dict of gradients that is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.expect import expect, expect_close, expect_either, expect_unchanged
from autograder.notation import in_words
from autograder.promises.apart import Compare, Ways, expect_apart, expect_true_apart
from autograder.promises.inputs import (
    Call,
    Cell,
    Rng,
    Sizes,
    before_and_after_two_end_sooner,
    everywhere,
    padded,
    several_sizes,
    some_lengths,
    some_sizes,
    with_holes,
)
from autograder.returned import Returned


def axes_of_gradients(cell: Cell) -> dict[str, str]:
    """Return the axes of each gradient, "(n_a, n_x)": those of the thing whose name stands after the d."""
    of_states = {f"d{s}{when}": "(n_a, m)" for s in cell.states for when in ("0", "_prev")}
    of_input = {"dx": "(T_x, n_x, m)", "dxt": "(n_x, m)"}
    return {**of_input, **of_states, **{f"d{name}": f"({axes})" for name, axes in cell.axes.items()}}


def gradients_of_loop(cell: Cell) -> tuple[str, ...]:
    """Return the names of the gradients that a loop backward through time returns."""
    return ("dx", *(f"d{s}0" for s in cell.states), *(f"d{name}" for name in cell.recurrent))


def parts(cell: Cell, *names: str, because: str | None = None) -> Compare:
    """Return a comparison of these entries of a dict of gradients."""
    return lambda got, want, call: expect_parts(cell, names, got, want, because=because)


def expect_parts(cell: Cell, names: Sequence[str], got: Any, want: Any, *, because: str | None = None) -> None:
    """Expect these entries of a dict of gradients; of several wrong ones the first is told and the others are named."""
    for name in names:
        expect(name in _keys(got), f"The key {name!r} is missing.")
    axes = axes_of_gradients(cell)
    expect_each(names, lambda name: expect_close(f"{name} {axes[name]}", got[name], want[name], because=because))


def expect_each(names: Iterable[str], expect_one: Callable[[str], None]) -> None:
    """Expect something of each name; of several that are wrong the first is told and the others are named."""
    wrong: dict[str, Mismatch] = {}
    for name in names:
        try:
            expect_one(name)
        except Mismatch as mismatch:
            wrong[name] = mismatch
    if wrong:
        (first, told), *rest = wrong.items()
        others = tuple(name for name, _ in rest)
        also = f"\n{in_words(others)} {'is' if len(others) == 1 else 'are'} off as well." if others else ""
        raise Mismatch(f"{told}{also}", told.cause, first, others)


def _keys(got: Any) -> Iterable[str]:
    return got.parts if isinstance(got, Returned) else got if isinstance(got, dict) else ()


@dataclass(frozen=True)
class LoopBack:
    """A loop backward through time. Its methods are checks: hand one to `Exercise.check`.

    Args:
        cell: what the cell carries, and its parameters.
        ways: the ways to judge the loop apart from the learner's function for one step back.
        caches_of: makes the caches of a forward pass from a sequence and, for a masked loop, `mask`.
        without_recurrence: changes a sequence so that nothing comes back through time.
        masked: whether the loop always takes a mask, so that one without padding is handed to it as well.
    """

    cell: Cell
    ways: Ways
    caches_of: Callable[..., Any]
    without_recurrence: Callable[[Call], Call]
    masked: bool = False

    # ------------------------------------------------------------------------------------------------- promises

    def every_step_adds_what_comes_back_from_the_next(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = [*several_sizes(rng), some_sizes(rng).but(T_x=1)]
        calls = [self.a_pass(rng, each) for each in sizes]
        expect_true_apart(parts(self.cell, "dx"), answer, truth, calls, self.ways)
        last_only = self.a_pass(rng, sizes[0])
        last_only["da"][:-1] = 0.0
        compare = parts(self.cell, "dx", because="Here the loss reads the last step only.")
        expect_true_apart(compare, answer, truth, [last_only], self.ways)

    def the_parameters_collect_from_every_step(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        # First without recurrence: a mistake on the way back through time is not charged here.
        names, sizes = tuple(f"d{name}" for name in self.cell.recurrent), several_sizes(rng)
        flat = [self.a_pass(rng, each, change=self.without_recurrence) for each in sizes]
        expect_true_apart(parts(self.cell, *names), answer, truth, flat, self.ways)
        calls = [self.a_pass(rng, sizes[0])]
        expect_true_apart(self._where_dx_is_right(*names), answer, truth, calls, self.ways)

    def what_leaves_the_first_step_reaches_the_start(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        starts, sizes = [f"d{s}0" for s in self.cell.states], several_sizes(rng)
        calls = [self.a_pass(rng, each) for each in sizes]
        expect_true_apart(self._where_dx_is_right(*starts), answer, truth, calls, self.ways)
        first_only = [self.a_pass(rng, each) for each in (sizes[0], sizes[0].but(T_x=1))]
        for call in first_only:
            call["da"][1:] = 0.0  # so that nothing comes back to the first step from later ones
        compare = parts(self.cell, *starts, because="Here the loss reads the first step only.")
        expect_true_apart(compare, answer, truth, first_only, self.ways)

    def no_step_feels_the_losses_before_it(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        call, t = self.a_pass(rng, some_sizes(rng)), 3
        da = call["da"].copy()
        da[:t] += rng.standard_normal(da[:t].shape)
        says = f"Only da[:{t}] was changed, and dx[{t}:] changed with it: a later step has felt an earlier loss."

        def promise(loop: Answer) -> None:
            before, after = (got.dx for got in loop.each([call, {**call, "da": da}]))
            expect(np.any(before), "All of dx is zero.")
            expect_either(
                lambda: expect_close(f"dx[{t}:] (T, n_x, m)", after[t:], before[t:], because=says),
                # Right, but kept in the order of the loop: the first check has charged that.
                lambda: expect_close(f"dx[:{-t}] (T, n_x, m)", after[:-t], before[:-t]),
            )

        expect_apart(promise, answer, self.ways)

    def its_arguments_are_left_alone(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        call = self.a_pass(rng, some_sizes(rng))
        expect_apart(lambda loop: expect_unchanged(loop, **call), answer, self.ways)

    def a_masked_step_hands_its_gradient_on_as_it_is(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        compare, sizes = parts(self.cell, *(f"d{s}0" for s in self.cell.states)), several_sizes(rng)
        masks = [with_holes(rng, each) for each in sizes]
        masks.append(padded(some_lengths(rng, sizes[0], empty=True), sizes[0].T_x))
        calls = [self.a_masked_pass(rng, each, mask) for each, mask in zip([*sizes, sizes[0]], masks, strict=True)]
        expect_true_apart(compare, answer, truth, calls, self.ways)

    def a_masked_step_adds_nothing_to_parameters_and_input(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        compare, sizes = parts(self.cell, "dx", *(f"d{name}" for name in self.cell.recurrent)), several_sizes(rng)
        without = [sizes[0], sizes[0].but(T_x=1)]
        calls = [self.a_masked_pass(rng, each, everywhere(each)) for each in without]
        calls += [self.a_masked_pass(rng, each, with_holes(rng, each)) for each in sizes]
        expect_true_apart(compare, answer, truth, calls, self.ways)

    def each_gradient_follows_the_mask_of_its_own_example(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng).but(m=4)
        T_x, others = sizes.T_x, [2, 3]
        before, after = before_and_after_two_end_sooner(T_x)
        call = self.a_masked_pass(rng, sizes, before)
        says = "Only examples 0 and 1 were made shorter, and the gradients of the others changed with them."

        def promise(loop: Answer) -> None:
            long, ragged = loop.each([call, {**call, "mask": after}])
            expect(np.any(long["dx"]), "All of dx is zero.")
            expect_close(
                "dx[..., 2:] (T_x, n_x, m)",
                ragged["dx"][..., others],
                long["dx"][..., others],
                because=says,
                to_itself=True,
            )

        expect_apart(promise, answer, self.ways)

    # -------------------------------------------------------------------------------------------------- inputs

    def a_pass(self, rng: Rng, sizes: Sizes, *, change: Callable[[Call], Call] | None = None) -> Call:
        """Draw what the loop is given: a gradient at every step, and the caches."""
        sequence = self.cell.a_sequence(rng, sizes)
        caches = self.caches_of(**(change(sequence) if change else sequence))
        mask = {"mask": everywhere(sizes)} if self.masked else {}
        return {"da": rng.standard_normal((sizes.T_x, sizes.n_a, sizes.m)), "caches": caches, **mask}

    def a_masked_pass(self, rng: Rng, sizes: Sizes, mask: np.ndarray) -> Call:
        """Draw a gradient at every step, masked ones included: a loss may read an activation that stood still."""
        caches = self.caches_of(**self.cell.a_sequence(rng, sizes), mask=mask)
        return {"da": rng.standard_normal((sizes.T_x, sizes.n_a, sizes.m)), "caches": caches, "mask": mask}

    def _where_dx_is_right(self, *names: str) -> Compare:
        """Return a comparison of these entries that lets what follows from a wrong dx pass: it is charged already."""

        def compare(got: Any, want: Any, call: Call) -> None:
            if np.shape(got.dx) == want.dx.shape and np.allclose(got.dx, want.dx):
                expect_parts(self.cell, names, got, want)

        return compare
