"""How jupyter_client starts, watches and ends a kernel in the sandbox.

The kernel's unix sockets lie on a small mount inside, which no other process sees by a path. The trusted side
holds that folder open and reaches the sockets through its descriptor. So there is no network, and nothing on
the host that a kernel could fill or that would be left behind.
"""

import json
import os
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Dict, Instance, Unicode

from autograder.grading.sandbox.box import Box, Sandbox, open_box
from autograder.grading.sandbox.find import find_sandbox
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.sandbox.view import SOCKETS, SUBMISSION

CONNECTION_FILE = "/sandbox/connection.json"
PORTS = {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "hb_port": 4, "control_port": 5}


class BubblewrapProvisioner(KernelProvisionerBase):
    """One kernel in a sandbox of its own; registered with jupyter_client as `bubblewrap`.

    What the kernelspec says is not read: the command, the environment and the folders are ours.
    """

    folder = Unicode(help="Copied into the sandbox; the folder that the caller names, where this is empty.")
    limits = Dict(help="Fields of SandboxLimits that differ from what it has by default.")
    sandbox = Instance(Sandbox, allow_none=True)

    box: Box | None = None

    @property
    def has_process(self) -> bool:
        return self.box is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        return {"cmd": [], "cwd": kwargs.get("cwd")}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        sandbox = self.sandbox or find_sandbox()
        assert self.parent is not None
        session = {"signature_scheme": "hmac-sha256", "key": self.parent.session.key.decode()}
        inside = {"transport": "ipc", "ip": f"{SOCKETS}/k", **PORTS, **session}
        self.box = open_box(
            sandbox,
            [
                sandbox.python,
                "-I",
                "/sandbox/kernel.py",
                SUBMISSION,
                "-f",
                CONNECTION_FILE,
                "--HistoryManager.enabled=False",
            ],
            SandboxLimits(**self.limits),
            folder=Path(self.folder or kwargs["cwd"] or "."),
            files={CONNECTION_FILE: json.dumps(inside).encode()},
        )
        self.connection_info = self._outside(inside)
        return self.connection_info

    def _outside(self, inside: dict[str, Any]) -> KernelConnectionInfo:
        assert self.box is not None
        sockets = f"/proc/{os.getpid()}/fd/{self.box.sockets}/k"
        return KernelConnectionInfo(**{**inside, "ip": sockets, "key": inside["key"].encode()})  # type: ignore[typeddict-item]

    async def poll(self) -> int | None:
        return 0 if self.box is None else self.box.process.poll()

    async def wait(self) -> int | None:
        code = None if self.box is None else self.box.process.wait()
        self._close()
        return code

    async def send_signal(self, signum: int) -> None:
        """Do nothing with signals that ask: they would reach bubblewrap, not the kernel, which gets messages."""
        if signum == 9:
            await self.kill()

    async def kill(self, restart: bool = False) -> None:
        if self.box is not None:
            self.box.kill()

    async def terminate(self, restart: bool = False) -> None:
        await self.kill()

    async def cleanup(self, restart: bool = False) -> None:
        self._close()

    def ran_out_of_memory(self) -> bool:
        """Tell whether Linux has ended a process of the kernel for want of memory; ask before the shutdown."""
        return self.box is not None and self.box.ran_out_of_memory()

    def _close(self) -> None:
        if self.box is not None:
            self.box.close()
        self.box = None
