"""Mistakes in the rule of Adam, for train_step_fast: name=(swaps, sentence)."""

from solutions.alternatives import Rows

COUNT, RETURNED = 'state["steps"] + 1', 'return loss, theta, {"mean": mean, "square": square, "steps": steps}'
MEAN, SQUARE = '0.9 * state["mean"] + 0.1 * g', '0.999 * state["square"] + 0.001 * g**2'
OF_MEAN, OF_ROOT = "(mean / (1 - 0.9**steps))", "(np.sqrt(square / (1 - 0.999**steps)) + 1e-8)"
UPDATE = f"theta = theta - lr * {OF_MEAN} / {OF_ROOT}"
OF_THE_MEANS: Rows = {
    "exchanges_the_factors_of_the_mean": (
        {MEAN: '0.1 * state["mean"] + 0.9 * g'},
        "mean is 0.1 of the old one and 0.9 of g. It is the other way round.",
    ),
    "adds_all_of_g": (
        {MEAN: '0.9 * state["mean"] + g'},
        "all of g is added to mean. It is 0.1 of it.",
    ),
    "adds_all_of_the_square": (
        {SQUARE: '0.999 * state["square"] + g**2'},
        "all of g**2 is added to square. It is 0.001 of it.",
    ),
    "forgets_the_square": (
        {SQUARE: '0.999 * state["square"] + 0.001 * np.abs(g)'},
        "square is a mean of the sizes of g. It is one of their squares.",
    ),
    "takes_the_factor_of_the_mean_for_the_square": (
        {SQUARE: '0.9 * state["square"] + 0.1 * g**2', OF_ROOT: "(np.sqrt(square / (1 - 0.9**steps)) + 1e-8)"},
        "square has the factors of mean, 0.9 and 0.1. They are 0.999 and 0.001.",
    ),
    "takes_ninety_nine_hundredths": (
        {SQUARE: '0.99 * state["square"] + 0.01 * g**2', OF_ROOT: "(np.sqrt(square / (1 - 0.99**steps)) + 1e-8)"},
        "square has the factors 0.99 and 0.01. They are 0.999 and 0.001.",
    ),
    "squares_the_mean": (
        {SQUARE: '0.999 * state["square"] + 0.001 * mean**2'},
        "square goes on with the square of mean. It takes that of g.",
    ),
    "starts_the_mean_anew": (
        {MEAN: "0.1 * g"},
        "mean begins anew in each step. 0.9 of the old one belongs in it.",
    ),
    "starts_both_anew": (
        {MEAN: "0.1 * g", SQUARE: "0.001 * g**2", COUNT: "1"},
        "Adam begins anew in each step, and nothing of the state is used.",
    ),
    "returns_the_corrected_means": (
        {
            RETURNED: RETURNED.replace('mean, "sq', 'mean / (1 - 0.9**steps), "sq').replace(
                'square, "st', 'square / (1 - 0.999**steps), "st'
            )
        },
        "the corrected means are returned. The next step goes on from those that are not corrected.",
    ),
    "returns_the_old_means": (
        {RETURNED: 'return loss, theta, {**state, "steps": steps}'},
        "the old means are returned. The next step goes on from the new ones.",
    ),
    "never_counts": (
        {RETURNED: RETURNED.replace('"steps": steps', '"steps": state["steps"]')},
        "steps stays what it was. It is one more after each step.",
    ),
    "counts_to_one": (
        {RETURNED: RETURNED.replace('"steps": steps', '"steps": 1')},
        "steps is 1 after each step. It is one more than before.",
    ),
    "subtracts_g": ({MEAN: '0.9 * state["mean"] - 0.1 * g'}, "g enters mean with the wrong sign."),
}
OF_THE_MOVE: Rows = {
    "never_corrects": (
        {OF_MEAN: "mean", OF_ROOT: "(np.sqrt(square) + 1e-8)"},
        "the means are used as they are. At the beginning they are too small: divide by 1 - 0.9**k and 1 - 0.999**k.",
    ),
    "corrects_the_mean_alone": (
        {OF_ROOT: "(np.sqrt(square) + 1e-8)"},
        "square is used as it is. It is divided by 1 - 0.999**k first.",
    ),
    "corrects_the_square_alone": (
        {OF_MEAN: "mean"},
        "mean is used as it is. It is divided by 1 - 0.9**k first.",
    ),
    "counts_from_zero": (
        {"0.9**steps": 'np.float64(0.9) ** state["steps"]', "0.999**steps": 'np.float64(0.999) ** state["steps"]'},
        "k is the number of steps before this one, so that 1 - 0.9**k is 0 in the first one. It counts this step too.",
    ),
    "counts_one_too_many": (
        {"0.9**steps": "0.9 ** (steps + 1)", "0.999**steps": "0.999 ** (steps + 1)"},
        "k is 2 in the first step. It is 1.",
    ),
    "corrects_as_in_the_first_step": (
        {"0.9**steps": "0.9", "0.999**steps": "0.999"},
        "the means are divided by 0.1 and 0.001 in every step. They are divided by 1 - 0.9**k and 1 - 0.999**k.",
    ),
    "corrects_with_the_factors_exchanged": (
        {"0.9**steps": "0.999**steps", "0.999**steps": "0.9**steps"},
        "0.9 and 0.999 are exchanged where the means are corrected.",
    ),
    "multiplies_the_steps": (
        {"0.9**steps": "0.9 * steps", "0.999**steps": "0.999 * steps"},
        "0.9 is multiplied by k. It is raised to the power of k.",
    ),
    "puts_eps_inside_the_root": (
        {OF_ROOT: "np.sqrt(square / (1 - 0.999**steps) + 1e-8)"},
        "1e-8 is added inside the root. It is added to the root.",
    ),
    "adds_eps_before_the_correction": (
        {OF_ROOT: "((np.sqrt(square) + 1e-8) / (1 - 0.999**steps) ** 0.5)"},
        "1e-8 is added to the root before square is corrected. It is added afterwards.",
    ),
    "forgets_eps": ({OF_ROOT: "np.sqrt(square / (1 - 0.999**steps))"}, "1e-8 is not added to the root."),
    "takes_a_larger_eps": ({"1e-8)": "1e-7)"}, "1e-7 is added to the root. It is 1e-8."),
    "forgets_the_root": (
        {OF_ROOT: "(square / (1 - 0.999**steps) + 1e-8)"},
        "theta is divided by the mean of squares itself. Take its root.",
    ),
    "corrects_after_the_root": (
        {OF_ROOT: "(np.sqrt(square) / (1 - 0.999**steps) + 1e-8)"},
        "the root is taken before square is corrected. Divide by 1 - 0.999**k first.",
    ),
    "climbs": ({"theta - lr": "theta + lr"}, "the step is added. It is subtracted: the loss is to fall."),
    "forgets_the_rate": ({"theta - lr * ": "theta - "}, "the learning rate is left out."),
    "squares_the_rate": ({"theta - lr * ": "theta - lr * lr * "}, "the learning rate is multiplied in twice."),
    "moves_by_the_gradient": (
        {UPDATE: "theta = theta - lr * g"},
        "theta moves by lr * g, as in plain gradient descent. Adam moves it by mean over the root of square.",
    ),
    "takes_g_for_the_mean": (
        {OF_MEAN: "g"},
        "g itself is divided by the root. It is the mean of g, corrected.",
    ),
    "moves_by_the_mean": ({UPDATE: f"theta = theta - lr * {OF_MEAN}"}, "theta moves by lr times mean, undivided."),
    "uses_the_old_means": (
        {
            OF_MEAN: '(state["mean"] / (1 - 0.9**steps))',
            OF_ROOT: '(np.sqrt(state["square"] / (1 - 0.999**steps)) + 1e-8)',
        },
        "theta moves by the means of the step before. They take in this step's g first.",
    ),
    "returns_the_step": (
        {UPDATE: f"theta = -lr * {OF_MEAN} / {OF_ROOT}"},
        "the step is returned in the place of the new theta.",
    ),
    "never_moves": ({UPDATE: "theta = theta.copy()"}, "theta comes back as it was."),
    "decays_the_weights": (
        {"theta - lr": "0.999 * theta - lr"},
        "theta is made smaller besides, as weight decay does it.",
    ),
}
