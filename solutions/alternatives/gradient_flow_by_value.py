"""Lesson 07: wrong and unusual answers to clipping by value."""

import numpy as np

from solutions.alternatives import misconception, variant

BEYOND = "an_entry_beyond_the_limit_ends_on_the_limit"
WITHIN = "an_entry_within_the_limit_stays_as_it_is"
OTHERS = "the_callers_gradients_are_left_alone"
CLIP = "np.clip(g, -c, c)"


@misconception(
    "clip_by_value", caught_by=BEYOND, says="entries beyond the limit become 0: they are to end on the limit."
)
def sets_to_zero(source):
    return source.replace(CLIP, "np.where(np.abs(g) > c, 0.0, g)")


@misconception(
    "clip_by_value",
    caught_by=BEYOND,
    says="every entry beyond the limit becomes +c: one below -c ends at -c.",
)
def forgets_the_sign(source):
    return source.replace(CLIP, "np.where(np.abs(g) > c, c, g)")


@misconception("clip_by_value", caught_by=BEYOND, says="only the upper end is clipped: entries below -c stay below it.")
def clips_above_only(source):
    return source.replace(CLIP, "np.minimum(g, c)")


@misconception("clip_by_value", caught_by=BEYOND, says="only the lower end is clipped: entries above c stay above it.")
def clips_below_only(source):
    return source.replace(CLIP, "np.maximum(g, -c)")


@misconception("clip_by_value", caught_by=BEYOND, says="the limits are 0 and c: negative entries are lost.")
def clips_at_zero(source):
    return source.replace(CLIP, "np.clip(g, 0, c)")


@misconception("clip_by_value", caught_by=BEYOND, says="the limits are -1 and 1 whatever c is.")
def clips_at_one(source):
    return source.replace(CLIP, "np.clip(g, -1, 1)")


@misconception("clip_by_value", caught_by=BEYOND, says="the limit is c - 1: entries are to end at c itself.")
def clips_one_too_low(source):
    return source.replace(CLIP, "np.clip(g, -(c - 1), c - 1) if np.any(np.abs(g) > c) else g.copy()")


@misconception(
    "clip_by_value",
    caught_by=BEYOND,
    says="what exceeds the limit is subtracted from it: an entry ends on the limit however far out it was.",
)
def reflects_at_the_limit(source):
    return source.replace(CLIP, "np.where(g > c, 2 * c - g, np.where(g < -c, -2 * c - g, g))")


@misconception(
    "clip_by_value",
    caught_by=BEYOND,
    says="the gradients come back as they were: np.clip returns a new array, and that is the one to return.",
)
def returns_the_originals(source):
    return source.replace("{name: np.clip(g, -c, c) for name, g in grads.items()}", "dict(grads)")


@misconception(
    "clip_by_value",
    caught_by=WITHIN,
    says="each array is scaled by its largest entry: clipping by value touches only the entries beyond the limit.",
)
def scales_each_array(source):
    return source.replace(CLIP, "g * (c / np.abs(g).max())")


@misconception(
    "clip_by_value",
    caught_by=WITHIN,
    says="an array with an entry beyond the limit is scaled as a whole: clipping by value touches only that entry.",
)
def scales_an_array_that_exceeds(source):
    return source.replace(CLIP, "g * min(1.0, c / np.abs(g).max())")


@misconception(
    "clip_by_value",
    caught_by=WITHIN,
    says="every entry becomes -c or c: those within the limit are to stay as they are.",
)
def keeps_the_sign_only(source):
    return source.replace(CLIP, "c * np.sign(g)")


@misconception(
    "clip_by_value",
    caught_by=WITHIN,
    says="the entries are squashed by c * tanh(g / c): those within the limit move as well, and are to stay.",
)
def squashes_smoothly(source):
    return source.replace(CLIP, "c * np.tanh(g / c)")


@misconception(
    "clip_by_value",
    caught_by=WITHIN,
    says="the arrays are clipped by their norm: here each entry counts by itself.",
)
def clips_each_norm(source):
    return source.replace(CLIP, "g * min(1.0, c / np.linalg.norm(g))")


@misconception(
    "clip_by_value",
    caught_by=WITHIN,
    says="entries within the limit become 0: they are to stay as they are.",
)
def forgets_what_is_within(source):
    return source.replace(CLIP, "np.where(g > c, c, 0.0) + np.where(g < -c, -c, 0.0)")


@misconception(
    "clip_by_value",
    caught_by=OTHERS,
    says="the limits are written into the caller's arrays (with out=g, or with g[g > c] = c): write into new ones.",
)
def clips_in_place(source):
    return source.replace(CLIP, "np.clip(g, -c, c, out=g)")


@misconception(
    "clip_by_value",
    caught_by=BEYOND,
    says="only the five gradients of the parameters are clipped, by name: the dict may hold others, such as da0.",
)
def clips_five_names(source):
    return source.replace("in grads.items()}", 'in grads.items() if name != "da0"}')


@variant("clip_by_value")
def with_minimum_and_maximum(grads, c):
    return {name: np.minimum(np.maximum(g, -c), c) for name, g in grads.items()}


@variant("clip_by_value")
def with_the_sign(grads, c):
    clipped = {}
    for name in grads:
        g = grads[name]
        clipped[name] = np.sign(g) * np.minimum(abs(g), c)
    return clipped


@variant("clip_by_value")
def with_a_mask_on_a_copy(grads, c):
    clipped = {name: g.copy() for name, g in grads.items()}
    for g in clipped.values():
        g[g > c] = c
        g[g < -c] = -c
    return clipped


@variant("clip_by_value")
def with_where(grads, c):
    return dict(zip(grads, [np.where(g > c, c, np.where(g < -c, -c, g)) for g in grads.values()], strict=True))
