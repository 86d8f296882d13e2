"""One step of one example, and ids as one-hot columns."""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.inputs import Call, Rng, Sizes, padded, several_sizes, some_sizes

# ---------------------------------------------------------------------------------------------------- get_step

get_step = Exercise("get_step", __name__, returns="x_t (n_x,)")


def a_batch(rng: Rng, sizes: Sizes) -> np.ndarray:
    """Draw a batch of sequences."""
    return rng.standard_normal((sizes.T_x, sizes.n_x, sizes.m))


@get_step.check(
    "It returns the features of example i at step t.",
    points=2,
    hint="Time is axis 0 and examples are axis 2. The first step and the first example have the number 1.",
)
def it_returns_the_features_of_that_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    differ, ones, equal = several_sizes(rng)
    narrow, wide = sorted([differ.n_x, differ.m])
    # Once fewer features than examples, and once more: only then does a mix-up of their limits show.
    x, x_wide = (a_batch(rng, differ.but(n_x=n_x, m=m)) for n_x, m in ((narrow, wide), (wide, narrow)))
    T_x, m = differ.T_x, wide
    inside = [(x, 2, 4), (x_wide, 1, 3), (a_batch(rng, equal), 1, 2)]
    at_the_ends = [(x, 1, 1), (x, m, 1), (x, 1, T_x), (x, m, T_x), (x_wide, narrow, T_x), (a_batch(rng, ones), 1, 2)]
    padding = [(np.where(np.arange(T_x)[:, None, None] < T_x - 2, x, 0.0), 2, T_x - 1)]
    for group in (inside, at_the_ends, padding):
        calls: list[Call] = [{"x": x, "i": i, "t": t} for x, i, t in group]
        wants = truth.each(calls)
        for call, got, want in zip(calls, answer.each(calls), wants, strict=True):
            says = f"This is x_t for i={call['i']}, t={call['t']}, and x has shape {call['x'].shape}."
            expect_close("x_t (n_x,)", got, want, because=says)


@get_step.check(
    "A number outside its range raises an IndexError.",
    points=1,
    hint="t goes from 1 to T_x, and i from 1 to m. Which numbers beyond an end does your code accept?",
)
def a_number_outside_its_range_raises_IndexError(  # noqa: N802  # the exception's own name
    answer: Answer, truth: Answer, rng: Rng
) -> None:
    sizes = some_sizes(rng)
    T_x, m = sizes.T_x, max(sizes.m, 3)
    x = a_batch(rng, sizes.but(m=m))
    outside = [(2, 0), (0, 2), (2, T_x + 1), (m + 1, 2), (2, -1), (-1, 2), (2, -T_x), (0, 0)]
    inside = answer.attempt(x=x, i=2, t=2)
    raised = [answer.attempt(x=x, i=i, t=t).raised for i, t in outside]
    instead = f"raised {inside.raised}" if inside.raised else "returned None."
    expect(inside.value is not None, f"x_t for i=2, t=2 exists, but the call {instead}")
    for (i, t), error in zip(outside, raised, strict=True):
        why = f"With T_x={T_x} and m={m} there is no i={i}, t={t}."
        expect(error, f"{why} Yours returned something instead of raising an IndexError.")
        expect(error and "IndexError" in error.types, f"{why} An IndexError is expected; yours raised {error}")


# ----------------------------------------------------------------------------------------------------- one_hot

one_hot = Exercise("one_hot", __name__, returns="x (T, n_x, m)")


def some_ids(rng: Rng, steps: int, examples: int, below: int) -> np.ndarray:
    """Draw ids 0 to below - 1, both ends among them; shape (steps, examples)."""
    ids = rng.integers(below, size=(steps, examples))
    ids.flat[0], ids.flat[-1] = 0, below - 1
    return ids


@one_hot.check(
    "Every id becomes a column with a single 1.",
    points=2,
    hint="The one 1 of x[t, :, i] is in row ids[t, i], for every id from 0 to n_x - 1.",
)
def every_id_becomes_a_column_with_a_single_1(answer: Answer, truth: Answer, rng: Rng) -> None:
    differ, other, equal = several_sizes(rng)
    rows = differ.n_y + 8  # more than any other length
    # In the first batch the largest id does not occur, so that n_x cannot be read off the ids.
    long: list[Call] = [
        {"ids": some_ids(rng, differ.T_x, differ.m, rows - 1), "n_x": rows},
        {"ids": some_ids(rng, equal.T_x, equal.m, equal.n_x), "n_x": equal.n_x},
    ]
    with_ones: list[Call] = [
        {"ids": some_ids(rng, other.T_x, 1, other.n_y), "n_x": other.n_y},
        {"ids": some_ids(rng, 1, other.n_a, other.n_y), "n_x": other.n_y},
        {"ids": some_ids(rng, 1, 1, 3), "n_x": 4},
    ]
    for calls in (long, with_ones):
        wants = truth.each(calls)
        for call, got, want in zip(calls, answer.each(calls), wants, strict=True):
            says = f"Here ids has shape {call['ids'].shape}, and n_x is {call['n_x']}."
            expect_close("x (T, n_x, m)", got, want, because=says)


@one_hot.check(
    "Padding becomes a column of zeros.",
    points=1,
    hint="What does your code do with the id -1? NumPy counts it from the end.",
)
def padding_becomes_a_column_of_zeros(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    sizes = sizes.but(n_x=sizes.n_x + 2)  # enough ids that the last is neither 0 nor 1
    for batch in (sizes.but(m=max(sizes.m, 3)), sizes.but(n_x=sizes.T_x, m=sizes.T_x)):
        ids, padding = some_ids(rng, batch.T_x, batch.m, batch.n_x), some_padding(rng, batch)
        # Whatever the layout, a padding column is what the columns of two different ids have in common: nothing.
        calls = [{"ids": np.where(padding, stands_in, ids), "n_x": batch.n_x} for stands_in in (-1, 0, 1)]
        want = truth(**calls[0])
        got, one, other = answer.each(calls)
        if not is_common_part(got, one, other):
            expect(got.shape == want.shape, "Your columns of padding are not zero, whatever the order of the axes.")
            expect_close("x (T, n_x, m)", got, want)


def some_padding(rng: Rng, sizes: Sizes) -> np.ndarray:
    """Draw where padding is: in the first example after a few steps, in the second everywhere, then anywhere."""
    lengths = rng.integers(1, sizes.T_x, sizes.m)
    lengths[1:2], lengths[2:3] = 0, sizes.T_x
    return ~padded(lengths, sizes.T_x)


def is_common_part(got: np.ndarray, one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether `got` is 1 where `one` and `other` both are, and less than them as a whole."""
    if not got.shape == one.shape == other.shape:
        return False
    return np.array_equal(got, np.minimum(one, other)) and 0 < np.sum(got) < max(np.sum(one), np.sum(other))


@one_hot.check(
    "The ids are left as they are.",
    promise=True,
    points=1,
    hint="The ids belong to the caller. Does a line of yours assign into ids?",
)
def the_ids_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    ids = some_ids(rng, sizes.T_x, sizes.m, sizes.n_x)
    ids[3:, 1] = -1
    expect_unchanged(answer, ids=ids, n_x=sizes.n_x)
