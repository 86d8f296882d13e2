"""Work that leaves nothing behind in the process of a learner."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

import numpy as np


@contextlib.contextmanager
def unnoticed() -> Iterator[None]:
    """Leave NumPy's own random numbers and its treatment of errors as they are, and let nothing be collected.

    Looking for garbage among all that a notebook holds may take as long as the search.
    """
    collects = gc.isenabled()
    gc.disable()
    state = np.random.get_state()  # noqa: NPY002  # a learner may have seeded it
    try:
        with np.errstate():
            yield
    finally:
        np.random.set_state(state)  # noqa: NPY002
        if collects:
            gc.enable()
