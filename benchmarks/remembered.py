"""What the last state of an encoder still tells of each digit: a linear readout, fitted and then judged.

For each length and each place a readout from the state (and 1) to the ten digits is fitted by least squares with a
small penalty, on the numbers of that length that the network has learned from; the digit is the largest of the ten.
Measured is the share of right digits on the test numbers of that length; guessing gives 0.1. The state after k pairs of
a longer number is the state of the number that these are, so a row also says what is left of the first pairs later on.
Called by benchmarks/bottleneck.py.
"""

import numpy as np

from data.models.translation_training import Arrays, Task, read

PENALTY = 1e-3


def of_length(task: Task, length: int) -> Task:
    """Return the numbers of so many digits."""
    return task.part(np.array([i for i, target in enumerate(task.target) if len(target) == length]))


def states(p: Arrays, task: Task) -> np.ndarray:
    """Return the last state of each number, and 1: shape (m, n_a + 1)."""
    c, _ = read(p, task.source, task.n_x)
    return np.vstack([c[-1], np.ones(len(task.source))]).T


def remembered(p: Arrays, learn: Task, judge: Task) -> list[list[float]]:
    """Return for each length, short ones first, the share of right digits by place."""
    rows = []
    for length in sorted({len(target) for target in judge.target}):
        fit, test = of_length(learn, length), of_length(judge, length)
        h, digits, due = states(p, fit), np.array(fit.target), np.array(test.target)  # digits (m, length)
        inverse = np.linalg.inv(h.T @ h + PENALTY * np.eye(h.shape[1])) @ h.T
        scores = np.stack([states(p, test) @ (inverse @ np.eye(10)[digits[:, at]]) for at in range(length)], axis=1)
        rows.append([round(float(share), 3) for share in np.mean(scores.argmax(axis=2) == due, axis=0)])
    return rows
