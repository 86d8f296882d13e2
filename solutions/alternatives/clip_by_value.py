"""Other answers to clip_by_value."""

import numpy as np

from solutions.alternatives import Answers
from solutions.clipping import clip_by_value

answers = Answers(clip_by_value)


@answers.variant
def with_minimum_and_maximum(grads, c):
    return {name: np.minimum(np.maximum(g, -c), c) for name, g in grads.items()}


@answers.variant
def with_the_sign(grads, c):
    clipped = {}
    for name in grads:
        g = grads[name]
        clipped[name] = np.sign(g) * np.minimum(abs(g), c)
    return clipped


@answers.variant
def with_a_mask_on_a_copy(grads, c):
    clipped = {name: g.copy() for name, g in grads.items()}
    for g in clipped.values():
        g[g > c] = c
        g[g < -c] = -c
    return clipped


@answers.variant
def with_where(grads, c):
    return dict(zip(grads, [np.where(g > c, c, np.where(g < -c, -c, g)) for g in grads.values()], strict=True))


answers.mistakes(
    "an_entry_beyond_the_limit_ends_on_the_limit",
    sets_to_zero=(
        {"np.clip(g, -c, c)": "np.where(np.abs(g) > c, 0.0, g)"},
        "entries beyond the limit become 0: they are to end on the limit.",
    ),
    forgets_the_sign=(
        {"np.clip(g, -c, c)": "np.where(np.abs(g) > c, c, g)"},
        "every entry beyond the limit becomes +c: one below -c ends at -c.",
    ),
    clips_above_only=(
        {"np.clip(g, -c, c)": "np.minimum(g, c)"},
        "only the upper end is clipped: entries below -c stay below it.",
    ),
    clips_below_only=(
        {"np.clip(g, -c, c)": "np.maximum(g, -c)"},
        "only the lower end is clipped: entries above c stay above it.",
    ),
    clips_at_zero=(
        {"np.clip(g, -c, c)": "np.clip(g, 0, c)"},
        "the limits are 0 and c: negative entries are lost.",
    ),
    clips_at_one=(
        {"np.clip(g, -c, c)": "np.clip(g, -1, 1)"},
        "the limits are -1 and 1 whatever c is.",
    ),
    clips_one_too_low=(
        {"np.clip(g, -c, c)": "np.clip(g, -(c - 1), c - 1) if np.any(np.abs(g) > c) else g.copy()"},
        "the limit is c - 1: entries are to end at c itself.",
    ),
    reflects_at_the_limit=(
        {"np.clip(g, -c, c)": "np.where(g > c, 2 * c - g, np.where(g < -c, -2 * c - g, g))"},
        "what exceeds the limit is subtracted from it: an entry ends on the limit however far out it was.",
    ),
    returns_the_originals=(
        {"{name: np.clip(g, -c, c) for name, g in grads.items()}": "dict(grads)"},
        "the gradients come back as they were: np.clip returns a new array, and that is the one to return.",
    ),
    clips_five_names=(
        {"in grads.items()}": 'in grads.items() if name != "da0"}'},
        "only the five gradients of the parameters are clipped, by name: the dict may hold others, such as da0.",
    ),
)

answers.mistakes(
    "an_entry_within_the_limit_stays_as_it_is",
    scales_each_array=(
        {"np.clip(g, -c, c)": "g * (c / np.abs(g).max())"},
        "each array is scaled by its largest entry: clipping by value touches only the entries beyond the limit.",
    ),
    scales_an_array_that_exceeds=(
        {"np.clip(g, -c, c)": "g * min(1.0, c / np.abs(g).max())"},
        "an array with an entry beyond the limit is scaled as a whole: clipping by value touches only that entry.",
    ),
    keeps_the_sign_only=(
        {"np.clip(g, -c, c)": "c * np.sign(g)"},
        "every entry becomes -c or c: those within the limit are to stay as they are.",
    ),
    squashes_smoothly=(
        {"np.clip(g, -c, c)": "c * np.tanh(g / c)"},
        "the entries are squashed by c * tanh(g / c): those within the limit move as well, and are to stay.",
    ),
    clips_each_norm=(
        {"np.clip(g, -c, c)": "g * min(1.0, c / np.linalg.norm(g))"},
        "the arrays are clipped by their norm: here each entry counts by itself.",
    ),
    forgets_what_is_within=(
        {"np.clip(g, -c, c)": "np.where(g > c, c, 0.0) + np.where(g < -c, -c, 0.0)"},
        "entries within the limit become 0: they are to stay as they are.",
    ),
)

answers.mistakes(
    "the_callers_gradients_are_left_alone",
    clips_in_place=(
        {"np.clip(g, -c, c)": "np.clip(g, -c, c, out=g)"},
        "the limits are written into the caller's arrays (with out=g, or with g[g > c] = c): write into new ones.",
    ),
)
