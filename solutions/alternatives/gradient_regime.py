"""Other answers to gradient_regime."""

import numpy as np

from solutions.alternatives import Answers
from solutions.gradient_flow import gradient_regime

answers = Answers(gradient_regime)

RADIUS = "np.abs(np.linalg.eigvals(Waa)).max()"
SIGMA = "np.linalg.norm(Waa, ord=2)"
RAISE = """raise ValueError(f'act must be "linear" or "tanh", got {act!r}')"""


@answers.variant
def with_singular_values_from_svd(Waa, act):
    if act not in ("linear", "tanh"):
        raise ValueError(act)
    values = np.linalg.eig(Waa)[0] if act == "linear" else np.linalg.svd(Waa, compute_uv=False)
    excess = max(abs(value) for value in values) - 1
    if abs(excess) <= 1e-6:
        return "borderline"
    if excess < 0:
        return "vanish"
    return {"linear": "explode", "tanh": "borderline"}[act]


@answers.variant
def with_the_root_of_the_largest_eigenvalue(Waa, act):
    match act:
        case "linear":
            size = np.sort(np.abs(np.linalg.eigvals(Waa)))[-1]
        case "tanh":
            size = np.sqrt(np.linalg.eigvalsh(Waa.T @ Waa)[-1])
        case _:
            raise ValueError("linear or tanh")
    if np.isclose(size, 1, rtol=0, atol=1e-6) or (act == "tanh" and size > 1):
        return "borderline"
    return "vanish" if size < 1 else "explode"


@answers.variant
def with_real_and_imaginary_parts(Waa, act):
    if act == "linear":
        values = np.linalg.eigvals(Waa)
        g = np.max(np.hypot(values.real, values.imag))
        return "explode" if g > 1 + 1e-6 else "vanish" if g < 1 - 1e-6 else "borderline"
    if act == "tanh":
        return "vanish" if np.linalg.svd(Waa)[1].max() < 1 - 1e-6 else "borderline"
    raise ValueError(f"unknown act {act}")


answers.mistakes(
    "without_tanh_the_powers_of_Waa_decide",
    takes_the_singular_value_for_both=(
        {RADIUS: SIGMA},
        "the largest singular value decides in the linear case: one step may stretch, and the powers shrink all the "
        "same. The largest modulus of an eigenvalue decides.",
    ),
    takes_the_frobenius_norm=(
        {RADIUS: "np.linalg.norm(Waa)"},
        "the Frobenius norm decides in the linear case: it counts every entry, however the matrix turns them.",
    ),
    takes_the_largest_size_of_a_weight=(
        {RADIUS: "np.abs(Waa).max()"},
        "the size of the largest entry of W_aa decides: many small ones may add up, and a large one may lead nowhere.",
    ),
    takes_the_determinant=(
        {RADIUS: "abs(np.linalg.det(Waa))"},
        "the determinant decides: it is the product of all eigenvalues, and one large one among small ones is enough.",
    ),
    takes_it_for_symmetric=(
        {"eigvals(": "eigvalsh("},
        "the eigenvalues come from eigvalsh, which takes W_aa for symmetric and reads one half of it.",
    ),
    takes_the_real_part=(
        {RADIUS: "np.linalg.eigvals(Waa).real.max()"},
        "the largest real part of an eigenvalue decides: a negative or complex one counts by its modulus.",
    ),
    takes_the_size_of_the_real_part=(
        {"eigvals(Waa)": "eigvals(Waa).real"},
        "the sizes of the real parts decide: the modulus of an eigenvalue has its imaginary part in it as well.",
    ),
    turns_the_names_round=(
        {'return "vanish"': 'return "explode"', 'return "explode"': 'return "vanish"'},
        "the names are the wrong way round: below 1 the gradient vanishes.",
    ),
    says_other_words=(
        {'return "vanish"': 'return "vanishing"', 'return "explode"': 'return "exploding"'},
        'the words are "vanishing" and "exploding": the docstring says "vanish" and "explode".',
    ),
)

answers.mistakes(
    "under_tanh_only_vanishing_can_be_promised",
    takes_the_radius_for_both=(
        {SIGMA: RADIUS},
        "the spectral radius decides under tanh as well: the slopes differ from step to step, "
        "and only the largest singular value bounds every step.",
    ),
    promises_growth_under_tanh=(
        {' and act == "linear"': ""},
        "growth is promised under tanh where the largest singular value is above 1: it is a bound from above, "
        "and tanh may shrink what W_aa stretches.",
    ),
    ignores_the_activation_function=(
        {SIGMA: RADIUS, ' and act == "linear"': ""},
        "tanh makes no difference: the spectral radius decides and growth is promised.",
    ),
    bounds_by_the_frobenius_norm=(
        {", ord=2": ""},
        "the Frobenius norm bounds the step under tanh: that is a bound too, but a matrix of Frobenius norm above 1 "
        "may still shrink every vector. np.linalg.norm takes it unless ord=2 is given.",
    ),
    promises_nothing_under_tanh=(
        {"growth < 1 - 1e-6": 'growth < 1 - 1e-6 and act == "linear"'},
        "under tanh nothing is promised at all: with a largest singular value below 1 the gradient vanishes.",
    ),
    takes_the_smallest_singular_value=(
        {"ord=2": "ord=-2"},
        "the smallest singular value is taken: the largest is the one that bounds every step.",
    ),
)

answers.mistakes(
    "what_is_1_up_to_rounding_is_borderline",
    compares_exactly=(
        {" - 1e-6": "", " + 1e-6": ""},
        "only exactly 1 is borderline: what is closer to 1 than 1e-6 should count as 1, since computers round.",
    ),
    is_too_generous=(
        {"1 - 1e-6": "1 - 1e-2", "1 + 1e-6": "1 + 1e-2"},
        "numbers as far as 1e-2 from 1 count as 1: the limit is 1e-6, and 1.01 to the power of 500 is 145.",
    ),
    leaves_isclose_its_own_tolerance=(
        {"1 - 1e-6": "1 - 1e-5", "1 + 1e-6": "1 + 1e-5"},
        "numbers as far as 1e-5 from 1 count as 1: the limit is 1e-6. "
        "(np.isclose and np.allclose add a relative tolerance of 1e-5 where rtol=0 is not given.)",
    ),
    rounds_to_six_places=(
        {"growth < 1 - 1e-6": "growth < 1 - 5e-7", "growth > 1 + 1e-6": "growth > 1 + 5e-7"},
        "only what is closer to 1 than about 5e-7 counts as 1, as with round(..., 6): the limit is 1e-6.",
    ),
    knows_two_regimes=(
        {"growth > 1 + 1e-6": "growth >= 1 - 1e-6"},
        "what is closer to 1 than 1e-6 explodes in the linear case: it is borderline.",
    ),
)

answers.mistakes(
    "an_unknown_activation_function_raises_ValueError",
    takes_everything_else_for_tanh=(
        {'act == "tanh"': 'act != "linear"'},
        'what is not "linear" is taken for "tanh": another name is a mistake of the caller, and is to raise.',
    ),
    looks_it_up_in_a_dict=(
        {RAISE: "raise KeyError(act)"},
        "an unknown act raises a KeyError, as looking it up in a dict does: a ValueError is expected.",
    ),
    returns_the_error=(
        {RAISE: RAISE.replace("raise", "return")},
        "the error comes back as a result: `raise` throws it, `return` does not.",
    ),
    takes_capital_letters=(
        {'if act == "linear":\n': 'if act.lower() == "linear":\n', 'act == "tanh"': 'act.lower() == "tanh"'},
        'capital letters make no difference: the names are "linear" and "tanh", and "Tanh" is unknown.',
    ),
    says_nothing_of_others=({RAISE: "return None"}, "an unknown act gives None: it is to raise a ValueError."),
    asserts_the_name=(
        {RAISE: "assert False"},
        "an assert refuses an unknown act: that raises an AssertionError, and a ValueError is expected.",
    ),
    takes_everything_else_for_linear=(
        {'act == "linear"': ('act != "tanh"', 2)},
        'what is not "tanh" is taken for "linear": another name is a mistake of the caller, and is to raise.',
    ),
)

answers.refused(
    "without_tanh_the_powers_of_Waa_decide",
    takes_the_largest_weight={RADIUS: "Waa.max()"},
    takes_the_mean_modulus={"eigvals(Waa)).max()": "eigvals(Waa)).mean()"},
    takes_the_smallest_eigenvalue={"eigvals(Waa)).max()": "eigvals(Waa)).min()"},
    takes_the_trace={RADIUS: "abs(np.trace(Waa))"},
    takes_the_largest_row_sum={RADIUS: "np.abs(Waa).sum(axis=1).max()"},
    answers_yes_or_no={'return "vanish"': "return True", 'return "explode"': "return False"},
)

answers.equivalent(
    "if growth < 1 - 1e-6: -> if growth <= 1 - 1e-6:",
    'if growth > 1 + 1e-6 and act == "linear": -> if growth >= 1 + 1e-6 and act == "linear":',
    because="no input of a check, and no matrix of a learner, has a growth that is this very number and not another.",
)

answers.equivalent(
    'if growth > 1 + 1e-6 and act == "linear": -> if growth > 1 + 1e-6 and act <= "linear":',
    because='here act is "linear" or "tanh", and "tanh" comes later in the alphabet.',
)

answers.mistakes(
    "an_unknown_activation_function_raises_ValueError",
    looks_for_part_of_a_name=(
        {'act == "tanh"': 'act in "linear tanh"'},
        "part of a word passes for a name: `in` looks for a part of a text. Use `==`, or a tuple of words.",
    ),
)
