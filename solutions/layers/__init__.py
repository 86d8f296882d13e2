r"""The cells of the course over all time steps of a batch, as fast as NumPy goes.

The functions of the lessons go from step to step and read like the formulas. These layers compute the same to 1e-10,
in float64 or float32, and are made to train for long. Read `rnn.py` first, then `lstm.py` or `gru.py`; what is done for
the machine's sake alone stands in `kept.py`. What makes them fast:

- The gates of a cell are stacked, and so are [a; x; 1]: a step is one product instead of eight and four sums.
- sigmoid(z) is tanh(z / 2) / 2 + 1 / 2. With z / 2 from halved weights one call of tanh serves all gates.
- What the way back can know beforehand, the local derivatives, is worked out for many steps in one go.
- The gradient of the weights is a sum of products over time, hence one long product after the loop.
- Nothing is allocated within the loops, and all memory is kept for the next call.
- Products are cut into blocks of a size that OpenBLAS multiplies without copying them first.

**What a layer returns is kept memory.** The next call of the same method of the same layer writes over it, wherever it
is held: copy what is to outlive that call.
"""

from solutions.layers.embedding import Embedding
from solutions.layers.flat import SGD, Adam, clip_global_norm, flat
from solutions.layers.gru import GRU
from solutions.layers.language_model import LanguageModel
from solutions.layers.lstm import LSTM
from solutions.layers.readout import Readout, softmax_cross_entropy
from solutions.layers.recurrent import mask_of
from solutions.layers.rnn import RNN
from solutions.layers.wiring import Bidirectional, Stack

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "SGD",
    "Adam",
    "Bidirectional",
    "Embedding",
    "LanguageModel",
    "Readout",
    "Stack",
    "clip_global_norm",
    "flat",
    "mask_of",
    "softmax_cross_entropy",
]
