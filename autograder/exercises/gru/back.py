"""One step back: the four ways to the old memory, each by itself, and what else has a gradient.

dbu, dbr and dbc of one example are what comes back to the sum of each gate and of the candidate. A mistake there is
charged once: all other gradients are linear in these, and may follow from the answer's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.backpropagation_through_time.steps import charged_to
from autograder.exercises.gru.cells import cell
from autograder.exercises.gru.gates import Change, changed
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.gated import without
from autograder.promises.gradients import axes_of_gradients
from autograder.promises.gru import GRU, cache_of
from autograder.promises.inputs import Call, Rng, Sizes, several_sizes, some_sizes
from autograder.tolerance import RTOL

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


def only_entry(parameters: dict[str, np.ndarray], unit: int) -> dict[str, np.ndarray]:
    """Return the parameters with a W_c that reads one unit of the memory, for that unit's own candidate."""
    Wc = parameters["Wc"].copy()
    Wc[:, : len(Wc)] = 0.0
    Wc[unit, unit] = 0.7
    return {**parameters, "Wc": Wc}


def blind(*gates: str) -> Change:
    """Return the change after which these gates, or the candidate, do not see the old memory."""
    return lambda p: without(p, [f"W{gate}" for gate in gates], slice(None, len(p["bu"])))


def expect_one_way(
    answer: Answer, truth: Answer, rng: Rng, bias: str, change: Change, *, says: str, unit: int = 0
) -> None:
    """Expect what comes back to c_prev by one way, from one unit, at all the others.

    With the way past the gates a gradient stays in its unit, so that at the others it does not count. What comes back
    to the sum, `bias`, may be the answer's own: a wrong one is charged elsewhere.
    """
    calls = [a_step_back(rng, sizes.but(m=1), change) for sizes in several_sizes(rng)]
    for call in calls:
        call["dc_next"][:unit] = call["dc_next"][unit + 1 :] = 0.0
    for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
        with charged_to("dc_prev"):
            try:
                _expect_but_for_unit(unit, got.dc_prev, want.dc_prev, says)
            except Mismatch:
                if not follows(got, want, "dc_prev", bias, unit):
                    raise


def _expect_but_for_unit(unit: int, got: Any, want: np.ndarray, says: str) -> None:
    others = np.arange(len(want)) != unit
    if np.shape(got) == want.shape:
        got, want = got[others], want[others]
    expect_close(f"dc_prev[{unit + 1}:] (n, m)", got, want, because=says)


def follows(got: Any, want: Any, name: str, bias: str, unit: int | None = None) -> bool:
    """Tell whether a gradient is the right one for what the answer itself sends back to a sum, which is not right.

    Args:
        got, want: what came back for one example, and what is true of it.
        name: the gradient.
        bias: whose gradient is what comes back to the sum.
        unit: the only one to which anything comes back; where it is None each row of the gradient has one of its own.
    """
    own, due = np.ravel(got[bias]), want[bias][:, 0]
    if own.shape != due.shape or own.dtype.kind != "f" or not own.any() or np.shape(got[name]) != want[name].shape:
        return False
    mine, right = got[name], want[name]
    if unit is not None and name == "dc_prev":
        mine, right = np.delete(mine, unit, axis=0), np.delete(right, unit, axis=0)
    own, due = (own[:, None], due[:, None]) if unit is None else (own[unit], due[unit])
    return bool(np.allclose(mine * due, right * own, rtol=RTOL, atol=1e-12))


@cell_backward.check(
    "The gradient reaches the old memory past the gates.",
    points=1,
    hint="A part of c_prev is carried over into c_next as it is. How large is that part?",
)
def the_gradient_goes_past_the_gates(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_step_back(rng, sizes, blind("u", "r", "c")) for sizes in several_sizes(rng)]
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
    expect_one_way(answer, truth, rng, "dbc", blind("u", "r"), says=says)


@cell_backward.check(
    "The gradient reaches the old memory through the update gate.",
    points=1,
    hint="The update gate has read c_prev too. By which weight does its gradient come back?",
)
def the_gradient_goes_through_the_update_gate(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = "Here W_c does not see c_prev, so this has come back through the update gate."
    expect_one_way(answer, truth, rng, "dbu", blind("c"), says=says)


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

    def change(parameters: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return only_entry(blind("u")(parameters), 0)

    expect_one_way(answer, truth, rng, "dbr", change, says=says)


# ------------------------------------------------------------------------------------------------ input, weights


@cell_backward.check(
    "The input gets its gradient by all three ways in.",
    points=1,
    hint="xt goes into both gates and into the candidate. Which columns of each weight act on it?",
)
def the_input_gets_its_gradient_by_three_ways(answer: Answer, truth: Answer, rng: Rng) -> None:
    for gate, words in {"c": "the candidate", "u": "the update gate", "r": "the reset gate"}.items():
        unseen = [f"W{other}" for other in "urc" if other != gate]

        def change(p: dict[str, np.ndarray], unseen: list[str] = unseen) -> dict[str, np.ndarray]:
            return only_entry(without(p, unseen, slice(len(p["bu"]), None)), 0)

        calls = [a_step_back(rng, sizes.but(m=1), change) for sizes in several_sizes(rng)]
        for call in calls:
            call["dc_next"][1:] = 0.0
        for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
            says = f"Here only {words} sees xt."
            with charged_to("dxt"):
                try:
                    expect_close("dxt (n_x, m)", got.dxt, want.dxt, because=says)
                except Mismatch:
                    if not follows(got, want, "dxt", f"db{gate}", 0):
                        raise
    whole = a_step_back(rng, some_sizes(rng))
    expect_columns_apart("dxt", answer.each([whole, *columns_of(whole)]))


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
            with charged_to(name):
                try:
                    expect_close(f"{name} {AXES[name]}", got[name], want[name], because="There is one example here.")
                except Mismatch:
                    if not follows(got, want, name, f"db{gate}"):
                        raise
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
