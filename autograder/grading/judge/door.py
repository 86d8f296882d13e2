"""The door to a learner's functions, wherever they live: it keeps what the calls of one exercise may take and hold.

Whoever controls the process behind it can forge any reply. That is of no use to them: only right values for secret
inputs count, and no expected value is ever sent inside.
"""

from __future__ import annotations

import time

from autograder.door import PackedReply, Request, TookTooLong
from autograder.grading.judge.allowance import Allowance
from autograder.grading.judge.clock import Clock
from autograder.grading.judge.place import Place
from autograder.grading.limits import Limits

QUICK_CALLS = 100  # so many share the time of one


class LearnersDoor:
    """Carries the calls of one exercise to the place where its function lives.

    After a request that took too long the next ones have less time: an endless loop is met by one check after another.

    Args:
        place: the place.
        limits: time for one request, time and size for all of them together.
        clock: the time that is left for the whole notebook.
    """

    def __init__(self, place: Place, limits: Limits, clock: Clock) -> None:
        self._place, self._limits, self._clock = place, limits, clock
        self._left = limits.exercise_seconds
        self._share = 1.0  # of the time that a call may take
        self._allowance = Allowance(limits.exercise_reply_items, limits.exercise_reply_bytes)

    def ask(self, request: Request) -> list[PackedReply]:
        """Make the calls of `request` and return what came of each.

        Raises what `Place.ask` does, and ProtocolError where all replies together hold too much.
        """
        if self._left <= 0:
            raise TookTooLong(f"the {self._limits.exercise_seconds:g} seconds for all its calls are used up")
        if self._clock.is_up():
            raise TookTooLong(self._clock.verdict)
        many = max(1, len(request["calls"]) // QUICK_CALLS)
        seconds = self._clock.at_most(min(self._left, self._share * self._limits.call_seconds * many))
        started = time.monotonic()
        try:
            replies = self._place.ask(request, seconds=seconds)
        except TookTooLong:
            self._share = self._limits.after_late_share
            raise
        finally:
            self._left -= time.monotonic() - started
        self._allowance.spend(replies)
        return replies
