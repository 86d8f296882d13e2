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


answers.mistakes(
    "of_a_quadratic_function_it_is_exact",
    takes_the_forward_difference=(
        {"f(theta - nudge)": "f(theta)", "(2 * eps)": "eps"},
        "f is asked above and at theta: ask it above and below, and the curvature cancels.",
    ),
    takes_the_backward_difference=(
        {"f(theta + nudge)": "f(theta)", "(2 * eps)": "eps"},
        "f is asked at theta and below: ask it above and below, and the curvature cancels.",
    ),
    divides_by_eps=({"(2 * eps)": "eps"}, "the difference is divided by eps: from below to above it is 2 * eps."),
    forgets_the_brackets=(
        {"(2 * eps)": "2 * eps"},
        "/ 2 * eps divides by 2 and multiplies by eps: the product needs brackets.",
    ),
    subtracts_the_other_way_round=(
        {"f(theta + nudge) - f(theta - nudge)": "f(theta - nudge) - f(theta + nudge)"},
        "the two values are subtracted the other way round: above minus below.",
    ),
    nudges_all_at_once=(
        {"nudge[index]": "nudge[...]"},
        "all entries are nudged at once: one at a time tells what each of them does.",
    ),
    lets_the_nudges_pile_up=(
        {
            "gradient = np.zeros_like(theta)": "gradient, nudge = np.zeros_like(theta), np.zeros_like(theta)",
            "        nudge = np.zeros_like(theta)\n": "",
        },
        "the nudge is never taken back between the entries: each is to be nudged from theta itself.",
    ),
)

answers.mistakes(
    "theta_may_have_any_shape",
    returns_it_flat=(
        {"return gradient": "return gradient.ravel()"},
        "the result is flat: it is to have the shape of theta.",
    ),
    nudges_whole_rows=(
        {"np.ndindex(theta.shape)": "range(len(theta))"},
        "a single index runs over axis 0: of an array with more axes it nudges a whole row at once.",
    ),
    loops_over_two_axes=(
        {"np.ndindex(theta.shape)": "np.ndindex(theta.shape[:2])"},
        "two loops run over rows and columns: theta may have more axes, or fewer.",
    ),
)

answers.mistakes(
    "the_nudge_is_of_size_eps",
    ignores_eps=({"= eps": "= 1e-5", "(2 * eps)": "2e-5"}, "eps is not used: the nudge has a size of its own."),
    nudges_by_half_of_eps=(
        {"= eps": "= eps / 2", "(2 * eps)": "eps"},
        "the nudge is half of eps to either side: eps is the size of each.",
    ),
    nudges_in_proportion=(
        {"= eps": "= eps * theta[index]", "(2 * eps)": "(2 * eps * theta[index])"},
        "the nudge is eps times the entry: eps is its size, whatever the entry is.",
    ),
)

PUT_BACK = "theta.flat[k] += eps\n        gradient"
answers.mistakes(
    "theta_holds_the_same_numbers_afterwards",
    of=stepping_back_by_twice_eps,
    never_puts_back=({PUT_BACK: "gradient"}, "an entry that was nudged in place is never put back."),
)


@answers.mistake(
    "theta_holds_the_same_numbers_afterwards",
    "theta is nudged upwards in place, once for each entry, and never put back; f is asked above and at theta.",
)
def only_ever_nudges_upwards(f, theta, eps=1e-5):
    gradient = np.zeros_like(theta)
    for index in np.ndindex(theta.shape):
        before = f(theta)
        theta[index] += eps
        gradient[index] = (f(theta) - before) / eps
    return gradient


answers.refused("the_nudge_is_of_size_eps", squares_eps={"= eps": "= eps**2", "(2 * eps)": "(2 * eps**2)"})
answers.refused(
    "theta_holds_the_same_numbers_afterwards",
    of=stepping_back_by_twice_eps,
    leaves_the_last_entry_nudged={PUT_BACK: "theta.flat[k] += eps * (k + 1 < theta.size)\n        gradient"},
)
