"""Other answers to train_step_fast."""

import numpy as np

from solutions.alternatives import Answers, adam_mistakes
from solutions.flat_parameters import softmax_cross_entropy, views
from solutions.make_it_fast import lstm_layer_backward, lstm_layer_forward, train_step_fast

answers = Answers(train_step_fast)


@answers.variant
def filling_one_vector(theta, state, shapes, x, targets, lr):
    p, grad = views(theta, shapes), np.empty_like(theta)
    of = views(grad, shapes)
    T_x, n_y, n_a, m = len(x), len(p["by"]), p["Wa"].shape[1], x.shape[2]
    zeros = np.zeros((n_a, m), dtype=theta.dtype)
    a, _, cache = lstm_layer_forward(x, zeros, zeros, p["Wx"], p["Wa"], p["b"])
    scores = np.empty((T_x, n_y, m), dtype=theta.dtype)
    for t in range(T_x):
        scores[t] = p["Wy"] @ a[t] + p["by"]
    loss, dscores = softmax_cross_entropy(scores, targets)
    of["Wy"][...], of["by"][...] = 0, 0
    for t in range(T_x):
        of["Wy"] += dscores[t] @ a[t].T
        of["by"] += dscores[t].sum(axis=1, keepdims=True)
    back = lstm_layer_backward(np.einsum("ya,tym->tam", p["Wy"], dscores), cache)
    for name in ("Wx", "Wa", "b"):
        of[name][...] = back["d" + name]
    k = state["steps"] + 1
    mean, square = state["mean"].copy(), state["square"].copy()
    mean *= 0.9
    mean += 0.1 * grad
    square *= 0.999
    square += 0.001 * grad * grad
    change = mean / (1 - 0.9**k)
    change /= np.sqrt(square / (1 - 0.999**k)) + 1e-8
    return loss, theta - lr * change, {"steps": k, "square": square, "mean": mean}


@answers.variant
def with_corrected_rate(theta, state, shapes, x, targets, lr):
    p = views(theta, shapes)
    n_a, m = len(p["b"]) // 4, x.shape[-1]
    a, _, cache = lstm_layer_forward(
        x=x, a0=np.zeros((n_a, m), x.dtype), c0=np.zeros((n_a, m), x.dtype), Wx=p["Wx"], Wa=p["Wa"], b=p["b"]
    )
    loss, ds = softmax_cross_entropy(np.matmul(p["Wy"], a) + p["by"], targets)
    grads = {**lstm_layer_backward(da=np.matmul(p["Wy"].T, ds), cache=cache)}
    grads["dWy"] = np.hstack(list(ds)) @ np.hstack(list(a)).T
    grads["dby"] = ds.sum(axis=0).sum(axis=1)
    g = np.concatenate([np.ravel(grads[f"d{name}"]) for name in shapes])
    b1, b2, eps = 0.9, 0.999, 1e-8
    k = 1 + state["steps"]
    mu = b1 * state["mean"] + (1 - b1) * g
    nu = b2 * state["square"] + (1 - b2) * np.square(g)
    root = (1 - b2**k) ** 0.5
    rate = lr * root / (1 - b1**k)
    return loss, theta - rate * mu / (nu**0.5 + eps * root), {"mean": mu, "square": nu, "steps": k}


CALL = 'lstm_layer_forward(x, start, start, p["Wx"], p["Wa"], p["b"])'
SCORES, BACK = 'p["Wy"] @ a + p["by"], targets', 'p["Wy"].T @ dscores'
OF_WY, OF_BY = "np.tensordot(dscores, a, ([0, 2], [0, 2]))", "dscores.sum(axis=(0, 2))"
JOINED = 'np.concatenate([grads["d" + name].ravel() for name in shapes])'
COUNT, RETURNED = 'state["steps"] + 1', 'return loss, theta, {"mean": mean, "square": square, "steps": steps}'
MEAN, SQUARE = '0.9 * state["mean"] + 0.1 * g', '0.999 * state["square"] + 0.001 * g**2'
OF_MEAN, OF_ROOT = "(mean / (1 - 0.9**steps))", "(np.sqrt(square / (1 - 0.999**steps)) + 1e-8)"
UPDATE = f"theta = theta - lr * {OF_MEAN} / {OF_ROOT}"
START = 'np.zeros_like(theta, shape=(p["Wa"].shape[1], x.shape[2]))'

answers.variants(
    with_more_in_the_state={RETURNED: 'return loss, theta, {**state, "mean": mean, "square": square, "steps": steps}'},
    with_a_new_vector={UPDATE: f"theta = theta.copy()\n    theta -= lr * {OF_MEAN} / {OF_ROOT}"},
)

LOSS, ORDER, MEANS, MOVE, FLOAT32, ALONE = (
    "the_loss_is_that_of_the_old_theta",
    "the_gradients_stand_as_the_parts_in_theta",
    "the_means_go_on_from_those_before",
    "theta_moves_by_the_rule",
    "float32_stays_float32",
    "theta_and_the_state_are_left_alone",
)
answers.mistakes(
    LOSS,
    forgets_by=({SCORES: 'p["Wy"] @ a, targets'}, "the scores are Wy @ a alone. by belongs to them."),
    starts_from_ones=({START: f"1 + {START}"}, "activation and memory start from ones. They start from zeros."),
    reads_the_memory=(
        {"a, _, cache = lstm": "_, a, cache = lstm"},
        "the scores are made of the memory c. They are made of the activation a.",
    ),
    turns_the_targets_round=(
        {SCORES: 'p["Wy"] @ a + p["by"], targets[::-1]'},
        "the targets are read in reverse order. targets[t] belongs to step t.",
    ),
    shifts_the_targets=(
        {SCORES: 'p["Wy"] @ a + p["by"], np.roll(targets, -1, axis=0)'},
        "the scores of step t are compared with targets[t+1]. targets[t] belongs to step t.",
    ),
    returns_the_loss_after_the_update=(
        {
            RETURNED: '"again"\n    p = views(theta, shapes)\n'
            f"    a, _, _ = {CALL}\n    loss, _ = softmax_cross_entropy({SCORES})\n    {RETURNED}"
        },
        "the loss is that of the new theta. The loss of a step is the one whose gradient was taken.",
    ),
    sums_the_loss=(
        {RETURNED: f"loss = loss * targets.size\n    {RETURNED}"},
        "the loss is a sum over steps and examples. It is their mean, as softmax_cross_entropy gives it.",
    ),
    sums_the_loss_over_time=(
        {RETURNED: f"loss = loss * len(x)\n    {RETURNED}"},
        "the loss is a sum over the steps. It is a mean, as softmax_cross_entropy gives it.",
    ),
)
answers.mistakes(
    ORDER,
    joins_in_an_order_of_its_own=(
        {"for name in shapes])": 'for name in ("Wx", "Wa", "b", "Wy", "by")])'},
        "the gradients are joined as Wx, Wa, b, Wy, by. In theta the parts stand in the order of shapes.",
    ),
    joins_in_alphabetical_order=(
        {"for name in shapes])": "for name in sorted(shapes)])"},
        "the gradients are joined in alphabetical order. In theta the parts stand in the order of shapes.",
    ),
    joins_column_by_column=(
        {".ravel() for": '.ravel(order="F") for'},
        "the gradients are laid out column by column. In theta a part stands row by row.",
    ),
    reads_the_last_step_for_Wy=(
        {OF_WY: "dscores[-1] @ a[-1].T", OF_BY: "dscores[-1].sum(axis=1)"},
        "the gradients of Wy and by are those of the last step. They are sums over all steps.",
    ),
    pairs_Wy_with_the_old_activation=(
        {OF_WY: "np.tensordot(dscores[1:], a[:-1], ([0, 2], [0, 2]))"},
        "the gradient of Wy pairs the scores of step t with a[t-1]. They were made of a[t].",
    ),
    averages_by=(
        {OF_BY: "dscores.mean(axis=(0, 2))"},
        "the gradient of by is a mean over steps and examples. dscores is divided already: it is a sum.",
    ),
    divides_by_the_examples=(
        {JOINED: f"{JOINED} / x.shape[2]"},
        "the gradient is divided by m. dscores is divided already.",
    ),
    divides_by_the_steps=(
        {JOINED: f"{JOINED} / len(x)"},
        "the gradient is divided by T_x. dscores is divided already.",
    ),
    multiplies_by_the_steps=(
        {JOINED: f"{JOINED} * targets.size"},
        "the gradient is that of a sum over steps and examples. The loss is their mean.",
    ),
    sends_back_the_last_step_alone=(
        {BACK: f"{BACK} * (np.arange(len(x)) == len(x) - 1)[:, None, None]"},
        "the layer gets the gradient of the last step alone. Every step has a prediction.",
    ),
    leaves_the_readout_out=(
        {'{"dWy": ' + OF_WY + ', "dby": ' + OF_BY: '{"dWy": 0 * p["Wy"], "dby": 0 * p["by"]'},
        "the gradients of Wy and by are zero. They are made of dscores.",
    ),
    clips_the_norm=(
        {COUNT: f"{COUNT}\n    g = g * min(1.0, 5.0 / np.linalg.norm(g).item())"},
        "the gradient is shortened to the norm 5 where it is longer. Nothing is clipped here.",
    ),
    clips_the_gradient=(
        {JOINED: f"np.clip({JOINED}, -0.01, 0.01)"},
        "the gradient is clipped. Nothing is clipped here.",
    ),
)
answers.mistakes(MEANS, **adam_mistakes.OF_THE_MEANS)
answers.mistakes(MOVE, **adam_mistakes.OF_THE_MOVE)
answers.mistakes(
    FLOAT32,
    takes_the_root_of_a_number=(
        {
            UPDATE: "theta = theta - lr * np.sqrt(1 - 0.999**steps) / (1 - 0.9**steps) * mean / (np.sqrt(square) + "
            "1e-8 * (1 - 0.999**steps) ** 0.5)"
        },
        "theta alone is float64. np.sqrt of a Python number is a number of NumPy's float64, and makes float64 of all "
        "that it multiplies.",
    ),
    converts_theta=(
        {"p = views(theta, shapes)": "p = views(theta.astype(np.float64), shapes)"},
        "something of float64 gets into the gradient, such as a start from np.zeros without a dtype, or a theta that "
        "is converted.",
    ),
)
answers.mistakes(
    ALONE,
    changes_theta=(
        {UPDATE: f"theta -= lr * {OF_MEAN} / {OF_ROOT}"},
        "`-=` writes into the caller's theta. theta = theta - ... makes a new vector.",
    ),
    changes_the_means=(
        {
            f"mean = {MEAN}": 'mean = state["mean"]\n    mean *= 0.9\n    mean += 0.1 * g',
            f"square = {SQUARE}": 'square = state["square"]\n    square *= 0.999\n    square += 0.001 * g**2',
        },
        "the caller's state is changed: its arrays, as by `*=` and `+=`, or what its keys lead to.",
    ),
    changes_theta_and_the_state=(
        {
            UPDATE: f"theta -= lr * {OF_MEAN} / {OF_ROOT}",
            RETURNED: "state.update(mean=mean, square=square, steps=steps)\n    return loss, theta, state",
        },
        "both theta and the state of the caller are changed.",
    ),
)

answers.refused(
    ALONE,
    changes_the_state={
        RETURNED: "state.update(mean=mean, square=square, steps=steps)\n    return loss, theta, state",
    },
)
answers.refused(FLOAT32, starts_from_float64={START: 'np.zeros((p["Wa"].shape[1], x.shape[2]))'})
answers.refused(
    MEANS,
    remembers_by_itself={
        COUNT: "globals().get('_state', {}).get('steps', 0) + 1",
        RETURNED: "globals()['_state'] = {'steps': steps}\n    " + RETURNED,
    },
)
answers.refused(ORDER, clips_to_the_norm_one={COUNT: f"{COUNT}\n    g = g * min(1.0, 1.0 / np.linalg.norm(g).item())"})
answers.refused(MOVE, rounds_theta={RETURNED: f"theta = np.round(theta, 7)\n    {RETURNED}"})
answers.refused(LOSS, returns_no_loss={RETURNED: f"loss = 0.0\n    {RETURNED}"})

answers.mistakes(
    "theta_moves_by_the_rule",
    corrects_with_the_step_before=(
        {COUNT: 'max(state["steps"], 1)', RETURNED: RETURNED.replace(": steps}", ': state["steps"] + 1}')},
        "the corrections are made with the number of steps before this one: it counts as well.",
    ),
)
