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


answers.mistakes(
    "the_loss_and_the_output_layer_are_right",
    pairs_Wya_with_the_step_before=(
        {'np.einsum("tyi,tai->ya", dz, a)': 'np.einsum("tyi,tai->ya", dz, np.concatenate([a0[None], a[:-1]]))'},
        "dWya pairs dz with the activation of the step before: W_ya acted on a[t], the new one.",
    ),
    keeps_dWya_of_the_last_step=(
        {'np.einsum("tyi,tai->ya", dz, a)': "dz[-1] @ a[-1].T"},
        "dWya holds the last step alone: W_ya was used at every step, and the contributions add up.",
    ),
    turns_dWya_round=(
        {'np.einsum("tyi,tai->ya", dz, a)': 'np.einsum("tyi,tai->ay", dz, a)'},
        "dWya is turned round: it has the shape of W_ya, (n_y, n_a).",
    ),
    sums_dby_over_the_classes=(
        {"dz.sum(axis=(0, 2))[:, np.newaxis]": "dz.sum()"},
        "dby is one number: each class has a bias of its own. Sum over time and examples, not over classes.",
    ),
    drops_an_axis_of_dby=(
        {"[:, np.newaxis]": ""},
        "dby has shape (n_y,): by is (n_y, 1), and its gradient has the same shape.",
    ),
    keeps_dby_of_every_step=(
        {"dz.sum(axis=(0, 2))[:, np.newaxis]": "dz.sum(axis=2)"},
        "dby is summed over the examples and not over time: there is one b_y for all steps.",
    ),
    pairs_the_predictions=(
        {'np.einsum("tyi,tai->ya", dz, a)': 'np.einsum("tyi,tai->ya", y_pred, a)'},
        "dWya is made of the predictions: dz is the gradient of the scores that W_ya made.",
    ),
    divides_twice=(
        {"softmax_ce_backward(y_pred, y, mask)": "softmax_ce_backward(y_pred, y, mask) / mask.sum()"},
        "everything is divided by the number of valid steps once more: dz holds that division already.",
    ),
    returns_the_sum_of_the_loss=(
        {"return loss,": "return loss * mask.sum(),"},
        "the loss is multiplied by the number of valid steps: it is their mean.",
    ),
)

answers.mistakes(
    "the_rest_comes_back_through_time",
    goes_round_Wya=(
        {'parameters["Wya"].T @ dz': 'np.ones_like(parameters["Wya"]).T @ dz'},
        "dz is handed back as it is: an activation gets it through W_ya, transposed.",
    ),
    goes_back_without_the_mask=(
        {
            'rnn_backward_masked(parameters["Wya"].T @ dz, caches, mask)': 'rnn_backward(parameters["Wya"].T @ dz, caches)'
        },
        "the loop back is the one without a mask: an activation that stood still hands its gradient on as it is.",
    ),
    goes_back_through_padding=(
        {"caches, mask)": "caches, np.ones_like(mask))"},
        "the mask given to the loop back is True everywhere: masked steps then go through the cell.",
    ),
    runs_forward_without_the_mask=(
        {"rnn_forward_masked(x, a0, parameters, mask)": "rnn_forward_masked(x, a0, parameters, mask | True)"},
        "the forward pass ignores the mask: at a masked step the activation stands still.",
    ),
    reads_the_last_prediction_only=(
        {'parameters["Wya"].T @ dz': 'parameters["Wya"].T @ (dz * (np.arange(len(dz)) == len(dz) - 1)[:, None, None])'},
        "only the last prediction reaches the activations: every valid step has one.",
    ),
    starts_from_zeros_again=(
        {"rnn_forward_masked(x, a0,": "rnn_forward_masked(x, np.zeros_like(a0),"},
        "a0 starts as zeros: it is given.",
    ),
    turns_da_round=(
        {'parameters["Wya"].T @ dz': '-parameters["Wya"].T @ dz'},
        "the sign of da is turned round on the way through W_ya.",
    ),
)

answers.mistakes(
    "more_padding_changes_nothing_on_the_way_back",
    takes_padding_for_valid=(
        {"softmax_ce_backward(y_pred, y, mask)": "softmax_ce_backward(y_pred, y, np.ones_like(mask))"},
        "dz is computed as if every step were valid: padding, and its labels, then pull at the parameters.",
    ),
    rescales_to_all_steps=(
        {
            "softmax_ce_backward(y_pred, y, mask)": "softmax_ce_backward(y_pred, y, mask) * mask.mean()",
            "return loss,": "return loss * mask.mean(),",
        },
        "loss and gradients are rescaled to a mean over all m * T steps, padding included.",
    ),
    divides_by_the_time_steps=(
        {"return loss, grads": "return loss, {name: g / len(x) for name, g in grads.items()}"},
        "the gradients are divided by the number of time steps, padding included: dz is a mean already.",
    ),
)

answers.mistakes(
    "batch_and_parameters_are_left_alone",
    clears_padding_in_x=(
        {
            "a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)": "x *= mask[:, None]\n    a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)"
        },
        "x is cleared at padding in place: work on a new array.",
    ),
    updates_the_parameters=(
        {
            "return loss, grads": 'for name in ("Wax", "Waa", "Wya", "ba", "by"):\n        parameters[name] -= 0.1 * grads["d" + name]\n    return loss, grads'
        },
        "the parameters are updated here: this function only says in which direction; the caller steps.",
    ),
    overwrites_labels_of_padding=(
        {
            "a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)": "y[~mask] = 0\n    a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)"
        },
        "the labels of padding are overwritten in the caller's y: work on a new array.",
    ),
)
