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


def scaled_rotation(factor: float, n: int = 5) -> Make:
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
