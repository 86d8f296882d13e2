"""A start on the unit circle: random orthogonal weights, and whether every direction is as likely as any other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_repeated
from autograder.expect_own import expect_drawn
from autograder.promises.inputs import a_generator

orthogonal = Exercise("orthogonal_init", __name__, reference="solutions.initialisation", returns="Q (n, n)")

Says = Callable[[int, float], str]
DRAWS = {3: 500, 5: 200, 2: 700, 1: 100}  # 3 first: its replies tell mistakes apart, those of 1 do not
#: Standard errors that a mean may be off: one that stands alone, and the worst of many. A right answer is further off
#: about once in 4,000 draws of all this.
LIMIT, LIMIT_OF_MANY = 4.3, 5.2


@orthogonal.check(
    "The columns have length 1 and stand at right angles.",
    points=2,
    hint="Multiply Q.T by Q: which matrix is expected?",
)
def its_columns_have_length_1_and_are_orthogonal(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    sizes = [*(int(n) for n in rng.choice(np.arange(3, 9), size=2, replace=False)), 2, 1, 40]
    for n, Q in zip(sizes, answer.each([{"n": n, "rng": a_generator(rng)} for n in sizes]), strict=True):
        expect(Q.shape == (n, n), f"With n = {n} Q should have shape {(n, n)}; yours has {Q.shape}.")
        try:
            expect_close("Q.T @ Q (n, n)", Q.T @ Q, np.eye(n), atol=1e-8)
        except Mismatch as mismatch:
            cause, mistake = which_are_at_right_angles(Q)
            raise Mismatch(str(mismatch), cause or mismatch.cause, mistake=mistake) from None


def which_are_at_right_angles(Q: np.ndarray) -> tuple[str, str]:
    """Say of columns of length 1 which are at right angles, and what this mistake is called; "" of others."""
    places = np.arange(len(Q))
    right = np.isclose(Q.T @ Q, np.eye(len(Q)), atol=1e-8)
    if not right.diagonal().all() or len(Q) < 3:
        return "", ""
    if right[np.abs(places[:, None] - places) <= 1].all():
        says = "Columns side by side are at right angles, and others are not. Each has to be so to all before it."
        return says, "makes_neighbours_orthogonal_alone"
    if right.sum() == len(Q):
        return "Each column has length 1, but no two of them are at right angles.", "normalises_the_columns"
    return "", ""


@orthogonal.check(
    "The generator that you are given decides which matrix it is.",
    points=1,
    hint="All randomness comes from the rng that was handed in, and from nothing else.",
)
def the_generator_alone_decides_which_matrix_it_is(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    seed, other = (int(number) for number in rng.choice(2**32, size=2, replace=False))
    n = int(rng.integers(4, 8))
    first, again, another = answer.each([{"n": n, "rng": np.random.default_rng(s)} for s in (seed, seed, other)])
    same = np.shape(again) == np.shape(first) and np.allclose(again, first, rtol=1e-9)
    expect_repeated(same, "Two generators in the same state should give the same matrix.")
    expect(
        np.shape(another) != np.shape(first) or not np.allclose(another, first),
        "Two generators in different states gave the same matrix.",
    )
    expect_drawn(answer, n=n, rng=np.random.default_rng(seed))


@orthogonal.check(
    "Over many draws no direction is preferred.",
    points=1,
    hint="QR fixes the signs by a rule of its own: what does the docstring do about it?",
    by_chance=True,
)
def over_many_draws_no_direction_is_preferred(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for n, draws in DRAWS.items():
        Qs = answer.each([{"n": n, "rng": a_generator(rng)} for _ in range(draws)])
        expect(all(np.shape(Q) == (n, n) for Q in Qs), f"With n = {n} Q should have shape {(n, n)}.")
        columns = np.array(Qs, dtype=np.float64)
        lengths = np.linalg.norm(columns, axis=1, keepdims=True)  # of another length: that is charged by another check
        expect_no_preference(columns / np.where(lengths > 0, lengths, 1), f"In {draws} draws with n = {n}")


def expect_no_preference(Q: np.ndarray, where: str) -> None:
    """Expect what is true of matrices of which every rotation and every mirror image is as likely.

    Args:
        Q: the draws, shape (draws, n, n).
        where: "In so many draws with this n".
    """
    n = Q.shape[1]
    entries = Q.reshape(len(Q), -1)
    _expect_means(
        entries,
        0,
        lambda a, mean: (
            f"{where}, {_entry(a, n)} is {mean:.2f} on average; "
            "with every direction as likely as any other it is near 0."
        ),
    )
    _expect_means(
        np.linalg.det(Q)[:, None],
        0,
        lambda _, mean: f"{where}, the determinant is {mean:.2f} on average. It should be 1 as often as -1.",
    )
    first, second = np.triu_indices(n * n)
    _expect_means(
        entries[:, first] * entries[:, second],
        (first == second) / n,
        lambda k, mean: (
            f"{where}, {_product(first[k], second[k], n)} is {mean:.3f} on average, "
            f"where {1 / n if first[k] == second[k] else 0:.3f} is expected."
        ),
    )
    fourth = 3 / (n * (n + 2))
    _expect_means(
        (entries**4).mean(axis=1, keepdims=True),
        fourth,
        lambda _, mean: (
            f"{where}, the mean of Q**4 is {mean:.3f}, where {fourth:.3f} is expected: "
            "some directions come up more often than others."
        ),
    )


def _entry(k: int, n: int) -> str:
    return f"Q[{k // n}, {k % n}]"


def _product(a: int, b: int, n: int) -> str:
    return f"{_entry(a, n)}**2" if a == b else f"{_entry(a, n)} * {_entry(b, n)}"


def _expect_means(drawn: np.ndarray, due: float | np.ndarray, says: Says) -> None:
    """Expect the mean of each column to be `due`, up to chance."""
    means = drawn.mean(axis=0)
    errors = np.maximum(drawn.std(axis=0), 1e-6) / np.sqrt(len(drawn))
    apart = np.abs(means - due) / errors
    worst = int(np.argmax(apart))
    expect(apart[worst] < (LIMIT if len(means) == 1 else LIMIT_OF_MANY), says(worst, float(means[worst])))
