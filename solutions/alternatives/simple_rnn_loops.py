"""Lesson 02: wrong and unusual answers to the loops over time."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import equivalent, misconception, variant
from solutions.rnn import rnn_cell_forward, rnn_forward

# -------------------------------------------------------------------------------------------------- rnn_forward

CARRIES = "every_time_step_follows_from_the_one_before"


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="every step starts from a0: nothing is carried from step to step.",
)
def never_carries_the_activation(source):
    return source.replace("a_prev, yt_pred, cache =", "a_next, yt_pred, cache =").replace(
        "a.append(a_prev)", "a.append(a_next)"
    )


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the first step starts from zeros: it starts from a0 (and a[t-1] at t = 0 would read the last entry of a).",
)
def starts_from_zeros(source):
    return source.replace("a_prev = a0", "a_prev = np.zeros_like(a0)")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the first step is left out, and its entries stay zero: t runs from 0 in the code.",
)
def leaves_out_the_first_step(x, a0, parameters):
    T_x, _, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0
    for t in range(1, T_x):
        a_prev, y_pred[t], _ = rnn_cell_forward(x[t], a_prev, parameters)
        a[t] = a_prev
    return a, y_pred, []


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="x[0] is never read: the loop starts at index 1, and the first step is x[0].",
)
def starts_at_the_second_input(source):
    return source.replace("for xt in x:", "for xt in x[1:]:")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the steps are joined along axis 0, so that their rows stand below each other: np.stack makes a new axis.",
)
def joins_the_steps_along_their_rows(source):
    return source.replace("np.stack(a), np.stack(y_pred)", "np.concatenate(a), np.concatenate(y_pred)")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the last step is left out, and its entries stay zero: range(T_x) ends at T_x - 1 by itself.",
)
def leaves_out_the_last_step(x, a0, parameters):
    T_x, _, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0
    for t in range(T_x - 1):
        a_prev, y_pred[t], _ = rnn_cell_forward(x[t], a_prev, parameters)
        a[t] = a_prev
    return a, y_pred, []


@misconception("rnn_forward", caught_by=CARRIES, says="every step reads x[0]: step t reads x[t].")
def reads_the_first_input_again_and_again(source):
    return source.replace("rnn_cell_forward(xt,", "rnn_cell_forward(x[0],")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the activation that enters a step is kept in its place: a[t] is what leaves step t.",
)
def keeps_what_enters(source):
    call = "a_next, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)"
    return source.replace("a_prev, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)", call).replace(
        "caches.append(cache)", "caches.append(cache)\n        a_prev = a_next"
    )


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="time stands on the last axis of a and y_pred: in this course it stands on the first, a[t].",
)
def puts_time_last(source):
    return source.replace("np.stack(a), np.stack(y_pred)", "np.stack(a, axis=-1), np.stack(y_pred, axis=-1)")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="one array is filled again and again and kept T_x times: all entries of the list are the same array.",
)
def keeps_one_array_many_times(x, a0, parameters):
    a, y_pred, caches = [], [], []
    a_now = a0.copy()
    for xt in x:
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_now, parameters)
        a_now[:] = a_next
        a.append(a_now)
        y_pred.append(yt_pred)
        caches.append(cache)
    return np.array(a), np.array(y_pred), caches


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="only the last step is returned: a and y_pred hold every step.",
)
def returns_the_last_step(source):
    return source.replace("np.stack(a), np.stack(y_pred)", "a[-1], y_pred[-1]")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="a0 is returned as a first entry: a has T_x entries, and a[0] is what leaves the first step.",
)
def returns_a0_as_well(source):
    return source.replace("np.stack(a)", "np.stack([a0, *a])")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="every prediction is the last one: keep the prediction of each step.",
)
def repeats_the_last_prediction(source):
    return source.replace("np.stack(y_pred)", "np.stack([yt_pred] * len(x))")


@misconception(
    "rnn_forward",
    caught_by="no_time_step_sees_a_later_input",
    says="the loop runs from the last time step to the first: the past flows into the future, not the other way round.",
)
def runs_backwards(source):
    return source.replace("for xt in x:", "for xt in x[::-1]:").replace(
        "np.stack(a), np.stack(y_pred)", "np.stack(a[::-1]), np.stack(y_pred[::-1])"
    )


@misconception(
    "rnn_forward",
    caught_by="no_time_step_sees_a_later_input",
    says="the steps are read in reverse order: x[0] is the first.",
)
def reads_the_last_input_first(source):
    return source.replace("for xt in x:", "for xt in x[::-1]:")


@misconception(
    "rnn_forward",
    caught_by="no_time_step_sees_a_later_input",
    says="step t reads x[t+1], because the loop counts from 1: in the code the first step is x[0].",
)
def reads_one_step_ahead(source):
    return source.replace("for xt in x:", "for xt in np.roll(x, -1, axis=0):")


@misconception(
    "rnn_forward",
    caught_by="each_example_is_read_by_itself",
    says="the last activation of one example is the first of the next: set a_prev to a0 inside the loop over examples.",
)
def carries_from_example_to_example(x, a0, parameters):
    T_x, _, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0[:, :1]
    for i in range(m):
        for t in range(T_x):
            a_prev, yt_pred, _ = rnn_cell_forward(x[t, :, i : i + 1], a_prev, parameters)
            a[t, :, i : i + 1], y_pred[t, :, i : i + 1] = a_prev, yt_pred
    return a, y_pred, []


@misconception(
    "rnn_forward",
    caught_by="each_example_is_read_by_itself",
    says="all examples start from the first column of a0: each has a column of its own there.",
)
def starts_all_from_the_first_column(source):
    return source.replace("a_prev = a0", "a_prev = np.repeat(a0[:, :1], a0.shape[1], axis=1)")


@misconception(
    "rnn_forward",
    caught_by="a0_and_x_are_left_alone",
    says="the running activation is written into a0: a_prev = a0 is another name for the same array, not a copy.",
)
def writes_into_a0(source):
    return source.replace("a_prev, yt_pred, cache = rnn", "a_next, yt_pred, cache = rnn").replace(
        "a.append(a_prev)", "a.append(a_next)\n        a_prev[:] = a_next"
    )


@variant("rnn_forward")
def filling_arrays(x, a0, parameters):
    T_x, _, m = x.shape
    a, y_pred, caches = np.empty((T_x, *a0.shape)), np.empty((T_x, parameters["Wya"].shape[0], m)), []
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[t], a_next, parameters)
        a[t], y_pred[t] = a_next, yt_pred
        caches.append(cache)
    return a, y_pred, caches


@variant("rnn_forward")
def without_calling_the_cell(x, a0, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    a = np.zeros((len(x), *a0.shape))
    for t in range(len(x)):
        a[t] = np.tanh(Wax @ x[t] + Waa @ (a[t - 1] if t > 0 else a0) + ba)
    return a, softmax(Wya @ a + by, axis=1), (a, x, a0, parameters)


@variant("rnn_forward")
def with_a0_in_front(x, a0, parameters):
    a, ys = [a0], []
    for xt in x:
        a_next, y, _ = rnn_cell_forward(xt, a[-1], parameters)
        a.append(a_next)
        ys.append(y)
    return np.array(a[1:]), np.array(ys), None


@variant("rnn_forward")
def by_recursion(x, a0, parameters):
    a_next, y, cache = rnn_cell_forward(x[0], a0, parameters)
    if len(x) == 1:
        return a_next[None], y[None], [cache]
    a, ys, caches = rnn_forward(x[1:], a_next, parameters)
    return np.concatenate([a_next[None], a]), np.concatenate([y[None], ys]), [cache, *caches]


@variant("rnn_forward")
def reading_the_activation_from_the_cache(x, a0, parameters):
    a_prev, steps = a0.copy(), []
    for xt in x:
        steps.append(rnn_cell_forward(xt, a_prev, parameters))
        a_prev = steps[-1][2][0]
    a, y_pred, caches = zip(*steps, strict=True)
    return np.array(a), np.array(y_pred), caches


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="a0 is put into a[0], and the first step is left out: a[0] is what leaves the first step.",
)
def puts_a0_in_the_place_of_the_first_step(x, a0, parameters):
    T_x, _, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a[0] = a0
    for t in range(1, T_x):
        a[t], y_pred[t], _ = rnn_cell_forward(x[t], a[t - 1], parameters)
    return a, y_pred, []


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="a0 is put into a[0], and every step is kept one place too late: a[0] is what leaves the first step.",
)
def keeps_each_step_one_place_late(x, a0, parameters):
    T_x, _, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a[0] = a0
    for t in range(1, T_x):
        a[t], y_pred[t], _ = rnn_cell_forward(x[t - 1], a[t - 1], parameters)
    return a, y_pred, []


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the function returns inside its loop, after the first step: `return` belongs after the loop.",
)
def returns_inside_the_loop(source):
    return source.replace("    return np.stack(a)", "        return np.stack(a)")


# ------------------------------------------------------------------------------------------- rnn_forward_masked

VALID = "with_gaps_in_the_mask_every_step_is_right"
STILL = "masked_steps_leave_the_activation_as_it_was"
OWN_MASK = "each_example_follows_its_own_mask"
PADDING = "more_padding_changes_nothing"
KEEP = "a_prev = np.where(valid, a_next, a_prev)"


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="the mask is used the wrong way round: True marks the steps that count.",
)
def turns_the_mask_round(source):
    return source.replace("np.where(valid, a_next, a_prev)", "np.where(valid, a_prev, a_next)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="a holds the right activation at masked steps, but the loop goes on from the one that the padding made.",
)
def carries_what_the_padding_made(source):
    return (
        source.replace("a_prev = a0", "a_prev = kept = a0")
        .replace(KEEP, "kept = np.where(valid, a_next, kept)\n        a_prev = a_next")
        .replace("a.append(a_prev)", "a.append(kept)")
    )


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="the right activation is carried on, but a keeps what the cell made at masked steps: keep the chosen one.",
)
def keeps_what_the_padding_made(source):
    return source.replace("a.append(a_prev)", "a.append(a_next)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="the mask is read as a length, counted from the start: it may be False anywhere.",
)
def reads_the_mask_as_a_length(source):
    return source.replace("a_prev = a0", "a_prev = a0\n    mask = np.arange(len(mask))[:, None] < mask.sum(axis=0)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="an example that has met a masked step never goes on: a valid step may follow.",
)
def stops_for_good(source):
    return source.replace("a_prev = a0", "a_prev = a0\n    mask = np.logical_and.accumulate(mask, axis=0)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="the first step starts from zeros: it starts from a0.",
)
def starts_the_masked_loop_from_zeros(source):
    return source.replace("a_prev = a0", "a_prev = np.zeros_like(a0)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="every step starts from a0: nothing is carried from step to step.",
)
def never_carries_in_the_masked_loop(source):
    return source.replace(KEEP, "a_kept = np.where(valid, a_next, a_prev)").replace(
        "a.append(a_prev)", "a.append(a_kept)"
    )


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the mask is ignored: padding moves the activation like any input.",
)
def ignores_the_mask(source):
    return source.replace("np.where(valid, a_next, a_prev)", "a_next")


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the activation is multiplied by the mask: it becomes zero at padding, where it is to stay what it was.",
)
def clears_the_activation(source):
    return source.replace("np.where(valid, a_next, a_prev)", "a_next * valid")


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the activation goes on as it should, but a holds zeros at masked steps: a[t] is a[t-1] there.",
)
def shows_zeros_at_masked_steps(source):
    return source.replace("a.append(a_prev)", "a.append(a_prev * valid)")


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the activation goes back to a0 at a masked step: it stays what it was, and what was read is not forgotten.",
)
def goes_back_to_a0(source):
    return source.replace("np.where(valid, a_next, a_prev)", "np.where(valid, a_next, a0)")


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the mask is applied to the whole step if any example is valid: each example has a mask of its own.",
)
def goes_on_while_any_is_valid(source):
    return source.replace("np.where(valid, a_next, a_prev)", "a_next if valid.any() else a_prev")


@misconception(
    "rnn_forward_masked",
    caught_by=OWN_MASK,
    says="the whole batch stands still as soon as one example is masked: each example has a mask of its own.",
)
def stands_still_where_any_is_masked(source):
    return source.replace("np.where(valid, a_next, a_prev)", "a_next if valid.all() else a_prev")


@misconception(
    "rnn_forward_masked",
    caught_by=OWN_MASK,
    says="the loop ends at the first padding that any example has: the longer ones have not been read yet.",
)
def breaks_at_the_first_padding(x, a0, parameters, mask):
    T_x, _, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0
    for t in range(T_x):
        if not mask[t].all():
            break
        a_prev, y_pred[t], _ = rnn_cell_forward(x[t], a_prev, parameters)
        a[t] = a_prev
    return a, y_pred, []


@misconception(
    "rnn_forward_masked",
    caught_by=OWN_MASK,
    says="the mask of the first example is used for all: each example has a mask of its own.",
)
def uses_the_mask_of_the_first(source):
    return source.replace("np.where(valid, a_next, a_prev)", "np.where(valid[0], a_next, a_prev)")


@misconception(
    "rnn_forward_masked",
    caught_by=PADDING,
    says="the mask is applied to the input: an input of zeros is still a step, and W_aa and b_a move the activation.",
)
def masks_the_input(source):
    return source.replace("rnn_cell_forward(xt,", "rnn_cell_forward(xt * valid,").replace(
        "np.where(valid, a_next, a_prev)", "a_next"
    )


@misconception(
    "rnn_forward_masked",
    caught_by=PADDING,
    says="the sequences are moved to the end, and the padding is read first.",
)
def pads_on_the_left(source):
    shift = "np.stack([np.roll(x[..., i], int((~mask[:, i]).sum()), axis=0) for i in range(x.shape[2])], axis=2)"
    return source.replace("a_prev = a0", f"a_prev = a0\n    x = {shift}").replace(
        "np.where(valid, a_next, a_prev)", "a_next"
    )


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="a step at which every example is masked is skipped, and a gets shorter: it has T_x entries.",
)
def skips_steps_that_are_all_padding(source):
    return source.replace("        a_next, yt", "        if not valid.any():\n            continue\n        a_next, yt")


@misconception(
    "rnn_forward_masked",
    caught_by="its_inputs_are_left_alone",
    says="the valid columns are written into a0: a_prev = a0 is another name for the same array, not a copy.",
)
def writes_valid_columns_into_a0(source):
    return source.replace(KEEP, "a_prev[:, valid] = a_next[:, valid]").replace(
        "a.append(a_prev)", "a.append(a_prev.copy())"
    )


@variant("rnn_forward_masked")
def mixing_with_zeros_and_ones(x, a0, parameters, mask):
    a, y_pred, caches = np.zeros((len(x), *a0.shape)), [], []
    a_prev = a0
    for t in range(len(x)):
        a_next, yt, cache = rnn_cell_forward(x[t], a_prev, parameters)
        keep = mask[t].astype(float)[None, :]
        a[t] = keep * a_next + (1 - keep) * a_prev
        a_prev = a[t]
        y_pred.append(yt)
        caches.append(cache)
    return a, np.stack(y_pred), caches


@variant("rnn_forward_masked")
def replacing_columns_of_a_copy(x, a0, parameters, mask):
    a, y_pred, caches = [], [], []
    state = a0
    for t, xt in enumerate(x):
        a_next, yt_pred, cache = rnn_cell_forward(xt, state, parameters)
        state = state.copy()
        state[:, mask[t]] = a_next[:, mask[t]]
        a.append(state)
        y_pred.append(yt_pred * mask[t])
        caches.append((cache, mask[t]))
    return np.array(a), np.array(y_pred), caches


@variant("rnn_forward_masked")
def running_the_valid_columns_alone(x, a0, parameters, mask):
    a, y_pred = np.empty((len(x), *a0.shape)), np.full((len(x), len(parameters["by"]), a0.shape[1]), 0.5)
    state = np.array(a0)
    for t in range(len(x)):
        on = np.flatnonzero(mask[t])
        if on.size:
            state[:, on], y_pred[t][:, on], _ = rnn_cell_forward(x[t][:, on], state[:, on], parameters)
        a[t] = state
    return a, y_pred, ()


@variant("rnn_forward_masked")
def without_calling_the_cell_under_a_mask(x, a0, parameters, mask):
    p, a, a_prev = parameters, [], a0
    for t in range(x.shape[0]):
        new = np.tanh(p["Waa"] @ a_prev + p["Wax"] @ x[t] + p["ba"])
        a_prev = np.where(mask[t][np.newaxis, :], new, a_prev)
        a.append(a_prev)
    a = np.stack(a)
    return a, softmax(np.einsum("ya,tam->tym", p["Wya"], a) + p["by"], axis=1), []


# ------------------------------------------------------------------------------- mutants that are no mistakes

for _loop in ("rnn_forward", "rnn_forward_masked"):
    equivalent(_loop, "caches.append(cache) -> pass", because="what is kept for the way back is the author's business.")
equivalent(
    "rnn_forward_masked",
    "for xt, valid in zip(x, mask, strict=True): -> for xt, valid in zip(x, mask, strict=False):",
    because="x and mask have the same number of time steps.",
)
