"""Trained encoders and decoders that turn dates in French words into ISO 8601, without and with attention."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.dates import FRENCH_TOKENS, ISO_SYMBOLS
from data.vocabulary import Vocabulary

DATE_TRANSLATOR = Path(__file__).parent / "models" / "date_translator.npz"

Parameters = dict[str, NDArray[np.float64]]


class DateTranslator(NamedTuple):
    """Two GRUs and their symbols.

    Attributes:
        encoder: Wu, Wr, Wc, bu, br and bc; reads the tokens from c0 = 0. It says nothing.
        decoder: the same with Wy and by, and Wk where it attends; it starts from the encoder's last memory, reads a
            column of zeros first (number -1) and then each symbol that it has said, and says the next, up to the stop.
        tokens: what the encoder reads, as `french_tokens` divides a text.
        symbols: what the decoder says; "." is the end.
    """

    encoder: Parameters
    decoder: Parameters
    tokens: Vocabulary
    symbols: Vocabulary


def load_date_translator(*, attention: bool = False) -> DateTranslator:
    """Give a trained translator, in float64; how it was made and how good it is stands in the data sheet.

    Args:
        attention: the one whose decoder looks at all that was read, for `attention_forward`.
    """
    kind = "attention" if attention else "gru"
    with np.load(DATE_TRANSLATOR) as stored:
        encoder, decoder = (
            {
                name.rsplit(" ", 1)[1]: stored[name].astype(np.float64)
                for name in stored.files
                if name.startswith(f"{kind} {part} ")
            }
            for part in ("encoder", "decoder")
        )
    return DateTranslator(encoder, decoder, FRENCH_TOKENS, ISO_SYMBOLS)
