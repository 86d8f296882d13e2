"""Other answers to lstm_forward."""

import numpy as np

from solutions.alternatives import Answers, lstm_mistakes, lstm_variants
from solutions.lstm import lstm_cell_forward, lstm_forward

answers = Answers(lstm_forward)

START = "a_prev, c_prev = a0, c0"
CHOICE = "np.where(valid, a_next, a_prev), np.where(valid, c_next, c_prev)"
STEP = "lstm_cell_forward(xt, a_prev, c_prev, parameters)"
STACKED = "np.stack(a), np.stack(c), np.stack(y_pred)"

answers.variant(lstm_variants.choosing_column_by_column)
answers.variant(lstm_variants.by_recursion)
answers.variant(lstm_variants.without_calling_the_cell)
answers.variants(
    with_states_in_front={
        "a, c, y_pred, caches = []": "a, c, y_pred, caches = [a0]",
        "[], [], []\n": "[c0], [], []\n",
        START: "steps = range(len(x))",
        STACKED: "np.array(a[1:]), np.array(c[1:]), np.array(y_pred)",
        STEP: "lstm_cell_forward(xt, a_prev := a[-1], c_prev := c[-1], parameters)",
    },
    mixing_zeros_and_ones={
        CHOICE: "valid * a_next + (1 - valid) * a_prev, valid * c_next + (1 - valid) * c_prev",
        "y_pred.append(yt_pred)": "y_pred.append(yt_pred * valid)",
    },
    replacing_columns_of_copies={
        CHOICE: "a_prev.copy(), c_prev.copy()\n        "
        "a_prev[:, valid], c_prev[:, valid] = a_next[:, valid], c_next[:, valid]"
    },
)


@answers.variant
def filling_arrays(x, a0, c0, parameters, mask):
    T_x, _, m = x.shape
    a, c = np.zeros((T_x, *a0.shape)), np.zeros((T_x, *c0.shape))
    y_pred, caches = np.zeros((T_x, len(parameters["by"]), m)), [None] * T_x
    a_prev, c_prev = a0, c0
    for t in range(T_x):
        a_next, c_next, y_pred[t], caches[t] = lstm_cell_forward(x[t], a_prev, c_prev, parameters)
        a[t] = np.where(mask[t][None, :], a_next, a_prev)
        c[t] = np.where(mask[t][None, :], c_next, c_prev)
        a_prev, c_prev = a[t], c[t]
    return a, c, y_pred, caches


EVERY, MASKED = "every_time_step_follows_from_the_one_before", "masked_steps_change_neither_activation_nor_memory"
answers.mistakes(
    EVERY,
    starts_the_memory_from_a0=({START: "a_prev, c_prev = a0, a0"}, "the memory starts from a0. It starts from c0."),
    starts_the_memory_from_zeros=(
        {START: "a_prev, c_prev = a0, np.zeros_like(c0)"},
        "the memory starts from zeros. It starts from c0.",
    ),
    starts_the_activation_from_zeros=(
        {START: "a_prev, c_prev = np.zeros_like(a0), c0"},
        "the activation starts from zeros. It starts from a0.",
    ),
    starts_both_from_zeros=(
        {START: "a_prev, c_prev = np.zeros_like(a0), np.zeros_like(c0)"},
        "activation and memory start from zeros. They start from a0 and c0.",
    ),
    exchanges_the_starts=(
        {START: "a_prev, c_prev = c0, a0"},
        "a0 and c0 are exchanged. The activation starts from a0, the memory from c0.",
    ),
    resets_the_memory_to_c0=(
        {STEP: "lstm_cell_forward(xt, a_prev, c0, parameters)"},
        "every step starts from the memory c0. It starts from the memory that the step before left.",
    ),
    resets_the_memory_to_zeros=(
        {STEP: "lstm_cell_forward(xt, a_prev, c0 if not a else 0 * c0, parameters)"},
        "the memory is set to zero before every step but the first one. It is carried on.",
    ),
    never_carries_the_activation=(
        {STEP: "lstm_cell_forward(xt, a0, c_prev, parameters)"},
        "every step starts from the activation a0. It starts from the activation that the step before left.",
    ),
    carries_nothing=(
        {STEP: "lstm_cell_forward(xt, a0, c0, parameters)"},
        "every step starts from a0 and c0. Nothing is carried from step to step.",
    ),
    exchanges_the_states=(
        {STEP: "lstm_cell_forward(xt, c_prev, a_prev, parameters)"},
        "the cell is given the memory as its activation and the activation as its memory.",
    ),
    exchanges_what_comes_out=(
        {"a_next, c_next, yt_pred, cache =": "c_next, a_next, yt_pred, cache ="},
        "what the cell returns is unpacked in the wrong order. a_next comes first, then c_next.",
    ),
    returns_the_memory_first=(
        {STACKED: "np.stack(c), np.stack(a), np.stack(y_pred)"},
        "the memories are returned first. The order is a, c, y_pred, caches.",
    ),
    returns_the_activation_twice=(
        {STACKED: "np.stack(a), np.stack(a), np.stack(y_pred)"},
        "c holds the activations as well. It is to hold the memories.",
    ),
    keeps_what_enters=(
        {STACKED: "np.stack([a0, *a[:-1]]), np.stack([c0, *c[:-1]]), np.stack(y_pred)"},
        "a[t] and c[t] hold what goes into step t. They are to hold what comes out of it.",
    ),
    keeps_the_memory_that_enters=(
        {"np.stack(c)": "np.stack([c0, *c[:-1]])"},
        "c[t] holds the memory that goes into step t. It is to hold the one that comes out.",
    ),
    puts_time_last=(
        {STACKED: "np.stack(a, axis=-1), np.stack(c, axis=-1), np.stack(y_pred, axis=-1)"},
        "time is the last axis. In this course it is the first, a[t].",
    ),
    puts_time_second=(
        {STACKED: "np.stack(a, axis=1), np.stack(c, axis=1), np.stack(y_pred, axis=1)"},
        "time is the second axis. In this course it is the first, a[t].",
    ),
    repeats_the_last_memory=(
        {"np.stack(c)": "np.stack([c_prev] * len(x))"},
        "every c[t] is the last memory. Keep the memory of each step.",
    ),
    reads_the_inputs_in_reverse=({"zip(x, mask": "zip(x[::-1], mask"}, "the inputs are read in reverse order."),
    reads_one_step_ahead=(
        {"zip(x, mask": "zip(np.roll(x, -1, axis=0), mask"},
        "step t reads x[t+1], and the last step reads x[0]. Step t is to read x[t].",
    ),
    reads_one_step_back=(
        {"zip(x, mask": "zip(np.roll(x, 1, axis=0), mask"},
        "step t reads x[t-1], and the first step reads the last input. Step t is to read x[t].",
    ),
    returns_the_last_states=(
        {STACKED: "a[-1], c[-1], np.stack(y_pred)"},
        "only the last activation and the last memory are returned. Every step is to be kept.",
    ),
    repeats_the_last_prediction=(
        {"np.stack(y_pred)": "np.stack([yt_pred] * len(x))"},
        "every y_pred[t] is the last prediction. Keep the prediction of each step.",
    ),
    returns_inside_the_loop=(
        {f"    return {STACKED}": f"        return {STACKED}"},
        "only the first step is returned, as when `return` stands inside the loop.",
    ),
)
answers.mistakes(EVERY, **lstm_mistakes.OF_EVERY_STEP)
answers.mistakes(
    EVERY,
    of=filling_arrays,
    leaves_out_the_first_step=(
        {"range(T_x)": "range(1, T_x)"},
        "the first step is left out, and its entries stay zero. In the code t begins at 0.",
    ),
    leaves_out_the_last_step=(
        {"range(T_x)": "range(T_x - 1)"},
        "the last step is left out, and its entries stay zero. range(T_x) ends at T_x - 1 by itself.",
    ),
    never_keeps_the_memory=(
        {"        c[t] =": "        c_kept =", "a_prev, c_prev = a[t], c[t]": "a_prev, c_prev = a[t], c_kept"},
        "c stays zero. The memory is carried on, but never kept.",
    ),
)
answers.mistakes(
    EVERY,
    of=lstm_variants.without_calling_the_cell,
    normalises_over_time=(
        {", axis=1)": ")"},
        "softmax runs over time, axis 0 of the scores of all steps. The classes are axis 1 there.",
    ),
)

answers.mistakes(
    MASKED,
    masks_the_activation_only=(
        {"np.where(valid, c_next, c_prev)": "c_next"},
        "the mask holds the activation still, but the memory goes on. It holds both.",
    ),
    masks_the_memory_only=(
        {"np.where(valid, a_next, a_prev)": "a_next"},
        "the mask holds the memory still, but the activation goes on. It holds both.",
    ),
    ignores_the_mask=({CHOICE: "a_next, c_next"}, "the mask is not used. Padding moves activation and memory."),
    looks_up_the_rows_before_the_first=(
        {CHOICE: "(np.where(valid, new, old if a else 0 * old) for new, old in ((a_next, a_prev), (c_next, c_prev)))"},
        "where the first step is masked, the rows before it are looked up: index -1 is the last one, and still zero.",
    ),
    clears_both_at_masked_steps=(
        {CHOICE: "a_next * valid, c_next * valid"},
        "activation and memory become zero at a masked step. They stay what they were.",
    ),
    clears_the_memory_at_masked_steps=(
        {"np.where(valid, c_next, c_prev)": "c_next * valid"},
        "the memory becomes zero at a masked step. It stays what it was.",
    ),
    clears_the_activation_at_masked_steps=(
        {"np.where(valid, a_next, a_prev)": "a_next * valid"},
        "the activation becomes zero at a masked step. It stays what it was.",
    ),
    shows_zeros_at_masked_steps=(
        {"a.append(a_prev)": "a.append(a_prev * valid)", "c.append(c_prev)": "c.append(c_prev * valid)"},
        "both are carried on rightly, but a and c hold zeros at masked steps.",
    ),
    shows_no_memory_at_masked_steps=(
        {"c.append(c_prev)": "c.append(c_prev * valid)"},
        "the memory is carried on rightly, but c holds zeros at masked steps. c[t] is c[t-1] there.",
    ),
    keeps_what_the_padding_made=(
        {"a.append(a_prev)": "a.append(a_next)", "c.append(c_prev)": "c.append(c_next)"},
        "the right states are carried on, but a and c hold what the cell made of the padding.",
    ),
    keeps_the_activation_of_the_padding=lstm_mistakes.KEEPS_THE_ACTIVATION_OF_THE_PADDING,
    keeps_the_memory_of_the_padding=(
        {"c.append(c_prev)": "c.append(c_next)"},
        "the right memory is carried on, but c holds what the cell made of the padding.",
    ),
    carries_what_the_padding_made=(
        {
            f"a_prev, c_prev = {CHOICE}": f"kept = {CHOICE}\n        a_prev, c_prev = a_next, c_next",
            "a.append(a_prev)": "a.append(kept[0])",
            "c.append(c_prev)": "c.append(kept[1])",
        },
        "a and c are chosen with the mask, but the next step goes on from what the cell made, padding or not.",
    ),
    goes_back_to_the_start=(
        {CHOICE: "np.where(valid, a_next, a0), np.where(valid, c_next, c0)"},
        "activation and memory go back to a0 and c0 at a masked step. They stay what they were.",
    ),
    holds_the_memory_at_the_activation=(
        {"np.where(valid, c_next, c_prev)": "np.where(valid, c_next, a_prev)"},
        "at a masked step the memory becomes the old activation. It stays the old memory.",
    ),
    masks_the_input=(
        {STEP: "lstm_cell_forward(xt * valid, a_prev, c_prev, parameters)", CHOICE: "a_next, c_next"},
        "the input is set to zero at masked steps, and the step is made all the same.",
    ),
    stops_for_good=(
        {START: f"{START}\n    mask = np.logical_and.accumulate(mask, axis=0)"},
        "an example stands still for good after its first masked step. A valid step may follow.",
    ),
    reads_the_mask_as_a_length=(
        {START: f"{START}\n    mask = np.arange(len(mask))[:, None] < mask.sum(axis=0)"},
        "valid steps are counted and taken for the first ones. False may stand anywhere in the mask.",
    ),
    stands_still_where_any_is_masked=(
        {CHOICE: "(a_next, c_next) if valid.all() else (a_prev, c_prev)"},
        "all examples stand still at a step where one is masked. Each example has a mask of its own.",
    ),
    goes_on_while_any_is_valid=(
        {CHOICE: "(a_next, c_next) if valid.any() else (a_prev, c_prev)"},
        "a step counts for all examples as soon as it is valid for one. Each example has a mask of its own.",
    ),
    uses_the_mask_of_the_first=(
        {"for xt, valid in zip(x, mask,": "for xt, valid in zip(x, mask[:, :1],"},
        "the mask of the first example is used for all of them. Each example has a mask of its own.",
    ),
    reads_the_mask_one_step_late=(
        {"zip(x, mask,": "zip(x, np.roll(mask, 1, axis=0),"},
        "step t reads mask[t-1], and the first step reads the last row. Step t is to read mask[t].",
    ),
    turns_the_mask_round=(
        {"for xt, valid in zip(x, mask,": "for xt, valid in zip(x, ~mask,"},
        "the mask is used the wrong way round. True marks the steps that count.",
    ),
)

CACHES = "each_step_leaves_its_cache"
answers.mistakes(CACHES, **lstm_mistakes.OF_THE_CACHES)
answers.refused(CACHES, keeps_the_states_alone={"caches.append(cache)": "caches.append((a_prev, c_prev))"})
answers.mistakes(
    "its_inputs_are_left_alone",
    writes_into_a0_and_c0=(
        {
            f"a_prev, c_prev = {CHOICE}": "a_prev[:, valid], c_prev[:, valid] = a_next[:, valid], c_next[:, valid]",
            "a.append(a_prev)": "a.append(a_prev.copy())",
            "c.append(c_prev)": "c.append(c_prev.copy())",
        },
        "something is written into a0 and c0. After `a_prev = a0` both names mean one array, the caller's.",
    ),
    writes_into_c0=(
        {
            f"a_prev, c_prev = {CHOICE}": "a_prev = np.where(valid, a_next, a_prev)\n"
            "        c_prev[:, valid] = c_next[:, valid]",
            "c.append(c_prev)": "c.append(c_prev.copy())",
        },
        "something is written into c0. After `c_prev = c0` both names mean one array, the caller's.",
    ),
    writes_zeros_into_x=({START: f"{START}\n    x *= mask[:, None]"}, "something is written into the caller's x."),
)

answers.refused(
    EVERY,
    drops_axes_of_length_one={STACKED: ", ".join(f"np.squeeze(np.stack({each}))" for each in ("a", "c", "y_pred"))},
    loses_precision_in_the_memory={"np.stack(c)": "np.stack(c).astype(np.float32)"},
    predicts_nothing={"np.stack(y_pred)": "0 * np.stack(y_pred)"},
)
answers.refused(EVERY, of=filling_arrays, makes_room_for_six_steps={"c = np.zeros((T_x": "c = np.zeros((6"})

answers.equivalent(
    "for xt, valid in zip(x, mask, strict=True): -> for xt, valid in zip(x, mask, strict=False):",
    because="x and mask have the same number of time steps.",
)
