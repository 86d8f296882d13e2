"""More mistakes in seq2seq_loss_and_grads, each registered in the module of its name: name=(swaps, sentence)."""

from typing import Any

#: Name -> what the keyword of that name is in `Answers.mistakes`.
Rows = dict[str, Any]

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

OF_THE_ENCODER: Rows = {
    "ends_the_mask_one_step_too_early": (
        {" < lengths": " < lengths - 1"},
        "the mask of the way back through the encoder ends one step too early.",
    ),
}
