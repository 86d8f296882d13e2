"""Gradients that are cut to size: entry by entry, and all together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_either, expect_shape, expect_unchanged
from autograder.expect_own import expect_new
from autograder.promises.inputs import Arrays, Call, Rng, Sizes, several_sizes, some_sizes
from autograder.promises.simple_rnn import RNN
from autograder.returned import Returned

PARAMETERS = {f"d{name}": axes for name, axes in RNN.axes.items()}
AXES = {**PARAMETERS, "da0": "n_a, m"}
OTHER_AXES = {"dE": "n_x, n_a", "dx": "T_x, n_x, m", "scale": "n_a", "dWf": "n_a, n_a + n_x", "temperature": ""}
ALL_AXES = {**AXES, **OTHER_AXES}


def gradients(rng: Rng, sizes: Sizes, names: Iterable[str] = AXES) -> Arrays:
    """Draw gradients from -6 to 6 or so, under names in an order that is drawn as well."""
    drawn = {name: np.asarray(2 * rng.standard_normal(shape_of(name, sizes)) + 0.3) for name in names}
    return {name: drawn[name] for name in rng.permutation(list(drawn)).tolist()}


def shape_of(name: str, sizes: Sizes) -> tuple[int, ...]:
    return sizes.shape(ALL_AXES[name]) if ALL_AXES[name] else ()


def flat(grads: Arrays) -> np.ndarray:
    """Return all entries of all arrays as one long vector, in the order of the names."""
    return np.concatenate([np.zeros(0), *(np.ravel(grads[name]) for name in sorted(grads))])


def norm_of(grads: Arrays) -> float:
    return float(np.linalg.norm(flat(grads)))


def expect_names(got: Any, want: Arrays) -> None:
    """Expect a dict of the same names with arrays of the same shapes."""
    expect(isinstance(got, dict), f"The clipped gradients should be a dict; yours are of type {type(got).__name__}.")
    missing, extra = sorted(set(want) - set(got)), sorted(map(str, set(got) - set(want)))
    expect(not missing, f"The result has no {', '.join(missing)}.")
    expect(not extra, f"The result has {', '.join(extra)}, which the gradients do not have.")
    for name, array in want.items():
        expect_shape(label_of(name), got[name], array.shape)


def expect_gradients(got: Any, want: Arrays, because: str) -> None:
    """Expect a dict of the same names, shapes and values."""
    expect_names(got, want)
    for name, array in want.items():
        expect_close(label_of(name), got[name], array, because=because)


def label_of(name: str) -> str:
    return f"{name} ({ALL_AXES[name]})" if ALL_AXES[name] else name


# ----------------------------------------------------------------------------------------------- clip_by_value

by_value = Exercise("clip_by_value", __name__, reference="solutions.clipping", returns="clipped")


@by_value.check(
    "An entry beyond the limit ends on the limit.",
    points=2,
    hint="A negative entry far out ends at -c, a positive one at c.",
)
def an_entry_beyond_the_limit_ends_on_the_limit(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    usual = [gradients(rng, sizes) for sizes in several_sizes(rng)]
    others = gradients(rng, some_sizes(rng), OTHER_AXES)
    calls: list[Call] = [
        {"grads": g, "c": c} for g, c in zip([*usual, others, {}], (0.7, 2.6, 1.3, 0.4, 1.0), strict=True)
    ]
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        grads, c = call["grads"], call["c"]
        expect_names(got, grads)
        seen, due = (_where_beyond(each, grads, c) for each in (got, want))
        expect_gradients(seen, due, f"c is {c}; only entries below -{c} or above {c} are compared.")


def _where_beyond(clipped: Arrays, grads: Arrays, c: float) -> Arrays:
    return {name: np.where(np.abs(g) > c, clipped[name], 0.0) for name, g in grads.items()}


@by_value.check(
    "An entry within the limit stays as it is.",
    points=1,
    hint="Entries between -c and c are left as they are, whatever happens to their neighbours.",
)
def an_entry_within_the_limit_stays_as_it_is(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    # The usual names alone: what becomes of others is asked above.
    usual = [gradients(rng, sizes, PARAMETERS) for sizes in several_sizes(rng)]
    calls: list[Call] = [{"grads": g, "c": c} for g, c in zip(usual, (1.5, 99.0, 2.2), strict=True)]
    for call, got in zip(calls, answer.each(calls), strict=True):
        grads, c = call["grads"], call["c"]
        expect_names(got, grads)
        seen, due = ({n: np.where(np.abs(g) <= c, each[n], 0.0) for n, g in grads.items()} for each in (got, grads))
        expect_gradients(seen, due, f"c is {c}; only entries between -{c} and {c} are compared.")


@by_value.check(
    "Your gradients are left alone, and the result has arrays of its own.",
    promise=True,
    points=1,
    hint="The result needs arrays of its own: which of your lines writes into an old one?",
)
def the_callers_gradients_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (0.5, 99.0):
        call = {"grads": gradients(rng, some_sizes(rng), PARAMETERS), "c": c}
        expect_unchanged(answer, **call)
        expect_new(answer, **call)


# ----------------------------------------------------------------------------------------- clip_by_global_norm

by_norm = Exercise("clip_by_global_norm", __name__, reference="solutions.clipping", returns=("clipped", "norm"))


@by_norm.check(
    "Gradients that together are longer than c end up with the norm c.",
    points=2,
    hint="One factor for all arrays, made from one norm of all entries of all arrays.",
)
def together_they_end_up_as_long_as_c(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    usual = [gradients(rng, sizes) for sizes in several_sizes(rng)]
    others = gradients(rng, some_sizes(rng), OTHER_AXES)
    tiny = {name: g * (1.5e-3 / norm_of(usual[0])) for name, g in usual[0].items()}
    cases = zip([*usual, others, tiny], (1.3, 5.0, 0.02, 0.7, 1e-3), strict=True)
    calls: list[Call] = [{"grads": grads, "c": c} for grads, c in cases]
    # Of the last one, shorter than c, nothing is expected: it tells mistakes apart.
    for call, got in zip(calls, answer.each([*calls, {"grads": usual[0], "c": 1e4}]), strict=False):
        expect_names(got.clipped, call["grads"])
        because = f"Before clipping it was {norm_of(call['grads']):.6g}, and c is {call['c']}."
        label = "The norm of all clipped gradients together"
        expect_close(label, norm_of(got.clipped), call["c"], atol=0, because=because)


@by_norm.check(
    "Clipping does not turn the gradients.",
    points=1,
    hint="Where does a vector point when every entry is multiplied by the same positive number?",
)
def they_keep_their_direction(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    # The usual names alone: what becomes of others is asked above.
    usual = [gradients(rng, sizes, PARAMETERS) for sizes in several_sizes(rng)]
    calls: list[Call] = [{"grads": grads, "c": c} for grads, c in zip(usual, (4.0, 0.5, 1.7), strict=True)]
    for call, got in zip(calls, answer.each(calls), strict=True):
        expect_names(got.clipped, call["grads"])
        before, after = flat(call["grads"]), flat(got.clipped)
        expect(np.any(after), "All gradients are zero after clipping.")
        cosine = before @ after / np.linalg.norm(before) / np.linalg.norm(after)
        degrees = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
        expect(degrees < 1e-3, f"With c = {call['c']} the clipped gradients are turned by {degrees:.3g} degrees.")


@by_norm.check(
    "Gradients that are not longer than c stay as they are.",
    points=1,
    hint="Up to c nothing happens. Gradients that are all zero and an empty dict are short as well.",
)
def shorter_gradients_stay_as_they_are(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    grads = gradients(rng, some_sizes(rng), PARAMETERS)
    norm = norm_of(grads)
    half = {name: g / (2 * norm) for name, g in grads.items()}
    zeros = {name: np.zeros_like(g) for name, g in grads.items()}
    cases = [(grads, 1e4), (grads, round(1.01 * norm, 3)), (half, 0.9), (zeros, 2.0), ({}, 2.0)]
    replies = [answer.attempt(grads=case, c=c) for case, c in cases]  # all of them, to tell mistakes apart
    for (case, c), reply in zip(cases, replies, strict=True):
        says = f"Their norm is {norm_of(case):.6g}, and c is {c}."
        got = answer.read(reply)
        expect(not reply.warnings, f"{says} NumPy warned: {'; '.join(reply.warnings[:1])}.")
        near = norm_of(case) > c / 2  # here a wrong norm may decide: that is charged by other checks
        if not near or _is_norm(got, norm_of(case)):
            expect_gradients(got.clipped, case, says)
        if not case and _is_norm(answer.read(replies[0]), norm):  # another wrong norm is charged by another check
            expect_close("norm", got, 0.0, because="The dict is empty.")


def _is_norm(got: Returned, norm: float) -> bool:
    return np.shape(got.norm) == () and bool(np.isclose(got.norm, norm))


@by_norm.check(
    "The norm that comes back is the one before clipping.",
    points=1,
    hint="The norm before clipping: it tells you while training how often and how far you clip.",
)
def the_norm_that_comes_back_is_that_before_clipping(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    # A norm that is wrong in the clipping as well is charged there: then the one that comes back is to be that one.
    sizes = several_sizes(rng)
    cases = [(gradients(rng, sizes[0], ["dba"]), 1.3), (gradients(rng, sizes[2], ["dba"]), 1.3)]
    cases += [(gradients(rng, sizes[0]), 1.3), (gradients(rng, sizes[0], ["dba"]), 99.0)]
    calls: list[Call] = [{"grads": grads, "c": c} for grads, c in cases]
    replies, wants = answer.each(calls), truth.each(calls)
    right = [_is_clipped(got.clipped, grads, c) for got, (grads, c) in zip(replies, cases, strict=True)]
    for i, (got, want, (grads, c)) in enumerate(zip(replies, wants, cases, strict=True)):
        if len(grads) == 1 and c < want.norm:
            expect_either(
                partial(expect_close, "norm", got, want, because=f"Here c is {c}."),
                partial(expect_close, "norm", got, _norm_behind(got.clipped, grads, c)),
            )
        elif right[0] and right[i]:
            expect_close("norm", got, want, because=f"Here c is {c}.")


def _is_clipped(got: Any, grads: Arrays, c: float) -> bool:
    norm = norm_of(grads)
    return _fits(got, grads) and bool(np.allclose(flat(got), flat(grads) * min(1, c / norm)))


def _norm_behind(got: Any, grads: Arrays, c: float) -> float:
    """Return the norm by which gradients were divided to get these, -1 where they were not."""
    after = norm_of(got) if _fits(got, grads) else 0
    return c * norm_of(grads) / after if after > 0 else -1.0


def _fits(got: Any, grads: Arrays) -> bool:
    return isinstance(got, dict) and {n: np.shape(g) for n, g in got.items()} == {n: g.shape for n, g in grads.items()}


@by_norm.check(
    "The gradients that you hand in are left alone, and the result has arrays of its own.",
    promise=True,
    points=1,
    hint="The result needs arrays of its own: which of your lines writes into an old one?",
)
def its_callers_gradients_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (0.5, 99.0):
        call = {"grads": gradients(rng, some_sizes(rng), PARAMETERS), "c": c}
        expect_unchanged(answer, **call)
        expect_new(answer, **call)
