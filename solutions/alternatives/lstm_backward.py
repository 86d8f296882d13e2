"""Other answers to lstm_backward."""

import numpy as np

from solutions.alternatives import Answers, lstm_back_mistakes, lstm_variants
from solutions.lstm import lstm_backward, lstm_cell_backward

answers = Answers(lstm_backward)


@answers.variant
def adding_up_in_arrays(da, caches, mask):
    p, T_x = caches[0][9], len(caches)
    da_prev, dc_prev = np.zeros(da.shape[1:]), np.zeros(da.shape[1:])
    grads = {f"d{kind}{gate}": np.zeros_like(p[kind + gate]) for kind in "Wb" for gate in "fico"}
    grads["dx"] = np.zeros((T_x, *caches[0][8].shape))
    for t in range(T_x - 1, -1, -1):
        keep = mask[t].astype(float)
        da_next = da[t] + da_prev
        g = lstm_cell_backward(keep * da_next, keep * dc_prev, caches[t])
        grads["dx"][t] = g["dxt"]
        for name in grads:
            if name != "dx":
                grads[name] += g[name]
        da_prev = g["da_prev"] + (1 - keep) * da_next
        dc_prev = g["dc_prev"] + (1 - keep) * dc_prev
    return {**grads, "da0": da_prev, "dc0": dc_prev}


answers.variant(lstm_variants.going_back_with_the_valid_columns_alone)
answers.variant(lstm_variants.by_recursion_backward)
answers.variant(lstm_variants.with_one_product_a_gate_at_the_end)
answers.variants(
    with_zeros_of_the_cache={
        "np.zeros_like(da[0]), np.zeros_like(da[0])": "0 * caches[-1][0], 0.0 * caches[-1][1]",
        "steps.insert(0, step)": "steps = [step, *steps]",
    },
)

MEET = "da[t] + da_prev"
CALL = "lstm_cell_backward(np.where(valid, da_next, 0), np.where(valid, dc_prev, 0), caches[t])"
ON_A, ON_C = 'np.where(valid, step["da_prev"], da_next)', 'np.where(valid, step["dc_prev"], dc_prev)'
ADDED = "np.sum([step[k] for step in steps], axis=0)"
STARTS = '"da0": da_prev, "dc0": dc_prev'

answers.mistakes(
    "every_step_adds_what_comes_back_from_the_next",
    drops_what_comes_back_of_the_memory=(
        {"np.where(valid, dc_prev, 0), caches[t]": "np.zeros_like(dc_prev), caches[t]"},
        "every step gets zeros for dc_next. It gets the dc_prev of the step after it.",
    ),
    drops_what_comes_back_of_the_activation=(
        {MEET: "da[t]"},
        "each step gets da[t] alone. The da_prev of the step after it is dropped.",
    ),
    drops_what_comes_back=(
        {MEET: "da[t]", "np.where(valid, dc_prev, 0), caches[t]": "np.zeros_like(dc_prev), caches[t]"},
        "each step gets da[t] alone. Both gradients from the step after it are dropped.",
    ),
    adds_da_to_the_memory=(
        {MEET: "da_prev", "np.where(valid, dc_prev, 0), caches[t]": "np.where(valid, da[t] + dc_prev, 0), caches[t]"},
        "da[t] is added to the gradient of the memory. It belongs to the activation.",
    ),
    adds_da_to_both=(
        {"np.where(valid, dc_prev, 0), caches[t]": "np.where(valid, da[t] + dc_prev, 0), caches[t]"},
        "da[t] is added to the gradient of the memory as well. The prediction reads the activation alone.",
    ),
    exchanges_the_two_gradients=(
        {CALL: "lstm_cell_backward(np.where(valid, dc_prev, 0), np.where(valid, da_next, 0), caches[t])"},
        "da_next and dc_next are handed over in the wrong order.",
    ),
    hands_da_next_to_the_memory=(
        {"np.where(valid, dc_prev, 0), caches[t]": "np.where(valid, da_next, 0), caches[t]"},
        "dc_next is the same as da_next. The memory has a gradient of its own.",
    ),
    starts_once_from_the_last_step=(
        {"np.zeros_like(da[0]), np.zeros_like(da[0])": "da[-1], np.zeros_like(da[0])", MEET: "da_prev"},
        "only the last step gets its da. Every step has a prediction of its own, so every da[t] has to join.",
    ),
    counts_the_last_step_twice=(
        {"np.zeros_like(da[0]), np.zeros_like(da[0])": "da[-1], np.zeros_like(da[0])"},
        "da_prev starts as da[-1], so the last step gets it twice. Nothing comes back from beyond the last step.",
    ),
    starts_the_memory_from_da=(
        {"np.zeros_like(da[0]), np.zeros_like(da[0])": "np.zeros_like(da[0]), da[-1]"},
        "dc_prev starts as da[-1]. Nothing comes back to the memory from beyond the last step.",
    ),
    piles_up_the_gradient_of_the_memory=(
        {f"dc_prev = {ON_C}": f"dc_prev = dc_prev + {ON_C}"},
        "dc_prev grows from step to step. Each step should replace it.",
    ),
    piles_up_the_gradient_of_the_activation=(
        {f"da_prev = {ON_A}": f"da_prev = da_prev + {ON_A}"},
        "da_prev grows from step to step. Each step should replace it.",
    ),
    reads_the_caches_in_reverse=(
        {"caches[t])": "caches[-1 - t])"},
        "the caches are read in the opposite order. Step t needs caches[t].",
    ),
    turns_the_mask_round=(
        {"mask[t]": "~mask[t]"},
        "the mask is used the wrong way round. True means that the cell was used.",
    ),
    reads_da_in_reverse=({MEET: "da[-1 - t] + da_prev"}, "da is read in the opposite order. Step t needs da[t]."),
    keeps_dx_in_the_order_of_the_loop=(
        {"insert(0, step)": "append(step)"},
        "dx is kept in the order of the loop, with the last step first. dx[t] should belong to step t.",
    ),
    loops_forward=(
        {"reversed(range(len(caches)))": "range(len(caches))", "insert(0, step)": "append(step)"},
        "the loop runs from the first step to the last. It should run back, from the last to the first.",
    ),
    counts_four_steps=(
        {"len(caches)": "min(4, len(caches))"},
        "the loop goes back from step 4, however many steps there are. There are as many as caches.",
    ),
    lets_da_join_after_the_step=(
        {
            MEET: "da_prev",
            'np.where(valid, step["da_prev"], da_next)': 'da[t] + np.where(valid, step["da_prev"], da_next)',
        },
        "da[t] is added after the step. It should be added before, to go back through the cell of step t.",
    ),
    hands_on_the_activations_gradient_for_the_memory=(
        {'np.where(valid, step["dc_prev"], dc_prev)': 'np.where(valid, step["da_prev"], dc_prev)'},
        "the da_prev of a step goes to the memory of the step before. That gets dc_prev.",
    ),
    **lstm_back_mistakes.OF_THE_STEPS,
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
    **lstm_back_mistakes.OF_ARRAYS,
)
PARAMETERS = "the_parameters_collect_from_every_step"
answers.mistakes(PARAMETERS, of=adding_up_in_arrays, shares_one_array=lstm_back_mistakes.SHARES_ONE_ARRAY)

answers.mistakes(
    PARAMETERS,
    keeps_the_first_step_only=(
        {ADDED: "steps[0][k]"},
        "the gradient of a parameter is overwritten at every step, so that of the first step is left. They add up.",
    ),
    keeps_the_last_step_only=(
        {ADDED: "steps[-1][k]"},
        "the gradient of a parameter is that of the last step alone. Every step used it.",
    ),
    averages_the_steps=(
        {"np.sum": "np.mean"},
        "the gradient of a parameter is divided by T_x, the number of steps. It should be a sum over the steps.",
    ),
    stacks_the_contributions=(
        {ADDED: "np.stack([step[k] for step in steps])"},
        "the contributions are stacked, one for each step. They belong to one parameter, so they add up.",
    ),
    divides_by_the_examples=(
        {ADDED: f"{ADDED} / da.shape[2]"},
        "the gradient of a parameter is divided by m, the number of examples. The loss has divided already.",
    ),
    leaves_the_last_step_out_of_the_sums=(
        {ADDED: f"{ADDED} - steps[-1][k]"},
        "the gradient of a parameter lacks the contribution of the last step.",
    ),
    keeps_the_biases_of_the_first_step=(
        {ADDED: f'({ADDED} if k.startswith("dW") else steps[0][k])'},
        "the weights add up their contributions, and the biases do not.",
    ),
)

answers.mistakes(
    "da0_and_dc0_are_what_leaves_the_first_step",
    gives_c0_no_gradient=(
        {STARTS: '"da0": da_prev, "dc0": np.zeros_like(dc_prev)'},
        "dc0 is zero everywhere. The network read c0, so c0 has a gradient.",
    ),
    exchanges_da0_and_dc0=({STARTS: '"da0": dc_prev, "dc0": da_prev'}, "da0 and dc0 are exchanged."),
    takes_da0_for_dc0=(
        {STARTS: '"da0": da_prev, "dc0": da_prev'},
        "dc0 is the same as da0. The memory has a gradient of its own.",
    ),
    returns_what_enters_the_first_step=(
        {STARTS: '"da0": da_next, "dc0": dc_prev'},
        "da0 is what comes into the first step on the way back. It should be what leaves it, da_prev.",
    ),
    takes_da_of_the_first_step=(
        {STARTS: '"da0": da[0], "dc0": dc_prev'},
        "da0 is da[0]. That belongs to the result of the first step, not to a0.",
    ),
    returns_what_leaves_the_last_step=(
        {STARTS: '"da0": steps[-1]["da_prev"], "dc0": steps[-1]["dc_prev"]'},
        "da0 and dc0 are those of the last step. The loop has to reach the first step before they are read.",
    ),
    sums_the_memories=(
        {STARTS: '"da0": da_prev, "dc0": sum(cell["dc_prev"] for cell in steps)'},
        "dc0 is the sum of all dc_prev. The first step alone read c0.",
    ),
)

MASKED = "a_masked_step_hands_both_gradients_on_and_adds_nothing"
answers.mistakes(
    MASKED,
    ignores_the_mask=(
        {CALL: "lstm_cell_backward(da_next, dc_prev, caches[t])", ON_A: 'step["da_prev"]', ON_C: 'step["dc_prev"]'},
        "the mask is not used, so every step counts as valid.",
    ),
    lets_masked_steps_add=(
        {CALL: "lstm_cell_backward(da_next, dc_prev, caches[t])"},
        "masked steps hand their gradients on as they should, but they also add to the parameters and to dx.",
    ),
    stops_at_masked_steps=(
        {ON_A: 'step["da_prev"]', ON_C: 'step["dc_prev"]'},
        "a masked step hands on zeros. There a[t] was a[t-1] and c[t] was c[t-1], so all of it belongs to those.",
    ),
    stops_the_memory_at_masked_steps=(
        {ON_C: 'step["dc_prev"]'},
        "a masked step hands the gradient of the activation on, and zeros for the memory. It hands on both.",
    ),
    stops_the_activation_at_masked_steps=(
        {ON_A: 'step["da_prev"]'},
        "a masked step hands the gradient of the memory on, and zeros for the activation. It hands on both.",
    ),
    drops_da_at_masked_steps=(
        {MEET: "da[t] * mask[t] + da_prev"},
        "da[t] is dropped at masked steps, and only what came back from later steps is handed on.",
    ),
    drops_later_steps_at_masked_ones=(
        {ON_A: 'np.where(valid, step["da_prev"], da[t])'},
        "a masked step hands on da[t] alone, and what came back from later steps is dropped.",
    ),
    goes_on_where_any_is_valid=(
        {"mask[t]": "mask[t].any()"},
        "all examples go back through the cell where any of them is valid. Each has a mask of its own.",
    ),
    passes_where_any_is_masked=(
        {"mask[t]": "mask[t].all()"},
        "no example goes back through the cell where any of them is masked. Each has a mask of its own.",
    ),
    uses_the_first_mask=(
        {"mask[t]": "mask[t, 0]"},
        "the mask of the first example is used for all. Each has a mask of its own.",
    ),
    reads_the_mask_one_step_early=(
        {"mask[t]": "mask[t - 1]"},
        "mask[t - 1] is read at step t. The code counts from 0 everywhere, so it is mask[t].",
    ),
    reads_the_mask_backward=(
        {"mask[t]": "mask[-1 - t]"},
        "the mask is read in the opposite order. Step t needs mask[t].",
    ),
    takes_the_mask_for_lengths=(
        {"    steps: list": "    mask = np.arange(len(da))[:, None] < mask.sum(axis=0)\n    steps: list"},
        "valid steps are counted and taken for the first ones of each example. False may stand anywhere in the mask.",
    ),
    clears_da_and_forgets_the_mask=(
        {
            MEET: "da[t] * mask[t] + da_prev",
            CALL: "lstm_cell_backward(da_next, dc_prev, caches[t])",
            ON_A: 'step["da_prev"]',
            ON_C: 'step["dc_prev"]',
        },
        "da is set to zero at masked steps, and the gradients go back through the cell as if all steps were valid.",
    ),
)

answers.mistakes(
    "da_caches_and_mask_are_left_alone",
    writes_into_da=(
        {f"da_next, valid = {MEET}, mask[t]": "da[t] += da_prev\n        da_next, valid = da[t], mask[t]"},
        "`da[t] += da_prev` writes into the caller's da.",
    ),
    pops_the_caches=(
        {"caches[t])": "caches.pop())"},
        "the caller's list of caches is changed, by `caches.pop()` or `caches.reverse()` for example.",
    ),
)

answers.refused(
    "da0_and_dc0_are_what_leaves_the_first_step", squeezes_dc0={STARTS: '"da0": da_prev, "dc0": dc_prev.squeeze()'}
)

answers.equivalent(
    "da_prev, dc_prev = np.zeros_like(da[0]), np.zeros_like(da[0]) -> "
    "da_prev, dc_prev = np.zeros_like(da[ -1]), np.zeros_like(da[0])",
    "da_prev, dc_prev = np.zeros_like(da[0]), np.zeros_like(da[0]) -> "
    "da_prev, dc_prev = np.zeros_like(da[0]), np.zeros_like(da[ -1])",
    because="Every da[t] has the same shape.",
)
answers.equivalent(
    'shared = {k: np.sum([step[k] for step in steps], axis=0) for k in steps[0] if k.startswith(("dW", "db"))} -> '
    'shared = {k: np.sum([step[k] for step in steps], axis=0) for k in steps[ -1] if k.startswith(("dW", "db"))}',
    because="Every step has the same keys.",
)
