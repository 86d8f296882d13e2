"""What is visible inside the sandbox, as arguments for bubblewrap. What is not named here does not exist there.

    /usr/bin, /usr/lib...      programs and libraries of the system, read-only
    interpreter, site-packages at their own paths, read-only, without the course
    /course                    the learner's part of the course, read-only
    /sandbox                   our scripts and what they read, read-only
    /submission                the scratch copy, the working directory
    /home/learner, /tmp        empty

Every writable place is a mount of its own with a size; the rest is read-only, the root folder included.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import autograder
from autograder.grading.sandbox.limits import MIB, SandboxLimits
from autograder.surroundings import GRADING

SUBMISSION, HOME, SHARED_MEMORY = "/submission", "/home/learner", "/dev/shm"
SMALL_MIB = 16

# Never all of /usr or /etc: nbgrader's exchange with everyone's submissions may lie below /usr/local/share.
SYSTEM = ["/usr/bin", "/usr/lib", "/usr/lib64", "/usr/share/fonts", "/usr/share/zoneinfo"]
SYSTEM_FILES = ["/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime"]
LINKS = {"/bin": "usr/bin", "/lib": "usr/lib", "/lib64": "usr/lib64"}

COURSE = Path(autograder.__file__).parent.parent
LEARNERS_PACKAGES = ["data", "figures"]
# Of autograder, besides the modules at its top. Of the exercises only what finds them: their checks compute too much.
LEARNERS_PARTS = ["capstone", "exercises/__init__.py", "locate", "__pycache__"]
HIDDEN_WHERE_INSTALLED = ["autograder", "solutions", "data", "figures"]

ENVIRONMENT = {
    "HOME": HOME,
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": f"{HOME}/.config/matplotlib",
    # One thread: several submissions share the machine, and each thread counts as a process.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONDONTWRITEBYTECODE": "1",
    GRADING: "1",
}


def mount_arguments(
    limits: SandboxLimits,
    contents: Mapping[str, int],
    scripts: Mapping[Path, str],
) -> list[str]:
    """List the mounts in the order in which bubblewrap makes them.

    Args:
        limits: sizes of the writable places.
        contents: read-only files, from their paths inside to descriptors of what is in them.
        scripts: files and folders of ours, and their paths inside.
    """
    places = writable_places(limits)
    shared_memory = places.pop(SHARED_MEMORY)
    # Empty places first: the interpreter may lie below /tmp or /home on this machine.
    parts = [_writable(places), _system(), _interpreter(), _course(), _scripts(scripts), _files(contents)]
    parts += [_devices(shared_memory)]
    return [*(argument for part in parts for argument in part), "--remount-ro", "/", "--chdir", SUBMISSION]


def writable_places(limits: SandboxLimits) -> dict[str, int]:
    """Return every place that can be written to, and how many MiB it has."""
    return {SUBMISSION: limits.disk_mib, "/tmp": limits.disk_mib, HOME: SMALL_MIB, SHARED_MEMORY: SMALL_MIB}


def _read_only(source: Path | str, target: Path | str | None = None) -> list[str]:
    target = Path(target or source)
    return [*_folders_above(target), "--ro-bind", str(source), str(target)]


def _folders_above(target: Path) -> list[str]:
    # bubblewrap would make them for its own user alone.
    return [part for above in [*target.parents][-2::-1] for part in ("--perms", "0755", "--dir", str(above))]


def _system() -> list[str]:
    arguments = []
    for path in map(Path, [*SYSTEM, *SYSTEM_FILES]):
        if path.exists():
            arguments += _read_only(path)
    for link, target in LINKS.items():
        if Path(link).exists():
            arguments += ["--symlink", target, link]
    return arguments


def _interpreter() -> list[str]:
    arguments = []
    for prefix in dict.fromkeys([sys.base_prefix, sys.prefix]):
        for name in ["bin", "lib", "lib64", "pyvenv.cfg"]:
            path = Path(prefix, name)
            if path.exists() and str(path) not in SYSTEM:
                arguments += _read_only(path.resolve(), path)
    return arguments + _without_course()


def _without_course() -> list[str]:
    """Cover the course where it is installed among the libraries: answers and grader are part of it."""
    arguments = []
    for place in map(Path, sys.path):
        for name in HIDDEN_WHERE_INSTALLED:
            if place.name in ("site-packages", "dist-packages") and (place / name).is_dir():
                arguments += ["--perms", "0755", "--tmpfs", str(place / name), "--remount-ro", str(place / name)]
    return arguments


def _course() -> list[str]:
    arguments = []
    for name in LEARNERS_PACKAGES:
        arguments += _read_only(COURSE / name, Path("/course", name))
    package = COURSE / "autograder"
    for path in [*sorted(package.glob("*.py")), *(package / name for name in LEARNERS_PARTS)]:
        if path.exists():  # the compiled ones may not
            arguments += _read_only(path, Path("/course", path.relative_to(COURSE)))
    return arguments


def _scripts(scripts: Mapping[Path, str]) -> list[str]:
    return [part for path, inside in scripts.items() for part in _read_only(path, inside)]


def _files(contents: Mapping[str, int]) -> list[str]:
    arguments = []
    for path, descriptor in contents.items():
        arguments += [*_folders_above(Path(path)), "--perms", "0444", "--file", str(descriptor), path]
    return arguments


def _writable(places: Mapping[str, int]) -> list[str]:
    return [part for path, size in places.items() for part in [*_folders_above(Path(path)), *_tmpfs(path, size)]]


def _devices(shared_memory_mib: int) -> list[str]:
    # bubblewrap's /dev and its /dev/shm are writable without a limit.
    shared_memory = _tmpfs(SHARED_MEMORY, shared_memory_mib)
    return ["--proc", "/proc", "--dev", "/dev", *shared_memory, "--remount-ro", "/dev"]


def _tmpfs(path: str, size_mib: int) -> list[str]:
    return ["--perms", "1777", "--size", str(size_mib * MIB), "--tmpfs", path]
