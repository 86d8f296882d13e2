"""A trained character model of prose: a simple RNN that lesson 07 runs, and what it was before training."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.prose import PROSE_SYMBOLS
from data.vocabulary import Vocabulary

PROSE_MODEL = Path(__file__).parent / "models" / "prose_model.npz"

Parameters = dict[str, NDArray[np.float64]]


def untrained_prose_model(n_a: int = 128, *, n: int = len(PROSE_SYMBOLS), rng: np.random.Generator) -> Parameters:
    """Draw the parameters before training; each unit keeps a share of its own activation, from none to all of it.

    Args:
        n_a: units.
        n: symbols, those of prose or of anything else.
        rng: source of the draws.
    """
    return {
        "Wax": 0.5 * rng.standard_normal((n_a, n)),
        "Waa": np.diag(np.linspace(0, 1, n_a)),
        "Wya": rng.standard_normal((n, n_a)) / np.sqrt(n_a),
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((n, 1)),
    }


def load_prose_model() -> tuple[Parameters, Vocabulary]:
    """Give the parameters of the trained model, in float64, and its symbols.

    The model reads Python's help texts as one stream, from a0 = 0 at the very beginning, and predicts each next
    character. How it was made and how good it is stands in the data sheet.

    Returns:
        parameters: Wax (128, 97), Waa (128, 128), Wya (97, 128), ba (128, 1), by (97, 1).
        symbols: `PROSE_SYMBOLS`.
    """
    with np.load(PROSE_MODEL) as stored:
        return {name: stored[name].astype(np.float64) for name in stored.files}, PROSE_SYMBOLS
