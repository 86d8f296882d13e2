"""Other answers to reverse_padded."""

import numpy as np

from solutions.alternatives import Answers
from solutions.bidirectional import reverse_padded

answers = Answers(reverse_padded)


@answers.variant
def example_by_example(x, lengths):
    turned = x.copy()
    for i, length in enumerate(lengths):
        turned[:length, :, i] = x[:length, :, i][::-1]
    return turned


@answers.variant
def step_by_step(x, lengths):
    T_x, n_x, m = x.shape
    out = np.zeros((T_x, n_x, m))
    for i in range(m):
        for t in range(T_x):
            out[t, :, i] = x[lengths[i] - 1 - t, :, i] if t < lengths[i] else x[t, :, i]
    return out


@answers.variant
def by_index_arrays(x, lengths):
    t = np.arange(x.shape[0]).reshape(-1, 1)
    source = np.where(t < lengths, lengths - t - 1, t)
    return x[source, :, np.arange(x.shape[2])].transpose(0, 2, 1).copy()


@answers.variant
def columns_side_by_side(x, lengths):
    columns = [
        np.concatenate([np.flip(x[:length, :, i], axis=0), x[length:, :, i]]) for i, length in enumerate(lengths)
    ]
    return np.stack(columns, axis=-1)


@answers.variant
def turning_all_and_rolling_back(x, lengths):
    turned = np.empty_like(x)
    for i in range(x.shape[2]):
        turned[:, :, i] = np.roll(x[::-1, :, i], lengths[i], axis=0)
        turned[lengths[i] :, :, i] = x[lengths[i] :, :, i]
    return turned


@answers.variant
def by_a_matrix_of_zeros_and_ones(x, lengths):
    t = np.arange(len(x))
    source = np.where(t[:, None] < lengths, lengths - 1 - t[:, None], t[:, None])
    moves = source[:, None, :] == t[None, :, None]  # (to, from, example)
    return np.einsum("tsi,sxi->txi", moves.astype(float), x)


@answers.variant
def by_sorting(x, lengths):
    t = np.arange(len(x))[:, None]
    keys = np.where(t < lengths, -t, t)
    order = np.argsort(keys, axis=0, kind="stable")
    return np.take_along_axis(x, np.repeat(order[:, None], x.shape[1], axis=1), 0)


answers.variants(
    with_abs_of_what_is_left={
        "np.where(steps < lengths, lengths - 1 - steps, steps)": "np.abs(steps - (steps < lengths) * (lengths - 1))"
    },
)

WITHIN, PADDING, ALONE = (
    "each_sequence_is_turned_round_within_its_length",
    "padding_stays_where_it_is",
    "the_array_is_new_and_the_arguments_stay",
)
SOURCE = "np.where(steps < lengths, lengths - 1 - steps, steps)"
RESULT = "np.take_along_axis(x, source[:, np.newaxis], axis=0)"
EACH = "turned[:length, :, i] = x[:length, :, i][::-1]"

answers.mistakes(
    WITHIN,
    turns_the_padding_to_the_front=(
        {RESULT: "x[::-1].copy()"},
        "the whole array is turned round, as with x[::-1]. The padding of short sequences comes first then.",
    ),
    turns_round_as_far_as_the_longest=(
        {SOURCE: "np.where(steps < lengths.max(), lengths.max() - 1 - steps, steps)"},
        "all sequences are turned round within the longest one. Each has a length of its own.",
    ),
    turns_round_as_far_as_the_first=(
        {SOURCE: "np.where(steps < lengths[0], lengths[0] - 1 - steps, steps + 0 * lengths)"},
        "all sequences are turned round within the length of the first one. Each has a length of its own.",
    ),
    turns_round_as_far_as_the_shortest=(
        {SOURCE: "np.where(steps < lengths.min(), lengths.min() - 1 - steps, steps + 0 * lengths)"},
        "all sequences are turned round within the shortest one. Each has a length of its own.",
    ),
    reads_one_step_too_late=(
        {SOURCE: "np.where(steps < lengths, np.minimum(lengths - steps, len(x) - 1), steps)"},
        "step t takes what stood at length - t. Counted from 0 the last valid step is length - 1.",
    ),
    leaves_the_first_step=(
        {SOURCE: "np.where((steps > 0) & (steps < lengths), lengths - steps, steps)"},
        "the first step stays, and the others are turned round behind it. The first and the last change places.",
    ),
    leaves_the_last_step=(
        {SOURCE: "np.where(steps < lengths - 1, lengths - 2 - steps, steps)"},
        "the last valid step stays, and the others are turned round before it. The first and the last change places.",
    ),
    moves_nothing=(
        {RESULT: "x.copy()"},
        "the sequences stay as they are. The last valid step should come first.",
    ),
    turns_the_examples=(
        {RESULT: "x[:, :, ::-1].copy()"},
        "the examples are put in the opposite order. Turn the steps round, along axis 0.",
    ),
    turns_the_features=(
        {RESULT: "x[:, ::-1].copy()"},
        "the features are put in the opposite order. Turn the steps round, along axis 0.",
    ),
    turns_two_axes=(
        {RESULT: "np.take_along_axis(x, source[:, np.newaxis], axis=0)[:, :, ::-1]"},
        "the examples are put in the opposite order as well. Only the steps are turned round.",
    ),
    moves_to_the_end=(
        {SOURCE: "(steps + lengths) % len(x)", RESULT: "np.take_along_axis(x, source[:, np.newaxis], axis=0)"},
        "each sequence is pushed behind its padding, and nothing is turned round.",
    ),
    rolls_each_sequence=(
        {SOURCE: "np.where(steps < lengths, (steps - 1) % np.maximum(lengths, 1), steps)"},
        "each sequence is rolled by one step. The order of all its steps is to change.",
    ),
    changes_the_ends_alone=(
        {SOURCE: "np.where((steps == 0) & (lengths > 0), lengths - 1, np.where((steps == lengths - 1), 0, steps))"},
        "only the first and the last step change places. All steps between them do so too.",
    ),
)

answers.mistakes(
    WITHIN,
    of=example_by_example,
    fills_one_array_from_itself=(
        {
            EACH: "for t in range(length):\n            turned[t, :, i] = turned[length - 1 - t, :, i]",
        },
        "what is read was overwritten before: the second half is a copy of the first. Read from x, write elsewhere.",
    ),
    takes_features_for_examples=(
        {EACH: "turned[:length, i % x.shape[1]] = x[:length, i % x.shape[1]][::-1]"},
        "the lengths are used along axis 1. The examples are on axis 2.",
    ),
)

answers.mistakes(
    WITHIN,
    counts_what_is_not_zero=(
        {"    steps =": "    lengths = np.any(x != 0, axis=1).sum(axis=0)\n    steps ="},
        "the lengths are counted from x, as its columns that are not zero. A column of zeros may be a word, and "
        "padding may hold any numbers: take `lengths` as it is.",
    ),
)
answers.mistakes(
    WITHIN,
    of=example_by_example,
    flips_all_axes=(
        {EACH: "turned[:length, :, i] = np.flip(x[:length, :, i])"},
        "the features are put in the opposite order as well, as np.flip does without an axis. Turn axis 0 alone.",
    ),
)

answers.mistakes(
    PADDING,
    of=example_by_example,
    stops_at_length_zero=(
        {EACH: f"if not length:\n            break\n        {EACH}"},
        "a sequence of length 0 ends the loop, so that those behind it are not turned round. `continue` skips it.",
    ),
    leaves_all_where_one_is_empty=(
        {"    turned =": "    if not lengths.all():\n        return x.copy()\n    turned ="},
        "no sequence is turned round where one of them has length 0. The others are to be.",
    ),
)
answers.mistakes(
    PADDING,
    puts_zeros_for_the_padding=(
        {RESULT: "np.take_along_axis(x, source[:, np.newaxis], axis=0) * (steps < lengths)[:, np.newaxis]"},
        "the padding is set to zero. It stays as it was.",
    ),
    turns_the_padding_too=(
        {SOURCE: "np.where(steps < lengths, lengths - 1 - steps, lengths + len(x) - 1 - steps)"},
        "the padding is turned round as well. So it is when the count goes on below 0, where -1 is the last step.",
    ),
    repeats_the_first_step=(
        {SOURCE: "np.maximum(lengths - 1 - steps, 0)"},
        "behind the last valid step the first one is repeated. What was there as padding stays.",
    ),
    takes_length_zero_for_one=(
        {"    steps =": "    lengths = np.where(lengths == 0, len(x), lengths)\n    steps ="},
        "a sequence of length 0 is turned round whole, as with x[length - 1 :: -1]. All of it is padding, and stays.",
    ),
    repeats_the_last_step=(
        {SOURCE: "np.where(steps < lengths, lengths - 1 - steps, np.maximum(lengths - 1, 0))"},
        "the last valid step is repeated in the padding. What was there stays.",
    ),
)

answers.mistakes(
    ALONE,
    of=example_by_example,
    writes_into_x=(
        {"x.copy()": "x", "][::-1]": "][::-1].copy()"},
        "something is written into the caller's x. Another name for an array is the same array: copy it first.",
    ),
)
answers.mistakes(
    ALONE,
    hands_x_back=(
        {f"return {RESULT}": f"return x if lengths.max(initial=0) < 2 else {RESULT}"},
        "x itself, or a view of it, is handed back where nothing moves. Return a new array there too.",
    ),
    hands_a_view_back=(
        {f"return {RESULT}": f"return x[::-1] if lengths.min(initial=len(x)) == len(x) else {RESULT}"},
        "x[::-1] is handed back where there is no padding. It is a view of x: return a new array there too.",
    ),
    changes_the_lengths=(
        {
            "    steps =": "    lengths -= 1\n    steps =",
            SOURCE: "np.where(steps <= lengths, lengths - steps, steps)",
        },
        "something is written into the caller's lengths, as with `lengths -= 1`.",
    ),
)

answers.refused(
    ALONE,
    fills_one_array_in_each_call={
        f"return {RESULT}": "buffers = globals().setdefault('_of_reverse', {})\n"
        f"    turned = buffers.setdefault(x.shape, x.copy())\n    turned[:] = {RESULT}\n    return turned"
    },
)
answers.refused(WITHIN, turns_a_view={RESULT: "x[::-1]"}, drops_axes_of_length_one={RESULT: f"np.squeeze({RESULT})"})
answers.refused(
    PADDING,
    counts_on_below_zero={SOURCE: "lengths - 1 - steps"},
    counts_on_modulo={SOURCE: "(lengths - 1 - steps) % len(x)"},
)
answers.refused(WITHIN, cuts_to_the_longest={RESULT: f"{RESULT}[: lengths.max()]"})
answers.refused(WITHIN, puts_time_last={RESULT: f"{RESULT}.transpose(2, 1, 0)"})

answers.mistakes(
    WITHIN,
    of=example_by_example,
    turns_the_features_within_the_length=(
        {EACH: "turned[:length, :, i] = x[:length, ::-1, i]"},
        "the features are put in the opposite order, and the steps are not: axis 0 is that of the steps.",
    ),
)
