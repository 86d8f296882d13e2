"""The workers of a Dask cluster: each task goes to some machine, where a bounded process does it as here.

The course, and a sandbox, have to be installed on every machine of the cluster, in the same version.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from distributed import Client, get_worker

from autograder.errors import NobodyToBlame
from autograder.grading.worker.pool import LocalWorkers, result_of

CONNECT_SECONDS = 20
_opening = threading.Lock()
_opened: dict[tuple[float, int], LocalWorkers] = {}


class ClusterGone(NobodyToBlame):
    """The cluster cannot be reached: nobody's submission is to blame."""


class ClusterWorkers:
    """Whoever works for a scheduler.

    Args:
        client: the connection to it.
        seconds: how long one task may take, by the clock.
        memory_mib: the address space of the process that does it.
    """

    def __init__(self, client: Client, *, seconds: float, memory_mib: int) -> None:
        self._client, self._bounds = client, (seconds, memory_mib)
        # One more than there are threads, so that none waits while an answer is on its way.
        self.count = 1 + sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        # Dask has the tasks of a lost machine done elsewhere by itself; of any other loss the batch says what follows.
        self._executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have some machine of the cluster call a function."""
        if self._client.status != "running":
            raise ClusterGone(
                "The Dask cluster cannot be reached any more. What was graded is kept: start the same command again."
            )
        future: Future[Any] = self._executor.submit(in_a_bounded_process, self._bounds, function, *arguments)
        return future


@contextmanager
def cluster_workers(address: str, *, seconds: float, memory_mib: int) -> Iterator[ClusterWorkers]:
    """Connect to the scheduler at `address`.

    Raises:
        ClusterGone: nobody answers there, or nobody works for it.
    """
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as problem:
        raise ClusterGone(f"No Dask scheduler answers at {address}: {problem}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            message = f"Nobody works for the Dask scheduler at {address}: start `dask worker {address}`."
            raise ClusterGone(message) from None
        yield ClusterWorkers(client, seconds=seconds, memory_mib=memory_mib)


def in_a_bounded_process(bounds: tuple[float, int], function: Callable[..., Any], *arguments: Any) -> Any:
    """Do a task on this machine of the cluster, as `autograder grade` does it on its own."""
    with _opening:
        if bounds not in _opened:
            seconds, memory = bounds
            _opened[bounds] = LocalWorkers(get_worker().state.nthreads, seconds=seconds, memory_mib=memory)
    return result_of(_opened[bounds].submit(function, *arguments))
