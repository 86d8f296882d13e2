"""Other answers to rnn_loss_and_grads."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_cell_backward, softmax_ce_backward
from solutions.gradient_checking import rnn_backward_masked, rnn_loss_and_grads
from solutions.losses import sequence_cross_entropy
from solutions.simple_rnn import rnn_forward_masked

answers = Answers(rnn_loss_and_grads)


@answers.variant
def summing_step_by_step(x, y, a0, parameters, mask):
    a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
    dz_y = softmax_ce_backward(y_pred, y, mask)
    dWya, dby, da = np.zeros_like(parameters["Wya"]), np.zeros_like(parameters["by"]), np.zeros_like(a)
    for t in range(len(x)):
        dWya += np.dot(dz_y[t], a[t].T)
        dby += dz_y[t].sum(axis=1, keepdims=True)
        da[t] = np.dot(parameters["Wya"].T, dz_y[t])
    grads = rnn_backward_masked(da, caches, mask)
    grads.update(dWya=dWya, dby=dby)
    return sequence_cross_entropy(y_pred, y, mask), grads


@answers.variant
def with_the_loop_written_out(x, y, a0, parameters, mask):
    a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
    dz_y = softmax_ce_backward(y_pred, y, mask)
    grads = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
    back = np.zeros_like(a0)
    for t in reversed(range(len(x))):
        grads["dWya"] += dz_y[t] @ a[t].T
        grads["dby"] += dz_y[t].sum(axis=1, keepdims=True)
        back = back + parameters["Wya"].T @ dz_y[t]
        step = rnn_cell_backward(back * mask[t], caches[t])
        back = np.where(mask[t], step["da_prev"], back)
        for name in ("dWax", "dWaa", "dba"):
            grads[name] += step[name]
    return float(sequence_cross_entropy(y_pred, y, mask)), grads | {"da0": back}


@answers.variant
def with_the_loss_of_its_own(x, y, a0, parameters, mask):
    a, p, caches = rnn_forward_masked(x, a0, parameters, mask)
    safe = np.where(mask, y, 0)
    picked = np.take_along_axis(p, safe[:, None], axis=1)[:, 0]
    dz_y = softmax_ce_backward(p, safe, mask)
    back = rnn_backward_masked(np.tensordot(dz_y, parameters["Wya"], axes=(1, 0)).transpose(0, 2, 1), caches, mask)
    back["dWya"] = np.tensordot(dz_y, a, axes=([0, 2], [0, 2]))
    back["dby"] = dz_y.transpose(1, 0, 2).reshape(dz_y.shape[1], -1).sum(axis=1, keepdims=True)
    return -np.log(picked[mask]).mean(), {name: back[name] for name in sorted(back)}


@answers.variant
def handing_on_dx_as_well(x, y, a0, parameters, mask):
    a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
    loss = sequence_cross_entropy(y_pred, y, mask)
    dz_y = softmax_ce_backward(y_pred, y, mask)
    grads = rnn_backward_masked(parameters["Wya"].T @ dz_y, caches, mask)
    grads["dWya"] = np.einsum("tyi,tai->ya", dz_y, a)
    grads["dby"] = dz_y.sum(axis=(0, 2))[:, np.newaxis]
    return loss, grads


def mistakes(caught_by, **rows):
    """Register mistakes twice: in the reference, and beside dx in the dict, where most learners leave it."""
    answers.mistakes(caught_by, **rows)
    answers.mistakes(caught_by, of=handing_on_dx_as_well, **{f"{name}_beside_dx": row for name, row in rows.items()})


DZ = "softmax_ce_backward(y_pred, y, mask)"
DWYA = 'np.einsum("tyi,tai->ya", dz_y, a)'
DBY = "dz_y.sum(axis=(0, 2))[:, np.newaxis]"
LOSS = "sequence_cross_entropy(y_pred, y, mask)"

mistakes(
    "the_loss_and_the_output_layer_are_right",
    pairs_Wya_with_the_step_before=(
        {"dz_y, a)": "dz_y, np.concatenate([a0[None], a[:-1]]))"},
        "dWya pairs dz_y[t] with a[t-1]. Wya acted on a[t].",
    ),
    keeps_dWya_of_the_last_step=(
        {DWYA: "dz_y[-1] @ a[-1].T"},
        "dWya is that of the last step alone. Wya was used at every step, so its gradients add up.",
    ),
    keeps_dby_of_the_last_step=(
        {DBY: "dz_y[-1].sum(axis=1, keepdims=True)"},
        "dby is that of the last step alone. by was used at every step, so its gradients add up.",
    ),
    keeps_the_output_layer_of_the_last_step=(
        {DWYA: "dz_y[-1] @ a[-1].T", DBY: "dz_y[-1].sum(axis=1, keepdims=True)"},
        "dWya and dby are those of the last step alone. They should add up over the steps.",
    ),
    turns_dWya_round=({"->ya": "->ay"}, "dWya is transposed. It should have the shape of Wya, (n_y, n_a)."),
    sums_dby_over_the_classes=(
        {DBY: "dz_y.sum()"},
        "dby is one number, a sum over the classes too. Each class has a bias of its own.",
    ),
    drops_an_axis_of_dby=(
        {"[:, np.newaxis]": ""},
        "dby has one axis, shape (n_y,). It should have the shape of by, (n_y, 1).",
    ),
    keeps_dby_of_every_step=(
        {DBY: "dz_y.sum(axis=2)"},
        "dby is added up over the examples and not over time. One by serves all steps.",
    ),
    averages_dby_over_the_examples=(
        {DBY: "dz_y.sum(axis=0).mean(axis=1, keepdims=True)"},
        "dby is divided by m, the number of examples. dz_y is divided already.",
    ),
    pairs_the_predictions=(
        {"dz_y, a)": "y_pred, a)"},
        "dWya is made of y_pred. It should be made of dz_y, the gradient of the scores.",
    ),
    averages_dby_over_everything=(
        {"dz_y.sum(axis=(0, 2))": "dz_y.mean(axis=(0, 2))"},
        "dby is a mean over time and examples. It should be a sum, since dz_y is divided already.",
    ),
    divides_twice=(
        {DZ: DZ + " / mask.sum()"},
        "the gradients are divided by the number of valid steps once more. dz_y is divided already.",
    ),
    returns_the_sum_of_the_loss=(
        {"return loss": "return loss * mask.sum()"},
        "the loss is a sum over the valid steps. It should be their mean.",
    ),
    divides_by_the_time_steps=(
        {"return loss, grads": "return loss, {name: g / len(x) for name, g in grads.items()}"},
        "the gradients are divided by the number of time steps as well. dz_y is divided already.",
    ),
    measures_the_loss_in_bits=(
        {"return loss": "return loss / np.log(2)"},
        "the loss is measured with log2, in bits. It should use the natural logarithm.",
    ),
)

DA = 'parameters["Wya"].T @ dz_y'
mistakes(
    "the_rest_comes_back_through_time",
    goes_back_without_the_mask=(
        {"rnn_backward_masked": "rnn_backward", "caches, mask)": "caches)"},
        "rnn_backward goes back without the mask. At a masked step the gradient should pass as it is.",
    ),
    reads_the_last_prediction_only=(
        {DA: DA + " * (np.arange(len(x)) == len(x) - 1)[:, None, None]"},
        "only the last prediction sends a gradient back. Every valid step has a prediction.",
    ),
    starts_from_zeros_again=({"(x, a0,": "(x, np.zeros_like(a0),"}, "the forward pass starts from zeros, not from a0."),
    sends_ones_through_Wya=(
        {DA: 'np.ones_like(parameters["Wya"]).T @ dz_y'},
        "dz_y is added up over the classes on its way back, so that da0, dWax, dWaa and dba are zero. "
        "It should go back through Wya.",
    ),
    sends_the_predictions_back=(
        {DA: 'parameters["Wya"].T @ y_pred'},
        "y_pred goes back through Wya to the activations. It should be dz_y, the gradient of the scores.",
    ),
    turns_da_round=({DA: "-" + DA}, "the gradient that goes back to the activations has the wrong sign."),
    forgets_the_gradient_through_the_predictions=(
        {DA: "0 * a"},
        "nothing goes back from the predictions to the activations, so that da0, dWax, dWaa and dba are zero.",
    ),
)
answers.mistakes(
    "the_rest_comes_back_through_time",
    forgets_da0=({', "da0")': ")"}, "the dict of gradients has no key da0."),
    takes_da0_from_the_first_prediction=(
        {"return loss, grads": 'return loss, {**grads, "da0": (parameters["Wya"].T @ dz_y)[0]}'},
        "da0 is the gradient from the first prediction. It belongs to the result of the first step, not to a0.",
    ),
)

# These pass wherever nothing is masked.
mistakes(
    "more_padding_changes_nothing_on_the_way_back",
    takes_padding_for_valid=(
        {DZ: "softmax_ce_backward(y_pred, y, np.ones_like(mask))"},
        "dz_y is made as if every step were valid, so padding has a gradient too.",
    ),
    counts_padding_in_the_loss=(
        {LOSS: "sequence_cross_entropy(y_pred, y, np.ones_like(mask))"},
        "the loss counts padding as if every step were valid.",
    ),
    runs_forward_without_the_mask=(
        {"(x, a0, parameters, mask)": "(x, a0, parameters, np.ones_like(mask))"},
        "the forward pass does not use the mask. At a masked step the activation should stay as it is.",
    ),
    rescales_to_all_steps=(
        {DZ: DZ + " * mask.mean()", "return loss": "return loss * mask.mean()"},
        "the loss and dz_y are divided by all m * T_x steps, padding included.",
    ),
)

FORWARD = "a, y_pred, caches ="
mistakes(
    "batch_and_parameters_are_left_alone",
    clears_padding_in_x=(
        {FORWARD: "x *= mask[:, None]\n    " + FORWARD},
        "x is set to zero at padding, in the caller's array.",
    ),
    updates_the_parameters=(
        {"return loss": 'for k in parameters:\n        parameters[k] -= 0.1 * grads["d" + k]\n    return loss'},
        "the parameters are changed here. This function only returns the gradients; the caller takes the step.",
    ),
    overwrites_labels_of_padding=(
        {FORWARD: "y[~mask] = 0\n    " + FORWARD},
        "the labels of padding are overwritten in the caller's y.",
    ),
)

answers.refused(
    "the_rest_comes_back_through_time",
    goes_back_through_padding={"caches, mask)": "caches, np.ones_like(mask))"},
)
answers.refused(
    "more_padding_changes_nothing_on_the_way_back",
    of=with_the_loss_of_its_own,
    looks_up_every_label={"np.where(mask, y, 0)": "y"},
)
