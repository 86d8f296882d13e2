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
    dz = softmax_ce_backward(y_pred, y, mask)
    dWya, dby, da = np.zeros_like(parameters["Wya"]), np.zeros_like(parameters["by"]), np.zeros_like(a)
    for t in range(len(x)):
        dWya += np.dot(dz[t], a[t].T)
        dby += dz[t].sum(axis=1, keepdims=True)
        da[t] = np.dot(parameters["Wya"].T, dz[t])
    grads = rnn_backward_masked(da, caches, mask)
    grads.update(dWya=dWya, dby=dby)
    return sequence_cross_entropy(y_pred, y, mask), grads


@answers.variant
def with_the_loop_written_out(x, y, a0, parameters, mask):
    a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
    dz = softmax_ce_backward(y_pred, y, mask)
    grads = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
    back = np.zeros_like(a0)
    for t in reversed(range(len(x))):
        grads["dWya"] += dz[t] @ a[t].T
        grads["dby"] += dz[t].sum(axis=1, keepdims=True)
        back = back + parameters["Wya"].T @ dz[t]
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
    dz = softmax_ce_backward(p, safe, mask)
    back = rnn_backward_masked(np.tensordot(dz, parameters["Wya"], axes=(1, 0)).transpose(0, 2, 1), caches, mask)
    back["dWya"] = np.tensordot(dz, a, axes=([0, 2], [0, 2]))
    back["dby"] = dz.transpose(1, 0, 2).reshape(dz.shape[1], -1).sum(axis=1, keepdims=True)
    return -np.log(picked[mask]).mean(), {name: back[name] for name in sorted(back)}


DZ = "softmax_ce_backward(y_pred, y, mask)"
DWYA = 'np.einsum("tyi,tai->ya", dz, a)'
DBY = "dz.sum(axis=(0, 2))[:, np.newaxis]"

answers.mistakes(
    "the_loss_and_the_output_layer_are_right",
    pairs_Wya_with_the_step_before=(
        {"dz, a)": "dz, np.concatenate([a0[None], a[:-1]]))"},
        "dWya pairs dz with the activation of the step before: W_ya acted on a[t], the new one.",
    ),
    keeps_dWya_of_the_last_step=(
        {DWYA: "dz[-1] @ a[-1].T"},
        "dWya holds the last step alone: W_ya was used at every step, and the contributions add up.",
    ),
    turns_dWya_round=({"->ya": "->ay"}, "dWya is turned round: it has the shape of W_ya, (n_y, n_a)."),
    sums_dby_over_the_classes=(
        {DBY: "dz.sum()"},
        "dby is one number: each class has a bias of its own. Sum over time and examples, not over classes.",
    ),
    drops_an_axis_of_dby=(
        {"[:, np.newaxis]": ""},
        "dby has shape (n_y,): by is (n_y, 1), and its gradient has the same shape.",
    ),
    keeps_dby_of_every_step=(
        {DBY: "dz.sum(axis=2)"},
        "dby is summed over the examples and not over time: there is one b_y for all steps.",
    ),
    pairs_the_predictions=(
        {"dz, a)": "y_pred, a)"},
        "dWya is made of the predictions: dz is the gradient of the scores that W_ya made.",
    ),
    divides_twice=(
        {DZ: DZ + " / mask.sum()"},
        "everything is divided by the number of valid steps once more: dz holds that division already.",
    ),
    returns_the_sum_of_the_loss=(
        {"return loss": "return loss * mask.sum()"},
        "the loss is multiplied by the number of valid steps: it is their mean.",
    ),
)

DA = 'parameters["Wya"].T @ dz'
answers.mistakes(
    "the_rest_comes_back_through_time",
    goes_back_without_the_mask=(
        {"rnn_backward_masked": "rnn_backward", "caches, mask)": "caches)"},
        "the loop back is the one without a mask: an activation that stood still hands its gradient on as it is.",
    ),
    runs_forward_without_the_mask=(
        {"parameters, mask)": "parameters, np.ones_like(mask))"},
        "the forward pass ignores the mask: at a masked step the activation stands still.",
    ),
    reads_the_last_prediction_only=(
        {DA: DA + " * (np.arange(len(x)) == len(x) - 1)[:, None, None]"},
        "only the last prediction reaches the activations: every valid step has one.",
    ),
    starts_from_zeros_again=({"(x, a0,": "(x, np.zeros_like(a0),"}, "a0 starts as zeros: it is given."),
)

answers.mistakes(
    "more_padding_changes_nothing_on_the_way_back",
    takes_padding_for_valid=(
        {DZ: "softmax_ce_backward(y_pred, y, np.ones_like(mask))"},
        "dz is computed as if every step were valid: padding, and its labels, then pull at the parameters.",
    ),
    rescales_to_all_steps=(
        {DZ: DZ + " * mask.mean()", "return loss": "return loss * mask.mean()"},
        "loss and gradients are rescaled to a mean over all m * T steps, padding included.",
    ),
    divides_by_the_time_steps=(
        {"return loss, grads": "return loss, {name: g / len(x) for name, g in grads.items()}"},
        "the gradients are divided by the number of time steps, padding included: dz is a mean already.",
    ),
)

FORWARD = "a, y_pred, caches ="
answers.mistakes(
    "batch_and_parameters_are_left_alone",
    clears_padding_in_x=(
        {FORWARD: "x *= mask[:, None]\n    " + FORWARD},
        "x is cleared at padding in place: work on a new array.",
    ),
    updates_the_parameters=(
        {"return loss": 'for k in parameters:\n        parameters[k] -= 0.1 * grads["d" + k]\n    return loss'},
        "the parameters are updated here: this function only says in which direction; the caller steps.",
    ),
    overwrites_labels_of_padding=(
        {FORWARD: "y[~mask] = 0\n    " + FORWARD},
        "the labels of padding are overwritten in the caller's y: work on a new array.",
    ),
)

answers.refused(
    "the_rest_comes_back_through_time",
    goes_back_through_padding={"caches, mask)": "caches, np.ones_like(mask))"},
    goes_round_Wya={DA: 'np.ones_like(parameters["Wya"]).T @ dz'},
    turns_da_round={DA: "-" + DA},
)
