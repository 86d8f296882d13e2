"""Who waits to be judged, and the threads that have workers judge: one for each worker."""

from __future__ import annotations

import logging
import queue
import secrets
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from autograder.grading.doors.http.store import Accepted, Store
from autograder.grading.pages.feedback import plain_page
from autograder.grading.worker.judging import judge_task
from autograder.grading.worker.pool import WorkerLost, Workers, result_of
from autograder.grading.worker.task import Judged, Refused, Task

log = logging.getLogger(__name__)
ATTEMPTS = 2
FAILED = "The grader failed. It is judged again when the server is started the next time."


class Line:
    """The line of submissions.

    Args:
        store: where they are, and where verdicts go.
        workers: who judges.
        sandbox: where cells run, by name.
        judge: what a worker does.
    """

    def __init__(
        self, store: Store, workers: Workers, sandbox: str, judge: Callable[[Task], Judged | Refused] = judge_task
    ) -> None:
        self._store, self._workers, self._sandbox, self._judge = store, workers, sandbox, judge
        self._line: queue.SimpleQueue[Accepted | None] = queue.SimpleQueue()
        self._lock, self._giving = threading.Lock(), threading.Lock()
        self._open: Counter[str] = Counter()  # by owner: on the way, waiting or being judged
        self._on_the_way = 0
        self.judging: set[str] = set()
        self.failed: set[str] = set()
        self.done = 0
        for accepted in store.waiting():
            self.reserve(accepted.owner)
            self.add(accepted)
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers.count)]
        for thread in self._threads:
            thread.start()

    def reserve(self, owner: str) -> None:
        """Count a submission that is on its way; `add` or `give_up` follows."""
        with self._lock:
            self._open[owner] += 1
            self._on_the_way += 1

    def give_up(self, owner: str) -> None:
        """Count a submission no more that has not come."""
        with self._lock:
            self._open[owner] -= 1
            self._on_the_way -= 1

    def add(self, accepted: Accepted) -> None:
        """Put a submission at the end of the line."""
        with self._lock:
            self._line.put(accepted)
            self._on_the_way -= 1

    def open_of(self, owner: str) -> int:
        """Return how many submissions of an owner are not done."""
        with self._lock:
            return self._open[owner]

    @property
    def waiting(self) -> int:
        """How many wait, those on their way included."""
        return self._line.qsize() + self._on_the_way

    def close(self) -> None:
        """Let the threads end after what they are at; who waits is judged after the next start."""
        while not self._line.empty():
            self._line.get()
        for _ in self._threads:
            self._line.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while (accepted := self._line.get()) is not None:
            self.judging.add(accepted.id)
            try:
                self._store.finish(accepted, *self._judged(accepted))
                self.done += 1
            except Exception:
                # A flaw of the grader's own, or a full disk: nobody's verdict, and no end of the server.
                log.exception("judging %s failed", accepted.id)
                self.failed.add(accepted.id)
            finally:
                self.judging.discard(accepted.id)
                with self._lock:
                    self._open[accepted.owner] -= 1

    def _judged(self, accepted: Accepted) -> tuple[dict[str, Any], str]:
        task = Task(accepted.lesson, self._store.notebook(accepted), self._sandbox, secrets.randbits(64))
        answer = self._asked(task)
        if isinstance(answer, Refused):
            page = plain_page({}, {}, title=accepted.lesson, reason=answer.reason)
            return {"outcome": "not graded", "reason": answer.reason}, page
        scores = answer.scores
        return {
            "outcome": "graded with zeros" if answer.zeros else "graded",
            "reason": "; ".join(f"{name}: {why}" for name, why in answer.zeros.items()),
            "score": sum(score or 0.0 for score in scores.values()),
            "to_mark": sum(score is None for score in scores.values()),
            "exercises": answer.exercises,
            "problems": answer.problems,
        }, answer.page

    def _asked(self, task: Task) -> Judged | Refused:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._giving:  # workers are given to one thread at a time
                    future = self._workers.submit(self._judge, task)
                found: Judged | Refused = result_of(future)
                return found
            except WorkerLost as lost:
                if attempt == ATTEMPTS or not lost.perhaps_not_to_blame:
                    return Refused(str(lost))
        raise AssertionError("the last attempt returns or raises")
