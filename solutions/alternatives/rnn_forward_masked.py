"""Other answers to rnn_forward_masked."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import Answers
from solutions.simple_rnn import rnn_cell_forward, rnn_forward_masked

answers = Answers(rnn_forward_masked)

CHOICE = "np.where(valid, a_next, a_prev)"

answers.variants(
    replacing_columns_of_a_copy={
        CHOICE: "a_prev.copy(); a_prev[:, valid] = a_next[:, valid]",
        "y_pred.append(yt_pred)": "y_pred.append(yt_pred * valid)",
        "caches.append(cache)": "caches.append((cache, valid))",
    },
)


@answers.variant
def mixing_with_zeros_and_ones(x, a0, parameters, mask):
    T_x, _, m = x.shape
    a, y_pred, caches = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m)), []
    a_prev = a0
    for t in range(T_x):
        a_next, y_pred[t], cache = rnn_cell_forward(x[t], a_prev, parameters)
        keep = mask[t].astype(float)[None, :]
        a[t] = keep * a_next + (1 - keep) * a_prev
        a_prev = a[t]
        caches.append(cache)
    return a, y_pred, caches


@answers.variant
def running_the_valid_columns_alone(x, a0, parameters, mask):
    a, y_pred = np.empty((len(x), *a0.shape)), np.full((len(x), len(parameters["by"]), a0.shape[1]), 0.5)
    state = np.array(a0)
    for t in range(len(x)):
        on = np.flatnonzero(mask[t])
        if on.size:
            state[:, on], y_pred[t][:, on], _ = rnn_cell_forward(x[t][:, on], state[:, on], parameters)
        a[t] = state
    return a, y_pred, ()


@answers.variant
def without_calling_the_cell_under_a_mask(x, a0, parameters, mask):
    p, a, a_prev = parameters, [], a0
    for t in range(x.shape[0]):
        new = np.tanh(p["Waa"] @ a_prev + p["Wax"] @ x[t] + p["ba"])
        a_prev = np.where(mask[t][np.newaxis, :], new, a_prev)
        a.append(a_prev)
    a = np.stack(a)
    return a, softmax(np.einsum("ya,tam->tym", p["Wya"], a) + p["by"], axis=1), []


answers.mistakes(
    "with_gaps_in_the_mask_every_step_is_right",
    turns_the_mask_round=(
        {CHOICE: "np.where(valid, a_prev, a_next)"},
        "the mask is used the wrong way round: True marks the steps that count.",
    ),
    carries_what_the_padding_made=(
        {
            "a_prev = a0": "a_prev = kept = a0",
            f"a_prev = {CHOICE}": "kept = np.where(valid, a_next, kept); a_prev = a_next",
            "a.append(a_prev)": "a.append(kept)",
        },
        "a holds the right activation at masked steps, but the loop goes on from what the padding made.",
    ),
    carries_the_new_one_all_the_same=(
        {f"a_prev = {CHOICE}": f"kept = {CHOICE}; a_prev = a_next", "a.append(a_prev)": "a.append(kept)"},
        "a[t] is chosen with the mask, but the next step goes on from what the cell made, padding or not.",
    ),
    keeps_what_the_padding_made=(
        {"a.append(a_prev)": "a.append(a_next)"},
        "the right activation is carried on, but a holds what the cell made of the padding at masked steps.",
    ),
    reads_the_mask_as_a_length=(
        {"a_prev = a0": "a_prev = a0; mask = np.arange(len(mask))[:, None] < mask.sum(axis=0)"},
        "the mask is read as a length, counted from the first step: False may stand anywhere in it.",
    ),
    stops_for_good=(
        {"a_prev = a0": "a_prev = a0; mask = np.logical_and.accumulate(mask, axis=0)"},
        "an example stands still for good after its first masked step: a valid step may follow.",
    ),
    starts_the_masked_loop_from_zeros=(
        {"a_prev = a0": "a_prev = np.zeros_like(a0)"},
        "the first step starts from zeros instead of from a0.",
    ),
    never_carries_in_the_masked_loop=(
        {f"a_prev = {CHOICE}": f"a_kept = {CHOICE}", "a.append(a_prev)": "a.append(a_kept)"},
        "every step starts from a0: nothing is carried from step to step.",
    ),
    never_moves=({CHOICE: "a_prev"}, "a[t] is a0 at every step: what the cell makes is never kept."),
    goes_back_to_a0=(
        {CHOICE: "np.where(valid, a_next, a0)"},
        "the activation goes back to a0 at a masked step: it is to stay what it was.",
    ),
    goes_on_while_any_is_valid=(
        {CHOICE: "a_next if valid.any() else a_prev"},
        "a step counts for all examples as soon as it is valid for one: each example has a mask of its own.",
    ),
    skips_steps_that_are_all_padding=(
        {"        a_next, yt": "        if not valid.any():\n            continue\n        a_next, yt"},
        "a step at which every example is masked is skipped, so that a gets shorter: it has T_x entries.",
    ),
    reads_the_mask_transposed=(
        {CHOICE: "np.where(mask[:, len(a)], a_next, a_prev)"},
        "the mask is read with the examples first, mask[:, t]: its first axis is time, mask[t].",
    ),
    masks_units_instead_of_examples=(
        {CHOICE: "np.where(valid[:, None], a_next, a_prev)"},
        "the row of the mask is turned into a column, so that it chooses units: it is to choose examples, columns.",
    ),
    keeps_the_old_one_everywhere=(
        {CHOICE: "valid * a_next + a_prev"},
        "the old activation is added where the mask is True as well: it belongs only where the mask is False.",
    ),
    reads_the_mask_one_step_late=(
        {"zip(x, mask,": "zip(x, np.roll(mask, 1, axis=0),"},
        "step t reads mask[t-1], and the first step reads the last row: step t is to read mask[t].",
    ),
)

answers.mistakes(
    "masked_steps_leave_the_activation_as_it_was",
    ignores_the_mask=({CHOICE: "a_next"}, "the mask is ignored: padding moves the activation as any input does."),
    clears_the_activation=(
        {CHOICE: "a_next * valid"},
        "the activation becomes zero at a masked step, and the loop goes on from there: it is to stay what it was.",
    ),
    shows_zeros_at_masked_steps=(
        {"a.append(a_prev)": "a.append(a_prev * valid)"},
        "the activation is carried on rightly, but a holds zeros at masked steps: a[t] is a[t-1] there.",
    ),
    blanks_a_run_without_mask=(
        {CHOICE: "a_next", "a.append(a_prev)": "a.append(a_next * valid)"},
        "the loop runs through the padding, and a is set to zero at masked steps: a[t] is a[t-1] there.",
    ),
)

answers.mistakes(
    "each_example_follows_its_own_mask",
    stands_still_where_any_is_masked=(
        {CHOICE: "a_next if valid.all() else a_prev"},
        "all examples stand still at a step where one is masked: each example has a mask of its own.",
    ),
    uses_the_mask_of_the_first=(
        {CHOICE: "np.where(valid[0], a_next, a_prev)"},
        "the mask of the first example is used for all of them: each example has a mask of its own.",
    ),
)
answers.mistakes(
    "each_example_follows_its_own_mask",
    of=mixing_with_zeros_and_ones,
    breaks_at_the_first_padding=(
        {"        a_next, y": "        if not mask[t].all():\n            break\n        a_next, y"},
        "the loop ends at the first step where any example is masked, and a stays zero from there on.",
    ),
)

answers.mistakes(
    "more_padding_changes_nothing",
    masks_the_input=(
        {"(xt, a_prev,": "(xt * valid, a_prev,", CHOICE: "a_next"},
        "the input is set to zero at masked steps, and the step is made all the same: W_aa and b_a move a.",
    ),
)

answers.mistakes(
    "its_inputs_are_left_alone",
    writes_valid_columns_into_a0=(
        {f"a_prev = {CHOICE}": "a_prev[:, valid] = a_next[:, valid]", "a.append(a_prev)": "a.append(a_prev.copy())"},
        "something is written into a0: after `a_prev = a0` both names mean one array, the caller's.",
    ),
    writes_zeros_into_x=(
        {"a_prev = a0": "a_prev = a0\n    x *= mask[:, None]"},
        "something is written into x, which belongs to the caller.",
    ),
)

AT_THE_END = "np.stack([np.roll(x[..., i], (~mask[:, i]).sum(), axis=0) for i in range(x.shape[2])], axis=2)"

answers.refused(
    "more_padding_changes_nothing",
    pads_on_the_left={"a_prev = a0": f"a_prev = a0; x = {AT_THE_END}", CHOICE: "a_next"},
)

answers.refused(
    "with_gaps_in_the_mask_every_step_is_right",
    drops_axes_of_length_one_from_a={"np.stack(a)": "np.squeeze(np.stack(a))"},
    predicts_nothing={"np.stack(y_pred)": "0 * np.stack(y_pred)"},
)

answers.refused(
    "with_gaps_in_the_mask_every_step_is_right",
    of=mixing_with_zeros_and_ones,
    makes_room_for_six_steps={"a, y_pred, caches = np.zeros((T_x": "a, y_pred, caches = np.zeros((6"},
    makes_room_for_four_examples={"T_x, _, m = x.shape": "T_x, m = len(x), 4"},
)

answers.equivalent("caches.append(cache) -> pass", because="what is kept for the way back is the author's business.")
answers.equivalent(
    "for xt, valid in zip(x, mask, strict=True): -> for xt, valid in zip(x, mask, strict=False):",
    because="x and mask have the same number of time steps.",
)
