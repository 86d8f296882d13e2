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
    with_a_very_small_number={
        f"float({ROOT})": "sum(np.vdot(g, g) for g in grads.values()) ** 0.5",
        FACTOR: "min(1.0, c / (norm + 1e-9))",
    },
)


@answers.variant
def with_one_long_vector(grads, c):
    norm = np.linalg.norm(np.concatenate([np.zeros(0), *(g.ravel() for g in grads.values())]))
    if norm <= c:
        return {name: g.copy() for name, g in grads.items()}, norm
    return {name: c * g / norm for name, g in grads.items()}, norm


@answers.variant
def with_the_norm_of_norms(grads, c):
    norm = np.linalg.norm([np.linalg.norm(grads[name]) for name in grads])
    clipped = {name: g.copy() for name, g in grads.items()}
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
        "np.linalg.norm(g, 2) of a matrix is its largest singular value: the root of the sum of squares is expected.",
    ),
    ends_up_with_length_one=(
        {FACTOR: "1 / norm if norm > c else 1.0"},
        "gradients longer than c are divided by their norm and not multiplied by c: they end up with the length 1.",
    ),
    divides_by_c=(
        {FACTOR: "1 / c if norm > c else 1.0"},
        "gradients that are too long are divided by c: the factor is c / norm.",
    ),
    divides_by_the_square=(
        {FACTOR: "c / norm**2 if norm > c else 1.0"},
        "the gradients are divided by the square of the norm: the root is missing there.",
    ),
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
    leaves_da0_out=(
        {"in grads.items()": 'in grads.items() if name != "da0"'},
        "da0 is left out of the result: whatever is in the dict is shortened.",
    ),
    knows_five_names=(
        {"in grads.items()": 'in grads.items() if name in ("dWax", "dWaa", "dWya", "dba", "dby")'},
        "only the gradients of the five parameters come back: the dict may hold any names.",
    ),
    adds_a_millionth=(
        {FACTOR: "min(1.0, c / (norm + 1e-6))"},
        "1e-6 is added to the norm before c is divided by it, as PyTorch does: small gradients then end up shorter "
        "than c.",
    ),
    adds_a_hundred_millionth=(
        {FACTOR: "min(1.0, c / (norm + 1e-8))"},
        "1e-8 is added to the norm before c is divided by it: small gradients then end up shorter than c.",
    ),
    adds_all_sizes=(
        {ROOT: "sum(np.abs(g).sum() for g in grads.values())"},
        "the sizes of all entries are added up: the norm is the root of the sum of their squares.",
    ),
    averages_each_array=(
        {"np.sum(g**2)": "np.mean(g**2)"},
        "the mean of the squares of each array is taken: under the root stands their sum.",
    ),
    takes_one_for_c=(
        {FACTOR: "1 / max(norm, 1)"},
        "the limit is 1 whatever c is.",
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
    compares_the_square=(
        {FACTOR: "c / norm if norm**2 > c else 1.0"},
        "the sum of squares is compared with c, before its root is taken: gradients shorter than c may be scaled then.",
    ),
    compares_with_one=(
        {FACTOR: "c / norm if norm > 1 else 1.0"},
        "the norm is compared with 1 and not with c: gradients between the two become longer.",
    ),
    divides_by_zero_on_the_way=(
        {FACTOR: "np.where(norm > c, c / np.float64(norm), 1.0)"},
        "c / norm is computed even where the norm is 0, and NumPy warns: np.where computes all of its arguments.",
    ),
)

answers.mistakes(
    "the_norm_that_comes_back_is_that_before_clipping",
    returns_the_norm_after=(
        {"}, norm": "}, min(norm, c)"},
        "the norm after clipping comes back: the one before tells you how far you have clipped.",
    ),
    returns_the_factor=(
        {"}, norm": "}, factor"},
        "the factor comes back: the second result is the norm before clipping.",
    ),
    returns_the_square=({"}, norm": "}, norm**2"}, "the square of the norm comes back: take its root."),
    returns_the_limit=({"}, norm": "}, float(c)"}, "c comes back: the second result is the norm before clipping."),
    returns_the_norm_first=(
        {f"{CLIPPED}, norm": f"norm, {CLIPPED}"},
        "the norm comes first: the clipped gradients are the first result, the norm is the second.",
    ),
)

answers.mistakes(
    "its_callers_gradients_are_left_alone",
    shortens_in_place=(
        {f"return {CLIPPED}": "for g in grads.values():\n        g *= factor\n    return grads"},
        "g *= factor, or another change in place, writes into the caller's arrays: g * factor makes a new one.",
    ),
    hands_back_what_is_short_enough=(
        {f"return {CLIPPED}": f"return {CLIPPED} if norm > c else grads"},
        "gradients that are short enough are handed back themselves: the result is to have arrays of its own.",
    ),
)

answers.refused(
    "together_they_end_up_as_long_as_c",
    takes_the_largest_entry_for_the_norm={ROOT: "max(np.abs(g).max() for g in grads.values())"},
)


@answers.mistake(
    "they_keep_their_direction",
    "each array is shortened to c by its own norm, and the norm of the last one comes back: "
    "one norm over all arrays gives one factor for all.",
)
def measures_each_array_alone(grads, c):
    clipped, norm = {}, 0.0
    for name, g in grads.items():
        norm = np.linalg.norm(g)
        clipped[name] = g * (c / max(norm, c))
    return clipped, norm


@answers.mistake(
    "shorter_gradients_stay_as_they_are",
    "an empty dict raises an exception, as np.concatenate does without any array: it gives an empty dict and 0.",
)
def joins_no_arrays(grads, c):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads.values()]))
    factor = min(1.0, c / norm) if norm > 0 else 1.0
    return {name: g * factor for name, g in grads.items()}, norm


@answers.mistake(
    "together_they_end_up_as_long_as_c",
    "five names are looked up, those of the parameters: the dict may hold any others.",
)
def looks_five_names_up(grads, c):
    known = {name: grads[name] for name in ("dWax", "dWaa", "dWya", "dba", "dby")}
    norm = np.sqrt(sum(np.sum(g**2) for g in known.values()))
    return {name: g * (c / max(norm, c)) for name, g in known.items()}, norm


@answers.mistake(
    "together_they_end_up_as_long_as_c",
    "g *= factor writes into the caller's arrays, and 1e-6 is added to the norm, as PyTorch's clip_grad_norm_ does. "
    "Make new arrays, and divide by the norm itself.",
)
def does_as_pytorch_does(grads, c):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    factor = min(c / (norm + 1e-6), 1.0)
    for g in grads.values():
        g *= factor
    return grads, norm


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

answers.mistakes(
    "together_they_end_up_as_long_as_c",
    takes_the_root_of_the_norms=(
        {ROOT: "np.sqrt(sum(np.linalg.norm(g) for g in grads.values()))"},
        "the root is taken of the sum of the norms: it is their squares that add up.",
    ),
    brings_each_array_to_the_limit=(
        {"g * factor": "g * (c / np.linalg.norm(g) if norm > c else 1)"},
        "each array is brought to the length c by its own norm: one norm over all arrays gives one factor for all.",
    ),
)
