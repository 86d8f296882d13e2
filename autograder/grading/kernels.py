"""The one place where a learner's kernel is started.

`kernel_manager` gives what nbclient's `create_kernel_manager` has to return: a manager that is not started
yet, because nbclient starts it on its own event loop. `start_kernel` is for callers without a loop.

What runs is decided here and never by the kernelspec that a notebook names. `shutdown_kernel(now=True)` ends
the kernel and everything that it started; do not start one in a thread that ends before it.
"""

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Unicode

from autograder.capstone.files import GRADING
from autograder.grading.sandbox import BubblewrapProvisioner, Sandbox, SandboxLimits

Manager = TypeVar("Manager", bound=KernelManager)

KERNEL_SCRIPT = Path(__file__).parent / "sandbox" / "inside" / "kernel.py"


class OurKernelSpecs(KernelSpecManager):
    """Knows one kernel, whatever name is asked for."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        # Interrupt by message: a signal would hit the sandbox's own process, not the kernel in it.
        return KernelSpec(display_name="Python 3", language="python", interrupt_mode="message")


class PlainProvisioner(LocalProvisioner):
    """Starts the kernel in the submission's folder with the grader's own rights: for trusted code only."""

    folder = Unicode()

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        launch = await super().pre_launch(**kwargs)
        assert self.parent is not None
        argv = [sys.executable, "-I", str(KERNEL_SCRIPT), self.folder, "-f", self.parent.connection_file]
        argv += ["--log-level=ERROR"]  # it would warn of its unencrypted connection
        return launch | {"cmd": argv, "cwd": self.folder, "env": {**launch.get("env", os.environ), GRADING: "1"}}


class SandboxedKernelManager(KernelManager):
    """A manager that leaves no connection file: only the sandbox has one, with paths that hold in there."""

    def write_connection_file(self, **kwargs: Any) -> None:
        """Leave the key in memory."""


class AsyncSandboxedKernelManager(AsyncKernelManager):
    """The same on an event loop."""

    write_connection_file = SandboxedKernelManager.write_connection_file


def kernel_manager(folder: Path, *, sandbox: Sandbox | None, limits: SandboxLimits | None = None) -> AsyncKernelManager:
    """Prepare a kernel that works on `folder` for nbclient, which starts it.

    Args:
        folder: what the kernel finds as its working directory; in a sandbox, a copy of it.
        sandbox: what `find_sandbox()` returned, or None to run with the grader's own rights.
        limits: what the kernel may use; without a sandbox nothing is limited.
    """
    manager = AsyncKernelManager() if sandbox is None else AsyncSandboxedKernelManager()
    return _prepare(manager, folder, sandbox, limits or SandboxLimits())


def start_kernel(folder: Path, *, sandbox: Sandbox | None, limits: SandboxLimits | None = None) -> KernelManager:
    """Start a kernel that works on `folder` and return its manager, whose calls block; arguments as above."""
    manager = KernelManager() if sandbox is None else SandboxedKernelManager()
    _prepare(manager, folder, sandbox, limits or SandboxLimits()).start_kernel()
    # libzmq would store without bound what a kernel sends here; `Session` has channels of its own.
    manager._close_control_socket()
    return manager


def _prepare(manager: Manager, folder: Path, sandbox: Sandbox | None, limits: SandboxLimits) -> Manager:
    manager.kernel_spec_manager = OurKernelSpecs()
    manager.provisioner = _provisioner(manager, str(folder.resolve()), sandbox, limits)
    return manager


def _provisioner(
    manager: KernelManager, folder: str, sandbox: Sandbox | None, limits: SandboxLimits
) -> KernelProvisionerBase:
    common: dict[str, Any] = {"parent": manager, "folder": folder, "kernel_spec": manager.kernel_spec}
    if sandbox is None:
        return PlainProvisioner(**common)
    return BubblewrapProvisioner(sandbox=sandbox, limits=asdict(limits), **common)
