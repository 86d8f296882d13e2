"""Gradients that are cut to size: entry by entry, and all together."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_quiet, expect_shape, expect_unchanged
from autograder.promises.inputs import SIZES, Arrays, Rng, Sizes
from autograder.promises.simple_rnn import RNN

AXES = {**{f"d{name}": axes for name, axes in RNN.axes.items()}, "da0": "n_a, m"}


def gradients(rng: Rng, sizes: Sizes = SIZES) -> Arrays:
    """Draw gradients of many sizes, from -6 to 6 or so; every array is longer than 1 by itself."""
    return {name: 2 * rng.standard_normal(sizes.shape(axes)) + 0.3 for name, axes in AXES.items()}


def flat(grads: Arrays) -> np.ndarray:
    """Return all entries of all arrays as one long vector, in the order of the names."""
    return np.concatenate([np.ravel(grads[name]) for name in sorted(grads)])


def expect_gradients(got: Any, want: Arrays, because: str, *, only_shapes: bool = False) -> None:
    """Expect a dict of the same names with arrays of the same shapes and, unless told otherwise, values."""
    expect(isinstance(got, dict), f"The clipped gradients should be a dict; yours are of type {type(got).__name__}.")
    missing, extra = sorted(set(want) - set(got)), sorted(map(str, set(got) - set(want)))
    expect(not missing, f"The result has no {', '.join(missing)}.")
    expect(not extra, f"The result has {', '.join(extra)}, which the gradients do not have.")
    for name, array in want.items():
        if only_shapes:
            expect_shape(f"{name} ({AXES[name]})", got[name], array.shape)
        else:
            expect_close(f"{name} ({AXES[name]})", got[name], array, because=because or None)


# ----------------------------------------------------------------------------------------------- clip_by_value

by_value = Exercise("clip_by_value", __name__, reference="solutions.clipping", returns="clipped")


@by_value.check(
    "An entry beyond the limit ends on the limit.",
    points=2,
    hint="A negative entry far out ends at -c, a positive one at c.",
)
def an_entry_beyond_the_limit_ends_on_the_limit(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (0.5, 2.7):
        grads = gradients(rng)
        expect_gradients(answer(grads=grads, c=c), truth(grads=grads, c=c), f"Here c is {c}.")


@by_value.check(
    "An entry within the limit stays as it is.",
    points=1,
    hint="Entries between -c and c are left as they are, whatever happens to their neighbours.",
)
def an_entry_within_the_limit_stays_as_it_is(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    grads = gradients(rng)
    limits = (1.5, 99.0)
    for c, got in zip(limits, answer.each([{"grads": grads, "c": c} for c in limits]), strict=True):
        inside = {name: np.where(np.abs(g) <= c, g, 0.0) for name, g in grads.items()}
        expect_gradients(got, grads, "", only_shapes=True)
        seen = {name: np.where(np.abs(g) <= c, got[name], 0.0) for name, g in grads.items()}
        expect_gradients(seen, inside, f"c is {c}; only entries between -{c} and {c} are compared.")


@by_value.check(
    "The callers gradients are left alone.",
    promise=True,
    points=1,
    hint="A new dict of new arrays: which of your lines writes into an old one?",
)
def the_callers_gradients_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (0.5, 99.0):
        expect_unchanged(answer, grads=gradients(rng), c=c)


# ----------------------------------------------------------------------------------------- clip_by_global_norm

by_norm = Exercise("clip_by_global_norm", __name__, reference="solutions.clipping", returns=("clipped", "norm"))


@by_norm.check(
    "Together they end up as long as c.",
    points=2,
    hint="One factor for all arrays, made from one norm of all entries of all arrays.",
)
def together_they_end_up_as_long_as_c(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    grads = gradients(rng)
    calls = [{"grads": grads, "c": c} for c in (1.0, 5.0, 0.02, 99.0)]
    # All are asked for first, since mistakes that answer one call alike may be told apart by another.
    for call, got in list(zip(calls, answer.each(calls), strict=True))[:-1]:  # of c = 99 nothing is expected here
        because = f"Here c is {call['c']}, and the norm of all gradients together is {np.linalg.norm(flat(grads)):.3f}."
        expect_gradients(got.clipped, truth(**call).clipped, because)


@by_norm.check(
    "They keep their direction.",
    points=1,
    hint="What does clipping keep of a vector, if every entry is multiplied by the same number?",
)
def they_keep_their_direction(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (4.0, 0.5):
        grads = gradients(rng)
        got = answer(grads=grads, c=c).clipped
        expect_gradients(got, grads, "", only_shapes=True)
        before, after = flat(grads), flat(got)
        expect(np.any(after), "All gradients are zero after clipping.")
        cosine = before @ after / np.linalg.norm(before) / np.linalg.norm(after)
        degrees = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
        expect(degrees < 1e-3, f"With c = {c} the clipped gradient is turned by {degrees:.3g} degrees.")


@by_norm.check(
    "Shorter gradients stay as they are.",
    points=1,
    hint="Up to c nothing happens, not even where all gradients are zero.",
)
def shorter_gradients_stay_as_they_are(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    grads = gradients(rng)
    nothing = {name: np.zeros_like(g) for name, g in grads.items()}
    for case in (grads, nothing):
        answer.attempt(grads=case, c=99.0)  # both, before anything is expected, to tell mistakes apart
    for case, says in ((grads, "Their norm is below c = 99."), (nothing, "All of them are zero.")):
        expect_gradients(expect_quiet(answer, grads=case, c=99.0).clipped, case, says)


@by_norm.check(
    "The norm that comes back is that before clipping.",
    points=1,
    hint="The norm before clipping: it tells you while training how often and how far you clip.",
)
def the_norm_that_comes_back_is_that_before_clipping(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (1.0, 99.0):
        grads = gradients(rng)
        expect_close("norm", answer(grads=grads, c=c), truth(grads=grads, c=c), because=f"Here c is {c}.")


@by_norm.check(
    "Its callers gradients are left alone.",
    promise=True,
    points=1,
    hint="A new dict of new arrays: which of your lines writes into an old one?",
)
def its_callers_gradients_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (0.5, 99.0):
        expect_unchanged(answer, grads=gradients(rng), c=c)
