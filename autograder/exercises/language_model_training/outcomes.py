"""What every order of the sentences leads to, found by the learner's own function with one batch at a time."""

from __future__ import annotations

from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.promises.inputs import Arrays, Call
from autograder.promises.simple_rnn import RNN


def arrays_in(got: Any) -> Arrays:
    """Return the five parameters."""
    return {name: np.asarray(got[name], dtype=float) for name in RNN.axes}


def flat(got: Any) -> np.ndarray:
    """Return all numbers of the five parameters as one vector."""
    return np.concatenate([np.ravel(got[name]) for name in RNN.axes])


class Outcome(NamedTuple):
    """What an order of the sentences leads to: the batches, and the parameters after the last one."""

    batches: tuple[tuple[int, ...], ...]
    parameters: Arrays


def outcomes_of(learners: Answer, call: Call) -> list[list[Outcome]]:
    """Return what every order leads to after each batch, the learner's function called with one batch at a time."""
    count, m = len(call["sequences"]), call["m"]
    levels = [[Outcome((), call["parameters"])]]
    while sum(map(len, levels[-1][0].batches)) < count:
        longer = [(before, batch) for before in levels[-1] for batch in _next_batches(before, count, m)]
        calls = [
            {
                **call,
                "sequences": [call["sequences"][i] for i in batch],
                "parameters": before.parameters,
                "m": len(batch),
            }
            for before, batch in longer
        ]
        replies = learners.each(calls)
        levels.append(
            [
                Outcome((*before.batches, batch), arrays_in(got))
                for (before, batch), got in zip(longer, replies, strict=True)
            ]
        )
    return levels


def _next_batches(before: Outcome, count: int, m: int) -> list[tuple[int, ...]]:
    left = [i for i in range(count) if not any(i in batch for batch in before.batches)]
    return list(combinations(left, min(m, len(left))))


def expect_one_of(got: Any, levels: list[list[Outcome]], call: Call) -> None:
    if any(_alike(got, outcome) for outcome in levels[-1]):
        return
    count = len(call["sequences"])
    says = f"One epoch with {count} sentences and m = {call['m']}: no order of the sentences gives these parameters."
    cause = next((_said_of(outcome, count) for level in levels for outcome in level if _alike(got, outcome)), None)
    raise Mismatch(says, cause)


def _said_of(outcome: Outcome, count: int) -> str:
    used = sum(map(len, outcome.batches))
    batches = "1 batch" if len(outcome.batches) == 1 else f"{len(outcome.batches)} batches"
    return f"They come out when training stops after {batches}, with {used} of {count} sentences used."


def _alike(got: Any, outcome: Outcome) -> bool:
    return bool(np.allclose(flat(got), flat(outcome.parameters), rtol=1e-6, atol=1e-9))
