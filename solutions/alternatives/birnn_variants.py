"""Right answers to birnn_forward that look different, registered in its module."""

import numpy as np

from solutions.bidirectional import reverse_padded
from solutions.simple_rnn import rnn_cell_forward, rnn_forward, rnn_forward_masked


def turning_the_mask_for_the_activations(x, lengths, forward, backward):
    mask = np.arange(x.shape[0])[:, None] < lengths[None, :]
    a0 = np.zeros((forward["Waa"].shape[0], x.shape[2]))
    ahead = rnn_forward_masked(x, a0, forward, mask)
    back = rnn_forward_masked(x[::-1], a0, backward, mask[::-1])[0][::-1]
    kept = rnn_forward_masked(reverse_padded(x, lengths), a0, backward, mask)[2]
    return np.concatenate((ahead[0], back), axis=1), (ahead[2], kept, lengths)


def without_a_mask(x, lengths, forward, backward):
    a0 = np.zeros_like(forward["ba"] + np.zeros((1, x.shape[2])))
    ahead, _, caches = rnn_forward(x, a0, forward)
    back, _, caches_back = rnn_forward(reverse_padded(x, lengths), a0, backward)
    back = reverse_padded(back, lengths)
    return np.hstack([ahead, back]), (caches, caches_back, lengths)


def example_by_example(x, lengths, forward, backward):
    def caches_of(a, x, parameters):
        before = np.concatenate([np.zeros_like(a[:1]), a[:-1]])
        return [(a_next, a_prev, xt, parameters) for a_next, a_prev, xt in zip(a, before, x, strict=True)]

    n_a, (T_x, _, m) = forward["ba"].size, x.shape
    a, turned = np.zeros((T_x, 2 * n_a, m)), np.zeros((T_x, n_a, m))
    for i in range(m):
        own, a0 = x[: lengths[i], :, i : i + 1], np.zeros((n_a, 1))
        a[: lengths[i], :n_a, i] = rnn_forward(own, a0, forward)[0][:, :, 0]
        turned[: lengths[i], :, i] = rnn_forward(own[::-1], a0, backward)[0][:, :, 0]
        a[: lengths[i], n_a:, i] = turned[: lengths[i], :, i][::-1]
    x_turned = reverse_padded(x, lengths)
    return a, [caches_of(a[:, :n_a], x, forward), caches_of(turned, x_turned, backward), lengths]


def walking_over_the_steps(x, lengths, forward, backward):
    T_x, _, m = x.shape
    n_a, turned = len(forward["ba"]), reverse_padded(x, lengths)
    a, kept = np.zeros((T_x, 2 * n_a, m)), ([], [])
    before = [np.zeros((n_a, m)), np.zeros((n_a, m))]
    for t in range(T_x):
        before[0], _, cache = rnn_cell_forward(x[t], before[0], forward)
        before[1], _, cache_back = rnn_cell_forward(turned[t], before[1], backward)
        a[t] = np.concatenate(before)
        kept[0].append(cache)
        kept[1].append(cache_back)
    a[:, n_a:] = reverse_padded(a[:, n_a:], lengths)
    return a, (*kept, lengths)


def without_any_call(x, lengths, forward, backward):
    def caches_of(a, x, parameters):
        before = np.concatenate([np.zeros_like(a[:1]), a[:-1]])
        return [(a_next, a_prev, xt, parameters) for a_next, a_prev, xt in zip(a, before, x, strict=True)]

    def read(x, p):
        a = [np.zeros((p["ba"].shape[0], x.shape[2]))]
        for xt in x:
            a.append(np.tanh(p["Waa"] @ a[-1] + p["Wax"] @ xt + p["ba"]))
        return np.array(a[1:])

    steps = np.arange(x.shape[0])[:, None]
    source = np.where(steps < lengths, lengths - 1 - steps, steps)[:, None]
    turned = np.take_along_axis(x, source, axis=0)
    ahead, back = read(x, forward), read(turned, backward)
    a = np.block([[[ahead], [np.take_along_axis(back, source, axis=0)]]]).reshape(len(x), -1, x.shape[2])
    return a, (caches_of(ahead, x, forward), caches_of(back, turned, backward), lengths.copy())
