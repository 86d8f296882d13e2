"""Other answers to birnn_forward."""

from solutions.alternatives import Answers, birnn_variants
from solutions.bidirectional import birnn_forward

answers = Answers(birnn_forward)

answers.variant(birnn_variants.turning_the_mask_for_the_activations)
answers.variant(birnn_variants.without_a_mask)
answers.variant(birnn_variants.example_by_example)
answers.variant(birnn_variants.walking_over_the_steps)
answers.variant(birnn_variants.without_any_call)
answers.variants(
    filling_one_array={
        "np.concatenate([ahead, reverse_padded(back, lengths)], axis=1), (": "a, (",
        "    return ": "    n_a = ahead.shape[1]\n    a = np.zeros((len(x), 2 * n_a, x.shape[2]))\n"
        "    a[:, :n_a] = ahead\n    a[:, n_a:] = reverse_padded(back, lengths)\n    return ",
    },
    with_zeros_at_padded_steps={
        "np.concatenate([ahead, reverse_padded(back, lengths)], axis=1)": "np.concatenate([ahead, "
        "reverse_padded(back, lengths)], axis=1) * mask[:, np.newaxis]"
    },
)

ONE, OTHER, OWN, PADDING, CACHE, ALONE = (
    "one_half_reads_from_the_first_step",
    "the_other_half_reads_from_the_last_step",
    "each_direction_has_its_own_parameters_and_place",
    "padding_changes_nothing_in_either_half",
    "the_cache_holds_what_the_way_back_reads",
    "the_arguments_stay_and_a_is_new",
)
JOINED = "np.concatenate([ahead, reverse_padded(back, lengths)], axis=1)"
READ_AHEAD = "rnn_forward_masked(x, a0, forward, mask)"
READ_BACK = "rnn_forward_masked(reverse_padded(x, lengths), a0, backward, mask)"
TURNED = "reverse_padded(back, lengths)"

answers.mistakes(
    ONE,
    turns_both_halves=(
        {JOINED: "reverse_padded(np.concatenate([ahead, back], axis=1), lengths)"},
        "both halves are turned round at the end. Only the half that was read backward is to be turned again.",
    ),
    repeats_the_last_ahead=(
        {JOINED: "np.concatenate([ahead[-1:] + 0 * ahead, reverse_padded(back, lengths)], axis=1)"},
        "the last activation of the first direction is used at every step. Each step has its own.",
    ),
    leaves_its_own_step_out_ahead=(
        {JOINED: "np.concatenate([np.stack([a0, *ahead[:-1]]), reverse_padded(back, lengths)], axis=1)"},
        "the half that reads forward stops before step t. It reads x[0] to x[t].",
    ),
    reads_forward_without_memory=(
        {READ_AHEAD: "rnn_forward_masked(x, a0, {**forward, 'Waa': 0 * forward['Waa']}, mask)"},
        "the half that reads forward starts from zeros at every step. Nothing is carried there.",
    ),
)
answers.mistakes(
    OTHER,
    never_turns_back=(
        {TURNED: "back"},
        "what was read backward is never turned round again. Its first step belongs to the last word.",
    ),
    turns_the_result_alone=(
        {READ_BACK: "rnn_forward_masked(x, a0, backward, mask)"},
        "the input is not turned round, only what comes out of it. The second half reads from the first step then.",
    ),
    reads_forward_twice=(
        {READ_BACK: "rnn_forward_masked(x, a0, backward, mask)", TURNED: "back"},
        "nothing is turned round. Both halves read from the first step on.",
    ),
    goes_on_where_the_first_ended=(
        {READ_BACK: "rnn_forward_masked(reverse_padded(x, lengths), ahead[-1], backward, mask)"},
        "the second direction starts from the last activation of the first one. It starts from zeros.",
    ),
    turns_the_features_round=(
        {READ_BACK: "rnn_forward_masked(x[:, ::-1], a0, backward, mask)", TURNED: "back"},
        "the features are turned round, and the steps are not. Time is axis 0.",
    ),
    leaves_its_own_step_out=(
        {TURNED: "reverse_padded(np.stack([a0, *back[:-1]]), lengths)"},
        "the half that reads backward stops before step t. It reads from the last step to x[t], t included.",
    ),
    repeats_the_last_back=(
        {TURNED: "back[-1:] + 0 * back"},
        "one activation of the second direction is used at every step, the last one of it. Each step has its own.",
    ),
    turns_by_one_step_less=(
        {READ_BACK: "rnn_forward_masked(reverse_padded(x, lengths - 1), a0, backward, mask)"},
        "the input is turned round as if each sequence had one step less. Reading back begins at the last valid step.",
    ),
    reads_backward_without_memory=(
        {READ_BACK: "rnn_forward_masked(reverse_padded(x, lengths), a0, {**backward, 'Waa': 0 * a0 @ a0.T}, mask)"},
        "the half that reads backward starts from zeros at every step. Nothing is carried there.",
    ),
)
answers.mistakes(
    OWN,
    shares_the_forward_parameters=(
        {"a0, backward, mask": "a0, forward, mask"},
        "both directions read with `forward`. The second one has parameters of its own, `backward`.",
    ),
    shares_the_backward_parameters=(
        {"a0, forward, mask": "a0, backward, mask"},
        "both directions read with `backward`. The first one has parameters of its own, `forward`.",
    ),
    exchanges_the_parameters=(
        {"a0, forward, mask": "a0, backward, mask", "a0, backward, mask": "a0, forward, mask"},
        "the two dicts are exchanged. `forward` is for the direction that reads from the first step.",
    ),
    takes_one_recurrence_for_both=(
        {"a0, backward, mask": "a0, {**backward, 'Waa': forward['Waa']}, mask"},
        "both directions use the Waa of `forward`. All parameters of the second one are in `backward`.",
    ),
    puts_backward_above=(
        {JOINED: "np.concatenate([reverse_padded(back, lengths), ahead], axis=1)"},
        "the half that reads backward stands above. Forward comes first, backward below it.",
    ),
    adds_the_halves=(
        {JOINED: "ahead + reverse_padded(back, lengths)"},
        "the two activations are added. They stand one above the other, 2n_a rows.",
    ),
    joins_along_time=(
        {"axis=1": "axis=0"},
        "the halves are joined along axis 0, one after the other in time. The units are on axis 1.",
    ),
    joins_along_the_batch=(
        {"axis=1": "axis=2"},
        "the halves are joined along axis 2, as if there were twice as many examples. The units are on axis 1.",
    ),
)
answers.mistakes(
    PADDING,
    turns_the_padding_to_the_front=(
        {"reverse_padded(x, lengths)": "x[::-1]", TURNED: "back[::-1]"},
        "the whole batch is turned round, as with x[::-1]. The second half then reads the padding before the words.",
    ),
    turns_the_padding_and_forgets_the_mask=(
        {READ_BACK: "rnn_forward_masked(x[::-1], a0, backward, mask | True)", TURNED: "back[::-1]"},
        "x[::-1] is read without a mask. So the second half has read the padding before it comes to the last word.",
    ),
    turns_the_input_whole=(
        {"reverse_padded(x, lengths)": "x[::-1]"},
        "the input is turned round whole, as with x[::-1], and the result within its length. Both need the lengths.",
    ),
    turns_the_result_whole=(
        {TURNED: "back[::-1]"},
        "the result is turned round whole, as with back[::-1], and the input within its length. Both need the lengths.",
    ),
    reads_as_far_as_the_longest=(
        {
            "reverse_padded(x, lengths)": "reverse_padded(x, 0 * lengths + lengths.max())",
            TURNED: "reverse_padded(back, 0 * lengths + lengths.max())",
        },
        "every sequence is turned round within the longest one. Each has a length of its own.",
    ),
    reads_as_far_as_the_first=(
        {
            "reverse_padded(x, lengths)": "reverse_padded(x, 0 * lengths + lengths[0])",
            TURNED: "reverse_padded(back, 0 * lengths + lengths[0])",
        },
        "every sequence is turned round within the length of the first one. Each has a length of its own.",
    ),
    turns_the_mask_alone=(
        {READ_BACK: "rnn_forward_masked(reverse_padded(x, lengths), a0, backward, mask[::-1])"},
        "the mask is turned round whole, with a batch where the padding has stayed at the end.",
    ),
    clears_the_padding_and_reads_it=(
        {
            READ_BACK: "rnn_forward_masked((x * mask[:, np.newaxis])[::-1], a0, backward, mask | True)",
            TURNED: "back[::-1]",
        },
        "the padding is set to zero and then read. The bias moves the activation all the same.",
    ),
    tells_padding_by_zeros=(
        {"np.arange(len(x))[:, np.newaxis] < lengths": "np.any(x != 0, axis=1)"},
        "the mask is read off x: a step whose column is zero counts as padding. It may be a word that the vocabulary "
        "does not have. `lengths` says what is padding.",
    ),
    leaves_zeros_out_as_well=(
        {
            "np.arange(len(x))[:, np.newaxis] < lengths": "(steps < lengths) & np.any(x != 0, axis=1)",
            "    mask =": "    steps = np.arange(len(x))[:, np.newaxis]\n    mask =",
        },
        "a step whose column is zero is passed over. It may be a word that the vocabulary does not have. `lengths` "
        "alone says what is padding.",
    ),
    counts_what_is_not_zero=(
        {"    mask =": "    lengths = np.any(x != 0, axis=1).sum(axis=0)\n    mask ="},
        "the lengths are counted from x, as its columns that are not zero. A column of zeros may be a word that the "
        "vocabulary does not have: take `lengths` as it is.",
    ),
    sorts_the_lengths=(
        {"    mask =": "    lengths = -np.sort(-lengths)\n    mask ="},
        "the lengths are sorted, and the examples are not. Example i has the length lengths[i].",
    ),
)
KEPT = "(caches, caches_back, lengths)"
answers.mistakes(
    CACHE,
    exchanges_the_caches=(
        {KEPT: "(caches_back, caches, lengths)"},
        "caches_back come first. birnn_backward reads (caches, caches_back, lengths).",
    ),
    turns_caches_back_round=(
        {KEPT: "(caches, caches_back[::-1], lengths)"},
        "caches_back are turned round. They are to stay in the order in which that direction read.",
    ),
    keeps_the_same_caches_twice=(
        {KEPT: "(caches, caches, lengths)"},
        "the caches of the first direction are kept twice. Each direction has caches of its own.",
    ),
    keeps_caches_of_the_batch_turned_whole=(
        {READ_BACK: "rnn_forward_masked(x[::-1], a0, backward, mask[::-1])", TURNED: "back[::-1]"},
        "a is right. But caches_back come from x[::-1], so that those of a short sentence begin with its padding. They "
        "are to begin with its last word, as reverse_padded(x, lengths) does.",
    ),
    starts_from_one_column=(
        {"x.shape[2])": "1)"},
        "a0 has one column, not one for each example. In the forward pass NumPy repeats it, and the way back cannot "
        "use the cache that holds it.",
    ),
    leaves_the_lengths_out=(
        {KEPT: "(caches, caches_back)"},
        "the cache has no lengths. birnn_backward reads (caches, caches_back, lengths).",
    ),
    keeps_the_mask=(
        {KEPT: "(caches, caches_back, mask)"},
        "the cache holds the mask in the place of lengths. birnn_backward reads (caches, caches_back, lengths).",
    ),
)
answers.refused(CACHE, keeps_nothing={KEPT: "None"})
answers.mistakes(
    ALONE,
    writes_into_x=(
        {"    return ": "    x[:] = reverse_padded(x, lengths)\n    return "},
        "something is written into the caller's x. Keep the reversed input in an array of its own.",
    ),
    takes_keys_out=(
        {
            "    mask =": "    forward.pop('by'), backward.pop('by')\n    mask =",
            "a0, forward, mask": "a0, {**forward, 'by': 0}, mask",
            "a0, backward, mask": "a0, {**backward, 'by': 0}, mask",
        },
        "a key is taken out of the caller's dict. Read what you need and leave the rest.",
    ),
    changes_the_lengths=(
        {f"return {JOINED}, (caches, caches_back, lengths)": f"a = {JOINED}\n    lengths[:] = len(x)\n    return a, 0"},
        "something is written into the caller's lengths.",
    ),
)

answers.refused(
    ALONE,
    fills_one_array_in_each_call={
        f"return {JOINED}": "buffers = globals().setdefault('_of_birnn', {})\n"
        f"    new = {JOINED}\n    a = buffers.setdefault(new.shape, new)\n    a[:] = new\n    return a"
    },
    writes_into_a_dict={"    mask =": "    forward['lengths'] = lengths\n    mask ="},
)
answers.refused(OWN, averages_the_halves={JOINED: "(ahead + reverse_padded(back, lengths)) / 2"})
answers.refused(
    ONE,
    interleaves_the_units={
        JOINED: "np.stack([ahead, reverse_padded(back, lengths)], axis=2).reshape(len(x), -1, x.shape[2])"
    },
)
answers.refused(OWN, makes_a_new_axis={JOINED: "np.stack([ahead, reverse_padded(back, lengths)], axis=1)"})
answers.refused(OWN, returns_predictions={"ahead, _, caches": "_, ahead, caches"})
answers.refused(ONE, starts_from_ones={"np.zeros(": "np.ones("})

answers.equivalent(
    "mask = np.arange(len(x))[:, np.newaxis] < lengths -> mask = np.arange(len(x))[:, np.newaxis] != lengths",
    "mask = np.arange(len(x))[:, np.newaxis] < lengths -> mask = np.arange(len(x))[:, np.newaxis] <= lengths",
    because="padding comes behind all valid steps in both directions, and what a holds there has no meaning.",
)
