"""Examples that tests share: every dimension differs, nothing is zero, nothing is saturated."""

import numpy as np

T_X, N_X, N_A, N_Y, M = 6, 3, 5, 7, 4
LN2, LN3 = np.log(2), np.log(3)


def rnn_parameters(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return parameters of a simple RNN, small enough that tanh is not saturated."""
    shapes = {"Wax": (N_A, N_X), "Waa": (N_A, N_A), "Wya": (N_Y, N_A), "ba": (N_A, 1), "by": (N_Y, 1)}
    return {name: 0.4 * rng.normal(size=shape) for name, shape in shapes.items()}


def lstm_parameters(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return parameters of an LSTM, small enough that no gate is saturated."""
    shapes = {f"W{gate}": (N_A, N_A + N_X) for gate in "fico"} | {f"b{gate}": (N_A, 1) for gate in "fico"}
    shapes |= {"Wy": (N_Y, N_A), "by": (N_Y, 1)}
    return {name: 0.4 * rng.normal(size=shape) for name, shape in shapes.items()}


def lstm_batch(rng: np.random.Generator, T: int = T_X, m: int = M) -> dict[str, np.ndarray]:
    """Return what `rnn_batch` does, and a memory c0."""
    return {**rnn_batch(rng, T=T, m=m), "c0": 0.5 * rng.normal(size=(N_A, m))}


def gru_parameters(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return parameters of a GRU, no two gates alike."""
    shapes = {f"W{gate}": (N_A, N_A + N_X) for gate in "urc"} | {f"b{gate}": (N_A, 1) for gate in "urc"}
    return {name: 0.4 * rng.normal(size=shape) for name, shape in {**shapes, "Wy": (N_Y, N_A), "by": (N_Y, 1)}.items()}


def rnn_batch(rng: np.random.Generator, T: int = T_X, m: int = M) -> dict[str, np.ndarray]:
    """Return inputs x, a start activation a0, labels y and a mask with gaps inside."""
    mask = rng.random((T, m)) < 0.7
    mask[rng.integers(T), :] = True  # no example without a valid step
    return {
        "x": rng.normal(size=(T, N_X, m)),
        "a0": 0.5 * rng.normal(size=(N_A, m)),
        "y": rng.integers(N_Y, size=(T, m)),
        "mask": mask,
    }


def fraction_network() -> dict[str, np.ndarray]:
    """Return a simple RNN whose activations are fractions: tanh(ln 2) = 3/5 and tanh(ln 3) = 4/5.

    n_x = 1, n_a = 2, n_y = 2. The tests work its first steps by hand.
    """
    return {
        "Wax": np.array([[LN2], [0.0]]),
        "Waa": np.array([[0.0, LN2], [LN3, 0.0]]),
        "ba": np.array([[0.0], [LN2]]),
        "Wya": np.array([[0.0, 0.0], [0.0, LN3 / 0.6]]),
        "by": np.array([[0.0], [0.0]]),
    }
