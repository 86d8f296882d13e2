"""Other answers to gradient_norm_profile."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_cell_backward
from solutions.gradient_flow import gradient_norm_profile, step_jacobian

answers = Answers(gradient_norm_profile)

NORM = "np.linalg.norm(da)"  # found twice: of the gradient handed in, and of the others


@answers.variant
def with_jacobians_of_one_example_each(dL_da_T, caches):
    squares = np.zeros(len(caches))
    for i in range(dL_da_T.shape[1]):
        g = dL_da_T[:, i]
        squares[-1] += g @ g
        for t in range(len(caches) - 1, 0, -1):
            a_t, parameters = caches[t][0][:, i], caches[t][3]
            g = step_jacobian(a_t, parameters["Waa"]).T @ g
            squares[t - 1] += g @ g
    return np.sqrt(squares)


@answers.variant
def filling_an_array(dL_da_T, caches):
    T_x = len(caches)
    norms = np.zeros(T_x)
    da = dL_da_T.copy()
    for t in reversed(range(T_x)):
        norms[t] = np.sqrt((da**2).sum())
        da = rnn_cell_backward(da, caches[t])["da_prev"]
    return norms


@answers.variant
def with_flat_vectors(dL_da_T, caches):
    norms, da = [], dL_da_T
    for a_next, _, _, parameters in caches[::-1]:
        norms.insert(0, float(np.hypot.reduce(da.ravel())))
        da = np.dot(parameters["Waa"].T, da * (1 - np.square(a_next)))
    return np.array(norms)


@answers.variant
def by_recursion(dL_da_T, caches):
    own = np.array([np.linalg.norm(dL_da_T, "fro")])
    if len(caches) == 1:
        return own
    before = rnn_cell_backward(dL_da_T, caches[-1])["da_prev"]
    return np.concatenate([gradient_norm_profile(before, caches[:-1]), own])  # its own name there


answers.mistakes(
    "the_last_norm_is_that_of_the_gradient_handed_in",
    keeps_the_order_of_finding=(
        {"norms[::-1]": "norms"},
        "the norms come in the order in which they were found, last step first: turn them round.",
    ),
    measures_one_step_too_far=(
        {f"[{NORM}]": "[]", "caches[1:]": "caches"},
        "every gradient is taken one step further than it should: "
        "what rnn_cell_backward returns for step t belongs to step t-1.",
    ),
    goes_on_to_a0=(
        {"caches[1:]": "caches"},
        "the norm at a0 is there as well: the profile begins at the first time step, and a0 is before it.",
    ),
    leaves_out_the_last=({f"[{NORM}]": "[]"}, "the gradient handed in is not measured: its norm is the last entry."),
    measures_relative_to_the_last=(
        {"np.array(norms[::-1])": "np.array(norms[::-1]) / norms[0]"},
        "all norms are divided by that of the gradient handed in: the norms themselves are expected.",
    ),
    takes_the_mean_square=(
        {NORM: ("np.sqrt(np.mean(da**2))", 2)},
        "the root of the mean square is taken: the norm has the sum of squares under its root.",
    ),
    forgets_the_root=({NORM: ("np.sum(da**2)", 2)}, "the root is missing: this is the square of the norm."),
    takes_the_largest_entry=(
        {NORM: ("np.abs(da).max()", 2)},
        "the size of the largest entry is taken: the norm counts all entries.",
    ),
    adds_the_sizes=(
        {NORM: ("np.abs(da).sum()", 2)},
        "the sizes of the entries are added up: the norm is the root of the sum of their squares.",
    ),
)

answers.mistakes(
    "every_step_back_leads_through_one_more_cell",
    adds_a_loss_at_every_step=(
        {'["da_prev"]': '["da_prev"] + dL_da_T'},
        "the gradient handed in is added again at every time step: there is one loss, at the last one.",
    ),
    normalises_each_step=(
        {'["da_prev"]': f'["da_prev"]\n        da = da / {NORM}'},
        "the gradient is scaled back to the norm 1 at every step: then its size, which you want to see, is lost.",
    ),
    never_carries_the_gradient=(
        {"(da, cache)": "(dL_da_T, cache)"},
        "the gradient handed in goes into every cell: what goes into step t is what came out of step t+1.",
    ),
    walks_forward_in_time=(
        {"reversed(caches[1:])": "caches[1:]"},
        "the caches are gone through from the first to the last: the gradient travels against time.",
    ),
    starts_at_the_cache_before_the_last=(
        {"caches[1:]": "caches[:-1]"},
        "each step back uses the slope of the earlier activation: the slope belongs to the later one, "
        "which is a_next in the cache of the later step.",
    ),
    measures_the_gradient_of_the_input=(
        {
            "da = rnn_cell_backward": "back = rnn_cell_backward",
            '["da_prev"]': '\n        da = back["da_prev"]',
            f"append({NORM})": 'append(np.linalg.norm(back["dxt"]))',
        },
        "the gradient of the input is measured: the profile follows the activation, `da_prev`.",
    ),
    multiplies_the_norms=(
        {NORM + ")": 'norms[-1] * np.linalg.norm(step_jacobian(cache[0][:, 0], cache[3]["Waa"]), 2))'},
        "the norms are multiplied up as a product of Jacobian norms: "
        "that is a bound, and the gradient itself may be much shorter.",
    ),
)

answers.mistakes(
    "every_step_back_leads_through_one_more_cell",
    of=with_flat_vectors,
    goes_back_without_the_transpose=({".T": ""}, "W_aa is not transposed on the way back."),
    goes_back_without_the_slope=(
        {" * (1 - np.square(a_next))": ""},
        "the slope of tanh is left out on the way back: only W_aa.T is applied.",
    ),
)

answers.mistakes(
    "the_examples_of_a_batch_add_up_as_pythagoras_says",
    takes_the_spectral_norm=(
        {NORM: ("np.linalg.norm(da, 2)", 2)},
        "the matrix norm of order 2 is taken, which is the largest singular value: "
        "only with a single column is that the root of the sum of squares.",
    ),
    averages_over_examples=(
        {NORM: ("np.linalg.norm(da, axis=0).mean()", 2)},
        "the norms of the examples are averaged: the root is taken of the sum over all of them.",
    ),
    adds_over_examples=(
        {NORM: ("np.linalg.norm(da, axis=0).sum()", 2)},
        "the norms of the examples are added: their squares add up, and the root comes last.",
    ),
    divides_by_the_number_of_examples=(
        {NORM: (f"{NORM} / da.shape[1]", 2)},
        "the norm of the whole array is divided by m: it is the root of the sum of squares, not a mean.",
    ),
    takes_the_mean_over_examples_under_the_root=(
        {NORM: (f"{NORM} / np.sqrt(da.shape[1])", 2)},
        "the sum of squares is divided by m before the root is taken: the squares of all examples are added.",
    ),
    adds_the_columns_first=(
        {NORM: ("np.linalg.norm(da.sum(axis=1))", 2)},
        "the gradients of all examples are added up before the norm is taken: then they may cancel.",
    ),
    averages_the_columns_first=(
        {NORM: ("np.linalg.norm(da.mean(axis=1))", 2)},
        "the mean over all examples is taken before the norm: then they may cancel.",
    ),
    measures_the_first_example=(
        {NORM: ("np.linalg.norm(da[:, 0])", 2)},
        "only the first example is measured: all columns count.",
    ),
    keeps_the_examples_apart=(
        {NORM: ("np.linalg.norm(da, axis=0)", 2)},
        "every example has norms of its own: one norm for each time step is expected, over all examples together.",
    ),
)

answers.mistakes(
    "gradient_and_caches_are_left_alone",
    turns_the_callers_list_round=(
        {"for cache in reversed(caches[1:])": "caches.reverse()\n    for cache in caches[:-1]"},
        "caches.reverse() or caches.pop() changes the caller's list: "
        "reversed(caches) and caches[::-1] leave it as it is.",
    ),
    writes_into_the_gradient=(
        {"da = rnn_cell_backward": "da[:] = rnn_cell_backward"},
        "da[:] = ... writes into dL_da_T: da = dL_da_T is another name for the same array, not a copy.",
    ),
)

answers.refused(
    "every_step_back_leads_through_one_more_cell",
    of=with_flat_vectors,
    takes_the_slope_of_the_old_activation={"for a_next, _, _, parameters": "for _, a_next, _, parameters"},
)

answers.refused(
    "every_step_back_leads_through_one_more_cell",
    uses_the_last_cache_throughout={"(da, cache)": "(da, caches[-1])"},
    answers_without_looking={"return np.array(norms[::-1])": "return np.arange(len(caches)) + 1.0"},
)

answers.refused(
    "the_last_norm_is_that_of_the_gradient_handed_in",
    knows_six_steps={"np.array(norms[::-1])": "np.array(norms[::-1] + [0.0] * 6)[:6]"},
)
