"""Two trained character models of prose that lesson 09 compares: a GRU and a simple RNN with as many units."""

from pathlib import Path

import numpy as np

from data.prose_model import Parameters

GRU_PROSE_MODEL = Path(__file__).parent / "models" / "gru_prose_model.npz"


def load_gru_prose_models() -> tuple[Parameters, Parameters]:
    """Give the parameters of both models, in float64; their symbols are `PROSE_SYMBOLS`.

    Both have 64 units and read the same 160,000 characters of Python's help texts ten times, with the same windows,
    number of updates and learning rates.

    Returns:
        gru: Wu, Wr and Wc (64, 161), bu, br and bc (64, 1), Wy (97, 64), by (97, 1).
        rnn: Wax (64, 97), Waa (64, 64), Wya (97, 64), ba (64, 1), by (97, 1).
    """
    with np.load(GRU_PROSE_MODEL) as stored:
        gru, rnn = (
            {name.split(" ")[1]: stored[name].astype(np.float64) for name in stored.files if name.startswith(kind)}
            for kind in ("gru ", "rnn ")
        )
    return gru, rnn
