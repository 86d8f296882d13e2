"""One step of an LSTM, backward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.lstm.cells import cell, is_near
from autograder.expect import expect_unchanged
from autograder.promises.gated import with_bias
from autograder.promises.gradients import expect_parts
from autograder.promises.inputs import Call, Rng, Sizes, several_sizes, some_sizes
from autograder.promises.lstm import CACHED, GATES, LSTM, cache_of

BIASES, WEIGHTS = tuple(f"db{gate}" for gate in GATES), tuple(f"dW{gate}" for gate in GATES)
BACK = ("dxt", "da_prev")

cell_backward = Exercise(
    "lstm_cell_backward",
    __name__,
    # Without axes: an array of an odd shape costs the points of the one check that looks at it.
    returns=dict.fromkeys((*BACK, "dc_prev", *WEIGHTS, *BIASES), ""),
    uses=(cell,),
)


def a_step_back(rng: Rng, sizes: Sizes) -> Call:
    """Draw what one step back is given."""
    da_next, dc_next = rng.standard_normal((2, sizes.n_a, sizes.m))
    return {"da_next": da_next, "dc_next": dc_next, "cache": cache_of(**LSTM.a_step(rng, sizes))}


def one_gradient_alone(call: Call, name: str) -> Call:
    """Return a step back with zeros for the other one of da_next and dc_next."""
    return {**call, **{other: np.zeros_like(call[other]) for other in ("da_next", "dc_next") if other != name}}


def with_a_shut_gate(call: Call) -> Call:
    """Return a step back through an output gate that is 0 to the last bit."""
    entries = dict(zip(CACHED, call["cache"], strict=True))
    entries |= {name: np.zeros_like(entries[name]) for name in ("Go", "a_next")}
    entries["parameters"] = with_bias(entries["parameters"], "o", -1000.0)
    return {**call, "cache": tuple(entries.values())}


@cell_backward.check(
    "Two gradients reach the memory, and f lets them through to the old one.",
    points=2,
    hint="c_next is read by the next step and, through tanh and o, by a_next. c_prev was multiplied by f. In which "
    "order does the cache hold them?",
)
def two_gradients_reach_the_memory(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [a_step_back(rng, sizes) for sizes in several_sizes(rng)]
    calls = [*(one_gradient_alone(batches[0], name) for name in ("dc_next", "da_next")), *batches]
    calls.append(with_a_shut_gate(batches[0]))
    says = ["Here da_next is zero.", "Here dc_next is zero.", *[None] * len(batches), "Here o is 0, and a_next too."]
    for why, got, want in zip(says, answer.each(calls), truth.each(calls), strict=True):
        expect_parts(LSTM, ["dc_prev"], got, want, because=why)


@cell_backward.check(
    "The gradient goes back through each gate and through the candidate.",
    points=2,
    hint="What was multiplied by the gate? The slope of sigmoid is g * (1 - g), that of tanh 1 - g**2.",
)
def the_gradient_goes_back_through_each_gate(answer: Answer, truth: Answer, rng: Rng) -> None:
    # With one example a db is the gradient at the sum before the gate, and nothing else comes in.
    calls = [a_step_back(rng, sizes.but(m=1)) for sizes in several_sizes(rng)]
    calls += [one_gradient_alone(calls[0], name) for name in ("da_next", "dc_next")]
    for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
        due = dict(want.parts)
        if not is_near(got.dc_prev, want.dc_prev):  # charged already: what follows from a wrong dc is right here
            scale = _ratio(got.dc_prev, want.dc_prev)
            due |= {name: scale * want[name] for name in ("dbf", "dbi", "dbc") if not is_near(got[name], want[name])}
        mine = {name: _as_column(got[name]) for name in BIASES}
        expect_parts(LSTM, BIASES, mine, due, because="There is one example here.")


def _ratio(got: Any, want: np.ndarray) -> np.ndarray | float:
    """Return by which factor numbers differ from the right ones, unit by unit; 1 where they have another shape."""
    if np.shape(got) != want.shape:
        return 1.0
    ratio: np.ndarray = np.divide(got, want, out=np.zeros_like(want), where=want != 0)
    return ratio


def _as_column(value: Any) -> Any:
    """Return numbers of shape (n_a,) as (n_a, 1): an odd shape is charged with the sum."""
    return value[:, None] if isinstance(value, np.ndarray) and value.ndim == 1 else value


@cell_backward.check(
    "dxt and da_prev come back through the four weights.",
    points=1,
    hint="z went into four products, so four gradients come back to it, each through its own weight. Which rows of z "
    "are a_prev, which are xt?",
)
def dxt_and_da_prev_come_back_through_the_weights(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_right_but_for_gates(BACK, answer, truth, rng)


@cell_backward.check(
    "The gradient of a weight pairs what came back through the gate with z.",
    points=1,
    hint="Entry (j, k) of a weight leads from row k of z, a_prev above xt, to unit j. What came back to unit j meets "
    "what row k held.",
)
def each_weight_pairs_what_came_back_with_z(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_right_but_for_gates(WEIGHTS, answer, truth, rng)


@cell_backward.check(
    "The gradient of a bias adds up the examples.",
    points=1,
    hint="One bias serves every example. Its gradient has the shape of the bias, (n_a, 1).",
)
def each_bias_adds_up_the_examples(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_right_but_for_gates(BIASES, answer, truth, rng)


@cell_backward.check(
    "Both gradients and the cache are left alone.",
    promise=True,
    points=1,
    hint="Others use da_next, dc_next and the cache again. Which line writes into one of them?",
)
def gradients_and_cache_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **a_step_back(rng, some_sizes(rng)))


# ------------------------------------------------------------------------------- what follows from a wrong gradient


def expect_right_but_for_gates(names: Sequence[str], answer: Answer, truth: Answer, rng: Rng) -> None:
    """Expect some parts for batches; a mistake at a gate, charged already, is not charged with these once more."""
    batches = [a_step_back(rng, sizes) for sizes in several_sizes(rng)]
    pair = a_step_back(rng, some_sizes(rng).but(n_a=2, m=2))
    columns = columns_of(pair)
    units = [unit for column in columns for unit in units_of(column)]
    gots = answer.each([*batches, pair, *columns])
    wants = truth.each([*batches, *columns, *units])
    try:
        for got, want in zip(gots, wants[: len(batches)], strict=False):
            expect_parts(LSTM, names, got, want)
    except Mismatch as mismatch:
        whole, *singles = gots[len(batches) :]
        right, by_unit = wants[len(batches) : len(batches) + 2], wants[len(batches) + 2 :]
        wrong = [mismatch.part or names[0], *mismatch.others]
        if not all(follows_from_own_gates(name, whole, singles, right, by_unit) for name in wrong):
            raise


def columns_of(batch: Call) -> list[Call]:
    """Return the examples of a batch as batches of one."""
    *arrays, parameters = batch["cache"]
    return [
        {name: batch[name][:, [i]] for name in ("da_next", "dc_next")}
        | {"cache": (*(array[:, [i]] for array in arrays), parameters)}
        for i in range(batch["da_next"].shape[1])
    ]


def units_of(column: Call) -> Iterable[Call]:
    """Yield a step back once for each unit of each weight, all other rows of the weights zero."""
    *arrays, parameters = column["cache"]
    for gate in GATES:
        for k in range(len(column["da_next"])):
            rows = {f"W{other}": np.zeros_like(parameters[f"W{other}"]) for other in GATES}
            rows[f"W{gate}"][k] = parameters[f"W{gate}"][k]
            yield {**column, "cache": (*arrays, {**parameters, **rows})}


def follows_from_own_gates(
    name: str, whole: Any, singles: Sequence[Any], right: Sequence[Any], by_unit: Sequence[Any]
) -> bool:
    """Tell whether a part follows from what the answer itself brings back through the gates, example by example.

    With one example the gradients of the biases show that. Everything behind is linear in them, so the right part is
    made of what is true of each unit, as many times as the answer's own gradient is larger than the right one.

    Args:
        name: the part.
        whole: what the answer made of a batch of two units and two examples.
        singles: what it made of each example by itself.
        right: what is true of each example by itself.
        by_unit: what is true of each example with one row of one weight alone, as `units_of` yields them.
    """
    total: Any = 0
    for i, (single, true) in enumerate(zip(singles, right, strict=True)):
        own = {gate: np.ravel(single[f"db{gate}"]) for gate in GATES}
        if any(each.shape != (2,) for each in own.values()):
            return False
        times = {gate: own[gate] / true[f"db{gate}"][:, 0] for gate in GATES}
        if name in BACK:
            ways = by_unit[8 * i : 8 * i + 8]
            factors = np.concatenate([times[gate] for gate in GATES])
            part = sum(factor * way[name] for factor, way in zip(factors, ways, strict=True))
            total = total + part * (np.arange(2) == i)
        else:
            total = total + times[name[-1]][:, None] * true[name]
    return is_near(whole[name], total)
