"""Be process 1 of the sandbox: give up what is not needed, unpack the submission, start the kernel, bury the dead.

Runs as `python -I -S launch.py PLAN`, so nothing outside the standard library takes part. PLAN is JSON:
    limits      resource name (as in `resource.RLIMIT_...`) to value
    user        user and group id to become, or null to stay who we are
    submission  descriptor of the tar file that holds the submission, or null
    ready       descriptor on which to say that everything is set up
    log         file for what the command prints outside Jupyter
    argv        the command

Staying process 1 means that the command's end ends everything that it has started.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import tarfile
from typing import Any

PR_SET_PDEATHSIG = 1


def main(plan: dict[str, Any]) -> None:
    """Set everything up, say so, run the command and end as it ends."""
    limit(plan["limits"])
    become(plan["user"])
    unpack(plan["submission"])
    os.write(plan["ready"], b".")
    os.close(plan["ready"])
    code = os.waitstatus_to_exitcode(reap_until_end(spawn(plan["argv"], plan["log"])))
    sys.exit(code if code >= 0 else 128 - code)


def limit(limits: dict[str, int]) -> None:
    """Bound each process from here on, and be the first to go when the whole machine runs out of memory."""
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def become(user: int | None) -> None:
    """Change to a user without rights."""
    if user is None:
        return
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    # Linux forgets whose death ends us when the user changes, so say it again.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def unpack(descriptor: int | None) -> None:
    """Put the submission into the working directory."""
    if descriptor is None:
        return
    with open(descriptor, "rb") as file, tarfile.open(fileobj=file) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # not before Python 3.11.4
        archive.extractall(".")


def spawn(argv: list[str], log: str) -> int:
    """Start the command; what it prints outside Jupyter goes to `log`."""
    pid = os.fork()
    if pid == 0:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.execv(argv[0], argv)
    return pid


def reap_until_end(command: int) -> int:
    """Wait for the command, and bury whatever it has left to us meanwhile."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # process 1 is deaf to signals without a handler
    while True:
        pid, status = os.wait()
        if pid == command:
            return status


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
