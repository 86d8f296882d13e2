"""What a model of the capstone may be: a corpus, a cell, and arrays of the shapes that follow from these.

The parameters have the names and shapes of the lessons. In front of them stands which network they belong to, where
there are two: "encoder " and "decoder " for dates, "forward " and "backward " for entities.

    rnn     Waa (n_a, n_a), Wax (n_a, n_x), ba (n_a, 1)
    gru     Wu, Wr, Wc (n_a, n_a + n_x), bu, br, bc (n_a, 1)
    lstm    Wf, Wi, Wc, Wo (n_a, n_a + n_x), bf, bi, bc, bo (n_a, 1)
    E       (symbols, n_x), a row for each symbol that is read; without it symbols are one-hot, n_x = symbols
    Wy, by  (n_y, n_a), (n_y, 1); the simple RNN's Wya is taken for Wy

Names and melodies have one network. Of dates the encoder has no Wy and by, the decoder starts from the state that the
encoder ends with, and each may have an E. Of entities both directions read one E, Wy is (7, n_a of forward + n_a of
backward), without a prefix as by is, and the backward network may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from autograder.errors import CourseMessage

Arrays = dict[str, np.ndarray]

GATES = {"rnn": "a", "gru": "urc", "lstm": "fico"}
MOST_UNITS = 256  # n_a of one network, and n_x of an embedding
MOST_NUMBERS = 500_000  # of all parameters together: 4 MB in float64
LARGEST = 1e6  # of one parameter


@dataclass(frozen=True)
class Capstone:
    """One of the corpora to choose from.

    Attributes:
        reads: how many symbols there are to read.
        says: how many symbols, or tags, there are to say.
        networks: what stands in front of the parameters' names, network by network.
        end: the number of the symbol that ends what a model says; it also stands before the first one. None for tags.
    """

    reads: int
    says: int
    networks: tuple[str, ...] = ("",)
    end: int | None = 0


CAPSTONES = {
    "names": Capstone(reads=27, says=27),
    "melodies": Capstone(reads=18, says=18),
    "dates": Capstone(reads=49, says=12, networks=("encoder ", "decoder "), end=11),
    "entities": Capstone(reads=217, says=7, networks=("forward ", "backward "), end=None),
}


class Model(NamedTuple):
    """A model as it is handed in.

    Attributes:
        corpus: "names", "melodies", "dates" or "entities".
        cell: "rnn", "gru" or "lstm".
        parameters: arrays by their names; what they are is said at the top of this module.
    """

    corpus: str
    cell: str
    parameters: Arrays


class ModelProblem(CourseMessage):
    """What is wrong with a model or its file, in a sentence that says what to do."""


class NoModelYet(ModelProblem):
    """There is no file of that name."""


def checked(corpus: Any, cell: Any, parameters: Any) -> Model:
    """Return a model in float64 that `score` can run; nothing about the arguments is taken for granted.

    Args:
        corpus: the name of a corpus.
        cell: the name of a cell.
        parameters: a dict of arrays in float32 or float64. They are left as they are.

    Raises:
        ModelProblem: it is none of the models that are allowed.
    """
    _require_one_of("corpus", corpus, tuple(CAPSTONES))
    _require_one_of("cell", cell, tuple(GATES))
    if not isinstance(parameters, Mapping) or not all(isinstance(name, str) for name in parameters):
        raise ModelProblem("The parameters are to be a dict from names to arrays.")
    for name, value in parameters.items():
        _require_numbers(name, value)
    if (count := sum(value.size for value in parameters.values())) > MOST_NUMBERS:
        raise ModelProblem(f"The model has {count:,} numbers; at most {MOST_NUMBERS:,} are allowed. Use fewer units.")
    named = {_as_wy(name): value for name, value in parameters.items()}
    if len(named) < len(parameters):
        raise ModelProblem("There are both Wy and Wya, two names of one parameter. Leave one of them out.")
    try:
        _require_parameters(corpus, cell, named)
    except ModelProblem as problem:
        kind = f"a{'n' if cell != 'gru' else ''} {cell.upper()} for {corpus}"
        raise ModelProblem(f"The model says that it is {kind}. {problem}") from None
    return Model(corpus, cell, {name: _plain(value) for name, value in named.items()})


def _require_parameters(corpus: str, cell: str, named: Arrays) -> None:
    due = dict(_due(corpus, cell, named))
    for name, shape in due.items():
        _require_shape(name, shape, named)
    if spare := sorted(named.keys() - due.keys()):
        raise ModelProblem(f"{_shown(spare[0])} belongs to no such model. These do: {', '.join(sorted(due))}.")


def units(model: Model) -> int:
    """Return n_a of the largest network of a model."""
    first = f"b{GATES[model.cell][0]}"
    return max(len(value) for name, value in model.parameters.items() if name.split(" ")[-1] == first)


def count_of(model: Model) -> int:
    """Return how many numbers a model has."""
    return sum(value.size for value in model.parameters.values())


def _require_one_of(what: str, value: Any, known: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in known:
        raise ModelProblem(f"The {what} is {_shown(value)}; it is to be one of {', '.join(known)}.")


def _require_numbers(name: str, value: Any) -> None:
    if type(value) is not np.ndarray or value.dtype not in (np.float32, np.float64):
        kind, mend = _strange(value)
        raise ModelProblem(f"{_shown(name)} is to be an array of float32 or float64, and is {kind}.{mend}")
    if value.size and not np.isfinite(value).all():
        raise ModelProblem(f"{_shown(name)} holds NaN or an infinite number. Did the training diverge?")
    if value.size and np.abs(value).max() > LARGEST:
        raise ModelProblem(f"{_shown(name)} holds numbers beyond {LARGEST:,.0f}. Did the training diverge?")


def _strange(value: Any) -> tuple[str, str]:
    """Return what takes the place of an array, and what makes one of it, where something does."""
    if isinstance(value, np.ma.MaskedArray):
        return "a masked array", " Fill it in: value.filled(0)."
    if isinstance(value, np.ndarray):
        mend = " Turn it into one: value.astype(np.float32)." if value.dtype.kind in "biuf" else ""
        kind = f"an array of {value.dtype}" if type(value) is np.ndarray else f"of type {type(value).__name__}"
        return kind, mend if type(value) is np.ndarray else " Turn it into one: np.array(value)."
    if hasattr(value, "detach"):
        return f"of type {type(value).__name__}", " Turn it into one: value.detach().numpy()."
    return repr(value)[:60], ""


def _as_wy(name: str) -> str:
    return f"{name[:-3]}Wy" if name.split(" ")[-1] == "Wya" else name


def _due(corpus: str, cell: str, parameters: Arrays) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the names and shapes of all parameters that a model with these is to have."""
    capstone, sizes = CAPSTONES[corpus], {}
    for network in _networks(corpus, parameters):
        said = network == "decoder "  # it reads what it says
        symbols = capstone.says if said else capstone.reads
        of_embedding = "E" if corpus == "entities" else f"{network}E"
        sizes[network] = n_a = _rows(f"{network}b{GATES[cell][0]}", parameters)
        n_x = symbols
        if of_embedding in parameters:
            n_x = _columns(of_embedding, parameters)
            yield of_embedding, (symbols, n_x)
        yield from ((f"{network}{name}", shape) for name, shape in _of_cell(cell, n_a, n_x))
    if corpus == "dates" and sizes["encoder "] != sizes["decoder "]:
        raise ModelProblem("Encoder and decoder are to have equally many units: the one starts where the other ends.")
    last = "decoder " if corpus == "dates" else ""
    yield f"{last}Wy", (capstone.says, sizes["decoder "] if corpus == "dates" else sum(sizes.values()))
    yield f"{last}by", (capstone.says, 1)


def _networks(corpus: str, parameters: Arrays) -> tuple[str, ...]:
    networks = CAPSTONES[corpus].networks
    if corpus == "entities" and not any(name.startswith("backward ") for name in parameters):
        return networks[:1]
    return networks


def _of_cell(cell: str, n_a: int, n_x: int) -> Iterator[tuple[str, tuple[int, int]]]:
    if cell == "rnn":
        yield from (("Waa", (n_a, n_a)), ("Wax", (n_a, n_x)), ("ba", (n_a, 1)))
        return
    for gate in GATES[cell]:
        yield from ((f"W{gate}", (n_a, n_a + n_x)), (f"b{gate}", (n_a, 1)))


def _rows(name: str, parameters: Arrays) -> int:
    return _size(name, parameters, 0, "units")


def _columns(name: str, parameters: Arrays) -> int:
    return _size(name, parameters, 1, "columns")


def _size(name: str, parameters: Arrays, axis: int, what: str) -> int:
    value = _found(name, parameters)
    if what == "units" and value.shape in ((value.size,), (1, value.size)) and value.size > 1:
        why = "Are all the arrays transposed?" if value.ndim == 2 else "Add an axis: value[:, None]."
        raise ModelProblem(f"{name} has the shape {value.shape}; it is a column, {(value.size, 1)}. {why}")
    if value.ndim != 2 or not 1 <= value.shape[axis] <= MOST_UNITS:
        raise ModelProblem(f"{name} has the shape {value.shape}; two axes and 1 to {MOST_UNITS} {what} are allowed.")
    return int(value.shape[axis])


def _require_shape(name: str, shape: tuple[int, int], parameters: Arrays) -> None:
    if (value := _found(name, parameters)).shape != shape:
        raise ModelProblem(f"{name} has the shape {value.shape}; in this model it is to be {shape}.")


def _found(name: str, parameters: Arrays) -> np.ndarray:
    if name not in parameters:
        there = ", ".join(sorted(parameters)[:20]) or "none"
        raise ModelProblem(f"The parameter {name} is missing. There are: {there[:200]}.")
    return parameters[name]


def _plain(value: np.ndarray) -> np.ndarray:
    """Return a copy in float64 without numbers so tiny that processors are slow with them."""
    wide = value.astype(np.float64)
    wide[np.abs(wide) < 1e-30] = 0.0
    return wide


def _shown(value: Any) -> str:
    return repr(value[:60]) if isinstance(value, str) else f"of type {type(value).__name__}"
