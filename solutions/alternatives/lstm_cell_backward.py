"""Other answers to lstm_cell_backward."""

from solutions.alternatives import Answers, lstm_back_mistakes, lstm_variants
from solutions.lstm import lstm_cell_backward

answers = Answers(lstm_cell_backward)

DC = "dc_next + da_next * Go * (1 - np.tanh(c_next) ** 2)"
OF_F, OF_I = "dc * c_prev * Gf * (1 - Gf)", "dc * c_tilde * Gi * (1 - Gi)"
OF_C, OF_O = "dc * Gi * (1 - c_tilde**2)", "da_next * np.tanh(c_next) * Go * (1 - Go)"
BACK = 'sum(p[f"W{gate}"].T @ dz_gate for gate, dz_gate in dz.items())'
SPLIT = '"dxt": back[n_a:], "da_prev": back[:n_a]'
PAIRED, SUMMED = "dz_gate @ joined.T", "dz_gate.sum(axis=1, keepdims=True)"


answers.variant(lstm_variants.gate_by_gate)
answers.variant(lstm_variants.reading_the_products_from_a_next)
answers.variant(lstm_variants.making_the_gates_again)
answers.variant(lstm_variants.example_by_example)
answers.variants(
    with_split={
        f"grads = {{{SPLIT}": 'up, down = np.split(back, [n_a])\n    grads = {"dxt": down, "da_prev": up',
        SUMMED: "np.sum(dz_gate, 1).reshape(-1, 1)",
    },
)

answers.mistakes(
    "two_gradients_reach_the_memory",
    drops_what_comes_from_the_next_memory=(
        {DC: "da_next * Go * (1 - np.tanh(c_next) ** 2)"},
        "dc_next is dropped. What reaches the memory is dc_next and what comes back from a_next, added up.",
    ),
    drops_what_comes_from_the_activation=(
        {DC: "dc_next"},
        "only dc_next reaches the memory. a_next was made of c_next, so da_next reaches it as well.",
    ),
    lets_dc_next_alone_through_f=(
        {"dc * Gf}": "dc_next * Gf}"},
        "dc_prev is dc_next times f. What comes back from a_next to the memory goes through f as well.",
    ),
    lets_the_other_part_alone_through_f=(
        {"dc * Gf}": "(dc - dc_next) * Gf}"},
        "dc_prev has no part of dc_next. Both gradients of the memory go through f.",
    ),
    forgets_f=({"dc * Gf}": "dc}"}, "dc_prev is dc itself. c_prev was multiplied by f, so f belongs to it."),
    hands_dc_next_on=(
        {"dc * Gf}": "dc_next}"},
        "dc_prev is dc_next itself. It has to gather what comes from a_next and go through f.",
    ),
    goes_back_through_i=({"dc * Gf}": "dc * Gi}"}, "dc_prev is dc times i. c_prev was multiplied by f."),
    goes_back_through_the_slope_of_f=(
        {"dc * Gf}": "dc * Gf * (1 - Gf)}"},
        "dc_prev goes back through the slope of f. c_prev was multiplied by f itself.",
    ),
    forgets_the_slope_of_tanh=(
        {DC: "dc_next + da_next * Go"},
        "da_next comes back to the memory through o alone. It goes through the slope of tanh as well.",
    ),
    forgets_o=(
        {DC: "dc_next + da_next * (1 - np.tanh(c_next) ** 2)"},
        "da_next comes back to the memory through the slope of tanh alone. It goes through o as well.",
    ),
    takes_the_slope_at_the_memory=(
        {"np.tanh(c_next) ** 2": "c_next**2"},
        "1 - c_next**2 is used for the slope of tanh. It is the tanh of c_next that is squared.",
    ),
    takes_the_slope_at_the_activation=(
        {"np.tanh(c_next) ** 2": "cache[0] ** 2"},
        "1 - a_next**2 is used for the slope of tanh. It is the tanh of c_next that is squared, without o.",
    ),
    takes_the_slope_at_the_old_memory=(
        {"np.tanh(c_next) ** 2": "np.tanh(c_prev) ** 2"},
        "the slope of tanh is taken at the old memory. It was the new one that went through tanh.",
    ),
    forgets_the_square_of_tanh=(
        {"np.tanh(c_next) ** 2": "np.tanh(c_next)"},
        "1 - tanh(c_next) is used for the slope of tanh. The tanh has to be squared.",
    ),
    takes_tanh_for_its_slope=(
        {DC: "dc_next + da_next * Go * np.tanh(c_next)"},
        "da_next comes back to the memory through tanh of c_next. It goes through the slope of tanh.",
    ),
    multiplies_the_two_gradients=(
        {DC: "dc_next * da_next * Go * (1 - np.tanh(c_next) ** 2)"},
        "the two gradients of the memory are multiplied. Where two gradients meet they are added.",
    ),
    sends_both_through_the_activation=(
        {DC: "(dc_next + da_next) * Go * (1 - np.tanh(c_next) ** 2)"},
        "dc_next goes back through o and tanh as da_next does. It reaches the memory directly.",
    ),
    **lstm_back_mistakes.OF_UNPACKING,
    **lstm_back_mistakes.OF_TWO_GRADIENTS,
)

answers.mistakes(
    "the_gradient_goes_back_through_each_gate",
    takes_dc_next_for_the_gates=(
        {OF_F: OF_F.replace("dc", "dc_next"), OF_I: OF_I.replace("dc", "dc_next"), OF_C: OF_C.replace("dc", "dc_next")},
        "f, i and the candidate get dc_next alone. What comes back from a_next to the memory belongs to them as well.",
    ),
    takes_the_new_memory_for_f=(
        {OF_F: OF_F.replace("c_prev", "c_next")},
        "the gradient of f is made with the new memory. f was multiplied with the old one.",
    ),
    takes_the_old_memory_for_i=(
        {OF_I: OF_I.replace("c_tilde", "c_prev")},
        "the gradient of i is made with the old memory. i was multiplied with the candidate.",
    ),
    forgets_the_old_memory_at_f=(
        {OF_F: "dc * Gf * (1 - Gf)"},
        "the old memory is missing in the gradient of f. f was multiplied with it.",
    ),
    forgets_the_candidate_at_i=(
        {OF_I: "dc * Gi * (1 - Gi)"},
        "the candidate is missing in the gradient of i. i was multiplied with it.",
    ),
    forgets_i_at_the_candidate=(
        {OF_C: "dc * (1 - c_tilde**2)"},
        "i is missing in the gradient of the candidate. The candidate was multiplied with it.",
    ),
    forgets_the_slopes_of_the_gates=(
        {OF_F: "dc * c_prev", OF_I: "dc * c_tilde", OF_O: "da_next * np.tanh(c_next)"},
        "the slopes of the gates are left out. Each gate is a sigmoid, with the slope g * (1 - g).",
    ),
    takes_the_slope_of_tanh_for_gates=(
        {
            OF_F: OF_F.replace("Gf * (1 - Gf)", "(1 - Gf**2)"),
            OF_I: OF_I.replace("Gi * (1 - Gi)", "(1 - Gi**2)"),
            OF_O: OF_O.replace("Go * (1 - Go)", "(1 - Go**2)"),
        },
        "1 - g**2 is used for the slope of the gates. They are sigmoids, with the slope g * (1 - g).",
    ),
    takes_half_of_the_slopes=(
        {
            OF_F: OF_F.replace("Gf * (1 - Gf)", "(1 - Gf)"),
            OF_I: OF_I.replace("Gi * (1 - Gi)", "(1 - Gi)"),
            OF_O: OF_O.replace("Go * (1 - Go)", "(1 - Go)"),
        },
        "1 - g is used for the slope of the gates. It is g * (1 - g).",
    ),
    takes_the_gates_for_their_slopes=(
        {
            OF_F: OF_F.replace("Gf * (1 - Gf)", "Gf"),
            OF_I: OF_I.replace("Gi * (1 - Gi)", "Gi"),
            OF_O: OF_O.replace("Go * (1 - Go)", "Go"),
        },
        "the gates are used for their slopes. The slope of a sigmoid is g * (1 - g).",
    ),
    takes_the_slope_of_a_sigmoid_for_the_candidate=(
        {OF_C: "dc * Gi * c_tilde * (1 - c_tilde)"},
        "c * (1 - c) is used for the slope of the candidate. It is a tanh, with the slope 1 - c**2.",
    ),
    squares_the_whole_of_the_slope=(
        {OF_C: "dc * Gi * (1 - c_tilde) ** 2"},
        "the whole of 1 - c is squared in the slope of the candidate. Only c is.",
    ),
    forgets_the_slope_of_the_candidate=(
        {OF_C: "dc * Gi"},
        "the slope of tanh is missing in the gradient of the candidate.",
    ),
    takes_tanh_of_the_candidate_again=(
        {OF_C: "dc * Gi * (1 - np.tanh(c_tilde) ** 2)"},
        "tanh is taken of the candidate, which is a tanh already.",
    ),
    takes_dc_for_o=(
        {OF_O: OF_O.replace("da_next", "dc")},
        "the gradient of o is made of dc. o made a_next alone, so it is made of da_next.",
    ),
    forgets_tanh_at_o=(
        {OF_O: "da_next * c_next * Go * (1 - Go)"},
        "the gradient of o is made with c_next. o was multiplied with tanh of c_next.",
    ),
    forgets_the_memory_at_o=(
        {OF_O: "da_next * Go * (1 - Go)"},
        "tanh of c_next is missing in the gradient of o. o was multiplied with it.",
    ),
    takes_a_next_for_tanh_at_o=(
        {OF_O: "da_next * cache[0] * Go * (1 - Go)"},
        "the gradient of o is made with a_next, in which o is contained already. It is made with tanh of c_next.",
    ),
    exchanges_f_and_i_on_the_way_back=(
        {f'"f": {OF_F}': f'"i": {OF_F}', f'"i": {OF_I}': f'"f": {OF_I}'},
        "dbf and dbi are exchanged, and dWf and dWi with them.",
    ),
    **lstm_back_mistakes.OF_THE_GATES,
)

answers.mistakes(
    "dxt_and_da_prev_come_back_through_the_weights",
    takes_the_first_rows_for_the_input=(
        {SPLIT: '"dxt": back[: len(xt)], "da_prev": back[len(xt) :]'},
        "dxt is taken from the first rows. z has a_prev on top, so dxt is in the last n_x rows.",
    ),
    **lstm_back_mistakes.OF_SEVERAL_WAYS,
    takes_one_weight_for_all=(
        {BACK: 'p["Wf"].T @ sum(dz.values())'},
        "all four gradients come back through W_f. Each comes back through its own weight.",
    ),
    averages_dxt=(
        {SPLIT: '"dxt": back[n_a:] / xt.shape[1], "da_prev": back[:n_a]'},
        "dxt is divided by m, the number of examples. Each example keeps its own gradient, undivided.",
    ),
    adds_da_next_to_da_prev=(
        {SPLIT: '"dxt": back[n_a:], "da_prev": back[:n_a] + da_next'},
        "da_next is added to da_prev. The only way back to a_prev leads through the gates and the candidate.",
    ),
    exchanges_dxt_and_da_prev=(
        {SPLIT: '"dxt": back[:n_a], "da_prev": back[n_a:]'},
        "dxt and da_prev are exchanged. z has a_prev on top.",
    ),
    returns_dxt_in_rows=(
        {SPLIT: '"dxt": back[n_a:].T, "da_prev": back[:n_a]'},
        "dxt has a row for each example. It should have a column for each, as xt does.",
    ),
)

answers.mistakes(
    "each_weight_pairs_what_came_back_with_z",
    joins_the_other_way_round=(
        {PAIRED: "dz_gate @ np.concatenate([xt, a_prev]).T"},
        "z is joined with xt on top. It has a_prev on top, so the first n_a columns of a gradient belong to a_prev.",
    ),
    pairs_with_the_new_activation=(
        {PAIRED: "dz_gate @ np.concatenate([cache[0], xt]).T"},
        "the gradient of a weight is made with the new activation. The weight acted on the old one.",
    ),
    pairs_with_the_memory=(
        {PAIRED: "dz_gate @ np.concatenate([c_prev, xt]).T"},
        "the gradient of a weight is made with the old memory. The weight acted on the old activation.",
    ),
    averages_the_weights=(
        {PAIRED: f"{PAIRED} / xt.shape[1]"},
        "the gradient of a weight is divided by m, the number of examples. The loss has divided already.",
    ),
    turns_the_weights_round=(
        {PAIRED: "joined @ dz_gate.T"},
        "the gradient of a weight is transposed. It has the shape of the weight, (n_a, n_a + n_x).",
    ),
    leaves_the_input_out=(
        {PAIRED: "dz_gate @ np.concatenate([a_prev, 0 * xt]).T"},
        "the columns of the input are zero in the gradient of a weight.",
    ),
)

answers.mistakes(
    "each_bias_adds_up_the_examples",
    averages_the_examples=(
        {SUMMED: "dz_gate.mean(axis=1, keepdims=True)"},
        "the gradient of a bias is divided by m, the number of examples. The loss has divided already.",
    ),
    drops_the_axis_of_examples=(
        {SUMMED: "dz_gate.sum(axis=1)"},
        "the gradient of a bias has one axis, shape (n_a,). It has the shape of the bias, (n_a, 1).",
    ),
    keeps_a_bias_for_each_example=(
        {SUMMED: "dz_gate"},
        "the gradient of a bias has a column for each example. All of them share one bias, so the columns add up.",
    ),
    sums_over_the_units=(
        {SUMMED: "dz_gate.sum(axis=0, keepdims=True)"},
        "the gradient of a bias is a sum over the units. Each unit has a bias of its own.",
    ),
)

answers.mistakes(
    "gradients_and_cache_are_left_alone",
    adds_to_dc_next_in_place=(
        {f"dc = {DC}": "dc = dc_next\n    dc += da_next * Go * (1 - np.tanh(c_next) ** 2)"},
        "`+=` writes into the caller's dc_next.",
    ),
    multiplies_da_next_in_place=(
        {"    back =": "    da_next *= Go\n    back ="},
        "da_next is multiplied in place. `*=` writes into the caller's array.",
    ),
    writes_into_the_cache=(
        {"    back =": "    np.tanh(c_next, out=c_next)\n    back ="},
        "tanh of the memory is written into the cache.",
    ),
)

answers.refused(
    "each_weight_pairs_what_came_back_with_z",
    exchanges_the_weights_of_i_and_o={PAIRED: 'dz[{"i": "o", "o": "i"}.get(gate, gate)] @ joined.T'},
)
answers.refused("each_bias_adds_up_the_examples", squeezes_the_biases={SUMMED: f"{SUMMED}.squeeze()"})
