"""The command that reports on a class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console

TO = "The page; the other files stand beside it and begin with its name. By default report.html in the folder."
SIMILAR = "Also list answers that are much closer than the class's usual, for a person to look at."


@app.command(rich_help_panel=INSTRUCTORS)
def report(
    results: Annotated[Path, typer.Argument(help="The folder that `autograder grade` wrote to, or its results.json.")],
    to: Annotated[Path | None, typer.Option(help=TO)] = None,
    lesson: Annotated[str | None, typer.Option(help="The only lesson to report, for example 02_simple_rnn.")] = None,
    similar: Annotated[bool, typer.Option("--similar", help=SIMILAR)] = False,
) -> None:
    """Write a page that says what a class misunderstood and who needs help with what; the same as CSV and JSON."""
    from autograder.grading.class_report.write import write_report
    from autograder.grading.command import private_files

    with private_files():
        written = write_report(results, to, lesson=lesson, similar=similar)
    for note in written.missing:
        console.print(note, style="yellow", markup=False, highlight=False, soft_wrap=True)
    for path in written.files:
        console.print(str(path), markup=False, highlight=False, soft_wrap=True)
