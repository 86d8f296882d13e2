"""Other answers to many_to_one_forward."""

from solutions.alternatives import Answers, many_to_one_mistakes, many_to_one_variants
from solutions.types_of_rnn import many_to_one_forward

answers = Answers(many_to_one_forward)

A_LAST = "a[lengths - 1, :, np.arange(len(lengths))].T"
Y_HAT = 'softmax(parameters["Wya"] @ a_last + parameters["by"])'
RUN = "a, _, caches = rnn_forward(x, a0, parameters)"
RETURN = "return y_hat, a_last, caches"

answers.variant(many_to_one_variants.example_by_example)
answers.variant(many_to_one_variants.with_a_mask)
answers.variant(many_to_one_variants.keeping_what_is_valid_on_the_way)
answers.variant(many_to_one_variants.each_example_alone)
answers.variant(many_to_one_variants.with_caches_of_its_own)
answers.variant(many_to_one_variants.sorted_and_put_back)
answers.variant(many_to_one_variants.picked_by_a_weight)

answers.variants(
    with_columns_stacked={A_LAST: "np.stack([a[n - 1, :, i] for i, n in enumerate(lengths)], axis=1)"},
    with_take_along_axis={A_LAST: "np.take_along_axis(a, (lengths - 1)[None, None, :], axis=0)[0]"},
    with_examples_first={A_LAST: "a.transpose(2, 0, 1)[range(len(lengths)), lengths - 1].T"},
    with_the_predictions_picked={
        "a, _, caches": "a, y_pred, caches",
        Y_HAT: "y_pred[lengths - 1, :, np.arange(len(lengths))].T",
    },
)

answers.mistakes(
    "a_last_is_at_the_last_step_of_each_example",
    reads_the_last_row=(
        {A_LAST: "a[-1]"},
        "a[-1] is read for every example. Where an example is shorter, that is padding.",
    ),
    reads_one_step_further=(
        {"lengths - 1, :": "np.minimum(lengths, len(a) - 1), :"},
        "the index of the step is the length itself. Steps count from 0 in the code.",
    ),
    uses_the_lengths_as_indices=(
        {"lengths - 1, :": "lengths, :"},
        "the index of the step is the length itself. Steps count from 0 in the code.",
    ),
    reads_one_step_too_early=(
        {"lengths - 1, :": "lengths - 2, :"},
        "the step before the last valid one is read.",
    ),
    pairs_every_step_with_every_example=(
        {A_LAST: "a[lengths - 1]"},
        "only the step is chosen: a[lengths - 1] holds all examples at each of these steps.",
    ),
    reads_the_first_example_for_all=(
        {A_LAST: "a[lengths - 1, :, :][:, :, 0].T"},
        "all columns come from the first example. Each length belongs to an example of its own.",
    ),
    averages_the_last_steps=(
        {A_LAST: "a[lengths - 1, :, :].mean(axis=0)"},
        "the activations at all these steps are averaged. Each example has one last step.",
    ),
    averages_all_steps=(
        {A_LAST: "a.mean(axis=0)"},
        "the activations of all steps are averaged, padding included. Only the last valid one is meant.",
    ),
    averages_the_valid_steps=(
        {
            A_LAST: "np.where((np.arange(len(a))[:, np.newaxis] < lengths)[:, np.newaxis], a, 0).sum(axis=0) / lengths",
        },
        "the activations of all valid steps are averaged. Only the last one is meant.",
    ),
    reads_the_first_step=({A_LAST: "a[0]"}, "the activation of the first step is read."),
    reads_the_longest_for_all=(
        {"lengths - 1, :": "lengths.max() - 1, :"},
        "all examples are read where the longest one ends.",
    ),
    counts_from_the_end=(
        {"lengths - 1, :": "-lengths, :"},
        "the steps are counted back from the end of the batch. A length counts from its start.",
    ),
    leaves_the_examples_in_rows=(
        {f"a_last = {A_LAST}": f"a_last = {A_LAST.removesuffix('.T')}", "@ a_last": "@ a_last.T"},
        "a_last has an example in each row, as indexing with two arrays gives it. Examples stand in columns.",
    ),
    sets_padding_to_zero=(
        {
            RUN: "valid = (np.arange(len(x))[:, np.newaxis] < lengths)[:, np.newaxis]\n"
            "    a, _, caches = rnn_forward(np.where(valid, x, 0), a0, parameters)",
            A_LAST: "a[-1]",
        },
        "padding is set to zeros and a[-1] is read. The activation goes on changing where x is zero.",
    ),
    starts_from_zeros=(
        {"(x, a0,": "(x, np.zeros_like(a0),"},
        "the network starts from zeros instead of a0.",
    ),
    returns_a_last_first=(
        {RETURN: "return a_last, y_hat, caches"},
        "a_last is returned before y_hat. The docstring names y_hat first.",
    ),
    returns_all_activations=(
        {RETURN: "return y_hat, a, caches"},
        "the activations of all steps are returned in the place of a_last.",
    ),
    drops_the_axis_of_one_example=(
        {RETURN: "return y_hat, np.squeeze(a_last), caches"},
        "np.squeeze drops every axis of length 1. The batch may hold one example.",
    ),
    reads_the_input_backwards=(
        {"(x, a0,": "(x[::-1], a0,"},
        "x is read from its end, and padding comes first.",
    ),
    looks_for_the_end_in_x=(
        {
            RUN: "ends = [np.flatnonzero(each.any(axis=1))[-1] + 1 for each in x.transpose(2, 0, 1)]\n"
            f"    lengths = np.array(ends)\n    {RUN}"
        },
        "the end of each example is looked for in x, behind its last column that is not zero. The lengths say where "
        "it is: padding may hold anything.",
    ),
    skips_zero_columns=(
        {
            RUN: "mask = (np.arange(len(x))[:, np.newaxis] < lengths) & x.any(axis=1)\n"
            "    a, _, caches = rnn_forward_masked(x, a0, parameters, mask)"
        },
        "a step whose input is zeros is skipped. It counts like any other: zeros may stand for an unknown word.",
    ),
    reads_one_step_too_early_where_there_is_one=(
        {"lengths - 1, :": "np.maximum(lengths - 2, 0), :"},
        "the step before the last valid one is read, and the first one where the length is 1.",
    ),
    reshapes_a_last=(
        {A_LAST: "a[lengths - 1, :, np.arange(len(lengths))].reshape(-1, len(lengths))"},
        "what indexing gave, (m, n_a), is brought to (n_a, m) by reshape. That keeps the order of the numbers; `.T` "
        "does not.",
    ),
)

answers.mistakes(
    "a_last_is_at_the_last_step_of_each_example",
    of=many_to_one_variants.sorted_and_put_back,
    sorts_x_but_not_a0=(
        {"a0[:, order]": "a0"},
        "the examples of x are sorted by their lengths, and the columns of a0 are not.",
    ),
    leaves_a_last_sorted=(
        {"a[own].T[:, back]": "a[own].T"},
        "the columns of a_last are sorted by the lengths. Column i belongs to example i of x.",
    ),
    sorts_the_result_the_same_way_again=(
        {"back = np.argsort(order)": "back = order"},
        "the sorted columns are put back by the order that sorted them. The way back is `np.argsort(order)`.",
    ),
    sorts_x_and_not_the_lengths=(
        {"lengths[order] - 1": "lengths - 1"},
        "the examples of x are sorted by their lengths, and the lengths are not.",
    ),
    **many_to_one_mistakes.OF_SORTING,
)

answers.mistakes(
    "the_caches_are_those_of_the_forward_pass",
    returns_no_caches=(
        {RETURN: "return y_hat, a_last, []"},
        "caches is an empty list. The way back reads one cache a step.",
    ),
    returns_none_for_the_caches=(
        {RETURN: "return y_hat, a_last, None"},
        "caches is None. The way back reads one cache a step.",
    ),
    returns_the_last_cache_alone=(
        {RETURN: "return y_hat, a_last, caches[-1:]"},
        "the cache of the last step alone is returned. The way back reads one a step.",
    ),
    turns_the_caches_round=(
        {RETURN: "return y_hat, a_last, caches[::-1]"},
        "the caches stand in reverse order. `rnn_backward` goes backward by itself.",
    ),
    keeps_the_longest_alone=(
        {RETURN: "return y_hat, a_last, caches[: lengths.max()]"},
        "the caches end with the longest example. There is one for each of the T_x steps, padding too.",
    ),
    keeps_activations_alone=(
        {RETURN: "return y_hat, a_last, [cache[:2] for cache in caches]"},
        "each cache holds a_next and a_prev alone. The way back reads xt and the parameters as well.",
    ),
    forgets_the_parameters=(
        {RETURN: "return y_hat, a_last, [cache[:3] for cache in caches]"},
        "the parameters are missing in the caches.",
    ),
    keeps_the_last_cache_at_each_step=(
        {RETURN: "return y_hat, a_last, [caches[-1]] * len(caches)"},
        "all caches are that of the last step.",
    ),
    returns_the_activations_as_caches=(
        {RETURN: "return y_hat, a_last, a"},
        "the array of all activations is returned in the place of the caches.",
    ),
)

answers.mistakes(
    "the_caches_are_those_of_the_forward_pass",
    of=many_to_one_variants.sorted_and_put_back,
    **many_to_one_mistakes.OF_SORTED_CACHES,
)

answers.mistakes(
    "the_caches_are_those_of_the_forward_pass",
    of=many_to_one_variants.each_example_alone,
    keeps_a_list_of_caches_for_each_example=(
        {
            "a, y_pred, _ =": "a, y_pred, cache =",
            "columns = []": "columns, caches = [], []",
            "        columns.append(": "        caches.append(cache)\n        columns.append(",
            "    caches = rnn_forward(x, a0, parameters)[2]\n": "",
        },
        "caches holds a list for each example. It has one cache a step, with all examples in its columns.",
    ),
)

answers.refused(
    "the_caches_are_those_of_the_forward_pass",
    keeps_zeros_for_the_input={RETURN: "return y_hat, a_last, [(*c[:2], 0 * c[2], c[3]) for c in caches]"},
    keeps_the_first_example={RETURN: "return y_hat, a_last, [(*(p[:, :1] for p in c[:3]), c[3]) for c in caches]"},
    keeps_other_weights={
        RETURN: 'return y_hat, a_last, [(*c[:3], {**c[3], "Waa": c[3]["Waa"].T}) for c in caches]',
    },
)

answers.mistakes(
    "a_last_is_at_the_last_step_of_each_example",
    of=many_to_one_variants.keeping_what_is_valid_on_the_way,
    stops_one_step_early=(
        {"lengths == t, a, a_last)": "t < lengths, a, a_last)"},
        "the activation is kept up to the step before the last valid one.",
    ),
)

answers.mistakes(
    "each_example_gets_one_prediction_from_a_last",
    predicts_at_the_last_row=(
        {"a, _, caches": "a, y_pred, caches", Y_HAT: "y_pred[-1]"},
        "a_last is right, but y_hat is the prediction at the last step of the batch, which may be padding.",
    ),
    predicts_scores_alone=(
        {Y_HAT: 'parameters["Wya"] @ a_last + parameters["by"]'},
        "y_hat holds the scores. Softmax makes probabilities of them.",
    ),
    forgets_by=({' + parameters["by"]': ""}, "the bias b_y is forgotten."),
    normalises_over_the_batch=(
        {'@ a_last + parameters["by"])': '@ a_last + parameters["by"], axis=1)'},
        "softmax runs along axis 1, over the examples. Each column should sum to 1.",
    ),
    softens_twice=(
        {"a, _, caches": "a, y_pred, caches", Y_HAT: "softmax(y_pred[lengths - 1, :, np.arange(len(lengths))].T)"},
        "softmax is taken twice. The predictions of `rnn_forward` have been through it.",
    ),
    predicts_classes=(
        {RETURN: "return y_hat.argmax(axis=0), a_last, caches"},
        "y_hat holds the number of the likeliest class. All n_y probabilities are expected.",
    ),
    squashes_with_a_sigmoid=(
        {Y_HAT: '1 / (1 + np.exp(-(parameters["Wya"] @ a_last + parameters["by"])))'},
        "a sigmoid is taken of each score by itself. Softmax makes each column sum to 1.",
    ),
    predicts_at_every_step=(
        {"a, _, caches": "a, y_pred, caches", Y_HAT: "y_pred"},
        "y_hat holds a prediction for every step. One for each example is expected.",
    ),
    leaves_the_predictions_in_rows=(
        {RETURN: "return y_hat.T, a_last, caches"},
        "y_hat has an example in each row. Examples stand in columns.",
    ),
    **many_to_one_mistakes.OF_PREDICTING,
)

answers.mistakes(
    "batch_and_lengths_are_left_alone",
    subtracts_in_place=(
        {A_LAST: "a[lengths, :, np.arange(len(lengths))].T", RUN: f"lengths -= 1\n    {RUN}"},
        "`lengths -= 1` changes the caller's lengths.",
    ),
    clears_the_padding=(
        {RUN: f"for i, n in enumerate(lengths):\n        x[n:, :, i] = 0\n    {RUN}"},
        "the padding is set to zeros in the caller's x.",
    ),
    keeps_its_activation_in_a0=(
        {"    y_hat =": "    a0[:] = a_last\n    y_hat ="},
        "something is written into the caller's a0.",
    ),
)

answers.refused(
    "a_last_is_at_the_last_step_of_each_example",
    loses_precision={RETURN: "return y_hat, a_last.astype(np.float32), caches"},
    returns_two_things={RETURN: "return y_hat, a_last"},
    reads_six_steps={"lengths - 1, :": "np.minimum(lengths, 4) - 1, :"},
)
