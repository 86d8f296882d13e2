"""One step of an LSTM, forward."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.exercises.lstm.kept import the_cache_holds_what_the_way_back_reads
from autograder.exercises.lstm.misread import expect_state
from autograder.exercises.simple_rnn.cells import belongs_to_own_activation
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.inputs import Call, Rng, Sizes, several_sizes, some_sizes
from autograder.promises.lstm import LSTM

cell = Exercise(
    "lstm_cell_forward",
    __name__,
    returns=("a_next (n_a, m)", "c_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"),
)


@cell.check(
    "The memory keeps what f lets through and takes in what i lets in.",
    points=2,
    hint="c_next is f times the old memory plus i times the candidate. Each of the three is made with a weight and a "
    "bias of its own, of all of z.",
)
def the_new_memory_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    steps = [LSTM.a_step(rng, sizes) for sizes in several_sizes(rng)]
    expect_state("c_next", answer.each(steps), truth.each(steps), steps)


@cell.check(
    "The activation is what o lets out of the new memory.",
    points=2,
    hint="a_next is o times tanh of the new memory. o is made with a weight and a bias of its own, of all of z.",
)
def the_new_activation_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    steps = [LSTM.a_step(rng, sizes) for sizes in several_sizes(rng)]
    calls = [call for step in steps for call in (step, *helps_to_judge(step))]
    gots, wants, each = answer.each(calls), truth.each(calls), len(calls) // len(steps)
    for i in range(0, len(calls), each):
        try:
            expect_state("a_next", [gots[i]], [wants[i]], [calls[i]])
        except Mismatch:
            # Where the memory is wrong, which is charged already, the activation may follow from that.
            if not what_explains_it(gots[i : i + each], wants[i : i + each], calls[i]["c_prev"]):
                raise


def helps_to_judge(step: Call) -> Iterator[Call]:
    """Yield calls that show how an answer makes a gate, and what comes out where it mistakes one gate for another."""
    p = step["parameters"]
    # No candidate: the memory is the old one times f, and the same with the parameters of o.
    nothing = {**p, "Wc": np.zeros_like(p["Wc"]), "bc": np.zeros_like(p["bc"])}
    yield {**step, "parameters": {**nothing, "Wf": p["Wo"], "bf": p["bo"]}}
    yield {**step, "parameters": nothing}
    for other in "fic":
        exchanged = {f"{kind}{one}": p[f"{kind}{two}"] for kind in "Wb" for one, two in (("o", other), (other, "o"))}
        yield {**step, "parameters": {**p, **exchanged}}


def what_explains_it(gots: Any, wants: Any, c_prev: np.ndarray) -> str:
    """Return what of a wrong c_next explains a wrong a_next: "the memory" itself, "the gates", or "".

    Args:
        gots: what the answer made of a step, and of the calls that help to judge it.
        wants: what is true of these.
        c_prev: the memory before the step.
    """
    (got, *own), (want, true, _, *exchanged) = gots, wants
    if is_near(got.c_next, want.c_next):
        return ""
    if is_near(got.a_next, true.c_next / c_prev * np.tanh(got.c_next)):
        return "the memory"
    # Gates that are all wrong in one way, such as o made as f is, or one taken for another, are one mistake.
    gates = [each.c_next / c_prev for each in own[:2] if np.shape(each.c_next) == c_prev.shape]
    following = [(got.c_next, gate * np.tanh(got.c_next)) for gate in gates]
    following += [(each.c_next, each.a_next) for each in exchanged]
    following += [(want.a_next, want.c_next)]  # returned in the other order
    explained = any(is_near(got.c_next, c) and is_near(got.a_next, a) for c, a in following)
    return "the gates" if explained else ""


def is_near(got: Any, want: Any) -> bool:
    """Tell whether numbers have the right shape and are right, but for what a division by small numbers costs."""
    return np.shape(got) == np.shape(want) and bool(np.allclose(got, want, rtol=1e-6, atol=1e-9))


@cell.check(
    "The prediction is made from the new activation.",
    points=1,
    hint="The scores are W_y times the new activation, plus b_y. Softmax makes each column sum to 1.",
)
def the_prediction_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    steps = [LSTM.a_step(rng, sizes) for sizes in several_sizes(rng)]
    for got, want, step in zip(answer.each(steps), truth.each(steps), steps, strict=True):
        if not belongs_to_own_activation(got.yt_pred, got.a_next, step, "Wy"):
            expect_close("yt_pred", got, want)


@cell.check(
    "Gates at their limits keep all of the memory and show none of it.",
    points=1,
    hint="A gate may come as near to 0 and 1 as float64 allows, and a memory may be any number, 40 for example.",
)
def gates_at_their_limits_keep_and_hide(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    usual = LSTM.a_step(rng, sizes)
    calls, at_limits = [usual, *helps_to_judge(usual)], a_step_at_the_limits(rng, sizes)
    gots, wants = answer.each([at_limits, *calls]), truth.each(calls)
    got, (own, *_), true = gots[0], gots[1:], wants[0]
    # What is wrong with ordinary gates already is not charged here once more.
    memory, shown = is_close(own.c_next, true.c_next), is_close(own.a_next, true.a_next)
    because = "" if shown else what_explains_it(gots[1:], wants[:], usual["c_prev"])
    c_prev = at_limits["c_prev"]
    if memory:
        says = "Here f is 1 and i is 0: the new memory is the old one."
        expect_close("c_next", got, c_prev, rtol=1e-13, atol=1e-13, because=says)
    if shown or because == "the memory" or not (memory or because):
        says = "Here o is 0: nothing of the memory shows."
        expect_close("a_next", got, np.zeros_like(c_prev), atol=1e-13, because=says)


def a_step_at_the_limits(rng: Rng, sizes: Sizes) -> Call:
    """Draw a step with f wide open, i and o shut, by weights and by biases alike, and memories of any size."""
    step = LSTM.a_step(rng, sizes)
    # Positive inputs and equal weights: whichever way a wrong answer makes its gates, they are at their limits.
    step |= {name: 0.5 + np.abs(step[name]) for name in ("xt", "a_prev")}
    p = step["parameters"]
    for gate, sign in {"f": 1, "i": -1, "o": -1}.items():
        W, b = p[f"W{gate}"], p[f"b{gate}"]
        p |= {f"W{gate}": np.full_like(W, sign * 100 / W.shape[1]), f"b{gate}": np.full_like(b, sign * 50.0)}
    c_prev = rng.choice([-1, 1], (sizes.n_a, sizes.m)) * rng.uniform(2, 60, (sizes.n_a, sizes.m))
    return {**step, "c_prev": c_prev, "parameters": p}


cell.check(
    "The cache holds what the way back reads, in the order of the docstring.",
    points=1,
    hint="Compare the tuple that you return with the one in the docstring, name by name.",
)(the_cache_holds_what_the_way_back_reads)


@cell.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="a_prev, c_prev, xt and the parameters belong to the caller: make new arrays for the results.",
)
def its_arguments_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **LSTM.a_step(rng, some_sizes(rng)))
