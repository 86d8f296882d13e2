"""Puts the released lessons into the wheel, so that it grades without a checkout. All else is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

LESSONS = Path(__file__).parent / "notebooks"


class WithLessons(build_py):
    """Builds the package, and copies notebooks/ into it."""

    def run(self) -> None:
        """Build it; an editable installation finds them where they are."""
        super().run()
        if not self.editable_mode and LESSONS.is_dir():
            leave_out = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
            place = Path(self.build_lib) / "autograder" / "notebooks"
            shutil.copytree(LESSONS, place, ignore=leave_out, dirs_exist_ok=True)


setup(cmdclass={"build_py": WithLessons})
