"""Other answers to rnn_backward_masked."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_backward, rnn_cell_backward
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
        "a masked step hands on zeros. There a[t] was a[t-1], so all of its gradient belongs to a[t-1].",
    ),
    drops_da_at_masked_steps=(
        {HANDED_ON: 'np.where(mask[t], step["da_prev"], da_prev)'},
        "da[t] is dropped at masked steps, and only what came back from later steps is handed on.",
    ),
    subtracts_what_comes_back=(
        {"da[t] + da_prev": "da[t] - da_prev"},
        "what comes back from later steps is subtracted from da[t]. The two are added.",
    ),
    keeps_da_out_of_the_cell=(
        {USED: "np.where(mask[t], da_prev, 0)"},
        "da[t] never goes back through the cell: at valid steps only what comes back from later steps does.",
    ),
    drops_later_steps_at_masked_ones=(
        {HANDED_ON: 'np.where(mask[t], step["da_prev"], da[t])'},
        "a masked step hands on da[t] alone, and what came back from later steps is dropped.",
    ),
    goes_through_the_cell_at_masked_steps=(
        {HANDED_ON: 'rnn_cell_backward(da_next, caches[t])["da_prev"]'},
        "the gradient goes back through the cell at masked steps too. The cell was not used there.",
    ),
    goes_on_where_any_is_valid=(
        {"mask[t]": ("mask[t].any()", 2)},
        "all examples go back through the cell where any of them is valid. Each has a mask of its own.",
    ),
    adds_the_two_ways=(
        {HANDED_ON: 'step["da_prev"] + da_next'},
        "valid steps hand on da_next as well. They should hand on what comes back from the cell and nothing else.",
    ),
    clears_da_and_forgets_the_mask=(
        {"da[t] +": "da[t] * mask[t] +", USED: "da_next", HANDED_ON: 'step["da_prev"]'},
        "da is set to zero at masked steps, and the gradient goes back through the cell as if all steps were valid.",
    ),
    reads_the_mask_one_step_early=(
        {"mask[t]": ("mask[t - 1]", 2)},
        "mask[t - 1] is read at step t. The code counts from 0 everywhere, so it is mask[t].",
    ),
    reads_the_mask_backward=(
        {"mask[t]": ("mask[-1 - t]", 2)},
        "the mask is read in the opposite order. Step t needs mask[t].",
    ),
)

answers.mistakes(
    "a_masked_step_adds_nothing_to_parameters_and_input",
    ignores_the_mask_backward=(
        {USED: "da_next", HANDED_ON: 'step["da_prev"]'},
        "the mask is not used, so every step counts as valid.",
    ),
    lets_masked_steps_add=(
        {USED: "da_next"},
        "masked steps hand their gradient on as they should, but they also add to the parameters and to dx.",
    ),
    turns_the_mask_round_backward=(
        {"mask[t]": ("~mask[t]", 2)},
        "the mask is used the wrong way round. True means that the cell was used.",
    ),
    clears_dx_only=(
        {USED: "da_next", ', "da0"': ' * mask[:, None], "da0"'},
        "dx is zero at masked steps, as it should be, but the parameters still collect from them.",
    ),
    clears_the_parameters_only=(
        {
            'step["dxt"] for step in steps': 'rnn_cell_backward(g, c)["dxt"] for g, c in zip(kept, caches)',
            "steps: list": "kept: list = []\n    steps: list",
            "step = rnn": "kept.insert(0, da_next)\n        step = rnn",
        },
        "the parameters collect from valid steps alone, as they should, but dx is not zero at masked steps.",
    ),
    divides_by_the_valid_steps=(
        {"np.sum([step[k] for step in steps], axis=0)": "np.sum([step[k] for step in steps], axis=0) / mask.sum()"},
        "the gradient of a parameter is divided by the number of valid steps. It is a sum: da is divided already.",
    ),
)


@answers.mistake(
    "a_masked_step_hands_its_gradient_on_as_it_is",
    "da is set to zero at masked steps, and the gradient goes back through the cell as if all steps were valid.",
)
def hands_cleared_da_to_rnn_backward(da, caches, mask):
    return rnn_backward(np.where(mask[:, None], da, 0.0), caches)


@answers.mistake(
    "a_masked_step_adds_nothing_to_parameters_and_input",
    "the mask is not used, so every step counts as valid.",
)
def hands_everything_to_rnn_backward(da, caches, mask):
    return rnn_backward(da, caches)


answers.mistakes(
    "a_masked_step_hands_its_gradient_on_as_it_is",
    takes_the_mask_for_lengths=(
        {"    steps: list": "    mask = np.arange(len(da))[:, None] < mask.sum(axis=0)\n    steps: list"},
        "valid steps are counted and taken for the first ones of each example. False may stand anywhere in the mask.",
    ),
)

BACK = "        back = back + da[t]"
answers.mistakes(
    "a_masked_step_hands_its_gradient_on_as_it_is",
    of=without_any_call_backward,
    breaks_off_where_any_is_masked=(
        {BACK: f"        if not mask[t].all():\n            break\n{BACK}"},
        "the loop ends at the first step, from the end, where any example is masked. It should go on to step 1.",
    ),
    breaks_off_where_all_are_masked=(
        {BACK: f"        if not mask[t].any():\n            break\n{BACK}"},
        "the loop ends at the first step, from the end, where all examples are masked. It should go on to step 1.",
    ),
)
answers.mistakes(
    "a_masked_step_adds_nothing_to_parameters_and_input",
    of=without_any_call_backward,
    pairs_Waa_with_the_new_activations_under_a_mask=(
        {"past, read = caches[0][3], np.stack([c[1]": "past, read = caches[0][3], np.stack([c[0]"},
        "dWaa pairs each step with its new activation. Waa acted on the old one.",
    ),
)

answers.mistakes(
    "each_gradient_follows_the_mask_of_its_own_example",
    passes_where_any_is_masked=(
        {"mask[t]": ("mask[t].all()", 2)},
        "no example goes back through the cell where any of them is masked. Each has a mask of its own.",
    ),
    uses_the_first_mask_backward=(
        {"mask[t]": ("mask[t, 0]", 2)},
        "the mask of the first example is used for all. Each has a mask of its own.",
    ),
)

answers.mistakes(
    "da_caches_and_mask_are_left_alone",
    writes_into_da_backward=(
        {"da_next = da[t] + da_prev": "da[t] += da_prev\n        da_next = da[t]"},
        "`da[t] += da_prev` writes into the caller's da.",
    ),
)
answers.refused(
    "da_caches_and_mask_are_left_alone",
    pops_the_caches_backward={"caches[t]": "caches.pop()"},
)
