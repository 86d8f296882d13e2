"""Other answers to gru_forward."""

from solutions.alternatives import Answers, gru_variants
from solutions.alternatives.gru_variants import mixing_with_zeros_and_ones, without_calling_the_cell
from solutions.gru import gru_forward

answers = Answers(gru_forward)

CHOICE = "np.where(valid, c_next, c_prev)"
STEP = "        c_next, yt_pred, cache = "

answers.variants(
    replacing_columns_of_a_copy={
        CHOICE: "c_prev.copy(); c_prev[:, valid] = c_next[:, valid]",
        "y_pred.append(yt_pred)": "y_pred.append(yt_pred * valid)",
    },
    adding_what_has_changed={CHOICE: "c_prev + (c_next - c_prev) * valid"},
    with_c0_in_front={
        "c, y_pred, caches = [], [], []": "c, y_pred, caches = [c0], [], []",
        "np.stack(c)": "np.array(c[1:])",
        "np.stack(y_pred), caches": "np.array(y_pred), tuple(caches)",
    },
)


answers.variant(gru_variants.mixing_with_zeros_and_ones)
answers.variant(gru_variants.without_calling_the_cell)
answers.variant(gru_variants.by_recursion)

answers.mistakes(
    "every_time_step_follows_from_the_one_before",
    starts_from_zeros=({"c_prev = c0": "c_prev = np.zeros_like(c0)"}, "the first step starts from zeros, not from c0."),
    never_carries_the_memory=(
        {f"c_prev = {CHOICE}": f"c_kept = {CHOICE}", "c.append(c_prev)": "c.append(c_kept)"},
        "every step starts from c0: nothing is carried from step to step.",
    ),
    resets_at_each_step=(
        {STEP: f"        c_prev = np.zeros_like(c0)\n{STEP}"},
        "the memory is set to zero before each step: nothing is carried from step to step.",
    ),
    keeps_what_enters_a_step=(
        {
            f"        c_prev = {CHOICE}\n": f"        c.append(c_prev)\n        c_prev = {CHOICE}\n",
            "        c.append(c_prev)\n": "",
        },
        "c[t] is the memory that enters step t. It is the one that leaves it.",
    ),
    keeps_the_old_memory_everywhere=(
        {CHOICE: "valid * c_next + c_prev"},
        "the old memory is added where the mask is True as well. It belongs only where the mask is False.",
    ),
    masks_units_instead_of_examples=(
        {CHOICE: "np.where(valid[:, None], c_next, c_prev)"},
        "the row of the mask is turned into a column, so that it chooses units. It is to choose examples, columns.",
    ),
    never_moves=({CHOICE: "c_prev"}, "c[t] is c0 at every step: what the cell makes is never kept."),
    goes_from_the_end=({"zip(x, mask,": "zip(x[::-1], mask[::-1],"}, "the loop goes from the last step to the first."),
    stacks_along_axis_1=(
        {"np.stack(c), np.stack(y_pred)": "np.stack(c, axis=1), np.stack(y_pred, axis=1)"},
        "c and y_pred are stacked along axis 1. Time is axis 0.",
    ),
    stacks_time_last=(
        {"np.stack(c), np.stack(y_pred)": "np.stack(c, axis=-1), np.stack(y_pred, axis=-1)"},
        "c and y_pred are stacked along the last axis. Time is axis 0.",
    ),
    returns_the_predictions_first=(
        {"np.stack(c), np.stack(y_pred)": "np.stack(y_pred), np.stack(c)"},
        "y_pred is returned before c. The order is c, y_pred, caches.",
    ),
    leaves_the_first_step_out=(
        {"zip(x, mask,": "zip(x[1:], mask[1:],"},
        "the loop begins with the second step. The first one is x[0].",
    ),
    mixes_with_the_gate_a_second_time=(
        {CHOICE: "np.where(valid, 0.5 * (c_next + c_prev), c_prev)"},
        "the new memory is mixed with the old one once more. The cell has done that already.",
    ),
)

answers.mistakes(
    "masked_steps_leave_the_memory_as_it_was",
    turns_the_mask_round=(
        {CHOICE: "np.where(valid, c_prev, c_next)"},
        "the mask is used the wrong way round. True marks the steps that count.",
    ),
    carries_what_the_padding_made=(
        {f"c_prev = {CHOICE}": f"kept = {CHOICE}; c_prev = c_next", "c.append(c_prev)": "c.append(kept)"},
        "c[t] is chosen with the mask, but the next step goes on from what the cell made, padding or not.",
    ),
    keeps_what_the_padding_made=(
        {"c.append(c_prev)": "c.append(c_next)"},
        "the right memory is carried on, but at masked steps c holds what the cell made of the padding.",
    ),
    reads_the_mask_as_a_length=(
        {"c_prev = c0": "c_prev = c0; mask = np.arange(len(mask))[:, None] < mask.sum(axis=0)"},
        "the mask is read as a length, counted from the first step. False may stand anywhere in it.",
    ),
    stops_for_good=(
        {"c_prev = c0": "c_prev = c0; mask = np.logical_and.accumulate(mask, axis=0)"},
        "an example stands still for good after its first masked step. A valid step may follow.",
    ),
    goes_back_to_c0=(
        {CHOICE: "np.where(valid, c_next, c0)"},
        "the memory goes back to c0 at a masked step. It stays what it was.",
    ),
    skips_steps_that_are_all_padding=(
        {STEP: f"        if not valid.any():\n            continue\n{STEP}"},
        "a step at which every example is masked is skipped, so that c gets shorter. It has T_x entries.",
    ),
    reads_the_mask_one_step_late=(
        {"zip(x, mask,": "zip(x, np.roll(mask, 1, axis=0),"},
        "step t reads mask[t-1], and the first step reads the last row. Step t reads mask[t].",
    ),
    ignores_the_mask=({CHOICE: "c_next"}, "the mask is ignored: padding moves the memory as any input does."),
    clears_the_memory=(
        {CHOICE: "c_next * valid"},
        "the memory becomes zero at a masked step, and the loop goes on from there. It stays what it was.",
    ),
    looks_up_the_row_before_the_first=(
        {CHOICE: "np.where(valid, c_next, c_prev if c else np.zeros_like(c0))"},
        "where the first step is masked, the row before it is looked up: index -1 is the last one, and still zero.",
    ),
    shows_zeros_at_masked_steps=(
        {"c.append(c_prev)": "c.append(c_prev * valid)"},
        "the memory is carried on rightly, but c holds zeros at masked steps. c[t] is c[t-1] there.",
    ),
    blanks_a_run_without_mask=(
        {CHOICE: "c_next", "c.append(c_prev)": "c.append(c_next * valid)"},
        "the loop runs through the padding, and c is set to zero at masked steps. c[t] is c[t-1] there.",
    ),
    masks_the_input=(
        {"(xt, c_prev,": "(xt * valid, c_prev,", CHOICE: "c_next"},
        "the input is set to zero at masked steps, and the step is made all the same: the gates open by their biases.",
    ),
)

answers.mistakes(
    "masked_steps_leave_the_memory_as_it_was",
    of=mixing_with_zeros_and_ones,
    blanks_steps_where_any_is_masked=(
        {"        c_next, y": "        if not mask[t].all():\n            continue\n        c_next, y"},
        "c[t] is zero for all examples where one is masked. c[t] is c[t-1] for those that are masked.",
    ),
)
answers.mistakes(
    "every_time_step_follows_from_the_one_before",
    of=without_calling_the_cell,
    leaves_the_reset_gate_out=(
        {"[r * state,": "[state,"},
        "the step is made without the reset gate, as in the simplified cell. The full cell is gru_cell_forward.",
    ),
)
answers.mistakes(
    "masked_steps_leave_the_memory_as_it_was",
    of=without_calling_the_cell,
    masks_the_reset_gate_alone=(
        {"valid * u * (new": "u * (new", "[r * state,": "[valid * r * state,"},
        "the mask shuts the reset gate alone: the update gate still lets the candidate of the padding in.",
    ),
)

answers.mistakes(
    "no_step_sees_a_later_input_or_another_example",
    goes_on_while_any_is_valid=(
        {CHOICE: "c_next if valid.any() else c_prev"},
        "a step counts for all examples as soon as it is valid for one. Each example has a mask of its own.",
    ),
    stands_still_where_any_is_masked=(
        {CHOICE: "c_next if valid.all() else c_prev"},
        "all examples stand still at a step where one is masked. Each example has a mask of its own.",
    ),
    uses_the_mask_of_the_first=(
        {CHOICE: "np.where(valid[0], c_next, c_prev)"},
        "the mask of the first example is used for all of them. Each example has a mask of its own.",
    ),
)
answers.mistakes(
    "no_step_sees_a_later_input_or_another_example",
    of=mixing_with_zeros_and_ones,
    breaks_at_the_first_padding=(
        {"        c_next, y": "        if not mask[t].all():\n            break\n        c_next, y"},
        "the loop ends at the first step where any example is masked, and c stays zero from there on.",
    ),
)

answers.mistakes(
    "its_inputs_are_left_alone",
    writes_valid_columns_into_c0=(
        {f"c_prev = {CHOICE}": "c_prev[:, valid] = c_next[:, valid]", "c.append(c_prev)": "c.append(c_prev.copy())"},
        "something is written into c0. After `c_prev = c0` both names mean one array, the caller's.",
    ),
    writes_zeros_into_x=(
        {"c_prev = c0": "c_prev = c0\n    x *= mask[:, None]"},
        "something is written into x, which belongs to the caller.",
    ),
)

answers.refused(
    "every_time_step_follows_from_the_one_before",
    drops_axes_of_length_one={"np.stack(c)": "np.squeeze(np.stack(c))"},
    predicts_nothing={"np.stack(y_pred)": "0 * np.stack(y_pred)"},
    returns_lists={"np.stack(c), np.stack(y_pred)": "c, y_pred"},
    returns_the_last_memory_alone={"np.stack(c)": "np.stack([c_prev] * len(c))"},
)
answers.refused(
    "every_time_step_follows_from_the_one_before",
    of=mixing_with_zeros_and_ones,
    makes_room_for_six_steps={"c, y_pred, caches = np.zeros((T_x": "c, y_pred, caches = np.zeros((6"},
    makes_room_for_four_examples={"T_x, _, m = x.shape": "T_x, m = len(x), 4"},
)

answers.mistakes(
    "the_caches_are_those_of_the_cell",
    keeps_no_caches=({"caches.append(cache)": "pass"}, "no cache is ever appended: the list stays empty."),
    keeps_the_caches_in_reverse=(
        {"caches.append(cache)": "caches.insert(0, cache)"},
        "each cache is put in front of the others, so that the last step comes first.",
    ),
    keeps_no_cache_where_all_is_masked=(
        {"caches.append(cache)": "caches += [cache] if valid.any() else []"},
        "no cache is kept where all examples are masked. There is one for each step.",
    ),
    keeps_no_cache_where_any_is_masked=(
        {"caches.append(cache)": "caches += [cache] if valid.all() else []"},
        "no cache is kept where an example is masked. There is one for each step.",
    ),
    keeps_the_last_cache_alone=(
        {"np.stack(y_pred), caches": "np.stack(y_pred), cache"},
        "the cache of the last step is returned, and not the list of all caches.",
    ),
    overwrites_the_memory=(
        {
            "c_prev = c0\n": "c_prev = c0.copy()\n",
            "c_prev = np.where(valid, c_next, c_prev)\n        c.append(c_prev)": (
                "c_prev[:, valid] = c_next[:, valid]\n        c.append(c_prev.copy())"
            ),
        },
        "each step writes its memory into one array, which the caches of all steps hold: in the end they all show the "
        "last memory. Make a new array at each step.",
    ),
    keeps_the_memory_instead=(
        {"caches.append(cache)": "caches.append(c_prev)"},
        "the memory is kept in the place of the cell's cache.",
    ),
    returns_no_caches=(
        {"np.stack(y_pred), caches": "np.stack(y_pred), None"},
        "None is returned in the place of the caches.",
    ),
)
answers.refused(
    "the_caches_are_those_of_the_cell",
    of=without_calling_the_cell,
    keeps_other_things={"state, new, u, r, xt, p))": "u, r))"},
)

answers.equivalent(
    "for xt, valid in zip(x, mask, strict=True): -> for xt, valid in zip(x, mask, strict=False):",
    because="x and mask have the same number of time steps.",
)
