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
        "the left columns of W_a act on xt and the others on a_prev: a_prev stands above xt.",
    ),
    multiplies_the_products=(
        {PRODUCT: f"({LEFT} @ a_prev) * ({RIGHT} @ xt)"},
        "the two products are multiplied by each other: they are added, and stacking does that for you.",
    ),
    leaves_the_input_out=({PRODUCT: f"{LEFT} @ a_prev"}, "the input xt is left out."),
    leaves_the_old_activation_out=({PRODUCT: f"{RIGHT} @ xt"}, "the old activation a_prev is left out."),
    squashes_each_part_of_the_stack=(
        {PRODUCT: f"{LEFT} @ a_prev) + np.tanh({RIGHT} @ xt"},
        "tanh is taken twice, of the old activation's part and of the rest: first add, then take tanh once.",
    ),
    forgets_the_bias_of_the_stack=({" + ba": ""}, "the bias b_a is forgotten."),
    adds_the_bias_of_the_stack_twice=({" + ba": " + 2 * ba"}, "the bias b_a is added twice."),
    turns_the_bias_of_the_stack=(
        {" + ba": " + ba.T"},
        "the bias b_a lies across what it is added to: it is a column with a number for each unit, "
        "and each example is a column as well.",
    ),
    adds_into_the_bias_of_the_stack=(
        {f"return np.tanh({PRODUCT} + ba)": f"z = ba\n    z += {PRODUCT}\n    return np.tanh(z)"},
        "the product is added into ba itself, as `+=` does: ba has one column, and it belongs to the caller.",
    ),
    forgets_tanh_of_the_stack=({"np.tanh(": "("}, "tanh is left out."),
    adds_the_bias_of_the_stack_after_tanh=(
        {" + ba)": ") + ba"},
        "the bias is added after tanh: it belongs inside the bracket.",
    ),
    squashes_the_stack_with_sigmoid=(
        {"np.tanh(": "1 / (1 + np.exp(-(", " + ba)": " + ba)))"},
        "sigmoid is taken of the sum: the equation has tanh.",
    ),
    squashes_the_stack_with_relu=({"np.tanh(": "np.maximum(0, "}, "ReLU is taken of the sum: the equation has tanh."),
    returns_the_examples_in_rows=(
        {" + ba)": " + ba).T"},
        "the new activation is returned with the examples in rows: each example is a column.",
    ),
)

answers.refused(
    "one_product_does_the_work_of_two",
    returns_a_tuple={" + ba)": " + ba), None"},
    splits_after_five_columns={PRODUCT: "Wa[:, :5] @ a_prev + Wa[:, 5:] @ xt"},
    drops_the_axis_of_one_example={"np.tanh(": "np.squeeze(np.tanh(", " + ba)": " + ba))"},
)

answers.mistakes(
    "one_product_does_the_work_of_two",
    squashes_the_old_activation_alone=(
        {f"np.tanh({PRODUCT} + ba)": f"np.tanh({LEFT} @ a_prev) + {RIGHT} @ xt + ba"},
        "tanh is taken of the old activation's part alone: the input's part and the bias belong inside the bracket.",
    ),
    leaves_the_input_outside_tanh=(
        {f"np.tanh({PRODUCT} + ba)": f"np.tanh({LEFT} @ a_prev + ba) + {RIGHT} @ xt"},
        "the input's part is added after tanh: it belongs inside the bracket.",
    ),
    leaves_the_old_activation_outside_tanh=(
        {f"np.tanh({PRODUCT} + ba)": f"{LEFT} @ a_prev + np.tanh({RIGHT} @ xt + ba)"},
        "the old activation's part is added after tanh: it belongs inside the bracket.",
    ),
)
