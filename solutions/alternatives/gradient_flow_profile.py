"""Lesson 07: wrong and unusual answers to the profile of gradient norms."""

import numpy as np

from solutions.alternatives import misconception, variant
from solutions.bptt import rnn_cell_backward

LAST = "the_last_norm_is_that_of_the_gradient_handed_in"
BACK = "every_step_back_leads_through_one_more_cell"
BATCH = "the_examples_of_a_batch_add_up_as_pythagoras_says"
RUN_ALONE = "gradient_and_caches_are_left_alone"
STEP = 'da = rnn_cell_backward(da, cache)["da_prev"]'


@misconception(
    "gradient_norm_profile",
    caught_by=LAST,
    says="the norms stand in the order in which they were found, last step first: turn them round.",
)
def keeps_the_order_of_finding(source):
    return source.replace("norms[::-1]", "norms")


@misconception(
    "gradient_norm_profile",
    caught_by=LAST,
    says="every gradient is taken one step further than it should: what rnn_cell_backward returns for step t "
    "belongs to step t-1.",
)
def measures_one_step_too_far(source):
    return source.replace("norms = [np.linalg.norm(da)]", "norms = []").replace("caches[1:]", "caches")


@misconception(
    "gradient_norm_profile",
    caught_by=LAST,
    says="the norm at a0 is there as well: the profile begins at the first time step, and a0 is before it.",
)
def goes_on_to_a0(source):
    return source.replace("caches[1:]", "caches")


@misconception(
    "gradient_norm_profile",
    caught_by=LAST,
    says="the gradient handed in is not measured: its norm is the last entry.",
)
def leaves_out_the_last(source):
    return source.replace("norms = [np.linalg.norm(da)]", "norms = []")


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the gradient handed in is added again at every time step: there is one loss, at the last one.",
)
def adds_a_loss_at_every_step(source):
    return source.replace(STEP, 'da = rnn_cell_backward(da, cache)["da_prev"] + dL_da_T')


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the gradient is scaled back to the norm 1 at every step: then its size, which you want to see, is lost.",
)
def normalises_each_step(source):
    return source.replace(STEP, STEP + "\n        da = da / np.linalg.norm(da)")


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the gradient handed in goes into every cell: what goes into step t is what came out of step t+1.",
)
def never_carries_the_gradient(source):
    return source.replace(STEP, 'da = rnn_cell_backward(dL_da_T, cache)["da_prev"]')


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the caches are gone through from the first to the last: the gradient travels against time.",
)
def walks_forward_in_time(source):
    return source.replace("reversed(caches[1:])", "caches[1:]")


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the slope is that of the step before: from a time step to the one before leads the cache of the later step, "
    "and the slope in it belongs to a_next.",
)
def starts_at_the_cache_before_the_last(source):
    return source.replace("caches[1:]", "caches[:-1]")


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the last cache is used at every step: each step has slopes of its own.",
)
def uses_the_last_cache_throughout(source):
    return source.replace("rnn_cell_backward(da, cache)", "rnn_cell_backward(da, caches[-1])")


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="W_aa is not transposed on the way back.",
)
def goes_back_without_the_transpose(dL_da_T, caches):
    da, norms = dL_da_T, [np.linalg.norm(dL_da_T)]
    for a_next, _, _, parameters in caches[:0:-1]:
        da = parameters["Waa"] @ (da * (1 - a_next**2))
        norms.insert(0, np.linalg.norm(da))
    return np.array(norms)


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the slope of tanh is left out on the way back: only W_aa.T is applied.",
)
def goes_back_without_the_slope(dL_da_T, caches):
    da, norms = dL_da_T, [np.linalg.norm(dL_da_T)]
    for cache in caches[:0:-1]:
        da = cache[3]["Waa"].T @ da
        norms.insert(0, np.linalg.norm(da))
    return np.array(norms)


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the norms are multiplied up as a product of Jacobian norms: that is a bound, and the gradient itself may be "
    "much shorter.",
)
def multiplies_the_norms(dL_da_T, caches):
    norms = [np.linalg.norm(dL_da_T)]
    for a_next, _, _, parameters in caches[:0:-1]:
        J = (1 - a_next[:, 0] ** 2)[:, None] * parameters["Waa"]
        norms.insert(0, norms[0] * np.linalg.norm(J, 2))
    return np.array(norms)


@misconception(
    "gradient_norm_profile",
    caught_by=BACK,
    says="the gradient of the input is measured: the profile follows the activation, `da_prev`.",
)
def measures_the_gradient_of_the_input(source):
    return source.replace(
        STEP + "\n        norms.append(np.linalg.norm(da))",
        "back = rnn_cell_backward(da, cache)\n        da = back['da_prev']\n"
        "        norms.append(np.linalg.norm(back['dxt']))",
    )


@misconception(
    "gradient_norm_profile",
    caught_by=BATCH,
    says="the largest entry is taken, not the norm: the norm is the root of the sum of all squares.",
)
def takes_the_largest_entry(source):
    return source.replace("np.linalg.norm(da)", "np.abs(da).max()")


@misconception(
    "gradient_norm_profile",
    caught_by=BATCH,
    says="the matrix norm of order 2, its largest singular value, is taken: it is the root of the sum of squares only "
    "where there is one column.",
)
def takes_the_spectral_norm(source):
    return source.replace("np.linalg.norm(da)", "np.linalg.norm(da, 2)")


@misconception(
    "gradient_norm_profile",
    caught_by=BATCH,
    says="the norms of the examples are averaged: the root is taken of the sum over all of them.",
)
def averages_over_examples(source):
    return source.replace("np.linalg.norm(da)", "np.linalg.norm(da, axis=0).mean()")


@misconception(
    "gradient_norm_profile",
    caught_by=BATCH,
    says="the norms of the examples are added: their squares add up, and the root comes last.",
)
def adds_over_examples(source):
    return source.replace("np.linalg.norm(da)", "np.linalg.norm(da, axis=0).sum()")


@misconception(
    "gradient_norm_profile",
    caught_by=BATCH,
    says="the root of the mean square is taken: the norm has the sum of squares under its root.",
)
def takes_the_mean_square(source):
    return source.replace("np.linalg.norm(da)", "np.sqrt(np.mean(da**2))")


@misconception("gradient_norm_profile", caught_by=BATCH, says="the root is missing: this is the square of the norm.")
def forgets_the_root_of_the_profile(source):
    return source.replace("np.linalg.norm(da)", "np.sum(da**2)")


@misconception(
    "gradient_norm_profile",
    caught_by=BATCH,
    says="the sizes of all entries are added: the norm is the root of the sum of their squares.",
)
def adds_the_sizes(source):
    return source.replace("np.linalg.norm(da)", "np.abs(da).sum()")


@misconception(
    "gradient_norm_profile",
    caught_by=BATCH,
    says="the first example alone is measured: the norm is over all examples together.",
)
def measures_the_first_example(source):
    return source.replace("np.linalg.norm(da)", "np.linalg.norm(da[:, 0])")


@misconception(
    "gradient_norm_profile",
    caught_by=BATCH,
    says="every example has norms of its own: one norm for each time step is due, over all examples together.",
)
def keeps_the_examples_apart(source):
    return source.replace("np.linalg.norm(da)", "np.linalg.norm(da, axis=0)")


@misconception(
    "gradient_norm_profile",
    caught_by=RUN_ALONE,
    says="caches.reverse() or caches.pop() changes the caller's list: reversed(caches) and caches[::-1] leave it as it "
    "is.",
)
def turns_the_callers_list_round(source):
    return source.replace("for cache in reversed(caches[1:]):", "caches.reverse()\n    for cache in caches[:-1]:")


@misconception(
    "gradient_norm_profile",
    caught_by=RUN_ALONE,
    says="da[:] = ... writes into dL_da_T: da = dL_da_T is another name for the same array, not a copy.",
)
def writes_into_the_gradient(source):
    return source.replace("da = rnn_cell_backward", "da[:] = rnn_cell_backward")


@misconception(
    "gradient_norm_profile",
    caught_by=LAST,
    says="all norms are divided by that of the gradient handed in: the norms themselves are due.",
)
def measures_relative_to_the_last(source):
    return source.replace("np.array(norms[::-1])", "np.array(norms[::-1]) / norms[0]")


@variant("gradient_norm_profile")
def with_jacobians_of_one_example_each(dL_da_T, caches):
    squares = np.zeros(len(caches))
    for i in range(dL_da_T.shape[1]):
        g = dL_da_T[:, i]
        squares[-1] += g @ g
        for t in range(len(caches) - 1, 0, -1):
            a_t, parameters = caches[t][0][:, i], caches[t][3]
            g = step_jacobian(a_t, parameters["Waa"]).T @ g  # noqa: F821  # stands beside it in the reference's module
            squares[t - 1] += g @ g
    return np.sqrt(squares)


@variant("gradient_norm_profile")
def filling_an_array(dL_da_T, caches):
    T_x = len(caches)
    norms = np.zeros(T_x)
    da = dL_da_T.copy()
    for t in reversed(range(T_x)):
        norms[t] = np.sqrt((da**2).sum())
        da = rnn_cell_backward(da, caches[t])["da_prev"]
    return norms


@variant("gradient_norm_profile")
def with_flat_vectors(dL_da_T, caches):
    norms, da = [], dL_da_T
    for a_next, _, _, parameters in caches[::-1]:
        norms.insert(0, float(np.hypot.reduce(da.ravel())))
        da = np.dot(parameters["Waa"].T, da * (1 - np.square(a_next)))
    return np.array(norms)


@variant("gradient_norm_profile")
def by_recursion(dL_da_T, caches):
    own = np.array([np.linalg.norm(dL_da_T, "fro")])
    if len(caches) == 1:
        return own
    before = rnn_cell_backward(dL_da_T, caches[-1])["da_prev"]
    return np.concatenate([gradient_norm_profile(before, caches[:-1]), own])  # noqa: F821  # its own name there
