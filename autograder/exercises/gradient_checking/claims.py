# mypy: disable-error-code="name-defined, no-untyped-def"
# ruff: noqa: F821
# Some functions here travel as source together with the values of their names; they are not defined here.
"""Losses with claimed gradients, right and wrong, that a gradient checker is to judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import FormMismatch
from autograder.expect import expect
from autograder.promises.apart import Ways, expect_apart

# ------------------------------------------------------------------------------------- functions that travel


def network(theta):
    state, total = start, np.sum(slope * (theta - centre))
    for kick, weight in zip(kicks, weights, strict=True):
        state = np.sin(theta @ state + kick)
        total = total + np.sum(weight * state)
    return total


def waves(theta):
    return np.sum(heights * np.sin(theta)) + np.sum(slope * theta)


def constant(theta):
    return claimed.copy()


def another_numerical_gradient(f, theta, eps=1e-5):
    """Take the place of a learner's numerical_gradient that is not right yet; as far off as that would be."""
    flat = theta.ravel() + 0j
    slopes = [f((flat + 1e-30j * unit).reshape(theta.shape)).imag / 1e-30 for unit in np.eye(theta.size)]
    return np.array(slopes).reshape(theta.shape) * (1 + 1e-10) + (1e-16 / eps + eps**2 / 10) * max(1.0, abs(f(theta)))


AROUND_NUMERICAL: Ways = ({}, {"numerical_gradient": CourseFunction(another_numerical_gradient)})

# ------------------------------------------------------------------------------------------- losses and claims


class Network:
    """A small recurrent network, the loss on it, and its gradient step by step."""

    def __init__(self, rng: np.random.Generator) -> None:
        """Draw a network; its `slope`, of the shape of theta, is added to the gradient by a linear part of the loss."""
        self.units, self.steps = int(rng.integers(5, 7)), int(rng.integers(3, 5))
        per_step = (self.steps, self.units)
        self.theta = 0.4 * rng.standard_normal((self.units, self.units))
        self.start, self.kicks = 0.5 * rng.standard_normal(self.units), rng.standard_normal(per_step)
        self.weights, self.slope = rng.standard_normal(per_step), np.zeros_like(self.theta)

    def loss(self) -> CourseFunction:
        """Return the loss as a function that travels."""
        names = ("start", "kicks", "weights", "slope")
        return CourseFunction(network, {name: getattr(self, name) for name in names} | {"centre": self.theta})

    def contributions(self, *, only_own_loss: bool = False) -> np.ndarray:
        """Return what each step's use of theta adds to the gradient, (steps, *theta.shape), by the complex step.

        Args:
            only_own_loss: count the loss of the same step alone, as if nothing came back from later steps.
        """
        found = np.zeros((self.steps, *self.theta.shape))
        for t, j, k in np.ndindex(found.shape):
            state, reached = self.start + 0j, 0j
            for s in range(self.steps):
                theta = self.theta + 0j
                theta[j, k] += 1e-30j * (s == t)
                state = np.sin(theta @ state + self.kicks[s])
                reached += np.sum(self.weights[s] * state) * (s == t or not only_own_loss)
            found[t, j, k] = reached.imag / 1e-30
        return found


ALWAYS = "Whatever gradient it is handed, a wrong one too, my_grad_check should return True or False."


@dataclass(frozen=True)
class Claim:
    """A claimed gradient with what it is, in words, and the verdict due; None where any verdict will do."""

    what: str
    claimed: np.ndarray
    due: bool | None = False


def right(claimed: np.ndarray, what: str = "a gradient that is right") -> Claim:
    return Claim(what, claimed, True)


def probe(claimed: np.ndarray) -> Claim:
    """Return a claim of which nothing is expected: its verdict tells weak checkers apart that are weak alike."""
    return Claim("", claimed, None)


def expect_verdicts(answer: Answer, *trials: tuple[CourseFunction, np.ndarray, list[Claim]]) -> None:
    """Expect the right verdict on every claim of every (loss, theta, claims)."""
    claims = [claim for _, _, several in trials for claim in several]
    calls = [
        {"loss": loss, "gradient": CourseFunction(constant, {"claimed": each.claimed}), "theta": theta}
        for loss, theta, several in trials
        for each in several
    ]

    def promise(learners: Answer) -> None:
        replies = learners.each(calls)
        judged = [(claim, _verdict(replies, k)) for k, claim in enumerate(claims) if claim.due is not None]
        wrong = [verdict for claim, verdict in judged if not claim.due]
        count = f" It rejects {len(wrong) - sum(wrong)} of {len(wrong)} wrong ones."
        for claim, verdict in judged:
            says = f"Your checker {'accepts' if verdict else 'rejects'} {claim.what}.{'' if claim.due else count}"
            expect(verdict == claim.due, says)

    expect_apart(promise, answer, AROUND_NUMERICAL)


def _verdict(replies: Sequence[Any], k: int) -> bool:
    try:
        verdict = replies[k]
    except FormMismatch as raised:
        raise FormMismatch(f"{raised}\n{ALWAYS}", raised.cause) from None
    expect(
        isinstance(verdict, (bool, np.bool_)), f"my_grad_check should return True or False; yours returned {verdict!r}."
    )
    return bool(verdict)


def changed(gradient: np.ndarray, where: tuple[int, ...], by: float) -> np.ndarray:
    """Return a copy with a number added to one entry."""
    other = gradient.copy()
    other[where] += by
    return other


def where_it_looks(noticed: np.ndarray) -> str | None:
    """Say what is common to the entries in which an error is noticed, if that is anything."""
    n, count = noticed.size, int(noticed.sum())
    first, diagonal = np.arange(n) < count, np.eye(len(noticed), dtype=bool)
    if 0 < count < n and np.array_equal(noticed.ravel(), first):
        return f"An error is noticed in the first {count} of {n} entries and nowhere else."
    if 0 < count < n and np.array_equal(noticed.ravel(), first[::-1]):
        return f"An error is noticed in the last {count} of {n} entries and nowhere else."
    return "An error is noticed on the diagonal and nowhere else." if np.array_equal(noticed, diagonal) else None
