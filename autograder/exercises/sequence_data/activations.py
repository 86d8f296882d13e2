"""The sigmoid and the softmax."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_either, expect_quiet, expect_unchanged
from autograder.promises.inputs import Call, Rng, several_sizes, some_sizes

# ----------------------------------------------------------------------------------------------------- sigmoid

sigmoid = Exercise("sigmoid", __name__, reference="solutions.activations", returns="s")


@sigmoid.check(
    "Every entry follows the formula.",
    points=1,
    hint="At z = 0 the result is 1/2, and it grows with z. The result is float64, whatever z is.",
)
def every_entry_follows_the_formula(answer: Answer, truth: Answer, rng: Rng) -> None:
    differ, ones, equal = several_sizes(rng)
    shapes = [(differ.T_x, differ.n_x, differ.m), (ones.n_x, ones.m), (equal.n_y, equal.m), (0, differ.m)]
    inputs: list[np.ndarray] = [2 * rng.standard_normal(shape) for shape in shapes]
    inputs += [np.arange(-3, int(rng.integers(4, 7))), np.array(rng.uniform(1.0, 2.0))]
    calls: list[Call] = [{"z": z} for z in inputs]
    wants = truth.each(calls)
    for z, got, want in zip(inputs, answer.each(calls), wants, strict=True):
        expect_close("s", got, want, because=f"Here z has shape {z.shape} and dtype {z.dtype}.")


@sigmoid.check(
    "Large entries of either sign do no harm, and z stays unchanged.",
    points=1,
    hint="What does each term of your formula become at z = -1000, and what at z = 1000?",
)
def large_entries_of_either_sign_do_no_harm(answer: Answer, truth: Answer, rng: Rng) -> None:
    some = 30 * rng.standard_normal(some_sizes(rng).n_y)
    z, small = np.concatenate([[-1000.0, 1000.0, -800.0, 0.0, 40.0], some]), np.array([-2.0, 1.0])
    want, want_small = truth.each([{"z": z}, {"z": small}])
    got = expect_quiet(answer, z=z)
    got_small = answer(z=small)
    if got_small.dtype == want_small.dtype and np.allclose(got_small, want_small):
        expect_close("s", got, want, because="Here z has entries from -1000 to 1000.")
    else:  # another formula or kind of numbers, which the check before this one charges
        expect(np.isfinite(got).all(), "Between -1000 and 1000, s does not stay finite.")
        expect(np.ptp(got) > 0.5, f"From z = -1000 to 1000 s goes from 0 to 1; yours stays near {np.mean(got):.3g}.")
        expect(np.max(np.abs(got)) < 10, f"From z = -1000 to 1000 s goes from 0 to 1; yours reaches {np.max(got):.3g}.")
    whole = answer.attempt(z=np.array([-1, 0, 1]))
    if not (whole.raised or whole.changed):  # whoever works in place has failed the check before this one with these
        expect_unchanged(answer, z=z)


# ----------------------------------------------------------------------------------------------------- softmax

softmax = Exercise("softmax", __name__, reference="solutions.activations", returns="p")


@softmax.check(
    "The results are exponentials divided by their sum along the axis.",
    points=1,
    hint="One sum for each column: along the given axis alone, and kept as an axis of length 1.",
)
def the_results_sum_to_one_along_the_axis(answer: Answer, truth: Answer, rng: Rng) -> None:
    differ, ones, equal = several_sizes(rng)
    shapes = [(differ.n_y, differ.m), (differ.T_x, differ.n_y, differ.m), (equal.n_y, equal.m), (ones.n_y, ones.m)]
    z, block, square, single = map(rng.standard_normal, shapes)
    matrices: list[Call] = [{"z": z}, {"z": z, "axis": 0}, {"z": z, "axis": 1}, {"z": square, "axis": 1}, {"z": single}]
    matrices += [{"z": single.T}, {"z": block}]  # the last one tells axis 1 from the last axis
    others: list[Call] = [{"z": block, "axis": 1}, {"z": block, "axis": -1}]
    others += [{"z": z[:, 0]}, {"z": np.arange(12).reshape(4, 3) % 5}]
    for calls in (matrices, others):
        wants = truth.each(calls)
        for call, got, want in zip(calls, answer.each(calls), wants, strict=True):
            expect_close("p", got, want, because=asked(**call))


def asked(z: np.ndarray, axis: Any = "not given") -> str:
    """Say what was asked for."""
    return f"Here z has shape {z.shape} and dtype {z.dtype}; axis is {axis}."


@softmax.check(
    "Large scores do no harm, in their own column or in another.",
    points=1,
    hint="A number subtracted from a whole column cancels. Which one keeps every exp in bounds?",
)
def large_scores_in_one_column_harm_no_other(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    m = max(sizes.m, 4)
    z, shift = rng.standard_normal((max(sizes.n_y, 4), m)), rng.permutation([0.0, 1000.0, -1000.0, *[500.0] * (m - 3)])
    column = int(np.argmax(shift == 500.0))
    z[1, column], z[3, column] = -1000.0, 1000.0  # and one column that spans two thousand
    want = truth(z=z + shift)
    got, own = expect_quiet(answer, z=z + shift), expect_quiet(answer, z=z)
    # A shift of a whole column changes nothing, in what another check has found to be wrong as well.
    expect_either(
        lambda: expect_close("p", got, want, because="Here the columns of z are a thousand apart."),
        lambda: expect(
            np.shape(got) == np.shape(own) and np.allclose(got, own) and np.ptp(got) > 0,
            "A shift of a column changes p.",
        ),
    )


@softmax.check(
    "The scores are left as they are.",
    promise=True,
    points=1,
    hint="z belongs to the caller: subtract into a new array.",
)
def its_argument_is_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    expect_unchanged(answer, z=rng.standard_normal((sizes.n_y, sizes.m)))
