"""Other answers to many_to_one_backward."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_backward, rnn_cell_backward
from solutions.gradient_checking import rnn_backward_masked
from solutions.types_of_rnn import many_to_one_backward

answers = Answers(many_to_one_backward)

PUT = "da[lengths - 1, :, np.arange(m)] = da_last.T"
ZEROS = "da = np.zeros((len(caches), n_a, m))"
RETURN = "return rnn_backward(da, caches)"


@answers.variant
def example_by_example_backward(da_last, caches, lengths):
    da = np.zeros((len(caches), *da_last.shape))
    for i in range(da_last.shape[1]):
        da[lengths[i] - 1, :, i] = da_last[:, i]
    return rnn_backward(da, caches)


@answers.variant
def with_where_the_last_step_is(da_last, caches, lengths):
    last = np.arange(len(caches))[:, None, None] == (np.asarray(lengths) - 1)
    return rnn_backward(np.where(last, da_last, 0.0), caches)


@answers.variant
def carried_through_the_padding(da_last, caches, lengths):
    mask = np.arange(len(caches))[:, None] < lengths
    da = np.zeros((len(caches), *da_last.shape))
    da[-1] = da_last  # masked steps hand it on as it is
    return rnn_backward_masked(da, caches, mask)


@answers.variant
def step_by_step(da_last, caches, lengths):
    back, dx, total = np.zeros_like(da_last), [], {"dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
    for t in range(len(caches), 0, -1):
        g = rnn_cell_backward(back + da_last * (lengths == t), caches[t - 1])
        back = g["da_prev"]
        dx.append(g["dxt"])
        total = {k: total[k] + g[k] for k in total}
    return {"dx": np.array(dx[::-1]), "da0": back, **total}


@answers.variant
def each_example_back_alone(da_last, caches, lengths):
    parts, dx = [], np.zeros((len(caches), *caches[0][2].shape))
    for i, n in enumerate(lengths):
        own = [(a[:, [i]], a_prev[:, [i]], x[:, [i]], p) for a, a_prev, x, p in caches[:n]]
        da = np.zeros((n, len(da_last), 1))
        da[-1] = da_last[:, [i]]
        parts.append(rnn_backward(da, own))
        dx[:n, :, i] = parts[-1]["dx"][:, :, 0]
    shared = {k: sum(each[k] for each in parts) for k in ("dWax", "dWaa", "dba")}
    return {"dx": dx, "da0": np.hstack([each["da0"] for each in parts]), **shared}


answers.variants(
    with_a_product={
        ZEROS: "last = (np.arange(len(caches))[:, None] == lengths - 1).astype(float)",
        PUT: 'da = np.einsum("tm,am->tam", last, da_last)',
    },
    with_more_keys={RETURN: 'return {**rnn_backward(da, caches), "da": da}'},
)

answers.mistakes(
    "it_enters_each_example_at_its_own_last_step",
    puts_it_at_the_end_of_the_batch=(
        {PUT: "da[-1] = da_last"},
        "all of da_last enters at the last step of the batch. Where an example is shorter, that is padding.",
    ),
    puts_it_everywhere=(
        {PUT: "da[:] = da_last"},
        "da_last enters at every step. Only the last valid step of an example was read by its prediction.",
    ),
    puts_it_at_every_valid_step=(
        {PUT: "da[:] = np.where((np.arange(len(caches))[:, np.newaxis] < lengths)[:, np.newaxis], da_last, 0)"},
        "da_last enters at every valid step. Only the last one of an example was read by its prediction.",
    ),
    shares_it_out=(
        {
            PUT: "da[:] = np.where("
            "(np.arange(len(caches))[:, np.newaxis] < lengths)[:, np.newaxis], da_last / lengths, 0)"
        },
        "da_last is shared out among the valid steps, as behind a mean over time. Only the last one was read.",
    ),
    puts_it_one_step_late=(
        {"da[lengths - 1, :": "da[np.minimum(lengths, len(caches) - 1), :"},
        "the index of the step is the length itself. Steps count from 0 in the code.",
    ),
    uses_lengths_as_indices=(
        {"da[lengths - 1, :": "da[lengths, :"},
        "the index of the step is the length itself. Steps count from 0 in the code.",
    ),
    puts_it_one_step_early=(
        {"da[lengths - 1, :": "da[lengths - 2, :"},
        "da_last enters one step before the last valid one.",
    ),
    puts_it_one_step_early_where_there_is_one=(
        {"da[lengths - 1, :": "da[np.maximum(lengths - 2, 0), :"},
        "da_last enters one step before the last valid one, and at the first one where the length is 1.",
    ),
    crosses_the_examples=(
        {PUT: "da[lengths - 1] = da_last"},
        "`da[lengths - 1] = da_last` writes all examples at each of these steps. Each example has one step.",
    ),
    adds_at_the_same_step_for_all=(
        {PUT: "da[lengths.max() - 1] = da_last"},
        "all of da_last enters where the longest example ends.",
    ),
    puts_it_where_the_first_one_ends=(
        {PUT: "da[lengths[0] - 1] = da_last"},
        "all of da_last enters where the first example ends.",
    ),
    counts_back_from_the_end=(
        {"da[lengths - 1, :": "da[-lengths, :"},
        "the steps are counted back from the end of the batch. A length counts from its start.",
    ),
    puts_it_at_the_start=({PUT: "da[0] = da_last"}, "da_last enters at the first step."),
    turns_the_sign_of_da_last=({"= da_last.T": "= -da_last.T"}, "da_last enters with the wrong sign."),
    divides_da_last_by_the_batch=(
        {"= da_last.T": "= da_last.T / m"},
        "da_last is divided by m. It is a gradient already: how the loss averages is none of its business.",
    ),
    divides_da_last_by_the_lengths=(
        {"= da_last.T": "= (da_last / lengths).T"},
        "da_last is divided by the lengths. One step was read, whatever the length.",
    ),
    takes_the_slope_twice=(
        {
            PUT: f"a_last = np.stack([caches[n - 1][0][:, i] for i, n in enumerate(lengths)], axis=1)\n"
            f"    {PUT.replace('= da_last.T', '= (da_last * (1 - a_last**2)).T')}"
        },
        "da_last is multiplied by the slope of tanh before it enters. `rnn_backward` does that at each step.",
    ),
    reshapes_da_last=(
        {"= da_last.T": "= da_last.reshape(m, n_a)"},
        "da_last is brought to (m, n_a) by reshape. That keeps the order of the numbers; `.T` does not.",
    ),
    forgets_to_put_it=({f"    {PUT}\n": ""}, "da holds zeros alone: da_last never enters."),
    goes_on_to_the_padding=(
        {PUT: "da[:] = np.where((np.arange(len(caches))[:, np.newaxis] >= lengths - 1)[:, np.newaxis], da_last, 0)"},
        "da_last enters at the last valid step and at all the padding behind it.",
    ),
    cuts_dx_to_the_longest=(
        {
            RETURN: "return rnn_backward(da[: lengths.max()], caches[: lengths.max()])",
        },
        "dx ends with the longest example. It has a step for each of the T_x caches, zeros in the padding.",
    ),
    takes_only_the_first_example=(
        {PUT: "da[lengths[0] - 1, :, 0] = da_last[:, 0]"},
        "the gradient of the first example alone enters.",
    ),
    keeps_da_as_whole_numbers=(
        {"m))\n": "m), dtype=int)\n"},
        "da is an array of whole numbers, so that what is written into it loses its fraction.",
    ),
)

answers.mistakes(
    "it_enters_each_example_at_its_own_last_step",
    of=step_by_step,
    keeps_dx_in_the_order_of_the_way_back=(
        {"dx[::-1]": "dx"},
        "dx is kept in the order of the loop, with the last step first. dx[t] belongs to step t.",
    ),
)

answers.mistakes(
    "it_enters_each_example_at_its_own_last_step",
    of=with_where_the_last_step_is,
    compares_with_the_step_before=(
        {"(np.asarray(lengths) - 1)": "(np.asarray(lengths) - 2)"},
        "da_last enters one step before the last valid one, and nowhere where the length is 1.",
    ),
    compares_with_the_length=(
        {"(np.asarray(lengths) - 1)": "np.asarray(lengths)"},
        "the index of the step is compared with the length itself: for the longest example da_last enters nowhere.",
    ),
)

answers.mistakes(
    "it_enters_each_example_at_its_own_last_step",
    of=carried_through_the_padding,
    masks_and_puts_it_everywhere=(
        {"da[-1] = da_last": "da[:] = da_last"},
        "da_last enters at every step, and masked steps hand it on as well.",
    ),
    turns_the_mask_over=(
        {"< lengths": ">= lengths"},
        "the mask is the wrong way round. Steps before the length are valid.",
    ),
)

answers.mistakes(
    "from_there_it_goes_back_through_all_earlier_steps",
    goes_back_one_step_alone=(
        {
            RETURN: "out = rnn_backward(da, caches)\n"
            "    flat = [rnn_backward(da[t : t + 1], caches[t : t + 1]) for t in range(len(caches))]\n"
            '    return {**out, "dx": np.concatenate([g["dx"] for g in flat]), '
            '"da0": flat[0]["da0"], **{k: sum(g[k] for g in flat) for k in ("dWax", "dWaa", "dba")}}'
        },
        "each step is taken by itself: nothing goes back from a step to the one before.",
    ),
    averages_over_the_examples=(
        {
            RETURN: "out = rnn_backward(da, caches)\n"
            '    return {k: g / m if k.startswith(("dW", "db")) else g for k, g in out.items()}'
        },
        "the gradients of the parameters are divided by m. They are sums over the examples.",
    ),
    averages_over_the_lengths=(
        {
            RETURN: "out = rnn_backward(da, caches)\n"
            '    return {k: g / lengths.sum() if k.startswith(("dW", "db")) else g for k, g in out.items()}'
        },
        "the gradients of the parameters are divided by the number of valid steps. They are sums.",
    ),
    reads_the_caches_from_the_end=(
        {RETURN: "return rnn_backward(da, caches[::-1])"},
        "the caches are handed on in reverse order. `rnn_backward` goes backward by itself.",
    ),
    returns_da_last_for_da0=(
        {RETURN: 'return {**rnn_backward(da, caches), "da0": da_last}'},
        "da0 is da_last. It should be what comes out of the first step on the way back.",
    ),
    adds_da_last_to_da0=(
        {RETURN: 'g = rnn_backward(da, caches)\n    return {**g, "da0": g["da0"] + da_last}'},
        "da_last is added to da0. It has come back to da0 through the steps already.",
    ),
    flattens_dba=(
        {RETURN: 'g = rnn_backward(da, caches)\n    return {**g, "dba": g["dba"].ravel()}'},
        "dba has the shape (n_a,). It has the shape of ba, (n_a, 1).",
    ),
    forgets_da0_and_dx=(
        {RETURN: "out = rnn_backward(da, caches)\n    return {k: out[k] for k in ('dWax', 'dWaa', 'dba')}"},
        "dx and da0 are missing.",
    ),
)

answers.mistakes(
    "from_there_it_goes_back_through_all_earlier_steps",
    of=step_by_step,
    puts_da_last_in_the_place_of_what_came_back=(
        {"back + da_last * (lengths == t)": "np.where(t <= lengths, da_last, back)"},
        "da_last takes the place of what came back, at every valid step.",
    ),
    keeps_the_first_step_alone=(
        {"total[k] + g[k]": "g[k]"},
        "dWax, dWaa and dba are those of the first step alone. Each step adds to them.",
    ),
)

answers.mistakes(
    "gradient_caches_and_lengths_are_left_alone",
    subtracts_from_the_lengths=(
        {"da[lengths - 1, :": "da[lengths, :", ZEROS: f"{ZEROS}\n    lengths -= 1"},
        "`lengths -= 1` changes the caller's lengths.",
    ),
    scales_da_last_in_place=(
        {ZEROS: f"{ZEROS}\n    da_last *= 1.0 + 1e-12"},
        "something is written into the caller's da_last.",
    ),
    turns_the_list_round=(
        {RETURN: "caches.reverse()\n    return rnn_backward(da, caches[::-1])"},
        "`caches.reverse()` turns the caller's own list round.",
    ),
)

answers.refused(
    "it_enters_each_example_at_its_own_last_step",
    doubles_da_last={"= da_last.T": "= 2 * da_last.T"},
    returns_the_array_alone={RETURN: 'return rnn_backward(da, caches)["dx"]'},
)
answers.refused(
    "gradient_caches_and_lengths_are_left_alone",
    pops_the_caches={RETURN: "g = rnn_backward(da, list(caches))\n    caches.pop()\n    return g"},
)
