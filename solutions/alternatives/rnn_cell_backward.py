"""Other answers to rnn_cell_backward."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_cell_backward

answers = Answers(rnn_cell_backward)


@answers.variant
def computing_tanh_again(da_next, cache):
    _, a_prev, xt, p = cache
    z = p["Waa"] @ a_prev + p["Wax"] @ xt + p["ba"]
    dz = da_next * (1 - np.tanh(z) ** 2)
    return {
        "dxt": np.dot(p["Wax"].T, dz),
        "da_prev": np.dot(p["Waa"].T, dz),
        "dWax": np.dot(dz, xt.T),
        "dWaa": np.dot(dz, a_prev.T),
        "dba": np.sum(dz, 1, keepdims=True),
    }


@answers.variant
def with_einsum_and_cosh(da_next, cache):
    a_next, a_prev, xt, p = cache
    dz = da_next / np.cosh(np.arctanh(a_next)) ** 2
    return {
        "dba": np.einsum("ji->j", dz)[:, None],
        "dWaa": np.einsum("ji,ki->jk", dz, a_prev),
        "dWax": np.einsum("ji,ki->jk", dz, xt),
        "da_prev": np.einsum("jk,ji->ki", p["Waa"], dz),
        "dxt": np.einsum("jk,ji->ki", p["Wax"], dz),
    }


@answers.variant
def with_stacked_weights(da_next, cache):
    a_next, a_prev, xt, p = cache
    n_a = len(a_prev)
    dz = (1 - a_next) * (1 + a_next) * da_next
    d_both = np.hstack([p["Waa"], p["Wax"]]).T @ dz
    dWa = dz @ np.vstack([a_prev, xt]).T
    return {
        "dxt": d_both[n_a:],
        "da_prev": d_both[:n_a],
        "dWax": dWa[:, n_a:],
        "dWaa": dWa[:, :n_a],
        "dba": dz @ np.ones((dz.shape[1], 1)),
    }


@answers.variant
def example_by_example(da_next, cache):
    a_next, a_prev, xt, p = cache
    grads = {"dxt": np.zeros(xt.shape), "da_prev": np.zeros(a_prev.shape)}
    grads |= {"dWax": np.zeros(p["Wax"].shape), "dWaa": np.zeros(p["Waa"].shape), "dba": np.zeros(p["ba"].shape)}
    for i in range(xt.shape[1]):
        dz = da_next[:, i] * (1 - np.square(a_next[:, i]))
        grads["dxt"][:, i] = dz @ p["Wax"]
        grads["da_prev"][:, i] = dz @ p["Waa"]
        grads["dWax"] += np.outer(dz, xt[:, i])
        grads["dWaa"] += np.outer(dz, a_prev[:, i])
        grads["dba"] += dz.reshape(-1, 1)
    return grads


SLOPE = "(1 - a_next**2)"
answers.mistakes(
    "the_gradient_goes_back_through_tanh",
    forgets_the_tanh=(
        {"(1 - a_next**2) * da_next": "da_next"},
        "the tanh is left out: da_next is the gradient at its output, and dz is due, the one at its input.",
    ),
    forgets_the_square=(
        {"a_next**2": "a_next"},
        "the slope of tanh is taken for 1 - a: the activation enters squared.",
    ),
    takes_tanh_twice=(
        {"a_next**2": "np.tanh(a_next) ** 2"},
        "tanh is taken of a_next, which is a tanh already: the cache holds its value, so square that.",
    ),
    takes_the_slope_of_a_sigmoid=(
        {SLOPE: "a_next * (1 - a_next)"},
        "the slope is a * (1 - a): that is the slope of the sigmoid, and this cell has a tanh.",
    ),
    takes_the_slope_at_the_old_activation=(
        {SLOPE: "(1 - a_prev**2)"},
        "the slope is taken at the old activation: the tanh of this step made a_next.",
    ),
    squares_the_whole=(
        {SLOPE: "(1 - a_next) ** 2"},
        "the square is taken of the whole, (1 - a)^2: only the activation is squared.",
    ),
    forgets_what_comes_in=(
        {"* da_next": "* np.ones_like(da_next)"},
        "da_next is left out: these are the gradients for a loss whose gradient is 1 everywhere.",
    ),
    sums_before_the_tanh=(
        {"dz.sum": "da_next.sum"},
        "dba skips the tanh, and it alone does: the bias stands inside the tanh, so dz adds up.",
    ),
)

answers.mistakes(
    "dba_adds_up_the_examples",
    drops_the_axis_of_examples=(
        {", keepdims=True": ""},
        "dba has shape (n_a,): keepdims=True keeps the axis of examples, and ba is (n_a, 1).",
    ),
    averages_the_examples=(
        {"dz.sum": "dz.mean"},
        "dba is the mean over the examples: they add up; the loss has divided already.",
    ),
    sums_over_the_units=({"axis=1": "axis=0"}, "dba is summed over the units: each unit has a bias of its own."),
    keeps_a_bias_for_each_example=(
        {"dz.sum(axis=1, keepdims=True)": "dz"},
        "dba is dz itself, one column for each example: they share one bias.",
    ),
    sums_over_everything=(
        {"axis=1, keepdims=True": ""},
        "dba is summed over units and examples: each unit has a bias of its own.",
    ),
)

TO_THE_INPUT = 'parameters["Wax"].T @ dz'
answers.mistakes(
    "the_input_gets_its_gradient_the_way_it_went_in",
    sends_da_to_the_input=(
        {TO_THE_INPUT: 'parameters["Wax"].T @ da_next'},
        "dxt skips the tanh: Wax was applied inside it, so dz goes back through Wax.",
    ),
    returns_dxt_in_rows=(
        {TO_THE_INPUT: 'dz.T @ parameters["Wax"]'},
        "dxt is (m, n_x): examples are columns, as they are in xt.",
    ),
    sends_dz_forward_through_Wax=(
        {TO_THE_INPUT: 'parameters["Wax"] @ dz'},
        "Wax is not transposed, and its shape does not fit: forward it leads from n_x to n_a, back from n_a to n_x.",
    ),
)

TO_THE_PAST = 'parameters["Waa"].T @ dz'
answers.mistakes(
    "the_old_activation_gets_its_gradient_the_way_it_went_in",
    sends_dz_forward_through_Waa=(
        {TO_THE_PAST: 'parameters["Waa"] @ dz'},
        "Waa is applied as it is: backward it is transposed. It is square, so no shape complains.",
    ),
    sends_da_to_the_past=(
        {TO_THE_PAST: 'parameters["Waa"].T @ da_next'},
        "da_prev skips the tanh: Waa was applied inside it, so dz goes back through Waa.",
    ),
    forgets_Waa=({TO_THE_PAST: "dz"}, "da_prev is dz: it has yet to go back through Waa."),
)

answers.mistakes(
    "dWax_pairs_what_came_in_with_what_came_back",
    turns_dWax_round=({"dz @ xt.T": "xt @ dz.T"}, "dWax is (n_x, n_a): it has the shape of Wax, so dz comes first."),
    averages_dWax=(
        {"dz @ xt.T": "dz @ xt.T / xt.shape[1]"},
        "dWax is the mean over the examples: they add up; the loss has divided already.",
    ),
    pairs_da_with_the_input=(
        {"dz @ xt.T": "da_next @ xt.T"},
        "dWax skips the tanh: Wax stands inside it, so dz is paired.",
    ),
    pairs_Wax_with_the_old_activation=(
        {"dz @ xt.T": "dz @ a_prev.T"},
        "dWax pairs dz with the old activation: Wax acted on xt.",
    ),
)

answers.mistakes(
    "dWaa_pairs_the_old_activation_with_what_came_back",
    pairs_Waa_with_the_new_activation=(
        {"dz @ a_prev.T": "dz @ a_next.T"},
        "dWaa pairs dz with the new activation: Waa acted on the old one, a_prev.",
    ),
    turns_dWaa_round=(
        {"dz @ a_prev.T": "a_prev @ dz.T"},
        "dWaa is transposed: dz comes first. It is square, so no shape complains.",
    ),
    averages_dWaa=(
        {"dz @ a_prev.T": "dz @ a_prev.T / dz.shape[1]"},
        "dWaa is the mean over the examples: they add up; the loss has divided already.",
    ),
    pairs_da_with_the_old_activation=(
        {"dz @ a_prev.T": "da_next @ a_prev.T"},
        "dWaa skips the tanh: Waa stands inside it, so dz is paired.",
    ),
)

answers.mistakes(
    "gradient_and_cache_are_left_alone",
    multiplies_da_next_in_place=(
        {"dz = (1 - a_next**2) * da_next": "dz = da_next\n    dz *= 1 - a_next**2"},
        "da_next is multiplied in place: `*=` writes into the caller's array.",
    ),
    squares_the_cache=(
        {"dz = (1 - a_next**2)": "a_next **= 2\n    dz = (1 - a_next)"},
        "a_next is squared in place: `**=` writes into the cache, and the next caller finds another activation there.",
    ),
)

answers.refused(
    "the_gradient_goes_back_through_tanh",
    adds_the_square={SLOPE: "(1 + a_next**2)"},
    adds_the_slope={SLOPE + " *": SLOPE + " +"},
    divides_by_the_slope={SLOPE + " *": "1 / " + SLOPE + " *"},
)
answers.refused(
    "the_old_activation_gets_its_gradient_the_way_it_went_in",
    adds_what_came_in_to_da_prev={TO_THE_PAST: TO_THE_PAST + " + da_next"},
)
