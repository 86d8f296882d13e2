"""Right answers to many_to_one_forward that look different, each registered in the module of its name."""

import numpy as np

from solutions.activations import softmax
from solutions.simple_rnn import rnn_cell_forward, rnn_forward, rnn_forward_masked


def example_by_example(x, a0, parameters, lengths):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    y_hat, a_last = np.zeros((y_pred.shape[1], len(lengths))), np.zeros_like(a0)
    for i, n in enumerate(lengths):
        a_last[:, i], y_hat[:, i] = a[n - 1, :, i], y_pred[n - 1, :, i]
    return y_hat, a_last, caches


def with_a_mask(x, a0, parameters, lengths):
    mask = np.arange(len(x))[:, None] < lengths
    a, _, caches = rnn_forward_masked(x, a0, parameters, mask)
    a_last = a[-1]  # where the mask is False the activation has stood still
    return softmax(np.dot(parameters["Wya"], a_last) + parameters["by"]), a_last, caches


def keeping_what_is_valid_on_the_way(x, a0, parameters, lengths):
    a, a_last, caches = a0, np.zeros_like(a0), []
    for t, xt in enumerate(x, start=1):
        a, _, cache = rnn_cell_forward(xt, a, parameters)
        a_last = np.where(lengths == t, a, a_last)
        caches.append(cache)
    scores = parameters["Wya"] @ a_last + parameters["by"]
    weights = np.exp(scores - scores.max(axis=0))
    return weights / weights.sum(axis=0), a_last, caches


def each_example_alone(x, a0, parameters, lengths):
    columns = []
    for i in range(x.shape[2]):
        a, y_pred, _ = rnn_forward(x[: lengths[i], :, [i]], a0[:, [i]], parameters)
        columns.append((y_pred[-1], a[-1]))
    caches = rnn_forward(x, a0, parameters)[2]
    return np.hstack([y for y, _ in columns]), np.hstack([a for _, a in columns]), caches


def with_caches_of_its_own(x, a0, parameters, lengths):
    a, caches, a_last = a0, (), 0.0 * a0
    for t, xt in enumerate(x):
        before, valid = a, t < lengths
        a = np.where(valid, np.tanh(parameters["Waa"] @ a + parameters["Wax"] @ xt + parameters["ba"]), 0.0)
        a_last = np.where(valid, a, a_last)
        caches += ([a, before, np.where(valid, xt, 0.0), {name: parameters[name] for name in ("Waa", "Wax")}],)
    return softmax(parameters["Wya"] @ a_last + parameters["by"]), a_last, caches


def sorted_and_put_back(x, a0, parameters, lengths):
    order = np.argsort(lengths)
    back = np.argsort(order)
    a, y_pred, caches = rnn_forward(x[:, :, order], a0[:, order], parameters)
    own = lengths[order] - 1, slice(None), np.arange(len(lengths))
    caches = [tuple(part[:, back] for part in cache[:3]) + cache[3:] for cache in caches]
    return y_pred[own].T[:, back], a[own].T[:, back], caches


def picked_by_a_weight(x, a0, parameters, lengths):
    a, _, caches = rnn_forward(x, a0, parameters)
    last = (np.arange(len(x))[:, None] == lengths - 1).astype(float)
    a_last = np.einsum("tm,tam->am", last, a)
    return softmax(np.einsum("ya,am->ym", parameters["Wya"], a_last) + parameters["by"]), a_last, caches
