"""Other answers to step_jacobian."""

import numpy as np

from solutions.alternatives import Answers
from solutions.gradient_flow import step_jacobian

answers = Answers(step_jacobian)

SLOPES = "(1 - a_t**2)[:, np.newaxis]"
PRODUCT = f"{SLOPES} * Waa"

answers.variants(
    with_a_diagonal_matrix={PRODUCT: "np.diag(1 - a_t**2) @ Waa"},
    with_einsum={PRODUCT: 'np.einsum("j,jk->jk", 1 - np.square(a_t), Waa)'},
    with_two_transposes={PRODUCT: "(Waa.T * (1 + a_t) * (1 - a_t)).T"},
    with_reshape_and_matrix_of_slopes={PRODUCT: "np.multiply((1 - a_t**2).reshape(-1, 1), Waa)"},
)


@answers.variant
def entry_by_entry(a_t, Waa):
    J = np.zeros(Waa.shape)
    for j in range(len(a_t)):
        for k in range(len(a_t)):
            J[j, k] = (1 - a_t[j] * a_t[j]) * Waa[j, k]
    return J


answers.mistakes(
    "entry_j_k_says_how_a_j_answers_to_a_k_before",
    scales_the_columns=(
        {"[:, np.newaxis]": ""},
        "each column of W_aa is scaled, where each row should be: the slope of entry j belongs to row j. "
        "(Slopes of shape (n_a,) line up with the last axis.)",
    ),
    transposes_the_weight=(
        {"* Waa": "* Waa.T"},
        "W_aa is transposed: row j of W_aa makes entry j of the activation. (The transpose carries a gradient back.)",
    ),
    transposes_the_jacobian=(
        {PRODUCT: f"({PRODUCT}).T"},
        "the Jacobian is transposed: row j is to say how entry j of the new activation answers.",
    ),
    forgets_the_square=({"a_t**2": "a_t"}, "the slope is 1 - a: the derivative of tanh is 1 - tanh**2."),
    squares_the_difference=(
        {"(1 - a_t**2)": "((1 - a_t) ** 2)"},
        "the slope is (1 - a)**2: the square belongs to a alone, as in 1 - a**2.",
    ),
    adds_the_square=({"1 - a_t**2": "1 + a_t**2"}, "the slope is 1 + a**2: a square is taken away from 1, not added."),
    forgets_the_one=({"1 - a_t**2": "a_t**2"}, "the slope is a**2: the derivative of tanh is 1 - tanh**2."),
    takes_the_size=({"a_t**2": "np.abs(a_t)"}, "the slope is 1 - |a|: the derivative of tanh is 1 - tanh**2."),
    takes_the_step_once_more=(
        {"a_t**2": "np.tanh(Waa @ a_t) ** 2"},
        "the slope is that at tanh(W_aa @ a_t), as if a_t were the activation before the step: it is the one after it.",
    ),
    multiplies_the_matrix_into_a_vector=(
        {"[:, np.newaxis] *": " @"},
        "the slopes and W_aa are multiplied with @: that adds up the rows, and a vector is left. "
        "The Jacobian is a matrix.",
    ),
    keeps_the_diagonal=(
        {PRODUCT: "np.diag(1 - a_t**2) * Waa"},
        "only the diagonal of W_aa is kept: np.diag(slopes) * W_aa multiplies entry by entry, with zeros elsewhere.",
    ),
    applies_the_slopes_on_both_sides=(
        {"* Waa": "* Waa * (1 - a_t**2)"},
        "the slopes are applied on both sides of W_aa: tanh comes after W_aa, so they stand on the left alone.",
    ),
)

answers.mistakes(
    "a_saturated_entry_answers_to_nothing_and_one_at_zero_in_full",
    forgets_the_slope=(
        {PRODUCT: "Waa.copy()"},
        "the slope of tanh is left out: W_aa alone is the derivative before tanh.",
    ),
    takes_tanh_twice=(
        {"a_t**2": "np.tanh(a_t) ** 2"},
        "tanh is taken once more: a_t is the tanh already, and its slope is 1 - a_t**2.",
    ),
    takes_the_slope_of_the_sigmoid=(
        {"(1 - a_t**2)": "(a_t * (1 - a_t))"},
        "the slope is a * (1 - a), that of the sigmoid; here it is that of tanh.",
    ),
)


@answers.mistake(
    "a_saturated_entry_answers_to_nothing_and_one_at_zero_in_full",
    "the result is an array of the kind of Waa, as np.zeros_like(Waa) makes it: with whole numbers in Waa, "
    "all that is written into it loses its fractions.",
)
def fills_an_array_like_the_weight(a_t, Waa):
    J = np.zeros_like(Waa)
    for j in range(len(a_t)):
        J[j] = (1 - a_t[j] ** 2) * Waa[j]
    return J


answers.mistakes(
    "activation_and_weight_are_left_alone",
    writes_into_the_activation=(
        {"return ": "a_t **= 2\n    return ", "a_t**2": "a_t"},
        "a_t **= 2, or another change in place, writes into the caller's activation: make a new array.",
    ),
    writes_into_the_weight=(
        {f"return {PRODUCT}": f"Waa *= {SLOPES}\n    return Waa"},
        "Waa *= ... writes into the caller's weight: make a new array for the product.",
    ),
)


@answers.mistake("entry_j_k_says_how_a_j_answers_to_a_k_before")
def scales_two_rows(a_t, Waa):
    J = np.array(Waa, dtype=float)
    for j in range(min(2, len(a_t))):
        J[j] *= 1 - a_t[j] ** 2
    return J


@answers.mistake("entry_j_k_says_how_a_j_answers_to_a_k_before")
def knows_five_units(a_t, Waa):
    J = np.zeros((5, 5))
    for j in range(5):
        for k in range(5):
            J[j, k] = (1 - a_t[j] ** 2) * Waa[j, k]
    return J


answers.refused(
    "entry_j_k_says_how_a_j_answers_to_a_k_before",
    drops_axes_of_length_one={f"return {PRODUCT}": f"return np.squeeze({PRODUCT})"},
)
