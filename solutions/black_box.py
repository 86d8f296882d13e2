"""Three small networks that learn to mark one word of a sentence, ready to use: how they learn comes in lesson 04."""

from collections.abc import Callable
from functools import partial

import numpy as np

Parameters = dict[str, np.ndarray]
Network = Callable[[np.ndarray], np.ndarray]
# Parameters, the input, the marks y (T, m) and where they count (T, m) give the loss and the gradients.
Loss = Callable[[Parameters, np.ndarray, np.ndarray, np.ndarray], tuple[float, Parameters]]


def train_standard(
    window: np.ndarray, y: np.ndarray, lengths: np.ndarray, *, n_h: int, rng: np.random.Generator
) -> Network:
    r"""Train a standard network: one hidden layer sees all steps at once, one output belongs to each step.

    .. math:: h = \tanh(W_1 x + b_1), \qquad \hat y = \sigma(W_2 h + b_2)

    Args:
        window: inputs, shape (n_in, m).
        y: 1 at the step to be marked, else 0, shape (T, m).
        lengths: true length of each example, shape (m,); what comes after it does not count.
        n_h: hidden units.
        rng: source of the first parameters and of the order of the examples.

    Returns:
        The trained network: called with windows (n_in, m), it gives probabilities (T, m).
    """
    first = first_parameters({"1": (n_h, len(window)), "2": (len(y), n_h)}, rng)
    return partial(standard, train(standard_loss, first, window, y, lengths, rng=rng))


def train_convolution(
    x: np.ndarray, y: np.ndarray, lengths: np.ndarray, *, n_h: int, rng: np.random.Generator
) -> Network:
    r"""Train a one-dimensional convolution: the same units look at three neighbouring steps, wherever those stand.

    .. math:: h^{<t>} = \tanh(W_1 [x^{<t-1>}; x^{<t>}; x^{<t+1>}] + b_1), \qquad
              \hat y^{<t>} = \sigma(W_2 h^{<t>} + b_2)

    Arguments and result are those of `train_recurrent`.
    """
    first = first_parameters({"1": (n_h, 3 * x.shape[1]), "2": (1, n_h)}, rng)
    return partial(convolution, train(convolution_loss, first, x, y, lengths, rng=rng))


def train_recurrent(
    x: np.ndarray, y: np.ndarray, lengths: np.ndarray, *, n_h: int, rng: np.random.Generator
) -> Network:
    r"""Train a recurrent network: it reads one step after the other and gives one output at each.

    .. math:: a^{<t>} = \tanh(W_a [a^{<t-1>}; x^{<t>}] + b_a), \qquad \hat y^{<t>} = \sigma(W_y a^{<t>} + b_y)

    Args:
        x: a padded batch, shape (T, n_x, m).
        y: 1 at the step to be marked, else 0, shape (T, m).
        lengths: true length of each example, shape (m,); what comes after it does not count.
        n_h: hidden units.
        rng: source of the first parameters and of the order of the examples.

    Returns:
        The trained network: called with x (T, n_x, m) of any T, it gives probabilities (T, m).
    """
    first = first_parameters({"a": (n_h, n_h + x.shape[1]), "y": (1, n_h)}, rng)
    return partial(recurrent, train(recurrent_loss, first, x, y, lengths, rng=rng))


# ------------------------------------------------------------------------------------------------- forward


def standard(p: Parameters, window: np.ndarray) -> np.ndarray:
    """Return the probabilities (T, m) of a standard network for windows (n_in, m)."""
    return _sigmoid(p["W2"] @ np.tanh(p["W1"] @ window + p["b1"]) + p["b2"])


def convolution(p: Parameters, x: np.ndarray) -> np.ndarray:
    """Return the probabilities (T, m) of a convolution for x (T, n_x, m)."""
    return _sigmoid(p["W2"] @ np.tanh(p["W1"] @ _threes(x) + p["b1"]) + p["b2"])[:, 0]


def recurrent(p: Parameters, x: np.ndarray) -> np.ndarray:
    """Return the probabilities (T, m) of a recurrent network for x (T, n_x, m)."""
    return _sigmoid(p["Wy"] @ _states(p, x)[1:] + p["by"])[:, 0]


def _threes(x: np.ndarray) -> np.ndarray:
    """Put each step below the one before it and above the one after it, (T, 3 n_x, m); zeros at both ends."""
    edge = np.zeros((1, *x.shape[1:]))
    return np.concatenate([np.concatenate([edge, x[:-1]]), x, np.concatenate([x[1:], edge])], axis=1)


def _states(p: Parameters, x: np.ndarray) -> np.ndarray:
    """Return what the recurrent network carries along, before the first step and after each, (T + 1, n_h, m)."""
    states = [np.zeros((len(p["ba"]), x.shape[2]))]
    for read in x:
        states.append(np.tanh(p["Wa"] @ np.concatenate([states[-1], read]) + p["ba"]))
    return np.stack(states)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    s: np.ndarray = (1 + np.tanh(z / 2)) / 2
    return s


# ------------------------------------------------------------------------------------------------ backward


def standard_loss(p: Parameters, window: np.ndarray, y: np.ndarray, counts: np.ndarray) -> tuple[float, Parameters]:
    """Return the mean cross-entropy of the steps that count, and its gradients under the parameters' names."""
    h = np.tanh(p["W1"] @ window + p["b1"])
    loss, d_score = _cross_entropy(standard(p, window), y, counts)
    return loss, _layer("1", (1 - h**2) * (p["W2"].T @ d_score), window) | _layer("2", d_score, h)


def convolution_loss(p: Parameters, x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> tuple[float, Parameters]:
    """Return the mean cross-entropy and its gradients, added up over the places of the filter."""
    h = np.tanh(p["W1"] @ _threes(x) + p["b1"])
    loss, d_score = _cross_entropy(convolution(p, x), y, counts)
    d_score = d_score[:, None]  # (T, 1, m)
    return loss, _layer("1", (1 - h**2) * (p["W2"].T @ d_score), _threes(x)) | _layer("2", d_score, h)


def recurrent_loss(p: Parameters, x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> tuple[float, Parameters]:
    """Return the mean cross-entropy and its gradients, carried back from the last step to the first."""
    states, n_h = _states(p, x), len(p["ba"])
    loss, d_score = _cross_entropy(recurrent(p, x), y, counts)
    from_score = p["Wy"].T @ d_score[:, None]  # (T, n_h, m)
    dz = np.zeros_like(from_score)
    later = np.zeros_like(from_score[0])
    for t in reversed(range(len(x))):
        dz[t] = (1 - states[t + 1] ** 2) * (from_score[t] + later)
        later = p["Wa"][:, :n_h].T @ dz[t]
    read = np.concatenate([states[:-1], x], axis=1)
    return loss, _layer("a", dz, read) | _layer("y", d_score[:, None], states[1:])


def _cross_entropy(y_hat: np.ndarray, y: np.ndarray, counts: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean cost of the steps that count, and its gradient by the scores (T, m)."""
    cost = -np.log(np.where(y, y_hat, 1 - y_hat) + 1e-12)
    return np.sum(cost * counts) / np.sum(counts), (y_hat - y) * counts / np.sum(counts)


def _layer(name: str, dz: np.ndarray, read: np.ndarray) -> Parameters:
    """Return the gradients of a layer's weights and biases, added up over the steps if there are any."""
    dW, db = dz @ read.swapaxes(-1, -2), dz.sum(axis=-1, keepdims=True)
    return (
        {f"W{name}": dW, f"b{name}": db} if dz.ndim == 2 else {f"W{name}": dW.sum(axis=0), f"b{name}": db.sum(axis=0)}
    )


# ------------------------------------------------------------------------------------------------ training


def first_parameters(layers: dict[str, tuple[int, int]], rng: np.random.Generator) -> Parameters:
    """Draw small weights W and zero biases b for layers, name -> (units, inputs)."""
    weights = {f"W{name}": 0.05 * rng.standard_normal(shape) for name, shape in layers.items()}
    return weights | {f"b{name}": np.zeros((units, 1)) for name, (units, _) in layers.items()}


def train(
    loss: Loss,
    parameters: Parameters,
    inputs: np.ndarray,
    y: np.ndarray,
    lengths: np.ndarray,
    *,
    rng: np.random.Generator,
    epochs: int = 5,
    batch: int = 32,
    rate: float = 0.01,
) -> Parameters:
    """Return the parameters after some epochs of Adam (Kingma and Ba, 2015); the last axis is the examples'."""
    counts = np.arange(len(y))[:, None] < lengths
    mean = square = {name: np.zeros_like(value) for name, value in parameters.items()}
    steps = 0
    for order in (rng.permutation(len(lengths)) for _ in range(epochs)):
        for some in np.split(order, range(batch, len(order), batch)):
            steps += 1
            _, grads = loss(parameters, inputs[..., some], y[:, some], counts[:, some])
            mean = {name: 0.9 * mean[name] + 0.1 * grads[name] for name in grads}
            square = {name: 0.999 * square[name] + 0.001 * grads[name] ** 2 for name in grads}
            moved = rate * np.sqrt(1 - 0.999**steps) / (1 - 0.9**steps)
            parameters = {
                name: value - moved * mean[name] / (np.sqrt(square[name]) + 1e-8) for name, value in parameters.items()
            }
    return parameters
