"""The ladder of lesson 13 on one machine: the same LSTM in forms that differ by one change each, beside PyTorch.

    python -m benchmarks.ladder          write data/recorded/ladder.json
    python -m benchmarks.ladder --dry    write nothing

Processor time of one call, forward and backward, in turns, medians of nine rounds, one thread. A size is
(T_x, m, n_x, n_a). Run it with OPENBLAS_NUM_THREADS=1 and without OPENBLAS_CORETYPE.
"""

import argparse
import os
import time
from pathlib import Path

import numpy as np
import torch

from benchmarks.layers_peers import Task, blas, eager
from data.recorded import write_recorded
from solutions.ladder import ladder
from solutions.make_it_fast import lstm_layer_backward, lstm_layer_forward
from solutions.timing import medians, time_in_turns

BATCHES, T_X, N_X, N_A = (1, 8, 32, 128), 50, 64, 64
WIDE = (50, 8, 256, 256)


def measured(size: tuple[int, int, int, int]) -> dict[str, float]:
    """Return the milliseconds of everyone at one size."""
    calls = ladder(size, np.random.default_rng(0), lstm_layer_forward, lstm_layer_backward)
    calls |= {f"PyTorch, {dtype}": eager(Task("LSTM", size, dtype, True)) for dtype in ("float32", "float64")}
    return {name: round(1000 * seconds, 3) for name, seconds in medians(time_in_turns(calls, rounds=9)).items()}


def processor() -> str:
    """Return the processor's name, as far as the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, started = parser.parse_args().dry, time.process_time()
    torch.set_num_threads(1)
    by_batch = {str(m): measured((T_X, m, N_X, N_A)) for m in BATCHES}
    results = {
        "size": {"T_x": T_X, "n_x": N_X, "n_a": N_A},
        "ms by batch": by_batch,
        "ms, wide": {"size": WIDE, **measured(WIDE)},
        "machine": {"NumPy": np.__version__, "BLAS": blas(), "processor": processor(), "cores": os.cpu_count()},
    }
    for m, times in by_batch.items():
        print(f"m = {m}: " + ", ".join(f"{name} {ms:.2f}" for name, ms in times.items()))
    print(results["ms, wide"], results["machine"])
    if not dry:
        where = {"command": "python -m benchmarks.ladder", "torch": torch.__version__}
        write_recorded("ladder", results, seeds=[0], seconds=time.process_time() - started, **where)


if __name__ == "__main__":
    main()
