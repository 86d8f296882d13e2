"""Other answers to rnn_backward_masked."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_cell_backward
from solutions.gradient_checking import rnn_backward_masked

answers = Answers(rnn_backward_masked)


@answers.variant
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


@answers.variant
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


@answers.variant
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


USED = "np.where(mask[t], da_next, 0)"
HANDED_ON = 'np.where(mask[t], step["da_prev"], da_next)'

answers.mistakes(
    "a_masked_step_hands_its_gradient_on_as_it_is",
    stops_at_masked_steps=(
        {HANDED_ON: 'np.where(mask[t], step["da_prev"], 0)'},
        "a masked step hands nothing on: a[t] was a[t-1] there, so its gradient passes to a[t-1] as it is.",
    ),
    drops_da_at_masked_steps=(
        {"da[t] +": "da[t] * mask[t] +"},
        "what came from later steps passes a masked step, but da[t] is dropped there: a[t] was read, so it counts.",
    ),
    drops_later_steps_at_masked_ones=(
        {HANDED_ON: 'np.where(mask[t], step["da_prev"], da[t])'},
        "da[t] passes a masked step, but what came back from later steps is dropped there.",
    ),
    goes_through_the_cell_at_masked_steps=(
        {HANDED_ON: 'rnn_cell_backward(da_next, caches[t])["da_prev"]'},
        "the gradient goes back through the cell at masked steps too: the cell was not used there.",
    ),
    goes_on_where_any_is_valid=(
        {"mask[t]": ("mask[t].any()", 2)},
        "a step at which any example is valid goes through the cell for all: each example has a mask of its own.",
    ),
)

answers.mistakes(
    "a_masked_step_adds_nothing_to_parameters_and_input",
    ignores_the_mask_backward=(
        {USED: "da_next", HANDED_ON: 'step["da_prev"]'},
        "the mask is ignored: this is the loop for batches without padding.",
    ),
    lets_masked_steps_add=(
        {USED: "da_next"},
        "the gradient passes masked steps as it should, but they still add to parameters and input.",
    ),
    turns_the_mask_round_backward=(
        {"mask[t]": ("~mask[t]", 2)},
        "the mask is used the wrong way round: True marks the steps at which the cell was used.",
    ),
    clears_dx_only=(
        {USED: "da_next", ', "da0"': ' * mask[:, None], "da0"'},
        "dx is cleared at masked steps, but the parameters still collect from them.",
    ),
)

answers.mistakes(
    "each_gradient_follows_the_mask_of_its_own_example",
    passes_where_any_is_masked=(
        {"mask[t]": ("mask[t].all()", 2)},
        "the whole batch passes as soon as one example is masked: each example has a mask of its own.",
    ),
    uses_the_first_mask_backward=(
        {"mask[t]": ("mask[t, 0]", 2)},
        "the mask of the first example is used for all: each example has a mask of its own.",
    ),
)

answers.equivalent(
    "da_prev = np.zeros_like(da[0]) -> da_prev = np.zeros_like(da[ -1])",
    because="Every da[t] has the same shape.",
)
