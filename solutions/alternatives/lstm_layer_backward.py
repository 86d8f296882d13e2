"""Other answers to lstm_layer_backward."""

from solutions.alternatives import Answers, layer_mistakes, layer_variants
from solutions.make_it_fast import lstm_layer_backward

answers = Answers(lstm_layer_backward)

answers.variant(layer_variants.step_by_step)
answers.variant(layer_variants.with_long_matrices)
answers.variant(layer_variants.with_einsum)

SPLIT = "Go, Gf, Gi, c_tilde ="
A_PREV, C_PREV = "np.concatenate([a0[None], a[:-1]])", "np.concatenate([c0[None], c[:-1]])"
OF_O, OF_F = "tanh_c * Go * (1 - Go)", "c_prev * Gf * (1 - Gf)"
OF_I, OF_C = "c_tilde * Gi * (1 - Gi)", "Gi * (1 - c_tilde**2)"
TO_C = "Go * (1 - tanh_c**2)"
MEET, ADD = "da_next = da[t] + da_next", "dc = dc + da_next * to_c[t]"
HAND = "da_next, dc = Wa.T @ dz[t], dc * Gf[t]"
LOOP = "reversed(range(len(da)))"
WX, WA = "np.tensordot(dz, x, of_step_and_example)", "np.tensordot(dz, a_prev, of_step_and_example)"
B, DX = "dz.sum(axis=(0, 2))[:, None]", "Wx.T @ dz,"
STARTS = '"da0": da_next, "dc0": dc,'

answers.variants(
    with_more_keys={'"db": db}': '"db": db, "dz": dz}', DX: "np.matmul(Wx.T, dz),"},
    with_two_sums={B: "dz.sum(axis=0).sum(axis=1, keepdims=True)", DX: "np.stack([Wx.T @ step for step in dz]),"},
)

EVERY, WEIGHTS, START, FLOAT32, ALONE = (
    "dx_is_right_at_every_step",
    "the_weights_collect_from_every_step",
    "what_leaves_the_first_step_reaches_the_start",
    "float32_stays_float32",
    "da_and_the_cache_are_left_alone",
)
answers.mistakes(
    EVERY,
    exchanges_f_and_i=(
        {SPLIT: "Go, Gi, Gf, c_tilde ="},
        "the rows of f and i in gates are exchanged. From top to bottom it is o, f, i.",
    ),
    exchanges_o_and_f=(
        {SPLIT: "Gf, Go, Gi, c_tilde ="},
        "the rows of o and f in gates are exchanged. From top to bottom it is o, f, i.",
    ),
    exchanges_o_and_i=(
        {SPLIT: "Gi, Gf, Go, c_tilde ="},
        "the rows of o and i in gates are exchanged. From top to bottom it is o, f, i.",
    ),
    takes_the_order_of_lesson_10=(
        {SPLIT: "Gf, Gi, c_tilde, Go ="},
        "gates is taken apart as f, i, c, o. From top to bottom it holds o, f, i, c.",
    ),
    takes_the_order_of_pytorch=(
        {SPLIT: "Gi, Gf, c_tilde, Go ="},
        "gates is taken apart as i, f, c, o. From top to bottom it holds o, f, i, c.",
    ),
    stacks_f_before_o=(
        {
            "[da_next * of_o[t], *(dc * local[t] for local in of_fic)]": "[dc * of_fic[0][t], da_next * of_o[t], "
            "*(dc * local[t] for local in of_fic[1:])]"
        },
        "dz has the rows of f on top, and those of o below. The order is that of the gates, o, f, i, c.",
    ),
    stacks_o_last=(
        {
            "[da_next * of_o[t], *(dc * local[t] for local in of_fic)]": "[*(dc * local[t] for local in of_fic), "
            "da_next * of_o[t]]"
        },
        "dz has the rows of o at the bottom. The order is that of the gates, o, f, i, c.",
    ),
    drops_what_comes_back_of_the_memory=(
        {ADD: "dc = da_next * to_c[t]"},
        "each step makes dc of da alone. What step t+1 hands back to the memory is to be added.",
    ),
    drops_what_comes_back_of_the_activation=(
        {MEET: "da_next = da[t]"},
        "each step takes da[t] alone. What step t+1 hands back to the activation is to be added.",
    ),
    drops_what_comes_back=(
        {MEET: "da_next = da[t]", ADD: "dc = da_next * to_c[t]"},
        "nothing is handed back from step to step, neither to the activation nor to the memory.",
    ),
    hands_the_memory_on_without_f=(
        {HAND: "da_next, dc = Wa.T @ dz[t], dc"},
        "dc is handed back as it is. The old memory was multiplied by the gate f.",
    ),
    hands_the_memory_on_through_i=(
        {HAND: "da_next, dc = Wa.T @ dz[t], dc * Gi[t]"},
        "dc is multiplied by the gate i on its way back. The old memory was multiplied by f.",
    ),
    hands_the_memory_on_through_the_gate_before=(
        {HAND: "da_next, dc = Wa.T @ dz[t], dc * Gf[t - 1]"},
        "dc is multiplied by the gate f of the step before. Step t has multiplied c[t-1] by its own.",
    ),
    keeps_da_out_of_dc=(
        {ADD: "dc = dc + da[t] * to_c[t]"},
        "dc takes da[t] alone. What step t+1 hands back to the activation reaches the memory too.",
    ),
    adds_da_to_what_goes_back=(
        {HAND: "da_next, dc = da_next + Wa.T @ dz[t], dc * Gf[t]"},
        "the gradient of the activation is handed back a second time, past the gates.",
    ),
    never_lets_da_reach_the_memory=(
        {ADD: "dc = dc"},
        "da never reaches the memory: a is Go * tanh(c), so it does, through o and the slope of tanh.",
    ),
    forgets_the_slope_of_tanh_c=(
        {TO_C: "Go * np.ones_like(c)"},
        "da reaches the memory through o alone. The slope of tanh(c) belongs there too.",
    ),
    forgets_o_on_the_way_to_the_memory=(
        {TO_C: "1 - tanh_c**2"},
        "da reaches the memory through the slope of tanh alone. The gate o belongs there too.",
    ),
    takes_the_slope_at_c=(
        {TO_C: "Go * (1 - c**2)"},
        "the slope of tanh is 1 - c**2 here. It is 1 - tanh(c)**2.",
    ),
    forgets_a_square=(
        {TO_C: "Go * (1 - tanh_c)"},
        "the slope of tanh is 1 - tanh(c) here. It is 1 - tanh(c)**2.",
    ),
    takes_the_slope_at_the_old_memory=(
        {TO_C: "Go * (1 - np.tanh(c_prev) ** 2)"},
        "the slope of tanh is taken at the old memory. tanh was taken of the new one.",
    ),
    squares_a_instead=(
        {TO_C: "Go * (1 - a**2)"},
        "1 - a**2 is taken for the slope of tanh. That is so in a simple RNN; here a is Go * tanh(c).",
    ),
    takes_the_slope_of_sigmoid_for_the_candidate=(
        {OF_C: "Gi * c_tilde * (1 - c_tilde)"},
        "c_tilde has the slope of sigmoid, c_tilde * (1 - c_tilde). It was made by tanh.",
    ),
    forgets_the_slope_of_the_candidate=({OF_C: "Gi"}, "the slope of tanh is missing in the gradient of c_tilde."),
    forgets_the_square_at_the_candidate=(
        {OF_C: "Gi * (1 - c_tilde)"},
        "the slope at c_tilde is 1 - c_tilde here. It is 1 - c_tilde**2.",
    ),
    takes_the_slope_of_tanh_for_the_gates=(
        {
            "(1 - Go)": "(1 - Go**2)",
            "(1 - Gf)": "(1 - Gf**2)",
            "(1 - Gi)": "(1 - Gi**2)",
            "* Go *": "*",
            "* Gf *": "*",
            "c_tilde * Gi *": "c_tilde *",
        },
        "the gates have the slope of tanh, 1 - G**2. They were made by sigmoid: G * (1 - G).",
    ),
    forgets_the_slopes_of_the_gates=(
        {OF_O: "tanh_c", OF_F: "c_prev", OF_I: "c_tilde"},
        "the gates have no slope. That of sigmoid is G * (1 - G).",
    ),
    takes_dc_for_o=(
        {"[da_next * of_o[t]": "[dc * of_o[t]"},
        "the gradient of o is made of dc. The gate o made a alone, so it is made of da.",
    ),
    takes_da_for_the_memory_s_gates=(
        {"*(dc * local[t]": "*(da_next * local[t]"},
        "the gradients of f, i and c_tilde are made of da. They made the memory, so they are made of dc.",
    ),
    takes_the_memory_for_o=(
        {OF_O: "c * Go * (1 - Go)"},
        "o meets c in its gradient. It was multiplied with tanh(c).",
    ),
    takes_the_new_memory_for_f=(
        {OF_F: "c * Gf * (1 - Gf)"},
        "f meets the new memory in its gradient. It was multiplied with the old one, c[t-1].",
    ),
    takes_the_candidate_for_f=(
        {OF_F: "c_tilde * Gf * (1 - Gf)", OF_I: "c_prev * Gi * (1 - Gi)"},
        "f meets c_tilde in its gradient, and i the old memory. It was the other way round.",
    ),
    starts_the_old_memories_from_zeros=(
        {C_PREV: "np.concatenate([0 * c0[None], c[:-1]])"},
        "the first step has zeros for the memory before it. It has c0.",
    ),
    takes_the_memories_of_the_end_around=(
        {C_PREV: "np.roll(c, 1, axis=0)"},
        "the first step has the last memory for the one before it, as np.roll or c[-1] gives it. It has c0.",
    ),
    hands_the_memory_on_through_the_gate_after=(
        {HAND: "da_next, dc = Wa.T @ dz[t], dc * (Gf[t + 1] if t + 1 < len(da) else 1)"},
        "dc is multiplied by the gate f of the step after. Step t has multiplied c[t-1] by its own.",
    ),
    ends_before_the_first_step=(
        {"np.empty_like(gates)": "np.zeros_like(gates)", LOOP: "range(len(da) - 1, 0, -1)"},
        "the loop ends before step 0. range(T_x - 1, -1, -1) goes down to it.",
    ),
    goes_forward=(
        {LOOP: "range(len(da))"},
        "the loop goes from the first step to the last. Gradients come back from the last one.",
    ),
    takes_the_input_gradient_of_one_gate=(
        {DX: "Wx[: len(a0)].T @ dz[:, : len(a0)],"},
        "dx takes the rows of the gate o alone. All four blocks have read x.",
    ),
    takes_the_input_gradient_of_the_gates=(
        {DX: "Wx[: 3 * len(a0)].T @ dz[:, : 3 * len(a0)],"},
        "dx takes the rows of the three gates alone. c_tilde has read x as well.",
    ),
    takes_the_input_gradient_of_the_candidate=(
        {DX: "Wx[3 * len(a0) :].T @ dz[:, 3 * len(a0) :],"},
        "dx takes the rows of c_tilde alone. All four blocks have read x.",
    ),
    keeps_dx_in_the_order_of_the_loop=(
        {DX: "Wx.T @ dz[::-1],"},
        "dx stands in the order of the loop, with the last step first. dx[t] belongs to step t.",
    ),
    averages_over_the_examples=(
        {DX: "Wx.T @ dz / x.shape[2],"},
        "dx is divided by m. da is divided already, where the loss is a mean.",
    ),
)
answers.mistakes(EVERY, **layer_mistakes.OF_ONE_GATE, **layer_mistakes.OF_WHAT_COMES_BACK)
answers.mistakes(EVERY, of=layer_variants.step_by_step, **layer_mistakes.OF_THE_LOOP)
answers.mistakes(WEIGHTS, **layer_mistakes.OF_THE_WEIGHTS)
answers.mistakes(
    START,
    returns_what_enters_the_first_step=(
        {HAND: "before, da_next, dc = da_next, Wa.T @ dz[t], dc * Gf[t]", STARTS: '"da0": before, "dc0": dc,'},
        "da0 is what comes into the first step on the way back. It is what goes out of it, Wa.T @ dz[0].",
    ),
    returns_dc_of_the_first_step=(
        {HAND: "before, da_next, dc = dc, Wa.T @ dz[t], dc * Gf[t]", STARTS: '"da0": da_next, "dc0": before,'},
        "dc0 is dc of the first step. The old memory was multiplied by the gate f there.",
    ),
    exchanges_da0_and_dc0=({STARTS: '"da0": dc, "dc0": da_next,'}, "da0 and dc0 are exchanged."),
    adds_da_to_da0=(
        {STARTS: '"da0": da_next + da[0], "dc0": dc,'},
        "da[0] is added to da0. It belongs to a[0], which the first step has made; da0 is what that step hands back.",
    ),
    returns_zeros_for_da0=(
        {STARTS: '"da0": 0 * da_next, "dc0": dc,'},
        "da0 is zero. It is what the first step hands back.",
    ),
    returns_zeros_for_dc0=(
        {STARTS: '"da0": da_next, "dc0": 0 * dc,'},
        "dc0 is zero. It is what the first step hands back.",
    ),
    takes_da0_for_dc0=(
        {STARTS: '"da0": da_next, "dc0": da_next,'},
        "dc0 is the same as da0. The memory has a gradient of its own.",
    ),
    takes_dc0_for_da0=(
        {STARTS: '"da0": dc, "dc0": dc,'},
        "da0 is the same as dc0. The activation has a gradient of its own.",
    ),
)
answers.mistakes(
    FLOAT32,
    makes_room_in_float64=(
        {"np.empty_like(gates)": "np.zeros(gates.shape)"},
        "dz is float64: np.zeros or np.empty makes room for it without a dtype, or something else of float64 gets into "
        "it.",
    ),
    starts_from_float64=(
        {"np.zeros_like(a0), np.zeros_like(c0)": "np.zeros(a0.shape), np.zeros(c0.shape)"},
        "dc0 alone is float64. dc begins with zeros without a dtype, or meets something else of float64.",
    ),
)
answers.refused(
    FLOAT32,
    of=layer_variants.step_by_step,
    starts_each_step_from_float64={"np.zeros_like(a0), np.zeros_like(c0)": "np.zeros(a0.shape), np.zeros(c0.shape)"},
    sums_biases_in_float64={"np.zeros((4 * n_a, 1), dtype=da.dtype)": "np.zeros((4 * n_a, 1))"},
)
answers.refused(FLOAT32, converts_da={MEET: "da_next = da[t].astype(np.float64) + da_next"})
answers.mistakes(
    ALONE,
    adds_to_da=(
        {MEET: "da[t] += da_next\n        da_next = da[t]"},
        "`+=` writes into the caller's da.",
    ),
    writes_into_the_gates=(
        {"    of_step_and": "    gates[...] = dz\n    of_step_and"},
        "something is written into an array of the cache, such as gates.",
    ),
)

answers.refused(
    ALONE,
    keeps_dz_for_the_next_call={
        "np.empty_like(gates)": "globals().setdefault(f'_kept{gates.shape}{gates.dtype}', np.empty_like(gates))",
        DX: "np.matmul(Wx.T, dz, out=globals().setdefault(f'_kept{x.shape}{x.dtype}', np.empty_like(x))),",
    },
)
answers.refused(
    EVERY,
    loses_precision={DX: "(Wx.T @ dz).astype(np.float32),"},
    drops_axes_of_length_one={DX: "np.squeeze(Wx.T @ dz),"},
    returns_zeros_for_dx={DX: "0 * (Wx.T @ dz),"},
)
answers.refused(
    WEIGHTS,
    returns_zeros_for_weights={'"dWx": dWx, "dWa": dWa': '"dWx": 0 * dWx, "dWa": 0 * dWa'},
    turns_dWa={'"dWa": dWa': '"dWa": dWa[::-1]'},
)
