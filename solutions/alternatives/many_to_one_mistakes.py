"""More mistakes in many_to_one_forward, registered in the module of its name: name=(swaps, sentence)."""

from solutions.alternatives import Rows

BACK, SORTED = "y_pred[own].T[:, back], a[own].T[:, back]", "y_pred[own].T, a[own].T"
OF_SORTING: Rows = {
    "leaves_both_sorted": (
        {BACK: SORTED},
        "the columns of y_hat and a_last are sorted by the lengths. Column i belongs to example i of x.",
    ),
    "leaves_both_sorted_from_the_longest": (
        {"np.argsort(lengths)": 'np.argsort(-lengths, kind="stable")', BACK: SORTED},
        "the columns of y_hat and a_last are sorted from the longest to the shortest. Column i belongs to example i.",
    ),
}

Y_HAT = 'softmax(parameters["Wya"] @ a_last + parameters["by"])'
PICKED = "y_pred[{}, :, np.arange(len(lengths))].T"
OF_PREDICTING: Rows = {
    "predicts_one_step_too_early": (
        {"a, _, caches": "a, y_pred, caches", Y_HAT: PICKED.format("lengths - 2")},
        "a_last is right, but y_hat is the prediction of the step before it.",
    ),
    "predicts_one_step_too_late": (
        {"a, _, caches": "a, y_pred, caches", Y_HAT: PICKED.format("np.minimum(lengths, len(x) - 1)")},
        "a_last is right, but y_hat is the prediction of the step behind it, which may be padding.",
    ),
}
OF_SORTED_CACHES: Rows = {
    "leaves_the_caches_sorted": (
        {"    caches = [tuple(part[:, back] for part in cache[:3]) + cache[3:] for cache in caches]\n": ""},
        "y_hat and a_last are put back in the order of x, and the caches are still sorted by the lengths.",
    ),
    "leaves_the_caches_sorted_from_the_longest": (
        {
            "    caches = [tuple(part[:, back] for part in cache[:3]) + cache[3:] for cache in caches]\n": "",
            "np.argsort(lengths)": 'np.argsort(-lengths, kind="stable")',
        },
        "y_hat and a_last are put back in the order of x, and the caches are still sorted from the longest example on.",
    ),
}
