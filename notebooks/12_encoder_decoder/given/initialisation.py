"""What this lesson is given of solutions.initialisation: made by `autograder build`, not to be edited."""

import numpy as np


def gru_start(
    n_x: int, n_a: int, n_y: int, *, bu: float | np.ndarray = 0.0, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return the parameters of a GRU before training; every sum begins with a variance of about 1 for one-hot inputs.

    Args:
        n_x: numbers in an input.
        n_a: units.
        n_y: classes.
        bu: bias of the update gate, one number for all units or shape (n_a, 1).
        rng: source of the draws.
    """
    weights = {
        f"W{gate}": np.hstack([rng.normal(size=(n_a, n_a)) / np.sqrt(n_a), 0.5 * rng.normal(size=(n_a, n_x))])
        for gate in "urc"
    }
    biases = {f"b{gate}": np.zeros((n_a, 1)) for gate in "rc"} | {"bu": np.full((n_a, 1), bu)}
    output = {"Wy": rng.normal(size=(n_y, n_a)) / np.sqrt(n_a), "by": np.zeros((n_y, 1))}
    return weights | biases | output
