"""What the checks of lesson 03 share: inputs, and how a function is judged apart from those that it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch, NotAttempted
from autograder.exercises.rnn_loops import T_x, a_sequence, a_step, m, n_a, n_y
from autograder.expect import expect, expect_close
from autograder.returned import Returned

SHAPES = {
    "dx": "(T_x, n_x, m)",
    "da0": "(n_a, m)",
    "dWax": "(n_a, n_x)",
    "dWaa": "(n_a, n_a)",
    "dWya": "(n_y, n_a)",
    "dba": "(n_a, 1)",
    "dby": "(n_y, 1)",
}
OF_PARAMETERS = ("dWax", "dWaa", "dba")


def some_caches(
    truth: Answer, rng: np.random.Generator, steps: int = T_x, examples: int = m, *, recurrent: bool = True
) -> list[Any]:
    """Return the caches of a forward pass; without recurrence W_aa is zero and nothing comes back through time."""
    sequence = a_sequence(rng, steps, examples)
    if not recurrent:
        sequence["parameters"]["Waa"] = np.zeros((n_a, n_a))
    caches: list[Any] = truth.own("rnn_forward")(**sequence).caches
    return caches


def a_backward_pass(
    truth: Answer, rng: np.random.Generator, steps: int = T_x, examples: int = m, *, recurrent: bool = True
) -> dict[str, Any]:
    """Draw what a loop backward through time is given: a gradient at every step, and the caches."""
    caches = some_caches(truth, rng, steps, examples, recurrent=recurrent)
    return {"da": rng.standard_normal((steps, n_a, examples)), "caches": caches}


def a_labelled_batch(rng: np.random.Generator, mask: np.ndarray) -> dict[str, Any]:
    """Draw a batch with labels and small parameters; labels are in range everywhere, at masked steps too."""
    sequence = a_sequence(rng, *mask.shape)
    return {**sequence, "y": rng.integers(0, n_y, mask.shape), "mask": mask}


def a_cell_cache(truth: Answer, rng: np.random.Generator, examples: int = m) -> Any:
    """Return the cache of one step."""
    return truth.own("rnn_cell_forward")(**a_step(rng, examples)).cache


# -------------------------------------------------------------------------------------------------- stand-ins
#
# None of these is a gradient of anything. They have the right shapes and answer to each of their inputs, so that a
# loop around them is right or wrong just as it is around the true ones.


def stand_in_cell_backward(da_next, cache):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_cell_backward that is not right yet."""
    a_next, a_prev, xt, parameters = cache
    pull = da_next * (0.6 + 0.1 * a_next)
    return {
        "dxt": np.cos(xt) * pull.sum(axis=0),
        "da_prev": 2 * np.abs(parameters["Waa"]).mean() * pull,
        "dWax": np.add.outer(pull.sum(axis=1), xt.sum(axis=1)) * pull.sum(),
        "dWaa": np.add.outer(pull.sum(axis=1), a_prev.sum(axis=1)) * pull.sum(),
        "dba": np.sin(pull).sum(axis=1, keepdims=True),
    }


def stand_in_backward_masked(da, caches, mask):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_backward_masked that is not right yet; padding at the end changes nothing."""
    counted = (mask * (1 + 0.1 * np.cumsum(mask, axis=0)))[:, None]
    pull = (da * counted).sum(axis=0) * (1 + caches[0][1])
    read = sum(np.cos(cache[2]) * valid for cache, valid in zip(caches, mask, strict=True))
    return {
        "dx": np.stack([cache[2] for cache in caches]) * pull.sum(axis=0),
        "da0": np.cos(pull),
        "dWax": np.add.outer(pull.sum(axis=1), read.sum(axis=1)),
        "dWaa": np.add.outer(pull.sum(axis=1), pull.max(axis=1)),
        "dba": np.sin(pull).sum(axis=1, keepdims=True),
    }


def stand_in_ce_backward(y_pred, y, mask):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's softmax_ce_backward that is not right yet."""
    return 0.1 * np.cos(y_pred + np.where(mask, y, 0)[:, None]) * mask[:, None]


CELL_BACKWARD = CourseFunction(stand_in_cell_backward)
BACKWARD_MASKED = CourseFunction(stand_in_backward_masked)
CE_BACKWARD = CourseFunction(stand_in_ce_backward)


Compare = Callable[[Any, Any], None]  # of what came and what is due
# In which ways a function may be judged: which of the learner's functions a stand-in replaces, none at first.
Ways = tuple[dict[str, CourseFunction], ...]
AROUND_CELL: Ways = ({}, {"rnn_cell_backward": CELL_BACKWARD})
AROUND_LOOP: Ways = (
    {},
    {"softmax_ce_backward": CE_BACKWARD},
    {"rnn_backward_masked": BACKWARD_MASKED},
    {"rnn_cell_backward": CELL_BACKWARD},
    {"softmax_ce_backward": CE_BACKWARD, "rnn_backward_masked": BACKWARD_MASKED},
    {"softmax_ce_backward": CE_BACKWARD, "rnn_cell_backward": CELL_BACKWARD},
)


def expect_in_some_way(promise: Callable[[Answer], None], answer: Answer, ways: Ways) -> None:
    """Expect a promise of the answer as it is, or with stand-ins in the place of functions that it calls.

    A mistake in one of those has cost its points already. A mistake in the answer itself shows in every way; what
    it gives as it is comes first and is what the learner is told.
    """
    _expect_one([partial(promise, answer.with_stand_in(**way)) for way in ways])


def expect_true_in_some_way(compare: Compare, answer: Answer, truth: Answer, call: dict[str, Any], ways: Ways) -> None:
    """Expect `compare(got, want)` of one call as `expect_in_some_way` does; the truth has the same stand-ins."""
    # The truth is asked in every way beforehand: it may be a recording, which is played back in order.
    wants = [truth.with_stand_in(**way)(**call) for way in ways]

    def attempt(way: dict[str, CourseFunction], want: Any) -> None:
        compare(answer.with_stand_in(**way)(**call), want)

    _expect_one([partial(attempt, way, want) for way, want in zip(ways, wants, strict=True)])


def _expect_one(tries: list[Callable[[], None]]) -> None:
    failed: list[Mismatch | NotAttempted] = []
    for attempt in tries:
        try:
            return attempt()
        except (Mismatch, NotAttempted) as problem:
            failed.append(problem)
    raise next((problem for problem in failed if isinstance(problem, Mismatch)), failed[0])


def expect_parts(names: Iterable[str], got: Any, want: Any, *, because: str | None = None) -> None:
    """Expect these entries of a dict of gradients."""
    for name in names:
        expect(name in _keys(got), f"The key {name!r} is missing.")
        expect_close(f"{name} {SHAPES[name]}", got[name], want[name], because=because)


def parts(*names: str, because: str | None = None) -> Compare:
    """Return a comparison of these entries of a dict of gradients."""
    return lambda got, want: expect_parts(names, got, want, because=because)


def _keys(got: Any) -> Iterable[str]:
    return got.parts if isinstance(got, Returned) else got if isinstance(got, dict) else ()
