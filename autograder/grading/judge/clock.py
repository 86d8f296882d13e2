"""The one wall clock of a submission: everything that its code makes anyone wait for is inside it."""

import time


class Clock:
    """Counts down from its making.

    Args:
        seconds: for cells, for calls, and for all that is run again after a crash.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.verdict = f"the {seconds:g} seconds for the whole notebook were used up"

    def is_up(self) -> bool:
        return time.monotonic() >= self._end

    def at_most(self, seconds: float) -> float:
        """Return `seconds`, or what is left where that is less."""
        return max(0.0, min(seconds, self._end - time.monotonic()))
