"""What both cells of lesson 09 promise: a candidate, an update gate, and how the one decides about the other.

A mistake in one of the three costs nothing in the others. So each is looked at where the others cannot matter: with a
gate that is open or shut, by its bias alone, or as a share of the way that the answer itself makes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.betrayed import numbered
from autograder.errors import Mismatch
from autograder.exercises.gru.changes import SQUASHES, Change, bias, changed, elsewhere, gate
from autograder.expect import expect, expect_close, expect_shape
from autograder.promises.gated import OPEN
from autograder.promises.inputs import Call, Cell, Rng, Sizes, several_sizes
from autograder.returned import Returned
from autograder.tolerance import ATOL, RTOL

MEMORY = "c_next (n_a, m)"
SMALL = Sizes(n_x=2, n_a=3, n_y=4, m=2)


def memory_in(value: Any) -> Any:
    """Return c_next of what a cell returned."""
    return value.c_next if isinstance(value, Returned) else value


def close(got: Any, want: np.ndarray) -> bool:
    """Tell whether two arrays are equal, up to rounding."""
    is_one = isinstance(got, np.ndarray) and got.dtype.kind == "f" and got.shape == want.shape
    return is_one and bool(np.allclose(got, want, rtol=RTOL, atol=ATOL))


def expect_memory(got: Any, want: Any, because: str | None = None, *, to_itself: bool = False) -> None:
    """Expect this memory; where a cell returns more, the mistake is one of this part."""
    try:
        expect_close(MEMORY, memory_in(got), memory_in(want), because=because, to_itself=to_itself)
    except Mismatch as mismatch:
        mismatch.part = "c_next" if isinstance(got, Returned) else None
        raise


def is_charged_elsewhere(
    answer: Answer, truth: Answer, rng: Rng, cell: Cell, charges: dict[str, list[Change]], mine: str
) -> bool:
    """Tell whether the answer makes a mistake that other checks charge than that of the gate, or mixture, `mine`.

    It does then with some parameters what is right with others, or what is right and a tanh after it.
    """
    step = cell.a_step(rng, SMALL)
    calls = [step, *(changed(step, change) for change in elsewhere(charges, mine))]
    right, *others = (memory_in(want) for want in truth.each(calls))
    got = memory_in(answer(**step))
    bent = [] if mine == "mixture" else [np.tanh(right)]
    return any(close(got, want) for want in [*others, *bent])


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
        step = changed(cell.a_step(rng, sizes), bias("c", 0.05))
        c_prev = rng.uniform(0.2, 0.8, step["c_prev"].shape) * rng.choice([-1, 1], step["c_prev"].shape)
        own = 1e-6 * np.eye(sizes.n_a, sizes.n_a + sizes.n_x)
        step = {**step, "c_prev": c_prev, "parameters": {**step["parameters"], "Wc": own}}
        overwrites, other_way_round = (changed(step, bias("u", at)) for at in (OPEN, -OPEN))
        expect_share("Gr", "r", answer, truth, overwrites, other_way_round)


def expect_share(
    name: str, letter: str, answer: Answer, truth: Answer, step: Call, instead: Call | None = None
) -> None:
    """Expect c_next to be the right share of its way from where it is with a gate shut to where it is with it open.

    Args:
        name, letter: of the gate, "Gu" and "u".
        answer, truth: as in a check.
        step: one step of the cell.
        instead: the step for an answer that does not see the candidate in the other one: it mixes the other way round.
    """
    calls, others = (
        [each, changed(each, bias(letter, -OPEN)), changed(each, bias(letter, OPEN))]
        for each in (step, instead or step)
    )
    want, start, end = (memory_in(value) for value in truth.each(calls))
    gots = answer.each([*calls, *others] if instead else calls)
    for value in gots:
        expect_shape(MEMORY, memory_in(value), want.shape)
    got, shut, opened = gots[:3] if np.any(memory_in(gots[2]) - memory_in(gots[1])) else gots[-3:]
    way = memory_in(opened) - memory_in(shut)
    still = np.abs(way) <= 1e-12
    where = "" if still.all() else f" in {numbered(int(still.sum()), still.size)}"
    expect(not still.any(), f"c_next is the same{where} with the gate {name} open and shut.")
    with np.errstate(invalid="ignore"):  # a gate that is no sigmoid may lead to infinity
        share = (memory_in(got) - memory_in(shut)) / way
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
