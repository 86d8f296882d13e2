"""Training, development and test sets that share nothing."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Split(NamedTuple):
    """Three lists without a common item: to learn from, to choose with, to judge by."""

    train: list[str]
    dev: list[str]
    test: list[str]


def split(items: Sequence[str], *, rng: np.random.Generator, dev: float = 0.1, test: float = 0.1) -> Split:
    """Shuffle items and divide them into three parts.

    Repeated items are taken once: a name that stands in the list twice would otherwise be learned and tested.

    Args:
        items: what to divide.
        rng: decides who goes where.
        dev: share of the development set.
        test: share of the test set.
    """
    if dev < 0 or test < 0 or dev + test >= 1:
        raise ValueError(f"dev and test are shares that leave something to train on, not {dev} and {test}")
    unique = sorted(set(items))
    order = [unique[at] for at in rng.permutation(len(unique))]
    n_dev, n_test = round(dev * len(order)), round(test * len(order))
    return Split(order[n_dev + n_test :], order[:n_dev], order[n_dev : n_dev + n_test])
