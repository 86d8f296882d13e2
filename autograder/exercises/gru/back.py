"""One step back: the four ways to the old memory, each by itself, and what else has a gradient.

dbu, dbr and dbc of one example are what comes back to the sum of each gate and of the candidate. A mistake there is
charged once: all other gradients are linear in these, and may follow from the answer's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.backpropagation_through_time.steps import charged_to
from autograder.exercises.gru.cells import cell
from autograder.exercises.gru.changes import Change, changed
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.gated import blind
from autograder.promises.gradients import axes_of_gradients
from autograder.promises.gru import GRU, cache_of
from autograder.promises.inputs import Arrays, Call, Rng, Sizes, several_sizes, some_sizes
from autograder.tolerance import ATOL, RTOL

OF_PARAMETERS = tuple(f"d{name}" for name in GRU.recurrent)
AXES = {**axes_of_gradients(GRU), "dxt": "(n_x, m)", "dc_prev": "(n_a, m)"}

cell_backward = Exercise(
    "gru_cell_backward",
    __name__,
    # Without axes: an array of an odd shape costs the points of the one check that looks at it.
    returns=dict.fromkeys(("dxt", "dc_prev", *OF_PARAMETERS), ""),
    uses=(cell,),
)


def a_step_back(rng: Rng, sizes: Sizes, *changes: Change) -> Call:
    """Draw what one step back is given, its parameters changed."""
    step = changed(GRU.a_step(rng, sizes), *changes)
    return {"dc_next": rng.standard_normal((sizes.n_a, sizes.m)), "cache": cache_of(**step)}


def columns_of(batch: Call) -> list[Call]:
    """Return the examples of a batch as batches of one."""
    *arrays, parameters = batch["cache"]
    return [
        {"dc_next": batch["dc_next"][:, [i]], "cache": (*(array[:, [i]] for array in arrays), parameters)}
        for i in range(batch["dc_next"].shape[1])
    ]


# ------------------------------------------------------------------------------------- gates and candidate


@cell_backward.check(
    "The biases get what comes back to each gate and to the candidate.",
    points=1,
    hint="For one example dbu, dbr and dbc are dz_u, dz_r and dz_c. A batch adds up; the shape is that of the bias.",
)
def the_biases_get_what_comes_back_to_gates_and_candidate(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    calls = [a_step_back(rng, each) for each in (sizes[0].but(m=1), *sizes)]
    for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
        for name in ("dbc", "dbu", "dbr"):
            with charged_to(name):
                expect_close(f"{name} (n_a, 1)", got[name], want[name])


# --------------------------------------------------------------------------------------- four ways to c_prev


def one_entry(parameters: Arrays) -> Arrays:
    """Return the parameters with a W_c that reads the first unit of the memory alone, for that unit's candidate."""
    Wc = parameters["Wc"].copy()
    Wc[:, : len(Wc)] = 0.0
    Wc[0, 0] = 0.7
    return {**parameters, "Wc": Wc}


def expect_one_way(answer: Answer, truth: Answer, rng: Rng, bias: str, *changes: Change, says: str) -> None:
    """Expect what comes back to c_prev by one way, from the first unit, at all the others.

    With the way past the gates a gradient stays in its unit, so that at the others it does not count. What comes back
    to the sum, `bias`, may be the answer's own: a wrong one is charged elsewhere.
    """
    calls = [a_step_back(rng, sizes.but(m=1), *changes) for sizes in several_sizes(rng)]
    for call in calls:
        call["dc_next"][1:] = 0.0
    # The last call is not judged: there every way counts, which tells mistakes apart.
    gots = answer.each([*calls, a_step_back(rng, some_sizes(rng))])
    for got, want in zip(gots, truth.each(calls), strict=False):
        mine, due = _but_for_the_first(got.dc_prev, want.dc_prev), want.dc_prev[1:]
        expect_or_follow("dc_prev", "dc_prev[1:] (n, m)", mine, due, _ratio(got, want, bias, first=True), says)


def _but_for_the_first(got: Any, want: np.ndarray) -> Any:
    return got[1:] if np.shape(got) == want.shape else got


def _ratio(got: Any, want: Any, bias: str, *, first: bool = False) -> np.ndarray | None:
    """Return what the answer sends back to a sum over what is right, unit by unit; None where that tells nothing."""
    own, due = np.ravel(got[bias]), want[bias][:, 0]
    if own.shape != due.shape or own.dtype.kind != "f" or not own.any():
        return None
    ratio: np.ndarray = own[0] / due[0] if first else (own / due)[:, None]
    return ratio


def expect_or_follow(
    name: str, label: str, got: Any, want: np.ndarray, ratio: np.ndarray | None, says: str | None
) -> None:
    """Expect a gradient, or the one that follows from what the answer itself sends back to a sum."""
    try:
        with charged_to(name):
            expect_close(label, got, want, because=says)
    except Mismatch:
        follows = ratio is not None and np.shape(got) == want.shape and np.allclose(got, want * ratio, RTOL, ATOL)
        if not follows:
            raise


@cell_backward.check(
    "The gradient reaches the old memory past the gates.",
    points=1,
    hint="A part of c_prev is carried over into c_next as it is. How large is that part?",
)
def the_gradient_goes_past_the_gates(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_step_back(rng, sizes, partial(blind, gates="urc", to="state")) for sizes in several_sizes(rng)]
    whole = a_step_back(rng, some_sizes(rng))
    says = "Here neither gate sees c_prev, nor does the candidate: what comes back is what the step has kept of it."
    gots = answer.each([*calls, whole, *columns_of(whole)])
    for got, want in zip(gots, truth.each(calls), strict=False):
        with charged_to("dc_prev"):
            expect_close("dc_prev (n_a, m)", got.dc_prev, want.dc_prev, because=says)
    expect_columns_apart("dc_prev", gots[len(calls) :])


def expect_columns_apart(name: str, gots: Sequence[Any]) -> None:
    """Expect of a batch what came of each of its examples by itself."""
    whole, *parts = gots
    says = "Each example of a batch was handed in by itself as well, and got another gradient than among the others."
    with charged_to(name):
        alone = np.concatenate([part[name] for part in parts], axis=1)
        expect_close(f"{name} {AXES[name]}", whole[name], alone, because=says, to_itself=True)


@cell_backward.check(
    "The gradient reaches the old memory through the candidate.",
    points=1,
    hint="The candidate has not read c_prev itself. What stood between c_prev and W_c?",
)
def the_gradient_goes_through_the_candidate(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = "Here W_u and W_r do not see c_prev, so this has come back through the candidate."
    expect_one_way(answer, truth, rng, "dbc", partial(blind, gates="ur", to="state"), says=says)


@cell_backward.check(
    "The gradient reaches the old memory through the update gate.",
    points=1,
    hint="The update gate has read c_prev too. By which weight does its gradient come back?",
)
def the_gradient_goes_through_the_update_gate(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = "Here W_c does not see c_prev, so this has come back through the update gate."
    expect_one_way(answer, truth, rng, "dbu", partial(blind, gates="c", to="state"), says=says)


@cell_backward.check(
    "The gradient reaches the old memory through the reset gate.",
    points=1,
    hint="The reset gate has read c_prev too. By which weight does its gradient come back?",
)
def the_gradient_goes_through_the_reset_gate(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = (
        "Here W_u does not see c_prev, and W_c sees one unit of it: this has come back through the reset gate "
        "of that unit."
    )
    expect_one_way(answer, truth, rng, "dbr", partial(blind, gates="u", to="state"), one_entry, says=says)


# ------------------------------------------------------------------------------------------------ input, weights


@cell_backward.check(
    "The input gets its gradient by all three ways in.",
    points=1,
    hint="xt goes into both gates and into the candidate. Which columns of each weight act on it?",
)
def the_input_gets_its_gradient_by_three_ways(answer: Answer, truth: Answer, rng: Rng) -> None:
    whole = a_step_back(rng, some_sizes(rng))
    among_others = answer.each([whole, *columns_of(whole)])
    for gate, words in {"c": "the candidate", "u": "the update gate", "r": "the reset gate"}.items():
        others = partial(blind, gates="urc".replace(gate, ""), to="input")
        calls = [a_step_back(rng, sizes.but(m=1), others, one_entry) for sizes in several_sizes(rng)]
        for call in calls:
            call["dc_next"][1:] = 0.0
        for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
            ratio, says = _ratio(got, want, f"db{gate}", first=True), f"Here only {words} sees xt."
            expect_or_follow("dxt", "dxt (n_x, m)", got.dxt, want.dxt, ratio, says)
    expect_columns_apart("dxt", among_others)


@cell_backward.check(
    "Each weight pairs what came back with what it acted on.",
    points=1,
    hint="Entry (j, k) of a weight leads from row k of what it acts on to row j of the sum. What does W_c act on?",
)
def each_weight_pairs_what_came_back_with_what_it_acted_on(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_step_back(rng, sizes.but(m=1)) for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
        for gate in "cur":
            name = f"dW{gate}"
            ratio, says = _ratio(got, want, f"db{gate}"), "There is one example here."
            expect_or_follow(name, f"{name} {AXES[name]}", got[name], want[name], ratio, says)
    whole = a_step_back(rng, some_sizes(rng))
    together, *parts = answer.each([whole, *columns_of(whole)])
    for name in ("dWc", "dWu", "dWr"):
        with charged_to(name):
            total = sum(part[name] for part in parts)
            says = "Each example of a batch was handed in by itself as well: the batch should get the sum."
            expect_close(f"{name} {AXES[name]}", together[name], total, because=says)


@cell_backward.check(
    "dc_next and the cache are left alone.",
    promise=True,
    points=1,
    hint="Others use dc_next and the cache again. Which line writes into one of them?",
)
def dc_next_and_the_cache_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **a_step_back(rng, some_sizes(rng)))
