"""More mistakes on the way forward through an LSTM, each registered in its own module: name=(swaps, sentence)."""

from solutions.alternatives import Rows

# ------------------------------------------------------------------------------------------------ lstm_cell_forward

MEMORY, SHOWN = "Gf * c_prev + Gi * c_tilde", "Go * np.tanh(c_next)"
RETURNED = "return a_next, c_next, yt_pred, ("
OF_THE_MEMORY: Rows = {
    "takes_in_where_i_is_shut": (
        {MEMORY: "Gf * c_prev + (1 - Gi) * c_tilde"},
        "1 - i is multiplied with the candidate; 1 / (1 + exp(z)), without the minus, is 1 - i too.",
    ),
    "turns_all_gates_round": (
        {MEMORY: "(1 - Gf) * c_prev + (1 - Gi) * c_tilde", SHOWN: "(1 - Go) * np.tanh(c_next)"},
        "all gates are turned round: 1 / (1 + exp(z)), without the minus, is 1 - g in the place of g.",
    ),
    "returns_the_prediction_first": (
        {RETURNED: "return yt_pred, a_next, c_next, ("},
        "the prediction is returned first. The order is a_next, c_next, yt_pred, cache.",
    ),
}
KEPT = "(a_next, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, parameters)"
KEEPS_THE_NEW_ACTIVATION = (
    {f"yt_pred, {KEPT}": f"yt_pred, {KEPT.replace('a_prev', 'a_next')}"},
    "the cache holds a_next where a_prev belongs. The weights acted on a_prev.",
)
#: What the cache holds instead.
OF_THE_CACHE: Rows = {
    name: ({f"yt_pred, {KEPT}": f"yt_pred, {kept}"}, says)
    for name, kept, says in (
        (
            "exchanges_f_and_i_in_the_cache",
            KEPT.replace("Gf, Gi", "Gi, Gf"),
            "Gi stands before Gf in the cache. Gf comes first.",
        ),
        (
            "exchanges_the_candidate_and_o_in_the_cache",
            KEPT.replace("c_tilde, Go", "Go, c_tilde"),
            "Go stands before c_tilde in the cache. c_tilde comes first.",
        ),
        (
            "keeps_i_f_o_and_the_candidate",
            KEPT.replace("Gf, Gi, c_tilde, Go", "Gi, Gf, Go, c_tilde"),
            "the cache holds Gi, Gf, Go, c_tilde. The order is Gf, Gi, c_tilde, Go.",
        ),
        (
            "keeps_the_new_memory_for_the_old",
            KEPT.replace("c_prev", "c_next"),
            "the cache holds c_next in the place of c_prev.",
        ),
        (
            "keeps_the_old_states_first",
            KEPT.replace("a_next, c_next, a_prev, c_prev", "a_prev, c_prev, a_next, c_next"),
            "the cache begins with a_prev and c_prev. a_next and c_next come first.",
        ),
        (
            "keeps_z_for_the_input",
            KEPT.replace(", xt", ", np.vstack([a_prev, xt])"),
            "the cache holds a_prev above xt in the place of xt.",
        ),
        (
            "keeps_tanh_of_the_memory",
            KEPT.replace("c_next", "np.tanh(c_next)"),
            "the cache holds tanh(c_next) in the place of c_next.",
        ),
    )
}
#: No tuple of ten things: the check says so.
CACHES_OF_ANOTHER_FORM: Rows = {
    name: {f"yt_pred, {KEPT}": f"yt_pred, {kept}"}
    for name, kept in {
        "keeps_no_parameters": KEPT.replace(", parameters", ""),
        "keeps_the_weights_alone": KEPT.replace("parameters", '{"Wf": p["Wf"], "Wi": p["Wi"]}'),
        "keeps_nothing": "None",
        "keeps_a_dict": '{"a_next": a_next, "xt": xt}',
    }.items()
}

# ----------------------------------------------------------------------------------------------------- lstm_forward

START, APPENDED = "a_prev, c_prev = a0, c0", "a.append(a_prev)"
CHOICE = "np.where(valid, a_next, a_prev), np.where(valid, c_next, c_prev)"
STACKED = "np.stack(a), np.stack(c), np.stack(y_pred)"
COPIES = "a_prev, c_prev = a0.copy(), c0.copy()"
OF_EVERY_STEP: Rows = {
    "returns_the_prediction_first": (
        {STACKED: "np.stack(y_pred), np.stack(a), np.stack(c)"},
        "the predictions are returned first. The order is a, c, y_pred, caches.",
    ),
    "predicts_from_the_memory": (
        {"y_pred.append(yt_pred)": 'y_pred.append(softmax(parameters["Wy"] @ c_next + parameters["by"]))'},
        "the predictions are made of the memories. The cell has returned them, made of the activations.",
    ),
    "keeps_the_starts_as_well": (
        {"a, c, y_pred, caches = [], []": "a, c, y_pred, caches = [a0], [c0]"},
        "a0 and c0 stand in front of a and c. a[0] and c[0] are what the first step returns.",
    ),
    "fills_one_array_again_and_again": (
        {START: COPIES, f"a_prev, c_prev = {CHOICE}": f"a_prev[:], c_prev[:] = {CHOICE}"},
        "a and c hold one array again and again, with what the last step wrote into it. Make a new array at each step.",
    ),
}
KEEPS_THE_ACTIVATION_OF_THE_PADDING = (
    {APPENDED: "a.append(a_next)"},
    "the right activation is carried on, but a holds what the cell made of the padding.",
)
OF_THE_CACHES: Rows = {
    "overwrites_what_the_caches_hold": (
        {
            START: COPIES,
            f"a_prev, c_prev = {CHOICE}": "a_prev[:, valid], c_prev[:, valid] = a_next[:, valid], c_next[:, valid]",
            APPENDED: "a.append(a_prev.copy())",
            "c.append(c_prev)": "c.append(c_prev.copy())",
        },
        "each step writes into the arrays that the caches of the steps before hold, as `a_prev[...] =` does. "
        "Make new arrays.",
    ),
    "keeps_no_caches": ({"caches.append(cache)": "pass"}, "no cache is ever appended: the list stays empty."),
    "keeps_the_last_cache_alone": (
        {"caches.append(cache)": "caches = [cache]"},
        "the list holds the cache of the last step alone. There is one for each step.",
    ),
    "returns_the_last_cache": (
        {"caches.append(cache)": "caches = cache"},
        "the cache of the last step is returned, and not the list of all caches.",
    ),
    "repeats_the_last_cache": (
        {f"return {STACKED}, caches": f"return {STACKED}, [cache] * len(x)"},
        "the cache of the last step stands in all places of the list.",
    ),
    "puts_the_last_cache_first": (
        {"caches.append(cache)": "caches.insert(0, cache)"},
        "each cache is put in front of the others, so that the last step comes first.",
    ),
    "keeps_no_cache_at_steps_of_padding": (
        {"caches.append(cache)": "caches += [cache] if valid.any() else []"},
        "no cache is kept where all examples are masked. There is one for each step.",
    ),
    "keeps_no_cache_where_any_is_masked": (
        {"caches.append(cache)": "caches += [cache] if valid.all() else []"},
        "no cache is kept where an example is masked. There is one for each step.",
    ),
    "keeps_the_mask_with_each_cache": (
        {"caches.append(cache)": "caches.append((cache, valid))"},
        "each entry of the list holds a row of the mask beside the cell's cache. The cache alone is expected.",
    ),
    "keeps_the_valid_columns_alone": (
        {"caches.append(cache)": "caches.append((*(each[:, valid] for each in cache[:9]), cache[9]))"},
        "the caches hold the columns of the valid examples alone. They are kept as the cell returns them.",
    ),
    "leaves_the_first_cache_out": (
        {f"return {STACKED}, caches": f"return {STACKED}, [*caches[1:], cache]"},
        "the caches stand one place too early, and the last one is there twice.",
    ),
}
