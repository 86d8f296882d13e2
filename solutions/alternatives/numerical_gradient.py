"""Other answers to numerical_gradient."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import numerical_gradient

answers = Answers(numerical_gradient)


@answers.variant
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


@answers.variant
def with_flat_indices(f, theta, eps=1e-5):
    flat = theta.copy().ravel()
    slopes = np.empty(theta.size)
    for k in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[k] += eps
        down[k] -= eps
        slopes[k] = (f(up.reshape(theta.shape)) - f(down.reshape(theta.shape))) / (2.0 * eps)
    return slopes.reshape(theta.shape)


@answers.variant
def with_rows_of_the_unit_matrix(f, theta, eps=1e-5):
    units = [eps * unit.reshape(theta.shape) for unit in np.eye(theta.size)]
    return np.array([(f(theta + u) - f(theta - u)) / (eps + eps) for u in units]).reshape(theta.shape)


@answers.variant
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


@answers.variant
def by_recursion_over_the_first_axis(f, theta, eps=1e-5):
    if theta.ndim == 0:
        return np.array((f(theta + eps) - f(theta - eps)) / (2 * eps))
    rows = np.empty(theta.shape)
    for i in range(len(theta)):

        def of_row(row, i=i):
            whole = theta.copy()
            whole[i] = row
            return f(whole)

        rows[i] = numerical_gradient(of_row, theta[i].copy(), eps)
    return rows


# Its own place for the nudged numbers, so that theta is safe whatever happens to them.
def in_a_copy(f, theta, eps=1e-5):
    moved, gradient = theta.copy(), np.zeros(theta.shape)
    for k in np.ndindex(theta.shape):
        moved[k] += eps
        above = f(moved)
        moved[k] -= 2 * eps
        below = f(moved)
        moved[k] += eps
        gradient[k] = (above - below) / (2 * eps)
    return gradient


answers.variant(in_a_copy)

NUDGE = "        nudge = np.zeros_like(theta)\n"
EMPTY = "gradient = np.zeros_like(theta)"
ABOVE, BELOW, APART = "f(theta + nudge)", "f(theta - nudge)", "(2 * eps)"

answers.mistakes(
    "of_a_quadratic_function_it_is_exact",
    takes_the_forward_difference=(
        {BELOW: "f(theta)", APART: "eps"},
        "f is asked above theta and at theta. Ask it above and below: then the bend of the curve cancels.",
    ),
    takes_the_backward_difference=(
        {ABOVE: "f(theta)", APART: "eps"},
        "f is asked at theta and below it. Ask it above and below: then the bend of the curve cancels.",
    ),
    halves_the_forward_difference=(
        {BELOW: "f(theta)"},
        "f is asked above theta and at theta, and the difference is divided by 2 * eps. "
        "(theta[:] is no copy: what is added to it is added to theta.)",
    ),
    divides_by_eps=(
        {APART: "eps"},
        "the difference is divided by eps. The two places where f is asked are 2 * eps apart.",
    ),
    forgets_the_brackets=(
        {APART: "2 * eps"},
        "`/ 2 * eps` divides by 2 and then multiplies by eps. The product needs brackets.",
    ),
    subtracts_the_other_way_round=(
        {f"{ABOVE} - {BELOW}": f"{BELOW} - {ABOVE}"},
        "the value above is subtracted from the value below. It should be above minus below.",
    ),
    adds_the_two_values=({f"{ABOVE} - {BELOW}": f"{ABOVE} + {BELOW}"}, "the two values are added, not subtracted."),
    nudges_all_at_once=(
        {"nudge[index]": "nudge[...]"},
        "all entries are nudged at the same time. Nudge one at a time, to see what it does alone.",
    ),
    lets_the_nudges_pile_up=(
        {EMPTY: "gradient, nudge = np.zeros_like(theta), np.zeros_like(theta)", NUDGE: ""},
        "the nudges of earlier entries are still there when the next entry has its turn.",
    ),
    returns_inside_the_loop=(
        {"    return gradient": "        return gradient"},
        "only the first entry is computed and the others stay zero. Does `return` stand inside the loop?",
    ),
    makes_it_a_matrix=(
        {"return gradient": "return gradient.reshape(len(theta), -1)"},
        "the result is made a matrix with a row for each row of theta. It should have the shape of theta.",
    ),
    nudges_by_a_typed_number=(
        {"= eps": "= 1e-5"},
        "the nudge is always 0.00001, while the difference is divided by 2 * eps.",
    ),
)

# Two ways to the same zeros.
answers.mistakes(
    "of_a_quadratic_function_it_is_exact",
    asks_twice_at_the_same_place=(
        {BELOW: ABOVE},
        "every slope is zero. The two values that are subtracted are the same, or no slope is stored, or what f "
        "answers bears no trace of the nudge.",
    ),
)
answers.refused("of_a_quadratic_function_it_is_exact", never_fills_the_gradient={"gradient[index] = ": "slope = "})
answers.mistakes(
    "of_a_quadratic_function_it_is_exact",
    of=in_a_copy,
    leaves_the_copy_nudged=(
        {"        moved[k] += eps\n        gradient": "        gradient"},
        "a copy of theta is nudged up, then down, and not put back, so later entries start from another place.",
    ),
)

answers.mistakes(
    "theta_may_have_any_shape",
    returns_it_flat=(
        {"return gradient": "return gradient.ravel()"},
        "the result is a flat list of slopes. It should have the shape of theta.",
    ),
    nudges_whole_rows=(
        {"np.ndindex(theta.shape)": "range(len(theta))"},
        "a single index runs over axis 0. In an array with more axes it nudges a whole row at once.",
    ),
    loops_over_two_axes=(
        {"np.ndindex(theta.shape)": "np.ndindex(theta.shape[:2])"},
        "the loop runs over the first two axes alone. Theta may have more of them, or fewer.",
    ),
    measures_the_first_column=(
        {"np.ndindex(theta.shape)": "np.ndindex(theta.shape[:1] + (1,) * (theta.ndim - 1))"},
        "only the first entry of each row is nudged. The rest of the gradient stays zero.",
    ),
)


@answers.mistake(
    "theta_may_have_any_shape",
    "an empty theta stops the code. np.nditer, for one, refuses it unless its flags name zerosize_ok.",
)
def stumbles_over_an_empty_theta(f, theta, eps=1e-5):
    gradient = np.zeros_like(theta)
    it = np.nditer(theta, flags=["multi_index"])
    for _ in it:
        nudge = np.zeros_like(theta)
        nudge[it.multi_index] = eps
        gradient[it.multi_index] = (f(theta + nudge) - f(theta - nudge)) / (2 * eps)
    return gradient


@answers.mistake(
    "theta_may_have_any_shape",
    "theta has to have exactly two axes. With more of them, or none, the code stops.",
)
def takes_theta_for_a_matrix(f, theta, eps=1e-5):
    gradient = np.zeros_like(theta)
    rows, columns = theta.shape
    for j in range(rows):
        for k in range(columns):
            nudge = np.zeros_like(theta)
            nudge[j, k] = eps
            gradient[j, k] = (f(theta + nudge) - f(theta - nudge)) / (2 * eps)
    return gradient


answers.mistakes(
    "the_nudge_is_of_size_eps",
    ignores_eps=(
        {"= eps": "= 1e-5", APART: "2e-5"},
        "the nudge is always 0.00001, whatever eps is.",
    ),
    nudges_by_half_of_eps=(
        {"= eps": "= eps / 2", APART: "eps"},
        "each nudge is half of eps. It should be eps upwards and eps downwards.",
    ),
    nudges_in_proportion=(
        {"= eps": "= eps * theta[index]", APART: "(2 * eps * theta[index])"},
        "the nudge is eps times the entry. It should be eps, whatever the entry is.",
    ),
    nudges_large_entries_more=(
        {
            "= eps": "= eps * max(1.0, abs(theta[index]))",
            APART: "(2 * eps * max(1.0, abs(theta[index])))",
        },
        "the nudge grows with the entry where that is larger than 1. It should be eps everywhere.",
    ),
    nudges_twice_as_far=(
        {"= eps": "= 2 * eps", APART: "(4 * eps)"},
        "each nudge is twice eps. It should be eps upwards and eps downwards.",
    ),
    has_another_default=(
        {"eps: float = 1e-5": "eps: float = 1e-4"},
        "eps is 0.0001 when it is left out. The default should be 0.00001.",
    ),
)

PUT_BACK = "theta.flat[k] += eps\n        gradient"
answers.mistakes(
    "theta_holds_the_same_numbers_afterwards",
    of=stepping_back_by_twice_eps,
    never_puts_back=(
        {PUT_BACK: "gradient"},
        "the entries of theta itself are nudged and never put back: each ends up lower by eps.",
    ),
)


@answers.mistake(
    "theta_holds_the_same_numbers_afterwards",
    "theta itself is nudged upwards, once for each entry, and never put back; f is asked before and after the nudge.",
)
def only_ever_nudges_upwards(f, theta, eps=1e-5):
    gradient = np.zeros_like(theta)
    for index in np.ndindex(theta.shape):
        before = f(theta)
        theta[index] += eps
        gradient[index] = (f(theta) - before) / eps
    return gradient


answers.refused(
    "the_nudge_is_of_size_eps",
    squares_eps={"= eps": "= eps**2", APART: "(2 * eps**2)"},
    has_a_default_of_a_thousandth={"eps: float = 1e-5": "eps: float = 1e-3"},
    has_a_default_of_a_millionth={"eps: float = 1e-5": "eps: float = 1e-6"},
)
answers.refused(
    "theta_holds_the_same_numbers_afterwards",
    of=stepping_back_by_twice_eps,
    leaves_the_last_entry_nudged={PUT_BACK: "theta.flat[k] += eps * (k + 1 < theta.size)\n        gradient"},
)

answers.mistakes(
    "the_nudge_is_of_size_eps",
    nudges_by_a_thousandth=({"= eps": "= 1e-3", APART: "2e-3"}, "the nudge is always 0.001, whatever eps is."),
    nudges_by_a_ten_thousandth=({"= eps": "= 1e-4", APART: "2e-4"}, "the nudge is always 0.0001, whatever eps is."),
)
