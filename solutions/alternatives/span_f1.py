"""Other answers to span_f1."""

from solutions.alternatives import Answers
from solutions.bidirectional import span_f1

answers = Answers(span_f1)

# FILL IN: at least three right answers that look different, as name={old text: new text}.
answers.variants(
    with_the_method={"np.cumsum(x, axis=0)": "x.cumsum(axis=0)"},
)

# FILL IN: about twelve mistakes that learners make, each under the check that must catch it.
answers.mistakes(
    "span_f1_follows_the_equation",
    adds_up_the_features=({"axis=0": "axis=1"}, "the sum runs over the features: time is axis 0."),
)
