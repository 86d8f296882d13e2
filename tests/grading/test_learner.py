"""One wall clock for a submission: cells, calls and all that runs again after a crash are inside it."""

import time

import pytest

from autograder.door import TookTooLong
from autograder.grading.judge.learner import CellLost, LearnersProcess
from autograder.grading.judge.place import ENDED, ProcessGone
from autograder.grading.limits import Limits

REQUEST = {"function": "f", "calls": [[{"tuple": []}, {"dict": []}]]}


class SlowWhenRunAgain:
    """A place whose cells take all the time that they may, but in the first life; the cell `die` ends it."""

    lives = 0

    def __init__(self, limits):
        SlowWhenRunAgain.lives += 1
        self.life = SlowWhenRunAgain.lives

    def run(self, source, *, seconds, heard):
        if source == "die":
            raise ProcessGone(ENDED)
        if self.life > 1:
            time.sleep(seconds)
            return False
        return True

    def ask(self, request, *, seconds):
        time.sleep(seconds)
        raise TookTooLong(f"more than {seconds:g} seconds")

    def close(self):
        pass


@pytest.fixture
def lives():
    SlowWhenRunAgain.lives = 0


@pytest.mark.usefixtures("lives")
def test_what_runs_again_after_a_crash_runs_inside_the_same_wall_clock():
    started = time.monotonic()
    with LearnersProcess(SlowWhenRunAgain, Limits(notebook_seconds=0.5, cell_seconds=60, restarts=5)) as process:
        for number in range(20):
            process.run(f"x = {number}")
        with pytest.raises(CellLost):
            process.run("die")
        with pytest.raises(CellLost, match=r"The 0\.5 seconds for the whole notebook were used up\."):
            process.run("1")
    assert time.monotonic() - started < 5
    assert SlowWhenRunAgain.lives == 2


@pytest.mark.usefixtures("lives")
def test_calls_run_inside_the_same_wall_clock():
    started = time.monotonic()
    with LearnersProcess(SlowWhenRunAgain, Limits(notebook_seconds=0.5, call_seconds=60)) as process:
        with process.door(guilty="f") as door:
            with pytest.raises(TookTooLong):
                door.ask(REQUEST)
            with pytest.raises(TookTooLong, match="whole notebook"):
                door.ask(REQUEST)
        with pytest.raises(ProcessGone, match="used up"), process.door(guilty="f"):
            pass
    assert time.monotonic() - started < 5


@pytest.mark.usefixtures("lives")
def test_calls_of_one_exercise_share_its_time():
    limits = Limits(exercise_seconds=0.3, call_seconds=0.2)
    with LearnersProcess(SlowWhenRunAgain, limits) as process, process.door(guilty="f") as door:
        for _ in range(2):
            with pytest.raises(TookTooLong, match="more than"):
                door.ask(REQUEST)
        with pytest.raises(TookTooLong, match="all its calls are used up"):
            door.ask(REQUEST)
