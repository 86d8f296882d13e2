"""The capstone: a model that is handed in as a file. What is graded is the model."""

import numpy as np

from solutions.sealed import FOLDER, sealed_part

__all__ = ["capstone_model", "load_model", "sealed_part"]


def load_model(path: str) -> tuple[str, str, dict[str, np.ndarray]]:
    """Return the model that is kept beside the answers; in the lesson `autograder.capstone.load_model` stands here."""
    with np.load(FOLDER / path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    corpus, cell = (str(arrays.pop(word)) for word in ("corpus", "cell"))
    return corpus, cell, {name: value.astype(np.float64) for name, value in arrays.items()}


def capstone_model() -> tuple[str, str, dict[str, np.ndarray]]:
    """Return the model that you hand in.

    The file lies beside the notebook and is handed in with it. What counts is the score of the model on held-out data,
    worked out anew from its parameters: here on the public part, when it is graded on a sealed one.

    Returns:
        What `load_model` returns: the corpus ("names", "melodies", "dates" or "entities"), the cell ("rnn", "gru" or
        "lstm") and the parameters, a dict of arrays. The same at every call.
    """
    ### BEGIN SOLUTION
    return load_model("model.npz")
    ### END SOLUTION
