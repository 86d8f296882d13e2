"""Results of experiments that take too long to run in a lesson, each recorded by a committed command.

A program in `benchmarks/` runs an experiment and writes `data/recorded/<name>.json`: what was measured, on which seeds,
when, with which versions, how long it took, and the command. A lesson shows such numbers as recorded.
"""

import json
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent


def load_recorded(name: str) -> dict[str, Any]:
    """Give a recorded experiment: `results`, and `seeds`, `seconds`, `date`, `versions`, `command` beside them.

    Raises:
        FileNotFoundError: nothing is recorded under this name.
    """
    path = HERE / f"{name}.json"
    if not path.is_file():
        there = ", ".join(sorted(other.stem for other in HERE.glob("*.json")))
        raise FileNotFoundError(f"No experiment is recorded as '{name}'. There are: {there}.")
    recorded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return recorded


def write_recorded(name: str, results: Any, *, command: str, seeds: list[int], seconds: float, **versions: str) -> Path:
    """Write a recorded experiment; called by the programs in `benchmarks`.

    Args:
        name: the file's name without its ending.
        results: numbers, texts, lists and dicts of them.
        command: what runs the experiment again.
        seeds: of the runs.
        seconds: processor time of all runs together.
        versions: of other packages that took part, such as torch="2.13.0".
    """
    recorded = {
        "command": command,
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {"python": platform.python_version(), "numpy": np.__version__, **versions},
        "seconds": round(seconds, 1),
        "seeds": seeds,
        "results": results,
    }
    path = HERE / f"{name}.json"
    path.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    return path
