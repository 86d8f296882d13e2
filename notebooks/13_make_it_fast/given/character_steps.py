"""What this lesson is given of solutions.character_steps: made by `autograder build`, not to be edited."""

import time
from collections.abc import Callable, Iterable
from itertools import cycle
import numpy as np
from given.backpropagation_through_time import softmax_ce_backward
from given.layers import LSTM, Adam, LanguageModel
from given.losses import sequence_cross_entropy
from given.lstm import init_lstm, lstm_backward, lstm_forward
from given.optimisers import adam_start, adam_step
from given.sequence_data import one_hot


Arrays = dict[str, np.ndarray]


Window = tuple[np.ndarray, np.ndarray]  # X, Y: what is read and what is to be predicted, (T_x, m) each


Step = Callable[[np.ndarray, np.ndarray], float]


def fresh_characters(symbols: int, n_a: int, rng: np.random.Generator) -> Arrays:
    """Draw the parameters of a character model: those of `init_lstm` with a forget bias of 1, and Wy and by."""
    W_y = rng.normal(size=(symbols, n_a)) / np.sqrt(n_a)
    return init_lstm(n_a, symbols, rng, 1.0) | {"Wy": W_y, "by": np.zeros((symbols, 1))}


def lesson_10_step(parameters: Arrays, lr: float) -> Step:
    """Return a function that takes a step of Adam with the functions of the lessons, and returns the loss before it.

    Args:
        parameters: of `lstm_cell_forward`; they are left as they are.
        lr: learning rate.
    """
    state = adam_start(parameters)

    def step(X: np.ndarray, Y: np.ndarray) -> float:
        nonlocal parameters, state
        zeros, valid = np.zeros((len(parameters["bf"]), X.shape[1])), np.ones(X.shape, dtype=bool)
        x = one_hot(X, len(parameters["by"]))
        a, _, y_pred, caches = lstm_forward(x, zeros, zeros, parameters, valid)
        dz_y = softmax_ce_backward(y_pred, Y, valid)
        grads = lstm_backward(parameters["Wy"].T @ dz_y, caches, valid)
        grads["dWy"] = np.sum([dz @ a_t.T for dz, a_t in zip(dz_y, a, strict=True)], axis=0)
        grads["dby"] = dz_y.sum(axis=(0, 2))[:, np.newaxis]
        parameters, state = adam_step(parameters, grads, state, lr)
        return sequence_cross_entropy(y_pred, Y, valid)

    return step


def layers_step(parameters: Arrays, lr: float) -> Step:
    """Return the same with the fast layers, in float32."""
    model = LanguageModel(LSTM, parameters, np.float32)
    adam = Adam(model.theta)

    def step(X: np.ndarray, Y: np.ndarray) -> float:
        loss, _ = model.loss(X, Y)
        adam.step(model.grad, lr)
        return loss

    return step


def train_for(step: Step, windows: Iterable[Window], seconds: float) -> tuple[np.ndarray, np.ndarray]:
    """Take steps over the windows, again and again, until so much processor time is over.

    Args:
        step: takes X and Y, returns the loss.
        windows: of one size each, as `lm_batches` cuts them, without a shorter last one.
        seconds: of processor time; the step within which they end is the last.

    Returns:
        For each step the seconds until it was over, and its loss.
    """
    begin, ends, losses = time.process_time(), [], []
    for X, Y in cycle(windows):
        losses.append(step(X, Y))
        ends.append(time.process_time() - begin)
        if ends[-1] > seconds:
            break
    return np.array(ends), np.array(losses)
