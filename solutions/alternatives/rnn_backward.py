"""Other answers to rnn_backward."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_backward, rnn_cell_backward

answers = Answers(rnn_backward)


@answers.variant
def adding_up_in_arrays(da, caches):
    _, _, x1, p = caches[0]
    T_x, n_a, m = da.shape
    dx = np.zeros((T_x, *x1.shape))
    dWax, dWaa, dba = np.zeros_like(p["Wax"]), np.zeros_like(p["Waa"]), np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    for t in range(T_x - 1, -1, -1):
        g = rnn_cell_backward(da[t] + da_prev, caches[t])
        dx[t, :, :] = g["dxt"]
        da_prev = g["da_prev"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@answers.variant
def without_calling_the_cell_backward(da, caches):
    p, past, read = caches[0][3], np.stack([c[1] for c in caches]), np.stack([c[2] for c in caches])
    dz, back = np.zeros_like(da), 0.0
    for t in reversed(range(len(da))):
        dz[t] = (da[t] + back) * (1 - caches[t][0] ** 2)
        back = p["Waa"].T @ dz[t]
    return {
        "dx": p["Wax"].T @ dz,
        "da0": back,
        "dWax": np.einsum("tai,txi->ax", dz, read),
        "dWaa": np.einsum("tai,tbi->ab", dz, past),
        "dba": dz.sum(axis=(0, 2))[:, None],
    }


@answers.variant
def by_recursion_backward(da, caches):
    last = rnn_cell_backward(da[-1], caches[-1])
    if len(caches) == 1:
        return {"dx": last["dxt"][None], "da0": last["da_prev"], **{k: last[k] for k in ("dWax", "dWaa", "dba")}}
    earlier = da[:-1].copy()
    earlier[-1] += last["da_prev"]
    rest = rnn_backward(earlier, caches[:-1])
    sums = {k: rest[k] + last[k] for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.concatenate([rest["dx"], last["dxt"][None]]), "da0": rest["da0"], **sums}


@answers.variant
def with_a_copy_of_da(da, caches):
    da = np.concatenate([np.zeros_like(da[:1]), da])
    steps = []
    for t in range(len(caches), 0, -1):
        steps.append(rnn_cell_backward(da[t], caches[t - 1]))
        da[t - 1] += steps[-1]["da_prev"]
    total = {k: sum(s[k] for s in steps) for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.array([s["dxt"] for s in steps[::-1]]), "da0": da[0], **total}


answers.mistakes(
    "every_step_adds_what_comes_back_from_the_next",
    drops_what_comes_back=(
        {"da[t] + da_prev": "da[t]"},
        "each step gets da[t] alone: what came back from the step after it, da_prev, is dropped.",
    ),
    starts_once_from_the_last_step=(
        {"np.zeros_like(da[0])": "da[-1]", "da[t] + da_prev": "da_prev"},
        "only the last step gets its da: the others have a prediction of their own, and da[t] joins what comes back.",
    ),
    reads_the_caches_in_reverse=(
        {"caches[t]": "caches[-1 - t]"},
        "the caches are read in the opposite order: going back, step t needs caches[t].",
    ),
    keeps_dx_in_the_order_of_the_loop=(
        {"insert(0, step)": "append(step)"},
        "dx is kept in the order of the loop, the last step first: dx[t] belongs to step t.",
    ),
    piles_up_what_comes_back=(
        {"da_prev = step": "da_prev += step"},
        "what comes back is handed on and kept as well: da_prev grows by every step instead of being replaced.",
    ),
    lets_da_join_after_the_step=(
        {"da[t] + da_prev": "da_prev", 'step["da_prev"]': 'step["da_prev"] + da[t]'},
        "da[t] joins only after the step: the gradients must meet before they go back through the cell.",
    ),
)
answers.mistakes(
    "every_step_adds_what_comes_back_from_the_next",
    of=adding_up_in_arrays,
    leaves_the_first_step_out=(
        {"range(T_x - 1, -1, -1)": "range(T_x - 1, 0, -1)"},
        "the first step is left out: range(T, 0, -1) ends at 1, and the code's first step is 0.",
    ),
)

ADDED_UP = "np.sum([step[k] for step in steps], axis=0)"
answers.mistakes(
    "the_parameters_collect_from_every_step",
    keeps_the_first_step_only=(
        {ADDED_UP: "steps[0][k]"},
        "each step overwrites the gradient of the parameters: what remains is that of the first step. They add up.",
    ),
    keeps_the_last_step_only=(
        {ADDED_UP: "steps[-1][k]"},
        "the gradient of the parameters is that of the last step: every step used them, and all contributions add up.",
    ),
    averages_the_steps=(
        {"np.sum": "np.mean"},
        "the contributions of the steps are averaged: the parameters are used T times, and the contributions add up.",
    ),
    leaves_a0_out_of_dWaa=(
        {"**shared}": '**shared, "dWaa": shared["dWaa"] - steps[0]["dWaa"]}'},
        "one contribution is missing in dWaa, that of the first step: there Waa acted on a0.",
    ),
    stacks_the_contributions=(
        {ADDED_UP: "np.stack([step[k] for step in steps])"},
        "the contributions are kept side by side, one for each step: they belong to one parameter and add up.",
    ),
    counts_own_losses_for_the_parameters=(
        {"step[k] for step in steps": "rnn_cell_backward(own, cache)[k] for own, cache in zip(da, caches)"},
        "the contributions of parameters are computed from da[t] alone, while dx counts what comes back.",
    ),
)

DA0 = '"da0": da_prev'
answers.mistakes(
    "da0_is_what_leaves_the_first_step",
    returns_what_enters_the_first_step=(
        {"da[t] + da_prev": "da_next := da[t] + da_prev", DA0: '"da0": da_next'},
        "da0 is the gradient of a<1>, which enters the first step from behind: da0 is what leaves it, da_prev.",
    ),
    takes_da_of_the_first_step=(
        {DA0: '"da0": da[0]'},
        "da0 is da[0]: that is the gradient of a<1>, the first step's result, not of a0.",
    ),
    returns_what_leaves_the_last_step=(
        {DA0: '"da0": steps[-1]["da_prev"]'},
        "da0 is what left the last step: the loop must have gone back to the first before it is read.",
    ),
    sums_all_da_prev=(
        {DA0: '"da0": sum(cell["da_prev"] for cell in steps) * len(steps)'},
        "da0 is the sum of all da_prev: a0 was read by the first step alone.",
    ),
    gives_a0_no_gradient=(
        {DA0: '"da0": np.zeros_like(da_prev)'},
        "da0 is zeros: a0 is an input like any other, and has a gradient.",
    ),
)

answers.mistakes(
    "no_step_feels_the_losses_before_it",
    loops_forward=(
        {"reversed(range(len(caches)))": "range(len(caches))", "insert(0, step)": "append(step)"},
        "the loop runs forward in time: a step must wait for what comes back from the steps after it.",
    ),
    reads_da_in_reverse=(
        {"da[t] + da_prev": "da[-1 - t] + da_prev"},
        "da is read in the opposite order: going back, step t gets da[t].",
    ),
)

answers.mistakes(
    "da_and_the_caches_are_left_alone",
    writes_into_da=(
        {"step = rnn_cell_backward(da[t] + da_prev": "da[t] += da_prev\n        step = rnn_cell_backward(da[t]"},
        "da[t] += da_prev writes into the caller's da: add them in a new array.",
    ),
    pops_the_caches=(
        {"caches[t]": "caches.pop()"},
        "caches.pop() empties the caller's list: another pass will need it.",
    ),
)

answers.refused(
    "every_step_adds_what_comes_back_from_the_next",
    uses_the_first_cache_throughout={"caches[t]": "caches[0]"},
)

answers.equivalent(
    "da_prev = np.zeros_like(da[0])  # nothing comes back from beyond the last step -> "
    "da_prev = np.zeros_like(da[ -1])  # nothing comes back from beyond the last step",
    because="Every da[t] has the same shape.",
)
