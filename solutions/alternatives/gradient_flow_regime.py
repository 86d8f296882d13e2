"""Lesson 07: wrong and unusual answers to the regime of a recurrent weight."""

import numpy as np

from solutions.alternatives import equivalent, misconception, variant

FREE = "without_tanh_the_powers_of_Waa_decide"
BOUND = "under_tanh_only_vanishing_can_be_promised"
ONE = "what_is_1_up_to_rounding_is_borderline"
WHICH = "an_unknown_activation_function_raises_ValueError"
RADIUS, SIGMA = "np.abs(np.linalg.eigvals(Waa)).max()", "np.linalg.norm(Waa, ord=2)"
GROWS = 'if growth > 1 + 1e-6 and act == "linear":'


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the largest singular value decides in the linear case: one step may stretch, and the powers shrink all the "
    "same. The largest modulus of an eigenvalue decides.",
)
def takes_the_singular_value_for_both(source):
    return source.replace(RADIUS, SIGMA)


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the Frobenius norm decides in the linear case: it counts every entry, however the matrix turns them.",
)
def takes_the_frobenius_norm(source):
    return source.replace(RADIUS, "np.linalg.norm(Waa)")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the largest entry of W_aa decides: many small ones may add up, and a large one may lead nowhere.",
)
def takes_the_largest_weight(source):
    return source.replace(RADIUS, "Waa.max()")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the size of the largest entry of W_aa decides: many small ones may add up, and a large one may lead nowhere.",
)
def takes_the_largest_size_of_a_weight(source):
    return source.replace(RADIUS, "np.abs(Waa).max()")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the determinant decides: it is the product of all eigenvalues, and one large one among small ones is enough.",
)
def takes_the_determinant(source):
    return source.replace(RADIUS, "abs(np.linalg.det(Waa))")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the eigenvalues come from eigvalsh, which takes W_aa for symmetric and reads one half of it.",
)
def takes_it_for_symmetric(source):
    return source.replace("np.linalg.eigvals(", "np.linalg.eigvalsh(")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the largest real part of an eigenvalue decides: a negative or complex one counts by its modulus.",
)
def takes_the_real_part(source):
    return source.replace(RADIUS, "np.linalg.eigvals(Waa).real.max()")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the sizes of the real parts decide: the modulus of an eigenvalue has its imaginary part in it as well.",
)
def takes_the_size_of_the_real_part(source):
    return source.replace("np.linalg.eigvals(Waa))", "np.linalg.eigvals(Waa).real)")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the mean of the moduli decides: after many steps the largest eigenvalue outgrows all others.",
)
def takes_the_mean_modulus(source):
    return source.replace(RADIUS, "np.abs(np.linalg.eigvals(Waa)).mean()")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the smallest eigenvalue decides: after many steps the largest outgrows all others.",
)
def takes_the_smallest_eigenvalue(source):
    return source.replace("eigvals(Waa)).max()", "eigvals(Waa)).min()")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the trace decides: it is the sum of the eigenvalues, and they may cancel or add up.",
)
def takes_the_trace(source):
    return source.replace(RADIUS, "abs(np.trace(Waa))")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the largest sum of a row decides: it is a norm, a bound from above, and the powers may shrink all the same.",
)
def takes_the_largest_row_sum(source):
    return source.replace(RADIUS, "np.abs(Waa).sum(axis=1).max()")


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="the names are the wrong way round: below 1 the gradient vanishes.",
)
def turns_the_names_round(source):
    return (
        source.replace('return "vanish"', 'return "?"')
        .replace('return "explode"', 'return "vanish"')
        .replace('return "?"', 'return "explode"')
    )


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says='the words are "vanishing" and "exploding": the docstring says "vanish" and "explode".',
)
def says_other_words(source):
    return source.replace('"vanish"', '"vanishing"').replace('"explode"', '"exploding"')


@misconception(
    "gradient_regime",
    caught_by=FREE,
    says="True and False come back: one of three words is due.",
)
def answers_yes_or_no(source):
    return source.replace('return "vanish"', "return True").replace('return "explode"', "return False")


@misconception(
    "gradient_regime",
    caught_by=BOUND,
    says="the spectral radius decides under tanh as well: the slopes differ from step to step, and only the largest "
    "singular value bounds every step.",
)
def takes_the_radius_for_both(source):
    return source.replace(SIGMA, RADIUS)


@misconception(
    "gradient_regime",
    caught_by=BOUND,
    says="growth is promised under tanh: a largest singular value above 1 is a bound from above, and tanh may shrink "
    "what W_aa stretches.",
)
def promises_growth_under_tanh(source):
    return source.replace(' and act == "linear"', "")


@misconception(
    "gradient_regime",
    caught_by=BOUND,
    says="tanh makes no difference: the spectral radius decides and growth is promised.",
)
def ignores_the_activation_function(source):
    return source.replace(SIGMA, RADIUS).replace(' and act == "linear"', "")


@misconception(
    "gradient_regime",
    caught_by=BOUND,
    says="the Frobenius norm bounds the step under tanh: that is a bound too, but a matrix of Frobenius norm above 1 "
    "may still shrink every vector. np.linalg.norm takes it unless ord=2 is given.",
)
def bounds_by_the_frobenius_norm(source):
    return source.replace(SIGMA, "np.linalg.norm(Waa)")


@misconception(
    "gradient_regime",
    caught_by=BOUND,
    says="under tanh nothing is promised at all: with a largest singular value below 1 the gradient vanishes.",
)
def promises_nothing_under_tanh(source):
    return source.replace("if growth < 1 - 1e-6:", 'if growth < 1 - 1e-6 and act == "linear":')


@misconception(
    "gradient_regime",
    caught_by=BOUND,
    says="the smallest singular value is taken: the largest is the one that bounds every step.",
)
def takes_the_smallest_singular_value(source):
    return source.replace(SIGMA, "np.linalg.norm(Waa, ord=-2)")


@misconception(
    "gradient_regime",
    caught_by=ONE,
    says="only exactly 1 is borderline: an eigenvalue of a rotation is computed as 1 up to rounding only.",
)
def compares_exactly(source):
    return source.replace("1 - 1e-6", "1").replace("1 + 1e-6", "1")


@misconception(
    "gradient_regime",
    caught_by=ONE,
    says="a hundredth around 1 counts as 1: the docstring says 1e-6, and 1.01 to the power of 500 is 145.",
)
def is_too_generous(source):
    return source.replace("1e-6", "1e-2")


@misconception(
    "gradient_regime",
    caught_by=ONE,
    says="nothing is borderline in the linear case: what is neither above nor below 1 is 1.",
)
def knows_two_regimes(source):
    return source.replace(GROWS, 'if growth >= 1 - 1e-6 and act == "linear":')


@misconception(
    "gradient_regime",
    caught_by=WHICH,
    says='what is not "linear" is taken for "tanh": another name is a mistake of the caller, and is to raise.',
)
def takes_everything_else_for_tanh(source):
    return source.replace('elif act == "tanh":', "else:").replace(
        '    else:\n        raise ValueError(f\'act must be "linear" or "tanh", got {act!r}\')\n', ""
    )


@misconception(
    "gradient_regime",
    caught_by=WHICH,
    says='what is not "tanh" is taken for "linear": another name is a mistake of the caller, and is to raise.',
)
def takes_everything_else_for_linear(Waa, act):
    growth = np.linalg.norm(Waa, ord=2) if act == "tanh" else np.abs(np.linalg.eigvals(Waa)).max()
    if growth < 1 - 1e-6:
        return "vanish"
    return "explode" if growth > 1 + 1e-6 and act != "tanh" else "borderline"


@misconception(
    "gradient_regime",
    caught_by=WHICH,
    says="an unknown act gives None: it is to raise a ValueError.",
)
def says_nothing_of_others(source):
    return source.replace('raise ValueError(f\'act must be "linear" or "tanh", got {act!r}\')', "return None")


@misconception(
    "gradient_regime",
    caught_by=WHICH,
    says="an assert refuses an unknown act: that raises an AssertionError, and a ValueError is due.",
)
def asserts_the_name(source):
    return source.replace('raise ValueError(f\'act must be "linear" or "tanh", got {act!r}\')', "assert False")


@variant("gradient_regime")
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


@variant("gradient_regime")
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


@variant("gradient_regime")
def with_real_and_imaginary_parts(Waa, act):
    if act == "linear":
        values = np.linalg.eigvals(Waa)
        g = np.max(np.hypot(values.real, values.imag))
        return "explode" if g > 1 + 1e-6 else "vanish" if g < 1 - 1e-6 else "borderline"
    if act == "tanh":
        return "vanish" if np.linalg.svd(Waa)[1].max() < 1 - 1e-6 else "borderline"
    raise ValueError(f"unknown act {act}")


SAME = "no input of a check, and no matrix of a learner, has a growth that is this very number and not another."
equivalent("gradient_regime", "if growth < 1 - 1e-6: -> if growth <= 1 - 1e-6:", because=SAME)
equivalent(
    "gradient_regime",
    'if growth > 1 + 1e-6 and act == "linear": -> if growth >= 1 + 1e-6 and act == "linear":',
    because=SAME,
)
equivalent(
    "gradient_regime",
    'if growth > 1 + 1e-6 and act == "linear": -> if growth > 1 + 1e-6 and act <= "linear":',
    because='here act is "linear" or "tanh", and "tanh" comes later in the alphabet.',
)
