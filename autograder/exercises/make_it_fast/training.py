"""A step of training with one vector of parameters."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch, NotAttempted
from autograder.exercise import Exercise
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.exercises.make_it_fast.apart import AROUND_LAYER
from autograder.exercises.make_it_fast.back import backward
from autograder.exercises.make_it_fast.forward import forward
from autograder.exercises.make_it_fast.inputs import expect_float32, in_float32
from autograder.expect import expect, expect_close, expect_either, expect_unchanged
from autograder.expect_own import expect_fresh
from autograder.promises.apart import Footing, expect_apart, expect_true_apart
from autograder.promises.inputs import Arrays, Call, Rng, Sizes, several_sizes, some_sizes

step = Exercise("train_step_fast", __name__, returns=("loss", "theta (n,)", "state"), uses=(forward, backward))
MEANS, AXES = ("mean", "square"), {"theta": "n,", "mean": "n,", "square": "n,"}


def a_step(rng: Rng, sizes: Sizes, steps: int = 0, *, small: float = 1.0) -> Call:
    """Draw a step of training.

    Args:
        rng: draws it.
        sizes: its sizes.
        steps: how many there have been; before the first one both means are zero.
        small: by what Wy and the means are multiplied; the gradient of the layer is as small, or as large, with it.
    """
    n_a, n_x, n_y = sizes.n_a, sizes.n_x, sizes.n_y
    shapes = {"Wx": (4 * n_a, n_x), "Wa": (4 * n_a, n_a), "b": (4 * n_a, 1), "Wy": (n_y, n_a), "by": (n_y, 1)}
    shapes = {name: shapes[name] for name in rng.permutation(list(shapes)).tolist()}
    parts = {name: 0.5 * rng.standard_normal(shape) for name, shape in shapes.items()}
    parts["Wy"] *= small
    theta = np.concatenate([part.ravel() for part in parts.values()])
    begun = 0.0 if steps == 0 else small
    mean = 0.05 * begun * rng.standard_normal(theta.shape)
    square = (0.05 * begun) ** 2 * rng.uniform(0.5, 2.0, theta.shape)
    return {
        "theta": theta,
        "state": {"mean": mean, "square": square, "steps": steps},
        "shapes": shapes,
        "x": rng.standard_normal(sizes.shape("T_x, n_x, m")),
        "targets": rng.integers(0, n_y, (sizes.T_x, sizes.m)),
        "lr": float(rng.uniform(0.01, 0.1)),
    }


def several_steps(rng: Rng) -> list[Call]:
    """Draw a first step, and steps that follow others."""
    sizes = several_sizes(rng)
    return [a_step(rng, sizes[0]), *(a_step(rng, each, steps) for each, steps in zip(sizes, (1, 7, 900), strict=True))]


def expect_state(got: Any) -> None:
    """Expect a dict of mean, square and steps."""
    of = type(got.state).__name__
    expect(isinstance(got.state, dict), f"The state should be a dict; yours is of type {of}.")
    missing = [name for name in (*MEANS, "steps") if name not in got.state]
    expect(not missing, f"The state has no {' and no '.join(missing)}.")
    for name in MEANS:
        kind = getattr(got.state[name], "dtype", np.dtype(object)).kind
        expect(kind == "f", f"{name} in the state should be an array of numbers with decimals.")


def said_of(call: Call) -> str:
    """Say how many steps there have been."""
    steps = call["state"]["steps"]
    return "It is the first step: state['steps'] is 0." if not steps else f"state['steps'] is {steps} before this step."


@step.check(
    "The loss is that of the old theta.",
    points=1,
    hint="Which parts of theta make the scores of a step? With which theta are they worked out?",
)
def the_loss_is_that_of_the_old_theta(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_step(rng, sizes, 7) for sizes in several_sizes(rng)]
    expect_true_apart(lambda got, want, call: expect_close("loss", got, want), answer, truth, calls, AROUND_LAYER)


def expect_mean(name: str, got: Any, due: dict[str, Any], because: str | None = None) -> None:
    """Expect one of the two means; those of squares are small numbers."""
    expect_close(f"{name} (n,)", got.state[name], due[name], rtol=1e-7, atol=1e-13, because=because)


def gradient_shows(got: Any, want: Any) -> bool:
    """Tell whether the gradient of a first step is right, as the mean says or, up to signs, the mean of squares."""
    return any(is_right(name, got, want) for name in MEANS)


def is_right(name: str, got: Any, want: Any) -> bool:
    """Tell whether a mean is right."""
    try:
        expect_mean(name, got, want.state)
    except Mismatch:
        return False
    return True


@step.check(
    "The gradients of the five parts stand in the vector as the parts stand in theta.",
    points=1,
    hint="What gives each of the five gradients, and in which order are they put into one vector?",
)
def the_gradients_stand_as_the_parts_in_theta(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    calls = [*map(partial(a_step, rng), sizes), a_step(rng, sizes[0], small=200.0)]  # of the last the gradient is long
    along, plain = directions(rng, calls[0]), truth(**calls[0])

    slopes = np.zeros(len(along))

    def compare(got: Any, want: Any, call: Call) -> None:
        expect_state(got)
        if call is calls[0]:
            slopes[:] = 0.0
        if gradient_shows(got, want):
            return
        if call is calls[0]:
            as_it_is = is_close(want.loss, plain.loss)  # around another layer, slopes say nothing
            slopes[:] = slopes_of_its_own_loss(answer, call, along) if as_it_is else 0.0
            if np.any(slopes) and not is_close(got.loss, want.loss):
                expect_slopes(got, slopes, along)
        if np.any(slopes) and not is_close(got.loss, want.loss):
            return  # the loss is charged already
        says = "It is the first step, so mean is 0.1 times the gradient."
        expect_mean("mean", got, want.state, says)

    expect_true_apart(compare, answer, truth, calls, AROUND_LAYER)


def expect_slopes(got: Any, slopes: np.ndarray, along: np.ndarray) -> None:
    """Expect the gradient to be that of the answer's own loss."""
    says = "The loss is not right yet. Compared is the slope of yours, by small steps of theta."
    mine = along @ np.resize(10.0 * np.asarray(got.state["mean"]), along.shape[1])
    expect_close("the gradient along some directions", mine, slopes, rtol=1e-3, atol=1e-6, because=says)


def directions(rng: Rng, call: Call) -> np.ndarray:
    """Draw directions, shape (4, n), that leave by alone: a wrong loss may leave it out, and its gradient not."""
    along = rng.standard_normal((4, *call["theta"].shape))
    for each in along:
        views_of(each, call["shapes"])["by"][...] = 0.0
    return along


def views_of(vector: np.ndarray, shapes: dict[str, tuple[int, ...]]) -> Arrays:
    """Return the parts of a vector like theta, as views."""
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes.values()])
    parts = np.split(vector, ends[:-1])
    return {name: part.reshape(shape) for part, (name, shape) in zip(parts, shapes.items(), strict=True)}


def slopes_of_its_own_loss(answer: Answer, call: Call, along: np.ndarray) -> np.ndarray:
    """Return how steep the answer's own loss is along each direction; zeros where it has none."""
    steps = [{**call, "theta": call["theta"] + sign * 1e-4 * each} for each in along for sign in (1, -1)]
    try:
        losses = np.array([float(got.loss) for got in answer.each(steps)]).reshape(-1, 2)
    except (Mismatch, NotAttempted, TypeError, ValueError):
        return np.zeros(len(along))
    steep = (losses[:, 0] - losses[:, 1]) / 2e-4
    return np.asarray(np.where(np.isfinite(steep), steep, 0.0))


@step.check(
    "The two means go on from those of the step before.",
    points=1,
    hint="Two running means, one of g and one of g * g, each with its own two factors. And one more step is counted.",
)
def the_means_go_on_from_those_before(answer: Answer, truth: Answer, rng: Rng) -> None:
    later = several_steps(rng)[1:]
    fresh = [{**call, "state": a_step_of_zeros(call)} for call in later]
    calls = [each for pair in zip(fresh, later, strict=True) for each in pair]
    footing, before = Footing(), list[Any]()  # whether the gradient is right, and the one that the answer has

    def compare(got: Any, want: Any, call: Call) -> None:
        expect_state(got)
        if call is calls[0]:
            footing.begin()
        if any(call is each for each in fresh):
            k = next(i for i, each in enumerate(fresh) if each is call)
            right = footing.holds(str(k), gradient_shows(got, want))
            before[:] = [None if right else 10.0 * np.asarray(got.state["mean"])]
            if right:
                expect_means(got, want.state, call)
        else:
            g = before[0]
            expect_means(got, want.state if g is None else means_after(g, call), call)

    expect_true_apart(compare, answer, truth, calls, AROUND_LAYER)


def a_step_of_zeros(call: Call) -> dict[str, Any]:
    """Return the state before the first step."""
    return {"steps": 0, **{name: np.zeros_like(call["theta"]) for name in MEANS}}


def means_after(g: np.ndarray, call: Call) -> dict[str, Any]:
    """Return the state after a step with this gradient, which is wrong and charged elsewhere."""
    expect(np.shape(g) == call["theta"].shape and np.any(g), "Of the first step all of mean is zero.")
    old = call["state"]
    new = {"mean": 0.9 * old["mean"] + 0.1 * g, "square": 0.999 * old["square"] + 0.001 * g * g}
    return {**new, "steps": old["steps"] + 1}


def expect_means(got: Any, due: dict[str, Any], call: Call) -> None:
    """Expect both means and the count."""
    for name in MEANS:
        expect_mean(name, got, due, said_of(call))
    steps = got.state["steps"]
    counts = np.ndim(steps) == 0 and np.asarray(steps).dtype.kind in "iuf" and steps == due["steps"]
    expect(counts, f"{said_of(call)} After it, it is {due['steps']}, and yours is {steps}.")


@step.check(
    "The new theta follows the rule of Adam, from the first step on.",
    points=1,
    hint="Both means are divided by what they lack at the beginning, and 1e-8 is added to the root.",
)
def theta_moves_by_the_rule(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    calls = [*several_steps(rng), a_step(rng, sizes[0], small=1e-7), a_step(rng, sizes[0], 3, small=1e-7)]

    def compare(got: Any, want: Any, call: Call) -> None:
        expect_state(got)
        tiny = call is calls[-1] or call is calls[-2]
        says = said_of(call) + " Most of the gradient is about as small as 1e-8 here." * tiny
        expect_either(
            lambda: expect_close("theta", got, want, rtol=1e-9, atol=1e-10, because=says),
            lambda: expect_own_move(got, call),
        )

    expect_true_apart(compare, answer, truth, calls, AROUND_LAYER)


def expect_own_move(got: Any, call: Call) -> None:
    """Expect the theta that follows from the answer's own means: what is wrong in them is charged already."""
    k, (mean, square) = call["state"]["steps"] + 1, (np.asarray(got.state[name]) for name in MEANS)
    fits = mean.shape == square.shape == call["theta"].shape and np.isfinite(square).all() and (square >= 0).all()
    expect(fits and np.any(mean), "There is nothing to follow from.")
    move = mean / (1 - 0.9**k) / (np.sqrt(square / (1 - 0.999**k)) + 1e-8)
    expect_close("theta (n,)", got.theta, call["theta"] - call["lr"] * move, rtol=1e-9, atol=1e-10)


@step.check(
    "What is handed in as float32 comes back as float32.",
    promise=True,
    points=1,
    hint="Which line makes an array that knows nothing of the dtype of theta? Is there a number of NumPy among them?",
)
def float32_stays_float32(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_step(rng, some_sizes(rng), 4)

    def promise(own: Answer) -> None:
        due, got = own.each([call, in_float32(call)])
        for each in (due, got):
            expect_state(each)
        mine, right = ({"theta": each.theta, **{name: each.state[name] for name in MEANS}} for each in (got, due))
        expect_float32(own, mine, right, AXES)

    expect_apart(promise, answer, AROUND_LAYER)


@step.check(
    "All arguments are left alone, theta too, and what comes back is new.",
    promise=True,
    points=1,
    hint="`-=` and `+=` write into the array that was handed in, and a key of a dict may be the caller's.",
)
def theta_and_the_state_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_step(rng, some_sizes(rng), steps) for steps in (0, 4)]

    def promise(own: Answer) -> None:
        for call in calls:
            expect_unchanged(own, **call)
        expect_fresh(own, calls[:1] * 2)

    expect_apart(promise, answer, AROUND_LAYER)
