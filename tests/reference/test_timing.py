"""The timing helper: who is called when, what is reported, and nothing about how long anything takes."""

import numpy as np
import pytest

from solutions import timing


class Clock:
    """A clock of processor time that a test turns by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def process_time(self) -> float:
        """Return the time; looking at it takes a nanosecond."""
        self.now += 1e-9
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timing.time, "process_time", made.process_time)
    return made


def taking(clock: Clock, seconds: float, name: str, called: list[str]):  # type: ignore[no-untyped-def]
    def call() -> None:
        clock.now += seconds
        called.append(name)

    return call


def test_the_candidates_take_turns(clock: Clock) -> None:
    called: list[str] = []
    times = timing.time_in_turns({name: taking(clock, 1.0, name, called) for name in "ab"}, rounds=3, at_least=0.5)
    assert "".join(called) == "ab" + "ab" * 3
    assert {name: each.shape for name, each in times.items()} == {"a": (3,), "b": (3,)}


def test_a_short_call_is_repeated_until_there_is_enough_to_see(clock: Clock) -> None:
    called: list[str] = []
    times = timing.time_in_turns({"a": taking(clock, 0.001, "a", called)}, rounds=2, at_least=0.0095)
    assert len(called) == 1 + 2 * 10
    np.testing.assert_allclose(times["a"], 0.001, rtol=1e-4)


def test_a_coarse_clock_makes_turns_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(np.repeat(np.arange(1000.0), 3))
    monkeypatch.setattr(timing.time, "process_time", lambda: next(ticks))
    assert timing.tick() == 1.0
    times = timing.time_in_turns({"a": lambda: None}, rounds=1, at_least=0.001)
    np.testing.assert_allclose(times["a"], 1 / 3, rtol=0.1)


def test_medians_and_ratios_are_those_of_the_rounds() -> None:
    times = {"slow": np.array([2.0, 30.0, 6.0]), "fast": np.array([1.0, 10.0, 1.0])}
    assert timing.medians(times) == {"slow": 6.0, "fast": 1.0}
    assert timing.ratios(times, "fast") == {"slow": 3.0, "fast": 1.0}


def test_what_is_measured_on_this_machine_is_a_time() -> None:
    times = timing.time_in_turns({"sum": lambda: sum(range(1000))}, rounds=2, at_least=0.001)
    assert np.all(times["sum"] > 0)
