"""The one place where a learner's kernel is started.

`kernel_manager` gives what nbclient's `create_kernel_manager` has to return: a manager that is not started
yet, because nbclient starts it on its own event loop. `start_kernel` is for callers without a loop.

What runs is decided here and never by the kernelspec that a notebook names.
"""

import sys
from pathlib import Path
from typing import Any, TypeVar

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

from autograder.grading.sandbox import SandboxLimits

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
        return launch | {"cmd": argv, "cwd": self.folder}


def kernel_manager(
    folder: Path, *, sandbox: None = None, limits: SandboxLimits | None = None
) -> AsyncKernelManager:
    """Return a manager, not yet started, of a kernel that works on `folder`."""
    return _prepare(AsyncKernelManager(), folder)


def start_kernel(
    folder: Path, *, sandbox: None = None, limits: SandboxLimits | None = None
) -> KernelManager:
    """Start a kernel that works on `folder` and return its (blocking) manager."""
    manager = _prepare(KernelManager(), folder)
    manager.start_kernel()
    return manager


def _prepare(manager: Manager, folder: Path) -> Manager:
    manager.kernel_spec_manager = OurKernelSpecs()
    manager.provisioner = PlainProvisioner(
        parent=manager, folder=str(folder.resolve()), kernel_spec=manager.kernel_spec
    )
    return manager
