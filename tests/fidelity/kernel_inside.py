"""A stock Jupyter kernel and its client, in what a learner sees: what the notebooks' displays are recorded from.

Usage: kernel_inside.py LIMITS. Each line that comes in is a cell, each that goes out what it displayed, as JSON.
"""

import json
import queue
import resource
import subprocess
import sys
import time

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

PROGRAM = "import sys, numpy; from ipykernel.kernelapp import IPKernelApp; sys.path += ['/course', '/submission']; "
PROGRAM += "IPKernelApp.launch_instance()"
START = [sys.executable, "-I", "-c", PROGRAM, "-f", "{connection_file}", "--HistoryManager.enabled=False"]
TICK_SECONDS = 0.25


class OneKernel(KernelSpecManager):
    """Knows one kernel, whatever name is asked for."""

    def get_kernel_spec(self, kernel_name):
        return KernelSpec(argv=START, display_name="Python 3", language="python", interrupt_mode="message")


class Client:
    """One kernel, for the cells of one notebook."""

    def __init__(self):
        self.manager = KernelManager(transport="ipc", ip="/tmp/kernel", kernel_spec_manager=OneKernel())
        nowhere = subprocess.DEVNULL  # what its children print is no message of its own
        self.manager.start_kernel(cwd="/submission", stdout=nowhere, stderr=nowhere)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, source, seconds, interrupt_seconds):
        """Run a cell and return what it displayed as JSON; an empty text where the kernel is gone."""
        request, heard = self.client.execute(source, allow_stdin=False, stop_on_error=False), []
        deadline, in_time = time.monotonic() + seconds, True
        while True:
            message = self._next()
            if message is None and not self.manager.is_alive():
                return ""
            if message is not None and message["parent_header"].get("msg_id") == request:
                if message["content"].get("execution_state") == "idle":
                    return json.dumps({"in_time": in_time, "heard": heard}, default=str)
                if message["msg_type"] != "status":
                    heard.append({"msg_type": message["msg_type"], "content": message["content"]})
            if time.monotonic() > deadline and not in_time:
                self.manager.shutdown_kernel(now=True)
                return ""
            if time.monotonic() > deadline:
                self.manager.interrupt_kernel()
                deadline, in_time = time.monotonic() + interrupt_seconds, False

    def _next(self):
        try:
            return self.client.get_iopub_msg(timeout=TICK_SECONDS)
        except queue.Empty:
            return None


def main(limits):
    """Bound this process and the kernel as a learner's is bounded, and serve."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    client = Client()
    for line in sys.stdin:
        print(client.run(*json.loads(line)), flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
