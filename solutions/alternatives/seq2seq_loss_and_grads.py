"""Other answers to seq2seq_loss_and_grads."""

from solutions.alternatives import Answers, seq2seq_mistakes, seq2seq_variants
from solutions.alternatives.seq2seq_mistakes import DWY, DZ, LOSS, SAID
from solutions.encoder_decoder import seq2seq_loss_and_grads

answers = Answers(seq2seq_loss_and_grads)

FORWARD = "encoder_decoder_forward(x, lengths, dec_in, encoder, decoder)"
ENTERS = 'dc[-1] = said["dc0"]'
READ_MASK = "np.arange(len(x))[:, np.newaxis] < lengths"
DBY = "dz_y.sum(axis=(0, 2))[:, np.newaxis]"
KEYS = '{"encoder": {name: read[name] for name in names}, "decoder": {name: said[name] for name in names}}'
OF_LOSS, OF_DECODER, OF_ENCODER, PADDING_READ, PADDING_SAID, ALONE = (
    "the_loss_is_the_mean_surprise",
    "the_gradients_of_the_decoder_are_right",
    "the_gradient_goes_on_into_the_encoder",
    "the_padding_of_what_was_read_changes_nothing",
    "the_padding_of_what_is_to_be_said_changes_nothing",
    "the_arguments_stay_and_the_gradients_are_new",
)

answers.variant(seq2seq_variants.entering_at_the_last_valid_step)
answers.variant(seq2seq_variants.with_loops_of_its_own)
answers.variant(seq2seq_variants.with_a_forward_pass_of_its_own)
answers.variant(seq2seq_variants.example_by_example)

answers.variants(
    with_all_steps_valid_on_the_way_back={"decoder_caches, mask, gru": "decoder_caches, np.ones_like(mask), gru"},
    with_loss_from_the_right_probabilities={
        LOSS: "-np.log([y_pred[t, dec_target[t, i], i] for t, i in zip(*np.nonzero(mask))]).mean()"
    },
    with_bias_step_by_step={DBY: "sum(each.sum(axis=1, keepdims=True) for each in dz_y)"},
)

answers.mistakes(
    OF_LOSS,
    reads_what_it_is_to_say=(
        {FORWARD: FORWARD.replace("dec_in", "dec_target")},
        "the decoder reads dec_target, which is what it is to say. It reads dec_in.",
    ),
    compares_with_what_it_reads=(
        {LOSS: LOSS.replace("dec_target", "dec_in"), DZ: DZ.replace("dec_target", "dec_in")},
        "the predictions are compared with dec_in. They are to be dec_target.",
    ),
    sums_the_loss=({LOSS: f"{LOSS} * mask.sum()"}, "the loss is the sum over the valid steps. It is their mean."),
    divides_by_the_examples=(
        {LOSS: f"{LOSS} * mask.sum() / mask.shape[1]"},
        "the loss is divided by the number of examples, not by that of the valid steps.",
    ),
    divides_twice=(
        {LOSS: f"{LOSS} / mask.sum()"},
        "the loss is divided by the number of steps once more: it is a mean already.",
    ),
    counts_in_bits=(
        {LOSS: f"{LOSS} / np.log(2)"},
        "the loss is in bits: its logarithm has the base 2. Here it is in nats, with the natural logarithm.",
    ),
    forgets_the_sign=({LOSS: f"-{LOSS}"}, "the loss has the wrong sign. Surprise is positive."),
    returns_the_perplexity=(
        {LOSS: f"float(np.exp({LOSS}))"},
        "the exponential of the loss is returned, which is the perplexity.",
    ),
)

answers.mistakes(
    OF_DECODER,
    exchanges_the_halves=(
        {'"encoder": {name: read': '"encoder": {name: said', '"decoder": {name: said': '"decoder": {name: read'},
        'the encoder\'s gradients stand under "decoder", and the decoder\'s under "encoder".',
    ),
    sums_the_gradients=(
        {DZ: f"{DZ} * mask.sum()"},
        "all gradients are multiplied by the number of steps. softmax_ce_backward gives those of the mean.",
    ),
    divides_the_gradients_again=(
        {DZ: f"{DZ} / mask.sum()"},
        "all gradients are divided by the number of steps once more. softmax_ce_backward has done so.",
    ),
    turns_the_gradients_round=({DZ: f"-{DZ}"}, "all gradients have the wrong sign."),
    pairs_with_the_memory_before=(
        {DWY: DWY.replace(", s)", ", np.concatenate([decoder_caches[0][1][None], s[:-1]]))")},
        "dWy pairs dz_y with the memory before the step. W_y acted on the one after it.",
    ),
    forgets_the_last_steps=(
        {SAID: SAID.replace("dz_y", "(dz_y * (np.arange(len(dz_y)) == 0)[:, None, None])")},
        "only the first prediction sends its gradient back to the decoder's memories.",
    ),
    sends_the_last_prediction_back_alone=(
        {SAID: SAID.replace("dz_y", "(dz_y * (np.arange(len(dz_y)) == len(dz_y) - 1)[:, None, None])")},
        "only the last prediction sends its gradient back to the decoder's memories. Each step's does.",
    ),
    sends_the_predictions_back=(
        {SAID: SAID.replace("dz_y", "y_pred")},
        "the predictions are sent back to the decoder's memories. Their gradient is: dz_y.",
    ),
    turns_da_round=(
        {SAID: SAID.replace("dz_y", "dz_y[::-1]")},
        "the gradients of the decoder's memories stand in reverse order.",
    ),
    averages_the_bias=(
        {DBY: "dz_y.mean(axis=2).sum(axis=0)[:, np.newaxis]"},
        "dby is a mean over the examples. It is their sum.",
    ),
    makes_the_bias_of_the_last_step=(
        {DBY: "dz_y[-1].sum(axis=1, keepdims=True)"},
        "dby is that of the last step alone. Add up all steps.",
    ),
    makes_the_weight_of_the_last_step=(
        {DWY: "dz_y[-1] @ s[-1].T"},
        "dWy is that of the last step alone. Add up all steps.",
    ),
    makes_the_weight_of_the_first_example=(
        {DWY: 'np.einsum("ty,ta->ya", dz_y[..., 0], s[..., 0])'},
        "dWy is that of the first example alone. Add up all examples.",
    ),
    limits_the_gradients=(
        {
            "    return": (
                "    for half in grads.values():\n"
                "        half.update({name: np.clip(each, -5, 5) for name, each in half.items()})\n"
                "    return"
            )
        },
        "the gradients are limited to -5 and 5, as in lesson 05. Here they are left as they are.",
    ),
    keeps_the_names_of_the_parameters=(
        {
            "name: read[name]": "name[1:]: read[name]",
            "name: said[name]": "name[1:]: said[name]",
            '"dWy"] =': '"Wy"] =',
            '"dby"] =': '"by"] =',
        },
        "the gradients have the names of their parameters. That of Wu is called dWu.",
    ),
    returns_a_pair_of_dicts=(
        {"(y_pred, dec_target, mask), grads": '(y_pred, dec_target, mask), (grads["encoder"], grads["decoder"])'},
        'the two dicts are a pair. They belong into one dict, under "encoder" and "decoder".',
    ),
    makes_a_flat_bias=({DBY: "dz_y.sum(axis=(0, 2))"}, "dby has the shape (n_y,). b_y has the shape (n_y, 1)."),
    transposes_the_output=({DWY: 'np.einsum("tyi,tai->ay", dz_y, s)'}, "dWy is transposed."),
    forgets_the_output=(
        {f'    grads["decoder"]["dWy"] = {DWY}\n': "", f'    grads["decoder"]["dby"] = {DBY}\n': ""},
        "the gradients of Wy and by are missing.",
    ),
    **seq2seq_mistakes.OF_THE_DECODER,
)

answers.mistakes(
    OF_ENCODER,
    leaves_the_encoder_alone=(
        {f"    {ENTERS}": "    dc[-1] = 0.0"},
        "the encoder's gradients are all zero: what has come back to the decoder's start is dropped.",
    ),
    enters_at_every_step=(
        {ENTERS: 'dc[:] = said["dc0"]'},
        "the gradient enters the encoder at every step. The decoder began with the last memory alone.",
    ),
    enters_at_the_first_step=(
        {ENTERS: 'dc[0] = said["dc0"]'},
        "the gradient enters the encoder at the first step. The decoder began with the last memory.",
    ),
    enters_one_step_too_early=(
        {ENTERS: 'dc[max(0, len(dc) - 2)] = said["dc0"]'},
        "the gradient enters the encoder one step before the last.",
    ),
    sends_the_first_prediction_on=(
        {ENTERS: 'dc[-1] = decoder["Wy"].T @ dz_y[0]'},
        "what enters the encoder is the gradient of the first prediction alone. Take dc0 of the way back.",
    ),
    sends_back_what_the_decoder_got=(
        {ENTERS: 'dc[-len(dz_y) :] = (decoder["Wy"].T @ dz_y)[-len(dc) :]'},
        "the encoder gets the gradients of the decoder's predictions. It gets what has come back to the start: dc0.",
    ),
    adds_both_halves=(
        {'"encoder": {name: read[name]': '"encoder": {name: read[name][:, :1] * 0 + read[name] + read[name]'},
        "the encoder's gradients are twice what they should be.",
    ),
    turns_the_encoder_round=({ENTERS: 'dc[-1] = -said["dc0"]'}, "what enters the encoder has the wrong sign."),
    averages_the_examples=(
        {ENTERS: 'dc[-1] = said["dc0"].mean(axis=1, keepdims=True)'},
        "the mean over the examples enters the encoder. Each example has its own gradient.",
    ),
    turns_the_caches_round=(
        {"(dc, encoder_caches,": "(dc, encoder_caches[::-1],"},
        "the encoder's caches are given in reverse order. gru_backward goes from the end by itself.",
    ),
    goes_back_one_step_alone=(
        {"(dc, encoder_caches,": "(dc[-1:], encoder_caches[-1:],", f"{READ_MASK}, gru": f"({READ_MASK})[-1:], gru"},
        "the gradient goes back through one step of the encoder alone. It goes through all of them.",
    ),
    **seq2seq_mistakes.OF_THE_ENCODER,
)

answers.mistakes(
    PADDING_READ,
    enters_at_the_end_of_the_batch=(
        {READ_MASK: "np.ones((len(x), len(lengths)), dtype=bool)"},
        "the gradient enters in the padding of short sentences. It enters at their own last step, as the mask does it.",
    ),
    takes_one_step_of_padding=(
        {" < lengths": " <= lengths"},
        "the way back takes one step of padding for a valid one.",
    ),
    takes_one_step_too_few=(
        {" < lengths": " < np.where(lengths < len(x), lengths - 1, lengths)"},
        "the way back begins one step too early where there is padding.",
    ),
    takes_the_first_for_all=(
        {" < lengths": " < lengths[0] + 0 * lengths"},
        "the length of the first example is used for all of them.",
    ),
    reads_all_as_full=(
        {FORWARD: FORWARD.replace("lengths", "np.full_like(lengths, len(x))")},
        "the forward pass is told that all sentences are of full length.",
    ),
)
answers.refused(
    PADDING_READ,
    of=seq2seq_variants.entering_at_the_last_valid_step,
    enters_behind_the_last_valid_step={"dc[lengths - 1,": "dc[np.minimum(lengths, len(x) - 1),"},
)

answers.mistakes(
    PADDING_SAID,
    counts_the_padding=(
        {LOSS: "sequence_cross_entropy(y_pred, np.where(mask, dec_target, 0), np.ones_like(mask))"},
        "the loss counts the padding as well.",
    ),
    sends_the_padding_back=(
        {DZ: "softmax_ce_backward(y_pred, np.where(mask, dec_target, 0), np.ones_like(mask))"},
        "the padding of what is to be said sends a gradient back.",
    ),
    takes_all_steps_for_valid=(
        {each: each.replace("mask", "np.ones_like(mask)") for each in (LOSS, DZ, SAID)},
        "all steps of the decoder count, those of the padding among them. The mask says which do.",
    ),
    takes_the_mean_of_each_sentence_first=(
        {
            LOSS: "float(np.mean([sequence_cross_entropy(y_pred[..., [i]], dec_target[:, [i]], mask[:, [i]]) "
            "for i in range(mask.shape[1])]))"
        },
        "the loss is a mean over the sentences, of the mean of each. Every valid step counts alike.",
    ),
    divides_by_all_steps=(
        {DZ: f"{DZ} * mask.sum() / mask.size", LOSS: f"{LOSS} * mask.sum() / mask.size"},
        "loss and gradients are divided by the number of all steps, padding among them.",
    ),
    takes_padding_by_its_number=(
        {DZ: "softmax_ce_backward(y_pred, np.clip(dec_target, 0, y_pred.shape[1] - 1), dec_target >= 0)"},
        "padding is told by a negative number in dec_target. The mask says what is padding.",
    ),
    **seq2seq_mistakes.OF_THE_PADDING,
)

answers.mistakes(
    ALONE,
    gives_the_encoder_an_output=(
        {"    dz_y =": '    encoder["Wy"] = decoder["Wy"]\n    dz_y ='},
        "a key is put into the caller's encoder. Make a dict of your own.",
    ),
    takes_a_step=(
        {"    return": '    decoder["by"] -= 0.1 * grads["decoder"]["dby"]\n    return'},
        "the parameters are changed already. Only the loss and the gradients are asked for.",
    ),
    writes_into_the_gradients_of_the_last_call=(
        {
            "    return": (
                "    kept = seq2seq_loss_and_grads.__dict__\n"
                '    for name, each in grads["decoder"].items():\n'
                "        kept.setdefault(f'{name} {each.shape}', each)[:] = each\n"
                '        grads["decoder"][name] = kept[f"{name} {each.shape}"]\n'
                "    return"
            )
        },
        "gradients are written into arrays that an earlier call has returned. Make new ones in each call.",
    ),
    cleans_the_targets=(
        {"    dz_y =": "    dec_target[~mask] = 0\n    dz_y ="},
        "something is written into the caller's dec_target.",
    ),
)

answers.refused(OF_LOSS, returns_an_array={LOSS: f"np.array([{LOSS}])"})
answers.refused(
    OF_DECODER, squashes_the_loss={SAID: SAID.replace('decoder["Wy"].T @ dz_y', '(decoder["Wy"].T @ dz_y) * s')}
)
answers.refused(
    OF_ENCODER,
    forgets_a_gate={
        '{"encoder": {name: read[name] for name in names}': '{"encoder": {name: read[name] for name in names[1:]}'
    },
)
