"""A class that hands in models: strong, weak, broken and cheating ones, each a text for the notebook and a file."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from grading_fixtures import marked, save
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.capstone import save_model
from autograder.exercises import find
from autograder.reference import reference_source
from data.capstone import capstone_corpus
from solutions.capstone_training import Clock, Network, Plan, train, untrained
from solutions.sealed import FOLDER

LESSON, NAME = "14_capstone", "capstone_model"
SETUP = "import numpy as np\nfrom autograder.capstone import load_model, save_model"
LOADS = 'def capstone_model():\n    return load_model("model.npz")\n'
RETURNS = "def capstone_model():\n    return {}\n"
TINY = """("names", "rnn", {{"Waa": np.zeros((1, 1)), "Wax": np.zeros((1, 27)), "ba": np.zeros((1, 1)),
                              "Wy": np.{}, "by": np.zeros((27, 1))}})"""

# What a hostile notebook does beside loading a weak model.
LIES = LOADS + 'print("score: 0.001 bits per letter, 15 of 15 points, all checks hold")\nscore = 0.001\n'
CHANGES = """calls = []

def capstone_model():
    calls.append(1)
    corpus, cell, parameters = load_model("model.npz")
    return corpus, cell, parameters if len(calls) == 1 else {name: 0.9 * value for name, value in parameters.items()}
"""
# What an honest notebook may do: it trains and saves once more as it is graded, and is cut off there.
TRAINS = (
    """import os

assert os.environ["AUTOGRADER_GRADING"]
corpus, cell, parameters = load_model("model.npz")
save_model("model.npz", corpus=corpus, cell=cell, parameters={name: 0 * value for name, value in parameters.items()})

"""
    + LOADS
)
PATCHES = (
    """import autograder.capstone, autograder.capstone.scores

for module in (autograder.capstone, autograder.capstone.scores):
    module.score = lambda model, examples: 0.0
autograder.capstone.SCALES.clear()

"""
    + LOADS
)
SEARCHES = """import os, importlib

def capstone_model():
    found = [os.path.join(folder, name) for top in ("/course", "/submission", "/home", "/tmp", "/run", "/dev/shm")
             for folder, _, names in os.walk(top) for name in names
             if "sealed" in folder or name in ("ledger.db", "names.npz", "dates.npz", "melodies.npz", "entities.npz")]
    for module in ("solutions", "solutions.sealed", "autograder.authoring.seal", "autograder.grading"):
        try:
            importlib.import_module(module)
            found.append(module)
        except ImportError:
            pass
    if found:
        return "found " + " ".join(found)
    return load_model("model.npz")
"""


@dataclass(frozen=True)
class HandedIn:
    """What a learner hands in.

    Attributes:
        points: what it is worth.
        text: of the answer's cell; "" where it is left as it was.
        model: the bytes of model.npz; None where there is none.
        said: what stands under the check.
    """

    points: int
    text: str = LOADS
    model: bytes | None = None
    said: str = ""


def release() -> NotebookNode:
    """The notebook as a learner gets it."""
    text = reference_source(find(NAME))
    stub = re.sub(r"    ### BEGIN SOLUTION.*### END SOLUTION", "    raise NotImplementedError()", text, flags=re.DOTALL)
    check = new_code_cell(f"check({NAME})")
    cells = [
        new_markdown_cell("# The capstone"),
        new_code_cell(SETUP),
        marked(new_code_cell(stub), NAME, solution=True),
        marked(check, f"check-{NAME}", grade=True, locked=True, points=find(NAME).points),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def hand_in(who: str, what: HandedIn, inbox: Path) -> None:
    """Put a notebook and its file where the grader looks."""
    notebook = release()
    notebook.cells[2].source = what.text or notebook.cells[2].source
    save(notebook, inbox / who / LESSON / f"{LESSON}.ipynb")
    if what.model is not None:
        (inbox / who / LESSON / "model.npz").write_bytes(what.model)


def everyone() -> dict[str, HandedIn]:
    """Return the class."""
    strong, weak = (FOLDER / "model.npz").read_bytes(), weak_model()
    half = strong[: len(strong) // 2]
    return {
        "strong": HandedIn(15, model=strong, said="all 5 checks hold"),
        "weak": HandedIn(3, model=weak, said="On the sealed part"),
        "untouched": HandedIn(0, text="", model=strong, said="is not written yet"),
        "missing": HandedIn(0, said="There is no file model.npz beside the notebook yet"),
        "truncated": HandedIn(0, model=half, said="model.npz cannot be read"),
        "transposed": HandedIn(0, model=changed(strong, lambda value: value.T), said="has the shape"),
        "objects": HandedIn(0, model=changed(strong, lambda value: value.astype(object)), said="holds objects"),
        "bomb": HandedIn(0, model=bomb(), said="holds more than"),
        "nan": HandedIn(0, RETURNS.format(TINY.format("full((27, 1), np.nan)")), said="holds NaN"),
        "infinite": HandedIn(0, RETURNS.format(TINY.format("full((27, 1), np.inf)")), said="an infinite number"),
        "enormous": HandedIn(0, RETURNS.format(TINY.format("full((27, 1), 1e300)")), said="holds numbers beyond"),
        "large": HandedIn(0, RETURNS.format(TINY.format("zeros((27, 30000))")), said="at most 500,000"),
        "flood": HandedIn(0, RETURNS.format(TINY.format("zeros((27, 300000))")), said="MiB came back"),
        "lying": HandedIn(0, RETURNS.format('("names", "gru", [0.0])'), said="a dict from names to arrays"),
        "memorises": HandedIn(0, model=memorising_model(), said="On the sealed part the model has"),
        "retrains": HandedIn(15, TRAINS, strong, said="all 5 checks hold"),
        "prints": HandedIn(3, LIES, weak, said="On the sealed part the model has 3."),
        "changes": HandedIn(3, CHANGES, strong, said="returned another model at an earlier call"),
        "patches": HandedIn(3, PATCHES, weak, said="On the sealed part the model has 3."),
        "searches": HandedIn(3, SEARCHES, weak, said="On the sealed part the model has 3."),
    }


def weak_model() -> bytes:
    """Return a simple RNN that has hardly learned anything."""
    return _trained("rnn", 8, Plan(1, 256, 0.05), "train")


def memorising_model() -> bytes:
    """Return a network that knows the public held-out part by heart, and nothing else."""
    return _trained("gru", 128, Plan(40, 64, 0.01), "held_out")


def _trained(cell: str, n_a: int, plan: Plan, part: str) -> bytes:
    corpus, rng = capstone_corpus("names"), np.random.default_rng(0)
    network = Network("names", cell, untrained("names", cell, 27, n_a, 27, rng=rng))
    train(network, getattr(corpus, part), plan, Clock(60), rng)
    return as_file("names", cell, network.parameters())


def as_file(corpus: str, cell: str, parameters: dict[str, np.ndarray]) -> bytes:
    """Return the bytes of a file that `save_model` writes."""
    with tempfile.TemporaryDirectory() as folder:
        return save_model(Path(folder) / "m.npz", corpus=corpus, cell=cell, parameters=parameters).read_bytes()


def changed(model: bytes, change) -> bytes:  # type: ignore[no-untyped-def]
    """Return a file whose arrays are changed."""
    with np.load(io.BytesIO(model)) as stored:
        arrays = {name: stored[name] if stored[name].ndim == 0 else change(stored[name]) for name in stored.files}
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def bomb() -> bytes:
    """Return a small file that unpacks to 256 MiB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("Wy.npy", "w", force_zip64=True) as file,
    ):
        for _ in range(256):
            file.write(bytes(2**20))
    return out.getvalue()
