"""What a training loop promises of the order of its sentences: drawn from the generator, anew in each epoch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.answer import Answer
from autograder.expect import expect, expect_repeated
from autograder.promises.inputs import Call, Rng

MOST_TRIES = 52


class Orders(NamedTuple):
    """A training, how often it is tried, how many orders can be told apart, and how many of them are due."""

    training: Call
    tries: int
    orders: int
    due: int
    says: str


def several_orders(short: Call, pairs: Call) -> list[Orders]:
    """Return trainings whose order is drawn many times.

    A right answer misses what is due with a probability below 6e-4 in all (1 / 6**11 = 3e-9; 6 * (5/6)**52 = 4.6e-4;
    C(6, 3) / 2**28 = 7e-8; C(36, 12) * (12/36)**28 = 5.5e-5), and a failure is repeated twice: below 3e-10.

    Args:
        short: one epoch with 3 sentences and m = 1.
        pairs: one epoch with 4 sentences and m = 2.
    """
    return [
        Orders(short, 12, 6, 2, "One epoch with 3 sentences and m = 1"),
        Orders(short, MOST_TRIES, 6, 6, "One epoch with 3 sentences and m = 1"),
        Orders(pairs, 28, 6, 4, "One epoch with 4 sentences and m = 2"),
        # Who draws the batches once has 12 ways at most.
        Orders({**pairs, "epochs": 2}, 28, 36, 13, "Two epochs with 4 sentences and m = 2"),
    ]


def some_seeds(rng: Rng) -> list[int]:
    """Draw the states of the generator with which trainings are tried."""
    return [int(seed) for seed in rng.choice(2**32, size=MOST_TRIES, replace=False)]


def expect_drawn_orders(
    learners: Answer,
    cases: Sequence[Orders],
    seeds: list[int],
    flat: Callable[[Any], np.ndarray],
    *,
    twice: int,
    expect_trained: Callable[[Any, Call], None] = lambda got, training: None,
) -> None:
    """Expect equal states of rng to give equal parameters, and different ones enough different orders.

    Args:
        learners: trains.
        cases: as `several_orders` returns them.
        seeds: as `some_seeds` draws them.
        flat: gives all parameters that came back in one array.
        twice: how many states are tried twice.
        expect_trained: expects of what came back for a training that there was one.
    """

    def tried(case: Orders, chosen: list[int]) -> list[Call]:
        return [{**case.training, "rng": np.random.default_rng(seed)} for seed in chosen]

    pairs = learners.each(tried(cases[2], seeds[:twice] * 2))
    for first, second in zip(pairs[:twice], pairs[twice:], strict=True):
        expect_trained(first, cases[2].training)
        # No number is shown: it would be another one each time.
        same = np.allclose(flat(second), flat(first), rtol=1e-9)
        expect_repeated(same, "Two generators in the same state should give the same parameters.")
    before: set[bytes] = set()
    for case, last in zip(cases, (None, *cases), strict=False):
        begun = last.tries if last and last.training is case.training else 0  # these are not tried again
        replies = learners.each(tried(case, seeds[begun : case.tries]))
        found = {bytes(np.round(flat(got), 7).tobytes()) for got in replies}
        found |= before if begun else set()
        if case.training["epochs"] > 1 and found == before:
            return  # the second epoch does nothing: that is charged by another check
        before, count = found, len(found)
        says = f"{case.says}, {case.tries} times, each with another state of rng: there are {case.orders} ways to "
        says += f"go through the sentences, and {count} of them came up; at least {case.due} are expected."
        expect(count >= case.due, says)
