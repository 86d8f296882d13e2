"""Remake the locks from pyproject.toml: python -m pip install uv && python requirements/remake.py.

One lock for each set that course.py installs, the smaller a part of the larger, with exact versions
and hashes that hold on Linux, macOS and Windows for every Python that pyproject.toml allows.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The larger comes first; the smaller then takes its versions from it.
SETS = {"test": ["lab", "grade", "scale", "http", "author", "site", "test"], "lab": ["lab", "grade"]}


def lock(name: str, extras: list[str]) -> None:
    """Write requirements/<name>.txt for the base dependencies and these extras."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    command += ["--custom-compile-command", "python requirements/remake.py"]
    command += [f"--extra={extra}" for extra in extras]
    if name != "test":
        command += ["--constraints", "requirements/test.txt"]
    command += ["pyproject.toml", "requirements/build.in", "--upgrade", "-o", f"requirements/{name}.txt"]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> None:
    """Remake every lock."""
    for name, extras in SETS.items():
        lock(name, extras)
        print(f"requirements/{name}.txt")


if __name__ == "__main__":
    main()
