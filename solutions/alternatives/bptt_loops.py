# ruff: noqa: N802
# A name says Waa where the course does.
"""Lesson 03: wrong and unusual answers to the loops backward through time."""

import numpy as np

from solutions.alternatives import equivalent, misconception, variant
from solutions.bptt import rnn_backward, rnn_cell_backward

# ------------------------------------------------------------------------------------------------ rnn_backward

FLOW = "every_step_adds_what_comes_back_from_the_next"
COLLECT = "the_parameters_collect_from_every_step"
DA0, CAUSE = "da0_is_what_leaves_the_first_step", "no_step_feels_the_losses_before_it"
ALONE = "da_and_the_caches_are_left_alone"
STEP = "step = rnn_cell_backward(da[t] + da_prev, caches[t])"
ORDER = "reversed(range(len(caches)))"
SHARED = 'np.sum([step[k] for step in steps], axis=0) for k in ("dWax", "dWaa", "dba")'


@misconception(
    "rnn_backward",
    caught_by=FLOW,
    says="each step gets da[t] alone: what came back from the step after it, da_prev, is dropped.",
)
def drops_what_comes_back(source):
    return source.replace("da[t] + da_prev", "da[t]")


@misconception(
    "rnn_backward",
    caught_by=FLOW,
    says="only the last step gets its da: the others have a prediction of their own, and da[t] joins what comes back.",
)
def starts_once_from_the_last_step(source):
    return source.replace("np.zeros_like(da[0])", "da[-1]").replace("da[t] + da_prev", "da_prev")


@misconception(
    "rnn_backward",
    caught_by=FLOW,
    says="caches[0] serves every step: each step has a cache of its own.",
)
def uses_the_first_cache_throughout(source):
    return source.replace("caches[t]", "caches[0]")


@misconception(
    "rnn_backward",
    caught_by=FLOW,
    says="the caches are read in the opposite order: going back, step t needs caches[t].",
)
def reads_the_caches_in_reverse(source):
    return source.replace("caches[t]", "caches[len(caches) - 1 - t]")


@misconception(
    "rnn_backward",
    caught_by=FLOW,
    says="dx is kept in the order of the loop, the last step first: dx[t] belongs to step t.",
)
def keeps_dx_in_the_order_of_the_loop(source):
    return source.replace("steps.insert(0, step)", "steps.append(step)")


@misconception(
    "rnn_backward",
    caught_by=FLOW,
    says="what comes back is handed on and kept as well: da_prev grows by every step instead of being replaced.",
)
def piles_up_what_comes_back(source):
    return source.replace('da_prev = step["da_prev"]', 'da_prev = da_prev + step["da_prev"]')


@misconception(
    "rnn_backward",
    caught_by=FLOW,
    says="da[t] joins only after the step: the gradients must meet before they go back through the cell.",
)
def lets_da_join_after_the_step(source):
    return source.replace("da[t] + da_prev", "da_prev").replace(
        'da_prev = step["da_prev"]', 'da_prev = step["da_prev"] + da[t]'
    )


@misconception(
    "rnn_backward",
    caught_by=FLOW,
    says="the first step is left out: range(T, 0, -1) ends at 1, and the code's first step is 0.",
)
def leaves_the_first_step_out(da, caches):
    T, n_a, m = da.shape
    _, _, xt, p = caches[0]
    dx, da_prev = np.zeros((T, *xt.shape)), np.zeros((n_a, m))
    grads = {"dWax": np.zeros(p["Wax"].shape), "dWaa": np.zeros((n_a, n_a)), "dba": np.zeros((n_a, 1))}
    for t in range(T - 1, 0, -1):
        step = rnn_cell_backward(da[t] + da_prev, caches[t])
        dx[t], da_prev = step["dxt"], step["da_prev"]
        for k in grads:
            grads[k] += step[k]
    return {"dx": dx, "da0": da_prev, **grads}


@misconception(
    "rnn_backward",
    caught_by=COLLECT,
    says="each step overwrites the gradient of the parameters: what remains is that of the first step. They add up.",
)
def keeps_the_first_step_only(source):
    return source.replace(SHARED, 'steps[0][k] for k in ("dWax", "dWaa", "dba")')


@misconception(
    "rnn_backward",
    caught_by=COLLECT,
    says="the gradient of the parameters is that of the last step: every step used them, and all contributions add up.",
)
def keeps_the_last_step_only(source):
    return source.replace(SHARED, 'steps[-1][k] for k in ("dWax", "dWaa", "dba")')


@misconception(
    "rnn_backward",
    caught_by=COLLECT,
    says="the contributions of the steps are averaged: the parameters are used T times, and the contributions add up.",
)
def averages_the_steps(source):
    return source.replace("np.sum([", "np.mean([")


@misconception(
    "rnn_backward",
    caught_by=COLLECT,
    says="one contribution is missing in dWaa, that of the first step: there Waa acted on a0.",
)
def leaves_a0_out_of_dWaa(source):
    return source.replace(
        '    return {"dx"', '    shared["dWaa"] = shared["dWaa"] - steps[0]["dWaa"]\n    return {"dx"'
    )


@misconception(
    "rnn_backward",
    caught_by=COLLECT,
    says="the contributions are kept side by side, one for each step: they belong to one parameter and add up.",
)
def stacks_the_contributions(source):
    return source.replace("np.sum([step[k] for step in steps], axis=0)", "np.stack([step[k] for step in steps])")


@misconception(
    "rnn_backward",
    caught_by=COLLECT,
    says="the contributions of parameters are computed from da[t] alone, while dx counts what comes back.",
)
def counts_own_losses_for_the_parameters(source):
    own = "own = [rnn_cell_backward(da[t], caches[t]) for t in range(len(caches))]"
    return source.replace("    shared = {", f"    {own}\n    shared = {{").replace(
        "for step in steps], axis=0)", "for step in own], axis=0)"
    )


@misconception(
    "rnn_backward",
    caught_by=DA0,
    says="da0 is the gradient of a<1>, which enters the first step from behind: da0 is what leaves it, da_prev.",
)
def returns_what_enters_the_first_step(source):
    return source.replace(STEP, "da_next = da[t] + da_prev\n        " + STEP).replace(
        '"da0": da_prev', '"da0": da_next'
    )


@misconception(
    "rnn_backward",
    caught_by=DA0,
    says="da0 is da[0]: that is the gradient of a<1>, the first step's result, not of a0.",
)
def takes_da_of_the_first_step(source):
    return source.replace('"da0": da_prev', '"da0": da[0]')


@misconception(
    "rnn_backward",
    caught_by=DA0,
    says="da0 is what left the last step: the loop must have gone back to the first before it is read.",
)
def returns_what_leaves_the_last_step(source):
    return source.replace('"da0": da_prev', '"da0": steps[-1]["da_prev"]')


@misconception(
    "rnn_backward", caught_by=DA0, says="da0 is the sum of all da_prev: a0 was read by the first step alone."
)
def sums_all_da_prev(source):
    return source.replace('"da0": da_prev', '"da0": sum(cell["da_prev"] for cell in steps) * len(steps)')


@misconception("rnn_backward", caught_by=DA0, says="da0 is zeros: a0 is an input like any other, and has a gradient.")
def gives_a0_no_gradient(source):
    return source.replace('"da0": da_prev', '"da0": np.zeros_like(da_prev)')


@misconception(
    "rnn_backward",
    caught_by=CAUSE,
    says="the loop runs forward in time: a step must wait for what comes back from the steps after it.",
)
def loops_forward(source):
    return source.replace(f"in {ORDER}", "in range(len(caches))").replace("steps.insert(0, step)", "steps.append(step)")


@misconception(
    "rnn_backward",
    caught_by=CAUSE,
    says="da is read in the opposite order: going back, step t gets da[t].",
)
def reads_da_in_reverse(source):
    return source.replace("da[t] + da_prev", "da[-1 - t] + da_prev")


@misconception(
    "rnn_backward",
    caught_by=ALONE,
    says="da[t] += da_prev writes into the caller's da: add them in a new array.",
)
def writes_into_da(source):
    return source.replace(STEP, "da[t] += da_prev\n        step = rnn_cell_backward(da[t], caches[t])")


@misconception(
    "rnn_backward", caught_by=ALONE, says="caches.pop() empties the caller's list: another pass will need it."
)
def pops_the_caches(source):
    return source.replace("caches[t]", "caches.pop()")


@variant("rnn_backward")
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


@variant("rnn_backward")
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


@variant("rnn_backward")
def by_recursion_backward(da, caches):
    last = rnn_cell_backward(da[-1], caches[-1])
    if len(caches) == 1:
        return {
            "dx": last["dxt"][None],
            "da0": last["da_prev"],
            **{k: last[k] for k in ("dWax", "dWaa", "dba")},
        }
    earlier = da[:-1].copy()
    earlier[-1] += last["da_prev"]
    rest = rnn_backward(earlier, caches[:-1])
    sums = {k: rest[k] + last[k] for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.concatenate([rest["dx"], last["dxt"][None]]), "da0": rest["da0"], **sums}


@variant("rnn_backward")
def with_a_copy_of_da(da, caches):
    da = np.concatenate([np.zeros_like(da[:1]), da])
    steps = []
    for t in range(len(caches), 0, -1):
        steps.append(rnn_cell_backward(da[t], caches[t - 1]))
        da[t - 1] += steps[-1]["da_prev"]
    total = {k: sum(s[k] for s in steps) for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.array([s["dxt"] for s in steps[::-1]]), "da0": da[0], **total}


# ----------------------------------------------------------------------------------------- rnn_backward_masked

ON, NOTHING = "a_masked_step_hands_its_gradient_on_as_it_is", "a_masked_step_adds_nothing_to_parameters_and_input"
OWN = "each_gradient_follows_the_mask_of_its_own_example"
CELL = "step = rnn_cell_backward(np.where(mask[t], da_next, 0), caches[t])"
HAND = 'np.where(mask[t], step["da_prev"], da_next)'


@misconception(
    "rnn_backward_masked",
    caught_by=ON,
    says="a masked step hands nothing on: a[t] was a[t-1] there, so its gradient passes to a[t-1] as it is.",
)
def stops_at_masked_steps(source):
    return source.replace(HAND, 'np.where(mask[t], step["da_prev"], 0)')


@misconception(
    "rnn_backward_masked",
    caught_by=ON,
    says="what came from later steps passes a masked step, but da[t] is dropped there: a[t] was read, so it counts.",
)
def drops_da_at_masked_steps(source):
    return source.replace("da_next = da[t] + da_prev", "da_next = da[t] * mask[t] + da_prev")


@misconception(
    "rnn_backward_masked",
    caught_by=ON,
    says="da[t] passes a masked step, but what came back from later steps is dropped there.",
)
def drops_later_steps_at_masked_ones(source):
    return source.replace(HAND, 'np.where(mask[t], step["da_prev"], da[t])')


@misconception(
    "rnn_backward_masked",
    caught_by=ON,
    says="the gradient goes back through the cell at masked steps too: the cell was not used there.",
)
def goes_through_the_cell_at_masked_steps(source):
    return source.replace(HAND, "rnn_cell_backward(da_next, caches[t])['da_prev']")


@misconception(
    "rnn_backward_masked",
    caught_by=NOTHING,
    says="the mask is ignored: this is the loop for batches without padding.",
)
def ignores_the_mask_backward(source):
    return source.replace(CELL, "step = rnn_cell_backward(da_next, caches[t])").replace(HAND, 'step["da_prev"]')


@misconception(
    "rnn_backward_masked",
    caught_by=NOTHING,
    says="the gradient passes masked steps as it should, but they still add to parameters and input.",
)
def lets_masked_steps_add(source):
    return source.replace(CELL, "step = rnn_cell_backward(da_next, caches[t])")


@misconception(
    "rnn_backward_masked",
    caught_by=NOTHING,
    says="the mask is used the wrong way round: True marks the steps at which the cell was used.",
)
def turns_the_mask_round_backward(source):
    return source.replace("mask[t]", "~mask[t]")


@misconception(
    "rnn_backward_masked",
    caught_by=NOTHING,
    says="dx is cleared at masked steps, but the parameters still collect from them.",
)
def clears_dx_only(source):
    return source.replace(CELL, "step = rnn_cell_backward(da_next, caches[t])").replace(
        "steps.insert(0, step)", 'step["dxt"] = step["dxt"] * mask[t]\n        steps.insert(0, step)'
    )


@misconception(
    "rnn_backward_masked",
    caught_by=OWN,
    says="the whole batch passes as soon as one example is masked: each example has a mask of its own.",
)
def passes_where_any_is_masked(source):
    return source.replace("mask[t]", "mask[t].all()")


@misconception(
    "rnn_backward_masked",
    caught_by=OWN,
    says="the mask of the first example is used for all: each example has a mask of its own.",
)
def uses_the_first_mask_backward(source):
    return source.replace("mask[t]", "mask[t, 0]")


@misconception(
    "rnn_backward_masked",
    caught_by=ON,
    says="a step at which any example is valid goes through the cell for all: each example has a mask of its own.",
)
def goes_on_where_any_is_valid(source):
    return source.replace("mask[t]", "mask[t].any()")


@variant("rnn_backward_masked")
def mixing_with_zeros_and_ones_backward(da, caches, mask):
    keep = mask[:, None, :].astype(float)
    back, dx, total = np.zeros_like(da[0]), [], {"dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
    for t in range(len(caches))[::-1]:
        upstream = back + da[t]
        g = rnn_cell_backward(keep[t] * upstream, caches[t])
        back = g["da_prev"] + (1 - keep[t]) * upstream
        dx = [g["dxt"], *dx]
        total = {k: total[k] + g[k] for k in total}
    return {"dx": np.stack(dx), "da0": back, **total}


@variant("rnn_backward_masked")
def going_back_with_the_valid_columns_alone(da, caches, mask):
    p = caches[0][3]
    out = {"dx": np.zeros((len(da), *caches[0][2].shape)), "da0": np.zeros(da.shape[1:])}
    out |= {"d" + k: np.zeros_like(p[k]) for k in ("Wax", "Waa", "ba")}
    for t in reversed(range(len(da))):
        out["da0"] = out["da0"] + da[t]
        on = mask[t]
        if on.any():
            a_next, a_prev, xt, _ = caches[t]
            g = rnn_cell_backward(out["da0"][:, on], (a_next[:, on], a_prev[:, on], xt[:, on], p))
            out["dx"][t][:, on], out["da0"][:, on] = g["dxt"], g["da_prev"]
            for k in ("dWax", "dWaa", "dba"):
                out[k] += g[k]
    return out


@variant("rnn_backward_masked")
def without_any_call_backward(da, caches, mask):
    p, past, read = caches[0][3], np.stack([c[1] for c in caches]), np.stack([c[2] for c in caches])
    dz, back = np.zeros_like(da), np.zeros_like(da[0])
    for t in reversed(range(len(da))):
        back = back + da[t]
        dz[t] = np.where(mask[t], back * (1 - caches[t][0] ** 2), 0.0)
        back = np.where(mask[t], p["Waa"].T @ dz[t], back)
    return {
        "dx": np.einsum("ax,tai->txi", p["Wax"], dz),
        "da0": back,
        "dWax": np.tensordot(dz, read, axes=([0, 2], [0, 2])),
        "dWaa": np.tensordot(dz, past, axes=([0, 2], [0, 2])),
        "dba": dz.sum(axis=2).sum(axis=0).reshape(-1, 1),
    }


for loop, end in (("rnn_backward", "  # nothing comes back from beyond the last step"), ("rnn_backward_masked", "")):
    line = "da_prev = np.zeros_like(da[{}])" + end
    equivalent(loop, f"{line.format(0)} -> {line.format(' -1')}", because="Every da[t] has the same shape.")
