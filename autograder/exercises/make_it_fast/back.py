"""An LSTM over all time steps of a batch, backward."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.exercises.make_it_fast.inputs import a_batch, cache_of, expect_all_digits, expect_float32, in_float32
from autograder.expect import expect_either, expect_unchanged
from autograder.expect_own import expect_fresh
from autograder.promises.gradients import expect_each
from autograder.promises.inputs import Arrays, Call, Rng, Sizes, several_sizes, some_sizes

AXES = {
    "dx": "T_x, n_x, m",
    "da0": "n_a, m",
    "dc0": "n_a, m",
    "dWx": "4n_a, n_x",
    "dWa": "4n_a, n_a",
    "db": "4n_a, 1",
}
backward = Exercise("lstm_layer_backward", __name__, returns={name: f"({axes})" for name, axes in AXES.items()})
STARTS, WEIGHTS = ("da0", "dc0"), ("dWx", "dWa", "db")


def a_pass(rng: Rng, sizes: Sizes) -> Call:
    """Draw what comes back from above, and the cache of a forward pass."""
    return {"da": rng.standard_normal(sizes.shape("T_x, n_a, m")), "cache": cache_of(a_batch(rng, sizes))}


def a_pass_that_shows_dz(rng: Rng, sizes: Sizes) -> Call:
    """Draw the same, with the identity for Wx: dx is dz then, right or wrong.

    The inputs are drawn anew: the way back reads them for dWx alone, and what the gates are does not depend on Wx.
    """
    sizes = sizes.but(n_x=4 * sizes.n_a)
    da, (x, a0, c0, _, *rest) = a_pass(rng, sizes).values()
    return {"da": da, "cache": (x, a0, c0, np.eye(sizes.n_x), *rest)}


def shows_dz(call: Call) -> bool:
    """Tell whether Wx is the identity."""
    Wx = call["cache"][3]
    return bool(len(Wx) == Wx.shape[1] and np.array_equal(Wx, np.eye(len(Wx))))


def expect_gradients(names: Iterable[str], got: Any, want: Any, because: str | None = None) -> None:
    """Expect these gradients; of several wrong ones the first is told and the others are named."""
    expect_each(names, lambda name: expect_all_digits(f"{name} ({AXES[name]})", got[name], want[name], because))


@backward.check(
    "dx is right at every step.",
    points=3,
    hint="dz of each gate is made of da or of dc, times the gate's partner, times its slope; x[t] was read by all of "
    "them. With more than one step, step t+1 hands back a gradient for the activation and one for the memory.",
)
def dx_is_right_at_every_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    calls = [*(a_pass(rng, each.but(T_x=1)) for each in sizes), *(a_pass(rng, sizes[0]) for _ in range(2))]
    calls[len(sizes)]["da"][:-1] = 0.0
    calls += [a_pass(rng, each) for each in sizes[1:]]
    one, last = "There is one step here.", "One step alone was right. Here da is zero at every step but the last."
    told = [*[one] * len(sizes), last, *[f"{last[:25]} Here da is drawn at every step."] * len(sizes)]
    for got, want, says in zip(answer.each(calls), truth.each(calls), told, strict=True):
        expect_gradients(["dx"], got, want, says)


def expect_from_dz(
    names: tuple[str, ...], due_of: Callable[[np.ndarray, Call], list[Arrays]], answer: Answer, truth: Answer, rng: Rng
) -> None:
    """Expect these gradients as they are, or as they follow from the dz of the answer: that is charged with dx.

    Args:
        names: of the gradients.
        due_of: what follows from dz (T_x, 4 n_a, m) in a call; where there are several ways to say, one is enough.
        answer, truth, rng: as a check has them.
    """
    sizes = [*several_sizes(rng), some_sizes(rng).but(T_x=1)]
    calls = [
        *(a_pass_that_shows_dz(rng, each) for each in (sizes[0], sizes[-1])),
        *(a_pass(rng, each) for each in sizes),
    ]
    for got, want, call in zip(answer.each(calls), truth.each(calls), calls, strict=True):
        right = is_close(got.dx, want.dx)
        if right or (shows_dz(call) and not _is_dz(got.dx, want.dx)):
            expect_gradients(names, got, want)
        elif shows_dz(call):
            ways = [want, *due_of(np.asarray(got.dx), call)]
            expect_either(*(partial(expect_gradients, names, got, due) for due in ways))


def _is_dz(got: Any, want: np.ndarray) -> bool:
    return np.shape(got) == want.shape and bool(np.isfinite(got).all() and np.any(got))


def sums_over_time(dz: np.ndarray, call: Call) -> list[Arrays]:
    """Return the gradients of weights and biases with this dz."""
    x, a0, _, _, _, a, _, _ = call["cache"]
    before = [a0, *a[:-1]]
    return [
        {
            "dWx": np.sum([step @ xt.T for step, xt in zip(dz, x, strict=True)], axis=0),
            "dWa": np.sum([step @ a_prev.T for step, a_prev in zip(dz, before, strict=True)], axis=0),
            "db": np.sum([step.sum(axis=1, keepdims=True) for step in dz], axis=0),
        }
    ]


def what_reaches_the_start(dz: np.ndarray, call: Call) -> list[Arrays]:
    """Return the gradients of a0 and c0 with this dz: dc is what made that of one gate or of another."""
    _, _, c0, _, Wa, _, _, gates = call["cache"]
    (_, Gf, Gi, c_tilde), (_, df, di, dc_tilde) = (np.split(each[0], 4) for each in (gates, dz))
    of_dc = (df / (c0 * Gf * (1 - Gf)), di / (c_tilde * Gi * (1 - Gi)), dc_tilde / (Gi * (1 - c_tilde**2)))
    return [{"da0": Wa.T @ dz[0], "dc0": dc * Gf} for dc in of_dc]


@backward.check(
    "The gradients of Wx, Wa and b are sums over all steps and examples.",
    points=2,
    hint="Which activation did Wa meet at step t? And where do the columns of a step stand after a reshape?",
)
def the_weights_collect_from_every_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_from_dz(WEIGHTS, sums_over_time, answer, truth, rng)


@backward.check(
    "da0 and dc0 are what comes back out of the first step.",
    points=1,
    hint="Each step hands back a gradient of the activation before it and one of the memory before it.",
)
def what_leaves_the_first_step_reaches_the_start(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_from_dz(STARTS, what_reaches_the_start, answer, truth, rng)


@backward.check(
    "What is handed in as float32 comes back as float32.",
    promise=True,
    points=1,
    hint="Which line makes an array that knows nothing of the dtype of da?",
)
def float32_stays_float32(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_pass(rng, some_sizes(rng))
    due, got = answer.each([call, in_float32(call)])
    mine, right = ({name: each[name] for name in AXES} for each in (got, due))
    expect_float32(answer, mine, right, AXES)


@backward.check(
    "da and the cache are left alone, and what comes back is new.",
    promise=True,
    points=1,
    hint="`da[t] += ...` writes into the caller's array, and so does `*=` on a part of the cache.",
)
def da_and_the_cache_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_pass(rng, some_sizes(rng))
    expect_unchanged(answer, **call)
    expect_fresh(answer, [call, call])
