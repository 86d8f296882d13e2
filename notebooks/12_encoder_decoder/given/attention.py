"""What this lesson is given of solutions.attention: made by `autograder build`, not to be edited."""

import numpy as np
from given.activations import softmax
from given.gru import gru_forward
from given.sequence_data import one_hot


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
