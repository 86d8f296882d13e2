"""More mistakes on the way back through an LSTM, each registered in its own module: name=(swaps, sentence)."""

from solutions.alternatives import Rows

# ----------------------------------------------------------------------------------------------- lstm_cell_backward

UNPACKED = "_, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, p = cache"
SAYS = "The order is a_next, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, parameters."
OF_UNPACKING: Rows = {
    name: ({UNPACKED: UNPACKED.replace(*swap)}, f"{said} {SAYS}")
    for name, swap, said in (
        ("unpacks_i_before_f", ("Gf, Gi", "Gi, Gf"), "Gi is unpacked from the cache before Gf."),
        ("unpacks_o_before_the_candidate", ("c_tilde, Go", "Go, c_tilde"), "Go is unpacked before c_tilde."),
        ("unpacks_i_f_o", ("Gf, Gi, c_tilde, Go", "Gi, Gf, Go, c_tilde"), "i, f, o and the candidate are unpacked."),
        ("unpacks_f_o_i", ("Gf, Gi, c_tilde, Go", "Gf, Go, Gi, c_tilde"), "f, o, i and the candidate are unpacked."),
        (
            "unpacks_the_candidate_first",
            ("Gf, Gi, c_tilde", "c_tilde, Gf, Gi"),
            "c_tilde is unpacked before Gf and Gi.",
        ),
        ("unpacks_the_new_memory_first", ("_, c_next,", "c_next, _,"), "c_next is unpacked before a_next."),
        (
            "unpacks_the_old_states_first",
            ("_, c_next, a_prev, c_prev", "a_prev, c_prev, _, c_next"),
            "a_prev and c_prev are unpacked before a_next and c_next.",
        ),
        (
            "unpacks_both_memories_wrongly",
            ("c_next, a_prev, c_prev", "c_prev, a_prev, c_next"),
            "c_prev and c_next are exchanged where the cache is unpacked.",
        ),
    )
}
OF_F, OF_I = "dc * c_prev * Gf * (1 - Gf)", "dc * c_tilde * Gi * (1 - Gi)"
OF_C, OF_O = "dc * Gi * (1 - c_tilde**2)", "da_next * np.tanh(c_next) * Go * (1 - Go)"
OF_TWO_GRADIENTS: Rows = {
    "divides_by_o": (
        {"np.tanh(c_next) ** 2)": "(cache[0] / Go) ** 2)"},
        "tanh of c_next is made as a_next / Go. Where o is 0 that is 0 / 0.",
    ),
    "takes_the_slope_at_the_candidate": (
        {"np.tanh(c_next) ** 2": "c_tilde**2"},
        "da_next comes back to the memory through 1 - c_tilde**2. tanh was taken of c_next there.",
    ),
    "sends_dc_next_through_the_slope": (
        {"dc_next + da_next * Go * (1": "(dc_next + da_next * Go) * (1"},
        "dc_next goes through the slope of tanh as da_next does. It reaches the memory directly.",
    ),
}
OF_THE_GATES: Rows = {
    "unpacks_the_old_memory_first": (
        {UNPACKED: UNPACKED.replace("a_prev, c_prev", "c_prev, a_prev")},
        f"c_prev is unpacked from the cache before a_prev. {SAYS}",
    ),
    "takes_the_candidate_for_f": (
        {OF_F: OF_F.replace("c_prev", "c_tilde")},
        "the gradient of f is made with the candidate. f was multiplied with the old memory.",
    ),
    "takes_the_new_memory_for_i": (
        {OF_I: OF_I.replace("c_tilde", "c_next")},
        "the gradient of i is made with the new memory. i was multiplied with the candidate.",
    ),
    "takes_f_at_the_candidate": (
        {OF_C: OF_C.replace("Gi", "Gf")},
        "the gradient of the candidate is made with f. The candidate was multiplied with i.",
    ),
    "takes_the_slope_of_the_memory_for_the_candidate": (
        {OF_C: "dc * Gi * (1 - c_next**2)"},
        "1 - c_next**2 is used for the slope of the candidate. It is 1 - c_tilde**2.",
    ),
    "takes_the_slope_at_the_memory_for_the_candidate": (
        {OF_C: "dc * Gi * (1 - np.tanh(c_next) ** 2)"},
        "the slope of the candidate is taken at c_next. It is 1 - c_tilde**2.",
    ),
    "takes_sigmoid_of_the_gates_again": (
        {
            old: old.replace(f"{gate} * (1 - {gate})", f"sigmoid({gate}) * (1 - sigmoid({gate}))")
            for old, gate in ((OF_F, "Gf"), (OF_I, "Gi"), (OF_O, "Go"))
        },
        "sigmoid is taken of the gates, which are sigmoids already. The slope is g * (1 - g).",
    ),
    "takes_the_slope_with_a_square": (
        {
            old: old.replace(f"{gate} * (1 - {gate})", f"{gate} * (1 - {gate}**2)")
            for old, gate in ((OF_F, "Gf"), (OF_I, "Gi"), (OF_O, "Go"))
        },
        "g * (1 - g**2) is used for the slope of the gates. It is g * (1 - g).",
    ),
    "takes_dc_for_all_sums": (
        {OF_F: "dc", OF_I: "dc", OF_C: "dc", OF_O: "dc"},
        "each gate and the candidate get dc as it is. Each is multiplied by what the gate met, and by its slope.",
    ),
}
OTHER_SLOPES = {
    "forgets_the_slope": ("", "lacks the slope of its sigmoid"),
    "takes_half_of_the_slope": (" * (1 - G)", "has 1 - g alone for a slope"),
    "takes_the_gate_for_its_slope": (" * G", "has g alone for a slope"),
}
OF_THE_GATES |= {
    f"{kind}_at_{gate}": (
        {old: old.replace(f" * G{gate} * (1 - G{gate})", slope.replace("G", f"G{gate}"))},
        f"the gradient of {gate} {says}. It is g * (1 - g).",
    )
    for kind, (slope, says) in OTHER_SLOPES.items()
    for gate, old in (("f", OF_F), ("i", OF_I), ("o", OF_O))
}

BACK = 'sum(p[f"W{gate}"].T @ dz_gate for gate, dz_gate in dz.items())'
OF_SEVERAL_WAYS: Rows = {
    "leaves_out_the_output_gate": (
        {BACK: 'sum(p[f"W{gate}"].T @ dz[gate] for gate in "fic")'},
        "what comes back through W_o is missing in dxt and da_prev.",
    ),
    "leaves_out_the_candidate": (
        {BACK: 'sum(p[f"W{gate}"].T @ dz[gate] for gate in "fio")'},
        "what comes back through W_c is missing in dxt and da_prev.",
    ),
    "leaves_out_the_forget_gate": (
        {BACK: 'sum(p[f"W{gate}"].T @ dz[gate] for gate in "ico")'},
        "what comes back through W_f is missing in dxt and da_prev.",
    ),
    "goes_through_the_candidate_alone": (
        {BACK: 'p["Wc"].T @ dz["c"]'},
        "only what comes back through W_c is counted. The three gates read a_prev and xt as well.",
    ),
    "goes_through_the_output_gate_alone": (
        {BACK: 'p["Wo"].T @ dz["o"]'},
        "only what comes back through W_o is counted, as where each gate overwrites the one before. Add all four up.",
    ),
    "goes_through_the_forget_gate_alone": (
        {BACK: 'p["Wf"].T @ dz["f"]'},
        "only what comes back through W_f is counted. All four gates read a_prev and xt.",
    ),
}

# ---------------------------------------------------------------------------------------------------- lstm_backward

OF_THE_STEPS: Rows = {
    "reads_the_cache_of_the_step_before": (
        {"caches[t])": "caches[t - 1])"},
        "step t reads caches[t - 1]. It needs caches[t].",
    ),
    "counts_the_caches_from_the_end": (
        {"caches[t])": "caches[-t])"},
        "step t reads caches[-t], which counts from the end. It needs caches[t].",
    ),
    "reads_one_cache_throughout": (
        {"caches[t])": "caches[0])"},
        "every step reads the cache of the first one. Step t needs caches[t].",
    ),
    "reads_the_last_cache_throughout": (
        {"caches[t])": "caches[-1])"},
        "every step reads the cache of the last one. Step t needs caches[t].",
    ),
    "returns_inside_the_loop": (
        {"    shared = {": "        shared = {", '    return {"dx"': '        return {"dx"'},
        "only the last step is gone through, as when `return` stands inside the loop.",
    ),
}
OF_ARRAYS: Rows = {
    "returns_inside_the_loop_over_arrays": (
        {"    return {**grads": "        return {**grads"},
        "only the last step is gone through, as when `return` stands inside the loop.",
    ),
}
SHARED = 'grads = {f"d{kind}{gate}": np.zeros_like(p[kind + gate]) for kind in "Wb" for gate in "fico"}'
SHARES_ONE_ARRAY = (
    {
        SHARED: 'grads = dict.fromkeys(["dWf", "dWi", "dWc", "dWo"], np.zeros_like(p["Wf"]))\n'
        '    grads |= dict.fromkeys(["dbf", "dbi", "dbc", "dbo"], np.zeros_like(p["bf"]))'
    },
    "all dW are one array under four names, and all db too, as dict.fromkeys makes them: `+=` adds all to one.",
)
