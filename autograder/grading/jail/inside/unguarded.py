"""The learner's process where there is no sandbox: the same conversation, with the grader's own rights."""

import os
import socket

from .cells import be_learner
from .outlet import Outlet
from .shell import make_kernel


def main(descriptor: int, folder: str) -> None:
    """Serve on the socket that is open as `descriptor`, in `folder`."""
    os.setsid()  # so that an interrupt is meant for the learner's code alone
    os.chdir(folder)
    outlet = Outlet(key=b"unused")
    be_learner(socket.socket(fileno=descriptor), folder, make_kernel(outlet), outlet)
