"""Lesson 04: the learner's own gradient checker, judged by mutation.

It is handed pairs of a loss and a claimed gradient. The losses are small recurrent networks, the claims right
gradients and wrong ones such as mistakes in backpropagation through time make them. Each check holds right ones as
well as wrong ones, so that a checker that always says the same earns nothing.
"""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import FormMismatch, Mismatch
from autograder.exercise import Exercise
from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises.gradient_checking.claims import (
    Claim,
    Network,
    changed,
    expect_verdicts,
    probe,
    right,
    waves,
    where_it_looks,
)

checker = Exercise(
    "my_grad_check",
    __name__,
    returns="verdict",
    uses=(bptt.numerical,),
)


@checker.check(
    "It rejects gradients with mistakes from backpropagation through time.",
    points=1,
    hint="Compare the claimed gradient with the measured one, number by number. What about signs?",
)
def it_rejects_mistakes_made_in_backpropagation_through_time(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    net = Network(rng)
    steps, own = net.contributions(), net.contributions(only_own_loss=True)
    total = steps.sum(axis=0)
    claims = [
        right(total),
        Claim("a gradient of the opposite sign", -total),
        Claim("a gradient in which nothing came back from later steps", own.sum(axis=0)),
        Claim("a gradient that holds the contribution of the last step alone", steps[-1]),
        Claim("a gradient that lacks the contribution of the first step", steps[1:].sum(axis=0)),
        Claim("a gradient that is the mean of the steps where the sum is due", steps.mean(axis=0)),
        Claim("a gradient that is the right one transposed", total.T),
        Claim("a gradient that is twice the right one", 2 * total),
        Claim("a gradient that is too small in every entry", total - 1),
        Claim("a gradient that is too large in every entry", total + 1),
        probe(changed(total, (0, 0), np.nan)),
        probe(changed(total, (1, 2), 3.0)),
        probe(total[:1, :1]),
    ]
    expect_verdicts(answer, (net.loss(), net.theta, claims))


@checker.check(
    "One wrong entry is enough for a gradient to be rejected.",
    points=1,
    hint="How many entries does your checker look at? How does it make one verdict of them?",
)
def a_single_wrong_entry_is_enough(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    net = Network(rng)
    total = net.contributions().sum(axis=0)
    shift = 0.5 * np.abs(total).max()
    claims = [
        Claim(f"a gradient that is off in the one entry {list(where)}", changed(total, where, shift))
        for where in np.ndindex(total.shape)
    ]
    cancelling = changed(changed(total, (1, 2), shift), (3, 1), -shift)
    claims.append(Claim("a gradient with two errors that cancel each other in the sum", cancelling))
    only_one_right = probe(changed(total + shift, (2, 2), -shift))
    try:
        expect_verdicts(answer, (net.loss(), net.theta, [right(total), *claims, only_one_right]))
    except FormMismatch:
        raise
    except Mismatch as mismatch:
        noticed = [np.ndim(reply.value) == 0 and not reply.value for reply in answer.replies[1 : 1 + total.size]]
        raise Mismatch(str(mismatch), where_it_looks(np.reshape(noticed, total.shape))) from None


@checker.check(
    "An error of a thousandth is noticed, in small entries too.",
    points=1,
    hint="Look at every entry. Is an error of 0.00001 small there? That depends on the size of the entry.",
)
def a_thousandth_of_an_entry_counts_in_small_ones_too(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    net = Network(rng)
    sizes = np.array([0.00125, 0.05, 300.0, 1.0, 30.0, 7.0])[: net.units]
    # Row j of the gradient has entries of about sizes[j]: large ones and small ones stand side by side.
    shape = net.theta.shape
    due = sizes[:, None] * rng.choice([-1.0, 1.0], shape) * rng.uniform(0.8, 1.2, shape)
    net.slope = due - net.contributions().sum(axis=0)
    claims = [
        Claim(
            f"a gradient whose entry [{j}, 2] is {due[j, 2]:.2g} and off by a thousandth of that",
            changed(due, (j, 2), 0.001 * due[j, 2]),
        )
        for j in range(net.units)
    ]
    probes = [probe(due + 9e-5), probe(due + 5e-3)]
    probes += [probe(changed(due, (2, 2), part * due[2, 2])) for part in (0.004, 0.04)]
    expect_verdicts(answer, (net.loss(), net.theta, [right(due), *claims, *probes]))


@checker.check(
    "A right gradient is accepted, whether its entries are small, large or 0.",
    points=1,
    hint="The measured gradient is not exact. How much may it be off where the true entry is 0?",
)
def a_right_gradient_is_accepted_whatever_its_size(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    trials = []
    n, k, m = rng.permutation([2, 3, 4]).tolist()
    for shape in ((6,), (k + 2, 1), (n, k), (2, m, 2)):
        heights = rng.uniform(0.5, 1.5, shape)
        slope = rng.choice([0.0, 20.0], shape)
        heights.flat[:2], slope.flat[:2] = (0.0, 3e-9), 0.0
        theta = rng.uniform(-1, 1, shape)
        due = heights * np.cos(theta) + slope
        claims = [
            right(due, "a gradient that is right, with an entry of 0 and one of 3e-9"),
            right(due * (1 + 1e-12 * rng.standard_normal(shape)), "a gradient that is right but for rounding"),
            Claim("a gradient of the opposite sign", -due),
            Claim("a gradient that is twice the right one", 2 * due),
        ]
        trials.append((CourseFunction(waves, {"heights": heights, "slope": slope}), theta, claims))
    # A loss of about 70 is rounded more coarsely than small entries can bear without an absolute tolerance.
    heights, slope = np.array([1.0, 1.0, *(1e-5 * rng.uniform(0.5, 1.5, 4))]), np.array([40.0, 40.0, 0, 0, 0, 0])
    theta = np.array([0.85, 0.9, *rng.uniform(-1, 1, 4)])
    large = right(heights * np.cos(theta) + slope, "a gradient that is right, of a loss of about 70")
    trials.append((CourseFunction(waves, {"heights": heights, "slope": slope}), theta, [large]))
    flat = CourseFunction(waves, {"heights": np.zeros(3), "slope": np.zeros(3)})
    steep = CourseFunction(waves, {"heights": np.ones(3), "slope": np.zeros(3)})
    probes = [(flat, np.ones(3), [probe(np.full(3, 1e-14))]), (steep, np.ones(3), [probe(np.cos(np.ones(3)))])]
    expect_verdicts(answer, *trials, *probes)


@checker.check(
    "Another shape, nan and infinity are rejected.",
    points=1,
    hint="What does NumPy do with two shapes that differ, and what is nan > 1?",
)
def another_shape_or_nan_is_rejected(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    n = int(rng.integers(4, 7))
    where = f"where theta has shape ({n}, 1)"
    heights, theta = rng.standard_normal((n, 1)), rng.standard_normal((n, 1))
    due = heights * np.cos(theta)
    claims = [
        right(due),
        Claim("a gradient that is nan in one entry", changed(due, (2, 0), np.nan)),
        Claim("a gradient that is infinite in one entry", changed(due, (2, 0), np.inf)),
        Claim(f"a gradient of shape (1, {n}) {where}", due.T),
    ]
    loss = CourseFunction(waves, {"heights": heights, "slope": np.zeros((n, 1))})
    # Where all entries are equal, broadcasting makes the numbers agree: the shape alone is wrong.
    half = np.full((n, 1), 0.5)
    equal = np.cos(half)
    shapes = [
        right(equal),
        Claim(f"a gradient of shape (1, 1) {where}", equal[:1]),
        Claim(f"a gradient of shape ({n},) {where}", equal[:, 0]),
        Claim(f"a gradient of shape ({n}, 3) {where}", np.repeat(equal, 3, axis=1)),
    ]
    same = CourseFunction(waves, {"heights": np.ones((n, 1)), "slope": np.zeros((n, 1))})
    expect_verdicts(answer, (loss, theta, claims), (same, half, shapes))
    too_short = Claim(f"a gradient of shape ({n - 1}, 1) {where}", due[1:])  # no broadcasting makes these agree
    expect_verdicts(answer, (loss, theta, [right(due), too_short]))
