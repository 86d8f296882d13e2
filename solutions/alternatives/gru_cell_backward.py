"""Other answers to gru_cell_backward."""

import numpy as np

from solutions.activations import sigmoid
from solutions.alternatives import Answers
from solutions.gru import gru_cell_backward

answers = Answers(gru_cell_backward)


@answers.variant
def computing_everything_again(dc_next, cache):
    _, c_prev, _, _, _, xt, p = cache
    n_a, both = c_prev.shape[0], np.vstack([cache[1], cache[5]])
    u, r = sigmoid(p["Wu"] @ both + p["bu"]), sigmoid(p["Wr"] @ both + p["br"])
    read = np.vstack([r * c_prev, xt])
    new = np.tanh(p["Wc"] @ read + p["bc"])
    back = {"c": dc_next * u * (1 - new) * (1 + new), "u": dc_next * (new - c_prev) * u * (1 - u)}
    through_c = np.dot(p["Wc"].T, back["c"])
    back["r"] = through_c[:n_a] * c_prev * (r - r**2)
    below = {"c": read, "u": both, "r": both}
    grads = {f"dW{g}": np.einsum("ji,ki->jk", back[g], below[g]) for g in "urc"}
    grads |= {f"db{g}": np.sum(back[g], 1)[:, None] for g in "urc"}
    total = np.vstack([r * through_c[:n_a] + (1 - u) * dc_next, through_c[n_a:]])
    total = total + p["Wu"].T @ back["u"] + p["Wr"].T @ back["r"]
    return {**grads, "dc_prev": total[:n_a], "dxt": total[n_a:]}


@answers.variant
def with_split_weights(dc_next, cache):
    c_next, c_prev, c_tilde, u, r, xt, p = cache
    n_a = len(c_next)
    old = {g: p["W" + g][:, :n_a] for g in "urc"}
    new = {g: p["W" + g][:, n_a:] for g in "urc"}
    d = {"c": u * dc_next / np.cosh(np.arctanh(c_tilde)) ** 2}
    d["u"] = dc_next * c_tilde * u * (1 - u) - dc_next * c_prev * u * (1 - u)
    d["r"] = (old["c"].T @ d["c"]) * c_prev * r * (1 - r)
    dc_prev = dc_next - u * dc_next
    dc_prev += r * (old["c"].T @ d["c"])
    for g in "ur":
        dc_prev += old[g].T @ d[g]
    ones = np.ones((xt.shape[1], 1))
    out = {"dxt": sum(new[g].T @ d[g] for g in "urc"), "dc_prev": dc_prev}
    for g in "urc":
        memory = r * c_prev if g == "c" else c_prev
        out["dW" + g] = np.hstack([d[g] @ memory.T, d[g] @ xt.T])
        out["db" + g] = d[g] @ ones
    return out


@answers.variant
def example_by_example(dc_next, cache):
    *arrays, p = cache
    n_a = len(dc_next)
    out = {"d" + k: np.zeros(v.shape) for k, v in p.items()}
    out |= {"dxt": np.zeros(arrays[5].shape), "dc_prev": np.zeros(dc_next.shape)}
    for i in range(dc_next.shape[1]):
        _, c, new, u, r, x = (a[:, i] for a in arrays)
        dc = dc_next[:, i]
        dz_c, dz_u = dc * u * (1 - new**2), dc * (new - c) * u * (1 - u)
        down = dz_c @ p["Wc"]
        dz_r = down[:n_a] * c * r * (1 - r)
        gates = dz_u @ p["Wu"] + dz_r @ p["Wr"]
        out["dc_prev"][:, i] = dc * (1 - u) + r * down[:n_a] + gates[:n_a]
        out["dxt"][:, i] = down[n_a:] + gates[n_a:]
        for g, dz, memory in (("c", dz_c, r * c), ("u", dz_u, c), ("r", dz_r, c)):
            out["dW" + g] += np.outer(dz, np.append(memory, x))
            out["db" + g] += dz[:, None]
    return out


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
    takes_the_slope_of_tanh_at_the_update_gate=(
        {"* Gu * (1 - Gu)": "* (1 - Gu**2)"},
        "dz_u has 1 - Gu**2, the slope of tanh. The gate is a sigmoid: Gu * (1 - Gu).",
    ),
    takes_the_slope_of_tanh_at_the_reset_gate=(
        {"* Gr * (1 - Gr)": "* (1 - Gr**2)"},
        "dz_r has 1 - Gr**2, the slope of tanh. The gate is a sigmoid: Gr * (1 - Gr).",
    ),
    takes_the_slope_of_tanh_at_both_gates=(
        {"* Gu * (1 - Gu)": "* (1 - Gu**2)", "* Gr * (1 - Gr)": "* (1 - Gr**2)"},
        "both gates have the slope of tanh, 1 - g**2. A sigmoid has g * (1 - g).",
    ),
    forgets_the_slope_of_the_update_gate=(
        {"* Gu * (1 - Gu)": ""},
        "dz_u is left without the slope of its sigmoid, Gu * (1 - Gu).",
    ),
    forgets_the_slope_of_the_reset_gate=(
        {"* Gr * (1 - Gr)": ""},
        "dz_r is left without the slope of its sigmoid, Gr * (1 - Gr).",
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
    exchanges_the_gates_in_the_cache=(
        {"Gu, Gr, xt, p = cache": "Gr, Gu, xt, p = cache"},
        "the two gates are read from the cache in the wrong order. Gu comes before Gr.",
    ),
)

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
    "the_gradient_goes_past_the_gates", of=with_split_weights, forgets_a_plus={"dc_prev += r *": "dc_prev = r *"}
)
answers.refused(
    "the_gradient_goes_past_the_gates",
    hands_the_share_on_without_dc={PAST: "(1 - Gu)"},
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
    exchanges_memories_in_the_cache={"_, c_prev, c_tilde": "c_prev, _, c_tilde"},
    returns_no_gradient={"    _, c_prev": "    dc_next = 0 * dc_next\n    _, c_prev"},
    turns_all_signs={"    _, c_prev": "    dc_next = -dc_next\n    _, c_prev"},
)
