"""Other answers to clip_by_value."""

import numpy as np

from solutions.alternatives import Answers
from solutions.clipping import clip_by_value

answers = Answers(clip_by_value)

CLIP = "np.clip(g, -c, c)"

answers.variants(
    with_minimum_and_maximum={CLIP: "np.minimum(np.maximum(g, -c), c)"},
    with_the_sign={CLIP: "np.sign(g) * np.minimum(abs(g), c)"},
    with_where={CLIP: "np.where(g > c, c, np.where(g < -c, -c, g))"},
)


@answers.variant
def with_a_mask_on_a_copy(grads, c):
    clipped = {name: g.copy() for name, g in grads.items()}
    for g in clipped.values():
        g[g > c] = c
        g[g < -c] = -c
    return clipped


answers.mistakes(
    "an_entry_beyond_the_limit_ends_on_the_limit",
    sets_to_zero=(
        {CLIP: "np.where(np.abs(g) > c, 0.0, g)"},
        "entries beyond the limit become 0: they are to end on the limit.",
    ),
    forgets_the_sign=(
        {CLIP: "np.where(np.abs(g) > c, c, g)"},
        "every entry beyond the limit becomes +c: one below -c ends at -c.",
    ),
    clips_above_only=({CLIP: "np.minimum(g, c)"}, "only the upper end is clipped: entries below -c stay below it."),
    clips_below_only=({CLIP: "np.maximum(g, -c)"}, "only the lower end is clipped: entries above c stay above it."),
    clips_at_zero=({"-c, c)": "0, c)"}, "the limits are 0 and c: negative entries are lost."),
    clips_at_one=({"-c, c)": "-1, 1)"}, "the limits are -1 and 1 whatever c is."),
    returns_the_originals=(
        {CLIP: "g.copy()"},
        "the gradients come back as they were. (np.clip returns a new array, and that is the one to return.)",
    ),
    forgets_the_start=(
        {"in grads.items()": 'in grads.items() if name != "da0"'},
        "da0 is left out of the result: whatever is in the dict is clipped.",
    ),
    keeps_the_last_one_alone=(
        {"in grads.items()": "in [*grads.items()][-1:]"},
        "the result holds the last gradient alone, as where a new dict is made for each: make one, before the loop.",
    ),
    clips_names_that_it_knows=(
        {"in grads.items()": 'in grads.items() if name in ("dWax", "dWaa", "dWya", "dba", "dby")'},
        "only the gradients of the five parameters come back: the dict may hold any names.",
    ),
    loses_the_signs=(
        {CLIP: "np.minimum(np.abs(g), c)"},
        "all entries come back without their signs: a negative one far out ends on -c.",
    ),
    exchanges_the_limits=(
        {"-c, c)": "c, -c)"},
        "every entry becomes -c. np.clip(g, c, -c) does this: it wants the lower limit first.",
    ),
    clips_a_tenth_below=(
        {"-c, c)": "-0.9 * c, 0.9 * c)"},
        "the limits are 0.9 times c.",
    ),
)


@answers.mistake(
    "an_entry_beyond_the_limit_ends_on_the_limit",
    "five names are looked up, those of the parameters: the dict may hold any others.",
)
def looks_five_names_up(grads, c):
    return {name: np.clip(grads[name], -c, c) for name in ("dWax", "dWaa", "dWya", "dba", "dby")}


@answers.mistake("an_entry_beyond_the_limit_ends_on_the_limit")
def goes_through_rows_and_columns(grads, c):
    clipped = {name: g.copy() for name, g in grads.items()}
    for g in clipped.values():
        for i in range(g.shape[0]):
            for j in range(g.shape[1]):
                g[i, j] = min(max(g[i, j], -c), c)
    return clipped


answers.mistakes(
    "an_entry_within_the_limit_stays_as_it_is",
    scales_each_array=(
        {CLIP: "g * (c / np.abs(g).max())"},
        "each array is scaled by its largest entry: clipping by value touches only the entries beyond the limit.",
    ),
    scales_an_array_that_exceeds=(
        {CLIP: "g * min(1.0, c / np.abs(g).max())"},
        "an array with an entry beyond the limit is scaled as a whole: clipping by value touches only that entry.",
    ),
    keeps_the_sign_only=(
        {CLIP: "c * np.sign(g)"},
        "every entry becomes -c or c: those within the limit are to stay as they are.",
    ),
    squashes_smoothly=(
        {CLIP: "c * np.tanh(g / c)"},
        "the entries are squashed by c * tanh(g / c): those within the limit move as well, and are to stay.",
    ),
    clips_each_norm=(
        {CLIP: "g * min(1.0, c / np.linalg.norm(g))"},
        "each array is shortened to the norm c: here each entry counts by itself.",
    ),
    forgets_what_is_within=(
        {CLIP: "np.where(g > c, c, 0.0) + np.where(g < -c, -c, 0.0)"},
        "entries within the limit become 0: they are to stay as they are.",
    ),
)

answers.mistakes(
    "the_callers_gradients_are_left_alone",
    clips_in_place=(
        {"-c, c)": "-c, c, out=g)"},
        "the limits are written into the caller's arrays, with out=g or with g[g > c] = c. "
        "(grads.copy() makes a new dict that holds the same arrays.)",
    ),
    hands_back_what_needs_no_clipping=(
        {CLIP: f"{CLIP} if np.abs(g).max(initial=0) > c else g"},
        "an array in which nothing is to be clipped is handed back itself: the result is to have arrays of its own.",
    ),
)

answers.refused(
    "an_entry_beyond_the_limit_ends_on_the_limit",
    clips_one_too_low={CLIP: "np.clip(g, -(c - 1), c - 1) if np.any(np.abs(g) > c) else g.copy()"},
    drops_axes_of_length_one={CLIP: f"np.squeeze({CLIP})"},
    flattens={CLIP: f"{CLIP}.ravel()"},
    returns_a_list={f"{{name: {CLIP} for name, g in grads.items()}}": f"[{CLIP} for g in grads.values()]"},
    reflects_at_the_limit={CLIP: "np.where(g > c, 2 * c - g, np.where(g < -c, -2 * c - g, g))"},
)
