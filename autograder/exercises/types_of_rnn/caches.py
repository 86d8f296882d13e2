"""The caches of many to one, as the way back reads them: one a step, each (a_next, a_prev, xt, parameters)."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.errors import Mismatch
from autograder.expect import expect, expect_close
from autograder.promises.caches import is_finite
from autograder.promises.inputs import Call

PARTS = ("a_next", "a_prev", "xt", "parameters")
READ = ("Wax", "Waa")  # what the way back looks up in the parameters of a cache
FORM = "caches is the list of T_x caches of `rnn_forward`, each of them (a_next, a_prev, xt, parameters)"


def form_problem(caches: Any, due: list[Any]) -> str:
    """Say why these are no caches that `rnn_backward` can read, or nothing."""
    if not isinstance(caches, (list, tuple)):
        return f"yours is of type {type(caches).__name__}"
    if len(caches) != len(due):
        return f"T_x is {len(due)} here, and yours holds {len(caches)}"
    for t, (cache, one) in enumerate(zip(caches, due, strict=True)):
        if not isinstance(cache, (list, tuple)):
            return f"yours has something of type {type(cache).__name__} in the place of caches[{t}]"
        if len(cache) != len(PARTS):
            return f"yours has {len(cache)} entries in caches[{t}]"
        for name, got, want in zip(PARTS[:3], cache, one, strict=False):
            if not is_finite(got, want.shape):
                return f"{name} of caches[{t}] is no array of numbers of shape {want.shape} in yours"
        if not isinstance(cache[3], dict) or not all(name in cache[3] for name in READ):
            return f"the parameters are missing in caches[{t}] of yours"
    return ""


def kept_in(caches: Any, lengths: np.ndarray) -> dict[str, np.ndarray]:
    """Return what well-formed caches hold at valid steps, as arrays (T_x, ..., m); zeros stand in the padding."""
    valid = (np.arange(len(caches))[:, None] < lengths)[:, None]
    return {name: np.where(valid, np.stack([cache[i] for cache in caches]), 0.0) for i, name in enumerate(PARTS[:3])}


def gist(caches: Any, due: list[Any], lengths: np.ndarray) -> dict[str, Any]:
    """Return what mistakes in the caches are told apart by."""
    problem = form_problem(caches, due)
    if problem:
        first = caches[0] if isinstance(caches, (list, tuple)) and caches else None
        return {"caches": problem, "first": type(first).__name__}
    return {**kept_in(caches, lengths), **{name: caches[0][3][name] for name in READ}}


def expect_caches(got: Any, due: list[Any], call: Call) -> None:
    """Expect caches that lead back to the right gradients: what is kept in the padding never counts there.

    Args:
        got: what the answer returned.
        due: the caches of the call.
        call: the arguments.
    """
    problem = form_problem(got.caches, due)
    expect(not problem, f"{FORM}; {problem}.")
    mine, want = (kept_in(caches, call["lengths"]) for caches in (got.caches, due))
    try:
        for name in PARTS[:3]:
            expect_close(f"{name} of the caches", mine[name], want[name], because=_order(mine, want))
        for t, cache in enumerate(got.caches):
            for name in READ:
                expect_close(f"{name} in caches[{t}]", cache[3][name], call["parameters"][name])
    except Mismatch:
        if not _keeps_what_was_read(got, mine, due, call["lengths"]):
            raise


def _order(mine: dict[str, np.ndarray], want: dict[str, np.ndarray]) -> str | None:
    """Say that the examples stand in another order, where they do."""
    one, other = (sorted(first["a_prev"][0].T.tolist()) for first in (mine, want))
    if np.allclose(one, other) and not np.allclose(mine["a_prev"][0], want["a_prev"][0]):
        return "Its columns are the right ones in another order: column i belongs to example i of x, everywhere."
    return "Compared are the valid steps of each example, put one after another: axis 0 is the step."


def _keeps_what_was_read(got: Any, mine: dict[str, np.ndarray], due: list[Any], lengths: np.ndarray) -> bool:
    """Tell whether a wrong a_last comes from a run that the caches keep rightly: it is charged where a_last is."""
    a = np.stack([cache[0] for cache in got.caches])
    right = np.stack([cache[0] for cache in due])[lengths - 1, :, np.arange(len(lengths))].T
    if np.shape(got.a_last) != right.shape or np.allclose(got.a_last, right):
        return False
    stands = np.isclose(a, got.a_last).all(axis=1).any(axis=0).all()
    follows = np.allclose(mine["a_prev"][1:], np.where(mine["a_prev"][1:] == 0, 0, a[:-1]))
    return bool(stands and follows)
