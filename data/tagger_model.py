"""A trained tagger of named entities that reads a sentence from both ends."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.vocabulary import Vocabulary

TAGGER = Path(__file__).parent / "models" / "tagger.npz"
WAYS = ("forward", "backward")
ENTITY_SEED = 11  # of the sentences that it has learned from
Parameters = dict[str, NDArray[np.float64]]


class Tagger(NamedTuple):
    """Both directions, each with Wax (48, 216), Waa (48, 48), ba (48, 1), Wya (7, 48), by (7, 1); and the words."""

    forward: Parameters
    backward: Parameters
    vocabulary: Vocabulary


def load_tagger() -> Tagger:
    """Give the trained tagger, in float64; its tags are ENTITY_TAGS.

    Encode words with `unknown=-1`: a name is read as a column of zeros. How it was made and how good it is stands in
    the data sheet.
    """
    with np.load(TAGGER) as stored:
        words = Vocabulary(tuple(stored["words"].tolist()))
        ahead, back = (
            {k.split()[1]: stored[k].astype(np.float64) for k in stored.files if k.startswith(way)} for way in WAYS
        )
        return Tagger(ahead, back, words)
