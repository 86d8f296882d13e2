"""Other answers to train_tagger."""

from solutions.alternatives import Answers
from solutions.bidirectional import train_tagger

answers = Answers(train_tagger)

# FILL IN: at least three right answers that look different, as name={old text: new text}.
answers.variants(
    with_the_method={"np.cumsum(x, axis=0)": "x.cumsum(axis=0)"},
)

# FILL IN: about twelve mistakes that learners make, each under the check that must catch it.
answers.mistakes(
    "train_tagger_follows_the_equation",
    adds_up_the_features=({"axis=0": "axis=1"}, "the sum runs over the features: time is axis 0."),
)
