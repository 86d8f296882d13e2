"""Training a language model, and drawing from it."""

import numpy as np

from solutions.activations import softmax
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.language_model import make_lm_pair
from solutions.optimisers import clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_cell_forward, rnn_forward_masked


def lm_batches(ids: np.ndarray, m: int, k: int) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Cut a long text into m streams, and these into windows of k steps for truncated backpropagation through time.

    Stream i is the i-th of m consecutive pieces of equal length T = (len(ids) - 1) // m. Each window holds k steps of
    every stream, the last one what is left. So column i of a window goes on where column i of the window before
    ended. The label of a step is the token that follows in the text.

    Args:
        ids: numbers of the tokens of the text in their order, whole numbers, shape (n,), n greater than m. They are
            left as they are.
        m: number of streams, at least 1.
        k: steps of a window, at least 1; it may be more than T.

    Returns:
        A list of pairs (X, Y), what is read and what is to be predicted, whole numbers of shape (k, m) each; those of
        the last pair may have fewer steps. X reads the first m T tokens, each once; the rest is left out, but for the
        one that is the last label.

    Source: Mikolov et al. (2010) for truncated training over a running text.
    """
    ### BEGIN SOLUTION
    T = (len(ids) - 1) // m
    X = np.reshape(ids[: T * m], (m, T)).T
    Y = np.reshape(ids[1 : T * m + 1], (m, T)).T
    return [(X[t : t + k], Y[t : t + k]) for t in range(0, T, k)]
    ### END SOLUTION


def train_step(
    X: np.ndarray,
    Y: np.ndarray,
    mask: np.ndarray,
    a_prev: np.ndarray,
    parameters: dict[str, np.ndarray],
    lr: float,
    clip: float,
) -> tuple[float, dict[str, np.ndarray], np.ndarray, dict[str, np.ndarray]]:
    r"""Take one step of gradient descent on a window of a language model.

    .. math:: \theta \leftarrow \theta - \text{lr} \cdot g, \quad g \text{ the clipped gradient}

    The gradients of the five parameters are clipped together, by their common norm, before the update; that of
    a_prev is not among them. All arguments are left as they are.

    Args:
        X: what is read, whole numbers 0 to n_x - 1, or -1 for a column of zeros; shape (T_x, m).
        Y: what is to be predicted, whole numbers 0 to n_y - 1, shape (T_x, m); any whole number where masked.
        mask: True where a step counts, bool, shape (T_x, m), at least one True.
        a_prev: activation before the first step of the window, shape (n_a, m).
        parameters: the dict that `rnn_cell_forward` takes, with n_x = n_y, the size of the vocabulary.
        lr: learning rate.
        clip: largest norm of the gradients of the five parameters together, as `clip_gradients` takes it.

    Returns:
        loss, the mean over the steps that count, with the parameters from before the update; grads, a dict of the
        clipped gradients dWax, dWaa, dWya, dba and dby; a_last, each example's activation after its last step that
        counts, with the parameters from before the update, shape (n_a, m); and new, a dict of the new parameters.

    Source: Mikolov et al. (2010); clipping after Pascanu et al. (2013).
    """
    ### BEGIN SOLUTION
    x = one_hot(X, parameters["Wax"].shape[1])
    a, _, _ = rnn_forward_masked(x, a_prev, parameters, mask)
    loss, grads = rnn_loss_and_grads(x, Y, a_prev, parameters, mask)
    grads = clip_gradients({"d" + name: grads["d" + name] for name in parameters}, clip)
    new = {name: value - lr * grads["d" + name] for name, value in parameters.items()}
    return loss, grads, a[-1], new
    ### END SOLUTION


def train_lm(
    sequences: list[list[int]],
    parameters: dict[str, np.ndarray],
    epochs: int,
    m: int,
    lr: float,
    clip: float,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    r"""Train a language model on sentences (or names) that have nothing to do with each other.

    In each epoch every sentence is used once, m at a time; the last batch takes what is left. Which sentences meet in a
    batch, and which batch comes first, is drawn with `rng` anew in each epoch: every order of the sentences is as
    likely as any other. Each sentence starts from an activation of zeros and an input of zeros (`make_lm_pair` with
    -1), and the mask keeps padding out. Each batch is one `train_step`, which goes on from the parameters that the one
    before returned. All arguments but rng are left as they are.

    Args:
        sequences: numbers of the tokens of each sentence, "<EOS>" included, at least one token each.
        parameters: the dict that `rnn_cell_forward` takes, before training.
        epochs: how often each sentence is used, at least 1.
        m: sentences in a batch; it may be more than there are.
        lr: learning rate, as `train_step` takes it.
        clip: largest norm of the gradients, as `train_step` takes it.
        rng: source of the order, and the only one.

    Returns:
        The parameters after training, a new dict.

    Source: Mikolov et al. (2010); the state is reset where nothing comes before.
    """
    ### BEGIN SOLUTION
    n_a = len(parameters["ba"])
    for _ in range(epochs):
        order = rng.permutation(len(sequences))
        for first in range(0, len(order), m):
            pairs = [make_lm_pair(sequences[i], -1) for i in order[first : first + m]]
            X, mask, _ = pad_batch([list(X) for X, _ in pairs], -1)
            Y, _, _ = pad_batch([list(Y) for _, Y in pairs], -1)
            a0 = np.zeros((n_a, len(pairs)))
            _, _, _, parameters = train_step(X, Y, mask, a0, parameters, lr, clip)
    return parameters
    ### END SOLUTION


def apply_temperature(logits: np.ndarray, tau: float) -> np.ndarray:
    r"""Turn scores into probabilities at a temperature.

    .. math:: \hat y = \mathrm{softmax}(z_y / \tau)

    Args:
        logits: the scores z_y, float64 or whole numbers, shape (n_y, m). They are left as they are. Large ones give no
            warning.
        tau: the temperature, above 0: 1 changes nothing, towards 0 the largest score takes all, large values make all
            symbols alike.

    Returns:
        Float64 probabilities, shape (n_y, m), each column with the sum 1.

    Raises:
        ValueError: tau is 0 or below.

    Source: Ackley, Hinton and Sejnowski (1985) for the temperature.
    """
    ### BEGIN SOLUTION
    if tau <= 0:
        raise ValueError(f"the temperature is above 0, not {tau}")
    return softmax(logits / tau)
    ### END SOLUTION


def sample(
    parameters: dict[str, np.ndarray],
    vocab: dict[str, int],
    rng: np.random.Generator,
    tau: float = 1.0,
    max_len: int = 50,
) -> list[str]:
    r"""Draw a sentence from a language model.

    .. math:: p = \mathrm{softmax}(z_y^{<t>} / \tau), \quad k^{<t>} \sim p, \quad
              x^{<t+1>} = \text{one-hot column of } k^{<t>}

    The first input and the first activation are zeros. "<UNK>" is never drawn: its probability becomes 0 and the others
    are divided by their sum. The sentence ends before the first "<EOS>" or after max_len tokens. Tokens are drawn with
    `rng` and nothing else.

    Args:
        parameters: the dict that `rnn_cell_forward` takes, with n_x = n_y = len(vocab). They are left as they are.
        vocab: a dict from token to number that has "<EOS>", and perhaps "<UNK>"; its tokens may stand in any order.
            It is left as it is.
        rng: source of the draws.
        tau: the temperature, above 0.
        max_len: the largest number of tokens, at least 1.

    Returns:
        The tokens, a list of str, without "<EOS>".

    Source: Sutskever, Martens and Hinton (2011) for text drawn character by character.
    """
    ### BEGIN SOLUTION
    tokens = {number: token for token, number in vocab.items()}
    x, a = np.zeros((len(vocab), 1)), np.zeros_like(parameters["ba"])
    drawn: list[str] = []
    while len(drawn) < max_len:
        a, _, _ = rnn_cell_forward(x, a, parameters)
        p = apply_temperature(parameters["Wya"] @ a + parameters["by"], tau)[:, 0]
        if "<UNK>" in vocab:
            p[vocab["<UNK>"]] = 0
        k = int(rng.choice(len(p), p=p / p.sum()))
        if tokens[k] == "<EOS>":
            break
        drawn.append(tokens[k])
        x = np.zeros_like(x)
        x[k] = 1
    return drawn
    ### END SOLUTION
