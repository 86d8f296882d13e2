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


STEP_IN = "da[t] + da_prev"
answers.mistakes(
    "every_step_adds_what_comes_back_from_the_next",
    drops_what_comes_back=(
        {STEP_IN: "da[t]"},
        "each step gets da[t] alone. The da_prev of the step after it is dropped.",
    ),
    starts_once_from_the_last_step=(
        {"np.zeros_like(da[0])": "da[-1]", STEP_IN: "da_prev"},
        "only the last step gets its da. Every step has a prediction of its own, so every da[t] has to join.",
    ),
    counts_the_last_step_twice=(
        {"np.zeros_like(da[0])": "da[-1]"},
        "da_prev starts as da[-1], so the last step gets it twice. Nothing comes back from beyond the last step.",
    ),
    reads_the_caches_in_reverse=(
        {"caches[t]": "caches[-1 - t]"},
        "the caches are read in the opposite order. Step t needs caches[t].",
    ),
    keeps_dx_in_the_order_of_the_loop=(
        {"insert(0, step)": "append(step)"},
        "dx is kept in the order of the loop, with the last step first. dx[t] should belong to step t.",
    ),
    piles_up_what_comes_back=(
        {"da_prev = step": "da_prev += step"},
        "da_prev grows from step to step. Each step should replace it.",
    ),
    lets_da_join_after_the_step=(
        {STEP_IN: "da_prev", 'step["da_prev"]': 'step["da_prev"] + da[t]'},
        "da[t] is added after the step. It should be added before, to go back through the cell of step t.",
    ),
    hands_on_what_came_in=(
        {'step["da_prev"]': "da[t] + da_prev"},
        "the next round gets what came into this step. It should get what left it, da_prev.",
    ),
    multiplies_instead_of_adding=(
        {STEP_IN: "da[t] * (da_prev if t + 1 < len(da) else 1)"},
        "da[t] and da_prev are multiplied. Where two gradients meet they are added.",
    ),
    averages_the_two_gradients=(
        {STEP_IN: "(da[t] + da_prev) / 2"},
        "each step gets the mean of da[t] and da_prev. Where two gradients meet they are added.",
    ),
)
answers.mistakes(
    "every_step_adds_what_comes_back_from_the_next",
    of=adding_up_in_arrays,
    leaves_the_first_step_out=(
        {"range(T_x - 1, -1, -1)": "range(T_x - 1, 0, -1)"},
        "the loop stops before the first step. The code counts it as step 0.",
    ),
    leaves_the_last_step_out=(
        {"range(T_x - 1, -1, -1)": "range(T_x - 2, -1, -1)"},
        "the loop leaves out the last step. The code counts it as step T_x - 1.",
    ),
)


@answers.mistake(
    "every_step_adds_what_comes_back_from_the_next",
    "da[:, t] is read, as if time were axis 1. Here time is axis 0, so it is da[t].",
)
def takes_axis_1_for_time(da, caches):
    steps, da_prev = [], np.zeros_like(da[:, 0])
    for t in reversed(range(da.shape[1])):
        step = rnn_cell_backward(da[:, t] + da_prev, caches[t])
        da_prev = step["da_prev"]
        steps.insert(0, step)
    sums = {k: sum(step[k] for step in steps) for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.stack([step["dxt"] for step in steps]), "da0": da_prev, **sums}


ADDED_UP = "np.sum([step[k] for step in steps], axis=0)"
answers.mistakes(
    "the_parameters_collect_from_every_step",
    keeps_the_first_step_only=(
        {ADDED_UP: "steps[0][k]"},
        "the gradient of a parameter is overwritten at every step, so that of the first step is left. They add up.",
    ),
    keeps_the_last_step_only=(
        {ADDED_UP: "steps[-1][k]"},
        "the gradient of a parameter is that of the last step alone. Every step used it.",
    ),
    averages_the_steps=(
        {"np.sum": "np.mean"},
        "the gradient of a parameter is divided by T_x, the number of steps. It should be a sum over the steps.",
    ),
    leaves_a0_out_of_dWaa=(
        {"**shared}": '**shared, "dWaa": shared["dWaa"] - steps[0]["dWaa"]}'},
        "dWaa lacks the contribution of the first step, where Waa acted on a0.",
    ),
    leaves_the_last_step_out_of_the_sums=(
        {ADDED_UP: ADDED_UP + " - steps[-1][k]"},
        "the gradient of a parameter lacks the contribution of the last step.",
    ),
    stacks_the_contributions=(
        {ADDED_UP: "np.stack([step[k] for step in steps])"},
        "the contributions are stacked, one for each step. They belong to one parameter, so they add up.",
    ),
    counts_own_losses_for_the_parameters=(
        {"step[k] for step in steps": "rnn_cell_backward(own, cache)[k] for own, cache in zip(da, caches)"},
        "the gradient of a parameter is computed from da[t] alone. What comes back from later steps counts as well.",
    ),
    divides_by_the_examples=(
        {ADDED_UP: ADDED_UP + " / da.shape[2]"},
        "the gradient of a parameter is divided by m, the number of examples. The loss has divided already.",
    ),
    exchanges_dWax_and_dWaa=(
        {"**shared}": '**shared, "dWaa": shared["dWax"], "dWax": shared["dWaa"]}'},
        "dWax and dWaa are exchanged in the dict.",
    ),
)

answers.mistakes(
    "the_parameters_collect_from_every_step",
    of=without_calling_the_cell_backward,
    pairs_Waa_with_the_new_activations=(
        {"past, read = caches[0][3], np.stack([c[1]": "past, read = caches[0][3], np.stack([c[0]"},
        "dWaa pairs each step with its new activation. Waa acted on the old one.",
    ),
)

DA0 = '"da0": da_prev'
answers.mistakes(
    "da0_is_what_leaves_the_first_step",
    returns_what_enters_the_first_step=(
        {STEP_IN: "da_next := da[t] + da_prev", DA0: '"da0": da_next'},
        "da0 is what comes into the first step on the way back. It should be what leaves it, da_prev.",
    ),
    takes_da_of_the_first_step=(
        {DA0: '"da0": da[0]'},
        "da0 is da[0]. That belongs to the result of the first step, not to a0.",
    ),
    returns_what_leaves_the_last_step=(
        {DA0: '"da0": steps[-1]["da_prev"]'},
        "da0 is the da_prev of the last step. The loop has to reach the first step before it is read.",
    ),
    returns_what_leaves_the_second_step=(
        {DA0: '"da0": steps[min(1, len(steps) - 1)]["da_prev"]'},
        "da0 is the da_prev of the second step. It has yet to go back through the first one.",
    ),
    sums_all_da_prev=(
        {DA0: '"da0": sum(cell["da_prev"] for cell in steps)'},
        "da0 is the sum of all da_prev. The first step alone read a0.",
    ),
    gives_a0_no_gradient=(
        {DA0: '"da0": np.zeros_like(da_prev)'},
        "da0 is zero everywhere. The network read a0, so a0 has a gradient.",
    ),
    sums_da0_over_the_examples=(
        {DA0: '"da0": da_prev.sum(axis=1, keepdims=True)'},
        "da0 is a sum over the examples. Each example has its own a0, so da0 has shape (n_a, m).",
    ),
)

answers.mistakes(
    "no_step_feels_the_losses_before_it",
    loops_forward=(
        {"reversed(range(len(caches)))": "range(len(caches))", "insert(0, step)": "append(step)"},
        "the loop runs from the first step to the last. It should run back, from the last to the first.",
    ),
    reads_da_in_reverse=(
        {STEP_IN: "da[-1 - t] + da_prev"},
        "da is read in the opposite order. Step t needs da[t].",
    ),
)

answers.mistakes(
    "da_and_the_caches_are_left_alone",
    writes_into_da=(
        {"step = rnn_cell_backward(da[t] + da_prev": "da[t] += da_prev\n        step = rnn_cell_backward(da[t]"},
        "`da[t] += da_prev` writes into the caller's da.",
    ),
    pops_the_caches=(
        {"caches[t]": "caches.pop()"},
        "the caller's list of caches is changed, by `caches.pop()` or `caches.reverse()` for example.",
    ),
)

answers.refused(
    "every_step_adds_what_comes_back_from_the_next",
    uses_the_first_cache_throughout={"caches[t]": "caches[0]"},
)
answers.refused(
    "da_and_the_caches_are_left_alone",
    reverses_the_caches={"    for t in": "    caches.reverse()\n    for t in", "caches[t]": "caches[-1 - t]"},
)
answers.refused(
    "da0_is_what_leaves_the_first_step",
    squeezes_da0={DA0: '"da0": da_prev.squeeze()'},
)

answers.equivalent(
    "da_prev = np.zeros_like(da[0])  # nothing comes back from beyond the last step -> "
    "da_prev = np.zeros_like(da[ -1])  # nothing comes back from beyond the last step",
    because="Every da[t] has the same shape.",
)
