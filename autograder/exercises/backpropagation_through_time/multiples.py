"""A right answer but for its scale: what a result is divided by is the business of one check, not of all."""

from __future__ import annotations

from typing import Any

import numpy as np


def is_multiple(got: Any, want: np.ndarray) -> bool:
    """Tell whether one number other than zero turns `want` into `got`, an array of its shape and dtype."""
    if not isinstance(got, (np.ndarray, np.generic)) or got.shape != want.shape or got.dtype != want.dtype:
        return False
    if not want.size:
        return True
    if not (np.isfinite(got).all() and np.any(want)):
        return False
    factor = float(np.sum(got * want) / np.sum(want * want))
    return factor != 0 and bool(np.allclose(got, factor * want, rtol=1e-6, atol=1e-9 * abs(factor)))
