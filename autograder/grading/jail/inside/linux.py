"""The calls of Linux that Python 3.11 has no name for. All raise OSError where they fail."""

import ctypes
import os
import struct
from pathlib import Path

NEW_MOUNTS, NEW_GROUPS, NEW_NAMES, NEW_IPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000  # CLONE_NEWNS and so on
NEW_USERS, NEW_PIDS, NEW_NET = 0x10000000, 0x20000000, 0x40000000
READ_ONLY, NOSUID, NODEV, NOEXEC, BIND = 1, 2, 4, 8, 4096  # MS_...
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_SECCOMP, PR_CAPBSET_DROP = 1, 4, 8, 22, 24
SECCOMP_MODE_FILTER = 2
CAP_SETGID, CAP_SETUID, CAP_SYS_ADMIN = 6, 7, 21
CAPABILITIES_3 = 0x20080522  # _LINUX_CAPABILITY_VERSION_3: two words of each set

_libc = ctypes.CDLL(None, use_errno=True)


def unshare(namespaces: int) -> None:
    """Leave namespaces for new ones; a new one of processes begins with the next fork."""
    _done(_libc.unshare(namespaces))


def enter(descriptor: int, kind: int) -> None:
    """Have the next fork begin in the namespace of processes that is open as `descriptor`."""
    _done(_libc.setns(descriptor, kind))


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str = "") -> None:
    """Mount a file system of this kind, or with BIND a file or folder, at `target`."""
    _done(
        _libc.mount(
            source.encode(),
            target.encode(),
            None if kind is None else kind.encode(),
            ctypes.c_ulong(flags),
            options.encode(),
        )
    )


def process_is(option: int, value: int) -> None:
    """Set one property of this process (PR_...)."""
    _done(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0))


def keep_capabilities(*wanted: int) -> None:
    """Give up every capability but these."""
    allowed = sum(1 << each for each in wanted)
    header = ctypes.create_string_buffer(struct.pack("=Ii", CAPABILITIES_3, 0))
    sets = struct.pack("=IIIIII", allowed, allowed, 0, 0, 0, 0)  # effective, permitted, inheritable; the same above 31
    _done(_libc.capset(header, ctypes.create_string_buffer(sets)))


def never_regain_capabilities() -> None:
    """Take every capability out of what this process and those that it starts could ever have."""
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for each in range(last + 1):
        process_is(PR_CAPBSET_DROP, each)


def filter_calls(program: bytes) -> None:
    """Put a seccomp filter on this process and all that it will start."""
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    _done(_libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), header, 0, 0))


def close_all_but(*kept: int) -> None:
    """Close every descriptor from 3 on that is not named."""
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor > 2 and descriptor not in kept:
            try:
                os.close(descriptor)
            except OSError:  # that of the listing itself
                continue


def _done(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
