"""The learner's process where it is another user's: it bounds itself before it runs a line of a learner's."""

import json
import os
import socket
from pathlib import Path

from . import linux
from .cells import be_learner
from .child import set_bounds
from .outlet import Outlet
from .shell import make_kernel

PR_SET_NO_NEW_PRIVS = 38  # no program that it starts has more rights; only then may it set a filter


def main(descriptor: int, folder: str, limits: str, program: str) -> None:
    """Serve on the socket that is open as `descriptor`, in `folder`.

    Args:
        descriptor: of the socket.
        folder: where the cells work.
        limits: bounds of each process, JSON, as `resource_limits` names them.
        program: the file that holds the filter of system calls.
    """
    os.setsid()  # so that an interrupt is meant for the learner's code alone
    os.chdir(folder)
    outlet = Outlet(key=b"unused")
    kernel = make_kernel(outlet)
    linux.process_is(PR_SET_NO_NEW_PRIVS, 1)
    set_bounds(json.loads(limits), Path(program).read_bytes())
    be_learner(socket.socket(fileno=descriptor), folder, kernel, outlet)
