"""Other answers to orthogonal_init."""

import numpy as np

from solutions.alternatives import Answers
from solutions.initialisation import orthogonal_init

answers = Answers(orthogonal_init)


@answers.variant
def with_singular_vectors(n, *, rng):
    U, _, Vt = np.linalg.svd(rng.normal(size=(n, n)))
    return U @ Vt


@answers.variant
def by_gram_schmidt(n, *, rng):
    Q = rng.standard_normal((n, n))
    for k in range(n):
        for _ in range(2):  # once more, for what rounding left
            Q[:, k] -= Q[:, :k] @ (Q[:, :k].T @ Q[:, k])
        Q[:, k] /= np.linalg.norm(Q[:, k])
    return Q


@answers.variant
def with_a_matrix_of_signs(n, *, rng):
    Q, R = np.linalg.qr(rng.standard_normal((n, n)))
    return Q @ np.diag(np.where(np.diag(R) < 0, -1.0, 1.0))


@answers.variant
def with_signs_of_its_own(n, *, rng):
    Q = np.linalg.qr(rng.normal(0, 3, (n, n)))[0]
    return Q * rng.choice([-1.0, 1.0], size=n)


answers.mistakes(
    "its_columns_have_length_1_and_are_orthogonal",
    scales_a_random_matrix=(
        {"return Q * np.sign(np.diag(R))": "return rng.normal(size=(n, n)) / np.sqrt(n)"},
        "the random matrix is divided by sqrt(n): its columns are roughly orthogonal and of length 1, not exactly.",
    ),
    returns_the_random_matrix=(
        {"return Q * np.sign(np.diag(R))": "return Q @ R"},
        "the random matrix itself comes back, without QR.",
    ),
    returns_the_other_factor=(
        {"return Q * np.sign(np.diag(R))": "return R"},
        "R comes back: Q is the orthogonal factor.",
    ),
    returns_singular_values=(
        {"return Q * np.sign(np.diag(R))": "return np.linalg.svd(Q @ R)[1]"},
        "the singular values come back: np.linalg.svd gives U, s and Vt in this order.",
    ),
    forgets_the_sign_function=(
        {"Q * np.sign(np.diag(R))": "Q * np.diag(R)"},
        "the diagonal of R itself is multiplied in, not its sign: the columns are no longer of length 1.",
    ),
    takes_all_signs=(
        {"Q * np.sign(np.diag(R))": "Q * np.sign(R)"},
        "the signs of the whole of R are multiplied in entry by entry: only those of its diagonal count.",
    ),
    returns_both_factors=(
        {"return Q * np.sign(np.diag(R))": "return Q * np.sign(np.diag(R)), R"},
        "Q and R both come back: return Q alone.",
    ),
)


@answers.mistake(
    "its_columns_have_length_1_and_are_orthogonal",
    "every column is divided by its length: they have length 1 now, but are not orthogonal to one another.",
)
def normalises_the_columns(n, *, rng):
    A = rng.normal(size=(n, n))
    return A / np.linalg.norm(A, axis=0)


@answers.mistake(
    "its_columns_have_length_1_and_are_orthogonal",
    "the matrix is symmetric, A + A.T: symmetric is not orthogonal.",
)
def makes_it_symmetric(n, *, rng):
    A = rng.normal(size=(n, n))
    return (A + A.T) / 2


answers.mistakes(
    "the_generator_alone_decides_which_matrix_it_is",
    returns_the_identity=(
        {"return Q * np.sign(np.diag(R))": "return np.eye(n)"},
        "the identity comes back: it is orthogonal, and the same at every start.",
    ),
    seeds_a_generator_of_its_own=(
        {"rng.normal(size=(n, n))": "np.random.default_rng(0).normal(size=(n, n))"},
        "a generator of your own with a fixed seed is used: every call then gives the same matrix. Use rng.",
    ),
    seeds_the_global_generator=(
        {"    Q, R =": "    np.random.seed(1)\n    Q, R =", "rng.normal(size=(n, n))": "np.random.randn(n, n)"},
        "NumPy's global generator is seeded and used: every call then gives the same matrix. Use rng.",
    ),
)

answers.mistakes(
    "over_many_draws_no_direction_is_preferred",
    leaves_the_signs_to_the_library=(
        {"Q * np.sign(np.diag(R))": "Q"},
        "Q is returned as np.linalg.qr gives it: its first entry is then never positive. Multiply every column by the sign of R's diagonal.",
    ),
    takes_the_signs_of_q=(
        {"np.diag(R)": "np.diag(Q)"},
        "the columns get the signs of Q's own diagonal: it then never has a negative entry on it. R's diagonal holds the signs.",
    ),
    returns_u_alone=(
        {"return Q * np.sign(np.diag(R))": "return np.linalg.svd(Q @ R)[0]"},
        "U of a singular value decomposition is returned: its signs too follow a rule of the library.",
    ),
    draws_from_zero_to_one=(
        {"rng.normal(size=(n, n))": "rng.random((n, n))"},
        "the random numbers lie between 0 and 1: the first column then points into one corner. Draw normal ones.",
    ),
    shuffles_the_identity=(
        {"return Q * np.sign(np.diag(R))": "return np.eye(n)[np.argsort(R[0] + Q[0])]"},
        "the rows of the identity are shuffled: that is orthogonal, but one among few, with entries 0 and 1 only.",
    ),
    makes_a_rotation=(
        {
            "return Q * np.sign(np.diag(R))": "Q = Q * np.sign(np.diag(R))\n    Q[:, 0] *= np.linalg.det(Q)\n    return Q"
        },
        "the determinant is made 1: these are the rotations alone, and half of all orthogonal matrices mirror.",
    ),
)

answers.equivalent(
    "return Q * np.sign(np.diag(R)) -> return Q / np.sign(np.diag(R))",
    because="the signs are 1 and -1, and each is its own inverse.",
)
