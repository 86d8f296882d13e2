"""What is known of one call while its repair is searched for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from autograder.locate.pool import Pool
from autograder.locate.repair import Repair
from autograder.locate.rewrite import Spot
from autograder.locate.watched import Outcome, Watched


class Looked(Protocol):
    """A search, as far as what it found is judged and made finer; see `search.Search`.

    Attributes:
        learner: the function.
        pool: the right values at this call.
        values: of each spot that was evaluated, with the repairs so far.
        right: whether these are the values of some expression of a right answer.
        results: the spots that are returned as they are.
        limit: how many values a run may evaluate.
        right_by_now: the entries of the result that are right with the repairs so far.
    """

    learner: Watched
    pool: Pool
    values: dict[int, list[Any]]
    right: dict[int, bool]
    results: set[int]
    limit: int
    right_by_now: frozenset[str]

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        ...

    def spot(self, number: int) -> Spot:
        """Return a spot by its number."""
        ...

    def within(self, spot: Spot) -> Iterator[int]:
        """Yield the spots within another one, the inner ones first."""
        ...

    def is_given(self, spot: int) -> bool:
        """Tell whether a spot reads an argument as it came."""
        ...

    def run(self, forced: dict[int, list[Any]], **how: Any) -> Outcome:
        """Make the call with values forced upon spots."""
        ...

    def right_parts(self, outcome: Outcome) -> frozenset[str]:
        """Return the names of the parts of a result that are right."""
        ...

    def proves(self, chain: list[Repair], /) -> bool:
        """Tell whether a chain of repairs makes the whole check hold."""
        ...
