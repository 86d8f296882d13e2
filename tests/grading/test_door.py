"""The door to a learner's functions: how long it waits, and how little room a reply may take."""

import pytest

from autograder import packing
from autograder.door import TookTooLong, more_than
from autograder.grading.judge.clock import Clock
from autograder.grading.judge.door import LearnersDoor
from autograder.grading.limits import Limits


class Waits:
    """A place that notes how long it may take."""

    def __init__(self):
        self.seconds = []

    def ask(self, request, *, seconds):
        self.seconds.append(seconds)
        return []


def asked(limits, calls=1, of_notebook=1e9):
    place = Waits()
    door = LearnersDoor(place, limits, Clock(of_notebook))
    door.ask({"function": "f", "calls": [None] * calls})
    return door, place.seconds[0]


def test_a_request_may_take_what_its_calls_may():
    assert asked(Limits(call_seconds=3))[1] == 3
    assert asked(Limits(call_seconds=3), calls=300)[1] == 9
    assert asked(Limits(call_seconds=3, exercise_seconds=2))[1] == 2
    assert asked(Limits(call_seconds=3), of_notebook=1)[1] <= 1


def test_time_that_is_used_up_is_said_before_anything_is_asked():
    door, _ = asked(Limits())
    door._left = 0
    with pytest.raises(TookTooLong, match="for all its calls"):
        door.ask({"function": "f", "calls": [None]})
    door = LearnersDoor(Waits(), Limits(), Clock(0))
    with pytest.raises(TookTooLong, match="whole notebook"):
        door.ask({"function": "f", "calls": [None]})


def test_after_a_request_that_took_too_long_the_next_ones_have_less_time():
    class Hangs(Waits):
        def ask(self, request, *, seconds):
            super().ask(request, seconds=seconds)
            raise TookTooLong(more_than(seconds))

    door = LearnersDoor(place := Hangs(), Limits(call_seconds=9.7759, after_late_share=0.5), Clock(1e9))
    for _ in range(3):
        with pytest.raises(TookTooLong, match=r"more than \d seconds$"):
            door.ask({"function": "f", "calls": [None]})
    assert place.seconds == pytest.approx([9.7759, 4.88795, 4.88795])


def test_texts_cannot_take_more_room_than_they_claim():
    long_and_many = ["x" * 2_000_000, *["y"] * 100_000]
    with pytest.raises(packing.PackError, match="too large"):
        packing.unpack({"texts": [[len(long_and_many)], long_and_many]})
