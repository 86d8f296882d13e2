"""A trained network that writes tunes: a simple RNN that lesson 05 runs."""

from pathlib import Path

import numpy as np

from data.tunes import TuneSplits, tune_splits, tune_vocabulary
from data.vocabulary import Vocabulary

TUNE_MODEL = Path(__file__).parent / "models" / "tune_model.npz"


def load_tune_model() -> tuple[dict[str, np.ndarray], Vocabulary]:
    """Give the parameters of the trained model, in float64, and its symbols, `tune_vocabulary()`.

    It starts from a0 = 0 and a first input that is zeros (from nothing) or a pitch (the first note), then reads what
    it has drawn; `END` follows the last bar. How it was made and how good it is stands in the data sheet.

    Returns:
        parameters: Wax (n_a, 18), Waa (n_a, n_a), Wya (18, n_a), ba (n_a, 1), by (18, 1).
        symbols: the end, hold, rest, and fifteen pitches from A3 to E5.
    """
    with np.load(TUNE_MODEL) as stored:
        return {name: stored[name].astype(np.float64) for name in stored.files}, tune_vocabulary()


def model_tunes() -> TuneSplits:
    """Give the tunes that the stored model learned from (4,000), was chosen with (500) and is judged by (500)."""
    return tune_splits(rng=np.random.default_rng(48), count=5000)
