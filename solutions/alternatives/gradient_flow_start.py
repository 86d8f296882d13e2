"""Lesson 07: wrong and unusual answers to the orthogonal start."""

import numpy as np

from solutions.alternatives import equivalent, misconception, variant

ORTHOGONAL = "its_columns_have_length_1_and_are_orthogonal"
DRAWN = "the_generator_alone_decides_which_matrix_it_is"
EVEN = "over_many_draws_no_direction_is_preferred"
SIGNS = "Q * np.sign(np.diag(R))"
DRAW = "rng.normal(size=(n, n))"


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="the random matrix is divided by sqrt(n): its columns are roughly orthogonal and of length 1, not exactly.",
)
def scales_a_random_matrix(source):
    return source.replace(f"return {SIGNS}", "return rng.normal(size=(n, n)) / np.sqrt(n)")


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="the random matrix itself comes back, without QR.",
)
def returns_the_random_matrix(source):
    return source.replace(f"return {SIGNS}", "return Q @ R")


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="every column is divided by its length: they have length 1 now, but are not orthogonal to one another.",
)
def normalises_the_columns(n, *, rng):
    A = rng.normal(size=(n, n))
    return A / np.linalg.norm(A, axis=0)


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="R comes back: Q is the orthogonal factor.",
)
def returns_the_other_factor(source):
    return source.replace(f"return {SIGNS}", "return R")


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="the singular values come back: np.linalg.svd gives U, s and Vt in this order.",
)
def returns_singular_values(source):
    return source.replace(f"return {SIGNS}", "return np.linalg.svd(Q @ R)[1]")


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="the diagonal of R itself is multiplied in, not its sign: the columns are no longer of length 1.",
)
def forgets_the_sign_function(source):
    return source.replace(SIGNS, "Q * np.diag(R)")


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="the signs of the whole of R are multiplied in entry by entry: only those of its diagonal count.",
)
def takes_all_signs(source):
    return source.replace(SIGNS, "Q * np.sign(R)")


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="Q and R both come back: return Q alone.",
)
def returns_both_factors(source):
    return source.replace(f"return {SIGNS}", "return Q * np.sign(np.diag(R)), R")


@misconception(
    "orthogonal_init",
    caught_by=ORTHOGONAL,
    says="the matrix is symmetric, A + A.T: symmetric is not orthogonal.",
)
def makes_it_symmetric(n, *, rng):
    A = rng.normal(size=(n, n))
    return (A + A.T) / 2


@misconception(
    "orthogonal_init",
    caught_by=DRAWN,
    says="the identity comes back: it is orthogonal, and the same at every start.",
)
def returns_the_identity(source):
    return source.replace(f"return {SIGNS}", "return np.eye(n)")


@misconception(
    "orthogonal_init",
    caught_by=DRAWN,
    says="a generator of your own with a fixed seed is used: every call then gives the same matrix. Use rng.",
)
def seeds_a_generator_of_its_own(source):
    return source.replace(DRAW, "np.random.default_rng(0).normal(size=(n, n))")


@misconception(
    "orthogonal_init",
    caught_by=DRAWN,
    says="NumPy's global generator is seeded and used: every call then gives the same matrix. Use rng.",
)
def seeds_the_global_generator(source):
    return source.replace("    Q, R =", "    np.random.seed(1)\n    Q, R =").replace(DRAW, "np.random.randn(n, n)")


@misconception(
    "orthogonal_init",
    caught_by=EVEN,
    says="Q is returned as np.linalg.qr gives it: its first entry is then never positive. "
    "Multiply every column by the sign of R's diagonal.",
)
def leaves_the_signs_to_the_library(source):
    return source.replace(SIGNS, "Q")


@misconception(
    "orthogonal_init",
    caught_by=EVEN,
    says="the columns get the signs of Q's own diagonal: it then never has a negative entry on it. "
    "R's diagonal holds the signs.",
)
def takes_the_signs_of_q(source):
    return source.replace("np.diag(R)", "np.diag(Q)")


@misconception(
    "orthogonal_init",
    caught_by=EVEN,
    says="U of a singular value decomposition is returned: its signs too follow a rule of the library.",
)
def returns_u_alone(source):
    return source.replace(f"return {SIGNS}", "return np.linalg.svd(Q @ R)[0]")


@misconception(
    "orthogonal_init",
    caught_by=EVEN,
    says="the random numbers lie between 0 and 1: the first column then points into one corner. Draw normal ones.",
)
def draws_from_zero_to_one(source):
    return source.replace(DRAW, "rng.random((n, n))")


@misconception(
    "orthogonal_init",
    caught_by=EVEN,
    says="the rows of the identity are shuffled: that is orthogonal, but one among few, with entries 0 and 1 only.",
)
def shuffles_the_identity(source):
    return source.replace(f"return {SIGNS}", "return np.eye(n)[np.argsort(R[0] + Q[0])]")


@misconception(
    "orthogonal_init",
    caught_by=EVEN,
    says="the determinant is made 1: these are the rotations alone, and half of all orthogonal matrices mirror.",
)
def makes_a_rotation(source):
    return source.replace(
        f"return {SIGNS}", "Q = Q * np.sign(np.diag(R))\n    Q[:, 0] *= np.linalg.det(Q)\n    return Q"
    )


@variant("orthogonal_init")
def with_singular_vectors(n, *, rng):
    U, _, Vt = np.linalg.svd(rng.normal(size=(n, n)))
    return U @ Vt


@variant("orthogonal_init")
def by_gram_schmidt(n, *, rng):
    Q = rng.standard_normal((n, n))
    for k in range(n):
        for _ in range(2):  # once more, for what rounding left
            Q[:, k] -= Q[:, :k] @ (Q[:, :k].T @ Q[:, k])
        Q[:, k] /= np.linalg.norm(Q[:, k])
    return Q


@variant("orthogonal_init")
def with_a_matrix_of_signs(n, *, rng):
    Q, R = np.linalg.qr(rng.standard_normal((n, n)))
    return Q @ np.diag(np.where(np.diag(R) < 0, -1.0, 1.0))


@variant("orthogonal_init")
def with_signs_of_its_own(n, *, rng):
    Q = np.linalg.qr(rng.normal(0, 3, (n, n)))[0]
    return Q * rng.choice([-1.0, 1.0], size=n)


equivalent(
    "orthogonal_init",
    "return Q * np.sign(np.diag(R)) -> return Q / np.sign(np.diag(R))",
    because="the signs are 1 and -1, and each is its own inverse.",
)
