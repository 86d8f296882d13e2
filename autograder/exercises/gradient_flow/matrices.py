"""Recurrent weights of which the regime is known, each in words and as a recipe."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Make = Callable[[np.random.Generator], np.ndarray]


def turned(*eigenvalues: float) -> Make:
    """Make a symmetric matrix of these eigenvalues, in a random position."""

    def make(rng: np.random.Generator) -> np.ndarray:
        Q = np.linalg.qr(rng.standard_normal((len(eigenvalues), len(eigenvalues))))[0]
        matrix: np.ndarray = Q * np.array(eigenvalues) @ Q.T
        return matrix

    return make


def scaled_rotation(factor: float) -> Make:
    """Make a random orthogonal matrix of 3 to 6 rows, times a factor: each of its eigenvalues has that modulus."""

    def make(rng: np.random.Generator) -> np.ndarray:
        n = int(rng.integers(3, 7))
        matrix: np.ndarray = factor * np.linalg.qr(rng.standard_normal((n, n)))[0]
        return matrix

    return make


def as_written(*rows: list[float]) -> Make:
    """Make this very matrix."""
    return lambda rng: np.array(rows, dtype=float)


OFF = ("8e-7", "1.3e-6", "9e-6", "2e-5", "9e-3", "2e-2")  # on both sides of 1e-6, 1e-5 and 1e-2

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
NEAR_1 = {f"[[1 {sign} {off}]]": as_written([1 + float(f"{sign}{off}")]) for off in OFF for sign in "-+"}
#: 1 by 1, so that a mistake in the number of a larger matrix is not charged once more.
EDGE = {
    "linear": {"[[1]]": as_written([1]), **NEAR_1},
    "tanh": {"[[1]]": as_written([1]), **{name: make for name, make in NEAR_1.items() if name.startswith("[[1 -")}},
}
ROTATIONS = {
    "linear": {
        "a rotation": scaled_rotation(1),
        "a rotation times 1 + 3e-7": scaled_rotation(1 + 3e-7),
        "a rotation times 1 - 3e-7": scaled_rotation(1 - 3e-7),
        "[[-1]]": as_written([-1]),
    },
    "tanh": {
        "a rotation": scaled_rotation(1),
        "a rotation times 1 - 3e-7": scaled_rotation(1 - 3e-7),
    },
}
