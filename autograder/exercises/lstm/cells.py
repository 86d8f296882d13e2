"""One step of an LSTM, forward."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.simple_rnn.cells import belongs_to_own_activation
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.inputs import Call, Rng, several_sizes, some_sizes
from autograder.promises.lstm import LSTM

cell = Exercise(
    "lstm_cell_forward",
    __name__,
    returns=("a_next (n_a, m)", "c_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"),
)


@cell.check(
    "The memory keeps what f lets through and takes in what i lets in.",
    points=2,
    hint="Each gate has a weight and a bias of its own and reads all of z. Two terms make the new memory.",
)
def the_new_memory_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    steps = [LSTM.a_step(rng, sizes) for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(steps), truth.each(steps), strict=True):
        expect_close("c_next", got, want)


@cell.check(
    "The activation is what o lets out of the new memory.",
    points=2,
    hint="The memory goes through tanh before o lets it out. Which memory is it, the old or the new one?",
)
def the_new_activation_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    steps = [LSTM.a_step(rng, sizes) for sizes in several_sizes(rng)]
    calls = [call for step in steps for call in (step, *helps_to_judge(step))]
    gots, wants, each = answer.each(calls), truth.each(calls), len(calls) // len(steps)
    for i in range(0, len(calls), each):
        try:
            expect_close("a_next", gots[i], wants[i])
        except Mismatch:
            # Where the memory is wrong, which is charged already, the activation may follow from that.
            if not follows_from_own_memory(gots[i : i + each], wants[i : i + each], steps[i // each]["c_prev"]):
                raise


def helps_to_judge(step: Call) -> Iterator[Call]:
    """Yield calls that show how an answer makes a gate, and what comes out where it mistakes one gate for another."""
    p = step["parameters"]
    nothing = {"Wc": np.zeros_like(p["Wc"]), "bc": np.zeros_like(p["bc"])}
    # No candidate: the memory is the old one times a gate, which is f with the parameters of o.
    yield {**step, "parameters": {**p, **nothing, "Wf": p["Wo"], "bf": p["bo"]}}
    for other in "fic":
        exchanged = {f"{kind}{one}": p[f"{kind}{two}"] for kind in "Wb" for one, two in (("o", other), (other, "o"))}
        yield {**step, "parameters": {**p, **exchanged}}


def follows_from_own_memory(gots: Any, wants: Any, c_prev: np.ndarray) -> bool:
    """Tell whether a wrong a_next follows from a wrong c_next.

    Args:
        gots: what the answer made of a step, and of the calls that help to judge it.
        wants: what is true of these.
        c_prev: the memory before the step.
    """
    (got, own, *_), (want, true, *exchanged) = gots, wants
    if is_near(got.c_next, want.c_next):
        return False
    if is_near(got.a_next, want.c_next) and is_near(got.c_next, want.a_next):  # returned in the other order
        return True
    # Gates that are all wrong in one way, such as o made as f is, are one mistake.
    gates = [each.c_next / c_prev for each in (true, own) if np.shape(each.c_next) == c_prev.shape]
    if any(is_near(got.a_next, gate * np.tanh(got.c_next)) for gate in gates):
        return True
    return any(is_near(got.a_next, each.a_next) and is_near(got.c_next, each.c_next) for each in exchanged)


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
    step = LSTM.a_step(rng, sizes)
    # Positive inputs and equal weights: whichever way a wrong answer makes its gates, they are wide open or shut.
    step |= {name: 0.5 + np.abs(step[name]) for name in ("xt", "a_prev")}
    step["c_prev"] = rng.choice([-1, 1], step["c_prev"].shape) * rng.uniform(2, 60, step["c_prev"].shape)
    usual, settings = LSTM.a_step(rng, sizes), [(+1, -1, -1), *product((+1, -1), repeat=3)]
    candidates = (1.0, 0.0)  # and without a candidate, where only what becomes of the old memory is asked
    calls = [usual, *(at_limits(step, setting, size) for size in candidates for setting in settings)]
    (own, kept, *others), (true, *_) = answer.each(calls), truth.each(calls[:1])
    if is_near(own.c_next, true.c_next) and is_near(own.a_next, true.a_next):
        expect_kept_and_hidden(kept, step["c_prev"])
    elif not any(is_kept_and_hidden(each, step["c_prev"]) for each in (kept, *others)):
        # Another mistake is charged already: there has to be some setting of the gates that keeps and hides.
        expect_kept_and_hidden(kept, step["c_prev"])


def at_limits(step: Call, setting: tuple[int, ...], candidate: float) -> Call:
    """Return a step with the gates f, i and o as far open (1) or shut (-1) as can be, by weights and by biases."""
    p = dict(step["parameters"])
    for gate, sign in zip("fio", setting, strict=True):
        W, b = p[f"W{gate}"], p[f"b{gate}"]
        p[f"W{gate}"], p[f"b{gate}"] = np.full_like(W, sign * 100 / W.shape[1]), np.full_like(b, sign * 50.0)
    return {**step, "parameters": {**p, "Wc": candidate * p["Wc"], "bc": candidate * p["bc"]}}


def expect_kept_and_hidden(got: Any, c_prev: np.ndarray) -> None:
    """Expect the old memory and an activation of zeros."""
    kept = "Here f is 1 and i is 0: the new memory is the old one."
    hidden = "Here o is 0: nothing of the memory shows."
    expect_close("c_next", got, c_prev, rtol=1e-13, atol=1e-13, because=kept)
    expect_close("a_next", got, np.zeros_like(c_prev), atol=1e-13, because=hidden)


def is_kept_and_hidden(got: Any, c_prev: np.ndarray) -> bool:
    """Tell whether the memory is the old one and the activation zero."""
    try:
        expect_kept_and_hidden(got, c_prev)
    except Mismatch:
        return False
    return True


@cell.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="a_prev, c_prev, xt and the parameters belong to the caller: make new arrays for the results.",
)
def its_arguments_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **LSTM.a_step(rng, some_sizes(rng)))
