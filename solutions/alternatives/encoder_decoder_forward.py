# ruff: noqa: F821
"""Other answers to encoder_decoder_forward."""

import numpy as np

from solutions.alternatives import Answers
from solutions.encoder_decoder import encoder_decoder_forward

answers = Answers(encoder_decoder_forward)

MASK = "mask = np.arange(len(x))[:, np.newaxis] < lengths"
READ = "gru_forward(x, c0, encoder | output, mask)"
SAY = "gru_forward(inputs, c[-1], decoder, np.ones(dec_in.shape, dtype=bool))"
INPUTS = 'one_hot(dec_in, len(decoder["by"]))'
RETURN = "return y_pred, (encoder_caches, s, decoder_caches)"
VALUES, PADDING, MINUS_ONE, ALONE = (
    "the_decoder_goes_on_from_what_was_read",
    "the_padding_of_what_was_read_changes_nothing",
    "minus_one_is_read_as_zeros",
    "the_arguments_stay_and_y_pred_is_new",
)


@answers.variant
def step_by_step(x, lengths, dec_in, encoder, decoder):
    n_a, n_y, m = len(encoder["bu"]), len(decoder["by"]), x.shape[2]
    reader = dict(encoder, Wy=np.zeros((1, n_a)), by=np.zeros((1, 1)))
    c = np.zeros((n_a, m))
    for t in range(len(x)):
        c_next, _, _ = gru_cell_forward(x[t], c, reader)
        c = np.where(t < lengths, c_next, c)
    y_pred = np.zeros((len(dec_in), n_y, m))
    for t in range(len(dec_in)):
        xt = np.zeros((n_y, m))
        for i in range(m):
            if dec_in[t, i] >= 0:
                xt[dec_in[t, i], i] = 1
        c, y_pred[t], _ = gru_cell_forward(xt, c, decoder)
    return y_pred, None


@answers.variant
def picking_the_last_valid_step(x, lengths, dec_in, encoder, decoder):
    T_x, _, m = x.shape
    c, _, there = gru_forward(x, np.zeros((encoder["Wu"].shape[0], m)), {**decoder, **encoder}, np.full((T_x, m), True))
    last = c[lengths - 1, :, np.arange(m)].T
    T_y, n_y = len(dec_in), decoder["Wy"].shape[0]
    rows = np.vstack([np.eye(n_y), np.zeros(n_y)])  # -1 is the last row
    s, y_pred, back = gru_forward(rows[dec_in].transpose(0, 2, 1), last, decoder, np.full((T_y, m), True))
    return y_pred, (there, s, back)


@answers.variant
def example_by_example(x, lengths, dec_in, encoder, decoder):
    columns = []
    for i, length in enumerate(lengths):
        c, _, _ = gru_forward(
            x[:length, :, i : i + 1],
            np.zeros((len(encoder["bc"]), 1)),
            encoder | {k: decoder[k] for k in ("Wy", "by")},
            np.ones((length, 1), dtype=bool),
        )
        inputs = one_hot(dec_in[:, i : i + 1], len(decoder["by"]))
        _, y, _ = gru_forward(inputs, c[-1], decoder, np.ones((len(dec_in), 1), dtype=bool))
        columns.append(y)
    return np.concatenate(columns, axis=2), ()


@answers.variant
def comparing_rows_with_tokens(x, lengths, dec_in, encoder, decoder):
    steps, m = range(len(x)), len(lengths)
    mask = np.array([[t < length for length in lengths] for t in steps])
    reader = encoder.copy()
    reader["Wy"], reader["by"] = decoder["Wy"], decoder["by"]
    c, _, _ = gru_forward(x * mask[:, None], np.zeros((len(reader["Wu"]), m)), reader, mask)
    tokens = np.arange(len(decoder["by"])).reshape(1, -1, 1)
    result = gru_forward((dec_in[:, None] == tokens) * 1.0, c[len(x) - 1], decoder, dec_in == dec_in)
    return result[1], result


@answers.variant
def as_two_stages(x, lengths, dec_in, encoder, decoder):
    def run(inputs, start, parameters, mask):
        c, y, caches = gru_forward(inputs, start, decoder | parameters, mask)
        return c, y, caches

    everywhere = np.ones_like(dec_in, dtype=bool)
    start = np.zeros((encoder["bc"].size, lengths.size))
    c, _, read = run(x, start, encoder, np.arange(x.shape[0]).reshape(-1, 1) < lengths.reshape(1, -1))
    s, y_pred, said = run(one_hot(dec_in, decoder["by"].size), c[-1], decoder, everywhere)
    return y_pred, {"read": read, "s": s, "said": said}


answers.variants(
    with_the_longest_last={"c[-1], decoder": "c[lengths.max() - 1], decoder"},
    with_the_decoder_below={"encoder | output": "decoder | encoder"},
)

answers.mistakes(
    VALUES,
    starts_from_zeros=(
        {"c[-1], decoder": "c0, decoder"},
        "the decoder starts from zeros, so that it knows nothing of what was read.",
    ),
    starts_from_the_first_memory=(
        {"c[-1], decoder": "c[0], decoder"},
        "the decoder starts from the memory after the first step of the encoder, not after the last.",
    ),
    starts_one_step_too_early=(
        {"c[-1], decoder": "c[-2 % len(c)], decoder"},
        "the decoder starts from the encoder's memory one step before the last.",
    ),
    starts_from_the_mean=(
        {"c[-1], decoder": "c.mean(axis=0), decoder"},
        "the decoder starts from the mean of the encoder's memories. It starts from the last one.",
    ),
    starts_again_at_every_step=(
        {
            f"s, y_pred, decoder_caches = {SAY}": (
                "s, y_pred, decoder_caches = zip(*[gru_forward(each[None], c[-1], decoder, "
                "np.ones((1, x.shape[2]), dtype=bool)) for each in inputs])\n"
                "    s, y_pred = np.concatenate(s), np.concatenate(y_pred)"
            )
        },
        "every step of the decoder starts from what was read. It goes on from the step before.",
    ),
    reads_with_the_decoder=(
        {"encoder | output": "encoder | decoder"},
        "the encoder reads with the decoder's weights: in `encoder | decoder` those of the decoder win.",
    ),
    says_with_the_encoder=(
        {"c[-1], decoder": "c[-1], decoder | encoder"},
        "the decoder has the encoder's weights. Each has its own.",
    ),
    reads_columns_of_the_words=(
        {INPUTS: "one_hot(dec_in, x.shape[1])"},
        "what the decoder reads are one-hot columns of n_x numbers. Its tokens are n_y: columns of n_y numbers.",
    ),
    stops_before_the_last_word=(
        {" < lengths": " < lengths - 1"},
        "the encoder's mask ends one step too early, so that no last word is read.",
    ),
    reads_backwards=(
        {"gru_forward(x, c0": "gru_forward(x[::-1], c0"},
        "the encoder reads its input from the end to the beginning.",
    ),
    feeds_its_own_predictions=(
        {
            f"s, y_pred, decoder_caches = {SAY}": (
                "s, y_pred, decoder_caches, xt, a = [], [], [], inputs[0], c[-1]\n"
                "    for _ in inputs:\n"
                "        a, yt, cache = gru_cell_forward(xt, a, decoder)\n"
                "        xt = one_hot(yt.argmax(axis=0)[None], len(yt))[0]\n"
                "        s.append(a)\n"
                "        y_pred.append(yt)\n"
                "        decoder_caches.append(cache)\n"
                "    s, y_pred = np.stack(s), np.stack(y_pred)"
            )
        },
        "the decoder reads what it has said itself. In training it reads dec_in, whatever it has said.",
    ),
    reads_the_first_token_alone=(
        {INPUTS: f"{INPUTS} * (np.arange(len(dec_in)) == 0)[:, None, None]"},
        "the decoder reads its first token, and zeros from then on.",
    ),
    never_reads_the_first_token=(
        {"(inputs, c[-1]": "(np.concatenate([0 * inputs[:1], inputs[1:]]), c[-1]"},
        "the decoder reads zeros first. Its first token is BOS, which is read like any other.",
    ),
    starts_from_the_mean_of_all_examples=(
        {"c[-1], decoder": "c[-1].mean(axis=1, keepdims=True) + 0 * c[-1], decoder"},
        "all examples start from one mean. Each starts from its own memory.",
    ),
    reads_one_token_late=(
        {INPUTS: f"np.roll({INPUTS}, 1, axis=0) * (np.arange(len(dec_in)) > 0)[:, None, None]"},
        "dec_in is moved by one more step. It is read as it is.",
    ),
    feeds_what_was_read=(
        {INPUTS: f"{INPUTS} + (c @ np.ones((x.shape[2], 1)))[:1, :1]"},
        "something of the encoder's memories is added to what the decoder reads. They reach it by its start alone.",
    ),
    starts_the_encoder_from_ones=(
        {"c0 = np.zeros(": "c0 = np.ones("},
        "the encoder starts from ones. It starts from zeros.",
    ),
    stands_still_after_as_many_steps=(
        {"np.ones(dec_in.shape, dtype=bool)": "np.arange(len(dec_in))[:, np.newaxis] < lengths"},
        "the decoder stands still after as many steps as were read. How many it goes has nothing to do with that.",
    ),
    squashes_twice=(
        {RETURN: RETURN.replace("y_pred", "np.exp(y_pred) / np.exp(y_pred).sum(axis=1, keepdims=True)", 1)},
        "softmax is taken of what softmax has returned: gru_forward gives probabilities already.",
    ),
    returns_scores=(
        {RETURN: RETURN.replace("y_pred", 'decoder["Wy"] @ s + decoder["by"]', 1)},
        "the scores are returned. Softmax makes probabilities of them.",
    ),
    returns_the_memories=(
        {RETURN: RETURN.replace("y_pred", "s", 1)},
        "the decoder's memories are returned, not its predictions.",
    ),
    returns_what_the_encoder_predicts=(
        {"c, _, encoder_caches": "c, y_read, encoder_caches", RETURN: RETURN.replace("y_pred", "y_read", 1)},
        "what the encoder predicts is returned. It is to say nothing, and the decoder's predictions are asked for.",
    ),
)

answers.mistakes(
    PADDING,
    reads_the_padding_too=(
        {MASK: "mask = np.ones((len(x), len(lengths)), dtype=bool)"},
        "the encoder reads the padding as well, so that the last row holds what it made of that.",
    ),
    reads_one_step_of_padding=(
        {" < lengths": " <= lengths"},
        "the encoder reads one step of padding behind each sentence.",
    ),
    takes_the_first_for_all=(
        {" < lengths": " < lengths[0] + 0 * lengths"},
        "the length of the first example is used for all of them.",
    ),
    shows_zeros_in_the_padding=(
        {
            "c, _, encoder_caches": "mask_of_c = mask[:, None]\n    c, _, encoder_caches",
            "c[-1], decoder": "(c * mask_of_c)[-1], decoder",
        },
        "a sentence that ends before the last row leaves zeros to the decoder.",
    ),
    puts_zeros_for_the_padding=(
        {
            MASK: (
                "x = x * (np.arange(len(x))[:, None] < lengths)[:, None]\n"
                "    mask = np.ones((len(x), len(lengths)), dtype=bool)"
            )
        },
        "zeros are put for the padding and read. A step that reads zeros changes the memory too.",
    ),
)
answers.refused(PADDING, takes_the_longest_for_all={" < lengths": " < lengths.max() + 0 * lengths"})
answers.refused(
    PADDING,
    of=picking_the_last_valid_step,
    stands_at_the_end_of_the_batch={"c[lengths - 1, :, np.arange(m)].T": "c[-1]"},
)

answers.mistakes(
    MINUS_ONE,
    takes_minus_one_for_the_last_token=(
        {INPUTS: 'np.eye(len(decoder["by"]))[dec_in].transpose(0, 2, 1)'},
        "-1 is taken for the last token: as an index it means the last row. It is to be read as a column of zeros.",
    ),
    takes_minus_one_for_token_zero=(
        {INPUTS: INPUTS.replace("dec_in", "np.maximum(dec_in, 0)")},
        "-1 is taken for token 0. It is to be read as a column of zeros.",
    ),
    stands_still_where_nothing_but_minus_one_follows=(
        {"np.ones(dec_in.shape, dtype=bool)": "np.cumsum((dec_in >= 0)[::-1], axis=0)[::-1] > 0"},
        "the decoder stands still once it reads nothing but -1. It goes on to the end: it is not told of padding.",
    ),
    stands_still_at_minus_one=(
        {"np.ones(dec_in.shape, dtype=bool)": "dec_in >= 0"},
        "the decoder stands still where it reads -1. It goes on, with a column of zeros to read.",
    ),
)

answers.mistakes(
    ALONE,
    gives_the_encoder_an_output=(
        {"    c, _,": "    encoder.update(output)\n    c, _,"},
        "Wy and by are put into the caller's encoder. Make a dict of your own: encoder | output.",
    ),
    sets_the_padding_to_zero=(
        {"    c0 =": "    x *= mask[:, None]\n    c0 ="},
        "zeros are written into the caller's x.",
    ),
    writes_into_the_predictions_of_the_last_call=(
        {
            RETURN: (
                "buffers = encoder_decoder_forward.__dict__\n"
                "    buffers.setdefault(str(y_pred.shape), y_pred)[:] = y_pred\n"
                f"    {RETURN.replace('y_pred', 'buffers[str(y_pred.shape)]', 1)}"
            )
        },
        "the predictions are written into an array that an earlier call has returned. Make a new one in each call.",
    ),
    counts_the_lengths_from_zero=(
        {MASK: "lengths -= 1\n    mask = np.arange(len(x))[:, np.newaxis] <= lengths"},
        "something is written into the caller's lengths, as with `lengths -= 1`.",
    ),
)

answers.refused(VALUES, puts_time_last={RETURN: RETURN.replace("y_pred", "y_pred.transpose(2, 1, 0)", 1)})
answers.refused(VALUES, returns_the_last_step={RETURN: RETURN.replace("y_pred", "y_pred[-1]", 1)})
answers.refused(PADDING, leaves_the_end_out={" < lengths": " < np.maximum(lengths - (lengths < len(x)), 1)"})
