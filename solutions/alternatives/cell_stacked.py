"""Other answers to cell_stacked."""

from solutions.alternatives import Answers
from solutions.simple_rnn import cell_stacked

answers = Answers(cell_stacked)

PRODUCT = "Wa @ np.vstack([a_prev, xt])"
LEFT, RIGHT = "Wa[:, :len(a_prev)]", "Wa[:, len(a_prev):]"

answers.variants(
    with_concatenate_and_dot={PRODUCT: "np.dot(Wa, np.concatenate([a_prev, xt], axis=0))"},
    taking_the_stack_apart={PRODUCT: f"{LEFT} @ a_prev + {RIGHT} @ xt"},
    bias_as_one_more_column={
        f"{PRODUCT} + ba": "np.einsum('ij,jk->ik', np.c_[Wa, ba], np.r_[a_prev, xt, np.ones((1, xt.shape[1]))])",
    },
)

answers.mistakes(
    "one_product_does_the_work_of_two",
    puts_the_input_on_top=(
        {"[a_prev, xt]": "[xt, a_prev]"},
        "xt stands on top of a_prev: W_a = [W_aa | W_ax] acts on a_prev above xt.",
    ),
    multiplies_the_products=(
        {PRODUCT: f"({LEFT} @ a_prev) * ({RIGHT} @ xt)"},
        "the two products are multiplied with each other: they are added, and stacking does it for you.",
    ),
    forgets_the_bias_of_the_stack=({" + ba": ""}, "the bias b_a is forgotten."),
    forgets_tanh_of_the_stack=({"np.tanh(": "("}, "tanh is left out."),
    adds_the_bias_of_the_stack_after_tanh=(
        {" + ba)": ") + ba"},
        "the bias is added after tanh: it belongs inside the bracket.",
    ),
    squashes_the_stack_with_sigmoid=(
        {"np.tanh(": "1 / (1 + np.exp(-(", " + ba)": " + ba)))"},
        "the squashing function is sigmoid: the equation has tanh.",
    ),
    returns_a_tuple=(
        {" + ba)": " + ba), None"},
        "the prediction is made as well: this function returns the new activation alone.",
    ),
)
