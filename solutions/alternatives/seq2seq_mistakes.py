"""More mistakes in seq2seq_loss_and_grads, each registered in the module of its name: name=(swaps, sentence)."""

from solutions.alternatives import Rows

DWY = 'np.einsum("tyi,tai->ya", dz_y, s)'
DZ = "softmax_ce_backward(y_pred, dec_target, mask)"
LOSS = "sequence_cross_entropy(y_pred, dec_target, mask)"
SAID = 'gru_backward(decoder["Wy"].T @ dz_y, decoder_caches, mask, gru_cell_backward)'

OF_THE_DECODER: Rows = {
    "stands_still_where_minus_one_was_read": (
        {SAID: SAID.replace("mask", "dec_in >= 0")},
        "the way back through the decoder stands still where dec_in holds -1. Such a step was made like any other.",
    ),
    "puts_the_whole_dicts_in_each_others_place": (
        {"mask), grads": 'mask), {"encoder": grads["decoder"], "decoder": grads["encoder"]}'},
        'the encoder\'s gradients stand under "decoder", and the decoder\'s under "encoder".',
    ),
    "sends_dz_back_as_it_is": (
        {SAID: SAID.replace('decoder["Wy"].T @ dz_y', "dz_y")},
        "dz_y itself is sent back to the decoder's memories. The product of W_y transposed and dz_y is.",
    ),
}

OF_THE_DECODER |= {
    "pairs_with_what_entered_the_step": (
        {DWY: DWY.replace(", s)", ", np.stack([cache[1] for cache in decoder_caches]))")},
        "dWy pairs dz_y with the memory that entered the step. W_y acted on the one that left it.",
    ),
    "pairs_with_the_row_before": (
        {DWY: DWY.replace(", s)", ", np.roll(s, 1, axis=0))")},
        "dWy pairs dz_y with the row before in s, and at the first step with the last row. W_y acted on the same row.",
    ),
    "pairs_with_the_row_behind": (
        {DWY: DWY.replace(", s)", ", np.roll(s, -1, axis=0))")},
        "dWy pairs dz_y with the row behind in s. W_y acted on the same row.",
    ),
}

OF_THE_PADDING: Rows = {
    "says_the_padding_as_well": (
        {LOSS: LOSS.replace("mask", "np.ones_like(mask)"), DZ: DZ.replace("mask", "np.ones_like(mask)")},
        "loss and gradients take every step of what is to be said for valid, padding too: the mask is not used.",
    ),
    "says_padding_as_word_0": (
        {
            LOSS: "sequence_cross_entropy(y_pred, np.where(mask, dec_target, 0), np.ones_like(mask))",
            DZ: "softmax_ce_backward(y_pred, np.where(mask, dec_target, 0), np.ones_like(mask))",
        },
        "loss and gradients take every step of what is to be said for valid, with word 0 in the padding.",
    ),
}

OF_THE_ENCODER: Rows = {
    "ends_the_mask_one_step_too_early": (
        {" < lengths": " < lengths - 1"},
        "the mask of the way back through the encoder ends one step too early.",
    ),
}
