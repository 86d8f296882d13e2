# mypy: disable-error-code="type-arg"
# A cache is its author's business, so its type is the plain word `tuple`.
"""An encoder that reads a sentence and a decoder that says another: forward, the loss, and the way back."""

import numpy as np

from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.gru import gru_cell_backward, gru_forward
from solutions.gru_backward import gru_backward
from solutions.losses import sequence_cross_entropy
from solutions.sequence_data import one_hot, pad_batch


def teacher_forcing_pair(
    sentences: list[list[int]], bos_id: int, eos_id: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Make of sentences what a decoder reads in training and what it is to say.

    .. math:: \text{in}^{<1>} = \text{BOS}, \quad \text{in}^{<t>} = \text{target}^{<t-1>} \text{ for } t > 1, \quad
              \text{target}^{<T_y>} = \text{EOS}

    Here T_y stands for the length of each example, one more than that of its sentence: EOS is a token that is to be
    said like the others. Padding stands at the end. The sentences are left as they are.

    Args:
        sentences: m lists of whole numbers from 0, m at least 1, without BOS and EOS at their ends. Some or all may be
            empty: then only EOS is to be said. Any number may occur in them, bos_id and eos_id too.
        bos_id: the number that is read before the first token is said, from -1 on.
        eos_id: the number that is said when the sentence is over, from 0 on.

    Returns:
        dec_in and dec_target, whole numbers, each of shape (T_y, m), and mask (T_y, m), bool, True where there is
        something to say. T_y is the largest of the lengths. In the padding dec_in and dec_target may hold any whole
        number from -1 on.

    Source: Williams and Zipser (1989) for teacher forcing; Sutskever, Vinyals and Le (2014) for EOS.
    """
    ### BEGIN SOLUTION
    dec_in, mask, _ = pad_batch([[bos_id, *sentence] for sentence in sentences], -1)
    dec_target, _, _ = pad_batch([[*sentence, eos_id] for sentence in sentences], -1)
    return dec_in, dec_target, mask
    ### END SOLUTION


def encoder_decoder_forward(
    x: np.ndarray,
    lengths: np.ndarray,
    dec_in: np.ndarray,
    encoder: dict[str, np.ndarray],
    decoder: dict[str, np.ndarray],
) -> tuple[np.ndarray, tuple]:
    r"""Read a padded batch to its end, and predict each token of another sentence from the tokens before it.

    .. math:: \text{encoder: } c^{<t>} = \mathrm{cell}(x^{<t>}, c^{<t-1>}), \quad c^{<0>} = 0, \qquad
              \text{decoder: } s^{<0>} = c^{<T_x>}, \quad s^{<t>} = \mathrm{cell}(\text{in}^{<t>}, s^{<t-1>})

    .. math:: \hat y^{<t>} = \mathrm{softmax}(W_y s^{<t>} + b_y)

    Both are GRUs as in `gru_forward`, each with its own parameters; s is the decoder's memory. Here T_x stands for the
    length of each example: what x holds in the padding changes nothing. All arguments are left as they are.

    Args:
        x: what the encoder reads, shape (T_x, n_x, m); padded at the end.
        lengths: how many steps of each example are valid, whole numbers from 1 to T_x, shape (m,).
        dec_in: what the decoder reads: whole numbers from 0 to n_y - 1, each read as a one-hot column of n_y numbers,
            or -1, read as a column of zeros; shape (T_y, m). The decoder is not told of padding.
        encoder: dict of Wu, Wr and Wc (n_a, n_a + n_x), bu, br and bc (n_a, 1). It says nothing, so it has no Wy and
            no by. `gru_forward` asks for some: give it those of the decoder, and ignore what it predicts.
        decoder: dict of Wu, Wr and Wc (n_a, n_a + n_y), bu, br and bc (n_a, 1), Wy (n_y, n_a) and by (n_y, 1).

    Returns:
        y_pred (T_y, n_y, m), and a cache, best the one that the course's `seq2seq_loss_and_grads` reads: (the encoder's
        caches as `gru_forward` returns them, s (T_y, n_a, m), the decoder's caches). Its contents are not checked.

    Source: Cho et al. (2014); Sutskever, Vinyals and Le (2014).
    """
    ### BEGIN SOLUTION
    output = {"Wy": decoder["Wy"], "by": decoder["by"]}
    mask = np.arange(len(x))[:, np.newaxis] < lengths
    c0 = np.zeros((len(encoder["bc"]), x.shape[2]))
    c, _, encoder_caches = gru_forward(x, c0, encoder | output, mask)
    inputs = one_hot(dec_in, len(decoder["by"]))  # (T_y, n_y, m)
    # Masked steps leave the memory as it was, so the last row holds each example's at its own last step.
    s, y_pred, decoder_caches = gru_forward(inputs, c[-1], decoder, np.ones(dec_in.shape, dtype=bool))
    return y_pred, (encoder_caches, s, decoder_caches)
    ### END SOLUTION


def seq2seq_loss_and_grads(
    x: np.ndarray,
    lengths: np.ndarray,
    dec_in: np.ndarray,
    dec_target: np.ndarray,
    mask: np.ndarray,
    encoder: dict[str, np.ndarray],
    decoder: dict[str, np.ndarray],
) -> tuple[float, dict[str, dict[str, np.ndarray]]]:
    r"""Return the loss of an encoder and a decoder on a padded batch, and the gradients of all their parameters.

    .. math:: \hat y = \texttt{encoder\_decoder\_forward}, \quad
              \mathcal{L} = \texttt{sequence\_cross\_entropy}(\hat y, \text{target}), \quad
              \frac{d\mathcal{L}}{dc^{<T_x>}} = \frac{d\mathcal{L}}{ds^{<0>}}

    The gradient comes back through the decoder to where it began, and from there through the encoder, whose last valid
    step it enters. `gru_backward` is given: it goes back through the steps of a GRU. All arguments are left as they
    are.

    Args:
        x, lengths, dec_in, encoder, decoder: as `encoder_decoder_forward` takes them.
        dec_target: the right tokens, whole numbers from 0 to n_y - 1, shape (T_y, m); any whole number where masked.
        mask: True where there is something to say, bool, shape (T_y, m); padded at the end, at least one True.

    Returns:
        The loss, one number: the sum over the valid steps of the decoder, divided by their number. And a dict of two:
        "encoder" and "decoder", each a dict of dWu, dWr, dWc, dbu, dbr and dbc, that of the decoder of dWy and dby as
        well; each gradient has the shape of its parameter. More keys do no harm.

    Source: Sutskever, Vinyals and Le (2014); Werbos (1990) for the way back.
    """
    ### BEGIN SOLUTION
    y_pred, (encoder_caches, s, decoder_caches) = encoder_decoder_forward(x, lengths, dec_in, encoder, decoder)
    dz_y = softmax_ce_backward(y_pred, dec_target, mask)  # (T_y, n_y, m)
    said = gru_backward(decoder["Wy"].T @ dz_y, decoder_caches, mask, gru_cell_backward)
    dc = np.zeros((len(x), *said["dc0"].shape))  # (T_x, n_a, m)
    dc[-1] = said["dc0"]  # masked steps hand it on, down to the last valid one
    read = gru_backward(dc, encoder_caches, np.arange(len(x))[:, np.newaxis] < lengths, gru_cell_backward)
    names = ("dWu", "dWr", "dWc", "dbu", "dbr", "dbc")
    grads = {"encoder": {name: read[name] for name in names}, "decoder": {name: said[name] for name in names}}
    grads["decoder"]["dWy"] = np.einsum("tyi,tai->ya", dz_y, s)
    grads["decoder"]["dby"] = dz_y.sum(axis=(0, 2))[:, np.newaxis]
    return sequence_cross_entropy(y_pred, dec_target, mask), grads
    ### END SOLUTION
