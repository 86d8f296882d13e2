"""What workers are asked to do in tests: they have to find it by the name of a module."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from grading_fixtures import LESSON

from autograder.grading.worker.judging import judge_task
from autograder.grading.worker.pool import Workers
from autograder.grading.worker.task import Judged, Refused, Task

judged = judge_task


@contextmanager
def given(workers: Workers) -> Iterator[Workers]:
    """Workers that somebody else opens and closes."""
    yield workers


def add(a: int, b: int) -> int:
    return a + b


def own_pid() -> int:
    return os.getpid()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise KeyError("nothing")


def take(mib: int) -> int:
    return int(np.zeros(mib * 2**17).nbytes // 2**20)


def judge_file(data: bytes, releases: Path) -> Judged | Refused:
    return judge_task(Task(LESSON, data, "none", 1, releases=releases))


def refuse(task: Task) -> Refused:
    return Refused("It is refused.")


def deadly_to_all_with_a_blank(task: Task) -> Any:
    if task.data.endswith(b" "):
        _die_and_tell(task)
    return judge_task(task)


def deadly_once(task: Task) -> Any:
    if not _deaths(task).exists():
        _die_and_tell(task)
    return judge_task(task)


def _deaths(task: Task) -> Path:
    assert task.releases is not None
    return task.releases.parent / "deaths"


def _die_and_tell(task: Task) -> None:
    with _deaths(task).open("a") as file:
        file.write("x")
    die()
