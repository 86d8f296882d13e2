"""What this lesson is given of solutions.layers: made by `autograder build`, not to be edited."""

from given.layers.flat import Adam, clip_global_norm
from given.layers.language_model import LanguageModel
from given.layers.rnn import RNN
