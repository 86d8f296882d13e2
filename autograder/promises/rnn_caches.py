"""The caches that the simple RNN leaves for the way back: of lesson 02, and so for checks of later lessons alone."""

from __future__ import annotations

from typing import Any

import numpy as np


def caches_of(x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray], mask: np.ndarray | None = None) -> Any:
    """Return the caches of a forward pass: a list of (a_next, a_prev, xt, parameters), one a step."""
    Wax, Waa, ba = (parameters[name] for name in ("Wax", "Waa", "ba"))
    a_prev, caches = a0, []
    for t, xt in enumerate(x):
        a_next = np.tanh(Waa @ a_prev + Wax @ xt + ba)
        caches.append((a_next, a_prev, xt, parameters))
        a_prev = a_next if mask is None else np.where(mask[t], a_next, a_prev)
    return caches


def cache_of(xt: np.ndarray, a_prev: np.ndarray, parameters: dict[str, np.ndarray]) -> Any:
    """Return the cache of one step."""
    return caches_of(xt[None], a_prev, parameters)[0]
