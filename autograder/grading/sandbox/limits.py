"""How much of the machine one kernel may use."""

from dataclasses import asdict, dataclass

MIB = 2**20


@dataclass(frozen=True)
class SandboxLimits:
    """Bounds of one kernel and everything that it starts; the unit is in the name.

    Wall-clock time is the caller's matter: it kills the kernel when it is up.
    """

    memory_mib: int = 1024  # all processes together, their files in memory included (needs a cgroup)
    address_space_mib: int = 4096  # of each process: NumPy and Matplotlib reserve far more than they use
    processes: int = 64  # threads count; an IPython kernel has about ten
    open_files: int = 256  # of each process
    file_mib: int = 64  # each file
    disk_mib: int = 128  # scratch folder; the same again in /tmp
    cpu_seconds: int = 300  # of each process

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value <= 0:
                raise ValueError(f"the limit {name} must be positive, not {value}")
