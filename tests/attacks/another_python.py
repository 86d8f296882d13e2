"""A Python that every user of the machine can start, with this one's packages and without the course."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def python_for_all(folder: Path) -> str:
    """A Python that all can start, with the packages of this one beside the course; skips where there is none."""
    python = f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"
    if os.geteuid() != 0 or not Path(python).exists():
        pytest.skip(f"It needs root and {python}.")
    made = subprocess.run([python, "-m", "venv", "--without-pip", str(folder)], check=False, capture_output=True)
    if made.returncode != 0:
        pytest.skip(f"{python} makes no environments.")
    (packages,) = folder.glob("lib/python3*/site-packages")
    # Named in a .pth file, the folder's own .pth files are not read: the course is not installed in this one.
    (packages / "packages.pth").write_text(next(path for path in sys.path if path.endswith("site-packages")))
    python = str(folder / "bin" / "python")
    done = subprocess.run([python, "-c", "import numpy"], check=False, capture_output=True)
    return python if done.returncode == 0 else pytest.skip("Its packages are not for that Python.")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that all users pass through, as pytest's are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
