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


@answers.mistake(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    "everything is accepted: a checker earns its keep by what it rejects.",
)
def accepts_everything(loss, gradient, theta):
    return True


@answers.mistake(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    "everything is rejected: a right gradient is to be accepted.",
)
def rejects_everything(loss, gradient, theta):
    return False


@answers.mistake(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    "the claimed gradient is compared with itself: what it is to be held to must be measured.",
)
def compares_the_claim_with_itself(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), gradient(theta.copy())))


@answers.mistake(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    "sizes are compared without their signs: a step in the wrong direction has the right size.",
)
def ignores_the_signs(loss, gradient, theta):
    return bool(np.allclose(np.abs(gradient(theta)), np.abs(numerical_gradient(loss, theta)), rtol=1e-5, atol=1e-9))


@answers.mistake(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    "only the shapes are compared: the numbers have to agree.",
)
def compares_shapes_only(loss, gradient, theta):
    return bool(np.shape(gradient(theta)) == theta.shape and np.isfinite(gradient(theta)).all())


@answers.mistake(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    "only the directions are compared: a gradient twice as large points the same way.",
)
def compares_directions(loss, gradient, theta):
    claimed, measured = np.ravel(gradient(theta)), np.ravel(numerical_gradient(loss, theta))
    cosine = claimed @ measured / (np.linalg.norm(claimed) * np.linalg.norm(measured) + 1e-300)
    return bool(claimed.size == theta.size and cosine > 1 - 1e-9)


@answers.mistake(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    "the differences are not made positive: those that are too small pass, however large they are.",
)
def forgets_the_absolute_value(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.all(claimed - measured <= 1e-9 + 1e-5 * np.abs(measured)))


@answers.mistake(
    "a_single_wrong_entry_is_enough",
    "the first entry alone is compared: every entry can be wrong by itself.",
)
def compares_the_first_entry(loss, gradient, theta):
    claimed, measured = np.ravel(gradient(theta)), np.ravel(numerical_gradient(loss, theta))
    return bool(np.allclose(claimed[0], measured[0], rtol=1e-5, atol=1e-9))


@answers.mistake(
    "a_single_wrong_entry_is_enough",
    "the first row alone is compared: every entry can be wrong by itself.",
)
def compares_the_first_row(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.allclose(claimed[0], measured[0], rtol=1e-5, atol=1e-9))


@answers.mistake(
    "a_single_wrong_entry_is_enough",
    "the sums of the entries are compared: errors that cancel are not seen.",
)
def compares_the_sums(loss, gradient, theta):
    claimed, measured = np.sum(gradient(theta)), np.sum(numerical_gradient(loss, theta))
    return bool(abs(claimed - measured) <= 1e-8 + 1e-5 * abs(measured))


@answers.mistake(
    "a_single_wrong_entry_is_enough",
    "one right entry is enough to be accepted: all of them have to be right.",
)
def asks_whether_any_entry_agrees(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.isclose(claimed, measured, rtol=1e-5, atol=1e-9).any())


@answers.mistake(
    "a_single_wrong_entry_is_enough",
    "the median error is judged: a single wrong entry is enough to be wrong.",
)
def judges_the_median(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.median(np.abs(claimed - measured)) <= 1e-7)


@answers.mistake(
    "a_thousandth_of_an_entry_counts_in_small_ones_too",
    "an error of 0.01 is allowed in every entry: that is more than many entries are.",
)
def allows_a_hundredth(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=0, atol=1e-2))


@answers.mistake(
    "a_thousandth_of_an_entry_counts_in_small_ones_too",
    "an error of 0.0001 is allowed in every entry: of an entry of 0.002 that is five hundredths.",
)
def allows_a_ten_thousandth(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=1e-5, atol=1e-4))


@answers.mistake(
    "a_thousandth_of_an_entry_counts_in_small_ones_too",
    "one length for all entries: the error of a small entry is small beside the length of the whole gradient.",
)
def compares_lengths_of_the_whole(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    size = np.linalg.norm(claimed) + np.linalg.norm(measured)
    return bool(np.linalg.norm(claimed - measured) <= 1e-7 * size)


@answers.mistake(
    "a_thousandth_of_an_entry_counts_in_small_ones_too",
    "the largest entry sets the scale for all: a small entry may then be off by its whole size.",
)
def measures_by_the_largest_entry(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.abs(claimed - measured).max() <= 3e-4 * np.abs(measured).max())


@answers.mistake(
    "a_thousandth_of_an_entry_counts_in_small_ones_too",
    "an error of one hundredth of an entry is allowed: a thousandth is to be seen.",
)
def allows_a_hundredth_of_an_entry(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=1e-2, atol=1e-9))


@answers.mistake(
    "a_right_gradient_is_accepted_whatever_its_size",
    "equality is asked for: the measured gradient is rounded, so even a right one differs from it a little.",
)
def asks_for_equality(loss, gradient, theta):
    return bool(np.array_equal(gradient(theta), numerical_gradient(loss, theta)))


@answers.mistake(
    "a_right_gradient_is_accepted_whatever_its_size",
    "the error may be 1e-12 at most: measuring itself is off by about 1e-10.",
)
def allows_almost_nothing(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=0, atol=1e-12))


@answers.mistake(
    "a_right_gradient_is_accepted_whatever_its_size",
    "every error is divided by the entry: where that is 0 or nearly so, rounding alone looks enormous.",
)
def divides_by_zero_entries(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    if np.shape(claimed) != measured.shape:
        return False
    with np.errstate(all="ignore"):
        return bool(np.all(np.abs(claimed - measured) / np.abs(claimed) <= 1e-5))


@answers.mistake(
    "a_right_gradient_is_accepted_whatever_its_size",
    "the error is divided by the sum of both sizes, or 1e-8: where the entry is 0, rounding exceeds that.",
)
def divides_by_a_hundred_millionth(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    if np.shape(claimed) != measured.shape:
        return False
    size = np.maximum(1e-8, np.abs(claimed) + np.abs(measured))
    return bool(np.all(np.abs(claimed - measured) / size <= 1e-5))


@answers.mistake(
    "another_shape_or_nan_is_rejected",
    "the shape is not compared: broadcasting lets another shape agree.",
)
def trusts_broadcasting(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=1e-5, atol=1e-9))


@answers.mistake(
    "another_shape_or_nan_is_rejected",
    "both are made flat before they are compared: then the shape no longer shows.",
)
def makes_both_flat(loss, gradient, theta):
    claimed, measured = np.ravel(gradient(theta)), np.ravel(numerical_gradient(loss, theta))
    return bool(claimed.size == measured.size and np.allclose(claimed, measured, rtol=1e-5, atol=1e-9))


@answers.mistake(
    "another_shape_or_nan_is_rejected",
    "nan passes: a comparison with nan is never True, so ask whether the error is small, not whether it is large.",
)
def lets_nan_pass(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    if np.shape(claimed) != measured.shape:
        return False
    with np.errstate(all="ignore"):
        return not bool(np.any(np.abs(claimed - measured) > 1e-9 + 1e-5 * np.abs(measured)))


@answers.mistake(
    "another_shape_or_nan_is_rejected",
    "the sizes are compared in place of the shapes: (4, 1), (1, 4) and (4,) hold the same number of entries.",
)
def compares_the_number_of_entries(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.size(claimed) == measured.size and np.allclose(claimed, measured, rtol=1e-5, atol=1e-9))


answers.equivalent(
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 % max(1.0, abs(loss(theta)))",
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 * max( 2.0, abs(loss(theta)))",
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 * max( 0.0, abs(loss(theta)))",
    because="The losses are promised to be of ordinary size.",
)
