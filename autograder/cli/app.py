"""What all commands share: the command that they belong to, and where they print."""

from __future__ import annotations

import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console()

# The groups that `autograder --help` lists the commands in.
MACHINES = "For build machines"
LEARNERS, INSTRUCTORS, AUTHORS = "For learners", "For instructors and grading services", "For authors of lessons"
