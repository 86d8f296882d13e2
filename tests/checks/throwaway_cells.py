"""Cells to try promises on, short and apart from the answers: an LSTM, and a simple RNN in two directions."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p, joined = parameters, np.concatenate([a_prev, xt])
    f, i, o = (sigmoid(p[f"W{gate}"] @ joined + p[f"b{gate}"]) for gate in "fio")
    c_next = f * c_prev + i * np.tanh(p["Wc"] @ joined + p["bc"])
    a_next = o * np.tanh(c_next)
    return a_next, c_next, p["Wy"] @ a_next + p["by"], None


def lstm_forward(x, a0, c0, parameters, mask):
    a, c, y_pred = [], [], []
    a_prev, c_prev = a0, c0
    for xt, valid in zip(x, mask, strict=True):
        a_next, c_next, yt_pred, _ = lstm_cell_forward(xt, a_prev, c_prev, parameters)
        a_prev, c_prev = np.where(valid, a_next, a_prev), np.where(valid, c_next, c_prev)
        a.append(a_prev)
        c.append(c_prev)
        y_pred.append(yt_pred)
    return np.stack(a), np.stack(c), np.stack(y_pred), None


def birnn_forward(x, lengths, forward, backward):
    def run(x, p):
        a = [np.zeros((len(p["ba"]), x.shape[2]))]
        for xt in x:
            a.append(np.tanh(p["Waa"] @ a[-1] + p["Wax"] @ xt + p["ba"]))
        return np.stack(a[1:])

    steps, columns = np.arange(len(x))[:, None], np.arange(x.shape[2])
    turned = np.where(steps < lengths, lengths - 1 - steps, steps)
    back = run(x[turned, :, columns].transpose(0, 2, 1), backward)[turned, :, columns].transpose(0, 2, 1)
    return np.concatenate([run(x, forward), back], axis=1), None
