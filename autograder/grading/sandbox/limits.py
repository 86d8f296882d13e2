"""How much of the machine one submission may use."""

from dataclasses import asdict, dataclass

MIB = 2**20
STACK_MIB = 8
SIGNALS = 1024  # that wait to be delivered


@dataclass(frozen=True)
class SandboxLimits:
    """Bounds of a learner's process and everything that it starts; the unit is in the name.

    Wall-clock time is the caller's matter, who ends the process when it is up.
    """

    memory_mib: int = 1024  # all processes together, their files in memory included (needs a cgroup)
    address_space_mib: int = 4096  # of each process: NumPy and Matplotlib reserve far more than they use
    processes: int = 64  # threads count
    open_files: int = 256  # of each process
    file_mib: int = 64  # each file
    disk_mib: int = 128  # scratch folder; the same again in /tmp
    cpu_seconds: int = 300  # of each process

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value <= 0:
                raise ValueError(f"the limit {name} must be positive, not {value}")


def resource_limits(limits: SandboxLimits) -> dict[str, int]:
    """Return the bounds of each process, named as in `resource`, in bytes, seconds and counts."""
    return {
        "AS": limits.address_space_mib * MIB,
        "DATA": limits.memory_mib * MIB,
        "STACK": STACK_MIB * MIB,  # does not count as data, and whoever may raise it has as much again
        "FSIZE": limits.file_mib * MIB,
        "NOFILE": limits.open_files,
        "NPROC": limits.processes,
        "CPU": limits.cpu_seconds,
        "SIGPENDING": SIGNALS,  # and timers: as an ordinary user, the grader has them from the same store
    }
