"""A model as a file: an npz archive of plain arrays, read within bounds."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autograder.capstone.model import Model, ModelProblem, NoModelYet, checked
from autograder.capstone.scale import SCALES
from autograder.capstone.scores import Examples, score
from autograder.surroundings import GRADING

MIB = 2**20
MOST_BYTES = 8 * MIB  # of the file, and of all that is in it
MOST_ARRAYS = 40
WORDS = ("corpus", "cell")
opened: list[Path] = []  # what load_model was last asked for, as it was written


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
    path = _path(path)
    if path.suffix != ".npz":
        raise ModelProblem(f"{path.name} is to end in .npz.")
    model = checked(corpus, cell, parameters)
    if os.environ.get(GRADING) and path.exists():
        return path
    arrays: dict[str, Any] = {name: value.astype(np.float32) for name, value in model.parameters.items()}
    whole = io.BytesIO()
    np.savez_compressed(whole, **{"corpus": np.array(corpus), "cell": np.array(cell)} | arrays)
    _replace(path, whole.getvalue())
    return path


def keep_better(
    path: str | Path, dev: Examples, *, corpus: str, cell: str, parameters: Mapping[str, np.ndarray]
) -> str:
    """Write a model as `save_model` does, unless the file holds one that is as good, and return what was done.

    A file that is not whole, or holds a model of another corpus, stays as it is.

    Args:
        path: where to; its name is to end in .npz.
        dev: examples of the corpus that decide which of two models is the better one.
        corpus: "names", "melodies", "dates" or "entities".
        cell: "rnn", "gru" or "lstm".
        parameters: arrays by the names that `autograder.capstone.model` lists.

    Raises:
        ModelProblem: it is no model that can be handed in; nothing is written.
    """
    path, new = _path(path), checked(corpus, cell, parameters)
    said = ""
    if os.environ.get(GRADING) and path.exists():
        return f"{path.name} stays as it was handed in."
    if path.exists():
        try:
            old = load_model(path)
        except ModelProblem as problem:
            return f"{path.name} stays as it is. {problem} Rename it, then this model can be saved."
        if old.corpus != corpus:
            return f"{path.name} stays as it is: a model of {old.corpus}. Rename it, then one of {corpus} can be saved."
        scale, (had, has) = SCALES[corpus], (score(model, dev) for model in (old, new))
        said = f": {scale.rounded(has)} on dev, the model before had {scale.said(had)}"
        if not (has < had if scale.less_is_better else has > had):
            return f"{path.name} stays as it is: {scale.rounded(had)} on dev, this model has {scale.said(has)}."
    save_model(path, corpus=corpus, cell=cell, parameters=parameters)
    return f"{path.name} is written{said}."


def load_model(path: str | Path) -> Model:
    """Read a model that `save_model` has written, in float64.

    Args:
        path: of the file.

    Raises:
        NoModelYet: there is no such file.
        ModelProblem: it is too large, damaged, or holds anything but a model. Nothing in it is ever run.
    """
    path = _path(path)
    opened[:] = [path]
    if not _is_file(path):
        where = "beside the notebook" if path == Path(path.name) else f"in {str(path.parent)[:100]}"
        raise NoModelYet(f"There is no file {path.name[:100]} {where} yet: train a model and save it.")
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
            raise ModelProblem(
                f"{member.filename[:60]} in {name} holds objects; only arrays of numbers are read. Write the file with "
                "save_model, which keeps each parameter as an array."
            )
        if _entries(shape) * dtype.itemsize > member.file_size:
            raise ModelProblem(f"{member.filename[:60]} in {name} is shorter than it says. Save the model again.")


def _path(path: Any) -> Path:
    if not isinstance(path, (str, Path)) or "\0" in str(path) or not str(path):
        raise ModelProblem('The path is to be the name of a file, such as "model.npz".')
    return Path(path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long
        return False


def _replace(path: Path, data: bytes) -> None:
    """Put a whole file in the place of the one that is there; where that fails, the old one is left."""
    if not path.parent.is_dir():
        raise ModelProblem(f"There is no folder {str(path.parent)[:100]}. Make it first, or save beside the notebook.")
    beside = path.with_name(f".{os.getpid()}.part.npz")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise ModelProblem(f"{path.name[:100]} cannot be written: {problem.strerror}.") from None


def _entries(shape: tuple[int, ...]) -> int:
    count = 1
    for length in shape:
        count *= int(length)
    return count


def _word(array: Any, word: str, name: str) -> str:
    if array is None or array.dtype.kind != "U" or array.ndim != 0:
        raise ModelProblem(f"{name} does not say which {word} it is for. Write it with save_model.")
    return str(array)[:60]
