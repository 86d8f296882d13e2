"""What is expected of what train_tagger returns, and of the learner's functions that it calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch
from autograder.exercises.bidirectional.back import birnn_backward
from autograder.exercises.bidirectional.forward import birnn_forward
from autograder.exercises.bidirectional.tagger_inputs import (
    WAYS,
    Moves,
    a_gradient,
    a_padded_batch,
    flat,
    stand_in_birnn,
    stand_in_birnn_backward,
)
from autograder.expect import expect, expect_close
from autograder.promises.apart import Ways, holds
from autograder.promises.inputs import Call, padded
from autograder.promises.simple_rnn import RNN

AROUND_BOTH: Ways = (
    {},
    {
        birnn_forward.name: CourseFunction(stand_in_birnn),
        birnn_backward.name: CourseFunction(stand_in_birnn_backward),
    },
)


def expect_all_there(got: Any) -> None:
    """Expect a dict of all five parameters for each direction."""
    for way in WAYS:
        expect(isinstance(got[way], dict), f"{way} should be a dict; yours is of type {type(got[way]).__name__}.")
        missing = ", ".join(sorted(set(RNN.axes) - set(got[way])))
        expect(not missing, f"{way} has no {missing}.")


def expect_parameters(got: Any, want: Any, *, because: str, to_itself: bool = False) -> None:
    """Expect the five parameters of each direction to be as in `want`."""
    expect_all_there(got)
    for way in WAYS:
        for name, axes in RNN.axes.items():
            label = f"{name} of {way} ({axes})"
            expect_close(label, got[way][name], want[way][name], because=because, to_itself=to_itself)


def expect_trained(got: Any, call: Call) -> None:
    """Expect parameters that are not those from before training."""
    expect_all_there(got)
    expect(np.any(flat(got) != flat(call)), "The parameters are the ones from before training.")


def wrong_direction(answer: Answer, truth: Answer) -> str:
    """Return the name of the learner's own birnn_forward or birnn_backward that is not right yet, else "".

    It only explains, so it is tried with the same inputs each time: a check by chance is repeated with fresh draws, for
    which a recording does not hold what is true.
    """
    batch = a_padded_batch(np.random.default_rng(7))
    a, da = (truth.own(birnn_forward.name)(**batch), a_gradient(batch))
    grads = truth.own(birnn_backward.name)(**da)
    mask = padded(batch["lengths"], len(batch["x"]))[:, None]
    if not holds(
        lambda got: expect_close("a", _first(got) * mask, _first(a) * mask), answer.own(birnn_forward.name), batch
    ):
        return birnn_forward.name
    return (
        ""
        if holds(lambda got: _same_gradients(got, grads), answer.own(birnn_backward.name), da)
        else birnn_backward.name
    )


def _first(got: Any) -> np.ndarray:
    return np.asarray(next(iter(got)))


def _same_gradients(got: Any, want: Any) -> None:
    for way in WAYS:
        for name in ("dWax", "dWaa", "dba"):
            expect_close(name, got[way][name], want[way][name])


def expect_each_used_once(moves: Moves, call: Call) -> None:
    """Expect an epoch in which each sentence was in one batch, all batches but one of m sentences."""
    count, m = len(call["sentences"]), call["m"]
    due = [min(m, count - first) for first in range(0, count, m)]
    says = f"One epoch with {count} sentences and m = {m}. Each has a word of its own, by whose weights one can tell "
    says += f"when it was used. There should be {len(due)} batches, of {_listed(due)}."
    expect(np.all(moves.own > 1e-6), f"{says} The weights of the word of some sentence have not moved.")
    if moves.forgetful:
        return  # that Adam starts anew with each batch is charged by another check
    batches = moves.batches(len(due))
    if batches is None:
        other = next((last for last in range(1, 3 * count) if moves.batches(last)), None)
        cause = (
            "How far these weights have moved fits no number of batches, each sentence in one, with one Adam for all."
        )
        cause = cause if other is None else f"Yours has {other}, if each was used once."
        raise Mismatch(f"{says} {cause}")
    sizes = np.bincount(batches, minlength=len(due) + 1)[1:].tolist()
    expect(sorted(sizes) == sorted(due), f"{says} Yours has batches of {_listed(sizes)}.")


def _listed(sizes: Sequence[int]) -> str:
    return (
        ", ".join(map(str, sizes[:-1])) + f" and {sizes[-1]} sentences" if len(sizes) > 1 else f"{sizes[0]} sentences"
    )
