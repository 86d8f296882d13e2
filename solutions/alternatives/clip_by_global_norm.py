"""Other answers to clip_by_global_norm."""

import numpy as np

from solutions.alternatives import Answers
from solutions.clipping import clip_by_global_norm

answers = Answers(clip_by_global_norm)

SQUARES = "sum(np.sum(g**2) for g in grads.values())"
ROOT = f"np.sqrt({SQUARES})"
FACTOR = "c / max(norm, c)  # exactly 1 up to c, a norm of 0 included"
CLIPPED = "{name: g * factor for name, g in grads.items()}"

answers.variants(
    with_the_small_number_of_a_library={
        f"float({ROOT})": "sum(np.vdot(g, g) for g in grads.values()) ** 0.5",
        FACTOR: "min(1.0, c / (norm + 1e-9))",
    },
)


@answers.variant
def with_one_long_vector(grads, c):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads.values()]))
    if norm <= c:
        return {name: g.copy() for name, g in grads.items()}, norm
    return {name: c * g / norm for name, g in grads.items()}, norm


@answers.variant
def with_the_norm_of_norms(grads, c):
    norm = np.linalg.norm([np.linalg.norm(grads[name]) for name in grads])
    clipped = dict(grads)
    if norm > c:
        for name in clipped:
            clipped[name] = clipped[name] * c / norm
    return clipped, float(norm)


@answers.variant
def in_place_on_a_deep_copy(grads, c):
    clipped = {name: np.array(g) for name, g in grads.items()}
    norm = np.sqrt(sum((g * g).sum() for g in clipped.values()))
    if norm > c:
        for g in clipped.values():
            g *= c / norm
    return clipped, norm


answers.mistakes(
    "together_they_end_up_as_long_as_c",
    adds_the_norms=(
        {ROOT: "sum(np.linalg.norm(g) for g in grads.values())"},
        "the norms of the arrays are added: their squares add up, and the root comes last.",
    ),
    forgets_the_root=({ROOT: SQUARES}, "the root is missing: the sum of squares is the square of the norm."),
    takes_the_largest_norm=(
        {ROOT: "max(np.linalg.norm(g) for g in grads.values())"},
        "the largest of the norms of the arrays is taken: together they are longer than each of them.",
    ),
    takes_the_root_mean_square=(
        {SQUARES: f"{SQUARES} / sum(g.size for g in grads.values())"},
        "the root of the mean square is taken: the norm has the sum of all squares under its root.",
    ),
    takes_singular_values=(
        {"np.sum(g**2)": "np.linalg.norm(g, 2) ** 2"},
        "np.linalg.norm(g, 2) of a matrix is its largest singular value: the root of the sum of squares is due.",
    ),
    ends_up_with_length_one=(
        {FACTOR: "1 / norm if norm > c else 1.0"},
        "the gradients are divided by their norm and not multiplied by c: they end up with the length 1.",
    ),
    divides_by_c=({FACTOR: "1 / c if norm > c else 1.0"}, "the gradients are divided by c: the factor is c / norm."),
    turns_the_fraction_round=(
        {FACTOR: "norm / c if norm > c else 1.0"},
        "the factor is norm / c: that makes what is too long longer still.",
    ),
    returns_the_unclipped=({"g * factor": "g"}, "the gradients come back as they were: return the shortened ones."),
    throws_it_away=(
        {FACTOR: "1.0 if norm <= c else 0.0"},
        "the gradients become 0 where they are too long: they are to be shortened.",
    ),
    scales_the_short_ones=(
        {FACTOR: "c / norm if 0 < norm <= c else 1.0"},
        "the condition is the wrong way round: what is longer than c stays, and what is shorter is scaled.",
    ),
    knows_five_names=(
        {"in grads.items()": 'in grads.items() if name != "da0"'},
        "only the five gradients of the parameters are clipped, by name: the dict may hold others, such as da0.",
    ),
)

answers.mistakes(
    "they_keep_their_direction",
    clips_each_array_by_itself=(
        {"g * factor": "g * (c / max(np.linalg.norm(g), c))"},
        "each array is shortened to c by its own norm: one norm over all arrays gives one factor for all.",
    ),
    clips_by_value=(
        {"g * factor": "np.clip(g, -c, c)"},
        "the entries are clipped at c one by one: that turns the direction. All are multiplied by one factor.",
    ),
)

answers.mistakes(
    "shorter_gradients_stay_as_they_are",
    always_scales=(
        {FACTOR: "c / np.float64(norm)"},
        "the gradients are always scaled to c: those that are shorter become longer, and zeros become nan.",
    ),
    always_scales_with_an_epsilon=(
        {FACTOR: "c / (norm + 1e-8)"},
        "the gradients are always scaled to c, with a small number to keep zeros from nan: shorter ones are to stay.",
    ),
    divides_by_zero_on_the_way=(
        {FACTOR: "np.where(norm > c, c / np.float64(norm), 1.0)"},
        "c / norm is computed even where the norm is 0, and NumPy warns: np.where and min compute all arguments.",
    ),
)

answers.mistakes(
    "the_norm_that_comes_back_is_that_before_clipping",
    returns_the_norm_after=(
        {"}, norm": "}, min(norm, c)"},
        "the norm after clipping comes back: return the one before, which tells you how far you have clipped.",
    ),
    returns_the_factor=(
        {"}, norm": "}, factor"},
        "the factor comes back: the second result is the norm before clipping.",
    ),
    returns_the_square=({"}, norm": "}, norm**2"}, "the square of the norm comes back: take its root."),
    returns_the_norm_first=(
        {f"{CLIPPED}, norm": f"norm, {CLIPPED}"},
        "the norm comes first: the clipped gradients are the first result, the norm is the second.",
    ),
)

answers.mistakes(
    "its_callers_gradients_are_left_alone",
    shortens_in_place=(
        {f"return {CLIPPED}": "for g in grads.values():\n        g *= factor\n    return grads"},
        "g *= ... writes into the caller's arrays: multiply into new ones.",
    ),
)

answers.refused(
    "together_they_end_up_as_long_as_c",
    takes_the_largest_entry_for_the_norm={ROOT: "max(np.abs(g).max() for g in grads.values())"},
)

answers.refused(
    "they_keep_their_direction",
    shortens_the_longest_only={
        "g * factor": "g * (factor if g.size == max(h.size for h in grads.values()) else 1)",
    },
    turns_it_round={"g * factor": "-g * factor"},
)

answers.refused(
    "the_norm_that_comes_back_is_that_before_clipping",
    returns_whether_it_clipped={"}, norm": "}, bool(norm > c)"},
)
