"""How long and how much: the bounds that the trusted side keeps by itself, sandbox or not."""

from dataclasses import asdict, dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Bounds of one submission; the unit is in the name. What its processes may use is in `SandboxLimits`."""

    cell_seconds: float = 60.0
    call_seconds: float = 10.0  # one call of a function, or up to a hundred quick ones in one request
    exercise_seconds: float = 60.0  # all calls of one exercise
    after_late_share: float = 0.2  # of a cell's or a call's time: what the next ones have, once one has used it up
    notebook_seconds: float = 600.0
    submission_seconds: float = 900.0  # everything: reading, judging, making the page
    worker_mib: int = 2_048  # address space of the process that does all this
    start_seconds: float = 60.0  # how long a process may take to be there
    interrupt_seconds: float = 3.0  # how long a cell may take to stop when told to
    request_seconds: float = 10.0  # how long a process may take to take a request
    restarts: int = 5  # how many times a dead process is replaced
    messages: int = 2_000  # heard while one cell runs
    cell_bytes: int = 8 * MIB  # output of one cell, as it arrives
    kept_bytes: int = 2 * MIB  # output of one cell, in the graded notebook
    kept_in_all_bytes: int = 8 * MIB  # output of all cells together
    reply_bytes: int = 16 * MIB  # what comes back from one request
    late_replies: int = 100  # to requests that nobody waits for any more, heard while a cell runs or a call is made
    exercise_reply_bytes: int = 64 * MIB  # what comes back from all calls of one exercise, unpacked
    exercise_reply_items: int = 1_000_000  # the numbers, texts, arrays and containers in it
    locate_seconds: float = 5.0  # where wrong functions go wrong, all together; none: nothing is said of it
    locate_one_seconds: float = 3.0  # of one function
    file_bytes: int = 20 * MIB  # the submitted file
    brackets: int = 200_000  # { and [ in that file
    commas: int = 500_000  # outside of its strings
    cells: int = 1_000
    source_bytes: int = 4 * MIB  # the text of all its cells
    picture_bytes: int = 8 * MIB  # of all written answers, each as often as it is shown
    archive_files: int = 5_000
    archive_bytes: int = 1024 * MIB  # all files of one archive
    archive_seconds: float = 300.0  # to unpack one
    archive_ratio: int = 100  # how much larger its files may be than the archive
    beside_files: int = 100  # files handed in beside the notebook
    beside_bytes: int = 16 * MIB  # all of them together

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value < 0:
                raise ValueError(f"the limit {name} must not be negative, and is {value}")
