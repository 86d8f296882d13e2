"""Lesson 03: the gradient of one step, and of all steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises import simple_rnn
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.gradients import LoopBack, axes_of_gradients, gradients_of_loop
from autograder.promises.inputs import Call, Rng, Sizes, several_sizes, some_sizes
from autograder.promises.rnn_caches import cache_of, caches_of
from autograder.promises.simple_rnn import AROUND_CELL_BACKWARD, RNN, without_recurrence

# ------------------------------------------------------------------------------------------------------ one step

cell_backward = Exercise(
    "rnn_cell_backward",
    __name__,
    # Without axes: an array of an odd shape costs the points of the one check that looks at it.
    returns=dict.fromkeys(("dxt", "da_prev", "dWax", "dWaa", "dba"), ""),
    uses=(simple_rnn.cell,),
)
AXES = {**axes_of_gradients(RNN), "dxt": "(n_x, m)", "da_prev": "(n_a, m)"}


def a_step_back(rng: Rng, sizes: Sizes) -> Call:
    """Draw what one step back is given."""
    return {"da_next": rng.standard_normal((sizes.n_a, sizes.m)), "cache": cache_of(**RNN.a_step(rng, sizes))}


def as_column(value: Any) -> Any:
    """Return numbers of shape (n_a,) as (n_a, 1): an odd shape of dba is charged with the sum."""
    return value[:, None] if isinstance(value, np.ndarray) and value.ndim == 1 else value


@cell_backward.check(
    "The gradient goes back through tanh.",
    points=2,
    hint="For one example dba is da_next times the slope of tanh, unit by unit. What does that slope follow from?",
)
def the_gradient_goes_back_through_tanh(answer: Answer, truth: Answer, rng: Rng) -> None:
    # With one example dba is the gradient at the sum before the tanh, and nothing else comes in.
    calls = [a_step_back(rng, sizes.but(m=1)) for sizes in several_sizes(rng)]
    with charged_to("dba"):
        for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
            label = "dba as a column (n_a, 1)" if np.ndim(got.dba) == 1 else "dba (n_a, 1)"
            expect_close(label, as_column(got.dba), want.dba, because="There is one example here.")


@cell_backward.check(
    "dba adds up the examples.",
    points=1,
    hint="One bias serves every example. Its gradient has the shape of ba, (n_a, 1).",
)
def dba_adds_up_the_examples(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_right_but_for_tanh("dba", answer, truth, rng)


@cell_backward.check(
    "The input gets its gradient through Wax.",
    points=1,
    hint="On the way forward xt went through Wax. Which way round does a gradient go through it?",
    name="the_input_gets_its_gradient_the_way_it_went_in",
)
def the_input_gets_its_gradient_through_wax(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_right_but_for_tanh("dxt", answer, truth, rng)


@cell_backward.check(
    "The old activation gets its gradient through Waa.",
    points=1,
    hint="On the way forward a_prev went through Waa. Which way round does a gradient go through it?",
    name="the_old_activation_gets_its_gradient_the_way_it_went_in",
)
def the_old_activation_gets_its_gradient_through_waa(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_right_but_for_tanh("da_prev", answer, truth, rng)


@cell_backward.check(
    "dWax pairs what came back with the input.",
    points=1,
    hint="Entry (j, k) of Wax leads from row k of the input to row j of the sum.",
    name="dWax_pairs_what_came_in_with_what_came_back",
)
def dwax_pairs_what_came_back_with_the_input(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_right_but_for_tanh("dWax", answer, truth, rng)


@cell_backward.check(
    "dWaa pairs what came back with the old activation.",
    points=1,
    hint="Entry (j, k) of Waa leads from row k of the old activation to row j of the sum.",
    name="dWaa_pairs_the_old_activation_with_what_came_back",
)
def dwaa_pairs_what_came_back_with_the_old_activation(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_right_but_for_tanh("dWaa", answer, truth, rng)


@cell_backward.check(
    "da_next and the cache are left alone.",
    promise=True,
    points=1,
    hint="Others use da_next and the cache again. Which line writes into one of them?",
    name="gradient_and_cache_are_left_alone",
)
def da_next_and_the_cache_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **a_step_back(rng, some_sizes(rng)))


def expect_right_but_for_tanh(name: str, answer: Answer, truth: Answer, rng: Rng) -> None:
    """Expect one part for a batch; a mistake at the tanh, charged already, is not charged with every part again."""
    batches = [a_step_back(rng, sizes) for sizes in several_sizes(rng)]
    pair = a_step_back(rng, some_sizes(rng).but(n_a=3, m=2))
    columns = columns_of(pair)
    units = [{**column, "da_next": unit[:, None]} for column in columns for unit in np.eye(3)]
    wants = truth.each([*batches, *units])
    gots = answer.each([*batches, pair, *columns])
    try:
        with charged_to(name):
            for got, want in zip(gots, wants[: len(batches)], strict=False):
                expect_close(f"{name} {AXES[name]}", got[name], want[name])
    except Mismatch:
        whole, *parts = gots[len(batches) :]
        if not belongs_to_own_slope(name, whole, parts, wants[len(batches) :]):
            raise


@contextmanager
def charged_to(name: str) -> Iterator[None]:
    """Say which part a mismatch is about: other parts may be wrong for reasons of their own."""
    try:
        yield
    except Mismatch as mismatch:
        mismatch.part = name
        raise


def columns_of(batch: Call) -> list[Call]:
    """Return the examples of a batch as batches of one."""
    *arrays, parameters = batch["cache"]
    return [
        {"da_next": batch["da_next"][:, [i]], "cache": (*(array[:, [i]] for array in arrays), parameters)}
        for i in range(batch["da_next"].shape[1])
    ]


def belongs_to_own_slope(name: str, whole: Any, columns: Sequence[Any], units: Sequence[Any]) -> bool:
    """Tell whether a part follows from what the answer itself makes of the tanh, example by example.

    With one example dba shows that. Everything behind it is linear: the right part is the same combination of the
    responses to single units of the activation.

    Args:
        name: the part.
        whole: what the answer made of a batch.
        columns: what it made of each example of the batch by itself.
        units: what is true of each example where one unit of the activation gets 1 and the others 0.
    """
    total: Any = 0
    for i, column in enumerate(columns):
        slope = np.ravel(column.dba)
        if slope.shape != (3,):
            return False
        responses = units[3 * i : 3 * i + 3]
        part = sum(slope[k] / unit.dba[k, 0] * unit[name] for k, unit in enumerate(responses))
        total = total + (part * (np.arange(2) == i) if AXES[name].endswith(" m)") else part)
    got = whole[name]
    return np.shape(got) == np.shape(total) and bool(np.allclose(got, total, rtol=1e-6, atol=1e-9))


# ----------------------------------------------------------------------------------------------------- all steps

backward = Exercise(
    "rnn_backward",
    __name__,
    returns=dict.fromkeys(gradients_of_loop(RNN), ""),
    uses=(cell_backward,),
)
loop = LoopBack(RNN, AROUND_CELL_BACKWARD, caches_of, without_recurrence)

backward.check(
    "Every step adds what comes back from the next one.",
    points=3,
    hint="Two gradients meet at an activation. One comes from its own prediction. Where does the other come from?",
)(loop.every_step_adds_what_comes_back_from_the_next)
backward.check(
    "The parameters collect their gradients from every step.",
    points=2,
    hint="What did each parameter act on at step t? Its T_x contributions make one gradient.",
)(loop.the_parameters_collect_from_every_step)
backward.check(
    "da0 is what comes back out of the first step.",
    points=1,
    hint="The loop sees a da_prev at every step. Which of them belongs to the activation before step 1?",
    name="da0_is_what_leaves_the_first_step",
)(loop.what_leaves_the_first_step_reaches_the_start)
backward.check(
    "No step feels the losses before it.",
    promise=True,
    points=1,
    hint="A step needs what comes back from the step after it. In which order can the loop visit them?",
)(loop.no_step_feels_the_losses_before_it)
backward.check(
    "da and the caches are left alone.",
    promise=True,
    points=1,
    hint="`da[t] += ...` writes into the caller's array. Where else can the sum be kept?",
    name="da_and_the_caches_are_left_alone",
)(loop.its_arguments_are_left_alone)
