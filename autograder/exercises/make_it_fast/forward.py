"""An LSTM over all time steps of a batch, forward."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.exercises.make_it_fast.inputs import CACHED, a_batch, expect_all_digits, expect_float32, in_float32
from autograder.exercises.make_it_fast.kept import form_problem, the_cache_holds_what_the_way_back_reads
from autograder.expect import expect, expect_close, expect_either, expect_shape, expect_unchanged
from autograder.expect_own import expect_fresh
from autograder.promises.inputs import Call, Rng, several_sizes, some_sizes

forward = Exercise("lstm_layer_forward", __name__, returns=("a (T_x, n_a, m)", "c (T_x, n_a, m)", "cache: any"))
STATES = "ca"  # a is made of c: where both are wrong, c is told


def expect_states(got: Any, want: Any, because: str | None = None) -> None:
    """Expect memories and activations."""
    for s in STATES:
        expect_all_digits(s, got, want, because)


def are_right(got: Any, want: Any) -> bool:
    """Tell whether both are."""
    return all(is_close(got[s], want[s]) for s in STATES)


@forward.check(
    "One step follows the equations, with the gates in the order o, f, i and c_tilde last.",
    points=2,
    hint="n_a rows of z belong to each gate. Which rows are they, and which of them does sigmoid take?",
)
def one_step_follows_the_equations(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_batch(rng, sizes.but(T_x=1)) for sizes in several_sizes(rng)]
    longer = a_batch(rng, some_sizes(rng))  # of many steps: only so that mistakes are told apart
    for got, want in zip(answer.each([*calls, longer])[: len(calls)], truth.each(calls), strict=True):
        expect_states(got, want, "There is one step here.")


@forward.check(
    "Each step goes on from where the step before ended.",
    points=1,
    hint="What of z can be known before the loop, and what does step t need of step t-1?",
)
def each_step_goes_on_from_the_one_before(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [a_batch(rng, sizes) for sizes in several_sizes(rng)]
    calls = [{**batches[0], "x": batches[0]["x"][:1]}, *batches, *map(from_zeros, batches)]
    wants = truth.each(calls)
    (one, *replies), (due, *dues) = answer.each(calls), wants
    count = len(batches)
    if are_right(one, due):
        for got, want in zip(replies[:count], dues[:count], strict=True):
            expect_states(got, want, "With one step it was right.")
    else:  # what a step does is charged already: the same answer, step by step, is to give the same
        for got, want, call in zip(replies[count:], dues[count:], calls[1 + count :], strict=True):
            expect_either(partial(expect_states, got, want), partial(expect_own_steps, answer, got, call))


def from_zeros(batch: Call) -> Call:
    """Return the same from an activation and a memory of zeros: where it starts is charged with the first step."""
    return {**batch, "a0": np.zeros_like(batch["a0"]), "c0": np.zeros_like(batch["c0"])}


def expect_own_steps(answer: Answer, got: Any, call: Call) -> None:
    """Expect what the answer itself gives where it is asked for one step after the other."""
    expect(np.any(got.c), "All of c is zero.")
    states: Sequence[np.ndarray] = call["a0"], call["c0"]
    says = "Asked for one step after the other, each from what the one before returned, it gives something else."
    for t in range(len(call["x"])):
        one = answer(**{**call, "x": call["x"][t : t + 1], "a0": states[0], "c0": states[1]})
        for s in STATES:
            expect_shape(s, one, (1, *call["a0"].shape))
            expect_shape(s, got, (len(call["x"]), *call["a0"].shape))
            expect_close(f"{s}[{t}] (n_a, m)", got[s][t], one[s][0], because=says, to_itself=True)
        states = one.a[0], one.c[0]


forward.check(
    "The cache is the one that lstm_layer_backward reads.",
    points=1,
    hint="Eight arrays in the order of the docstring. gates holds what sigmoid and tanh have made of z, at every step.",
)(the_cache_holds_what_the_way_back_reads)


@forward.check(
    "What is handed in as float32 comes back as float32.",
    promise=True,
    points=1,
    hint="Which line makes an array that knows nothing of the dtype of x?",
)
def float32_stays_float32(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_batch(rng, some_sizes(rng))
    due, got = answer.each([call, in_float32(call)])
    parts = {s: got[s] for s in "ac"}
    right = {s: due[s] for s in "ac"}
    if not form_problem(got.cache, call) and not form_problem(due.cache, call):
        parts["gates"], right["gates"] = got.cache[-1], due.cache[-1]
    expect_float32(answer, parts, right, CACHED)


@forward.check(
    "The arguments stay as they were, and a and c are new arrays.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside, or that is still there from another call?",
)
def the_arguments_stay_and_what_comes_back_is_new(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_batch(rng, some_sizes(rng))
    expect_unchanged(answer, **call)
    expect_fresh(answer, [call, call])
