"""Where an argument that belongs to the caller is changed."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.locate.values import canon, fresh


class FirstChange:
    """Looks for the first spot after which one of these arguments is no longer what it was."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._before = {name: was for name, value in given.items() if (was := canon(fresh(value))) is not None}
        self.found: tuple[int, str] | None = None

    def look(self, spot: int) -> None:
        """Look after a spot was evaluated."""
        for name, was in self._before.items() if self.found is None else ():
            if not _is_unchanged(was, canon(self._given[name])):
                self.found = spot, name


def _is_unchanged(was: Any, now: Any) -> bool:
    return now is not None and was[0] == now[0] and np.array_equal(was[1], now[1], equal_nan=True)
