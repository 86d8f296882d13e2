"""Running a model over examples: every network reads all steps of a batch, in float64."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from autograder.capstone.model import CAPSTONES, GATES, Arrays, Model

Ids = Sequence[Sequence[int]]
State = tuple[np.ndarray, ...]  # a of rnn, c of gru, a and c of lstm, each (n_a, m)
BATCH = 256
TINY = 1e-30  # what is smaller is taken for zero: processors are slow with numbers of such a size
LONGEST_DATE = 10


def log_probabilities(model: Model, x: Ids) -> list[np.ndarray]:
    """Return for each sequence the logarithms of what the model says at each step, arrays (T_x, n_y).

    Args:
        model: as `checked` returns it, for names, melodies or entities.
        x: the numbers of the symbols that are read.
    """
    found: list[np.ndarray] = [np.zeros((0, 0))] * len(x)
    for chosen, ids, mask in _batches(x):
        a = _read(model, ids, mask)
        says = _log_softmax(model.parameters["Wy"] @ a + model.parameters["by"])
        for column, k in enumerate(chosen):
            found[k] = says[: len(x[k]), :, column]
    return found


def answers(model: Model, x: Ids) -> list[list[int]]:
    """Return what a model says of each sequence: of dates the symbols up to the end, of entities the tags.

    Args:
        model: as `checked` returns it, for dates or entities.
        x: the numbers of the symbols that are read.
    """
    if model.corpus == "dates":
        return _translations(model, x)
    return [says.argmax(axis=1).tolist() for says in log_probabilities(model, x)]


def _batches(x: Ids) -> Iterator[tuple[list[int], np.ndarray, np.ndarray]]:
    """Yield batches of sequences of like lengths: which they are, their numbers and the mask, both (T_x, m)."""
    order = sorted(range(len(x)), key=lambda k: len(x[k]))
    for begin in range(0, len(order), BATCH):
        chosen = order[begin : begin + BATCH]
        lengths = np.array([len(x[k]) for k in chosen])
        mask = np.arange(lengths.max())[:, np.newaxis] < lengths
        ids = np.zeros(mask.shape, dtype=np.intp)
        for column, k in enumerate(chosen):
            ids[: lengths[column], column] = x[k]
        yield chosen, ids, mask


def _read(model: Model, ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the states that the model says something from, (T_x, n_a of all networks, m)."""
    networks = CAPSTONES[model.corpus].networks
    ahead = _states(model, networks[0], ids, mask)[0]
    if len(networks) == 1 or not any(name.startswith(networks[1]) for name in model.parameters):
        return ahead
    back = _states(model, networks[1], ids[::-1], mask[::-1])[0][::-1]
    return np.concatenate([ahead, back], axis=1)


def _states(model: Model, network: str, ids: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, State]:
    """Return what a network puts out at every step, (T_x, n_a, m), and its last state; it stands still where masked."""
    table, step = _prepared(model, network)
    state = _zeros(model, network, ids.shape[1])
    out = np.empty((len(ids), len(state[0]), ids.shape[1]))
    for t, valid in enumerate(mask):
        new = step(table[:, ids[t]], state)
        state = tuple(np.where(valid, one, other) for one, other in zip(new, state, strict=True))
        out[t] = state[0]
    return out, state


def _zeros(model: Model, network: str, m: int) -> State:
    n_a = len(model.parameters[f"{network}b{GATES[model.cell][0]}"])
    return tuple(np.zeros((n_a, m)) for _ in range(2 if model.cell == "lstm" else 1))


def _prepared(model: Model, network: str) -> tuple[np.ndarray, Callable[[np.ndarray, State], State]]:
    """Return what each symbol adds to the gates, a column a symbol, and the function that makes a step of it."""
    p = {name.removeprefix(network): value for name, value in model.parameters.items() if name.startswith(network)}
    W_a, W_x, b = _stacked(model.cell, p)
    E = p.get("E", model.parameters.get("E"))
    table = (W_x if E is None else W_x @ E.T) + b
    steps: dict[str, Callable[..., State]] = {"rnn": _rnn_step, "gru": _gru_step, "lstm": _lstm_step}
    make = steps[model.cell]
    return table, lambda z, state: tuple(map(_without_tiny, make(W_a, z, *state)))


def _stacked(cell: str, p: Arrays) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the weights of the state, of the input, and the biases of all gates, one below the other."""
    if cell == "rnn":
        return p["Waa"], p["Wax"], p["ba"]
    W = np.concatenate([p[f"W{gate}"] for gate in GATES[cell]])
    b = np.concatenate([p[f"b{gate}"] for gate in GATES[cell]])
    n_a = len(b) // len(GATES[cell])
    return np.ascontiguousarray(W[:, :n_a]), W[:, n_a:], b


def _rnn_step(W_a: np.ndarray, z: np.ndarray, a: np.ndarray) -> State:
    return (np.tanh(W_a @ a + z),)


def _gru_step(W_a: np.ndarray, z: np.ndarray, c: np.ndarray) -> State:
    n_a = len(c)
    u, r = np.split(_sigmoid(W_a[: 2 * n_a] @ c + z[: 2 * n_a]), 2)
    c_tilde = np.tanh(W_a[2 * n_a :] @ (r * c) + z[2 * n_a :])
    return (u * c_tilde + (1 - u) * c,)


def _lstm_step(W_a: np.ndarray, z: np.ndarray, a: np.ndarray, c: np.ndarray) -> State:
    f, i, c_tilde, o = np.split(W_a @ a + z, 4)
    c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(c_tilde)
    return _sigmoid(o) * np.tanh(c), c


def _translations(model: Model, x: Ids) -> list[list[int]]:
    """Return the most probable symbol, one by one, until the end is said."""
    end = CAPSTONES["dates"].end
    found: list[list[int]] = [[]] * len(x)
    for chosen, ids, mask in _batches(x):
        _, state = _states(model, "encoder ", ids, mask)
        table, step = _prepared(model, "decoder ")
        said = [np.full(len(chosen), end)]
        for _ in range(LONGEST_DATE + 1):
            state = step(table[:, said[-1]], state)
            said.append((model.parameters["decoder Wy"] @ state[0] + model.parameters["decoder by"]).argmax(axis=0))
        for k, column in zip(chosen, np.stack(said[1:], axis=1).tolist(), strict=True):
            found[k] = column[: column.index(end) + 1] if end in column else column
    return found


def _sigmoid(z: np.ndarray) -> np.ndarray:
    half: np.ndarray = 0.5 * np.tanh(0.5 * z) + 0.5
    return half


def _log_softmax(z: np.ndarray) -> np.ndarray:
    z = z - z.max(axis=1, keepdims=True)
    return np.asarray(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))


def _without_tiny(state: np.ndarray) -> np.ndarray:
    state[np.abs(state) < TINY] = 0.0
    return state
