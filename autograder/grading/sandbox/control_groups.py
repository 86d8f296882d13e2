"""Control groups: what all processes of one submission may use together.

Version 2 is used where the grader's own group is handed to it (systemd: `Delegate=yes`), version 1 where its
folders may be written (root in a container, as a rule). Elsewhere there is none, and the limits of each
process and of each mount are all that holds.
"""

import errno
import itertools
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from autograder.grading.sandbox.limits import MIB, SandboxLimits
from autograder.grading.sandbox.sweeper import sweep_after_us

PREFIX = "autograder-learner"
CONTROLLERS = ("memory", "pids")
MOST_TRIES = 50
LEAF = "autograder"  # where the grader itself goes when it divides its group
_number = itertools.count(1)


class ControlGroup:
    """One folder (version 2) or one in each hierarchy (version 1)."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = folders

    def add(self, pid: int) -> None:
        """Put a process, and all that it will start, under the limits."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(pid))

    def ran_out_of_memory(self) -> bool:
        """Tell whether Linux has ended a process of the group for want of memory."""
        return any(line.startswith("oom_kill ") and line != "oom_kill 0" for line in self._memory_events())

    def remove(self, patience_seconds: float = 5.0) -> None:
        """Take the group away once its last process is gone."""
        deadline = time.monotonic() + patience_seconds
        for folder in self.folders:
            while not _remove(folder) and time.monotonic() < deadline:
                time.sleep(0.002)

    def _memory_events(self) -> Iterator[str]:
        for folder in self.folders:
            for name in ("memory.events", "memory.oom_control"):
                if (folder / name).exists():
                    yield from (folder / name).read_text().splitlines()


def open_group(limits: SandboxLimits, *, proc: Path = Path("/proc/self")) -> ControlGroup | None:
    """Make a group with these limits, or return None where this process may not."""
    places = _places(proc)
    for make in (_version_2, _version_1):
        try:
            group = make(places, limits)
        except OSError:
            continue
        sweep_after_us([folder.parent / _names() for folder in group.folders])
        return group
    return None


def _version_2(places: dict[str, Path], limits: SandboxLimits) -> ControlGroup:
    parent = _delegated(places.get("", Path("/nonexistent")))
    group = _new_folder(parent)
    _set(group, {"memory.max": limits.memory_mib * MIB, "memory.swap.max": 0, "pids.max": limits.processes})
    return ControlGroup([group])


def _delegated(own: Path) -> Path:
    """Return a group, ours to divide, that hands memory and pids to its children."""
    if own.name == LEAF:  # we have moved before
        return own.parent
    controllers = (own / "cgroup.controllers").read_text().split()
    if not set(CONTROLLERS) <= set(controllers):
        raise OSError("this group has no memory and pids to hand on")
    _hand_on(own)
    return own


def _hand_on(own: Path) -> None:
    """Let a group's children have its controllers; only the root of all may have processes beside children."""
    for tried in range(MOST_TRIES):
        if (own / "cgroup.type").exists():
            _move_everyone_down(own)
        try:
            (own / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in CONTROLLERS))
            return
        except OSError as problem:  # somebody has forked meanwhile
            if problem.errno != errno.EBUSY or tried == MOST_TRIES - 1:
                raise


def _move_everyone_down(own: Path) -> None:
    if own.is_mount() or os.getxattr(own, "user.delegate") == b"1":  # a container's whole group, or systemd's promise
        (own / LEAF).mkdir(exist_ok=True)
        for pid in (own / "cgroup.procs").read_text().split():
            with suppress(ProcessLookupError):  # it has ended
                (own / LEAF / "cgroup.procs").write_text(pid)
    else:
        raise OSError("this group is not ours to divide")


def _version_1(places: dict[str, Path], limits: SandboxLimits) -> ControlGroup:
    if not set(CONTROLLERS) <= places.keys():
        raise OSError("memory and pids are not mounted as version 1")
    memory, pids = _new_folder(places["memory"]), _new_folder(places["pids"])
    _set(
        memory,
        {"memory.limit_in_bytes": limits.memory_mib * MIB, "memory.memsw.limit_in_bytes": limits.memory_mib * MIB},
    )
    _set(pids, {"pids.max": limits.processes})
    return ControlGroup([memory, pids])


def _new_folder(parent: Path) -> Path:
    _sweep(parent)
    folder = parent / f"{_names()}-{next(_number)}"
    folder.mkdir()
    return folder


def _names() -> str:
    return f"{PREFIX}-{os.getpid()}"


def _sweep(parent: Path) -> None:
    """Take away the empty groups of graders that were killed, and whose sweeper was."""
    for folder in parent.glob(f"{PREFIX}-*"):
        if not Path("/proc", folder.name.split("-")[2]).exists():
            _remove(folder)


def _remove(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _set(folder: Path, values: dict[str, int]) -> None:
    for name, value in values.items():
        if (folder / name).exists():  # swap is not accounted everywhere
            (folder / name).write_text(str(value))


def _places(proc: Path) -> dict[str, Path]:
    """Find our own group in each hierarchy: controller ("" for version 2) to folder."""
    ours = dict(_memberships(proc))
    return {
        controller: _below(mount, root, ours[controller])
        for controller, mount, root in _mounts(proc)
        if controller in ours
    }


def _memberships(proc: Path) -> Iterator[tuple[str, str]]:
    for line in (proc / "cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        yield from ((controller, path) for controller in controllers.split(","))


def _mounts(proc: Path) -> Iterator[tuple[str, Path, str]]:
    for line in (proc / "mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        root, mount = before.split()[3:5]
        kind, _, options = after.split()[:3]
        if kind == "cgroup2":
            yield "", Path(mount), root
        elif kind == "cgroup":
            yield from ((option, Path(mount), root) for option in options.split(","))


def _below(mount: Path, root: str, path: str) -> Path:
    # In a container the mount may show a part of the hierarchy only.
    inside = mount / Path(path).relative_to(root) if Path(path).is_relative_to(root) else mount
    return inside if inside.is_dir() else mount
