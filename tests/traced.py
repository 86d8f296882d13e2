"""What Python and NumPy hold in memory while something runs."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

MIB = 2**20


def peak_of(deed: Callable[[], object]) -> float:
    """Return the MiB that are held at most while `deed` runs."""
    tracemalloc.start()
    try:
        deed()
        return tracemalloc.get_traced_memory()[1] / MIB
    finally:
        tracemalloc.stop()
