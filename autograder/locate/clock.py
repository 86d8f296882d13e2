"""How long the search has worked: seconds of the processor, which are those on the wall where nothing else runs."""

from __future__ import annotations

import time

STEP = 0.01  # seconds on the wall after which the processor's time is asked for again, since asking may take long


class _Clock:
    def __init__(self) -> None:
        self._asked, self._worked = float("-inf"), 0.0

    def __call__(self) -> float:
        now = time.perf_counter()
        if now - self._asked > STEP:
            self._worked, self._asked = time.process_time(), now
        return self._worked


worked = _Clock()
