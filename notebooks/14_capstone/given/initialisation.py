"""What this lesson is given of solutions.initialisation: made by `autograder build`, not to be edited."""

import numpy as np


def orthogonal_init(n: int, *, rng: np.random.Generator) -> np.ndarray:
    r"""Draw a random orthogonal matrix, every direction as likely as any other.

    .. math:: Q^\top Q = I, \qquad A = QR,\ A_{jk} \sim \mathcal{N}(0, 1), \qquad
              Q \leftarrow Q\, \mathrm{diag}(\mathrm{sign}(R_{11}), \dots, \mathrm{sign}(R_{nn}))

    It rotates and reflects but neither stretches nor shrinks, so all its eigenvalues lie on the unit
    circle. A library's QR chooses the signs of R by a rule of its own; without the last step some
    matrices never occur. Any other way to the same distribution will do, in any order of draws.

    Args:
        n: number of rows and columns, at least 1.
        rng: the only source of randomness: in the same state it gives the same matrix.

    Returns:
        Q, float64, shape (n, n).

    Source: Saxe, McClelland and Ganguli (2014) for the start; Mezzadri (2007) for the signs.
    """
    Q, R = np.linalg.qr(rng.normal(size=(n, n)))
    return Q * np.sign(np.diag(R))


def orthogonal_start(
    n_x: int, n_a: int, n_y: int, *, reads: float = 0.5, says: float = 1.0, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return the parameters of a simple RNN before training; Waa neither stretches nor shrinks a gradient.

    Args:
        n_x: numbers in an input.
        n_a: units.
        n_y: classes.
        reads: standard deviation of Wax.
        says: that of Wya, times the square root of n_a.
        rng: source of the draws.
    """
    return {
        "Wax": reads * rng.normal(size=(n_a, n_x)),
        "Waa": orthogonal_init(n_a, rng=rng),
        "Wya": says * rng.normal(size=(n_y, n_a)) / np.sqrt(n_a),
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((n_y, 1)),
    }


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
