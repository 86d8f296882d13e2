"""Cells that the course does not have yet, to try its promises on: an LSTM, and a simple RNN in two directions."""

import numpy as np

from autograder.course_function import CourseFunction
from autograder.promises.inputs import Cell

LSTM = Cell(
    ("a", "c"),
    {f"W{gate}": "n_a, n_a + n_x" for gate in "fico"}
    | {f"b{gate}": "n_a, 1" for gate in "fico"}
    | {"Wy": "n_y, n_a", "by": "n_y, 1"},
    of_output=("Wy", "by"),
)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p, joined = parameters, np.concatenate([a_prev, xt])
    f, i, o = (sigmoid(p[f"W{gate}"] @ joined + p[f"b{gate}"]) for gate in "fio")
    c_next = f * c_prev + i * np.tanh(p["Wc"] @ joined + p["bc"])
    a_next = o * np.tanh(c_next)
    return a_next, c_next, p["Wy"] @ a_next + p["by"], None


def stand_in_lstm_cell(xt, a_prev, c_prev, parameters):
    c_next = 0.5 * c_prev + parameters["Wc"][:, -xt.shape[0] :] @ xt + parameters["bc"]
    a_next = 0.3 * a_prev + 0.2 * c_next
    return a_next, c_next, parameters["Wy"] @ a_next, None


AROUND_LSTM_CELL = ({}, {"lstm_cell_forward": CourseFunction(stand_in_lstm_cell)})


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
