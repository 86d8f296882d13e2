# ruff: noqa: N802
# A name says Waa where the course does.
"""Lesson 03: wrong and unusual answers to the loss with all its gradients."""

import numpy as np

from solutions.alternatives import misconception, variant
from solutions.bptt import rnn_backward_masked, rnn_cell_backward, softmax_ce_backward
from solutions.losses import sequence_cross_entropy
from solutions.rnn import rnn_forward_masked

OUTPUT = "the_loss_and_the_output_layer_are_right"
REST = "the_rest_comes_back_through_time"
PADS = "more_padding_changes_nothing_on_the_way_back"
ALONE = "batch_and_parameters_are_left_alone"
FORWARD = "a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)"
DZ = "softmax_ce_backward(y_pred, y, mask)"
BACK = 'rnn_backward_masked(parameters["Wya"].T @ dz, caches, mask)'
DWYA = 'np.einsum("tyi,tai->ya", dz, a)'
DBY = "dz.sum(axis=(0, 2))[:, np.newaxis]"


def _mistake(caught_by, says):
    return misconception("rnn_loss_and_grads", caught_by=caught_by, says=says)


@_mistake(OUTPUT, "dWya pairs dz with the activation of the step before: W_ya acted on a[t], the new one.")
def pairs_Wya_with_the_step_before(source):
    return source.replace(DWYA, 'np.einsum("tyi,tai->ya", dz, np.concatenate([a0[None], a[:-1]]))')


@_mistake(OUTPUT, "dWya holds the last step alone: W_ya was used at every step, and the contributions add up.")
def keeps_dWya_of_the_last_step(source):
    return source.replace(DWYA, "dz[-1] @ a[-1].T")


@_mistake(OUTPUT, "dWya is turned round: it has the shape of W_ya, (n_y, n_a).")
def turns_dWya_round(source):
    return source.replace(DWYA, 'np.einsum("tyi,tai->ay", dz, a)')


@_mistake(OUTPUT, "dby is one number: each class has a bias of its own. Sum over time and examples, not over classes.")
def sums_dby_over_the_classes(source):
    return source.replace(DBY, "dz.sum()")


@_mistake(OUTPUT, "dby has shape (n_y,): by is (n_y, 1), and its gradient has the same shape.")
def drops_an_axis_of_dby(source):
    return source.replace("[:, np.newaxis]", "")


@_mistake(OUTPUT, "dby is summed over the examples and not over time: there is one b_y for all steps.")
def keeps_dby_of_every_step(source):
    return source.replace(DBY, "dz.sum(axis=2)")


@_mistake(OUTPUT, "dWya is made of the predictions: dz is the gradient of the scores that W_ya made.")
def pairs_the_predictions(source):
    return source.replace(DWYA, 'np.einsum("tyi,tai->ya", y_pred, a)')


@_mistake(OUTPUT, "everything is divided by the number of valid steps once more: dz holds that division already.")
def divides_twice(source):
    return source.replace(DZ, f"{DZ} / mask.sum()")


@_mistake(OUTPUT, "the loss is multiplied by the number of valid steps: it is their mean.")
def returns_the_sum_of_the_loss(source):
    return source.replace("return loss,", "return loss * mask.sum(),")


@_mistake(REST, "dz is handed back as it is: an activation gets it through W_ya, transposed.")
def goes_round_Wya(source):
    return source.replace('parameters["Wya"].T @ dz', 'np.ones_like(parameters["Wya"]).T @ dz')


@_mistake(
    REST, "the loop back is the one without a mask: an activation that stood still hands its gradient on as it is."
)
def goes_back_without_the_mask(source):
    return source.replace(BACK, 'rnn_backward(parameters["Wya"].T @ dz, caches)')


@_mistake(REST, "the mask given to the loop back is True everywhere: masked steps then go through the cell.")
def goes_back_through_padding(source):
    return source.replace("caches, mask)", "caches, np.ones_like(mask))")


@_mistake(REST, "the forward pass ignores the mask: at a masked step the activation stands still.")
def runs_forward_without_the_mask(source):
    return source.replace(
        "rnn_forward_masked(x, a0, parameters, mask)", "rnn_forward_masked(x, a0, parameters, mask | True)"
    )


@_mistake(REST, "only the last prediction reaches the activations: every valid step has one.")
def reads_the_last_prediction_only(source):
    return source.replace(
        'parameters["Wya"].T @ dz', 'parameters["Wya"].T @ (dz * (np.arange(len(dz)) == len(dz) - 1)[:, None, None])'
    )


@_mistake(REST, "a0 starts as zeros: it is given.")
def starts_from_zeros_again(source):
    return source.replace("rnn_forward_masked(x, a0,", "rnn_forward_masked(x, np.zeros_like(a0),")


@_mistake(REST, "the sign of da is turned round on the way through W_ya.")
def turns_da_round(source):
    return source.replace('parameters["Wya"].T @ dz', '-parameters["Wya"].T @ dz')


@_mistake(PADS, "dz is computed as if every step were valid: padding, and its labels, then pull at the parameters.")
def takes_padding_for_valid(source):
    return source.replace(DZ, "softmax_ce_backward(y_pred, y, np.ones_like(mask))")


@_mistake(PADS, "loss and gradients are rescaled to a mean over all m * T steps, padding included.")
def rescales_to_all_steps(source):
    return source.replace(DZ, f"{DZ} * mask.mean()").replace("return loss,", "return loss * mask.mean(),")


@_mistake(PADS, "the gradients are divided by the number of time steps, padding included: dz is a mean already.")
def divides_by_the_time_steps(source):
    return source.replace("return loss, grads", "return loss, {name: g / len(x) for name, g in grads.items()}")


@_mistake(ALONE, "x is cleared at padding in place: work on a new array.")
def clears_padding_in_x(source):
    return source.replace(FORWARD, f"x *= mask[:, None]\n    {FORWARD}")


@_mistake(ALONE, "the parameters are updated here: this function only says in which direction; the caller steps.")
def updates_the_parameters(source):
    return source.replace(
        "return loss, grads",
        'for name in ("Wax", "Waa", "Wya", "ba", "by"):\n        parameters[name] -= 0.1 * grads["d" + name]\n'
        "    return loss, grads",
    )


@_mistake(ALONE, "the labels of padding are overwritten in the caller's y: work on a new array.")
def overwrites_labels_of_padding(source):
    return source.replace(FORWARD, f"y[~mask] = 0\n    {FORWARD}")


@variant("rnn_loss_and_grads")
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


@variant("rnn_loss_and_grads")
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


@variant("rnn_loss_and_grads")
def with_the_loss_of_its_own(x, y, a0, parameters, mask):
    a, p, caches = rnn_forward_masked(x, a0, parameters, mask)
    safe = np.where(mask, y, 0)
    picked = np.take_along_axis(p, safe[:, None], axis=1)[:, 0]
    dz = softmax_ce_backward(p, safe, mask)
    back = rnn_backward_masked(np.tensordot(dz, parameters["Wya"], axes=(1, 0)).transpose(0, 2, 1), caches, mask)
    back["dWya"] = np.tensordot(dz, a, axes=([0, 2], [0, 2]))
    back["dby"] = dz.transpose(1, 0, 2).reshape(dz.shape[1], -1).sum(axis=1, keepdims=True)
    return -np.log(picked[mask]).mean(), {name: back[name] for name in sorted(back)}
