"""The fast layers beside PyTorch and JAX: time, tokens per second, memory.

    python -m benchmarks.layers [--rounds 3]

Processor time of all threads, as a multiple of the time of another in the same run. All who are compared take turns, a
turn being as many calls as take 15 ms, or one; each number is the median over the rounds of the ratio within a round.
So whatever else the machine does meets all alike. PyTorch and JAX are left out where they are not installed; PyTorch's
forward pass alone runs without a graph. In PyTorch's GRU the reset stands after the product, in JAX's and ours before.
Two threads are measured in a process of their own, for the number is fixed when NumPy is imported, and at one size. On
a machine that is busy otherwise, threads wait for one another in loops, which counts as processor time too.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import product
from statistics import geometric_mean, median

from benchmarks import layers_memory

SIZES = [(50, 32, 64, 128), (100, 64, 128, 256), (30, 64, 27, 100), (25, 1, 65, 100)]  # T_x, m, n_x, n_a
MIDDLE = (SIZES[0], SIZES[2])
TURN = 0.015  # seconds of a turn
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
TARGETS = """Targets: no cell in float64, and neither RNN nor GRU in float32, slower than PyTorch; then, over all,
at most 0.6 of PyTorch and 0.8 of the best peer; each cell at most 1.0 of PyTorch; at the two middle sizes at most 1.6
times the products alone; and at least the best peer's tokens per second."""


def seconds(call: Callable[[], object], calls: int) -> float:
    """Return the processor time of one call, of all threads."""
    start = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - start) / calls


def rounds(calls: dict[str, Callable[[], object]], count: int) -> list[dict[str, float]]:
    """Return the seconds of everyone in every round."""
    often = {}
    for name, call in calls.items():
        seconds(call, 2)  # memory is asked for, code is compiled
        often[name] = max(1, int(TURN / max(seconds(call, 1), 1e-6)))
    return [{name: seconds(call, often[name]) for name, call in calls.items()} for _ in range(count)]


def against_peers(task: "layers_peers.Task", count: int) -> dict[str, float]:
    """Return the median ratios of our time to everyone's, and to that of the best peer."""
    calls = {"ours": layers_peers.ours(task), "products": layers_peers.products_alone(task)}
    calls |= {name: make(task) for name, make in layers_peers.peers(task).items()}
    taken = rounds(calls, count)
    ratios = {name: median(each["ours"] / each[name] for each in taken) for name in calls if name != "ours"}
    others = [name for name in calls if name not in ("ours", "products")]
    if others:
        ratios["best"] = median(each["ours"] / min(each[name] for name in others) for each in taken)
    return {"ms": 1000 * median(each["ours"] for each in taken), **ratios}


def tasks(threads: int) -> list["layers_peers.Task"]:
    """Return all that is measured; with two threads only one size, both ways."""
    sizes, ways = (SIZES, (True, False)) if threads == 1 else (SIZES[:1], (True,))
    every = product(layers_peers.LAYERS, ("float32", "float64"), sizes, ways)
    return [layers_peers.Task(cell, size, dtype, back) for cell, dtype, size, back in every]


COLUMNS = ("PyTorch", "compiled", "JAX", "best", "products")


def row(name: str, ratios: dict[str, float]) -> str:
    """Return a line of the table."""
    numbers = (f"{ratios[column]:9.2f}" if column in ratios else "        -" for column in COLUMNS)
    ms = f"{ratios['ms']:9.2f}" if "ms" in ratios else "         "
    return f"{name:44}{ms}{''.join(numbers)}"


def means(name: str, measured: list[dict[str, float]]) -> str:
    """Return a line of geometric means."""
    columns = [column for column in COLUMNS if any(column in each for each in measured)]
    return row(name, {c: geometric_mean([each[c] for each in measured if c in each]) for c in columns})


def layers(threads: int, count: int) -> None:
    """Print the table of the layers."""
    print(f"\n{layers_peers.who()}\nour time in ms, and as a multiple of the time of")
    print(f"{'':44}{'ms':>9}" + "".join(f"{column:>9}" for column in COLUMNS))
    measured = {}
    for task in tasks(threads):
        way = "both ways" if task.back else "forward"
        measured[task] = against_peers(task, count)
        print(row(f"{task.cell:5}{task.dtype:9}{task.size!s:20}{way}", measured[task]), flush=True)
    summary(measured)


def summary(measured: dict["layers_peers.Task", dict[str, float]]) -> None:
    """Print geometric means, those that the targets speak of."""
    print("geometric means")
    for cell, dtype in product(layers_peers.LAYERS, ("float32", "float64")):
        of_cell = [ratios for task, ratios in measured.items() if (task.cell, task.dtype) == (cell, dtype)]
        print(means(f"{cell:5}{dtype}", of_cell))
    for name, back in (("both ways", True), ("forward", False)):
        if of_way := [ratios for task, ratios in measured.items() if task.back == back]:
            print(means(name, of_way))
    print(means("all", list(measured.values())))
    print(means("the two middle sizes", [ratios for task, ratios in measured.items() if task.size in MIDDLE]))
    print(f"at most 1.6 times the products there: {at_most(measured, MIDDLE, 'products', 1.6)}")
    print(f"at most as long as PyTorch: {at_most(measured, SIZES, 'PyTorch', 1.0)}")


def at_most(measured: dict, sizes: Sequence[tuple[int, ...]], other: str, bound: float) -> str:
    """Return in how many cases of how many our time is at most so many times another's."""
    ratios = [each[other] for task, each in measured.items() if task.size in sizes and other in each]
    return f"{sum(ratio <= bound for ratio in ratios)} of {len(ratios)}"


def training(count: int) -> None:
    """Print tokens per second of a whole training step."""
    print("\na training step of a character model with an LSTM, thousand tokens per second of processor time")
    for dtype, size in product(("float32", "float64"), SIZES):
        task = layers_peers.Task("LSTM", size, dtype, True)
        taken = rounds({name: make(task) for name, make in layers_training.everyone().items()}, count)
        tokens = {name: size[0] * size[1] / median(each[name] for each in taken) / 1000 for name in taken[0]}
        best = median(min(s for name, s in each.items() if name != "ours") / each["ours"] for each in taken)
        told = "".join(f"{name:>9}{speed:8.1f}" for name, speed in tokens.items())
        print(f"{dtype:9}{size!s:20}{told}   ours / best peer {best:.2f}", flush=True)


def main() -> None:
    """Run this program once for each number of threads, then measure memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="more are steadier, and take longer")
    arguments = parser.parse_args()
    print(TARGETS, flush=True)
    for threads in ("1", "2"):
        environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
        environment |= dict.fromkeys(THREADS, threads)
        flags = f"--xla_cpu_multi_thread_eigen={str(threads != '1').lower()} intra_op_parallelism_threads={threads}"
        environment |= {"XLA_FLAGS": flags, "LAYERS_THREADS": threads, "LAYERS_ROUNDS": str(arguments.rounds)}
        subprocess.run([sys.executable, "-m", "benchmarks.layers"], env=environment, check=True)
    layers_memory.compare(SIZES[1])


if __name__ == "__main__":
    if "LAYERS_THREADS" not in os.environ:
        main()
    else:
        from benchmarks import layers_peers, layers_training

        threads, count = int(os.environ["LAYERS_THREADS"]), int(os.environ["LAYERS_ROUNDS"])
        if layers_peers.torch is not None:
            layers_peers.torch.set_num_threads(threads)
        layers(threads, count)
        if threads == 1:
            training(count)
