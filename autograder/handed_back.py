"""Whether what came back from a call is what was handed in: no answer, even where it is now and then right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.tolerance import ATOL, RTOL


def is_handed_back(returned: Any, call: dict[str, Any]) -> bool:
    """Tell whether every array, number and text in `returned` is one of those in the arguments."""
    handed_in = list(_things_in(call))
    return all(any(_alike(mine, theirs) for theirs in handed_in) for mine in _things_in(returned))


def _things_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        yield value
        return
    for item in value:
        yield from _things_in(item)


def _alike(one: Any, other: Any) -> bool:
    try:
        a, b = np.asarray(one), np.asarray(other)
        if a.dtype.kind in "biufc" and b.dtype.kind in "biufc":
            return a.shape == b.shape and bool(np.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True))
        return type(one) is type(other) and bool(one == other)
    except (TypeError, ValueError):
        return False
