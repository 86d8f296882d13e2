"""What the checks of lesson 08 share: inputs, and how dicts of gradients are compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.expect import expect, expect_close, expect_shape

n_x, n_a, n_y, m = 3, 5, 7, 4
AXES = {
    "dWax": "(n_a, n_x)",
    "dWaa": "(n_a, n_a)",
    "dWya": "(n_y, n_a)",
    "dba": "(n_a, 1)",
    "dby": "(n_y, 1)",
    "da0": "(n_a, m)",
}
SHAPES = {"dWax": (n_a, n_x), "dWaa": (n_a, n_a), "dWya": (n_y, n_a), "dba": (n_a, 1), "dby": (n_y, 1), "da0": (n_a, m)}


def an_activation(rng: np.random.Generator, units: int = n_a) -> dict[str, Any]:
    """Draw an activation between -1 and 1 and a weight; no entry of either is zero."""
    return {"a_t": np.tanh(rng.standard_normal(units)), "Waa": rng.standard_normal((units, units))}


def a_run(rng: np.random.Generator, steps: int = 6, examples: int = m) -> dict[str, Any]:
    """Draw a gradient at the last step and the caches of a run, as `rnn_cell_forward` makes them."""
    parameters = {
        "Wax": 0.4 * rng.standard_normal((n_a, n_x)),
        "Waa": 0.4 * rng.standard_normal((n_a, n_a)),
        "Wya": 0.4 * rng.standard_normal((n_y, n_a)),
        "ba": 0.4 * rng.standard_normal((n_a, 1)),
        "by": 0.4 * rng.standard_normal((n_y, 1)),
    }
    a_prev, caches = 0.5 * rng.standard_normal((n_a, examples)), []
    for xt in rng.standard_normal((steps, n_x, examples)):
        a_next = np.tanh(parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"])
        caches.append((a_next, a_prev, xt, parameters))
        a_prev = a_next
    return {"dL_da_T": rng.standard_normal((n_a, examples)), "caches": caches}


def one_example(run: dict[str, Any], i: int) -> dict[str, Any]:
    """Return what is left of a run when example i is alone in its batch."""
    caches = [(*(array[:, i : i + 1] for array in cache[:3]), cache[3]) for cache in run["caches"]]
    return {"dL_da_T": run["dL_da_T"][:, i : i + 1], "caches": caches}


# ------------------------------------------------------------------------------------------- recurrent weights

Make = Callable[[np.random.Generator], np.ndarray]


def turned(*eigenvalues: float) -> Make:
    """Make a symmetric matrix of these eigenvalues, in a random position."""

    def make(rng: np.random.Generator) -> np.ndarray:
        Q = np.linalg.qr(rng.standard_normal((len(eigenvalues), len(eigenvalues))))[0]
        matrix: np.ndarray = Q * np.array(eigenvalues) @ Q.T
        return matrix

    return make


def scaled_rotation(factor: float, n: int = n_a) -> Make:
    """Make a random orthogonal matrix times a factor: each of its eigenvalues has that modulus."""

    def make(rng: np.random.Generator) -> np.ndarray:
        matrix: np.ndarray = factor * np.linalg.qr(rng.standard_normal((n, n)))[0]
        return matrix

    return make


def as_written(*rows: list[float]) -> Make:
    """Make this very matrix."""
    return lambda rng: np.array(rows, dtype=float)


LINEAR = {
    "a rotation times 0.8": scaled_rotation(0.8),
    "a rotation times 1.25": scaled_rotation(1.25),
    "a quarter turn times 1.25": as_written([0, -1.25, 0], [1.25, 0, 0], [0, 0, 0.2]),
    "[[0, 0.1], [4, 0]]": as_written([0, 0.1], [4, 0]),
    "[[0.5, 3], [0, 0.6]]": as_written([0.5, 3], [0, 0.6]),
    "[[-1.3, 0.2], [0.1, 0.5]]": as_written([-1.3, 0.2], [0.1, 0.5]),
    "0.3 in all 5 times 5 places": as_written(*[[0.3] * 5] * 5),
    "symmetric with the eigenvalues 3, 0.1, 0.1": turned(3, 0.1, 0.1),
    "symmetric with the eigenvalues 2, 0.7": turned(2, 0.7),
    "[[0.6, 0.6], [0.1, -0.1]]": as_written([0.6, 0.6], [0.1, -0.1]),
    "[[0.7, -0.2], [0.6, 0.1]]": as_written([0.7, -0.2], [0.6, 0.1]),
    "[[0.7, 0.6], [0.5, 0.7]]": as_written([0.7, 0.6], [0.5, 0.7]),
    "[[-1.5]]": as_written([-1.5]),
    "[[0.5]]": as_written([0.5]),
}
TANH = {
    "a rotation times 0.8": scaled_rotation(0.8),
    "a rotation times 1.25": scaled_rotation(1.25),
    "[[0.5, 3], [0, 0.6]]": as_written([0.5, 3], [0, 0.6]),
    "[[0, 0.1], [4, 0]]": as_written([0, 0.1], [4, 0]),
    "[[0.6, 0.55], [-0.55, 0.6]]": as_written([0.6, 0.55], [-0.55, 0.6]),
    "symmetric with the eigenvalues 2, 0.1, 0.1, 0.1": turned(2, 0.1, 0.1, 0.1),
    "symmetric with the eigenvalues -0.9, 0.8, 0.7, 0.6": turned(-0.9, 0.8, 0.7, 0.6),
    "0.15 in all 5 times 5 places": as_written(*[[0.15] * 5] * 5),
}
EDGE = {
    "a rotation": scaled_rotation(1),
    "a rotation times 1 + 1e-8": scaled_rotation(1 + 1e-8),
    "a rotation times 1 - 1e-8": scaled_rotation(1 - 1e-8),
    "a rotation times 1 + 1e-4": scaled_rotation(1 + 1e-4),
    "a rotation times 1 - 1e-4": scaled_rotation(1 - 1e-4),
    "[[-1]]": as_written([-1]),
}


def expect_regime(answer: Answer, truth: Answer, rng: np.random.Generator, act: str, cases: dict[str, Make]) -> None:
    """Expect the right word for each matrix.

    All matrices of the lesson are asked for first, since mistakes that answer some alike are told apart by others.
    """
    act = "".join(act)  # equal to the word in the answer's source, but not the same object: `is` is not `==`
    calls = [{"Waa": make(rng), "act": act} for make in cases.values()]
    words = answer.each(calls)
    answer.each([{"Waa": make(rng), "act": act} for make in [*LINEAR.values(), *TANH.values()]])
    for name, call, word in zip(cases, calls, words, strict=True):
        want = truth(**call)
        expect(isinstance(word, str), f"A word is due, {want!r} for example; yours is {word!r}.")
        expect(word == want, f'For act="{act}" and Waa = {name} the regime is {word!r}, expected {want!r}.')


# -------------------------------------------------------------------------------------------------- gradients


def gradients(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw gradients of many sizes, from -6 to 6 or so; every array is longer than 1 by itself."""
    return {name: 2 * rng.standard_normal(shape) + 0.3 for name, shape in SHAPES.items()}


def flat(grads: dict[str, np.ndarray]) -> np.ndarray:
    """Return all entries of all arrays as one long vector, in the order of the names."""
    return np.concatenate([np.ravel(grads[name]) for name in sorted(grads)])


def expect_gradients(got: Any, want: dict[str, np.ndarray], because: str, *, only_shapes: bool = False) -> None:
    """Expect a dict of the same names with arrays of the same shapes and, unless told otherwise, values."""
    expect(isinstance(got, dict), f"The clipped gradients should be a dict; yours are of type {type(got).__name__}.")
    missing, extra = sorted(set(want) - set(got)), sorted(map(str, set(got) - set(want)))
    expect(not missing, f"The result has no {', '.join(missing)}.")
    expect(not extra, f"The result has {', '.join(extra)}, which the gradients do not have.")
    for name, array in want.items():
        if only_shapes:
            expect_shape(f"{name} {AXES[name]}", got[name], array.shape)
        else:
            expect_close(f"{name} {AXES[name]}", got[name], array, because=because or None)
