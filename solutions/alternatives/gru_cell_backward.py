"""Other answers to gru_cell_backward."""

import re
from typing import Any

from solutions.alternatives import Answers, gru_mistakes, gru_variants
from solutions.gru import gru_cell_backward

answers = Answers(gru_cell_backward)


answers.variant(gru_variants.computing_everything_again)
answers.variant(gru_variants.back_with_split_weights)
answers.variant(gru_variants.back_example_by_example)
answers.variants(
    with_the_slope_from_c_next={"(c_tilde - c_prev) * Gu": "(cache[0] - c_prev)"},
    with_one_product_for_both_gates={
        'p["Wu"].T @ dz_u + p["Wr"].T @ dz_r': 'np.vstack([p["Wu"], p["Wr"]]).T @ np.vstack([dz_u, dz_r])',
    },
)

DZ_C, DZ_U = "dc_next * Gu * (1 - c_tilde**2)", "dc_next * (c_tilde - c_prev) * Gu * (1 - Gu)"
DZ_R = "from_candidate[:n_a] * c_prev * Gr * (1 - Gr)"
answers.mistakes(
    "the_biases_get_what_comes_back_to_gates_and_candidate",
    forgets_the_slope_of_tanh=({DZ_C: "dc_next * Gu"}, "dz_c is left without the slope of tanh, 1 - c_tilde**2."),
    forgets_the_gate_on_the_way_to_the_candidate=(
        {DZ_C: "dc_next * (1 - c_tilde**2)"},
        "dz_c is left without Gu. The candidate enters c_next multiplied by the update gate.",
    ),
    forgets_the_square=({"c_tilde**2": "c_tilde"}, "1 - c_tilde is used for the slope of tanh. Square the candidate."),
    takes_the_slope_of_tanh_at_c_next=(
        {"c_tilde**2": "cache[0] ** 2"},
        "dz_c has 1 - c_next**2. The tanh gave c_tilde, and c_next is the mixture: 1 - c_tilde**2.",
    ),
    takes_the_slope_of_a_sigmoid_at_the_candidate=(
        {"(1 - c_tilde**2)": "c_tilde * (1 - c_tilde)"},
        "dz_c has c_tilde * (1 - c_tilde), the slope of a sigmoid. The candidate is a tanh: 1 - c_tilde**2.",
    ),
    sends_what_is_kept_to_the_candidate=(
        {DZ_C: "dc_next * (1 - Gu) * (1 - c_tilde**2)"},
        "dz_c has 1 - Gu. That is the share of the old memory; the candidate enters c_next times Gu.",
    ),
    leaves_dc_out_of_dz_u=({"dc_next * (c_tilde": "(c_tilde"}, "dz_u is left without dc_next."),
    forgets_the_old_memory_at_the_update_gate=(
        {"(c_tilde - c_prev)": "c_tilde"},
        "dz_u is made with c_tilde alone. More of the candidate is less of the old memory: c_tilde - c_prev.",
    ),
    adds_the_old_memory_at_the_update_gate=(
        {"(c_tilde - c_prev)": "(c_tilde + c_prev)"},
        "dz_u is made with c_tilde + c_prev. More of the candidate is less of the old memory: c_tilde - c_prev.",
    ),
    subtracts_the_other_way_round=(
        {"(c_tilde - c_prev)": "(c_prev - c_tilde)"},
        "dz_u has the wrong sign: c_prev - c_tilde belongs to a gate that keeps, and this one overwrites.",
    ),
    takes_the_slope_of_tanh_at_both_gates=(
        {"* Gu * (1 - Gu)": "* (1 - Gu**2)", "* Gr * (1 - Gr)": "* (1 - Gr**2)"},
        "both gates have the slope of tanh, 1 - g**2. A sigmoid has g * (1 - g).",
    ),
    multiplies_by_the_reset_gate_twice=(
        {"* Gr * (1 - Gr)": "* Gr * Gr * (1 - Gr)"},
        "dz_r has one Gr too many: W_c read Gr * c_prev, and the gradient of that is multiplied by c_prev alone.",
    ),
    takes_the_new_memory_at_the_reset_gate=(
        {"* c_prev * Gr": "* cache[0] * Gr"},
        "dz_r is made with c_next. The reset gate was multiplied by c_prev.",
    ),
    sends_dz_c_to_the_reset_gate=(
        {"from_candidate[:n_a] * c_prev": "dz_c * c_prev"},
        "dz_r is made of dz_c as it is. On the way it goes through W_c, transposed.",
    ),
    goes_through_Wr_to_the_reset_gate=(
        {"from_candidate[:n_a] * c_prev": '(p["Wr"].T @ dz_c)[:n_a] * c_prev'},
        "dz_r is made of dz_c through W_r. The gate acts on what W_c reads: the way is through W_c.",
    ),
    forgets_the_old_memory_at_the_reset_gate=(
        {"* c_prev * Gr": "* Gr"},
        "dz_r is left without c_prev. The reset gate is multiplied by c_prev, so its gradient is as well.",
    ),
    sends_dc_to_the_reset_gate=(
        {"from_candidate[:n_a] * c_prev": "dc_next * c_prev"},
        "dz_r is made of dc_next. The reset gate acts on c_next through W_c and the candidate alone.",
    ),
    averages_the_biases=(
        {".sum(axis=1": (".mean(axis=1", 3)},
        "the gradients of the biases are divided by m. They are sums over the examples: the loss has divided already.",
    ),
    drops_the_axis_of_examples=(
        {", keepdims=True": ("", 3)},
        "the gradients of the biases have one axis, (n_a,). They have the shape of the biases, (n_a, 1).",
    ),
    exchanges_the_memories_in_the_cache=(
        {"_, c_prev, c_tilde": "c_prev, _, c_tilde"},
        "c_next is taken for c_prev: the first two entries of the cache are read in the wrong order.",
    ),
    exchanges_the_gates_in_the_cache=(
        {"Gu, Gr, xt, p = cache": "Gr, Gu, xt, p = cache"},
        "the two gates are read from the cache in the wrong order. Gu comes before Gr.",
    ),
    **gru_mistakes.SLOPES,
)

#: What may stand for the slope of a sigmoid g, and what is said of it.
OTHER_SLOPES = {
    "takes_the_slope_of_tanh": ("* (1 - g**2)", "has 1 - g**2, the slope of tanh. The gate is a sigmoid: g * (1 - g)."),
    "forgets_the_slope": ("", "is left without the slope of its sigmoid, g * (1 - g)."),
    "takes_half_of_the_slope": ("* (1 - g)", "has 1 - g alone. The slope of a sigmoid is g * (1 - g)."),
    "takes_the_gate_for_its_slope": ("* g", "has g alone. The slope of a sigmoid is g * (1 - g)."),
    "leaves_the_brackets_out": ("* g * 1 - g", "has 1 - g without brackets, so that g is subtracted at the end."),
}
for gate in ("update", "reset"):
    g = f"G{gate[0]}"
    for kind, (slope, says) in OTHER_SLOPES.items():
        swap, told = {f"* {g} * (1 - {g})": re.sub(r"\bg\b", g, slope)}, re.sub(r"\bg\b", g, says)
        row: dict[str, Any] = {f"{kind}_at_the_{gate}_gate": (swap, f"dz_{gate[0]} {told}")}
        answers.mistakes("the_biases_get_what_comes_back_to_gates_and_candidate", **row)

PAST = "(1 - Gu) * dc_next"
answers.mistakes(
    "the_gradient_goes_past_the_gates",
    forgets_the_way_past_the_gates=(
        {PAST + " + ": ""},
        "dc_prev lacks the way past the gates, (1 - Gu) * dc_next. It is the one that lets a memory last.",
    ),
    takes_the_share_that_is_overwritten=(
        {PAST: "Gu * dc_next"},
        "Gu * dc_next goes past the gates. What is kept of c_prev is 1 - Gu.",
    ),
    multiplies_what_is_kept_by_the_memory=(
        {PAST: "(1 - Gu) * c_prev"},
        "c_prev stands in the way past the gates, where dc_next is due: (1 - Gu) * dc_next.",
    ),
    hands_the_share_on_without_dc=(
        {PAST: "(1 - Gu)"},
        "1 - Gu stands alone in the way past the gates: dc_next is left out.",
    ),
    sends_dz_c_past_the_gates=(
        {PAST: "(1 - Gu) * dz_c"},
        "dz_c goes past the gates. That way meets no tanh: (1 - Gu) * dc_next.",
    ),
    hands_all_of_dc_on=({PAST: "dc_next"}, "all of dc_next goes past the gates. The part 1 - Gu of c_prev is kept."),
)

BY_CANDIDATE = "Gr * from_candidate[:n_a]"
answers.mistakes(
    "the_gradient_goes_through_the_candidate",
    forgets_the_way_through_the_candidate=({f" + {BY_CANDIDATE}": ""}, "dc_prev lacks the way through the candidate."),
    forgets_Gr_on_the_way_through_the_candidate=(
        {BY_CANDIDATE: "from_candidate[:n_a]"},
        "the way through the candidate is left without Gr. W_c has read Gr * c_prev.",
    ),
    resets_twice_on_the_way_back=(
        {"from_candidate[:n_a] * c_prev": "Gr * from_candidate[:n_a] * c_prev", BY_CANDIDATE: f"Gr * {BY_CANDIDATE}"},
        "Gr is multiplied in twice on the way through the candidate, and once on that to the reset gate.",
    ),
    goes_back_through_Wc_as_it_is=(
        {BY_CANDIDATE: 'Gr * (p["Wc"][:, :n_a] @ dz_c)'},
        "dz_c is multiplied by the square part of W_c as it is. On the way back it is transposed.",
    ),
    resets_before_Wc_on_the_way_back=(
        {BY_CANDIDATE: '(p["Wc"].T @ (Gr * dz_c))[:n_a]'},
        "Gr is applied before W_c^T. On the way forward it came before W_c, so on the way back it comes after.",
    ),
)

answers.mistakes(
    "the_gradient_goes_through_the_update_gate",
    forgets_the_way_through_the_update_gate=(
        {"+ from_gates[:n_a]": '+ (p["Wr"].T @ dz_r)[:n_a]'},
        "dc_prev lacks the way through the update gate.",
    ),
    goes_back_through_Wu_as_it_is=(
        {"+ from_gates[:n_a]": '+ (p["Wr"].T @ dz_r)[:n_a] + p["Wu"][:, :n_a] @ dz_u'},
        "dz_u is multiplied by the square part of W_u as it is. On the way back it is transposed.",
    ),
    stops_at_the_gates=(
        {" + from_gates[:n_a]": ""},
        "dc_prev lacks the ways through both gates. They have read c_prev too.",
    ),
    goes_back_through_Wr_twice=(
        {'p["Wu"].T @ dz_u': 'p["Wr"].T @ dz_u'},
        "dz_u goes back through W_r, as dz_r does. Its own weight is W_u.",
    ),
    exchanges_Wu_and_Wr=(
        {'p["Wu"].T @ dz_u + p["Wr"].T @ dz_r': 'p["Wr"].T @ dz_u + p["Wu"].T @ dz_r'},
        "dz_u goes back through W_r, and dz_r through W_u.",
    ),
)

answers.mistakes(
    "the_gradient_goes_through_the_reset_gate",
    forgets_the_way_through_the_reset_gate=(
        {"+ from_gates[:n_a]": '+ (p["Wu"].T @ dz_u)[:n_a]'},
        "dc_prev lacks the way through the reset gate.",
    ),
)

answers.mistakes(
    "the_gradient_goes_through_the_reset_gate",
    goes_back_through_Wu_twice=(
        {'p["Wr"].T @ dz_r': 'p["Wu"].T @ dz_r'},
        "dz_r goes back through W_u, as dz_u does. Its own weight is W_r.",
    ),
)

answers.mistakes(
    "the_input_gets_its_gradient_by_three_ways",
    forgets_the_gates_on_the_way_to_the_input=(
        {" + from_gates[n_a:]": ""},
        "dxt lacks the ways through the two gates.",
    ),
    forgets_the_candidate_on_the_way_to_the_input=(
        {"from_candidate[n_a:] + ": ""},
        "dxt lacks the way through the candidate.",
    ),
    forgets_the_update_gate_on_the_way_to_the_input=(
        {"+ from_gates[n_a:]": '+ (p["Wr"].T @ dz_r)[n_a:]'},
        "dxt lacks the way through the update gate.",
    ),
    forgets_the_reset_gate_on_the_way_to_the_input=(
        {"+ from_gates[n_a:]": '+ (p["Wu"].T @ dz_u)[n_a:]'},
        "dxt lacks the way through the reset gate.",
    ),
    takes_the_first_rows_for_the_input=(
        {"from_candidate[n_a:]": "from_candidate[: len(xt)]", "from_gates[n_a:]": "from_gates[: len(xt)]"},
        "dxt is made of the first n_x rows. The memory is on top: the input has the last n_x.",
    ),
)

answers.mistakes(
    "each_weight_pairs_what_came_back_with_what_it_acted_on",
    pairs_Wc_with_the_whole_memory=(
        {"np.concatenate([Gr * c_prev, xt]).T": "joined.T"},
        "dWc pairs dz_c with c_prev as it is. W_c has acted on Gr * c_prev.",
    ),
    pairs_all_with_the_reset_memory=(
        {"joined = np.concatenate([c_prev, xt])": "joined = np.concatenate([Gr * c_prev, xt])"},
        "dWu and dWr pair with Gr * c_prev. Both gates have acted on c_prev itself.",
    ),
    puts_the_input_first=(
        {"np.concatenate([c_prev, xt])": "np.concatenate([xt, c_prev])"}
        | {"np.concatenate([Gr * c_prev, xt])": "np.concatenate([xt, Gr * c_prev])"},
        "the columns of the input come first in dWu, dWr and dWc. The order is [c_prev; xt].",
    ),
    puts_the_input_first_for_the_gates=(
        {"joined = np.concatenate([c_prev, xt])": "joined = np.concatenate([xt, c_prev])"},
        "the columns of the input come first in dWu and dWr. The order is [c_prev; xt].",
    ),
    averages_the_weights=(
        {"@ joined.T": ("@ joined.T / len(xt.T)", 2), "xt]).T": "xt]).T / len(xt.T)"},
        "the gradients of the weights are divided by m. They are sums over the examples: the loss has divided already.",
    ),
    turns_the_weights=(
        {"dz_u @ joined.T": "joined @ dz_u.T", "dz_r @ joined.T": "joined @ dz_r.T"}
        | {"dz_c @ np.concatenate([Gr * c_prev, xt]).T": "np.concatenate([Gr * c_prev, xt]) @ dz_c.T"},
        "dWu, dWr and dWc are transposed. They have the shapes of the weights, (n_a, n_a + n_x).",
    ),
    exchanges_dWu_and_dWr=({'"dWu"': '"dWr"', '"dWr"': '"dWu"'}, "dWu and dWr are exchanged."),
)

answers.mistakes(
    "dc_next_and_the_cache_are_left_alone",
    multiplies_dc_next_in_place=(
        {f"dz_c = {DZ_C}": f"dz_u = {DZ_U}\n    past = {PAST}\n    dz_c = dc_next\n    dz_c *= Gu * (1 - c_tilde**2)"}
        | {f"    dz_u = {DZ_U}\n    from": "    from", PAST: "past"},
        "dc_next is multiplied in place. `*=` writes into the caller's array.",
    ),
    squares_the_cache=(
        {f"dz_c = {DZ_C}": f"dz_u = {DZ_U}\n    c_tilde **= 2\n    dz_c = dc_next * Gu * (1 - c_tilde)"}
        | {f"    dz_u = {DZ_U}\n    from": "    from"},
        "c_tilde is squared in place. `**=` writes into the cache.",
    ),
)

answers.refused(
    "the_gradient_goes_past_the_gates",
    of=gru_variants.back_with_split_weights,
    forgets_a_plus={"dc_prev += r *": "dc_prev = r *"},
)
answers.refused(
    "the_gradient_goes_past_the_gates",
    hands_the_reset_part_on={PAST: "(1 - Gu) * Gr * dc_next"},
)
answers.refused(
    "the_gradient_goes_through_the_candidate",
    takes_Gu_on_the_way_through_the_candidate={BY_CANDIDATE: "Gu * from_candidate[:n_a]"},
)
answers.refused("the_gradient_goes_through_the_update_gate", hands_dz_u_on={"+ from_gates[:n_a]": "+ dz_u"})
answers.refused("the_gradient_goes_through_the_reset_gate", hands_dz_r_on={"+ from_gates[:n_a]": "+ dz_r"})
answers.refused(
    "the_input_gets_its_gradient_by_three_ways",
    averages_dxt={"from_gates[n_a:]": "from_gates[n_a:].mean(axis=1, keepdims=True)"},
)
answers.refused(
    "the_biases_get_what_comes_back_to_gates_and_candidate",
    reads_the_rows_of_the_input={"from_candidate[:n_a] * c_prev": "from_candidate[-n_a:] * c_prev"},
    returns_no_gradient={"    _, c_prev": "    dc_next = 0 * dc_next\n    _, c_prev"},
    turns_all_signs={"    _, c_prev": "    dc_next = -dc_next\n    _, c_prev"},
)
