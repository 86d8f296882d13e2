"""Other answers to my_grad_check."""

import numpy as np

from solutions.alternatives import Answers, Swaps
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


# The same with a look at the shapes.
def looks_at_the_shapes(loss, gradient, theta):
    claimed, measured = gradient(theta), numerical_gradient(loss, theta)
    if np.shape(claimed) != theta.shape:
        return False
    return bool(np.allclose(claimed, measured, rtol=1e-5, atol=1e-9))


VERDICT = "np.allclose(claimed, measured, rtol=1e-5, atol=1e-9)"
BOTH = "(claimed, measured,"

DIRECTIONS: tuple[Swaps, str] = (
    {VERDICT: "claimed.ravel() @ measured.ravel() > (1 - 1e-9) * np.linalg.norm(claimed) * np.linalg.norm(measured)"},
    "only directions are compared. A gradient twice as long points the same way.",
)
FIRST: tuple[Swaps, str] = ({BOTH: "(claimed.flat[0], measured.flat[0],"}, "only the first entry is compared.")
SUMS: tuple[Swaps, str] = (
    {BOTH: "(np.sum(claimed), np.sum(measured),"},
    "the sums of all entries are compared. Errors may cancel there.",
)
ANY: tuple[Swaps, str] = (
    {"allclose": "isclose", "atol=1e-9)": "atol=1e-9).any()"},
    "one right entry is enough to be accepted. All of them have to be right.",
)

answers.mistakes(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    of=trusts_broadcasting,
    accepts_everything=({VERDICT: "True"}, "every gradient is accepted."),
    rejects_everything=({VERDICT: "False"}, "every gradient is rejected, right ones too."),
    compares_the_claim_with_itself=(
        {"numerical_gradient(loss, theta)": "gradient(theta.copy())"},
        "the claimed gradient is compared with itself. It should be compared with the measured one.",
    ),
    compares_shapes_only=(
        {VERDICT: "np.shape(claimed) == theta.shape and np.isfinite(claimed).all()"},
        "only the shapes are compared. The numbers have to agree as well.",
    ),
    ignores_the_signs=(
        {BOTH: "(np.abs(claimed), np.abs(measured),"},
        "sizes are compared without their signs.",
    ),
    compares_directions=DIRECTIONS,
    forgets_the_absolute_value=(
        {VERDICT: "np.all(claimed - measured <= 1e-9 + 1e-5 * np.abs(measured))"},
        "the differences are compared without np.abs. An entry that is too small then passes, however wrong it is.",
    ),
    answers_the_other_way_round=(
        {VERDICT: "not " + VERDICT},
        "the answer is turned round: True for a wrong gradient, False for a right one.",
    ),
    raises_instead_of_returning_false=(
        {"return bool(": "assert ", "atol=1e-9))": "atol=1e-9)\n    return True"},
        "a wrong gradient raises an AssertionError. The checker should return False.",
    ),
)
# With a look at the shapes they answer alike in all other checks.
answers.mistakes(
    "it_rejects_mistakes_made_in_backpropagation_through_time",
    of=looks_at_the_shapes,
    compares_directions_alone=DIRECTIONS,
    compares_the_first_entry_alone=FIRST,
    compares_the_sums_alone=SUMS,
    asks_whether_any_entry_agrees_at_all=ANY,
)

answers.mistakes(
    "a_single_wrong_entry_is_enough",
    of=trusts_broadcasting,
    compares_the_first_entry=FIRST,
    compares_the_first_row=({BOTH: "(claimed[0], measured[0],"}, "only the first row is compared."),
    compares_the_first_column=({BOTH: "(claimed[:, 0], measured[:, 0],"}, "only the first column is compared."),
    compares_the_sums=SUMS,
    asks_whether_any_entry_agrees=ANY,
    judges_by_most_of_the_entries=(
        {VERDICT: "np.isclose(claimed, measured, rtol=1e-5, atol=1e-9).mean() > 0.5"},
        "more than half of the entries are enough to be accepted. All of them have to be right.",
    ),
)

LENGTHS = (
    "one error is computed for the whole gradient, from lengths of vectors. "
    "Beside large entries an error in a small one does not show."
)
answers.mistakes(
    "a_thousandth_of_an_entry_counts_in_small_ones_too",
    of=trusts_broadcasting,
    allows_a_hundredth=(
        {"rtol=1e-5, atol=1e-9": "rtol=0, atol=1e-2"},
        "an error of 0.01 is allowed in every entry. Many entries are smaller than that.",
    ),
    allows_a_ten_thousandth=(
        {"atol=1e-9": "atol=1e-4"},
        "an error of 0.0001 is allowed in every entry. That is a large part of an entry of 0.002.",
    ),
    compares_lengths_of_the_whole=(
        {VERDICT: "np.linalg.norm(claimed - measured) <= 1e-7 * (np.linalg.norm(claimed) + np.linalg.norm(measured))"},
        LENGTHS,
    ),
    compares_lengths_loosely=(
        {VERDICT: "np.linalg.norm(claimed - measured) <= 1e-5 * (np.linalg.norm(claimed) + np.linalg.norm(measured))"},
        LENGTHS,
    ),
    measures_by_the_largest_entry=(
        {VERDICT: "np.abs(claimed - measured).max() <= 3e-4 * np.abs(measured).max()"},
        "every error is compared with the largest entry. A small entry may then be off by its whole size.",
    ),
    allows_a_hundredth_of_an_entry=(
        {"rtol=1e-5": "rtol=1e-2"},
        "an error of a hundredth of each entry is allowed. A thousandth should be noticed.",
    ),
    allows_a_thousandth_of_an_entry=(
        {"rtol=1e-5": "rtol=1e-3"},
        "an error of a thousandth of each entry is allowed. It should be noticed.",
    ),
    allows_a_tenth_of_an_entry=(
        {"rtol=1e-5": "rtol=1e-1"},
        "an error of a tenth of each entry is allowed. A thousandth should be noticed.",
    ),
)

answers.refused(
    "a_right_gradient_is_accepted_whatever_its_size",
    nudges_too_little={"numerical_gradient(loss, theta)": "numerical_gradient(loss, theta, 1e-8)"},
)

answers.mistakes(
    "a_right_gradient_is_accepted_whatever_its_size",
    of=trusts_broadcasting,
    nudges_too_far=(
        {"numerical_gradient(loss, theta)": "numerical_gradient(loss, theta, 1e-2)"},
        "the nudge is so large that the measured gradient is off. 1e-5 is a good size.",
    ),
    asks_for_equality=(
        {VERDICT: "np.array_equal(claimed, measured)"},
        "the two have to be exactly equal. The measured gradient is never exact, so even a right one differs.",
    ),
    allows_almost_nothing=(
        {"rtol=1e-5, atol=1e-9": "rtol=0, atol=1e-12"},
        "an error of 0.000000000001 is too much already. Measuring alone is off by more.",
    ),
)

ALLCLOSE = "np.allclose(claimed, measured, rtol=1e-5, atol=rounding)"
answers.mistakes(
    "a_right_gradient_is_accepted_whatever_its_size",
    divides_by_zero_entries=(
        {ALLCLOSE: "np.all(np.abs(claimed - measured) / np.abs(claimed) <= 1e-5)"},
        "every error is divided by the size of its entry. Where that is 0 or almost 0, rounding alone looks enormous.",
    ),
    divides_by_a_hundred_millionth=(
        {ALLCLOSE: "np.all(np.abs(claimed - measured) / np.maximum(1e-8, np.abs(claimed) + np.abs(measured)) <= 1e-5)"},
        "the error is divided by the sum of both sizes, or by 1e-8. Where the entry is 0, that is too strict.",
    ),
)

answers.mistake(
    "another_shape_or_nan_is_rejected",
    "the shapes are not compared. Broadcasting lets another shape agree.",
)(trusts_broadcasting)
answers.mistakes(
    "another_shape_or_nan_is_rejected",
    makes_both_flat=(
        {
            "np.shape(claimed) != measured.shape": "np.size(claimed) != measured.size",
            BOTH: "(np.ravel(claimed), np.ravel(measured),",
        },
        "both arrays are made flat before they are compared. Then the shape no longer shows.",
    ),
    lets_nan_pass=(
        {ALLCLOSE: "not np.any(np.abs(claimed - measured) > rounding + 1e-5 * np.abs(measured))"},
        "nan is accepted. `nan > 1` is False, so ask whether each error is small, not whether one is large.",
    ),
    compares_the_number_of_entries=(
        {"np.shape(claimed) != measured.shape": "np.size(claimed) != measured.size"},
        "np.size is compared, not np.shape: (4, 1), (1, 4) and (4,) all have 4 entries.",
    ),
    compares_the_number_of_axes=(
        {"np.shape(claimed) != measured.shape": "np.ndim(claimed) != measured.ndim"},
        "only the numbers of axes are compared. The lengths of the axes have to agree as well.",
    ),
)

answers.refused(
    "a_single_wrong_entry_is_enough",
    of=trusts_broadcasting,
    judges_the_median={VERDICT: "np.median(np.abs(claimed - measured)) <= 1e-7"},
    looks_at_ten_entries={VERDICT: "np.allclose(claimed.flat[:10], measured.flat[:10], rtol=1e-5, atol=1e-9)"},
)

answers.equivalent(
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 % max(1.0, abs(loss(theta)))",
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 * max( 2.0, abs(loss(theta)))",
    "rounding = 1e-9 * max(1.0, abs(loss(theta))) -> rounding = 1e-9 * max( 0.0, abs(loss(theta)))",
    because="The losses are promised to be of ordinary size.",
)
