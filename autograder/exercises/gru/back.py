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
    hint="The equations of dz_c, dz_u and dz_r, factor by factor. A bias gets the sum over the examples.",
)
def the_biases_get_what_comes_back_to_gates_and_candidate(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    calls = [a_step_back(rng, each) for each in (sizes[0].but(m=1), *sizes)]
    says = "There is one example here: this is what comes back to the sum itself."
    for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
        for name in ("dbc", "dbu", "dbr"):
            with charged_to(name):
                expect_close(f"{name} (n_a, 1)", got[name], want[name], because=says)
        says = "With one example dbu, dbr and dbc were right."


# --------------------------------------------------------------------------------------- four ways to c_prev


def one_entry(parameters: Arrays) -> Arrays:
    """Return the parameters with a W_c that reads the first unit of the memory alone, for that unit's candidate."""
    Wc = parameters["Wc"].copy()
    Wc[:, : len(Wc)] = 0.0
    Wc[0, 0] = 0.7
    return {**parameters, "Wc": Wc}


def expect_one_way(answer: Answer, truth: Answer, rng: Rng, *changes: Change, says: str) -> None:
    """Expect what comes back to c_prev by one way, from the first unit, at all the others.

    With the way past the gates a gradient stays in its unit, so that at the others it does not count.
    """
    calls = [from_the_first_unit(a_step_back(rng, sizes.but(m=1), *changes)) for sizes in several_sizes(rng)]
    # The last call is not judged: there every way counts, which tells mistakes apart.
    gots = answer.each([*calls, *map(without_gradient, calls), a_step_back(rng, some_sizes(rng))])
    for i, want in enumerate(truth.each(calls)):
        expect_or_follow("dc_prev", gots[i], gots[len(calls) + i], want, calls[i], says, others=True)


def from_the_first_unit(call: Call) -> Call:
    """Return a step back with a gradient at the first unit alone."""
    return {**call, "dc_next": np.concatenate([call["dc_next"][:1], np.zeros_like(call["dc_next"][1:])])}


def without_gradient(call: Call) -> Call:
    """Return a step back to which no gradient comes."""
    return {**call, "dc_next": np.zeros_like(call["dc_next"])}


def following(got: Any, due: Any, call: Call) -> Arrays:
    """Return how far gradients may be off since dbu, dbr and dbc are: all others are linear in these.

    Args:
        got: what the answer sends back, of one example.
        due: what is right, or 0.
        call: what it was asked.
    """
    _, c_prev, _, _, Gr, xt, p = call["cache"]
    n_a, total = len(c_prev), np.zeros((len(c_prev) + len(xt), 1))
    off = {}
    for gate in "urc":
        memory = Gr if gate == "c" else np.ones_like(Gr)
        own, right = np.ravel(got[f"db{gate}"]), due[f"db{gate}"][:, 0] if due else np.zeros(n_a)
        known = own.shape == right.shape and own.dtype.kind == "f"
        more = (own - right if known else np.zeros(n_a))[:, None]
        back = p[f"W{gate}"].T @ more
        total += np.concatenate([memory * back[:n_a], back[n_a:]])
        off[f"dW{gate}"] = more @ np.concatenate([memory * c_prev, xt]).T
    return {"dc_prev": total[:n_a], "dxt": total[n_a:], **off}


def expect_or_follow(
    name: str, got: Any, still: Any, want: Any, call: Call, says: str, *, others: bool = False
) -> None:
    """Expect a gradient of one example, or the one that follows from what the answer itself sends back to the sums.

    Args:
        name: of the gradient.
        got, still: what the answer returned, and what it returned without a gradient; what comes back even then is
            charged elsewhere. `still` may be None.
        want: what is right.
        call: what it was asked.
        says: what is special about the call.
        others: whether only the units but for the first are looked at.
    """
    first = 1 if others else 0
    label = f"{name}[1:] (n, m)" if others else f"{name} {AXES[name]}"
    try:
        with charged_to(name):
            fits = np.shape(got[name]) == want[name].shape
            expect_close(label, got[name][first:] if fits else got[name], want[name][first:], because=says)
    except Mismatch:
        if not (fits and _follows(name, got, still, want, call, first)):
            raise


def _follows(name: str, got: Any, still: Any, want: Any, call: Call, first: int) -> bool:
    changed, right = got[name], want[name] + following(got, want, call)[name]
    if still is not None and np.shape(still[name]) == want[name].shape:
        changed, right = changed - still[name], right - following(still, None, call)[name]
    return bool(np.allclose(changed[first:], right[first:], RTOL, ATOL))


def expect_nothing_without_gradient(name: str, got: Any, call: Call) -> None:
    """Expect nothing to come back of nothing, but for what the answer sends back to the sums even then."""
    with charged_to(name):
        due = following(got, None, call)[name]
        says = "Here dc_next is zero, so nothing should come back."
        expect_close(f"{name} {AXES[name]}", got[name], due, because=says)


@cell_backward.check(
    "The gradient reaches the old memory past the gates.",
    points=1,
    hint="The term of dc_prev that goes through no weight: what are its two factors?",
)
def the_gradient_goes_past_the_gates(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_step_back(rng, sizes, partial(blind, gates="urc", to="state")) for sizes in several_sizes(rng)]
    whole = a_step_back(rng, some_sizes(rng))
    nothing = without_gradient(columns_of(whole)[0])
    says = "Here neither gate sees c_prev, nor does the candidate: what comes back is what the step has kept of it."
    gots = answer.each([*calls, whole, *columns_of(whole), nothing])
    for got, want in zip(gots, truth.each(calls), strict=False):
        with charged_to("dc_prev"):
            expect_close("dc_prev (n_a, m)", got.dc_prev, want.dc_prev, because=says)
    expect_nothing_without_gradient("dc_prev", gots[-1], nothing)
    expect_columns_apart("dc_prev", gots[len(calls) : -1])


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
    hint="The term of dc_prev that comes through W_c, and what stood between c_prev and W_c.",
)
def the_gradient_goes_through_the_candidate(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = "Here W_u and W_r do not see c_prev, so this has come back through the candidate."
    expect_one_way(answer, truth, rng, partial(blind, gates="ur", to="state"), says=says)


@cell_backward.check(
    "The gradient reaches the old memory through the update gate.",
    points=1,
    hint="The term of dc_prev that comes from the update gate: what comes back, and by which weight?",
)
def the_gradient_goes_through_the_update_gate(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = "Here W_c and W_r do not see c_prev, so this has come back through the update gate."
    expect_one_way(answer, truth, rng, partial(blind, gates="cr", to="state"), says=says)


@cell_backward.check(
    "The gradient reaches the old memory through the reset gate.",
    points=1,
    hint="The term of dc_prev that comes from the reset gate: what comes back, and by which weight?",
)
def the_gradient_goes_through_the_reset_gate(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = (
        "Here W_u does not see c_prev, and W_c sees one unit of it: this has come back through the reset gate "
        "of that unit."
    )
    expect_one_way(answer, truth, rng, partial(blind, gates="u", to="state"), one_entry, says=says)


# ------------------------------------------------------------------------------------------------ input, weights


@cell_backward.check(
    "The input gets its gradient by all three ways in.",
    points=1,
    hint="The three terms of dxt, one for each weight: xt goes into both gates and into the candidate.",
)
def the_input_gets_its_gradient_by_three_ways(answer: Answer, truth: Answer, rng: Rng) -> None:
    whole = a_step_back(rng, some_sizes(rng))
    nothing = without_gradient(columns_of(whole)[0])
    *among_others, of_nothing = answer.each([whole, *columns_of(whole), nothing])
    for gate, words in {"c": "the candidate", "u": "the update gate", "r": "the reset gate"}.items():
        others = partial(blind, gates="urc".replace(gate, ""), to="input")
        steps = [a_step_back(rng, sizes.but(m=1), others, one_entry) for sizes in several_sizes(rng)]
        calls = list(map(from_the_first_unit, steps))
        gots, says = answer.each([*calls, *map(without_gradient, calls)]), f"Here only {words} sees xt."
        for i, want in enumerate(truth.each(calls)):
            expect_or_follow("dxt", gots[i], gots[len(calls) + i], want, calls[i], says)
    expect_nothing_without_gradient("dxt", of_nothing, nothing)
    expect_columns_apart("dxt", among_others)


@cell_backward.check(
    "Each weight pairs what came back with what it acted on.",
    points=1,
    hint="Entry (j, k) of a weight leads from row k of what it acts on to row j of the sum.",
)
def each_weight_pairs_what_came_back_with_what_it_acted_on(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_step_back(rng, sizes.but(m=1)) for sizes in several_sizes(rng)]
    for got, want, call in zip(answer.each(calls), truth.each(calls), calls, strict=True):
        for gate in "cur":
            expect_or_follow(f"dW{gate}", got, None, want, call, "There is one example here.")
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
