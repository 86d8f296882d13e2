"""Other answers to lstm_cell_forward."""

from solutions.alternatives import Answers, lstm_mistakes, lstm_variants
from solutions.lstm import lstm_cell_forward

answers = Answers(lstm_cell_forward)

JOINED = "np.concatenate([a_prev, xt])"
Zf, Zi, Zo = (f'p["W{gate}"] @ joined + p["b{gate}"]' for gate in "fio")
MEMORY, SHOWN = "Gf * c_prev + Gi * c_tilde", "Go * np.tanh(c_next)"
SCORES = 'p["Wy"] @ a_next + p["by"]'
RETURNED = "a_next, c_next, yt_pred, ("

answers.variant(lstm_variants.with_one_product_for_all_gates)
answers.variant(lstm_variants.without_joining)
answers.variant(lstm_variants.one_example_at_a_time)
answers.variant(lstm_variants.with_einsum_and_a_dict_of_gates)
answers.variants(
    with_vstack_and_dot={
        JOINED: "np.vstack((a_prev, xt))",
        Zf: 'np.dot(p["Wf"], joined) + p["bf"]',
        MEMORY: "np.multiply(Gf, c_prev) + np.multiply(Gi, c_tilde)",
    },
    with_sigmoids_of_its_own={
        f"sigmoid({Zf})": f"1 / (1 + np.exp(-({Zf})))",
        f"sigmoid({Zi})": f"1 / (1 + np.exp(-({Zi})))",
        f"sigmoid({Zo})": f"1 / (1 + np.exp(-({Zo})))",
        f"softmax({SCORES})": f"np.exp({SCORES}) / np.exp({SCORES}).sum(axis=0)",
    },
)


answers.mistakes(
    "the_new_memory_follows_the_equation",
    exchanges_f_and_i=(
        {MEMORY: "Gi * c_prev + Gf * c_tilde"},
        "the gates f and i are exchanged. f belongs to the old memory, i to the candidate.",
    ),
    takes_the_rest_of_f_for_i=(
        {MEMORY: "Gf * c_prev + (1 - Gf) * c_tilde"},
        "1 - f is used in the place of i. Here i is a gate of its own.",
    ),
    takes_the_rest_of_i_for_f=(
        {MEMORY: "(1 - Gi) * c_prev + Gi * c_tilde"},
        "1 - i is used in the place of f, as in a GRU. Here f is a gate of its own.",
    ),
    forgets_where_f_is_open=(
        {MEMORY: "(1 - Gf) * c_prev + Gi * c_tilde"},
        "1 - f is multiplied with the old memory; 1 / (1 + exp(z)), without the minus, is 1 - f too. It is multiplied "
        "with f.",
    ),
    **lstm_mistakes.OF_THE_MEMORY,
    keeps_all_of_the_old_memory=(
        {MEMORY: "c_prev + Gi * c_tilde"},
        "the old memory is kept whole. It has to be multiplied by f.",
    ),
    takes_in_all_of_the_candidate=(
        {MEMORY: "Gf * c_prev + c_tilde"},
        "the candidate is taken in whole. It has to be multiplied by i.",
    ),
    forgets_the_old_memory=({MEMORY: "Gi * c_tilde"}, "the term with the old memory is missing."),
    forgets_the_candidate=({MEMORY: "Gf * c_prev"}, "the term with the candidate is missing."),
    multiplies_the_two_terms=(
        {MEMORY: "Gf * c_prev * Gi * c_tilde"},
        "the two terms of the memory are multiplied. They have to be added.",
    ),
    squashes_the_memory=(
        {MEMORY: f"np.tanh({MEMORY})"},
        "tanh is taken of the new memory. c_next is the plain sum, and tanh belongs to a_next alone.",
    ),
    keeps_the_old_activation_in_memory=(
        {MEMORY: "Gf * a_prev + Gi * c_tilde"},
        "f is multiplied with the old activation. It belongs to the old memory.",
    ),
    makes_the_candidate_with_sigmoid=(
        {"np.tanh(p": "sigmoid(p"},
        "the candidate is made with sigmoid. It is made with tanh, so that it can be negative.",
    ),
    forgets_tanh_of_the_candidate=({"np.tanh(p": "(p"}, "the candidate is the plain sum: its tanh is missing."),
    makes_the_gates_with_tanh=(
        {"sigmoid(": ("np.tanh(", 3)},
        "the gates are made with tanh. They are made with sigmoid, so that they lie between 0 and 1.",
    ),
    makes_the_gates_with_softmax=(
        {"sigmoid(": ("softmax(", 3)},
        "the gates are made with softmax. Each unit of a gate opens for itself, so it is sigmoid.",
    ),
    forgets_sigmoid=({"sigmoid(": ("(", 3)}, "the gates are plain sums: their sigmoid is missing."),
    joins_the_other_way_round=(
        {JOINED: "np.concatenate([xt, a_prev])"},
        "xt is put above a_prev. z has a_prev on top.",
    ),
    joins_the_memory=(
        {JOINED: "np.concatenate([c_prev, xt])"},
        "the old memory is joined with xt. z has the old activation in it.",
    ),
    adds_instead_of_joining=(
        {
            JOINED: "np.zeros((len(a_prev) + len(xt), xt.shape[1]))\n    joined[: len(a_prev)] += a_prev\n"
            "    joined[: len(xt)] += xt",
        },
        "xt is added to a_prev in the same rows of z. It stands below it.",
    ),
    forgets_the_biases_of_the_gates=(
        {' + p["bf"]': "", ' + p["bi"]': "", ' + p["bc"]': "", ' + p["bo"]': ""},
        "the biases of the gates and of the candidate are forgotten.",
    ),
    forgets_bf=({' + p["bf"]': ""}, "the bias b_f is forgotten."),
    forgets_bi=({' + p["bi"]': ""}, "the bias b_i is forgotten."),
    forgets_bc=({' + p["bc"]': ""}, "the bias b_c is forgotten."),
    makes_all_gates_from_Wf=(
        {'p["Wi"]': 'p["Wf"]', 'p["bi"]': 'p["bf"]', 'p["Wo"]': 'p["Wf"]', 'p["bo"]': 'p["bf"]'},
        "all three gates are made with W_f and b_f. Each has a weight and a bias of its own.",
    ),
    makes_i_from_Wf=(
        {'p["Wi"]': 'p["Wf"]', 'p["bi"]': 'p["bf"]'},
        "the gate i is made with W_f and b_f. It has W_i and b_i.",
    ),
    makes_f_from_Wi=(
        {'p["Wf"]': 'p["Wi"]', 'p["bf"]': 'p["bi"]'},
        "the gate f is made with W_i and b_i. It has W_f and b_f.",
    ),
    makes_the_candidate_from_Wi=(
        {'p["Wc"]': 'p["Wi"]', 'p["bc"]': 'p["bi"]'},
        "the candidate is made with W_i and b_i. It has W_c and b_c.",
    ),
    takes_the_gates_from_xt_alone=(
        {JOINED: "np.concatenate([0 * a_prev, xt])"},
        "the gates read xt alone. They read the old activation as well.",
    ),
    takes_the_gates_from_a_prev_alone=(
        {JOINED: "np.concatenate([a_prev, 0 * xt])"},
        "the gates read the old activation alone. They read xt as well.",
    ),
    makes_the_candidate_from_Wf=(
        {'p["Wc"]': 'p["Wf"]', 'p["bc"]': 'p["bf"]'},
        "the candidate is made with W_f and b_f. It has W_c and b_c.",
    ),
    squashes_the_old_memory=(
        {MEMORY: "Gf * np.tanh(c_prev) + Gi * c_tilde"},
        "tanh is taken of the old memory. f is multiplied with c_prev as it is.",
    ),
    adds_one_in_the_forget_gate=(
        {'p["bf"]': 'p["bf"] + 1'},
        "1 is added to b_f. Such a bias belongs into the parameters, when they begin.",
    ),
    adds_the_biases_after_the_gates=(
        {f'p["b{gate}"])': f'0) + p["b{gate}"]' for gate in "fico"},
        "the biases are added after sigmoid and tanh. They belong inside.",
    ),
    exchanges_f_and_o=(
        {MEMORY: "Go * c_prev + Gi * c_tilde", SHOWN: "Gf * np.tanh(c_next)"},
        "the gates f and o are exchanged. f belongs to the old memory, o to the new activation.",
    ),
    exchanges_i_and_o=(
        {MEMORY: "Gf * c_prev + Go * c_tilde", SHOWN: "Gi * np.tanh(c_next)"},
        "the gates i and o are exchanged. i belongs to the candidate, o to the new activation.",
    ),
    returns_the_memory_first=(
        {f"return {RETURNED}": "return c_next, a_next, yt_pred, ("},
        "the memory is returned first. The order is a_next, c_next, yt_pred, cache.",
    ),
    returns_the_old_memory=(
        {f"return {RETURNED}": "return a_next, c_prev, yt_pred, ("},
        "c_next is the old memory, as it came in.",
    ),
    lets_the_gates_see_the_memory=(
        {JOINED: "np.concatenate([a_prev + c_prev, xt])"},
        "the old memory enters the gates. z holds a_prev and xt alone.",
    ),
)

answers.mistakes(
    "the_new_activation_follows_the_equation",
    shows_the_memory_itself=({SHOWN: "Go * c_next"}, "tanh is missing: a_next is o times tanh of the new memory."),
    shows_the_old_memory=(
        {SHOWN: "Go * np.tanh(c_prev)"},
        "a_next shows the old memory. It shows the new one.",
    ),
    shows_the_candidate=({SHOWN: "Go * c_tilde"}, "a_next shows the candidate. It shows the new memory, through tanh."),
    shows_all_of_the_memory=({SHOWN: "np.tanh(c_next)"}, "a_next is tanh of the memory, without the gate o."),
    squashes_after_the_gate=(
        {SHOWN: "np.tanh(Go * c_next)"},
        "o is multiplied with the memory before tanh is taken. First take tanh, then multiply.",
    ),
    squashes_the_memory_with_sigmoid=(
        {SHOWN: "Go * sigmoid(c_next)"},
        "sigmoid is taken of the memory. It is tanh.",
    ),
    hands_out_the_memory=({SHOWN: "c_next"}, "a_next is the memory itself, without tanh and without the gate o."),
    makes_o_from_Wc=(
        {'p["Wo"]': 'p["Wc"]', 'p["bo"]': 'p["bc"]'},
        "the gate o is made with W_c and b_c. It has W_o and b_o.",
    ),
    shows_through_f=({SHOWN: "Gf * np.tanh(c_next)"}, "a_next is let out by f. It is let out by o."),
    shows_through_i=({SHOWN: "Gi * np.tanh(c_next)"}, "a_next is let out by i. It is let out by o."),
    shows_through_the_rest_of_o=(
        {SHOWN: "(1 - Go) * np.tanh(c_next)"},
        "a_next is let out by 1 - o; 1 / (1 + exp(z)), without the minus, is 1 - o too. It is let out by o.",
    ),
    makes_o_from_the_new_memory=(
        {f"    Go = sigmoid({Zo})\n": "", "    a_next =": f"    Go = sigmoid({Zo} + c_next)\n    a_next ="},
        "the gate o sees the new memory. It reads a_prev and xt alone.",
    ),
    forgets_bo=({' + p["bo"]': ""}, "the bias b_o is forgotten."),
    makes_o_with_tanh=({f"sigmoid({Zo})": f"np.tanh({Zo})"}, "the gate o is made with tanh. It is made with sigmoid."),
    adds_the_old_activation=(
        {SHOWN: f"{SHOWN} + a_prev"},
        "the old activation is added to the new one. Only the memory is carried on by a sum.",
    ),
)

answers.mistakes(
    "the_prediction_follows_the_equation",
    predicts_from_the_memory=(
        {'p["Wy"] @ a_next': 'p["Wy"] @ c_next'},
        "the prediction is made from c_next. It is made from a_next.",
    ),
    predicts_from_the_old_activation=(
        {'p["Wy"] @ a_next': 'p["Wy"] @ a_prev'},
        "the prediction is made from the old activation. It is made from the new one.",
    ),
    predicts_scores=({"softmax(": "("}, "the scores are returned as they are: softmax is left out."),
    predicts_with_sigmoid=(
        {"softmax(": "sigmoid("},
        "sigmoid is taken of the scores. Softmax makes one distribution of them.",
    ),
    predicts_exponentials=(
        {"softmax(": "np.exp("},
        "the exponentials of the scores are not divided by their sum. Each column of a prediction sums to 1.",
    ),
    normalises_along_the_batch=(
        {' + p["by"])': ' + p["by"], axis=1)'},
        "softmax runs along the examples, axis 1. It is the n_y numbers of each column that sum to 1.",
    ),
    forgets_the_output_bias=({' + p["by"]': ""}, "the bias b_y is forgotten."),
    predicts_through_tanh=(
        {"softmax(": "softmax(np.tanh(", ' + p["by"])': ' + p["by"]))'},
        "the scores go through tanh before softmax. Softmax takes them as they are.",
    ),
)

answers.mistakes(
    "gates_at_their_limits_keep_and_hide",
    adds_a_small_number_to_the_gates=(
        {MEMORY: "(Gf + 1e-8) * c_prev + Gi * c_tilde"},
        "a small number is added to a gate. Then not even a gate of 1 keeps the memory as it is.",
    ),
    bounds_the_gates=(
        {MEMORY: "np.clip(Gf, 1e-6, 1 - 1e-6) * c_prev + np.clip(Gi, 1e-6, 1 - 1e-6) * c_tilde"},
        "the gates are kept away from 0 and 1. They may reach both.",
    ),
    bounds_what_goes_into_the_gates=(
        {
            f"sigmoid({Zf})": f"sigmoid(np.clip({Zf}, -15, 15))",
            f"sigmoid({Zi})": f"sigmoid(np.clip({Zi}, -15, 15))",
            f"sigmoid({Zo})": f"sigmoid(np.clip({Zo}, -15, 15))",
        },
        "the sums that go into the gates are clipped. Then the gates do not come near enough to 0 and 1.",
    ),
    bounds_the_memory=(
        {MEMORY: f"np.clip({MEMORY}, -10, 10)"},
        "the memory is clipped. It may be any number, since a memory can count.",
    ),
)

answers.mistakes(
    "its_arguments_are_left_alone",
    writes_the_memory_into_c_prev=(
        {f"c_next = {MEMORY}": "c_prev *= Gf\n    c_prev += Gi * c_tilde\n    c_next = c_prev"},
        "the new memory is written into the caller's c_prev.",
    ),
    writes_the_activation_into_a_prev=(
        {f"a_next = {SHOWN}": "a_next = np.multiply(Go, np.tanh(c_next), out=a_prev)"},
        "the new activation is written into the caller's a_prev.",
    ),
    keeps_the_gates_in_the_parameters=(
        {"    yt_pred =": '    parameters["Gf"] = Gf\n    yt_pred ='},
        "something is put into the caller's dict of parameters.",
    ),
)

CACHE = "the_cache_holds_what_the_way_back_reads"
answers.mistakes(CACHE, keeps_the_new_activation_for_the_old=lstm_mistakes.KEEPS_THE_NEW_ACTIVATION)
answers.mistakes(CACHE, **lstm_mistakes.OF_THE_CACHE)
answers.refused(CACHE, **lstm_mistakes.CACHES_OF_ANOTHER_FORM)
answers.refused(
    "the_new_memory_follows_the_equation",
    reads_the_parameters_by_their_order={
        "p, joined = parameters": 'p, joined = dict(zip(["Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo", "Wy", "by"], '
        "parameters.values()))"
    },
    squeezes_the_memory={f"return {RETURNED}": "return a_next, np.squeeze(c_next), yt_pred, ("},
    loses_precision_in_the_memory={f"return {RETURNED}": "return a_next, c_next.astype(np.float32), yt_pred, ("},
    makes_five_units={MEMORY: f"({MEMORY})[:5]"},
)
