"""A trained word model of the course's own small English: a simple RNN that lesson 06 asks and lesson 07 draws from."""

from pathlib import Path

import numpy as np

WORD_MODEL = Path(__file__).parent / "models" / "word_model.npz"

#: `grammar_splits(rng=np.random.default_rng(WORD_SPLIT_SEED))` gives the sentences that it learned from and the others.
WORD_SPLIT_SEED = 6


def load_word_model() -> tuple[dict[str, np.ndarray], dict[str, int]]:
    """Give the parameters of the trained model, in float64, and its vocabulary.

    The model reads a sentence from an input of zeros on, with a0 = 0, and predicts each next token up to the "<EOS>"
    that ends it. How it was made and how good it is stands in the data sheet.

    Returns:
        parameters: Wax (48, 650), Waa (48, 48), Wya (650, 48), ba (48, 1), by (650, 1).
        vocabulary: from token to number; "<UNK>" is 0 and "<EOS>" is 1.
    """
    with np.load(WORD_MODEL) as stored:
        parameters = {name: stored[name].astype(np.float64) for name in stored.files if name != "tokens"}
        return parameters, {str(token): number for number, token in enumerate(stored["tokens"])}
