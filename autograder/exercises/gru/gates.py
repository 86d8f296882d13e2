"""What both cells of lesson 09 promise: a candidate, an update gate, and how the one decides about the other.

A mistake in one of the three costs nothing in the others. So each is looked at where the others cannot matter: with a
gate that is open or shut, by its bias alone, or as a share of the way that the answer itself makes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercises.gru.changes import SQUASHES, Change, bias, changed, gate
from autograder.expect import expect, expect_close, expect_shape
from autograder.promises.gated import OPEN
from autograder.promises.inputs import Call, Cell, Rng, Sizes, several_sizes
from autograder.returned import Returned

MEMORY = "c_next (n_a, m)"
SMALL = Sizes(n_x=2, n_a=3, n_y=4, m=2)


def memory_in(value: Any) -> Any:
    """Return c_next of what a cell returned."""
    return value.c_next if isinstance(value, Returned) else value


def close(got: Any, want: Any) -> bool:
    """Tell whether two arrays are equal as checks see it."""
    try:
        expect_close(MEMORY, got, want)
    except Mismatch:
        return False
    return True


def expect_memory(got: Any, want: Any, because: str | None = None, *, to_itself: bool = False) -> None:
    """Expect this memory; where a cell returns more, the mistake is one of this part."""
    try:
        expect_close(MEMORY, memory_in(got), memory_in(want), because=because, to_itself=to_itself)
    except Mismatch as mismatch:
        mismatch.part = "c_next" if isinstance(got, Returned) else None
        raise


def does(answer: Answer, truth: Answer, rng: Rng, cell: Cell, changes: Iterable[Change]) -> bool:
    """Tell whether the answer does with some parameters what is right with others: one of these `changes` of them."""
    step = cell.a_step(rng, SMALL)
    wants = [memory_in(want) for want in truth.each([changed(step, change) for change in changes])]
    got = memory_in(answer(**step))
    return any(close(got, want) for want in wants)


def squashes_otherwise(answer: Answer, truth: Answer, rng: Rng, cell: Cell, pairs: Iterable[tuple[str, str]]) -> bool:
    """Tell whether the answer is right but for what its gates take their sums through.

    Args:
        answer, truth, rng, cell: as in a check.
        pairs: what the update gate may go through, and the reset gate, by names of SQUASHES.
    """
    step, (u, r) = cell.a_step(rng, SMALL), rng.uniform(0.55, 0.7, (2, SMALL.n_a, 1))

    def through(update: str, reset: str) -> Call:
        both = {"u": SQUASHES[update](u), "r": SQUASHES[reset](r)}
        return changed(step, *(gate(name, at) for name, at in both.items() if f"W{name}" in cell.axes))

    want = memory_in(truth(**through("sigmoid", "sigmoid")))
    return any(close(memory_in(got), want) for got in answer.each([through(*pair) for pair in pairs]))


# ---------------------------------------------------------------------------------------------------- promises


def expect_candidate(answer: Answer, truth: Answer, steps: list[Call], because: str | None = None) -> None:
    """Expect the candidate as the new memory where the update gate is open, whatever else may be added to it."""
    opened = [changed(step, bias("u", OPEN)) for step in steps]
    shut = [changed(step, bias("u", -OPEN)) for step in steps]
    gots, wants = answer.each([*opened, *shut]), truth.each(opened)
    for i, (step, candidate) in enumerate(zip(steps, wants, strict=True)):
        want = memory_in(candidate)
        # Who takes the gate the other way round, or adds the old memory to all of it, loses a point for that.
        mixes_otherwise = close(memory_in(gots[i]), want + step["c_prev"]) or close(
            memory_in(gots[len(steps) + i]), want
        )
        if not mixes_otherwise:
            expect_memory(gots[i], candidate, because)


def expect_update_gate(answer: Answer, truth: Answer, rng: Rng, cell: Cell) -> None:
    """Expect c_next to go the right share of its way from the update gate shut to the update gate open."""
    for sizes in several_sizes(rng):
        expect_share("Gu", "u", answer, truth, cell.a_step(rng, sizes))


def expect_reset_gate(answer: Answer, truth: Answer, rng: Rng, cell: Cell) -> None:
    """Expect the same of the reset gate, where each unit reads its own old memory alone.

    W_c is so small that tanh does not bend, so a gate in the wrong place, after W_c or after tanh, is not charged here.
    The old memory is never near 0, where there would be no way to go, and the sum never below it, for ReLU's sake.
    """
    for sizes in several_sizes(rng):
        step = changed(cell.a_step(rng, sizes), bias("u", OPEN), bias("c", 0.05))
        c_prev = rng.uniform(0.2, 0.8, step["c_prev"].shape) * rng.choice([-1, 1], step["c_prev"].shape)
        own = 1e-6 * np.eye(sizes.n_a, sizes.n_a + sizes.n_x)
        parameters = {**step["parameters"], "Wc": own}
        expect_share("Gr", "r", answer, truth, {**step, "c_prev": c_prev, "parameters": parameters})


def expect_share(name: str, letter: str, answer: Answer, truth: Answer, step: Call) -> None:
    """Expect c_next to be the right share of its way from where it is with a gate shut to where it is with it open."""
    calls = [step, changed(step, bias(letter, -OPEN)), changed(step, bias(letter, OPEN))]
    want, start, end = (memory_in(value) for value in truth.each(calls))
    got, shut, opened = answer.each(calls)
    for value in (got, shut, opened):
        expect_shape(MEMORY, memory_in(value), want.shape)
    way = memory_in(opened) - memory_in(shut)
    expect(np.any(way), f"c_next is the same with the gate {name} open and shut.")
    share = np.full(want.shape, np.nan)
    with np.errstate(invalid="ignore"):  # a gate that is no sigmoid may lead to infinity
        np.divide(memory_in(got) - memory_in(shut), way, out=share, where=np.abs(way) > 1e-12)
    says = f"This is how far c_next is on its way from where it is with {name} = 0 to where it is with {name} = 1."
    try:
        expect_close(f"{name} (n_a, m)", share, (want - start) / (end - start), because=says)
    except Mismatch as mismatch:
        mismatch.part = "c_next" if isinstance(got, Returned) else None
        raise


def expect_gate_to_keep_or_overwrite(answer: Answer, rng: Rng, cell: Cell) -> None:
    """Expect a shut update gate to keep the memory, and an open one to leave nothing of it."""
    for sizes in several_sizes(rng):
        step = cell.a_step(rng, sizes)
        constant = [gate(name, rng.uniform(0.2, 0.8, (sizes.n_a, 1))) for name in "cr" if f"W{name}" in cell.axes]
        overwrites = changed(step, bias("u", OPEN), *constant)
        other = {**overwrites, "c_prev": rng.standard_normal(step["c_prev"].shape)}
        kept, once, again = answer.each([changed(step, bias("u", -OPEN)), overwrites, other])
        says = "Here b_u is -50: the gate is shut, and the memory should stay as it is."
        if isinstance(kept, Returned):
            expect_memory(kept, Returned({"c_next": step["c_prev"]}, kept.declared), says)
        else:
            expect_memory(kept, step["c_prev"], says)
        says = "Here the gate is open. Only the old memory was changed, and not the candidate; c_next changed with it."
        expect_memory(again, once, says, to_itself=True)
