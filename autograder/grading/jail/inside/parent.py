"""The parent: imports everything, says so, and forks whenever it is told. It never reads a byte of a submission.

Its plan is JSON:
    socket   descriptor on which orders come, each with two descriptors: the learner's socket and the submission (tar)
    user     the user to become, where we are root; else null
    sizes    bytes of each writable place
    limits   of each process, as `resource` names them
    filter   file with the program that filters system calls
"""

import contextlib
import gc
import json
import os
import socket
import sys
from typing import Any

from . import linux
from .child import be_first, ended
from .outlet import Outlet
from .shell import make_kernel, warm


def main(plan: dict[str, Any]) -> None:
    """Make ready, say so, and fork until the other side hangs up."""
    linux.close_all_but(plan["socket"])  # bubblewrap leaves some of its own
    become_a_spare_user(plan["user"])
    orders = socket.socket(fileno=plan["socket"])
    outlet = Outlet(key=b"unused")
    kernel = make_kernel(outlet)
    warm(kernel)
    import autograder.check  # noqa: F401
    import data  # noqa: F401

    gc.collect()
    gc.freeze()  # a collection in a fork would copy every page
    orders.send(json.dumps(fitness()).encode())
    serve(orders, plan, kernel, outlet)


def become_a_spare_user(user: int | None) -> None:
    """Stop being root, and keep what is needed to make namespaces and to become the learners' users."""
    if user is not None:
        linux.process_is(linux.PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        linux.keep_capabilities(linux.CAP_SYS_ADMIN, linux.CAP_SETUID, linux.CAP_SETGID)
    linux.process_is(linux.PR_SET_DUMPABLE, 1)  # or /proc would not be ours


def fitness() -> dict[str, Any]:
    """Say what a fork would inherit: threads do not survive one, and a descriptor would be everybody's."""
    opened = sorted(map(int, os.listdir("/proc/self/fd")))[:-1]  # the last is that of the listing
    return {"threads": len(os.listdir("/proc/self/task")), "open": opened, "answers": "solutions" in sys.modules}


def serve(orders: socket.socket, plan: dict[str, Any], kernel: Any, outlet: Outlet) -> None:
    """Fork as ordered: each fork is process 1 of a namespace of processes."""
    own = os.open("/proc/self/ns/pid", os.O_RDONLY)
    while (order := socket.recv_fds(orders, 4096, 2))[0]:
        linux.unshare(linux.NEW_PIDS)
        if os.fork() == 0:
            orders.close()
            os.close(own)
            ended(be_first, plan, json.loads(order[0])["user"], order[1], kernel, outlet)
        linux.enter(own, linux.NEW_PIDS)
        for descriptor in order[1]:
            os.close(descriptor)
        _bury()


def _bury() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
