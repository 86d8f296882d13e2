"""What this lesson is given of solutions.timing: made by `autograder build`, not to be edited."""

import time
from collections.abc import Callable
import numpy as np


Times = dict[str, np.ndarray]


def time_in_turns(candidates: dict[str, Callable[[], object]], rounds: int = 9, at_least: float = 0.005) -> Times:
    """Time functions that take no arguments, one after the other, round by round.

    Each is called once before, so that what happens on the first call alone is not counted. In a turn it is called
    again and again until enough time has passed for the clock to show.

    Args:
        candidates: a dict from name to function.
        rounds: how many turns each of them gets, at least 1.
        at_least: seconds of processor time in a turn; a coarse clock makes it more.

    Returns:
        A dict from name to the seconds of processor time of a call in each round, shape (rounds,). Threads count
        together: two that work for a second are two seconds.
    """
    for call in candidates.values():
        call()
    enough = max(at_least, 10 * tick())
    times: Times = {name: np.empty(rounds) for name in candidates}
    for k in range(rounds):
        for name, call in candidates.items():
            times[name][k] = seconds_of(call, enough)
    return times


def seconds_of(call: Callable[[], object], enough: float) -> float:
    """Return the processor time of one call, over as many calls as take `enough` seconds together."""
    calls, begin, now = 0, time.process_time(), 0.0
    while now < enough:
        call()
        calls += 1
        now = time.process_time() - begin
    return now / calls


def tick() -> float:
    """Return the smallest step of the clock, in seconds: on some systems it is 16 milliseconds."""
    begin = now = time.process_time()
    while now == begin:
        now = time.process_time()
    return now - begin


def medians(times: Times) -> dict[str, float]:
    """Return the median of each candidate over the rounds, in seconds."""
    return {name: float(np.median(each)) for name, each in times.items()}


def ratios(times: Times, to: str) -> dict[str, float]:
    """Return how many times as long as the candidate `to` each of them takes: the median of the rounds' ratios."""
    return {name: float(np.median(each / times[to])) for name, each in times.items()}
