"""One wall clock for a submission: cells, calls and all that runs again after a crash are inside it."""

import time
from typing import ClassVar

import pytest

from autograder.door import TookTooLong
from autograder.grading.judge.learner import CellLost, LearnersProcess
from autograder.grading.judge.place import ENDED, ProcessGone
from autograder.grading.limits import Limits

REQUEST = {"function": "f", "calls": [[{"tuple": []}, {"dict": []}]]}


class SlowWhenRunAgain:
    """A place whose cells take all the time that they may, but in the first life; the cell `die` ends it."""

    lives = 0
    told: ClassVar[list[float]] = []  # how long each cell might take

    def __init__(self, limits):
        SlowWhenRunAgain.lives += 1
        self.life = SlowWhenRunAgain.lives

    def run(self, source, *, seconds, heard):
        if source == "die":
            raise ProcessGone(ENDED)
        self.told.append(seconds)
        if self.life > 1 or source == "hang":
            time.sleep(min(seconds, 0.6))
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
    SlowWhenRunAgain.told.clear()


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
    limits = Limits(exercise_seconds=0.3, call_seconds=0.2, after_late_share=1)
    with LearnersProcess(SlowWhenRunAgain, limits) as process, process.door(guilty="f") as door:
        for _ in range(2):
            with pytest.raises(TookTooLong, match="more than"):
                door.ask(REQUEST)
        with pytest.raises(TookTooLong, match="all its calls are used up"):
            door.ask(REQUEST)


@pytest.mark.usefixtures("lives")
def test_after_a_cell_that_took_all_its_time_the_next_ones_and_itself_run_again_have_less():
    limits = Limits(cell_seconds=0.5, after_late_share=0.1)
    with LearnersProcess(SlowWhenRunAgain, limits) as process:
        for source in ("x = 1", "hang", "hang"):
            process.run(source)
        with pytest.raises(CellLost):
            process.run("die")
    # The first cell did end by itself, and has its whole time when it runs again.
    assert SlowWhenRunAgain.told == pytest.approx([0.5, 0.5, 0.05, 0.5, 0.05, 0.05])
