"""Other answers to rnn_cell_forward."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import Answers
from solutions.simple_rnn import rnn_cell_forward

answers = Answers(rnn_cell_forward)

SCORES = "Wya @ a_next + by"
RETURNED = "a_next, yt_pred, (a_next, a_prev, xt, parameters)"

answers.variants(
    with_einsum={
        "Waa @ a_prev": "np.einsum('ij,jm->im', Waa, a_prev)",
        "Wax @ xt": "np.einsum('ij,jm->im', Wax, xt)",
        "Wya @ a_next": "np.einsum('ij,jm->im', Wya, a_next)",
        RETURNED: "a_next, yt_pred, None",
    },
    with_dot_and_a_softmax_of_its_own={
        "Waa @ a_prev": "np.dot(Waa, a_prev)",
        "Wax @ xt": "np.dot(Wax, xt)",
        f"softmax({SCORES})": "np.exp(np.dot(Wya, a_next) + by)\n    yt_pred = yt_pred / np.sum(yt_pred, axis=0)",
        RETURNED: "a_next, yt_pred, {'a_next': a_next}",
    },
    with_one_stacked_product={
        "Waa @ a_prev + Wax @ xt": "np.concatenate((Waa, Wax), axis=1) @ np.concatenate((a_prev, xt))",
        RETURNED: "[a_next, yt_pred, (xt, a_prev, parameters)]",
    },
    with_tanh_written_out={
        "np.tanh(": "1 - 2 / (1 + np.exp(2 * (",
        " + ba)": " + ba)))",
        f"softmax({SCORES})": f"np.exp({SCORES} - np.log(np.exp({SCORES}).sum(axis=0, keepdims=True)))",
        RETURNED: "a_next, yt_pred, 'nothing kept'",
    },
)


@answers.variant
def one_example_after_the_other(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    a_next = np.empty_like(a_prev)
    yt_pred = np.empty((Wya.shape[0], xt.shape[1]))
    for i in range(xt.shape[1]):
        a_next[:, i] = np.tanh(Waa @ a_prev[:, i] + Wax @ xt[:, i] + ba[:, 0])
        yt_pred[:, i] = softmax(Wya @ a_next[:, i] + by.ravel())
    return a_next, yt_pred, []


@answers.variant
def with_helpers_inside(xt, a_prev, parameters):
    def affine(*pairs, bias):
        total = np.array(np.broadcast_to(parameters[bias], (len(parameters[bias]), xt.shape[-1])))
        for name, column in pairs:
            total += np.einsum("ij,jm->im", parameters[name], column)
        return total

    a_next = np.asfortranarray(np.tanh(affine(("Waa", a_prev), ("Wax", xt), bias="ba")))
    scores = affine(("Wya", a_next), bias="by")
    powers = np.exp(scores - scores.max())
    return [a_next, powers / powers.sum(axis=0), {"z": scores, "all": (xt, a_prev, parameters)}]


answers.mistakes(
    "the_new_activation_follows_the_equation",
    transposes_the_recurrence=(
        {"Waa @ a_prev": "Waa.T @ a_prev"},
        "W_aa is transposed: the equation has W_aa itself, to the left of the old activation.",
    ),
    exchanges_Waa_and_Wax=(
        {"Waa @ a_prev": "Wax @ a_prev", "Wax @ xt": "Waa @ xt"},
        "W_aa and W_ax are exchanged: W_aa acts on the old activation, W_ax on the input.",
    ),
    multiplies_entry_by_entry=(
        {"Waa @ a_prev": "Waa * a_prev", "Wax @ xt": "Wax * xt"},
        "`*` multiplies entry by entry: the two products are matrix products, `@`.",
    ),
    multiplies_from_the_right=(
        {"Waa @ a_prev": "a_prev @ Waa", "Wax @ xt": "xt @ Wax"},
        "the weights stand to the right of what they act on: `W @ x` is expected, and `x @ W` is another product.",
    ),
    squashes_each_term=(
        {" + Wax @ xt + ba)": ") + np.tanh(Wax @ xt) + np.tanh(ba)"},
        "tanh is taken of each of the three terms: first add them, then take tanh once.",
    ),
    squashes_each_product=(
        {" + Wax @ xt + ba)": ") + np.tanh(Wax @ xt) + ba"},
        "tanh is taken of each product, and the bias is added after it: first add all three, then take tanh once.",
    ),
    squashes_the_recurrence_apart=(
        {" + Wax @ xt": ") + np.tanh(Wax @ xt"},
        "tanh is taken twice, of the old activation's term and of the rest: first add all three, then take it once.",
    ),
    adds_the_bias_after_tanh=(
        {" + ba)": ") + ba"},
        "tanh is taken of the two products, and the bias is added after it: it belongs inside the bracket.",
    ),
    squashes_the_recurrence_alone=(
        {" + Wax @ xt + ba)": ") + Wax @ xt + ba"},
        "tanh is taken of the old activation's term alone: all three terms belong inside the bracket.",
    ),
    adds_the_bias_twice=({" + ba)": " + ba + ba)"}, "the bias b_a is added twice."),
    forgets_the_bias=({" + ba)": ")"}, "the bias b_a is forgotten."),
    turns_the_bias=(
        {" + ba)": " + ba.T)"},
        "the bias b_a lies across what it is added to: it is a column with a number for each unit, "
        "and each example is a column as well.",
    ),
    adds_into_the_bias=(
        {"a_next = np.tanh(Waa @ a_prev + Wax @ xt + ba)": "ba += Waa @ a_prev + Wax @ xt\n    a_next = np.tanh(ba)"},
        "the products are added into ba itself, as `+=` does: ba has one column, and it belongs to the caller.",
    ),
    forgets_the_recurrence=(
        {"Waa @ a_prev + ": ""},
        "the term with the old activation is forgotten: nothing is remembered from step to step.",
    ),
    forgets_the_input=({" + Wax @ xt": ""}, "the term with the input is forgotten."),
    adds_the_old_activation_itself=(
        {"Waa @ a_prev": "a_prev"},
        "the old activation is added as it is: W_aa acts on it first.",
    ),
    squashes_with_sigmoid=(
        {"np.tanh(": "1 / (1 + np.exp(-(", " + ba)": " + ba)))"},
        "sigmoid is taken of the sum: the equation has tanh.",
    ),
    squashes_with_relu=({"np.tanh(": "np.maximum(0, "}, "ReLU is taken of the sum: the equation has tanh."),
    forgets_tanh=({"np.tanh(": "("}, "the new activation is the plain sum of the three terms: tanh is left out."),
    squashes_twice=({"np.tanh(": "np.tanh(np.tanh(", " + ba)": " + ba))"}, "tanh is taken twice, one after the other."),
    returns_the_prediction_first=(
        {"return a_next, yt_pred, ": "return yt_pred, a_next, "},
        "the prediction is returned first: the order is a_next, yt_pred, cache.",
    ),
    returns_examples_in_rows=(
        {"return a_next, yt_pred, ": "return a_next.T, yt_pred.T, "},
        "the new activation is returned with the examples in rows: each example is a column.",
    ),
)

answers.mistakes(
    "the_prediction_follows_the_equation",
    predicts_from_the_old_activation=(
        {"Wya @ a_next": "Wya @ a_prev"},
        "the prediction is made from the old activation instead of the new one.",
    ),
    predicts_from_the_sum=(
        {"Wya @ a_next": "Wya @ (Waa @ a_prev + Wax @ xt + ba)"},
        "the prediction is made from the sum before tanh: it is made from a_next.",
    ),
    normalises_along_the_batch=(
        {" + by)": " + by, axis=1)"},
        "softmax runs along the examples, axis 1 or -1: it is the n_y numbers of each column that sum to 1.",
    ),
    normalises_over_everything=(
        {" + by)": " + by, axis=None)"},
        "softmax divides by the sum over the whole array: each column sums to 1 on its own.",
    ),
    divides_before_the_exponential=(
        {"softmax(": "(lambda z: np.exp(z / np.exp(z).sum(axis=0)))("},
        "the scores are divided by the sum of the exponentials, and exp is taken after that: divide exp by the sum.",
    ),
    predicts_scores=({"softmax(": "("}, "the scores are returned as they are: softmax is left out."),
    predicts_exponentials=(
        {"softmax(": "np.exp("},
        "the exponentials of the scores are not divided by their sum: each column of a prediction sums to 1.",
    ),
    predicts_log_probabilities=(
        {"softmax(": "np.log(softmax(", " + by)": " + by))"},
        "the log of softmax is returned.",
    ),
    predicts_with_sigmoid=(
        {"softmax(": "1 / (1 + np.exp(-(", " + by)": " + by)))"},
        "sigmoid is taken of the scores: softmax makes one distribution of them.",
    ),
    predicts_with_tanh=({"softmax(": "np.tanh("}, "tanh is taken of the scores: softmax is expected."),
    squashes_the_scores=(
        {"softmax(": "softmax(np.tanh(", " + by)": " + by))"},
        "the scores go through tanh before softmax: softmax takes them as they are.",
    ),
    squashes_the_scores_with_sigmoid=(
        {"softmax(": "softmax(1 / (1 + np.exp(-(", " + by)": " + by))))"},
        "the scores go through a sigmoid before softmax: softmax takes them as they are.",
    ),
    squashes_the_scores_with_relu=(
        {"softmax(": "softmax(np.maximum(0, ", " + by)": " + by))"},
        "the scores go through ReLU before softmax: softmax takes them as they are.",
    ),
    forgets_the_output_bias=({" + by)": ")"}, "the bias b_y is forgotten."),
    turns_the_output_bias=(
        {" + by)": " + by.T)"},
        "the bias b_y lies across what it is added to: it is a column with a number for each class, "
        "and each example is a column as well.",
    ),
    takes_the_other_bias=(
        {" + by)": " + ba)"},
        "b_a is added to the scores of the prediction: they have the bias b_y.",
    ),
    transposes_the_output_weight=({"Wya @ a_next": "Wya.T @ a_next"}, "W_ya is transposed."),
    normalises_twice=({"softmax(": "softmax(softmax(", " + by)": " + by))"}, "softmax is taken twice."),
)

answers.mistakes(
    "its_arguments_are_left_alone",
    writes_into_a_prev=(
        {" + ba)": " + ba, out=a_prev)"},
        "something is written into a_prev, which belongs to the caller: make a new array.",
    ),
    writes_into_xt=(
        {"return a_next": "xt *= 0; return a_next"},
        "something is written into xt, which belongs to the caller: make a new array.",
    ),
    writes_into_the_parameters=(
        {"return a_next": "ba += a_next.mean(axis=1, keepdims=True); return a_next"},
        "something in the parameters is changed, a number or a key: every later step would use the changed ones.",
    ),
)

answers.refused(
    "the_new_activation_follows_the_equation",
    returns_the_sum_and_predicts_from_its_tanh={"np.tanh(": "(", "Wya @ a_next": "Wya @ np.tanh(a_next)"},
    reads_the_parameters_by_their_order={
        'parameters["Wax"], parameters["Waa"], parameters["Wya"]': "list(parameters.values())[:3]",
        'parameters["ba"], parameters["by"]': "list(parameters.values())[3:]",
    },
    loops_over_five_units={"a_next = np.tanh(": "a_next = np.zeros((5, xt.shape[1])); a_next[:5] = np.tanh("},
    drops_axes_of_length_one={"return a_next, yt_pred, ": "return np.squeeze(a_next), np.squeeze(yt_pred), "},
    loses_precision={"return a_next, ": "return a_next.astype(np.float32), "},
)

answers.mistakes(
    "the_prediction_follows_the_equation",
    sums_over_the_batch=(
        {"softmax(": "(lambda z: (e := np.exp(z - z.max(axis=0))) / e.sum(axis=1, keepdims=True))("},
        "each column's own maximum is subtracted, but the sum runs over the examples: "
        "it is the n_y numbers of each column that sum to 1.",
    ),
    sums_over_all_columns=(
        {"softmax(": "(lambda z: (e := np.exp(z - z.max(axis=0))) / e.sum())("},
        "each column's own maximum is subtracted, but all columns are divided by one sum: "
        "each column sums to 1 on its own.",
    ),
)
