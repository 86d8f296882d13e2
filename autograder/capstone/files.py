"""A model as a file: an npz archive of plain arrays, read within bounds."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autograder.capstone.model import Model, ModelProblem, NoModelYet, checked

MIB = 2**20
MOST_BYTES = 8 * MIB  # of the file, and of all that is in it
MOST_ARRAYS = 40
WORDS = ("corpus", "cell")
GRADING = "AUTOGRADER_GRADING"  # is in the environment where a notebook runs to be graded


def save_model(path: str | Path, *, corpus: str, cell: str, parameters: Mapping[str, np.ndarray]) -> Path:
    """Write a model that can be handed in, in float32, and return the path.

    Where a notebook is graded, a file that was handed in with it stays as it is: that is the model that counts, and not
    what comes of training once more.

    Args:
        path: where to; its name is to end in .npz.
        corpus: "names", "melodies", "dates" or "entities".
        cell: "rnn", "gru" or "lstm".
        parameters: arrays by the names that `autograder.capstone.model` lists.

    Raises:
        ModelProblem: it is no model that can be handed in; nothing is written.
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise ModelProblem(f"{path.name} is to end in .npz.")
    model = checked(corpus, cell, parameters)
    if os.environ.get(GRADING) and path.exists():
        return path
    arrays: dict[str, Any] = {name: value.astype(np.float32) for name, value in model.parameters.items()}
    np.savez_compressed(path, **{"corpus": np.array(corpus), "cell": np.array(cell)} | arrays)
    return path


def load_model(path: str | Path) -> Model:
    """Read a model that `save_model` has written, in float64.

    Args:
        path: of the file.

    Raises:
        NoModelYet: there is no such file.
        ModelProblem: it is too large, damaged, or holds anything but a model. Nothing in it is ever run.
    """
    path = Path(path)
    if not path.is_file():
        raise NoModelYet(f"There is no file {path.name} beside the notebook yet: train a model and save it.")
    if (size := path.stat().st_size) > MOST_BYTES:
        raise ModelProblem(f"{path.name} has {size / MIB:.1f} MiB; at most {MOST_BYTES // MIB} are allowed.")
    try:
        with zipfile.ZipFile(path) as archive:
            _require_small(archive, path.name)
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except ModelProblem:
        raise
    except Exception as problem:
        raise ModelProblem(
            f"{path.name} cannot be read ({type(problem).__name__}: {str(problem)[:80]}). Is it whole, and was it "
            "written by save_model?"
        ) from None
    corpus, cell = (_word(arrays.pop(word, None), word, path.name) for word in WORDS)
    return checked(corpus, cell, arrays)


def _require_small(archive: zipfile.ZipFile, name: str) -> None:
    """Add up what the archive says of itself, and what each array says of itself, before anything is unpacked."""
    members = archive.infolist()
    if len(members) > MOST_ARRAYS or sum(member.file_size for member in members) > MOST_BYTES:
        raise ModelProblem(f"{name} holds more than {MOST_ARRAYS} arrays or {MOST_BYTES // MIB} MiB. Use fewer units.")
    for member in members:
        with archive.open(member) as file:
            version = np.lib.format.read_magic(file)
            read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape, _, dtype = read(file)
        if dtype.hasobject:
            raise ModelProblem(f"{member.filename[:60]} in {name} holds objects; only arrays of numbers are read.")
        if _entries(shape) * dtype.itemsize > member.file_size:
            raise ModelProblem(f"{member.filename[:60]} in {name} is shorter than it says. Save the model again.")


def _entries(shape: tuple[int, ...]) -> int:
    count = 1
    for length in shape:
        count *= int(length)
    return count


def _word(array: Any, word: str, name: str) -> str:
    if array is None or array.dtype.kind != "U" or array.ndim != 0:
        raise ModelProblem(f"{name} does not say which {word} it is for. Write it with save_model.")
    return str(array)[:60]
