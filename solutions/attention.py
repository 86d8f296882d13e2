# mypy: disable-error-code="type-arg, no-any-return"
# A cache is its author's business, so its type is the plain word `tuple`; and NumPy's stubs give Any
# for the operators of arrays whose dtype is not named.
"""Attention: the decoder looks back at every step of the encoder; for the end of lesson 12, ungraded."""

import numpy as np

from solutions.activations import softmax
from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.gru import gru_cell_backward, gru_forward
from solutions.gru_backward import gru_backward
from solutions.losses import sequence_cross_entropy
from solutions.sequence_data import one_hot

Parameters = dict[str, np.ndarray]


def attend(s: np.ndarray, c: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Give each step of the decoder a mean of the encoder's memories, weighted by how well they match.

    .. math:: \alpha^{<t, t'>} = \frac{e^{s^{<t>} \cdot c^{<t'>}}}{\sum_{t''} e^{s^{<t>} \cdot c^{<t''>}}}, \quad
              \mathrm{context}^{<t>} = \sum_{t'} \alpha^{<t, t'>} c^{<t'>}

    Args:
        s: memories of the decoder, shape (T_y, n_a, m).
        c: memories of the encoder, shape (T_x, n_a, m).
        mask: True where a step of the encoder is valid, bool, shape (T_x, m), at least one in each column.

    Returns:
        context (T_y, n_a, m) and alpha (T_y, T_x, m), whose columns add up to 1 over T_x.

    Source: Bahdanau, Cho and Bengio (2015); Luong, Pham and Manning (2015) for the dot product.
    """
    scores = np.einsum("tai,uai->tui", s, c)
    alpha = softmax(np.where(mask, scores, -np.inf), axis=1)
    return np.einsum("tui,uai->tai", alpha, c), alpha


def attend_backward(
    dcontext: np.ndarray, s: np.ndarray, c: np.ndarray, alpha: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""Carry the gradient of the contexts back to the memories of decoder and encoder.

    .. math:: d\mathrm{score} = \alpha * \Big(d\alpha - \sum_{t'} \alpha^{<t, t'>} d\alpha^{<t, t'>}\Big)

    Args:
        dcontext: gradient of the loss with respect to the contexts, shape (T_y, n_a, m).
        s, c: as `attend` takes them.
        alpha: the weights that `attend` returned, shape (T_y, T_x, m).

    Returns:
        ds (T_y, n_a, m) and dc (T_x, n_a, m).

    Source: the chain rule, through the softmax of `attend`.
    """
    dalpha = np.einsum("tai,uai->tui", dcontext, c)
    dscores = alpha * (dalpha - np.sum(alpha * dalpha, axis=1, keepdims=True))
    ds = np.einsum("tui,uai->tai", dscores, c)
    dc = np.einsum("tui,tai->uai", alpha, dcontext) + np.einsum("tui,tai->uai", dscores, s)
    return ds, dc


def attention_forward(
    x: np.ndarray, lengths: np.ndarray, dec_in: np.ndarray, encoder: Parameters, decoder: Parameters
) -> tuple[np.ndarray, np.ndarray, tuple]:
    r"""Do the work of `encoder_decoder_forward` with a decoder that attends to all that was read.

    .. math:: \hat y^{<t>} = \mathrm{softmax}(W_y s^{<t>} + W_k \mathrm{context}^{<t>} + b_y)

    Args:
        x, lengths, dec_in, encoder: as `encoder_decoder_forward` takes them.
        decoder: the same with Wk (n_y, n_a); with zeros there the contexts do not count.

    Returns:
        y_pred (T_y, n_y, m); alpha (T_y, T_x, m), where the decoder looked; and the cache.

    Source: Luong, Pham and Manning (2015), without their further layer.
    """
    mask = np.arange(len(x))[:, np.newaxis] < lengths
    c0 = np.zeros((len(encoder["bc"]), x.shape[2]))
    c, _, encoder_caches = gru_forward(x, c0, decoder | encoder, mask)
    inputs = one_hot(dec_in, len(decoder["by"]))
    s, _, decoder_caches = gru_forward(inputs, c[-1], decoder, np.ones(dec_in.shape, dtype=bool))
    context, alpha = attend(s, c, mask)
    y_pred = softmax(decoder["Wy"] @ s + decoder["Wk"] @ context + decoder["by"], axis=1)
    return y_pred, alpha, (mask, c, s, context, encoder_caches, decoder_caches)


def attention_loss_and_grads(
    x: np.ndarray,
    lengths: np.ndarray,
    dec_in: np.ndarray,
    dec_target: np.ndarray,
    mask: np.ndarray,
    encoder: Parameters,
    decoder: Parameters,
) -> tuple[float, dict[str, Parameters]]:
    """Do the work of `seq2seq_loss_and_grads` with attention; the decoder has a Wk and its gradient a dWk as well.

    Args:
        x, lengths, dec_in, dec_target, mask, encoder: as `seq2seq_loss_and_grads` takes them.
        decoder: as `attention_forward` takes it.

    Returns:
        The loss, and the gradients of both dicts of parameters, under "encoder" and "decoder".
    """
    y_pred, alpha, (valid, c, s, context, encoder_caches, decoder_caches) = attention_forward(
        x, lengths, dec_in, encoder, decoder
    )
    dz_y = softmax_ce_backward(y_pred, dec_target, mask)  # (T_y, n_y, m)
    ds, dc = attend_backward(decoder["Wk"].T @ dz_y, s, c, alpha)
    said = gru_backward(ds + decoder["Wy"].T @ dz_y, decoder_caches, mask, gru_cell_backward)
    dc[-1] += said["dc0"]
    read = gru_backward(dc, encoder_caches, valid, gru_cell_backward)
    output = {name: np.einsum("tyi,tai->ya", dz_y, each) for name, each in (("dWy", s), ("dWk", context))}
    output["dby"] = dz_y.sum(axis=(0, 2))[:, np.newaxis]
    return sequence_cross_entropy(y_pred, dec_target, mask), {"encoder": read, "decoder": said | output}
