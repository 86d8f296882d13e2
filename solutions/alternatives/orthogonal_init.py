"""Other answers to orthogonal_init."""

import numpy as np

from solutions.alternatives import Answers
from solutions.initialisation import orthogonal_init

answers = Answers(orthogonal_init)

NORMAL = "rng.normal(size=(n, n))"
QR = f"Q, R = np.linalg.qr({NORMAL})"
NO_QR = f"A = {NORMAL}"
SIGNED = "Q * np.sign(np.diag(R))"

answers.variants(
    with_singular_vectors={QR: f"U, _, Vt = np.linalg.svd({NORMAL})", SIGNED: "U @ Vt"},
    with_a_matrix_of_signs={SIGNED: "Q @ np.diag(np.where(np.diag(R) < 0, -1.0, 1.0))"},
    with_signs_of_its_own={NORMAL: "rng.normal(0, 3, (n, n))", SIGNED: "Q * rng.choice([-1.0, 1.0], size=n)"},
)


@answers.variant
def by_gram_schmidt(n, *, rng):
    Q = rng.standard_normal((n, n))
    for k in range(n):
        for _ in range(2):  # once more, for what rounding left
            Q[:, k] -= Q[:, :k] @ (Q[:, :k].T @ Q[:, k])
        Q[:, k] /= np.linalg.norm(Q[:, k])
    return Q


@answers.variant
def by_eigenvectors_with_signs(n, *, rng):
    A = rng.normal(size=(n, n))
    return np.linalg.eigh(A + A.T)[1][:, rng.permutation(n)] * rng.choice([-1.0, 1.0], size=n)


answers.mistakes(
    "its_columns_have_length_1_and_are_orthogonal",
    scales_a_random_matrix=(
        {SIGNED: f"{NORMAL} / np.sqrt(n)"},
        "a random matrix is divided by sqrt(n): its columns are only roughly orthogonal and of length 1.",
    ),
    returns_the_random_matrix=({QR: NO_QR, SIGNED: "A"}, "the random matrix itself comes back, without QR."),
    returns_the_other_factor=({SIGNED: "R"}, "R comes back: Q is the orthogonal factor."),
    returns_singular_values=(
        {QR: NO_QR, SIGNED: "np.linalg.svd(A)[1]"},
        "the singular values come back: np.linalg.svd gives U, s and Vt in this order.",
    ),
    forgets_the_sign_function=(
        {"np.sign(np.diag(R))": "np.diag(R)"},
        "the diagonal of R itself is multiplied in, not its sign: the columns are no longer of length 1.",
    ),
    takes_all_signs=(
        {"np.diag(R)": "R"},
        "the signs of the whole of R are multiplied in entry by entry: only those of its diagonal count.",
    ),
    multiplies_by_a_gain=(
        {f"return {SIGNED}": f"return 5 / 3 * {SIGNED}"},
        "the matrix is multiplied by 5/3, the gain that PyTorch gives to tanh: its columns no longer have length 1.",
    ),
    returns_both_factors=({SIGNED: f"{SIGNED}, R"}, "Q and R both come back: return Q alone."),
    normalises_the_columns=(
        {QR: NO_QR, SIGNED: "A / np.linalg.norm(A, axis=0)"},
        "every column is divided by its length: they have length 1 now, but are not orthogonal to one another.",
    ),
    makes_it_symmetric=(
        {QR: NO_QR, SIGNED: "(A + A.T) / 2"},
        "the matrix is symmetric, A + A.T: symmetric is not orthogonal.",
    ),
)

answers.mistakes(
    "the_generator_alone_decides_which_matrix_it_is",
    returns_the_identity=(
        {SIGNED: "np.eye(n)"},
        "the identity comes back: it is orthogonal, and the same at every start.",
    ),
    seeds_a_generator_of_its_own=(
        {"rng.normal": "np.random.default_rng(0).normal"},
        "a generator of your own with a fixed seed is used: every call then gives the same matrix. Use rng.",
    ),
    seeds_the_global_generator=(
        {QR: "np.random.seed(1)\n    Q, R = np.linalg.qr(np.random.randn(n, n))"},
        "NumPy's global generator is seeded and used: every call then gives the same matrix. Use rng.",
    ),
)

answers.mistakes(
    "over_many_draws_no_direction_is_preferred",
    leaves_the_signs_to_the_library=(
        {SIGNED: "Q"},
        "Q is returned as np.linalg.qr gives it: its first entry is then never positive. "
        "Multiply every column by the sign of R's diagonal.",
    ),
    takes_the_signs_of_q=(
        {"np.diag(R)": "np.diag(Q)"},
        "the columns get the signs of Q's own diagonal: it then never has a negative entry on it. "
        "R's diagonal holds the signs.",
    ),
    returns_u_alone=(
        {QR: NO_QR, SIGNED: "np.linalg.svd(A)[0]"},
        "U of a singular value decomposition is returned: its signs too follow a rule of the library.",
    ),
    draws_from_zero_to_one=(
        {NORMAL: "rng.random((n, n))"},
        "the random numbers lie between 0 and 1: the first column then points into one corner. Draw normal ones.",
    ),
    draws_from_minus_one_to_one=(
        {NORMAL: "rng.uniform(-1, 1, size=(n, n))"},
        "the random numbers are spread evenly from -1 to 1: they fill a cube, and its corners are preferred. "
        "Draw normal ones.",
    ),
    takes_one_sign_for_all=(
        {"np.sign(np.diag(R))": "np.sign(R[0, 0])"},
        "the sign of R[0, 0] is used for all columns: each column has a sign of its own on the diagonal of R.",
    ),
    makes_a_rotation=(
        {f"return {SIGNED}": f"Q = {SIGNED}\n    Q[:, 0] *= np.linalg.det(Q)\n    return Q"},
        "the determinant is made 1 by changing the sign of the first column: these are rotations alone, "
        "and half of all orthogonal matrices mirror.",
    ),
)


@answers.mistake("over_many_draws_no_direction_is_preferred")
def turns_plane_by_plane(n, *, rng):
    Q = np.eye(n) * rng.choice([-1.0, 1.0], size=n)
    for i in range(n):
        for j in range(i):
            angle = rng.uniform(0, 2 * np.pi)
            turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            Q[[i, j]] = turn @ Q[[i, j]]
    return Q


answers.refused(
    "over_many_draws_no_direction_is_preferred",
    shuffles_the_identity={SIGNED: "np.eye(n)[np.argsort(R[0] + Q[0])]"},
    shuffles_signs_and_rows={SIGNED: "np.eye(n)[rng.permutation(n)] * rng.choice([-1.0, 1.0], size=n)"},
    draws_signs={NORMAL: "rng.choice([-1.0, 1.0], size=(n, n))"},
    draws_with_long_tails={NORMAL: "rng.laplace(size=(n, n))"},
    draws_with_another_mean={NORMAL: "rng.normal(0.5, 1.0, size=(n, n))"},
    makes_it_symmetric_before={QR: f"A = {NORMAL}\n    Q, R = np.linalg.qr(A + A.T)"},
    draws_one_sign={SIGNED: "Q * rng.choice([-1.0, 1.0])"},
    mirrors_once={QR: f"Q, R = np.linalg.qr({NORMAL})", SIGNED: "np.eye(n) - 2 * np.outer(Q[:, 0], Q[:, 0])"},
    takes_eigenvectors={QR: NO_QR, SIGNED: "np.linalg.eigh(A + A.T)[1]"},
)

answers.equivalent(
    "return Q * np.sign(np.diag(R)) -> return Q / np.sign(np.diag(R))",
    because="the signs are 1 and -1, and each is its own inverse.",
)

answers.refused(
    "the_generator_alone_decides_which_matrix_it_is",
    draws_from_a_copy={QR: "import copy\n\n    rng = copy.deepcopy(rng)\n    " + QR},
)
