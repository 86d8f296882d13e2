"""How much memory one call forward and backward needs at its peak, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path

sys.modules["jax"] = None  # has no part in this, and takes a second to import
from benchmarks.layers_peers import Task, ours, eager, torch

def memory(entry):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(entry)) / 1024

if torch is not None:
    torch.set_num_threads(1)
small = {make}(Task("{cell}", (2, 2, 2, 2), "{dtype}", True))
small(); small()  # what is loaded at the first call
before = memory("VmRSS:")
Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
call = {make}(Task("{cell}", {size}, "{dtype}", True))
call(); call(); call()
print(memory("VmHWM:") - before)
"""


def peak(make: str, cell: str, dtype: str, size: tuple[int, ...]) -> float:
    """Return the MiB that are added by weights, inputs and three calls."""
    program = PROGRAM.format(make=make, cell=cell, dtype=dtype, size=size)
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(told.stdout)


def compare(size: tuple[int, ...]) -> None:
    """Print the peaks of ours and PyTorch's."""
    if not Path("/proc/self/clear_refs").exists():
        print("\nmemory is measured on Linux alone")
        return
    print(f"\npeak memory of weights, inputs and both ways at {size}, MiB")
    for dtype in ("float32", "float64"):
        for cell in ("RNN", "GRU", "LSTM"):
            ours, theirs = peak("ours", cell, dtype, size), peak("eager", cell, dtype, size)
            print(f"{cell:5}{dtype:9}ours {ours:6.1f}   PyTorch {theirs:6.1f}   ratio {ours / theirs:.2f}", flush=True)
