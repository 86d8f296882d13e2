"""Archives of strangers, unpacked by a worker: what reading one takes is bounded by the system."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.grading.intake import archives
from autograder.grading.intake.owners import Unpack
from autograder.grading.limits import Limits
from autograder.grading.worker.pool import WorkerLost, local_workers, result_of


@contextmanager
def unpacker(limits: Limits) -> Iterator[Unpack]:
    """Give what unpacks as `archives.unpack` does; its process is started for the first archive, if there is any."""
    with local_workers(1, seconds=limits.archive_seconds, memory_mib=limits.worker_mib) as workers:

        def unpack(archive: Path, folder: Path, limits: Limits) -> None:
            try:
                result_of(workers.submit(archives.unpack, archive, folder, limits))
            except WorkerLost:
                raise archives.Refused("The archive takes more time or memory than one archive may take.") from None

        yield unpack
