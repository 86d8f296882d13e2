"""What every gradient promises: of a loop backward through time, and of a dict of gradients that is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.expect import expect, expect_close, expect_either, expect_unchanged
from autograder.promises.apart import Compare, Ways, expect_apart, expect_true_apart
from autograder.promises.inputs import SIZES, Call, Cell, Rng, Sizes, padded, with_holes
from autograder.returned import Returned


def axes_of_gradients(cell: Cell) -> dict[str, str]:
    """Return the axes of each gradient, "(n_a, n_x)": those of the thing whose name stands after the d."""
    of_states = {f"d{s}0": "(n_a, m)" for s in cell.states}
    return {"dx": "(T_x, n_x, m)", **of_states, **{f"d{name}": f"({axes})" for name, axes in cell.axes.items()}}


def gradients_of_loop(cell: Cell) -> tuple[str, ...]:
    """Return the names of the gradients that a loop backward through time returns."""
    return ("dx", *(f"d{s}0" for s in cell.states), *(f"d{name}" for name in cell.recurrent))


def parts(cell: Cell, *names: str, because: str | None = None) -> Compare:
    """Return a comparison of these entries of a dict of gradients."""
    return lambda got, want: expect_parts(cell, names, got, want, because=because)


def expect_parts(cell: Cell, names: Iterable[str], got: Any, want: Any, *, because: str | None = None) -> None:
    """Expect these entries of a dict of gradients."""
    axes = axes_of_gradients(cell)
    for name in names:
        expect(name in _keys(got), f"The key {name!r} is missing.")
        expect_close(f"{name} {axes[name]}", got[name], want[name], because=because)


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
        sizes: of the inputs.
    """

    cell: Cell
    ways: Ways
    caches_of: Callable[..., Any]
    without_recurrence: Callable[[Call], Call]
    sizes: Sizes = SIZES

    # ------------------------------------------------------------------------------------------------- promises

    def every_step_adds_what_comes_back_from_the_next(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        T_x = self.sizes.T_x
        cases = ((self.sizes, 0), (self.sizes, T_x - 1), (self.sizes.but(T_x=1), 0), (self.sizes.but(m=1), 0))
        for sizes, reached in cases:
            call = self.a_pass(rng, sizes)
            call["da"][:reached] = 0.0
            compare = parts(self.cell, "dx", because="Here the loss reads the last step only." if reached else None)
            expect_true_apart(compare, answer, truth, call, self.ways)

    def the_parameters_collect_from_every_step(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        # First without recurrence: a mistake on the way back through time is not charged here.
        names = tuple(f"d{name}" for name in self.cell.recurrent)
        for compare, change in (
            (parts(self.cell, *names), self.without_recurrence),
            (self._where_dx_is_right(*names), None),
        ):
            expect_true_apart(compare, answer, truth, self.a_pass(rng, self.sizes, change=change), self.ways)

    def what_leaves_the_first_step_reaches_the_start(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        starts = [f"d{s}0" for s in self.cell.states]
        expect_true_apart(self._where_dx_is_right(*starts), answer, truth, self.a_pass(rng, self.sizes), self.ways)
        for sizes in (self.sizes, self.sizes.but(T_x=1)):
            call = self.a_pass(rng, sizes)
            call["da"][1:] = 0.0  # the loss reads the first step only, so that nothing comes back to it from later ones
            compare = parts(self.cell, *starts, because="Here the loss reads the first step only.")
            expect_true_apart(compare, answer, truth, call, self.ways)

    def no_step_feels_the_losses_before_it(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        call, t = self.a_pass(rng, self.sizes), 3
        da = call["da"].copy()
        da[:t] += rng.standard_normal(da[:t].shape)
        says = f"Only da[:{t}] was changed, and dx[{t}:] changed with it: a later step has felt an earlier loss."

        def promise(loop: Answer) -> None:
            before, after = loop(**call).dx, loop(**{**call, "da": da}).dx
            expect(np.any(before), "All of dx is zero.")
            expect_either(
                lambda: expect_close(f"dx[{t}:] (T, n_x, m)", after[t:], before[t:], because=says),
                # Right, but kept in the order of the loop: the first check has charged that.
                lambda: expect_close(f"dx[:{-t}] (T, n_x, m)", after[:-t], before[:-t]),
            )

        expect_apart(promise, answer, self.ways)

    def its_arguments_are_left_alone(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        call = self.a_pass(rng, self.sizes)
        expect_apart(lambda loop: expect_unchanged(loop, **call), answer, self.ways)

    def a_masked_step_hands_its_gradient_on_as_it_is(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        compare = parts(self.cell, *(f"d{s}0" for s in self.cell.states))
        for mask in (with_holes(), padded([5, 2, 4, 0])):
            expect_true_apart(compare, answer, truth, self.a_masked_pass(rng, mask), self.ways)

    def a_masked_step_adds_nothing_to_parameters_and_input(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        compare = parts(self.cell, "dx", *(f"d{name}" for name in self.cell.recurrent))
        everywhere = np.ones((self.sizes.T_x, self.sizes.m), dtype=bool)
        for mask in (everywhere, with_holes(), everywhere[:1]):
            expect_true_apart(compare, answer, truth, self.a_masked_pass(rng, mask), self.ways)

    def each_gradient_follows_the_mask_of_its_own_example(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        call, others = self.a_masked_pass(rng, padded([6, 6, 6, 6])), [2, 3]
        says = "Only examples 0 and 1 were made shorter, and the gradients of the others changed with them."

        def promise(loop: Answer) -> None:
            long, ragged = loop(**call), loop(**{**call, "mask": padded([4, 2, 6, 6])})
            expect(np.any(long["dx"]), "All of dx is zero.")
            expect_close("dx[..., 2:] (T_x, n_x, m)", ragged["dx"][..., others], long["dx"][..., others], because=says)

        expect_apart(promise, answer, self.ways)

    # -------------------------------------------------------------------------------------------------- inputs

    def a_pass(self, rng: Rng, sizes: Sizes, *, change: Callable[[Call], Call] | None = None) -> Call:
        """Draw what the loop is given: a gradient at every step, and the caches."""
        sequence = self.cell.a_sequence(rng, sizes)
        caches = self.caches_of(**(change(sequence) if change else sequence))
        return {"da": rng.standard_normal((sizes.T_x, sizes.n_a, sizes.m)), "caches": caches}

    def a_masked_pass(self, rng: Rng, mask: np.ndarray) -> Call:
        """Draw a gradient at every step, masked ones included: a loss may read an activation that stood still."""
        sizes = self.sizes.but(T_x=mask.shape[0], m=mask.shape[1])
        caches = self.caches_of(**self.cell.a_sequence(rng, sizes), mask=mask)
        return {"da": rng.standard_normal((sizes.T_x, sizes.n_a, sizes.m)), "caches": caches, "mask": mask}

    def _where_dx_is_right(self, *names: str) -> Compare:
        """Return a comparison of these entries that lets what follows from a wrong dx pass: it is charged already."""

        def compare(got: Any, want: Any) -> None:
            if np.shape(got.dx) == want.dx.shape and np.allclose(got.dx, want.dx):
                expect_parts(self.cell, names, got, want)

        return compare
