"""Other answers to gru_cell_forward."""

from typing import Any

from solutions.alternatives import Answers, gru_mistakes, gru_variants
from solutions.gru import gru_cell_forward

answers = Answers(gru_cell_forward)

NEXT = "Gu * c_tilde + (1 - Gu) * c_prev"
RESET = "np.concatenate([Gr * c_prev, xt])"
CANDIDATE = f'np.tanh(p["Wc"] @ {RESET} + p["bc"])'
UPDATE_GATE, RESET_GATE = 'sigmoid(p["Wu"] @ joined + p["bu"])', 'sigmoid(p["Wr"] @ joined + p["br"])'
AFTER = 'Gr * (p["Wc"][:, : len(c_prev)] @ c_prev) + p["Wc"][:, len(c_prev) :] @ xt'
RETURNED = "c_next, yt_pred, (c_next, c_prev, c_tilde, Gu, Gr, xt, parameters)"

answers.variants(
    with_a_step_towards_the_candidate={NEXT: "c_prev + Gu * (c_tilde - c_prev)"},
    with_the_gate_on_the_rows_of_joined={
        RESET: "(np.concatenate([Gr, np.ones_like(xt)]) * joined)",
        RETURNED: "[c_next, yt_pred, [c_next.copy(), c_prev, c_tilde, Gu, Gr, xt.copy(), p]]",
    },
    with_a_softmax_of_its_own={"softmax(": "(lambda z: np.exp(z) / np.exp(z).sum(axis=0, keepdims=True))("},
)


answers.variant(gru_variants.cell_with_split_weights)
answers.variant(gru_variants.with_one_product_for_both_gates)
answers.variant(gru_variants.cell_example_by_example)

answers.mistakes(
    "the_candidate_reads_the_memory_through_the_reset_gate",
    forgets_the_reset_gate=(
        {"Gr * c_prev": "c_prev"},
        "the candidate reads c_prev as it is. The reset gate stands in front of it, Gr * c_prev.",
    ),
    resets_after_the_product=(
        {f'p["Wc"] @ {RESET}': AFTER},
        "the reset gate acts after W_c, as in PyTorch. Here it acts before: W_c @ [Gr * c_prev; xt].",
    ),
    does_as_pytorch_does=(
        {f'p["Wc"] @ {RESET}': AFTER, NEXT: "(1 - Gu) * c_tilde + Gu * c_prev"},
        "the reset gate acts after W_c, and 1 keeps the memory: both as in PyTorch, and here the other way round.",
    ),
    resets_the_input_too=(
        {f'p["Wc"] @ {RESET}': 'Gr * (p["Wc"] @ joined)'},
        "the reset gate acts on the whole product, the input included. It acts on c_prev alone, before W_c.",
    ),
    resets_the_whole_sum=(
        {f'p["Wc"] @ {RESET} + p["bc"]': 'Gr * (p["Wc"] @ joined + p["bc"])'},
        "the reset gate acts on the whole sum, the bias included. It acts on c_prev alone, before W_c.",
    ),
    resets_the_candidate=(
        {CANDIDATE: 'Gr * np.tanh(p["Wc"] @ joined + p["bc"])'},
        "the reset gate acts on the candidate. It acts on the old memory before the candidate is made of it.",
    ),
    takes_the_reset_gate_the_other_way_round=(
        {"Gr * c_prev": "(1 - Gr) * c_prev"},
        "the reset gate is 1 minus what it should be. Its sigmoid lacks the minus, or 1 - Gr stands for Gr.",
    ),
    puts_the_input_on_top_everywhere=(
        {"[c_prev, xt]": "[xt, c_prev]", "[Gr * c_prev, xt]": "[xt, Gr * c_prev]"},
        "the input is on top of the memory, for both gates and the candidate. The order is [c_prev; xt].",
    ),
    puts_the_input_on_top_in_the_candidate=(
        {"[Gr * c_prev, xt]": "[xt, Gr * c_prev]"},
        "the input is on top of the memory in the candidate. The order is [Gr * c_prev; xt].",
    ),
    forgets_bc=({' + p["bc"]': ""}, "the bias b_c is forgotten."),
    forgets_all_biases=(
        {' + p["bc"]': "", ' + p["bu"]': "", ' + p["br"]': ""},
        "the biases b_u, b_r and b_c are forgotten.",
    ),
    squashes_the_candidate_with_sigmoid=(
        {"np.tanh(": "sigmoid("},
        "the candidate goes through a sigmoid. It goes through tanh; sigmoids are for gates.",
    ),
    squashes_the_candidate_with_relu=({"np.tanh(": "np.maximum(0, "}, "the candidate goes through ReLU, not tanh."),
    leaves_the_candidate_unsquashed=(
        {"np.tanh(": "("},
        "the candidate is the plain sum. It has yet to go through tanh.",
    ),
    makes_the_candidate_with_Wu=({'"Wc"': '"Wu"'}, "the candidate is made with W_u. It has a weight of its own, W_c."),
    makes_the_candidate_with_Wr=({'"Wc"': '"Wr"'}, "the candidate is made with W_r. It has a weight of its own, W_c."),
    gives_the_candidate_bu=({'p["bc"]': 'p["bu"]'}, "the candidate has b_u for b_c."),
    gives_the_candidate_br=({'p["bc"]': 'p["br"]'}, "the candidate has b_r for b_c."),
    makes_the_candidate_of_the_input_alone=(
        {f'p["Wc"] @ {RESET}': 'p["Wc"][:, len(c_prev) :] @ xt'},
        "the candidate reads the input alone. It reads the reset memory too.",
    ),
    returns_the_prediction_first=(
        {"return c_next, yt_pred,": "return yt_pred, c_next,"},
        "yt_pred is returned before c_next. The order is c_next, yt_pred, cache.",
    ),
    resets_as_many_rows_as_the_input_has=(
        {"Gr * c_prev, xt": "Gr[: len(xt)] * c_prev[: len(xt)], c_prev[len(xt) :], xt"},
        "the reset gate acts on the first n_x rows alone. The memory has n_a rows.",
    ),
    gives_all_units_one_reset_gate=(
        {"Gr * c_prev": "Gr.mean(axis=0) * c_prev"},
        "all units share one reset gate, the mean of theirs. Each unit has a gate of its own.",
    ),
    makes_the_candidate_of_the_memory_alone=(
        {f'p["Wc"] @ {RESET}': 'p["Wc"][:, : len(c_prev)] @ (Gr * c_prev)'},
        "the candidate reads the memory alone. It reads the input too.",
    ),
)

answers.mistakes(
    "the_reset_gate_follows_the_equation",
    makes_the_reset_gate_of_the_input_alone=(
        {'p["Wr"] @ joined': 'p["Wr"][:, len(c_prev) :] @ xt'},
        "the reset gate reads the input alone. It reads the old memory too.",
    ),
    forgets_br=({' + p["br"]': ""}, "the bias b_r is forgotten."),
    squashes_the_reset_gate_with_tanh=(
        {RESET_GATE: RESET_GATE.replace("sigmoid", "np.tanh")},
        "the reset gate goes through tanh, so it may be negative. A share lies between 0 and 1: use a sigmoid.",
    ),
    leaves_the_reset_gate_unsquashed=(
        {RESET_GATE: RESET_GATE.replace("sigmoid", "")},
        "the reset gate is the plain sum. A share lies between 0 and 1: use a sigmoid.",
    ),
    makes_the_reset_gate_with_Wc=({'"Wr"': '"Wc"'}, "the reset gate is made with W_c. Its own weight is W_r."),
    gives_the_reset_gate_bc=({'p["br"]': 'p["bc"]'}, "the reset gate has b_c for b_r."),
    makes_the_reset_gate_with_Wu=({'"Wr"': '"Wu"'}, "the reset gate is made with W_u. Its own weight is W_r."),
    makes_one_gate_do_for_both=({RESET_GATE: "Gu"}, "Gu stands in front of c_prev in the candidate, in place of Gr."),
    gives_the_reset_gate_bu=({'p["br"]': 'p["bu"]'}, "the reset gate has b_u for b_r."),
    puts_the_input_on_top_in_the_reset_gate=(
        {'p["Wr"] @ joined': 'p["Wr"] @ np.concatenate([xt, c_prev])'},
        "the input is on top of the memory in the reset gate. The order is [c_prev; xt].",
    ),
)

answers.mistakes(
    "the_update_gate_follows_the_equation",
    exchanges_the_gates=(
        {'"Wu"': '"Wr"', '"Wr"': '"Wu"', '"bu"': '"br"', '"br"': '"bu"'},
        "the two gates are exchanged: W_r makes the gate that mixes, and W_u the one in front of W_c.",
    ),
    exchanges_the_weights_of_the_gates=({'"Wu"': '"Wr"', '"Wr"': '"Wu"'}, "W_u and W_r are exchanged, not the biases."),
    squashes_the_update_gate_with_tanh=(
        {UPDATE_GATE: UPDATE_GATE.replace("sigmoid", "np.tanh")},
        "the update gate goes through tanh, so it may be negative. A share lies between 0 and 1: use a sigmoid.",
    ),
    squashes_both_gates_with_tanh=(
        {"sigmoid(": ("np.tanh(", 2)},
        "both gates go through tanh, so they may be negative. A share lies between 0 and 1: use sigmoids.",
    ),
    leaves_the_update_gate_unsquashed=(
        {UPDATE_GATE: UPDATE_GATE.replace("sigmoid", "")},
        "the update gate is the plain sum. A share lies between 0 and 1: use a sigmoid.",
    ),
    leaves_both_gates_unsquashed=(
        {"sigmoid(": ("(", 2)},
        "both gates are plain sums. A share lies between 0 and 1: use sigmoids.",
    ),
    exchanges_the_biases_of_the_gates=({'"bu"': '"br"', '"br"': '"bu"'}, "b_u and b_r are exchanged, not the weights."),
    makes_the_update_gate_with_Wc=({'"Wu"': '"Wc"'}, "the update gate is made with W_c. Its own weight is W_u."),
    gives_the_update_gate_bc=({'p["bu"]': 'p["bc"]'}, "the update gate has b_c for b_u."),
    makes_the_update_gate_with_Wr=({'"Wu"': '"Wr"'}, "the update gate is made with W_r. Its own weight is W_u."),
    makes_the_update_gate_of_the_input_alone=(
        {'p["Wu"] @ joined': 'p["Wu"][:, len(c_prev) :] @ xt'},
        "the update gate reads the input alone. It reads the old memory too.",
    ),
    makes_both_gates_of_the_input_alone=(
        {'p["Wu"] @ joined': 'p["Wu"][:, len(c_prev) :] @ xt', 'p["Wr"] @ joined': 'p["Wr"][:, len(c_prev) :] @ xt'},
        "both gates read the input alone. They read the old memory too.",
    ),
    makes_the_update_gate_of_the_reset_memory=(
        {
            f"    Gu = {UPDATE_GATE}\n": "",
            "    c_next = ": f'    Gu = sigmoid(p["Wu"] @ {RESET} + p["bu"])\n    c_next = ',
        },
        "the update gate reads Gr * c_prev. Only the candidate does; both gates read c_prev itself.",
    ),
    forgets_bu=({' + p["bu"]': ""}, "the bias b_u is forgotten."),
    forgets_the_biases_of_both_gates=({' + p["bu"]': "", ' + p["br"]': ""}, "the biases of both gates are forgotten."),
    gives_the_update_gate_br=({'p["bu"]': 'p["br"]'}, "the update gate has b_r for b_u."),
    puts_the_input_on_top_in_both_gates=(
        {"[c_prev, xt]": "[xt, c_prev]"},
        "the input is on top of the memory in both gates. The order is [c_prev; xt].",
    ),
)

answers.mistakes(
    "a_shut_gate_keeps_and_an_open_one_overwrites",
    takes_the_update_gate_the_other_way_round=(
        {NEXT: "(1 - Gu) * c_tilde + Gu * c_prev"},
        "an open update gate keeps the memory, as in PyTorch. The mixture is the other way round, or the sigmoid lacks "
        "its minus.",
    ),
    adds_to_all_of_the_memory=(
        {"(1 - Gu) * c_prev": "c_prev"},
        "what the gate lets in is added to all of the old memory. Only 1 - Gu of it stays.",
    ),
    drops_the_old_memory=(
        {" + (1 - Gu) * c_prev": ""},
        "nothing of the old memory is kept. The part 1 - Gu of it stays.",
    ),
    keeps_what_it_overwrites=(
        {"(1 - Gu) * c_prev": "Gu * c_prev"},
        "both are multiplied by Gu. The old memory is multiplied by 1 - Gu.",
    ),
    keeps_the_reset_memory=(
        {"(1 - Gu) * c_prev": "(1 - Gu) * (Gr * c_prev)"},
        "Gr * c_prev is kept. The reset gate is for the candidate alone; what is kept is c_prev.",
    ),
    squashes_the_mixture=(
        {NEXT: f"np.tanh({NEXT})"},
        "tanh is taken of the mixture once more: so nothing is kept as it is.",
    ),
    keeps_by_the_reset_gate=(
        {"(1 - Gu) * c_prev": "Gr * c_prev"},
        "the reset gate says how much of c_prev stays. That is 1 - Gu.",
    ),
    **gru_mistakes.SIGN_OF_BOTH,
)

answers.mistakes(
    "the_prediction_follows_the_equation",
    predicts_from_the_old_memory=(
        {'p["Wy"] @ c_next': 'p["Wy"] @ c_prev'},
        "the prediction is made from the old memory. It is made from the new one.",
    ),
    predicts_from_the_candidate=(
        {'p["Wy"] @ c_next': 'p["Wy"] @ c_tilde'},
        "the prediction is made from the candidate. It is made from c_next, which may have kept the old memory.",
    ),
    predicts_scores=({"softmax(": "("}, "the scores are returned as they are: softmax is left out."),
    predicts_with_sigmoid=({"softmax(": "sigmoid("}, "sigmoid is taken of the scores: softmax is expected."),
    normalises_along_the_batch=(
        {' + p["by"])': ' + p["by"], axis=1)'},
        "softmax runs along the examples: it is the n_y numbers of each column that sum to 1.",
    ),
    forgets_by=({' + p["by"]': ""}, "the bias b_y is forgotten."),
    squashes_the_memory_again=(
        {'p["Wy"] @ c_next': 'p["Wy"] @ np.tanh(c_next)'},
        "tanh is taken of the memory once more, as an LSTM does. The prediction is made from c_next itself.",
    ),
)

CACHES = {
    "exchanges_the_gates": ("(c_next, c_prev, c_tilde, Gr, Gu, xt, parameters)", "Gr stands before Gu in the cache."),
    "exchanges_the_memories": (
        "(c_prev, c_next, c_tilde, Gu, Gr, xt, parameters)",
        "c_prev stands before c_next in the cache.",
    ),
    "keeps_the_reset_memory": (
        "(c_next, Gr * c_prev, c_tilde, Gu, Gr, xt, parameters)",
        "the cache holds Gr * c_prev. The way back needs c_prev itself.",
    ),
    "leaves_the_parameters_out": ("(c_next, c_prev, c_tilde, Gu, Gr, xt)", "the parameters are missing in the cache."),
    "keeps_no_xt": ("(c_next, c_prev, c_tilde, Gu, Gr, parameters)", "xt is missing in the cache."),
    "keeps_nothing": ("None", "there is no cache: None stands in its place."),
}
for name, (cache, says) in CACHES.items():
    row: dict[str, Any] = {f"{name}_in_the_cache": ({RETURNED: f"c_next, yt_pred, {cache}"}, says)}
    answers.mistakes("the_cache_holds_what_the_way_back_reads", **row)
answers.refused(
    "the_cache_holds_what_the_way_back_reads",
    keeps_a_dict={RETURNED: "c_next, yt_pred, {'Gu': Gu, 'Gr': Gr}"},
    keeps_the_names_of_the_parameters={RETURNED: RETURNED.replace("parameters", "list(parameters)")},
)

answers.mistakes(
    "the_arguments_are_left_alone",
    writes_into_c_prev=(
        {f"c_next = {NEXT}": "c_prev += Gu * (c_tilde - c_prev)\n    c_next = c_prev"},
        "the caller's c_prev is written into, as `+=` and `*=` do: make a new array.",
    ),
    puts_the_gates_into_the_parameters=(
        {"return": 'parameters["Gu"] = Gu\n    return'},
        "something is put into the caller's dict of parameters.",
    ),
)

answers.refused(
    "the_candidate_reads_the_memory_through_the_reset_gate",
    returns_rows={RETURNED: "c_next.T, yt_pred.T, None"},
    resets_the_first_unit_only={"Gr * c_prev": "np.concatenate([Gr[:1] * c_prev[:1], c_prev[1:]])"},
)
answers.refused(
    "the_reset_gate_follows_the_equation",
    shares_one_reset_gate={"    c_tilde": "    Gr = Gr * 0 + Gr.mean(axis=0)\n    c_tilde"},
    rounds_the_reset_gate={"    c_tilde": "    Gr = np.round(Gr)\n    c_tilde"},
)
answers.refused(
    "the_update_gate_follows_the_equation",
    shares_one_update_gate={"    c_next = ": "    Gu = Gu * 0 + Gu.mean(axis=0)\n    c_next = "},
    rounds_the_update_gate={"    c_next = ": "    Gu = np.round(Gu)\n    c_next = "},
)
answers.refused(
    "a_shut_gate_keeps_and_an_open_one_overwrites",
    returns_the_candidate={RETURNED: "c_tilde, yt_pred, None"},
)
