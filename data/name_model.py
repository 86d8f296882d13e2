"""A trained character model of surnames: a simple RNN that lesson 02 runs."""

from pathlib import Path

import numpy as np

from data.vocabulary import Vocabulary

#: The full stop, number 0, stands before the first letter of a name and after the last one.
NAME_SYMBOLS = Vocabulary(tuple(".abcdefghijklmnopqrstuvwxyz"))

NAME_MODEL = Path(__file__).parent / "models" / "name_model.npz"


def load_name_model() -> tuple[dict[str, np.ndarray], Vocabulary]:
    """Give the parameters of the trained model, in float64, and its symbols.

    The model reads a name from the symbol "." on, with a0 = 0, and predicts each next symbol up to the "." that
    ends the name. How it was made and how good it is stands in the data sheet.

    Returns:
        parameters: Wax (64, 27), Waa (64, 64), Wya (27, 64), ba (64, 1), by (27, 1).
        symbols: the full stop and the letters a to z.
    """
    with np.load(NAME_MODEL) as stored:
        return {name: stored[name].astype(np.float64) for name in stored.files}, NAME_SYMBOLS
