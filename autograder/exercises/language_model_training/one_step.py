"""One step of training a language model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_shape, expect_unchanged
from autograder.promises.apart import is_right
from autograder.promises.inputs import (
    Arrays,
    Call,
    Rng,
    Sizes,
    everywhere,
    padded,
    several_sizes,
    some_lengths,
    some_sizes,
    with_holes,
)
from autograder.promises.simple_rnn import RNN

step = Exercise("train_step", __name__, returns=("loss", "grads", "a_last (n_a, m)", "new"))
FAR = 1e4  # a limit that no gradient here comes near


def a_window(rng: Rng, sizes: Sizes, mask: np.ndarray | None = None, *, least: int = 1) -> Call:
    """Draw a window of a text, without padding where no mask is given, and a limit that cuts nothing.

    Args:
        rng: draws it.
        sizes: its sizes.
        mask: which steps count.
        least: the smallest number of a token; who takes 0 for padding is charged once, where 0 may come up.
    """
    sizes = sizes.but(n_x=sizes.n_y)  # a language model reads what it predicts
    mask = everywhere(sizes) if mask is None else mask
    return {
        "X": rng.integers(least, sizes.n_x, mask.shape),
        "Y": rng.integers(least, sizes.n_y, mask.shape),
        "mask": mask,
        "a_prev": 0.5 * rng.standard_normal((sizes.n_a, sizes.m)),
        "parameters": RNN.parameters(rng, sizes),
        "lr": float(rng.uniform(0.2, 2.0)),
        "clip": FAR,
    }


def from_zeros(window: Call) -> Call:
    """Return the window with an activation of zeros before it: who forgets a_prev is charged once, elsewhere."""
    return {**window, "a_prev": np.zeros_like(window["a_prev"])}


def expect_arrays(name: str, got: Any, want: Arrays, because: str | None = None) -> None:
    """Expect a dict that has these arrays; more keys do no harm."""
    expect_dict(name, got, want)
    for key, array in want.items():
        try:
            expect_close(_label(key), got[key], array, because=because)
        except Mismatch as mismatch:
            mismatch.part = name
            raise


def expect_dict(name: str, got: Any, want: Iterable[str]) -> None:
    """Expect a dict with an array under each of these names."""
    expect(isinstance(got, dict), f"{name} should be a dict; yours is of type {type(got).__name__}.")
    missing = ", ".join(sorted(set(want) - set(got)))
    expect(not missing, f"{name} has no {missing}.")


def _label(key: str) -> str:
    return f"{key} ({RNN.axes[key.removeprefix('d')]})"


@step.check(
    "The new parameters are the old ones minus lr times the gradients.",
    points=2,
    hint="The loss falls where each of the five arrays goes against its own gradient, once, by lr times that.",
)
def the_new_parameters_go_against_the_gradient(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [from_zeros(a_window(rng, sizes)) for sizes in several_sizes(rng)]
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        says = f"Here lr is {call['lr']:.3g}, and clip is too large to cut anything."
        expect_arrays("new", got.new, {name: want.new[name] for name in RNN.axes}, because=says)


@step.check(
    "Gradients that are too long are clipped together, before the update.",
    points=1,
    hint="In which order do the two lines stand? One norm over five arrays gives one factor. Is da0 among the five?",
)
def long_gradients_are_clipped_before_the_update(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    windows = [from_zeros(a_window(rng, each)) for each in (sizes[0], sizes[2])]
    free = truth.each(windows)
    norms = [float(np.linalg.norm(np.concatenate([g.ravel() for g in each.grads.values()]))) for each in free]
    for window, norm, long in zip(windows, norms, answer.each(windows), strict=True):
        _expect_not_longer(window, long, norm)
    shares = ((0.1, 0.8, 0.97, 1.04), (0.5,))  # of the norm: the norm itself lies between 0.97 and 1.04
    for window, norm, parts, long, want in zip(windows, norms, shares, answer.each(windows), free, strict=True):
        calls = [{**window, "clip": part * norm} for part in parts]
        for part, got in zip(parts, answer.each(calls), strict=True):
            says = f"The gradients have the norm {norm:.4g}, and clip is {part * norm:.4g}."
            _expect_shortened(window["parameters"], got, long, want, min(1.0, part), says)


def _expect_not_longer(window: Call, got: Any, norm: float) -> None:
    """Expect gradients that are far shorter than clip not to be stretched to it."""
    moves = [_moved(name, got.new, window["parameters"]) / window["lr"] for name in RNN.axes]
    length = float(np.sqrt(sum(np.sum(move**2) for move in moves)))
    expect(
        not np.isclose(length, FAR, rtol=1e-3),
        f"The gradients have the norm {norm:.4g}, and clip is {FAR:g}: they are short enough and stay as they are. "
        f"The step that yours takes is lr times one of the norm {length:.4g}.",
    )


def _expect_shortened(old: Arrays, got: Any, long: Any, want: Any, factor: float, says: str) -> None:
    """Expect the update to be `factor` of the same answer's unclipped one: its direction is charged elsewhere."""
    moves = {name: _moved(name, long.new, old) for name in RNN.axes}
    moved = any(np.any(move) for move in moves.values())
    if moved:
        for name, move in moves.items():
            label = f"The step that {name} takes ({RNN.axes[name]})"
            expect_close(label, _moved(name, got.new, old), factor * move, rtol=1e-5, because=says)
    free = {f"d{name}": want.grads[f"d{name}"] for name in RNN.axes}
    if not moved or _is_right("grads", long.grads, free):
        clipped = {name: factor * g for name, g in free.items()}
        expect_arrays("grads", got.grads, clipped, because=f"{says} The clipped gradients come back.")


def _moved(name: str, new: Any, old: Arrays) -> np.ndarray:
    expect_dict("new", new, [name])
    expect_shape(f"{name} ({RNN.axes[name]})", new[name], old[name].shape)
    return np.asarray(new[name] - old[name])


def _is_right(name: str, got: Any, want: Arrays) -> bool:
    try:
        expect_arrays(name, got, want)
    except Mismatch:
        return False
    return True


@step.check(
    "The loss, the gradients and the last activation are those from before the update.",
    points=1,
    hint="Which parameters made them, the old or the new ones? And where does the window begin, where does it end?",
)
def what_comes_back_is_from_before_the_update(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_window(rng, sizes) for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
        expect_close("loss", got, want)
        expect_close("a_last", got, want)
        expect_arrays("grads", got.grads, {f"d{name}": want.grads[f"d{name}"] for name in RNN.axes})


@step.check(
    "Masked steps change nothing, and -1 is read as a column of zeros.",
    promise=True,
    points=1,
    hint="Every function that knows about padding takes a mask. Which function writes columns of zeros?",
)
def masked_steps_change_nothing(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    plain = a_window(rng, sizes[0])
    longer = with_three_more_steps(rng, plain)
    strange = {**longer, "Y": np.where(longer["mask"], longer["Y"], -1), "X": np.where(longer["mask"], longer["X"], -1)}
    masks = [padded(some_lengths(rng, each), each.T_x) for each in sizes[::2]] + [with_holes(rng, sizes[0])]
    others = [a_window(rng, each, mask, least=0) for each, mask in zip([*sizes[::2], sizes[0]], masks, strict=True)]
    started = a_window(rng, sizes[2])
    started["X"][0] = -1
    begin = {**longer, "X": np.concatenate([np.full_like(plain["X"][:1], -1), longer["X"][1:]])}
    calls = [plain, longer, strange, *others, begin, started]
    told = [
        "",
        "Three masked steps were appended to a window of which it was right.",
        "Three masked steps that hold -1 were appended to a window of which it was right.",
        *["Some steps are masked, and 0 is a token like any other. Without both it was right."] * len(others),
        *["The first row of X is -1, a column of zeros for each example. Without -1 it was right."] * 2,
    ]
    wants = truth.each(calls)
    replies = answer.each(calls)
    right = _right_parts(replies[0], wants[0])
    for k in range(1, len(calls)):
        _expect_right(replies[k], wants[k], right, told[k])


def with_three_more_steps(rng: Rng, window: Call) -> Call:
    """Return a window with three masked steps at its end."""
    n_y, (_, m) = len(window["parameters"]["by"]), window["mask"].shape
    more = {name: np.concatenate([window[name], rng.integers(0, n_y, (3, m))]) for name in "XY"}
    return {**window, **more, "mask": np.concatenate([window["mask"], np.zeros((3, m), dtype=bool)])}


def _parts_of(want: Any) -> dict[str, Arrays | None]:
    grads = {f"d{name}": want.grads[f"d{name}"] for name in RNN.axes}
    return {"loss": None, "a_last": None, "grads": grads, "new": {name: want.new[name] for name in RNN.axes}}


def _right_parts(got: Any, want: Any) -> set[str]:
    """Return the names of the parts that are right; what is wrong without padding is charged by other checks."""
    right = set()
    for name in _parts_of(want):
        try:
            _expect_right(got, want, {name})
        except Mismatch:
            continue
        right.add(name)
    return right


def wrong_step(answer: Answer, truth: Answer) -> str:
    """Return the name of the learner's own train_step where it is not right yet, else "".

    It only explains, so it is tried with the same inputs each time: a check by chance is repeated with fresh draws, for
    which a recording does not hold what is true.
    """
    rng = np.random.default_rng(7)
    sizes = some_sizes(rng)
    window = a_window(rng, sizes, padded(some_lengths(rng, sizes), sizes.T_x), least=0)
    window["X"][0] = -1
    own, true = answer.own(step.name), truth.own(step.name)

    def compare(got: Any, want: Any) -> None:
        _expect_right(got, want, set(_parts_of(want)))

    right = [is_right(compare, own, true, {**window, "clip": clip}) for clip in (FAR, 0.01)]
    return "" if all(right) else step.name


def _expect_right(got: Any, want: Any, names: set[str], says: str | None = None) -> None:
    for name, arrays in _parts_of(want).items():
        if name in names and arrays is None:
            expect_close(name, got, want, because=says)
        elif name in names and arrays is not None:
            expect_arrays(name, got[name], arrays, because=says)


@step.check(
    "The window and the parameters are left alone.",
    promise=True,
    points=1,
    hint="`-=` and `+=` write into the array that was handed in, and a key of a dict may be the caller's.",
)
def the_window_and_the_parameters_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    window = a_window(rng, sizes, with_holes(rng, sizes))
    window["X"][0] = -1
    for clip in (FAR, 0.01):
        expect_unchanged(answer, **{**window, "clip": clip})
