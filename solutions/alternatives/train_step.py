"""Other answers to train_step."""

import numpy as np

from solutions.alternatives import Answers
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.language_model_training import train_step
from solutions.optimisers import clip_gradients
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_forward_masked

answers = Answers(train_step)

READ = 'x = one_hot(X, parameters["Wax"].shape[1])'
FORWARD = "a, _, _ = rnn_forward_masked(x, a_prev, parameters, mask)"
GRADS = "loss, grads = rnn_loss_and_grads(x, Y, a_prev, parameters, mask)"
CLIP = 'grads = clip_gradients({"d" + name: grads["d" + name] for name in parameters}, clip)'
NEW = 'new = {name: value - lr * grads["d" + name] for name, value in parameters.items()}'
EACH = "for name, value in parameters.items()}"
RETURN = "return loss, grads, a[-1], new"


@answers.variant
def by_name(X, Y, mask, a_prev, parameters, lr, clip):
    n_x = parameters["by"].shape[0]
    x = one_hot(X, n_x)
    loss, all_grads = rnn_loss_and_grads(x, Y, a_prev, parameters, mask)
    grads = {}
    for name in ("dWax", "dWaa", "dWya", "dba", "dby"):
        grads[name] = all_grads[name]
    grads = clip_gradients(grads, clip)
    new = {}
    new["Wax"] = parameters["Wax"] - lr * grads["dWax"]
    new["Waa"] = parameters["Waa"] - lr * grads["dWaa"]
    new["Wya"] = parameters["Wya"] - lr * grads["dWya"]
    new["ba"] = parameters["ba"] - lr * grads["dba"]
    new["by"] = parameters["by"] - lr * grads["dby"]
    a_last = rnn_forward_masked(x, a_prev, parameters, mask)[0][-1]
    return loss, grads, a_last, new


@answers.variant
def clipping_by_hand(X, Y, mask, a_prev, parameters, lr, clip):
    x = (np.arange(parameters["Wax"].shape[1])[:, None] == X[:, None]) * 1.0
    loss, grads = rnn_loss_and_grads(x, Y, a_prev, parameters, mask)
    del grads["da0"]
    norm = np.sqrt(sum((g**2).sum() for g in grads.values()))
    if norm > clip:
        for name in grads:
            grads[name] = grads[name] * clip / norm
    new = {name: parameters[name].copy() for name in parameters}
    for name in new:
        new[name] -= lr * grads[f"d{name}"]
    return loss, grads, rnn_forward_masked(x, a_prev, parameters, mask)[0][-1], new


@answers.variant
def with_the_loop_of_its_own(X, Y, mask, a_prev, parameters, lr, clip):
    x = one_hot(X, parameters["Wax"].shape[1])
    a, p, _ = rnn_forward_masked(x, a_prev, parameters, mask)
    right = np.where(mask, Y, 0)
    due = one_hot(right, p.shape[1])
    loss = -np.log((p * due).sum(axis=1))[mask].mean()
    dz_y = (p - due) * mask[:, None] / mask.sum()
    grads = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
    back = np.zeros_like(a_prev)
    for t in range(len(x) - 1, -1, -1):
        before = a[t - 1] if t > 0 else a_prev
        back = back + parameters["Wya"].T @ dz_y[t]
        dz_a = np.where(mask[t], back * (1 - a[t] ** 2), 0)
        grads["dWya"] += dz_y[t] @ a[t].T
        grads["dby"] += dz_y[t].sum(axis=1, keepdims=True)
        grads["dWax"] += dz_a @ x[t].T
        grads["dWaa"] += dz_a @ before.T
        grads["dba"] += dz_a.sum(axis=1, keepdims=True)
        back = np.where(mask[t], parameters["Waa"].T @ dz_a, back)
    grads = clip_gradients(grads, clip)
    return loss, grads, a[-1], {name: parameters[name] - lr * grads["d" + name] for name in parameters}


@answers.variant
def following_the_activation_step_by_step(X, Y, mask, a_prev, parameters, lr, clip):
    x = one_hot(X, len(parameters["by"]))
    loss, grads = rnn_loss_and_grads(x, Y, a_prev, parameters, mask)
    a = a_prev
    for xt, valid in zip(x, mask, strict=True):
        z = parameters["Waa"] @ a + parameters["Wax"] @ xt + parameters["ba"]
        a = np.where(valid, np.tanh(z), a)
    clipped = clip_gradients({k: g for k, g in grads.items() if k[1:] in parameters}, clip)
    new = dict(parameters)
    for name in new:
        new[name] = new[name] - lr * clipped["d" + name]
    return np.float64(loss), clipped, a, new


answers.variants(
    with_more_keys={RETURN: 'return loss, {**grads, "da0": a_prev}, a[-1], {**new, "steps": 1}'},
    with_gradients_first={FORWARD + "\n    " + GRADS: GRADS + "\n    " + FORWARD},
)

answers.mistakes(
    "the_new_parameters_go_against_the_gradient",
    climbs=({"value - lr": "value + lr"}, "the gradients are added: the loss then rises. They are to be subtracted."),
    forgets_the_learning_rate=({"value - lr * grads": "value - grads"}, "the learning rate is left out."),
    steps_by_the_learning_rate_alone=(
        {"lr * grads[": "lr * np.sign(grads["} | {"name] for name, value": "name]) for name, value"},
        "each number moves by lr, with the sign of its gradient: it should move by lr times the gradient.",
    ),
    scales_the_rate_by_a_hundred=({"- lr * grads": "- 100 * lr * grads"}, "the step is a hundred times too long."),
    steps_twice=({"- lr * grads": "- 2 * lr * grads"}, "the step is taken twice: the gradients count once."),
    updates_Wya_alone=(
        {EACH: 'if name == "Wya" else value ' + EACH},
        "only Wya changes: the other four have gradients too.",
    ),
    leaves_the_recurrence=(
        {EACH: 'if name != "Waa" else value ' + EACH},
        "Waa stays as it is: it has a gradient too.",
    ),
    leaves_the_parameters=(
        {RETURN: "return loss, grads, a[-1], dict(parameters)"},
        "the old parameters come back as the new ones.",
    ),
    divides_by_the_steps=(
        {"lr * grads[": "lr / mask.sum() * grads["},
        "the gradients are divided by the number of steps once more: the loss is a mean already.",
    ),
    returns_the_steps=(
        {"value - lr * grads": "-lr * grads"},
        "the steps come back and not the new parameters: they are to be added to the old ones.",
    ),
    reads_what_it_predicts=(
        {"one_hot(X,": "one_hot(Y,"},
        "the labels Y are read as inputs: X is what is read.",
    ),
    predicts_what_it_reads=(
        {GRADS: "loss, grads = rnn_loss_and_grads(x, np.maximum(X, 0), a_prev, parameters, mask)"},
        "X is taken for the labels: Y is what is to be predicted.",
    ),
)

answers.mistakes(
    "long_gradients_are_clipped_before_the_update",
    clips_after_the_update=(
        {CLIP + "\n    " + NEW: NEW + "\n    " + CLIP},
        "the update comes first and clipping after it, so that it has no effect on the parameters.",
    ),
    never_clips=(
        {CLIP: 'grads = {"d" + name: grads["d" + name] for name in parameters}'},
        "nothing is clipped. (clip_gradients returns clipped gradients and leaves those that it is given as they are.)",
    ),
    clips_da0_as_well=(
        {CLIP: "grads = clip_gradients(grads, clip)"},
        "da0 is among the gradients that are clipped together: their norm is then too large. "
        "The norm is that of the five parameters' gradients.",
    ),
    clips_each_array_by_itself=(
        {CLIP: 'grads = {k: clip_gradients({k: grads[k]}, clip)[k] for k in ["d" + name for name in parameters]}'},
        "each array is clipped by its own norm: there should be one norm, and so one factor, for all five.",
    ),
    clips_the_entries=(
        {CLIP: 'grads = {"d" + name: np.clip(grads["d" + name], -clip, clip) for name in parameters}'},
        "the entries are clipped one by one: clip is the limit of the norm of all of them together.",
    ),
    clips_the_step=(
        {
            CLIP: 'grads = {"d" + name: grads["d" + name] for name in parameters}\n'
            "    step = clip_gradients({name: lr * g for name, g in grads.items()}, clip)\n"
            "    grads = {name: g / lr for name, g in step.items()}"
        },
        "lr times the gradients is clipped: the gradients are, before they are multiplied by lr.",
    ),
    always_scales_to_the_limit=(
        {
            CLIP: 'grads = {"d" + name: grads["d" + name] for name in parameters}\n'
            "    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))\n"
            "    grads = {name: g * clip / norm for name, g in grads.items()}"
        },
        "gradients that are shorter than clip are made longer: up to clip they stay as they are.",
    ),
    returns_the_unclipped_gradients=(
        {CLIP: CLIP.replace("grads = clip", "clipped = clip"), 'lr * grads["d"': 'lr * clipped["d"'},
        "the parameters are right, and the gradients come back as they were before clipping.",
    ),
)

answers.mistakes(
    "what_comes_back_is_from_before_the_update",
    returns_the_loss_after=(
        {RETURN: "return rnn_loss_and_grads(x, Y, a_prev, new, mask)[0], grads, a[-1], new"},
        "the loss is computed once more with the new parameters: that from before the update is expected.",
    ),
    returns_the_activation_after=(
        {FORWARD + "\n    ": "", RETURN: FORWARD.replace("parameters", "new") + "\n    " + RETURN},
        "a_last is computed with the new parameters: that from before the update is expected.",
    ),
    returns_the_activation_before_the_window=(
        {"a[-1], new": "a_prev, new"},
        "a_prev comes back as a_last: the activation after the last step is expected.",
    ),
    returns_the_first_activation=(
        {"a[-1], new": "a[0], new"},
        "the activation after the first step comes back as a_last: that after the last one is expected.",
    ),
    returns_all_activations=(
        {"a[-1], new": "a, new"},
        "all activations come back: a_last is that after the last step.",
    ),
    returns_the_sum_of_the_loss=(
        {"return loss,": "return loss * mask.sum(),"},
        "the loss is a sum over the steps that count: it should be their mean.",
    ),
    starts_from_zeros=(
        {FORWARD: "a_prev = np.zeros_like(a_prev)\n    " + FORWARD},
        "the window starts from zeros: it should start from a_prev.",
    ),
    returns_the_gradients_after=(
        {
            RETURN: "_, grads = rnn_loss_and_grads(x, Y, a_prev, new, mask)\n"
            '    grads = clip_gradients({"d" + name: grads["d" + name] for name in new}, clip)\n    ' + RETURN
        },
        "the gradients are computed once more with the new parameters: those from before the update are expected.",
    ),
)

answers.mistakes(
    "masked_steps_change_nothing",
    ignores_the_mask=(
        {"parameters, mask)": ("parameters, np.ones_like(mask))", 2)} | {"(x, Y,": "(x, np.maximum(Y, 0),"},
        "the mask is not used: padding counts as if it were text.",
    ),
    ignores_the_mask_in_the_gradients=(
        {GRADS: "loss, grads = rnn_loss_and_grads(x, np.maximum(Y, 0), a_prev, parameters, np.ones_like(mask))"},
        "loss and grads are computed without the mask: padding counts as if it were text.",
    ),
    ignores_the_mask_in_a_last=(
        {FORWARD: "a, _, _ = rnn_forward_masked(x, a_prev, parameters, np.ones_like(mask))"},
        "a_last is computed without the mask: at a masked step the activation should stay as it is.",
    ),
    takes_zero_for_padding=(
        {FORWARD: "mask = Y != 0\n    " + FORWARD},
        "the mask is made anew, from Y != 0: 0 is the number of a token, and mask says what counts.",
    ),
    takes_minus_one_for_padding=(
        {FORWARD: "mask = mask & (X >= 0)\n    " + FORWARD},
        "-1 in X is taken for padding: a first step reads it and has a label all the same.",
    ),
    reads_minus_one_as_the_last_token=(
        {READ: 'x = np.eye(parameters["Wax"].shape[1])[X].transpose(0, 2, 1)'},
        "-1 is read as the last token, as np.eye(n)[X] does: one_hot makes a column of zeros of it.",
    ),
    clears_the_last_activation_of_short_ones=(
        {"a[-1], new": "a[-1] * mask[-1], new"},
        "a_last is 0 where the last step is masked: the activation after the last step that counts is expected.",
    ),
)

answers.mistakes(
    "the_window_and_the_parameters_are_left_alone",
    updates_in_place=(
        {NEW: 'for name in parameters:\n        parameters[name] -= lr * grads["d" + name]\n    new = parameters'},
        "the caller's parameters change: make new arrays in a new dict. (-= writes into the old ones, and a copy of "
        "the dict holds the same arrays.)",
    ),
    carries_the_activation_in_place=(
        {RETURN: "a_prev[:] = a[-1]\n    " + RETURN},
        "the last activation is written into the caller's a_prev.",
    ),
)

answers.refused(
    "the_new_parameters_go_against_the_gradient",
    exchanges_two_gradients={
        NEW: NEW.replace(
            "parameters.items()}", "parameters.items()}\n    new['ba'] = parameters['ba'] - lr * grads['dba'][::-1]"
        )
    },
)
answers.refused(
    "long_gradients_are_clipped_before_the_update",
    clips_halfway={"parameters}, clip)": "parameters}, 2 * clip)"},
    clips_at_the_squared_limit={"parameters}, clip)": "parameters}, clip**2)"},
)
answers.refused(
    "long_gradients_are_clipped_before_the_update",
    clips_to_one={"parameters}, clip)": "parameters}, 1.0)"},
    forgets_what_clipping_returns={
        CLIP: 'grads = {"d" + name: grads["d" + name] for name in parameters}\n    clip_gradients(grads, clip)'
    },
)
IN_PLACE = 'for name in new:\n        new[name] -= lr * grads["d" + name]'
answers.refused(
    "the_window_and_the_parameters_are_left_alone",
    copies_the_dict_alone={NEW: "new = parameters.copy()\n    " + IN_PLACE},
    puts_new_arrays_into_the_callers_dict={
        NEW: "new = parameters\n    " + IN_PLACE.replace("-= lr", "= new[name] - lr"),
    },
)
