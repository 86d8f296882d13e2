"""Lesson 00: sequences as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import (
    expect,
    expect_close,
    expect_either,
    expect_quiet,
    expect_unchanged,
)
from autograder.returned import Returned

T_x, n_x, n_y, m = 6, 3, 7, 4


# ---------------------------------------------------------------------------------------------------- get_step

get_step = Exercise("get_step", __name__, returns="x_t (n_x,)")


@get_step.check(
    "It returns the features of that step.",
    points=2,
    hint="Time is axis 0 and examples are axis 2. The first of each is number 1.",
)
def it_returns_the_features_of_that_step(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    x = rng.standard_normal((T_x, n_x, m))
    for i, t in [(3, 4), (2, 3), (1, 1), (3, 5), (1, T_x), (m, 1), (m, T_x)]:
        where = f"This is x_t for i={i}, t={t}."
        expect_close("x_t (n_x,)", answer(x=x, i=i, t=t), truth(x=x, i=i, t=t), because=where)


@get_step.check(
    "A number outside its range raises IndexError.",
    points=1,
    hint="Which index would NumPy be given for t=0? It counts negative ones from the end.",
)
def a_number_outside_its_range_raises_IndexError(  # noqa: N802  # the exception's own name
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    x = rng.standard_normal((T_x, n_x, m))
    outside = [(2, 0), (0, 3), (2, T_x + 1), (m + 1, 3), (2, -1), (-1, 3), (2, -T_x), (0, 0)]
    inside = answer.attempt(x=x, i=2, t=3)
    raised = [answer.attempt(x=x, i=i, t=t).raised for i, t in outside]
    instead = f"raised {inside.raised}" if inside.raised else "returned None."
    expect(inside.value is not None, f"x_t for i=2, t=3 exists, but the call {instead}")
    for (i, t), error in zip(outside, raised, strict=True):
        why = f"With T_x={T_x} and m={m} there is no i={i}, t={t}."
        expect(error, f"{why} Yours returned something instead of raising an IndexError.")
        expect(error and "IndexError" in error.types, f"{why} An IndexError is due; yours raised {error}")


# ----------------------------------------------------------------------------------------------------- one_hot

one_hot = Exercise("one_hot", __name__, returns="x (T, n_x, m)")


def some_ids(rng: np.random.Generator, shape: tuple[int, int], below: int) -> np.ndarray:
    """Draw ids 0 to below - 1, both ends among them and no two columns alike."""
    ids = rng.integers(below, size=shape)
    ids[0, 0], ids[-1, -1], ids[0, 1] = 0, below - 1, 1
    return ids


@one_hot.check(
    "Every id becomes a column with a single 1.",
    points=2,
    hint="Write down the shape of what you index with, and which axis each index runs along.",
)
def every_id_becomes_a_column_with_a_single_1(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    # In the first batch the largest id does not occur, so that n_x cannot be read off the ids.
    for ids in [some_ids(rng, (T_x, m), 6), some_ids(rng, (5, 3), 7), np.array([[6]])]:
        expect_close("x (T, n_x, m)", answer(ids=ids, n_x=7), truth(ids=ids, n_x=7))


@one_hot.check(
    "Padding becomes a column of zeros.",
    points=1,
    hint="What does your code do with the id -1? NumPy counts it from the end.",
)
def padding_becomes_a_column_of_zeros(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    ids = some_ids(rng, (T_x, m), 7)
    padding = np.arange(T_x)[:, np.newaxis] >= [5, 6, 2, 4]
    want = truth(ids=np.where(padding, -1, ids), n_x=7)
    got = answer(ids=np.where(padding, -1, ids), n_x=7)
    # Whatever the layout, a padding column is what the columns of two different ids have in common: nothing.
    one, other = (answer(ids=np.where(padding, stands_in, ids), n_x=7) for stands_in in (0, 1))
    if not is_common_part(got, one, other):
        expect(got.shape == want.shape, "Your columns of padding are not zero, whatever the order of the axes.")
        expect_close("x (T, n_x, m)", got, want)


def is_common_part(got: np.ndarray, one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether `got` is 1 where `one` and `other` both are, and less than them as a whole."""
    if not got.shape == one.shape == other.shape:
        return False
    return np.array_equal(got, np.minimum(one, other)) and 0 < np.sum(got) < max(np.sum(one), np.sum(other))


@one_hot.check(
    "The ids are left alone.",
    promise=True,
    points=1,
    hint="The ids belong to the caller. Does a line of yours assign into ids?",
)
def the_ids_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    ids = some_ids(rng, (T_x, m), 7)
    ids[3:, 2] = -1
    expect_unchanged(answer, ids=ids, n_x=7)


# --------------------------------------------------------------------------------------------------- pad_batch

pad_batch = Exercise(
    "pad_batch",
    __name__,
    returns=("ids (T, m)", "mask (T, m)", "lengths"),
)


def some_sequences(rng: np.random.Generator, lengths: tuple[int, ...] = (6, 3, 2, 1)) -> list[list[int]]:
    """Draw one list of different tokens 10 to 99 for each length; none is 7, the padding of most checks.

    Longest first and none empty: what goes wrong with other lengths is charged by the check of ids alone.
    """
    tokens = iter(rng.permutation(np.arange(10, 100)).tolist())
    return [[next(tokens) for _ in range(length)] for length in lengths]


@pad_batch.check(
    "Every sequence fills its column from the top.",
    points=1,
    hint="One column a sequence: its tokens from row 0 downwards, pad_id in the rows below.",
)
def every_sequence_fills_its_column_from_the_top(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for pad_id, lengths in [(7, (3, 6, 0, 2)), (-1, (1, 5, 4)), (0, (2,))]:
        batch: dict[str, Any] = {"seqs": some_sequences(rng, lengths), "pad_id": pad_id}
        expect_close("ids", answer(**batch), truth(**batch))


def holding(pad_id: int, seqs: list[list[int]]) -> list[list[int]]:
    """Copy the sequences with `pad_id` among their own tokens: at the start, inside and at the end."""
    held = [list(seq) for seq in seqs]
    held[0][2] = held[1][-1] = held[2][0] = pad_id
    return held


@pad_batch.check(
    "The mask tells tokens from padding.",
    points=1,
    hint="A token may happen to equal pad_id. What else tells you where a sequence ends?",
)
def the_mask_tells_tokens_from_padding(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    seqs = some_sequences(rng)
    want, got = truth(seqs=holding(7, seqs), pad_id=7).mask, answer(seqs=holding(7, seqs), pad_id=7).mask
    # No token is 7 here, so this shows where the learner's own ids hold tokens: their layout is charged elsewhere.
    own = answer(seqs=seqs, pad_id=7).ids != 7
    due = own if np.sum(own) == np.sum(want) else want
    says = "Here some tokens equal pad_id."
    expect_either(
        lambda: expect_close("mask", got, due, because=says),
        lambda: expect_close("mask (T, m)", got, want, because=says),
    )


@pad_batch.check(
    "Lengths counts what was kept.",
    points=1,
    hint="Count the tokens that stand in ids after the cut, whatever their value.",
)
def lengths_counts_what_was_kept(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    seqs = some_sequences(rng)
    whole, cut = truth(seqs=seqs, pad_id=7), truth(seqs=seqs, pad_id=7, max_len=5)
    expect_close("lengths (m,)", answer(seqs=seqs, pad_id=7).lengths, whole.lengths)
    # A mask that goes by value, or another cut, is charged by its own check, not here as well.
    held = answer(seqs=holding(7, seqs), pad_id=7)
    if not np.array_equal(held.lengths, counted(held.mask)):
        expect_close("lengths (m,)", held.lengths, whole.lengths, because="Here some tokens equal pad_id.")
    got = answer(seqs=seqs, pad_id=7, max_len=5)
    if not np.array_equal(got.lengths, counted(got.ids != 7)):
        expect_close("lengths (m,)", got.lengths, cut.lengths, because="Here max_len is 5.")


def counted(kept: np.ndarray) -> np.ndarray:
    """Count the True entries of each example in an array (T, m), or in one that lies on its side."""
    lengths: np.ndarray = np.sum(kept, axis=1 if kept.shape[0] == m else 0, dtype=int)
    return lengths


@pad_batch.check(
    "What exceeds max_len is cut off at the end.",
    points=1,
    hint="max_len is a limit: what exceeds it goes, at the end; what does not is left as it is.",
)
def what_exceeds_max_len_is_cut_off_at_the_end(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    seqs = some_sequences(rng)
    for max_len in (4, 2, 9):
        expect_cut_at(max_len, seqs, answer, truth)


def expect_cut_at(max_len: int, seqs: list[list[int]], answer: Answer, truth: Answer) -> None:
    want, got = truth(seqs=seqs, pad_id=7, max_len=max_len), answer(seqs=seqs, pad_id=7, max_len=max_len)
    own = answer(seqs=[seq[:max_len] for seq in seqs], pad_id=7)
    expect_either(lambda: expect_cut(got, want, max_len), lambda: expect_cut_like(own, got, want))


def expect_cut(got: Returned, want: Returned, max_len: int) -> None:
    for part in ("ids", "mask"):
        expect_close(part, got, want, because=f"Here max_len is {max_len} and the lengths are 6, 3, 2 and 1.")


def expect_cut_like(own: Returned, got: Returned, want: Returned) -> None:
    """Expect what the learner's own function makes of sequences cut before: other mistakes are charged elsewhere."""
    expect(tokens_in(got.ids) == tokens_in(want.ids), "Other tokens are kept.")
    for part in ("ids", "mask"):
        expect_close(part, got, own)


def tokens_in(ids: np.ndarray) -> set[int]:
    """Return the tokens of `some_sequences` that stand in ids."""
    return {token for token in ids.ravel().tolist() if token >= 10}


@pad_batch.check(
    "The sequences are left alone.",
    promise=True,
    points=1,
    hint="Which of your lines change a list in place? Copy it first, or write into an array.",
)
def the_sequences_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    seqs = some_sequences(rng)
    tokens = {token for seq in seqs for token in seq}
    says = "Not all tokens stand in ids, so nothing can be said of the lists yet."
    expect(tokens_in(answer(seqs=seqs, pad_id=7).ids) == tokens, says)
    expect_unchanged(answer, seqs=seqs, pad_id=7)
    expect_unchanged(answer, seqs=seqs, pad_id=7, max_len=4)


# ----------------------------------------------------------------------------------------- sigmoid and softmax

sigmoid = Exercise("sigmoid", __name__, reference="solutions.activations", returns="s")


@sigmoid.check(
    "Every entry follows the formula.",
    points=1,
    hint="At z = 0 the result is 1/2; it grows with z. The result is float64, whatever z is.",
)
def every_entry_follows_the_formula(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for z in [2 * rng.standard_normal((T_x, n_x, m)), np.arange(-3, 4), rng.standard_normal((n_y, m))]:
        expect_close("s", answer(z=z), truth(z=z), because=f"Here z has shape {z.shape} and dtype {z.dtype}.")


@sigmoid.check(
    "Large entries of either sign do no harm.",
    points=1,
    hint="What does each term of your formula become at z = -1000, and what at z = 1000?",
)
def large_entries_of_either_sign_do_no_harm(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    z = np.concatenate([[-1000.0, 1000.0, -800.0, 0.0, 40.0], 30 * rng.standard_normal(n_y)])
    got, want = expect_quiet(answer, z=z), truth(z=z)
    if is_another_formula(answer(z=np.array([-2.0, 1.0])), truth(z=np.array([-2.0, 1.0]))):
        expect(np.isfinite(got).all(), "Between -1000 and 1000, s does not stay finite.")
        expect(np.ptp(got) > 0.5, f"From z = -1000 to 1000 s goes from 0 to 1; yours stays near {np.mean(got):.3g}.")
    else:
        expect_close("s", got, want, because="Here z has entries between -1000 and 1000.")


def is_another_formula(got: Any, want: np.ndarray) -> bool:
    """Tell whether even moderate entries are wrong: another check charges that."""
    return not np.allclose(got, want)


softmax = Exercise("softmax", __name__, reference="solutions.activations", returns="p")


@softmax.check(
    "The results sum to one along the axis.",
    points=1,
    hint="One sum for each column: along the given axis alone, and kept as an axis of length 1.",
)
def the_results_sum_to_one_along_the_axis(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    z, block, square = (rng.standard_normal(shape) for shape in [(n_y, m), (T_x, n_y, m), (m, m)])
    calls: list[dict[str, Any]] = [{"z": z}, {"z": z, "axis": 1}, {"z": square, "axis": 1}]
    calls += [{"z": block, "axis": 1}, {"z": block, "axis": -1}, {"z": z[:, 0]}, {"z": np.arange(12).reshape(4, 3) % 5}]
    for call, reply in zip(calls, [answer.attempt(**call) for call in calls], strict=True):
        asked = (
            f"Here z has shape {call['z'].shape} and dtype {call['z'].dtype}; axis is {call.get('axis', 'not given')}."
        )
        expect_close("p", answer.read(reply), truth(**call), because=asked)


@softmax.check(
    "Large scores in one column harm no other.",
    points=1,
    hint="A number subtracted from a column cancels. Which one keeps every exp in bounds?",
)
def large_scores_in_one_column_harm_no_other(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    z, shift = rng.standard_normal((n_y, m)), np.array([0.0, 1000.0, -1000.0, 500.0])
    z[2, 3], z[4, 3] = -1000.0, 1000.0  # and one column that spans two thousand
    got, own, want = expect_quiet(answer, z=z + shift), expect_quiet(answer, z=z), truth(z=z + shift)
    # A shift of a whole column changes nothing, in what another check has found to be wrong as well.
    expect_either(
        lambda: expect_close("p", got, want, because="Here the columns of z are a thousand apart."),
        lambda: expect(np.allclose(got, own) and np.ptp(got) > 0, "A shift of a column changes p."),
    )


@softmax.check(
    "Its argument is left alone.", promise=True, points=1, hint="z belongs to the caller: subtract into a new array."
)
def its_argument_is_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, z=rng.standard_normal((n_y, m)))
