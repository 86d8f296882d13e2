"""More mistakes in the exercises of lesson 13, each registered in the module of its exercise."""

from solutions.alternatives import Rows

# ---------------------------------------------------------------------------------------------- lstm_layer_forward

CACHE = "(x, a0, c0, Wx, Wa, a, c, gates)\n    ###"
SIGMOID, TANH = "sigmoid(z[: 3 * n_a])", "np.tanh(z[3 * n_a :])"
SPLIT = "Go, Gf, Gi, c_tilde ="
OF_THE_ORDER: Rows = {
    "takes_the_order_of_lesson_10": (
        {
            f"z[: 3 * n_a] = {SIGMOID}": "z[: 2 * n_a], z[3 * n_a :] = sigmoid(z[: 2 * n_a]), sigmoid(z[3 * n_a :])",
            f"z[3 * n_a :] = {TANH}": "z[2 * n_a : 3 * n_a] = np.tanh(z[2 * n_a : 3 * n_a])",
            SPLIT: "Gf, Gi, c_tilde, Go =",
        },
        "the rows are taken as f, i, c, o, as the parameters of lesson 10 stand. Here they are o, f, i, c.",
    ),
    "takes_the_order_of_pytorch": (
        {
            f"z[: 3 * n_a] = {SIGMOID}": "z[: 2 * n_a], z[3 * n_a :] = sigmoid(z[: 2 * n_a]), sigmoid(z[3 * n_a :])",
            f"z[3 * n_a :] = {TANH}": "z[2 * n_a : 3 * n_a] = np.tanh(z[2 * n_a : 3 * n_a])",
            SPLIT: "Gi, Gf, c_tilde, Go =",
        },
        "the rows are taken as i, f, c, o, the order of PyTorch. Here they are o, f, i, c.",
    ),
    "takes_every_fourth_row": (
        {
            f"z[: 3 * n_a] = {SIGMOID}": "gate = z.reshape(n_a, 4, -1).swapaxes(0, 1).copy()\n"
            "        gate[:3] = sigmoid(gate[:3])",
            f"z[3 * n_a :] = {TANH}": "gate[3] = np.tanh(gate[3])\n        z[...] = gate.reshape(z.shape)",
        },
        "every fourth row is taken for a gate. The n_a rows of a gate stand one below the other.",
    ),
    "lets_sigmoid_take_two_blocks": (
        {f"z[: 3 * n_a] = {SIGMOID}": "z[: 2 * n_a] = sigmoid(z[: 2 * n_a])"},
        "sigmoid takes the rows of o and f alone. Those of i go through it too.",
    ),
    "takes_tanh_of_sigmoid": (
        {f"z[: 3 * n_a] = {SIGMOID}": "z[...] = sigmoid(z)"},
        "sigmoid takes all rows, and tanh the last n_a after it. Those go through tanh alone.",
    ),
}
OF_THE_CACHE: Rows = {
    "keeps_what_x_gives": (
        {"enumerate(gates)": "enumerate(gates.copy())"},
        "gates holds what was known of z before the loop. It is to hold what sigmoid and tanh have made of z.",
    ),
    "keeps_z": (
        {f"z[: 3 * n_a] = {SIGMOID}": f"z, kept = z.copy(), z\n        z[: 3 * n_a] = {SIGMOID}"},
        "gates holds z. It is to hold what sigmoid and tanh have made of it.",
    ),
    "keeps_the_gates_as_f_i_c_o": (
        {"a, c, gates)\n    ###": "a, c, np.concatenate([gates[:, n_a:], gates[:, :n_a]], axis=1))\n    ###"},
        "gates holds the gates in the order f, i, c, o. It is to be o, f, i, c.",
    ),
    "keeps_the_last_gates": (
        {"a, c, gates)\n    ###": "a, c, gates[-1])\n    ###"},
        "the cache holds the gates of the last step alone. Keep those of every step.",
    ),
    "keeps_the_activations_before": (
        {"Wa, a, c, gates)\n    ###": "Wa, np.concatenate([a0[None], a[:-1]]), c, gates)\n    ###"},
        "a in the cache holds what goes into each step. It is to be the a that is returned.",
    ),
    "keeps_the_last_states_as_the_first": (
        {"(x, a0, c0, Wx, Wa, a, c, gates)\n    ###": "(x, a_prev, c_prev, Wx, Wa, a, c, gates)\n    ###"},
        "the last states stand in the cache in the place of a0 and c0.",
    ),
    "exchanges_a_and_c_in_the_cache": (
        {"Wa, a, c, gates)\n    ###": "Wa, c, a, gates)\n    ###"},
        "a and c are exchanged in the cache.",
    ),
    "exchanges_the_starts_in_the_cache": (
        {"(x, a0, c0, Wx, Wa, a, c, gates)\n    ###": "(x, c0, a0, Wx, Wa, a, c, gates)\n    ###"},
        "a0 and c0 are exchanged in the cache.",
    ),
    "adds_the_bias_to_the_cache": (
        {"Wa, a, c, gates)\n    ###": "Wa, b, a, c, gates)\n    ###"},
        "b stands in the cache too. The docstring has eight arrays, without b.",
    ),
    "leaves_the_starts_out_of_the_cache": (
        {"(x, a0, c0, Wx, Wa, a, c, gates)\n    ###": "(x, Wx, Wa, a, c, gates)\n    ###"},
        "a0 and c0 are left out of the cache. The docstring has eight arrays.",
    ),
    "keeps_nothing": ({CACHE: "None\n    ###"}, "there is no cache."),
    "splits_the_gates": (
        {"a, c, gates)\n    ###": "a, c, *np.split(gates, 4, axis=1))\n    ###"},
        "the four blocks of gates stand in the cache one by one. They are one array, (T_x, 4 n_a, m).",
    ),
}

# --------------------------------------------------------------------------------------------- lstm_layer_backward

OF_O, OF_F = "tanh_c * Go * (1 - Go)", "c_prev * Gf * (1 - Gf)"
OF_I, OF_C = "c_tilde * Gi * (1 - Gi)", "Gi * (1 - c_tilde**2)"
TO_C, ADD, HAND = "Go * (1 - tanh_c**2)", "dc = dc + da_next * to_c[t]", "da_next, dc = Wa.T @ dz[t], dc * Gf[t]"
SLOPE = "The slope of sigmoid is G * (1 - G)."
OF_ONE_GATE: Rows = {
    "forgets_the_slope_of_o": ({OF_O: "tanh_c"}, f"the gate o has no slope in its gradient. {SLOPE}"),
    "forgets_the_slope_of_f": ({OF_F: "c_prev"}, f"the gate f has no slope in its gradient. {SLOPE}"),
    "forgets_the_slope_of_i": ({OF_I: "c_tilde"}, f"the gate i has no slope in its gradient. {SLOPE}"),
    "takes_o_for_its_slope": ({OF_O: "tanh_c * Go"}, f"the gradient of o is multiplied by Go alone. {SLOPE}"),
    "takes_f_for_its_slope": ({OF_F: "c_prev * Gf"}, f"the gradient of f is multiplied by Gf alone. {SLOPE}"),
    "takes_i_for_its_slope": ({OF_I: "c_tilde * Gi"}, f"the gradient of i is multiplied by Gi alone. {SLOPE}"),
    "takes_one_less_o_for_its_slope": (
        {OF_O: "tanh_c * (1 - Go)"},
        f"the gradient of o is multiplied by 1 - Go alone. {SLOPE}",
    ),
    "takes_one_less_f_for_its_slope": (
        {OF_F: "c_prev * (1 - Gf)"},
        f"the gradient of f is multiplied by 1 - Gf alone. {SLOPE}",
    ),
    "takes_one_less_i_for_its_slope": (
        {OF_I: "c_tilde * (1 - Gi)"},
        f"the gradient of i is multiplied by 1 - Gi alone. {SLOPE}",
    ),
    "lets_o_meet_nothing": (
        {OF_O: "Go * (1 - Go)"},
        "the gradient of o lacks its partner. The gate was multiplied with tanh(c).",
    ),
    "lets_f_meet_nothing": (
        {OF_F: "Gf * (1 - Gf)"},
        "the gradient of f lacks its partner. The gate was multiplied with the old memory, c[t-1].",
    ),
    "lets_i_meet_nothing": (
        {OF_I: "Gi * (1 - Gi)"},
        "the gradient of i lacks its partner. The gate was multiplied with c_tilde.",
    ),
    "lets_the_candidate_meet_nothing": (
        {OF_C: "1 - c_tilde**2"},
        "the gradient of c_tilde lacks its partner. c_tilde was multiplied with the gate i.",
    ),
    "lets_i_meet_itself": (
        {OF_I: "Gi * Gi * (1 - Gi)"},
        "i meets itself in its gradient. It was multiplied with c_tilde.",
    ),
    "lets_the_candidate_meet_itself": (
        {OF_C: "c_tilde * (1 - c_tilde**2)"},
        "c_tilde meets itself in its gradient. It was multiplied with the gate i.",
    ),
    "makes_o_of_da_alone": (
        {"[da_next * of_o[t]": "[da[t] * of_o[t]"},
        "the gradient of o is made of da[t] alone. What step t+1 hands back to the activation is to be added.",
    ),
    "takes_sigmoid_of_the_gates_again": (
        {
            old: old.replace(f"{gate} * (1 - {gate})", f"sigmoid({gate}) * (1 - sigmoid({gate}))")
            for old, gate in ((OF_O, "Go"), (OF_F, "Gf"), (OF_I, "Gi"))
        },
        f"sigmoid is taken of the gates, which are sigmoids already. {SLOPE}",
    ),
    "takes_the_slope_at_the_candidate": (
        {TO_C: "Go * (1 - c_tilde**2)"},
        "on the way to the memory the slope is 1 - c_tilde**2. tanh was taken of c there: it is 1 - tanh(c)**2.",
    ),
    "takes_tanh_twice": (
        {TO_C: "Go * (1 - np.tanh(tanh_c) ** 2)"},
        "tanh is taken of tanh(c) on the way to the memory. The slope is 1 - tanh(c)**2.",
    ),
    "takes_dc_through_f_first": (
        {ADD: "dc = (dc + da_next * to_c[t]) * Gf[t]", HAND: "da_next, dc = Wa.T @ dz[t], dc"},
        "dc is multiplied by the gate f before the gates get their gradients of it. First the gates, then f.",
    ),
}
A_PREV = "np.concatenate([a0[None], a[:-1]])"
WX, WA = "np.tensordot(dz, x, of_step_and_example)", "np.tensordot(dz, a_prev, of_step_and_example)"
B = "dz.sum(axis=(0, 2))[:, None]"
#: Of the variant `step_by_step`.
OF_THE_LOOP: Rows = {
    "writes_dz_over_the_gates": (
        {"dz = np.vstack(": "dz = gates[t]\n        dz[...] = np.vstack("},
        "dz is written into gates before dc meets the gate f, which is a part of it.",
    ),
}
OF_THE_WEIGHTS: Rows = {
    "pairs_with_the_new_activation": (
        {WA: "np.tensordot(dz, a, of_step_and_example)"},
        "dWa pairs dz[t] with a[t]. Wa met a[t-1] at step t, and a0 at the first one.",
    ),
    "starts_the_old_activations_from_zeros": (
        {A_PREV: "np.concatenate([0 * a0[None], a[:-1]])"},
        "the first step is left out of dWa, or has zeros for the activation before it. It has a0.",
    ),
    "takes_the_activations_of_the_end_around": (
        {A_PREV: "np.roll(a, 1, axis=0)"},
        "the first step has the last activation for the one before it, as np.roll or a[-1] gives it. It has a0.",
    ),
    "takes_the_first_step_alone": (
        {WX: "dz[0] @ x[0].T", WA: "dz[0] @ a_prev[0].T", B: "dz[0].sum(axis=1, keepdims=True)"},
        "the gradients of the weights are those of the first step: the examples are summed, and the time is not.",
    ),
    "takes_the_last_step_alone": (
        {WX: "dz[-1] @ x[-1].T", WA: "dz[-1] @ a_prev[-1].T", B: "dz[-1].sum(axis=1, keepdims=True)"},
        "the gradients of the weights are those of the last step: the examples are summed, and the time is not.",
    ),
    "averages_over_the_steps": (
        {WX: f"{WX} / len(x)", WA: f"{WA} / len(x)", B: "dz.mean(axis=0).sum(axis=1)[:, None]"},
        "the gradients of the weights are divided by T_x. They are sums over the steps.",
    ),
    "averages_over_the_examples_of_the_weights": (
        {WX: f"{WX} / x.shape[2]", WA: f"{WA} / x.shape[2]", B: "dz.mean(axis=2).sum(axis=0)[:, None]"},
        "the gradients of the weights are divided by m. They are sums over the examples.",
    ),
    "reshapes_without_turning": (
        {
            WX: "dz.reshape(dz.shape[1], -1) @ x.reshape(x.shape[1], -1).T",
            WA: "dz.reshape(dz.shape[1], -1) @ a_prev.reshape(a.shape[1], -1).T",
        },
        "dz and what it meets are reshaped to (rows, T_x m) as they are, which mixes steps and rows. First put the "
        "rows in front.",
    ),
    "reshapes_the_inputs_without_turning": (
        {
            WX: "dz.swapaxes(0, 1).reshape(dz.shape[1], -1) @ x.reshape(x.shape[1], -1).T",
            WA: "dz.swapaxes(0, 1).reshape(dz.shape[1], -1) @ a_prev.reshape(a.shape[1], -1).T",
        },
        "x and a are reshaped to (rows, T_x m) as they are, which mixes steps and rows. First put the rows in front, "
        "as with dz.",
    ),
    "puts_examples_before_steps": (
        {
            WX: "dz.transpose(1, 0, 2).reshape(dz.shape[1], -1) @ x.transpose(1, 2, 0).reshape(x.shape[1], -1).T",
            WA: "dz.transpose(1, 0, 2).reshape(dz.shape[1], -1) @ a_prev.transpose(1, 2, 0).reshape(a.shape[1], -1).T",
        },
        "the columns of dz stand step by step, and those that they meet example by example.",
    ),
    "sums_before_the_product": (
        {WX: "dz.sum(axis=0) @ x.sum(axis=0).T", WA: "dz.sum(axis=0) @ a_prev.sum(axis=0).T"},
        "the steps are summed before the product, which pairs each with all others. Step t meets its own input.",
    ),
    "sums_over_the_steps_of_b_alone": (
        {B: "dz.sum(axis=(0, 2), keepdims=True)[0] / dz.shape[2]"},
        "db is divided by m. It is a sum over steps and examples.",
    ),
    "takes_b_of_one_example": (
        {B: "dz.sum(axis=0)[:, :1]"},
        "db is that of the first example. It is a sum over all of them.",
    ),
    "lays_b_flat": (
        {B: "dz.sum(axis=(0, 2))"},
        "db has the shape (4 n_a,). b has the shape (4 n_a, 1), and so has its gradient.",
    ),
    "multiplies_by_the_slope_of_tanh_again": (
        {WA: "np.tensordot(dz * (1 - np.tile(a, (1, 4, 1)) ** 2), a_prev, of_step_and_example)"},
        "dWa is multiplied by 1 - a**2 once more. All slopes are in dz already.",
    ),
}

MEET, DX = "da_next = da[t] + da_next", "Wx.T @ dz,"
OF_WHAT_COMES_BACK: Rows = {
    "sends_dx_through_Wa": (
        {DX: "Wa.T @ dz,"},
        "dx comes back through Wa. The inputs came in through Wx.",
    ),
    "lets_da_in_at_the_last_step_alone": (
        {MEET: "da_next = da[t] if t == len(da) - 1 else da_next"},
        "da[t] comes in at the last step alone: at all others what comes back from the next step takes its place.",
    ),
}
