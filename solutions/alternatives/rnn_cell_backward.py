"""Other answers to rnn_cell_backward."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_cell_backward

answers = Answers(rnn_cell_backward)


@answers.variant
def computing_tanh_again(da_next, cache):
    _, a_prev, xt, p = cache
    z = p["Waa"] @ a_prev + p["Wax"] @ xt + p["ba"]
    dz_a = da_next * (1 - np.tanh(z) ** 2)
    return {
        "dxt": np.dot(p["Wax"].T, dz_a),
        "da_prev": np.dot(p["Waa"].T, dz_a),
        "dWax": np.dot(dz_a, xt.T),
        "dWaa": np.dot(dz_a, a_prev.T),
        "dba": np.sum(dz_a, 1, keepdims=True),
    }


@answers.variant
def with_einsum_and_cosh(da_next, cache):
    a_next, a_prev, xt, p = cache
    dz_a = da_next / np.cosh(np.arctanh(a_next)) ** 2
    return {
        "dba": np.einsum("ji->j", dz_a)[:, None],
        "dWaa": np.einsum("ji,ki->jk", dz_a, a_prev),
        "dWax": np.einsum("ji,ki->jk", dz_a, xt),
        "da_prev": np.einsum("jk,ji->ki", p["Waa"], dz_a),
        "dxt": np.einsum("jk,ji->ki", p["Wax"], dz_a),
    }


@answers.variant
def with_stacked_weights(da_next, cache):
    a_next, a_prev, xt, p = cache
    n_a = len(a_prev)
    dz_a = (1 - a_next) * (1 + a_next) * da_next
    d_both = np.hstack([p["Waa"], p["Wax"]]).T @ dz_a
    dWa = dz_a @ np.vstack([a_prev, xt]).T
    return {
        "dxt": d_both[n_a:],
        "da_prev": d_both[:n_a],
        "dWax": dWa[:, n_a:],
        "dWaa": dWa[:, :n_a],
        "dba": dz_a @ np.ones((dz_a.shape[1], 1)),
    }


@answers.variant
def example_by_example(da_next, cache):
    a_next, a_prev, xt, p = cache
    grads = {"dxt": np.zeros(xt.shape), "da_prev": np.zeros(a_prev.shape)}
    grads |= {"dWax": np.zeros(p["Wax"].shape), "dWaa": np.zeros(p["Waa"].shape), "dba": np.zeros(p["ba"].shape)}
    for i in range(xt.shape[1]):
        dz_a = da_next[:, i] * (1 - np.square(a_next[:, i]))
        grads["dxt"][:, i] = dz_a @ p["Wax"]
        grads["da_prev"][:, i] = dz_a @ p["Waa"]
        grads["dWax"] += np.outer(dz_a, xt[:, i])
        grads["dWaa"] += np.outer(dz_a, a_prev[:, i])
        grads["dba"] += dz_a.reshape(-1, 1)
    return grads


SLOPE = "(1 - a_next**2)"
answers.mistakes(
    "the_gradient_goes_back_through_tanh",
    forgets_the_tanh=(
        {"(1 - a_next**2) * da_next": "da_next"},
        "the tanh is left out: da_next itself goes back to the weights and the bias.",
    ),
    forgets_the_square=(
        {"a_next**2": "a_next"},
        "1 - a_next is used for the slope of tanh. The activation should be squared.",
    ),
    takes_tanh_twice=(
        {"a_next**2": "np.tanh(a_next) ** 2"},
        "tanh is taken of a_next, which is a tanh already.",
    ),
    takes_the_slope_of_a_sigmoid=(
        {SLOPE: "a_next * (1 - a_next)"},
        "a * (1 - a) is used, the slope of a sigmoid. This cell has a tanh.",
    ),
    takes_the_slope_at_the_old_activation=(
        {SLOPE: "(1 - a_prev**2)"},
        "the slope is taken from a_prev. The tanh of this step made a_next.",
    ),
    squares_the_whole=(
        {SLOPE: "(1 - a_next) ** 2"},
        "the whole of 1 - a_next is squared. Only the activation should be.",
    ),
    forgets_what_comes_in=(
        {"* da_next": "* np.ones_like(da_next)"},
        "da_next is never used: it is as if 1 came in everywhere.",
    ),
    sums_before_the_tanh=(
        {"dz_a.sum": "da_next.sum"},
        "dba adds up da_next. The bias was added before the tanh, so its gradient has to go back through it.",
    ),
    takes_the_slope_from_the_gradient=(
        {"a_next**2": "da_next**2"},
        "da_next is squared in the slope of tanh. The activation should be.",
    ),
    adds_the_square=({SLOPE: "(1 + a_next**2)"}, "1 + a_next**2 is used for the slope of tanh. It is 1 - a_next**2."),
    divides_by_the_slope=(
        {SLOPE + " *": "1 / " + SLOPE + " *"},
        "da_next is divided by the slope of tanh. It should be multiplied by it.",
    ),
    turns_the_slope_round=(
        {SLOPE: "(a_next**2 - 1)"},
        "a_next**2 - 1 is used for the slope of tanh, so every sign is wrong.",
    ),
)

answers.mistakes(
    "dba_adds_up_the_examples",
    drops_the_axis_of_examples=(
        {", keepdims=True": ""},
        "dba has one axis, shape (n_a,). It should have the shape of ba, (n_a, 1).",
    ),
    averages_the_examples=(
        {"dz_a.sum": "dz_a.mean"},
        "dba is divided by m, the number of examples. It should be their sum: the loss has divided already.",
    ),
    sums_over_the_units=({"axis=1": "axis=0"}, "dba is a sum over the units. Each unit has a bias of its own."),
    keeps_a_bias_for_each_example=(
        {"dz_a.sum(axis=1, keepdims=True)": "dz_a"},
        "dba has a column for each example. All of them share one bias, so the columns add up.",
    ),
    sums_over_everything=(
        {"axis=1, keepdims=True": ""},
        "dba is one number, a sum over units and examples. Each unit has a bias of its own.",
    ),
    lays_dba_in_a_row=(
        {"keepdims=True)": "keepdims=True).T"},
        "dba is a row, (1, n_a). It should be a column, (n_a, 1).",
    ),
)

TO_THE_INPUT = 'parameters["Wax"].T @ dz_a'
answers.mistakes(
    "the_input_gets_its_gradient_the_way_it_went_in",
    sends_da_to_the_input=(
        {TO_THE_INPUT: 'parameters["Wax"].T @ da_next'},
        "dxt is made of da_next. Wax was applied before the tanh, so dz_a should go back through it.",
    ),
    returns_dxt_in_rows=(
        {TO_THE_INPUT: 'dz_a.T @ parameters["Wax"]'},
        "dxt has a row for each example. It should have a column for each, as xt does.",
    ),
    sends_dz_forward_through_Wax=(
        {TO_THE_INPUT: 'parameters["Wax"] @ dz_a'},
        "dz_a is multiplied by Wax as it is. On the way back Wax is transposed.",
    ),
    sends_dz_through_the_wrong_weights=(
        {TO_THE_INPUT: 'parameters["Waa"].T @ dz_a'},
        "dxt comes back through Waa. The input went in through Wax.",
    ),
    averages_dxt=(
        {TO_THE_INPUT: TO_THE_INPUT + " / dz_a.shape[1]"},
        "dxt is divided by m, the number of examples. Each example keeps its own gradient, undivided.",
    ),
)

TO_THE_PAST = 'parameters["Waa"].T @ dz_a'
answers.mistakes(
    "the_old_activation_gets_its_gradient_the_way_it_went_in",
    sends_dz_forward_through_Waa=(
        {TO_THE_PAST: 'parameters["Waa"] @ dz_a'},
        "dz_a is multiplied by Waa as it is. On the way back Waa is transposed. It is square, so no shape complains.",
    ),
    sends_da_to_the_past=(
        {TO_THE_PAST: 'parameters["Waa"].T @ da_next'},
        "da_prev is made of da_next. Waa was applied before the tanh, so dz_a should go back through it.",
    ),
    forgets_Waa=({TO_THE_PAST: "dz_a"}, "da_prev is dz_a itself. It has yet to go back through Waa."),
    hands_da_next_on=(
        {TO_THE_PAST: "da_next"},
        "da_prev is da_next itself. It has yet to go back through the tanh and Waa.",
    ),
    adds_what_came_in_to_da_prev=(
        {TO_THE_PAST: TO_THE_PAST + " + da_next"},
        "da_next is added to da_prev. The only way back to a_prev leads through the tanh and Waa.",
    ),
    sends_dz_to_the_past_through_Wax=(
        {TO_THE_PAST: 'parameters["Wax"].T @ dz_a'},
        "da_prev comes back through Wax. The old activation went in through Waa.",
    ),
)

answers.mistakes(
    "dWax_pairs_what_came_in_with_what_came_back",
    turns_dWax_round=(
        {"dz_a @ xt.T": "xt @ dz_a.T"},
        "dWax is transposed. It should have the shape of Wax, (n_a, n_x).",
    ),
    averages_dWax=(
        {"dz_a @ xt.T": "dz_a @ xt.T / xt.shape[1]"},
        "dWax is divided by m, the number of examples. It should be their sum: the loss has divided already.",
    ),
    pairs_da_with_the_input=(
        {"dz_a @ xt.T": "da_next @ xt.T"},
        "dWax is made of da_next. Wax was applied before the tanh, so dz_a should be paired with the input.",
    ),
    pairs_Wax_with_the_old_activation=(
        {"dz_a @ xt.T": "dz_a @ a_prev.T"},
        "dWax pairs dz_a with the old activation. Wax acted on xt.",
    ),
)

answers.mistakes(
    "dWaa_pairs_the_old_activation_with_what_came_back",
    pairs_Waa_with_the_new_activation=(
        {"dz_a @ a_prev.T": "dz_a @ a_next.T"},
        "dWaa pairs dz_a with the new activation. Waa acted on the old one, a_prev.",
    ),
    turns_dWaa_round=(
        {"dz_a @ a_prev.T": "a_prev @ dz_a.T"},
        "dWaa is transposed: dz_a should come first. It is square, so no shape complains.",
    ),
    averages_dWaa=(
        {"dz_a @ a_prev.T": "dz_a @ a_prev.T / dz_a.shape[1]"},
        "dWaa is divided by m, the number of examples. It should be their sum: the loss has divided already.",
    ),
    pairs_da_with_the_old_activation=(
        {"dz_a @ a_prev.T": "da_next @ a_prev.T"},
        "dWaa is made of da_next. Waa was applied before the tanh, so dz_a should be paired with a_prev.",
    ),
    pairs_Waa_with_the_input=(
        {"dz_a @ a_prev.T": "dz_a @ xt.T"},
        "dWaa pairs dz_a with the input. Waa acted on a_prev.",
    ),
)


@answers.mistake(
    "dWax_pairs_what_came_in_with_what_came_back",
    "each row is taken for an example, as in PyTorch. Here each column is one.",
)
def takes_rows_for_examples(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz_a = (1 - a_next**2) * da_next
    return {
        "dxt": dz_a @ parameters["Wax"],
        "da_prev": dz_a @ parameters["Waa"],
        "dWax": dz_a.T @ xt,
        "dWaa": dz_a.T @ a_prev,
        "dba": dz_a.sum(axis=0)[:, None],
    }


answers.mistakes(
    "gradient_and_cache_are_left_alone",
    multiplies_da_next_in_place=(
        {"dz_a = (1 - a_next**2) * da_next": "dz_a = da_next\n    dz_a *= 1 - a_next**2"},
        "da_next is multiplied in place. `*=` writes into the caller's array.",
    ),
    squares_the_cache=(
        {"dz_a = (1 - a_next**2)": "a_next **= 2\n    dz_a = (1 - a_next)"},
        "a_next is squared in place. `**=` writes into the cache.",
    ),
)

answers.refused(
    "the_gradient_goes_back_through_tanh",
    adds_the_slope={SLOPE + " *": SLOPE + " +"},
)
answers.refused(
    "dba_adds_up_the_examples",
    loops_over_five_units={"dz_a.sum(axis=1, keepdims=True)": "np.array([[dz_a[j].sum()] for j in range(5)])"},
    squeezes_dba={"keepdims=True)": "keepdims=True).squeeze()"},
)
