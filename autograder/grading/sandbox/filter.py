"""A seccomp filter: system calls that a lesson never makes are refused before the kernel acts on them.

The namespaces already take away what these calls could reach; the filter keeps hostile code away from the
parts of the kernel where flaws are found (mounting, namespaces, tracing, io_uring, ...). Two refusals do
more: without `symlink` the trusted side cannot be led out of the socket folder, and without `memfd_create`
and `shmget` all memory counts against the limits of a process or of a mount.

The program is classic BPF (Linux: Documentation/userspace-api/seccomp_filter.rst): instructions of
`code, jump if true, jump if false, k` over `struct seccomp_data {nr, arch, instruction_pointer, args[6]}`.
"""

import errno
import platform
import struct

from autograder.errors import SandboxUnavailable

LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000  # x86_64 only: the same calls under other numbers
NEW_NAMESPACE = 0x7E020000  # CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET}
UNIX, INET, INET6 = 1, 2, 10

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
    "shmget": (29, 194),
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
    "syslog": (103, 116),
    "fanotify_init": (300, 262),
    "personality": (135, 92),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
}
CLONE, CLONE3, SOCKET = (56, 220), (435, 435), (41, 198)


def seccomp_program(machine: str = platform.machine()) -> bytes:
    """Assemble the filter for `bwrap --seccomp` on this kind of machine."""
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
            *(part for number in refused if number is not None for part in _refuse(number, errno.EPERM)),
            *_refuse(CLONE3[column], errno.ENOSYS),  # its flags are out of a filter's sight; libc falls back to clone
            *_clone_without_namespaces(CLONE[column]),
            *_sockets_of_known_families(SOCKET[column]),
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


def _refuse_bits(bits: int) -> list[bytes]:
    return [_op(JUMP_IF_ANY_BIT, bits, if_false=1), _op(RETURN, ERRNO | errno.ENOSYS)]


def _clone_without_namespaces(number: int) -> list[bytes]:
    return [
        _op(JUMP_IF_EQUAL, number, if_false=4),
        _op(LOAD_WORD, FIRST_ARGUMENT),
        _op(JUMP_IF_ANY_BIT, NEW_NAMESPACE, if_false=1),
        _op(RETURN, ERRNO | errno.EPERM),
        _op(RETURN, ALLOW),
    ]


def _sockets_of_known_families(number: int) -> list[bytes]:
    # vsock, for one, is not bounded by the network namespace: in a virtual machine it reaches the host.
    # The error is EINVAL because libzmq, asking for the names of network devices, takes no other well.
    return [
        _op(JUMP_IF_EQUAL, number, if_false=6),
        _op(LOAD_WORD, FIRST_ARGUMENT),
        _op(JUMP_IF_EQUAL, UNIX, if_true=3),
        _op(JUMP_IF_EQUAL, INET, if_true=2),
        _op(JUMP_IF_EQUAL, INET6, if_true=1),
        _op(RETURN, ERRNO | errno.EINVAL),
        _op(RETURN, ALLOW),
    ]
