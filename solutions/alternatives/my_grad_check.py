"""Other answers to my_grad_check."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import numerical_gradient
from solutions.gradient_checking import my_grad_check

answers = Answers(my_grad_check)


@answers.variant
def entry_by_entry(loss, gradient, theta):
    claimed = np.asarray(gradient(theta))
    measured = numerical_gradient(loss, theta, 1e-5)
    if claimed.shape != theta.shape:
        return False
    good = True
    for k in np.ndindex(theta.shape):
        good = good and bool(abs(claimed[k] - measured[k]) <= 1e-8 + 1e-4 * abs(measured[k]))
    return good


@answers.variant
def with_an_assertion(loss, gradient, theta):
    try:
        np.testing.assert_allclose(gradient(theta), numerical_gradient(loss, theta), rtol=1e-5, atol=1e-8, strict=True)
    except AssertionError:
        return False
    return True


@answers.variant
def measuring_by_itself(loss, gradient, theta):
    claimed, eps = gradient(theta), 1e-5
    if claimed.shape != theta.shape or not np.isfinite(claimed).all():
        return False
    for k in range(theta.size):
        unit = np.zeros(theta.size)
        unit[k] = eps
        unit = unit.reshape(theta.shape)
        slope = (
            (8 * (loss(theta + unit) - loss(theta - unit)) - loss(theta + 2 * unit) + loss(theta - 2 * unit)) / 12 / eps
        )
        if abs(slope - claimed.flat[k]) > 2e-4 * max(abs(slope), 1e-5):
            return False
    return True


@answers.variant
def returning_what_numpy_returns(loss, gradient, theta):
    g, n = gradient(theta), numerical_gradient(loss, theta, eps=3e-6)
    return np.bool_(np.shape(g) == np.shape(n)) and np.all(np.isclose(g, n, rtol=3e-5, atol=1e-8))


# Registered below, where it is caught; most mistakes are made on top of it.
def trusts_broadcasting(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.allclose(claimed, measured, rtol=1e-5, atol=1e-9))


VERDICT = "np.allclose(claimed, measured, rtol=1e-5, atol=1e-9)"
answers.mistakes(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    of=trusts_broadcasting,
    accepts_everything=({VERDICT: "True"}, "everything is accepted: a checker earns its keep by what it rejects."),
    rejects_everything=({VERDICT: "False"}, "everything is rejected: a right gradient is to be accepted."),
    compares_the_claim_with_itself=(
        {"numerical_gradient(loss, theta)": "gradient(theta.copy())"},
        "the claimed gradient is compared with itself: what it is to be held to must be measured.",
    ),
    ignores_the_signs=(
        {"(claimed, measured,": "(np.abs(claimed), np.abs(measured),"},
        "sizes are compared without their signs: a step in the wrong direction has the right size.",
    ),
    compares_shapes_only=(
        {VERDICT: "np.shape(claimed) == theta.shape and np.isfinite(claimed).all()"},
        "only the shapes are compared: the numbers have to agree.",
    ),
    compares_directions=(
        {
            VERDICT: "claimed.ravel() @ measured.ravel()"
            " > (1 - 1e-9) * np.linalg.norm(claimed) * np.linalg.norm(measured)"
        },
        "only the directions are compared: a gradient twice as large points the same way.",
    ),
    forgets_the_absolute_value=(
        {VERDICT: "np.all(claimed - measured <= 1e-9 + 1e-5 * np.abs(measured))"},
        "the differences are not made positive: those that are too small pass, however large they are.",
    ),
)

answers.mistakes(
    "a_single_wrong_entry_is_enough",
    of=trusts_broadcasting,
    compares_the_first_entry=(
        {"(claimed, measured,": "(claimed.flat[0], measured.flat[0],"},
        "the first entry alone is compared: every entry can be wrong by itself.",
    ),
    compares_the_first_row=(
        {"(claimed, measured,": "(claimed[0], measured[0],"},
        "the first row alone is compared: every entry can be wrong by itself.",
    ),
    compares_the_sums=(
        {"(claimed, measured,": "(np.sum(claimed), np.sum(measured),"},
        "the sums of the entries are compared: errors that cancel are not seen.",
    ),
    asks_whether_any_entry_agrees=(
        {"allclose": "isclose", "atol=1e-9)": "atol=1e-9).any()"},
        "one right entry is enough to be accepted: all of them have to be right.",
    ),
)

answers.mistakes(
    "a_thousandth_of_an_entry_counts_in_small_ones_too",
    of=trusts_broadcasting,
    allows_a_hundredth=(
        {"rtol=1e-5, atol=1e-9": "rtol=0, atol=1e-2"},
        "an error of 0.01 is allowed in every entry: that is more than many entries are.",
    ),
    allows_a_ten_thousandth=(
        {"atol=1e-9": "atol=1e-4"},
        "an error of 0.0001 is allowed in every entry: of an entry of 0.002 that is five hundredths.",
    ),
    compares_lengths_of_the_whole=(
        {VERDICT: "np.linalg.norm(claimed - measured) <= 1e-7 * (np.linalg.norm(claimed) + np.linalg.norm(measured))"},
        "one length for all entries: the error of a small entry is small beside the length of the whole gradient.",
    ),
    measures_by_the_largest_entry=(
        {VERDICT: "np.abs(claimed - measured).max() <= 3e-4 * np.abs(measured).max()"},
        "the largest entry sets the scale for all: a small entry may then be off by its whole size.",
    ),
    allows_a_hundredth_of_an_entry=(
        {"rtol=1e-5": "rtol=1e-2"},
        "an error of one hundredth of an entry is allowed: a thousandth is to be seen.",
    ),
)

answers.mistakes(
    "a_right_gradient_is_accepted_whatever_its_size",
    of=trusts_broadcasting,
    asks_for_equality=(
        {VERDICT: "np.array_equal(claimed, measured)"},
        "equality is asked for: the measured gradient is rounded, so even a right one differs from it a little.",
    ),
    allows_almost_nothing=(
        {"rtol=1e-5, atol=1e-9": "rtol=0, atol=1e-12"},
        "the error may be 1e-12 at most: measuring itself is off by about 1e-10.",
    ),
)

ALLCLOSE = "np.allclose(claimed, measured, rtol=1e-5, atol=rounding)"
answers.mistakes(
    "a_right_gradient_is_accepted_whatever_its_size",
    divides_by_zero_entries=(
        {ALLCLOSE: "np.all(np.abs(claimed - measured) / np.abs(claimed) <= 1e-5)"},
        "every error is divided by the entry: where that is 0 or nearly so, rounding alone looks enormous.",
    ),
    divides_by_a_hundred_millionth=(
        {ALLCLOSE: "np.all(np.abs(claimed - measured) / np.maximum(1e-8, np.abs(claimed) + np.abs(measured)) <= 1e-5)"},
        "the error is divided by the sum of both sizes, or 1e-8: where the entry is 0, rounding exceeds that.",
    ),
)

answers.mistake(
    "another_shape_or_nan_is_rejected",
    "the shape is not compared: broadcasting lets another shape agree.",
)(trusts_broadcasting)
answers.mistakes(
    "another_shape_or_nan_is_rejected",
    makes_both_flat=(
        {
            "np.shape(claimed) != measured.shape": "np.size(claimed) != measured.size",
            "(claimed, measured,": "(np.ravel(claimed), np.ravel(measured),",
        },
        "both are made flat before they are compared: then the shape no longer shows.",
    ),
    lets_nan_pass=(
        {ALLCLOSE: "not np.any(np.abs(claimed - measured) > rounding + 1e-5 * np.abs(measured))"},
        "nan passes: a comparison with nan is never True, so ask whether the error is small, not whether it is large.",
    ),
    compares_the_number_of_entries=(
        {"np.shape(claimed) != measured.shape": "np.size(claimed) != measured.size"},
        "the sizes are compared in place of the shapes: (4, 1), (1, 4) and (4,) hold the same number of entries.",
    ),
)

answers.refused(
    "a_single_wrong_entry_is_enough",
    of=trusts_broadcasting,
    judges_the_median={VERDICT: "np.median(np.abs(claimed - measured)) <= 1e-7"},
)

answers.equivalent(
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 % max(1.0, abs(loss(theta)))",
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 * max( 2.0, abs(loss(theta)))",
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 * max( 0.0, abs(loss(theta)))",
    because="The losses are promised to be of ordinary size.",
)
