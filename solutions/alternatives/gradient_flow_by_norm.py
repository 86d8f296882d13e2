"""Lesson 07: wrong and unusual answers to clipping by global norm."""

import numpy as np

from solutions.alternatives import misconception, variant

LENGTH = "together_they_end_up_as_long_as_c"
DIRECTION = "they_keep_their_direction"
SHORT = "shorter_gradients_stay_as_they_are"
BEFORE = "the_norm_that_comes_back_is_that_before_clipping"
CALLERS = "its_callers_gradients_are_left_alone"
NORM = "float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))"
FACTOR = "c / max(norm, c)  # exactly 1 up to c, a norm of 0 included"
RESULT = "{name: g * factor for name, g in grads.items()}"


@misconception(
    "clip_by_global_norm",
    caught_by=DIRECTION,
    says="each array is shortened to c by its own norm: one norm over all arrays gives one factor for all.",
)
def clips_each_array_by_itself(source):
    return source.replace(RESULT, "{name: g * (c / max(np.linalg.norm(g), c)) for name, g in grads.items()}")


@misconception(
    "clip_by_global_norm",
    caught_by=DIRECTION,
    says="the entries are clipped at c one by one: that turns the direction. All are multiplied by one factor.",
)
def clips_by_value(source):
    return source.replace("g * factor", "np.clip(g, -c, c)")


@misconception(
    "clip_by_global_norm",
    caught_by=DIRECTION,
    says="the largest gradient alone is shortened: all arrays are multiplied by the one factor.",
)
def shortens_the_longest_only(source):
    return source.replace(
        RESULT,
        "{name: g * (factor if g.size == max(h.size for h in grads.values()) else 1) for name, g in grads.items()}",
    )


@misconception(
    "clip_by_global_norm",
    caught_by=DIRECTION,
    says="the factor has the wrong sign: the gradient now points the other way.",
)
def turns_it_round(source):
    return source.replace("g * factor", "-g * factor")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the norms of the arrays are added: their squares add up, and the root comes last.",
)
def adds_the_norms(source):
    return source.replace(NORM, "float(sum(np.linalg.norm(g) for g in grads.values()))")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the root is missing: the sum of squares is the square of the norm.",
)
def forgets_the_root(source):
    return source.replace(NORM, "float(sum(np.sum(g**2) for g in grads.values()))")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the largest of the norms of the arrays is taken: together they are longer than each of them.",
)
def takes_the_largest_norm(source):
    return source.replace(NORM, "float(max(np.linalg.norm(g) for g in grads.values()))")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the largest entry is taken for the norm: the norm is the root of the sum of all squares.",
)
def takes_the_largest_entry_for_the_norm(source):
    return source.replace(NORM, "float(max(np.abs(g).max() for g in grads.values()))")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the root of the mean square is taken: the norm has the sum of all squares under its root.",
)
def takes_the_root_mean_square(source):
    return source.replace(NORM, "float(np.sqrt(np.mean(np.concatenate([g.ravel() for g in grads.values()]) ** 2)))")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="np.linalg.norm(g, 2) of a matrix is its largest singular value: the root of the sum of squares is due.",
)
def takes_singular_values(source):
    return source.replace("np.sum(g**2)", "np.linalg.norm(g, 2) ** 2")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the gradients are divided by their norm and not multiplied by c: they end up with the length 1.",
)
def ends_up_with_length_one(source):
    return source.replace(FACTOR, "1 / norm if norm > c else 1.0")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the gradients are divided by c: the factor is c / norm.",
)
def divides_by_c(source):
    return source.replace(FACTOR, "1 / c if norm > c else 1.0")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the factor is norm / c: that makes what is too long longer still.",
)
def turns_the_fraction_round(source):
    return source.replace(FACTOR, "norm / c if norm > c else 1.0")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the gradients come back as they were: return the shortened ones.",
)
def returns_the_unclipped(source):
    return source.replace("return " + RESULT, "clipped = " + RESULT + "\n    return dict(grads)")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the gradients become 0 where they are too long: they are to be shortened.",
)
def throws_it_away(source):
    return source.replace(FACTOR, "1.0 if norm <= c else 0.0")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="the condition is the wrong way round: what is longer than c stays, and what is shorter is scaled.",
)
def scales_the_short_ones(source):
    return source.replace(FACTOR, "c / norm if 0 < norm <= c else 1.0")


@misconception(
    "clip_by_global_norm",
    caught_by=SHORT,
    says="the gradients are always scaled to c: those that are shorter become longer, and zeros become nan.",
)
def always_scales(source):
    return source.replace(FACTOR, "c / np.float64(norm)")


@misconception(
    "clip_by_global_norm",
    caught_by=SHORT,
    says="the gradients are always scaled to c, with a small number to keep zeros from nan: shorter ones are to stay.",
)
def always_scales_with_an_epsilon(source):
    return source.replace(FACTOR, "c / (norm + 1e-8)")


@misconception(
    "clip_by_global_norm",
    caught_by=SHORT,
    says="c / norm is computed even where the norm is 0, and NumPy warns: np.where and min compute all arguments.",
)
def divides_by_zero_on_the_way(source):
    return source.replace(FACTOR, "np.where(norm > c, c / np.float64(norm), 1.0)")


@misconception(
    "clip_by_global_norm",
    caught_by=BEFORE,
    says="the norm after clipping comes back: return the one before, which tells you how far you have clipped.",
)
def returns_the_norm_after(source):
    return source.replace(", norm\n", ", min(norm, c)\n")


@misconception(
    "clip_by_global_norm",
    caught_by=BEFORE,
    says="the factor comes back: the second result is the norm before clipping.",
)
def returns_the_factor(source):
    return source.replace(", norm\n", ", factor\n")


@misconception(
    "clip_by_global_norm",
    caught_by=BEFORE,
    says="the square of the norm comes back: take its root.",
)
def returns_the_square(source):
    return source.replace(", norm\n", ", norm**2\n")


@misconception(
    "clip_by_global_norm",
    caught_by=BEFORE,
    says="whether it clipped comes back: the second result is the norm before clipping.",
)
def returns_whether_it_clipped(source):
    return source.replace(", norm\n", ", bool(norm > c)\n")


@misconception(
    "clip_by_global_norm",
    caught_by=CALLERS,
    says="g *= ... writes into the caller's arrays: multiply into new ones.",
)
def shortens_in_place(source):
    return source.replace(
        f"return {RESULT}, norm", "for g in grads.values():\n        g *= factor\n    return grads, norm"
    )


@misconception(
    "clip_by_global_norm",
    caught_by=BEFORE,
    says="the norm comes first: the clipped gradients are the first result, the norm is the second.",
)
def returns_the_norm_first(source):
    return source.replace(f"return {RESULT}, norm", f"return norm, {RESULT}")


@misconception(
    "clip_by_global_norm",
    caught_by=LENGTH,
    says="only the five gradients of the parameters are clipped, by name: the dict may hold others, such as da0.",
)
def knows_five_names(source):
    return source.replace("in grads.items()}", 'in grads.items() if name != "da0"}')


@variant("clip_by_global_norm")
def with_one_long_vector(grads, c):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads.values()]))
    if norm <= c:
        return {name: g.copy() for name, g in grads.items()}, norm
    return {name: c * g / norm for name, g in grads.items()}, norm


@variant("clip_by_global_norm")
def with_the_norm_of_norms(grads, c):
    norm = np.linalg.norm([np.linalg.norm(grads[name]) for name in grads])
    clipped = dict(grads)
    if norm > c:
        for name in clipped:
            clipped[name] = clipped[name] * c / norm
    return clipped, float(norm)


@variant("clip_by_global_norm")
def with_the_small_number_of_a_library(grads, c):
    total = 0.0
    for g in grads.values():
        total += np.vdot(g, g)
    norm = total**0.5
    factor = min(1.0, c / (norm + 1e-9))
    return {name: factor * g for name, g in grads.items()}, norm


@variant("clip_by_global_norm")
def in_place_on_a_deep_copy(grads, c):
    clipped = {name: np.array(g) for name, g in grads.items()}
    norm = np.sqrt(sum((g * g).sum() for g in clipped.values()))
    if norm > c:
        for g in clipped.values():
            g *= c / norm
    return clipped, norm
