"""A trained character model of prose, an LSTM with as many weights as the simple RNN of lesson 07."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.prose import PROSE_SYMBOLS
from data.vocabulary import Vocabulary

PROSE_LSTM = Path(__file__).parent / "models" / "prose_lstm.npz"


def load_prose_lstm() -> tuple[dict[str, NDArray[np.float64]], Vocabulary]:
    """Give the parameters of the trained model, in float64, and its symbols.

    It reads Python's help texts as one stream, from a0 = 0 and c0 = 0 at the very beginning, and predicts each next
    character. How it was made and how good it is stands in the data sheet.

    Returns:
        parameters: Wf, Wi, Wc, Wo (58, 155), bf, bi, bc, bo (58, 1), Wy (97, 58), by (97, 1).
        symbols: `PROSE_SYMBOLS`.
    """
    with np.load(PROSE_LSTM) as stored:
        return {name: stored[name].astype(np.float64) for name in stored.files}, PROSE_SYMBOLS
