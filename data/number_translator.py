"""A trained encoder and decoder that turn numbers in French words into digits: lesson 05 shows them at work."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.number_words import DIGITS, FRENCH_LETTERS
from data.vocabulary import Vocabulary

NUMBER_TRANSLATOR = Path(__file__).parent / "models" / "number_translator.npz"

Parameters = dict[str, NDArray[np.float64]]


class NumberTranslator(NamedTuple):
    """Two simple RNNs and their symbols.

    Attributes:
        encoder: reads the letters from a0 = 0. It has no predictions of its own: its Wya (1, n_a) and by (1, 1) are
            zeros, there for functions that expect them.
        decoder: starts from the encoder's last activation, reads the full stop first and then each symbol that it has
            said, and predicts the next one, up to the full stop.
        letters: what the encoder reads.
        digits: what the decoder says.
    """

    encoder: Parameters
    decoder: Parameters
    letters: Vocabulary
    digits: Vocabulary


def load_number_translator() -> NumberTranslator:
    """Give the trained translator, in float64; how it was made and how good it is stands in the data sheet."""
    with np.load(NUMBER_TRANSLATOR) as stored:
        parts = {
            part: {
                name.removeprefix(part + "_"): stored[name].astype(np.float64)
                for name in stored.files
                if name.startswith(part)
            }
            for part in ("encoder", "decoder")
        }
    n_a = len(parts["encoder"]["ba"])
    parts["encoder"] |= {"Wya": np.zeros((1, n_a)), "by": np.zeros((1, 1))}
    return NumberTranslator(parts["encoder"], parts["decoder"], FRENCH_LETTERS, DIGITS)
