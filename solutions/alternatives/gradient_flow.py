"""Lesson 07: wrong and unusual answers to the Jacobian of a step."""

import numpy as np

from solutions.alternatives import misconception, variant

ENTRY = "entry_j_k_says_how_a_j_answers_to_a_k_before"
ENDS = "a_saturated_entry_answers_to_nothing_and_one_at_zero_in_full"
ALONE = "activation_and_weight_are_left_alone"
BODY = "(1 - a_t**2)[:, np.newaxis] * Waa"


@misconception(
    "step_jacobian",
    caught_by=ENTRY,
    says="the columns are scaled: (1 - a_t**2) of shape (n_a,) lines up with the last axis, "
    "and the slope of entry j belongs to row j.",
)
def scales_the_columns(source):
    return source.replace(BODY, "(1 - a_t**2) * Waa")


@misconception(
    "step_jacobian",
    caught_by=ENTRY,
    says="the slopes are applied on both sides of W_aa: tanh comes after W_aa, so they stand on the left alone.",
)
def applies_the_slopes_on_both_sides(a_t, Waa):
    return np.diag(1 - a_t**2) @ Waa @ np.diag(1 - a_t**2)


@misconception(
    "step_jacobian",
    caught_by=ENTRY,
    says="W_aa is transposed: row j of W_aa makes entry j of the activation. (The transpose carries a gradient back.)",
)
def transposes_the_weight(source):
    return source.replace("* Waa", "* Waa.T")


@misconception(
    "step_jacobian",
    caught_by=ENTRY,
    says="the Jacobian is transposed: row j is to say how entry j of the new activation answers.",
)
def transposes_the_jacobian(source):
    return source.replace(BODY, "((1 - a_t**2)[:, np.newaxis] * Waa).T")


@misconception(
    "step_jacobian", caught_by=ENDS, says="the slope of tanh is left out: W_aa alone is the derivative before tanh."
)
def forgets_the_slope(source):
    return source.replace(BODY, "Waa.copy()")


@misconception(
    "step_jacobian",
    caught_by=ENTRY,
    says="the slope is 1 - a: the derivative of tanh is 1 - tanh**2.",
)
def forgets_the_square(source):
    return source.replace("a_t**2", "a_t")


@misconception(
    "step_jacobian",
    caught_by=ENDS,
    says="tanh is taken once more: a_t is the tanh already, and its slope is 1 - a_t**2.",
)
def takes_tanh_twice(source):
    return source.replace("a_t**2", "np.tanh(a_t) ** 2")


@misconception(
    "step_jacobian", caught_by=ENDS, says="the slope is a * (1 - a), that of the sigmoid; here it is that of tanh."
)
def takes_the_slope_of_the_sigmoid(source):
    return source.replace("(1 - a_t**2)", "(a_t * (1 - a_t))")


@misconception(
    "step_jacobian",
    caught_by=ENTRY,
    says="the slope is 1 - |a|: it has the right ends and the wrong middle. The derivative of tanh is 1 - tanh**2.",
)
def takes_the_absolute_value(source):
    return source.replace("a_t**2", "np.abs(a_t)")


@misconception(
    "step_jacobian",
    caught_by=ENTRY,
    says="the slopes are summed up with the product: this is a vector or a number, and the Jacobian is a matrix.",
)
def multiplies_the_matrix_into_a_vector(source):
    return source.replace(BODY, "(1 - a_t**2) @ Waa")


@misconception(
    "step_jacobian",
    caught_by=ENTRY,
    says="the diagonal of W_aa alone is kept: diag holds the slopes, and W_aa stays whole.",
)
def keeps_the_diagonal(source):
    return source.replace(BODY, "np.diag(1 - a_t**2) * Waa")


@misconception(
    "step_jacobian",
    caught_by=ALONE,
    says="Waa *= ... writes into the caller's weight: make a new array for the product.",
)
def writes_into_the_weight(source):
    return source.replace(f"return {BODY}", "Waa *= (1 - a_t**2)[:, np.newaxis]\n    return Waa")


@variant("step_jacobian")
def with_a_diagonal_matrix(a_t, Waa):
    return np.diag(1 - a_t**2) @ Waa


@variant("step_jacobian")
def with_einsum(a_t, Waa):
    return np.einsum("j,jk->jk", 1 - np.square(a_t), Waa)


@variant("step_jacobian")
def with_two_transposes(a_t, Waa):
    return (Waa.T * (1 + a_t) * (1 - a_t)).T


@variant("step_jacobian")
def entry_by_entry(a_t, Waa):
    J = np.zeros(Waa.shape)
    for j in range(len(a_t)):
        for k in range(len(a_t)):
            J[j, k] = (1 - a_t[j] * a_t[j]) * Waa[j, k]
    return J


@variant("step_jacobian")
def with_reshape_and_matrix_of_slopes(a_t, Waa):
    return np.multiply((1 - a_t**2).reshape(-1, 1), Waa)
