"""Time enough for what is said: a busy machine is not to change it."""

import pytest

from autograder.locate import locate


@pytest.fixture(autouse=True)
def _enough_time(monkeypatch):
    monkeypatch.setattr(locate, "SECONDS_FOR_A_CHECK", 30.0)
    monkeypatch.setattr(locate, "SECONDS_IN_ALL", 60.0)
    monkeypatch.setattr(locate, "LONGEST_ON_THE_WALL", 60.0)
