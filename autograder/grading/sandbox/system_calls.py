"""A seccomp filter: system calls that a lesson never makes are refused before the kernel acts on them.

The namespaces already take away what these calls could reach; the filter keeps hostile code away from the
parts of the kernel where flaws are found (mounting, namespaces, tracing, io_uring, ...). Two refusals do
more: without `symlink` nothing that opens a path inside can be led astray, and without `memfd_create`, `vmsplice`,
`shmget`, `msgget`, shared anonymous maps and maps that grow downwards all memory counts against the limits of a
process or of a mount. Some are not made and say that they were: locks on files, and what has a disk written, since
that would be the disk of the machine. Calls with numbers above those that this list was made from are refused as
well: what a newer Linux adds is not known to be harmless, and libc does without, as on an older one.

The program is classic BPF (Linux: Documentation/userspace-api/seccomp_filter.rst): instructions of
`code, jump if true, jump if false, k` over `struct seccomp_data {nr, arch, instruction_pointer, args[6]}`.
"""

import errno
import platform
import struct

from autograder.errors import SandboxUnavailable

LOAD_WORD, AND, JUMP_IF_EQUAL, JUMP_IF_ABOVE, JUMP_IF_ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x25, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
DONE = 0  # as an error: the call is not made and says that it was
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT, FOURTH_ARGUMENT = (
    0,
    4,
    16,
    24,
    40,
)  # offsets in struct seccomp_data

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000  # x86_64 only: the same calls under other numbers
NEW_NAMESPACE = 0x7E020000  # CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET}
UNIX = 1  # AF_UNIX
SHARED, ANONYMOUS, GROWS_DOWN = 0x01, 0x20, 0x100  # MAP_...
KIND_OF_MAP = 0x0F | ANONYMOUS
LAST_KNOWN = 449  # futex_waitv, of Linux 5.16; the same on both architectures, as all from 424 on

# name: (number on x86_64, number on aarch64); None where the architecture has no such call
REFUSED: dict[str, tuple[int | None, int | None]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "vmsplice": (278, 75),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "fanotify_init": (300, 262),
    "personality": (135, 92),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
}
CLONE, CLONE3, SOCKET, SOCKETPAIR, MMAP = (56, 220), (435, 435), (41, 198), (53, 199), (9, 222)
FCNTL, FLOCK = (72, 25), (73, 32)
WRITES_BACK = ((162, 81), (306, 267), (74, 82), (75, 83), (277, 84))  # sync, syncfs, fsync, fdatasync, sync_file_range
SETRLIMIT, PRLIMIT = (160, 164), (302, 261)
CORE = 4  # RLIMIT_CORE
LOCKS = (6, 7, 37, 38, 1024)  # F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW, F_SETLEASE


def seccomp_program(machine: str = platform.machine()) -> bytes:
    """Assemble the filter for this kind of machine, as `prctl(PR_SET_SECCOMP)` takes it."""
    if machine not in AUDIT_ARCH:
        raise SandboxUnavailable(
            f"the sandbox has no list of system calls for {machine} processors (only {' and '.join(AUDIT_ARCH)})"
        )
    column = list(AUDIT_ARCH).index(machine)
    refused = [numbers[column] for numbers in REFUSED.values()]
    return b"".join(
        [
            *_only_architecture(AUDIT_ARCH[machine]),
            *(_refuse_bits(X32_BIT) if machine == "x86_64" else ()),
            *_refuse_above(LAST_KNOWN),
            *(part for number in refused if number is not None for part in _refuse(number, errno.EPERM)),
            *_refuse(CLONE3[column], errno.ENOSYS),  # its flags are out of a filter's sight; libc falls back to clone
            *_clone_without_namespaces(CLONE[column]),
            *_unix_alone(SOCKET[column]),
            *_unix_alone(SOCKETPAIR[column]),
            *_maps_that_count(MMAP[column]),
            *_refuse(FLOCK[column], DONE),
            *(part for numbers in WRITES_BACK for part in _refuse(numbers[column], DONE)),
            *_refuse_argument(SETRLIMIT[column], FIRST_ARGUMENT, CORE),
            *_refuse_argument(PRLIMIT[column], SECOND_ARGUMENT, CORE),
            *_locks_as_if(FCNTL[column]),
            _op(RETURN, ALLOW),
        ]
    )


def _op(code: int, k: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, k)


def _only_architecture(audit_arch: int) -> list[bytes]:
    return [
        _op(LOAD_WORD, ARCHITECTURE),
        _op(JUMP_IF_EQUAL, audit_arch, if_true=1),
        _op(RETURN, KILL),
        _op(LOAD_WORD, NUMBER),
    ]


def _refuse(number: int, error: int) -> list[bytes]:
    return [_op(JUMP_IF_EQUAL, number, if_false=1), _op(RETURN, ERRNO | error)]


def _refuse_argument(number: int, place: int, value: int) -> list[bytes]:
    """Refuse a call with this value at this place."""
    return [
        _op(JUMP_IF_EQUAL, number, if_false=4),
        _op(LOAD_WORD, place),
        _op(JUMP_IF_EQUAL, value, if_false=1),
        _op(RETURN, ERRNO | errno.EPERM),
        _op(RETURN, ALLOW),
    ]


def _refuse_bits(bits: int) -> list[bytes]:
    return [_op(JUMP_IF_ANY_BIT, bits, if_false=1), _op(RETURN, ERRNO | errno.ENOSYS)]


def _refuse_above(number: int) -> list[bytes]:
    return [_op(JUMP_IF_ABOVE, number, if_false=1), _op(RETURN, ERRNO | errno.ENOSYS)]


def _clone_without_namespaces(number: int) -> list[bytes]:
    return [
        _op(JUMP_IF_EQUAL, number, if_false=4),
        _op(LOAD_WORD, FIRST_ARGUMENT),
        _op(JUMP_IF_ANY_BIT, NEW_NAMESPACE, if_false=1),
        _op(RETURN, ERRNO | errno.EPERM),
        _op(RETURN, ALLOW),
    ]


def _unix_alone(number: int) -> list[bytes]:
    # vsock, for one, is not bounded by the network namespace: in a virtual machine it reaches the host. And what is
    # on its way from one socket of the internet to another is memory that counts against no limit.
    # The error is EINVAL because libzmq, asking for the names of network devices, takes no other well.
    return [
        _op(JUMP_IF_EQUAL, number, if_false=4),
        _op(LOAD_WORD, FIRST_ARGUMENT),
        _op(JUMP_IF_EQUAL, UNIX, if_true=1),
        _op(RETURN, ERRNO | errno.EINVAL),
        _op(RETURN, ALLOW),
    ]


def _maps_that_count(number: int) -> list[bytes]:
    """Refuse memory that no limit of a process counts: shared by forks, or growing downwards like a stack."""
    return [
        _op(JUMP_IF_EQUAL, number, if_false=6),
        _op(LOAD_WORD, FOURTH_ARGUMENT),
        _op(JUMP_IF_ANY_BIT, GROWS_DOWN, if_true=2),
        _op(AND, KIND_OF_MAP),
        _op(JUMP_IF_EQUAL, SHARED | ANONYMOUS, if_false=1),
        _op(RETURN, ERRNO | errno.EPERM),
        _op(RETURN, ALLOW),
    ]


def _locks_as_if(number: int) -> list[bytes]:
    """Say of a lock on a file that it is had.

    Real ones are memory that no limit counts, and on a file that all may read a sign from one submission to another.
    """
    return [
        _op(JUMP_IF_EQUAL, number, if_false=len(LOCKS) + 3),
        _op(LOAD_WORD, SECOND_ARGUMENT),
        *(_op(JUMP_IF_EQUAL, lock, if_true=left) for left, lock in zip(range(len(LOCKS), 0, -1), LOCKS, strict=True)),
        _op(RETURN, ALLOW),
        _op(RETURN, ERRNO | DONE),
    ]
