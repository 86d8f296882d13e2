"""A course of one small lesson, for tests of the build: two of lesson 02's exercises, one written question."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from autograder.authoring.course import ROOT, Course, Lesson

LESSON = "02_simple_rnn"
EXERCISES = ("rnn_cell_forward", "rnn_forward")


class TinyCourse(Course):
    """Its lesson asks for two exercises, whatever else is declared for the lesson of that name."""

    def lesson(self, name: str) -> Lesson:
        whole = super().lesson(name)
        return replace(whole, exercises={each: whole.exercises[each] for each in EXERCISES})


def tiny_course(root: Path) -> TinyCourse:
    """Copy the small course to `root`, with the project's own nbgrader configuration."""
    shutil.copytree(Path(__file__).parent / "build_course", root, dirs_exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return TinyCourse(root)
