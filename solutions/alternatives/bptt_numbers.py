"""Lesson 03: wrong and unusual answers to the numerical gradient and the gradient checker."""

import numpy as np

from solutions.alternatives import equivalent, misconception, variant
from solutions.gradient_check import numerical_gradient

# ------------------------------------------------------------------------------------------ numerical_gradient

EXACT, ANY_SHAPE = "of_a_quadratic_function_it_is_exact", "theta_may_have_any_shape"
NUDGE, SAME = "the_nudge_is_of_size_eps", "theta_holds_the_same_numbers_afterwards"
QUOTIENT = "(f(theta + nudge) - f(theta - nudge)) / (2 * eps)"


def _mistake(caught_by, says):
    return misconception("numerical_gradient", caught_by=caught_by, says=says)


@_mistake(EXACT, "f is asked above and at theta: ask it above and below, and the curvature cancels.")
def takes_the_forward_difference(source):
    return source.replace(QUOTIENT, "(f(theta + nudge) - f(theta)) / eps")


@_mistake(EXACT, "f is asked at theta and below: ask it above and below, and the curvature cancels.")
def takes_the_backward_difference(source):
    return source.replace(QUOTIENT, "(f(theta) - f(theta - nudge)) / eps")


@_mistake(EXACT, "the difference is divided by eps: from below to above it is 2 * eps.")
def divides_by_eps(source):
    return source.replace("/ (2 * eps)", "/ eps")


@_mistake(EXACT, "/ 2 * eps divides by 2 and multiplies by eps: the product needs brackets.")
def forgets_the_brackets(source):
    return source.replace("/ (2 * eps)", "/ 2 * eps")


@_mistake(EXACT, "the two values are subtracted the other way round: above minus below.")
def subtracts_the_other_way_round(source):
    return source.replace(QUOTIENT, "(f(theta - nudge) - f(theta + nudge)) / (2 * eps)")


@_mistake(EXACT, "all entries are nudged at once: one at a time tells what each of them does.")
def nudges_all_at_once(source):
    return source.replace("nudge[index] = eps", "nudge[...] = eps")


@_mistake(EXACT, "the nudge is never taken back between the entries: each is to be nudged from theta itself.")
def lets_the_nudges_pile_up(source):
    return source.replace("    for index", "    nudge = np.zeros_like(theta)\n    for index").replace(
        "        nudge = np.zeros_like(theta)\n        nudge[index]", "        nudge[index]"
    )


@_mistake(ANY_SHAPE, "the result is flat: it is to have the shape of theta.")
def returns_it_flat(source):
    return source.replace("return gradient", "return gradient.ravel()")


@_mistake(ANY_SHAPE, "a single index runs over axis 0: of an array with more axes it nudges a whole row at once.")
def nudges_whole_rows(source):
    return source.replace("in np.ndindex(theta.shape)", "in range(len(theta))")


@_mistake(ANY_SHAPE, "two loops run over rows and columns: theta may have more axes, or fewer.")
def loops_over_two_axes(theta, f, eps=1e-5):
    gradient = np.zeros_like(theta)
    table = gradient.reshape(theta.shape[0], -1) if theta.ndim < 3 else gradient
    for j in range(table.shape[0]):
        for k in range(table.shape[1]):
            nudge = np.zeros_like(table)
            nudge[j, k] = eps
            nudge = nudge.reshape(theta.shape)
            table[j, k] = (f(theta + nudge) - f(theta - nudge)) / (2 * eps)
    return gradient


@_mistake(NUDGE, "eps is not used: the nudge has a size of its own.")
def ignores_eps(source):
    return source.replace("    gradient = np", "    eps = 1e-5\n    gradient = np")


@_mistake(NUDGE, "the nudge is half of eps to either side: eps is the size of each.")
def nudges_by_half_of_eps(source):
    return source.replace("nudge[index] = eps", "nudge[index] = eps / 2").replace("(2 * eps)", "eps")


@_mistake(NUDGE, "the nudge is eps times the entry: eps is its size, whatever the entry is.")
def nudges_in_proportion(source):
    return source.replace("nudge[index] = eps", "nudge[index] = eps * theta[index]").replace(
        "(2 * eps)", "(2 * eps * theta[index])"
    )


@_mistake(NUDGE, "eps is squared.")
def squares_eps(source):
    return source.replace("    gradient = np", "    eps = eps**2\n    gradient = np")


@_mistake(SAME, "an entry that was nudged in place is never put back.")
def never_puts_back(f, theta, eps=1e-5):
    gradient = np.zeros_like(theta)
    for index in np.ndindex(theta.shape):
        theta[index] += eps
        above = f(theta)
        theta[index] -= 2 * eps
        gradient[index] = (above - f(theta)) / (2 * eps)
    return gradient


@_mistake(SAME, "the last entry is not put back: entries are restored only when the next one has its turn.")
def leaves_the_last_entry_nudged(f, theta, eps=1e-5):
    gradient, before = np.zeros_like(theta), theta.copy()
    for index in np.ndindex(theta.shape):
        theta[...] = before
        theta[index] += eps
        above = f(theta)
        theta[index] -= 2 * eps
        gradient[index] = (above - f(theta)) / (2 * eps)
    return gradient


@_mistake(
    SAME, "theta is nudged upwards in place, once for each entry, and never put back; f is asked above and at theta."
)
def only_ever_nudges_upwards(f, theta, eps=1e-5):
    gradient = np.zeros_like(theta)
    for index in np.ndindex(theta.shape):
        before = f(theta)
        theta[index] += eps
        gradient[index] = (f(theta) - before) / eps
    return gradient


@variant("numerical_gradient")
def nudging_in_place(f, theta, eps=1e-5):
    gradient = np.zeros(theta.shape)
    it = np.nditer(theta, flags=["multi_index", "zerosize_ok"])
    while not it.finished and theta.size:
        k = it.multi_index
        kept = theta[k]
        theta[k] = kept + eps
        above = f(theta)
        theta[k] = kept - eps
        below = f(theta)
        theta[k] = kept
        gradient[k] = (above - below) / (2 * eps)
        it.iternext()
    return gradient


@variant("numerical_gradient")
def with_flat_indices(f, theta, eps=1e-5):
    flat = theta.copy().ravel()
    slopes = np.empty(theta.size)
    for k in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[k] += eps
        down[k] -= eps
        slopes[k] = (f(up.reshape(theta.shape)) - f(down.reshape(theta.shape))) / (2.0 * eps)
    return slopes.reshape(theta.shape)


@variant("numerical_gradient")
def with_rows_of_the_unit_matrix(f, theta, eps=1e-5):
    units = [eps * unit.reshape(theta.shape) for unit in np.eye(theta.size)]
    return np.array([(f(theta + u) - f(theta - u)) / (eps + eps) for u in units]).reshape(theta.shape)


@variant("numerical_gradient")
def stepping_back_by_twice_eps(f, theta, eps=1e-5):
    gradient = np.zeros_like(theta)
    for k in range(theta.size):
        theta.flat[k] += eps
        above = f(theta)
        theta.flat[k] -= 2 * eps
        below = f(theta)
        theta.flat[k] += eps
        gradient.flat[k] = 0.5 * (above - below) / eps
    return gradient


# ----------------------------------------------------------------------------------------------- my_grad_check

BPTT, SINGLE = "it_rejects_mistakes_made_in_backpropagation_through_time", "a_single_wrong_entry_is_enough"
THOUSANDTH = "a_thousandth_of_an_entry_counts_in_small_ones_too"
ACCEPT, SHAPE = "a_right_gradient_is_accepted_whatever_its_size", "another_shape_or_nan_is_rejected"


def _weak(caught_by, says):
    return misconception("my_grad_check", caught_by=caught_by, says=says)


@_weak(BPTT, "everything is accepted: a checker earns its keep by what it rejects.")
def accepts_everything(loss, gradient, theta):
    return True


@_weak(BPTT, "everything is rejected: a right gradient is to be accepted.")
def rejects_everything(loss, gradient, theta):
    return False


@_weak(BPTT, "the claimed gradient is compared with itself: what it is to be held to must be measured.")
def compares_the_claim_with_itself(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), gradient(theta.copy())))


@_weak(BPTT, "sizes are compared without their signs: a step in the wrong direction has the right size.")
def ignores_the_signs(loss, gradient, theta):
    return bool(np.allclose(np.abs(gradient(theta)), np.abs(numerical_gradient(loss, theta)), rtol=1e-5, atol=1e-9))


@_weak(BPTT, "only the shapes are compared: the numbers have to agree.")
def compares_shapes_only(loss, gradient, theta):
    return bool(np.shape(gradient(theta)) == theta.shape and np.isfinite(gradient(theta)).all())


@_weak(BPTT, "only the directions are compared: a gradient twice as large points the same way.")
def compares_directions(loss, gradient, theta):
    claimed, measured = np.ravel(gradient(theta)), np.ravel(numerical_gradient(loss, theta))
    cosine = claimed @ measured / (np.linalg.norm(claimed) * np.linalg.norm(measured) + 1e-300)
    return bool(claimed.size == theta.size and cosine > 1 - 1e-9)


@_weak(BPTT, "the differences are not made positive: those that are too small pass, however large they are.")
def forgets_the_absolute_value(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.all(claimed - measured <= 1e-9 + 1e-5 * np.abs(measured)))


@_weak(SINGLE, "the first entry alone is compared: every entry can be wrong by itself.")
def compares_the_first_entry(loss, gradient, theta):
    claimed, measured = np.ravel(gradient(theta)), np.ravel(numerical_gradient(loss, theta))
    return bool(np.allclose(claimed[0], measured[0], rtol=1e-5, atol=1e-9))


@_weak(SINGLE, "the first row alone is compared: every entry can be wrong by itself.")
def compares_the_first_row(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.allclose(claimed[0], measured[0], rtol=1e-5, atol=1e-9))


@_weak(SINGLE, "the sums of the entries are compared: errors that cancel are not seen.")
def compares_the_sums(loss, gradient, theta):
    claimed, measured = np.sum(gradient(theta)), np.sum(numerical_gradient(loss, theta))
    return bool(abs(claimed - measured) <= 1e-8 + 1e-5 * abs(measured))


@_weak(SINGLE, "one right entry is enough to be accepted: all of them have to be right.")
def asks_whether_any_entry_agrees(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.isclose(claimed, measured, rtol=1e-5, atol=1e-9).any())


@_weak(SINGLE, "the median error is judged: a single wrong entry is enough to be wrong.")
def judges_the_median(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.median(np.abs(claimed - measured)) <= 1e-7)


@_weak(THOUSANDTH, "an error of 0.01 is allowed in every entry: that is more than many entries are.")
def allows_a_hundredth(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=0, atol=1e-2))


@_weak(THOUSANDTH, "an error of 0.0001 is allowed in every entry: of an entry of 0.002 that is five hundredths.")
def allows_a_ten_thousandth(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=1e-5, atol=1e-4))


@_weak(
    THOUSANDTH,
    "one length for all entries: the error of a small entry is small beside the length of the whole gradient.",
)
def compares_lengths_of_the_whole(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    size = np.linalg.norm(claimed) + np.linalg.norm(measured)
    return bool(np.linalg.norm(claimed - measured) <= 1e-7 * size)


@_weak(THOUSANDTH, "the largest entry sets the scale for all: a small entry may then be off by its whole size.")
def measures_by_the_largest_entry(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.abs(claimed - measured).max() <= 3e-4 * np.abs(measured).max())


@_weak(THOUSANDTH, "an error of one hundredth of an entry is allowed: a thousandth is to be seen.")
def allows_a_hundredth_of_an_entry(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=1e-2, atol=1e-9))


@_weak(ACCEPT, "equality is asked for: the measured gradient is rounded, so even a right one differs from it a little.")
def asks_for_equality(loss, gradient, theta):
    return bool(np.array_equal(gradient(theta), numerical_gradient(loss, theta)))


@_weak(ACCEPT, "the error may be 1e-12 at most: measuring itself is off by about 1e-10.")
def allows_almost_nothing(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=0, atol=1e-12))


@_weak(ACCEPT, "every error is divided by the entry: where that is 0 or nearly so, rounding alone looks enormous.")
def divides_by_zero_entries(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    if np.shape(claimed) != measured.shape:
        return False
    with np.errstate(all="ignore"):
        return bool(np.all(np.abs(claimed - measured) / np.abs(claimed) <= 1e-5))


@_weak(ACCEPT, "the error is divided by the sum of both sizes, or 1e-8: where the entry is 0, rounding exceeds that.")
def divides_by_a_hundred_millionth(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    if np.shape(claimed) != measured.shape:
        return False
    size = np.maximum(1e-8, np.abs(claimed) + np.abs(measured))
    return bool(np.all(np.abs(claimed - measured) / size <= 1e-5))


@_weak(SHAPE, "the shape is not compared: broadcasting lets another shape agree.")
def trusts_broadcasting(loss, gradient, theta):
    return bool(np.allclose(gradient(theta), numerical_gradient(loss, theta), rtol=1e-5, atol=1e-9))


@_weak(SHAPE, "both are made flat before they are compared: then the shape no longer shows.")
def makes_both_flat(loss, gradient, theta):
    claimed, measured = np.ravel(gradient(theta)), np.ravel(numerical_gradient(loss, theta))
    return bool(claimed.size == measured.size and np.allclose(claimed, measured, rtol=1e-5, atol=1e-9))


@_weak(
    SHAPE,
    "nan passes: a comparison with nan is never True, so ask whether the error is small, not whether it is large.",
)
def lets_nan_pass(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    if np.shape(claimed) != measured.shape:
        return False
    with np.errstate(all="ignore"):
        return not bool(np.any(np.abs(claimed - measured) > 1e-9 + 1e-5 * np.abs(measured)))


@_weak(SHAPE, "the sizes are compared in place of the shapes: (4, 1), (1, 4) and (4,) hold the same number of entries.")
def compares_the_number_of_entries(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    return bool(np.size(claimed) == measured.size and np.allclose(claimed, measured, rtol=1e-5, atol=1e-9))


@variant("my_grad_check")
def entry_by_entry(loss, gradient, theta):
    claimed = np.asarray(gradient(theta))
    measured = numerical_gradient(loss, theta, 1e-5)
    if claimed.shape != theta.shape:
        return False
    good = True
    for k in np.ndindex(theta.shape):
        good = good and bool(abs(claimed[k] - measured[k]) <= 1e-8 + 1e-4 * abs(measured[k]))
    return good


@variant("my_grad_check")
def with_an_assertion(loss, gradient, theta):
    try:
        np.testing.assert_allclose(gradient(theta), numerical_gradient(loss, theta), rtol=1e-5, atol=1e-8, strict=True)
    except AssertionError:
        return False
    return True


@variant("my_grad_check")
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


@variant("my_grad_check")
def returning_what_numpy_returns(loss, gradient, theta):
    g, n = gradient(theta), numerical_gradient(loss, theta, eps=3e-6)
    return np.bool_(np.shape(g) == np.shape(n)) and np.all(np.isclose(g, n, rtol=3e-5, atol=1e-8))


ROUNDING = "rounding = 1e-9 * max(1.0, abs(loss(theta)))"
for changed in (
    "rounding = 1e-9 % max(1.0, abs(loss(theta)))",
    "rounding = 1e-9 * max( 2.0, abs(loss(theta)))",
    "rounding = 1e-9 * max( 0.0, abs(loss(theta)))",
):
    equivalent("my_grad_check", f"{ROUNDING} -> {changed}", because="The losses are promised to be of ordinary size.")
